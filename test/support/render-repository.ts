import { gitHistory } from '../../src/adapters/git-history.ts'
import { assessProgram } from '../../src/assess/assess-program.ts'
import { checkpointText } from '../../src/evidence/checkpoint.ts'
import type { LogRecord } from '../../src/model/log-record.ts'
import { policyTexts } from '../../src/read/policy-texts.ts'
import { programEndings, readProgram } from '../../src/read/read-program.ts'
import { recordHistory } from '../../src/read/record-history.ts'
import { renderDocuments } from '../../src/render/render-documents.ts'
import type { RenderInput } from '../../src/render/render-input.ts'
import type { GitSandbox } from './git-sandbox.ts'

interface RenderedOf {
  readonly asOf: string
  readonly log?: readonly LogRecord[]
  readonly url?: string | undefined
}

/** What is rendered of the HEAD of a real repository and a log. */
export async function renderInputOf(
  sandbox: GitSandbox,
  repository: string,
  { asOf, log = [], url }: RenderedOf,
): Promise<RenderInput> {
  const history = gitHistory(sandbox.git, { where: { cwd: repository } })
  const commits = await history.firstParent('HEAD')
  const versions = await history.versionsBelow('HEAD', 'compliance', programEndings)
  const { model, problems } = readProgram(await history.filesAt('HEAD', 'compliance', programEndings))
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'))
  return {
    model,
    history: recordHistory(commits, versions.values()),
    textOf: policyTexts(versions),
    commits: new Map(commits.map((one) => [one.sha, one])),
    log,
    assessment: assessProgram(model, log, asOf, { protectedBranch: 'main' }),
    pin: {
      checkpoint: checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) }),
      sourceCommit: commits.at(-1)?.sha ?? '',
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: url,
  }
}

export const renderRepository = async (sandbox: GitSandbox, repository: string, of: RenderedOf) =>
  renderDocuments(await renderInputOf(sandbox, repository, of))
