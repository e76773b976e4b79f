import { type PinFile, parsePin } from '../evidence/pin.ts'
import { exitStatus } from '../model/exit-status.ts'
import { recordsUntil } from '../model/log-record.ts'
import { Refusal } from '../model/refusal.ts'
import { version } from '../model/version.ts'
import type { DocumentFiles } from '../ports/documents.ts'
import { policyTexts } from '../read/policy-texts.ts'
import { programEndings } from '../read/read-program.ts'
import { recordHistory } from '../read/record-history.ts'
import { checkCompleteness } from '../render/check-completeness.ts'
import { checkPages, type PageFault } from '../render/check-pages.ts'
import { claimNotes } from '../render/document-claims.ts'
import { pinPath, renderDocuments } from '../render/render-documents.ts'
import type { RenderInput } from '../render/render-input.ts'
import { type DatasetItems, newestReadings } from '../rules/read-datasets.ts'
import { type AssessedProgram, type AssessPorts, type AssessRequest, assess } from './assess.ts'
import { boundRuleResults } from './bound-rule-results.ts'
import type { EditionChoice } from './edition-choice.ts'
import { tipOf } from './evidence-trust.ts'
import { loadReadings } from './load-readings.ts'
import { renderEdition } from './render-edition.ts'
import { trendOf } from './trend.ts'

const toolName = `countersign/${version}`

export interface RenderedDocuments extends AssessedProgram {
  /** What they are made of. */
  readonly input: RenderInput
  readonly files: DocumentFiles
  /** What is wrong with them: dead links, and what of the assessment is on no page. */
  readonly faults: readonly PageFault[]
}

/**
 * Renders all documents of a commit, a checkpoint and a day.
 *
 * @param tool to be named in PIN; only for making documents of an earlier version again
 * @throws Refusal as `assess`, and (3) for a shallow clone: versions would be missing without a trace
 */
export async function render(
  request: AssessRequest,
  ports: AssessPorts,
  tool: string = toolName,
): Promise<RenderedDocuments> {
  if (await ports.history.isShallow())
    throw new Refusal(
      exitStatus.notDetermined,
      'This clone is shallow, so earlier versions of the records are not here',
      'Fetch all of it: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout.',
    )
  const assessed = await assess(request, ports)
  const { commit, settings, checkpoint, repository } = assessed
  const [commits, versions] = await Promise.all([
    ports.history.firstParent(commit),
    ports.history.versionsBelow(commit, settings.programFolder, programEndings),
  ])
  const fillers = await readOwnTemplates(commit, settings.programFolder, ports)
  const repositoryUrl = repositoryUrlOf(repository)
  const history = recordHistory(commits, versions.values())
  const input = {
    ...assessed,
    readings: await accountLists(assessed, ports),
    history,
    textOf: policyTexts(versions),
    ...(fillers === undefined ? {} : { fillers }),
    trend: trendOf(assessed, commits, versions.values()),
    commits: new Map(commits.map((one) => [one.sha, one])),
    branch: settings.protectedBranch,
    pin: { checkpoint, sourceCommit: commit, tool },
    repositoryUrl,
    ruleResults: await boundRuleResults(assessed, { revisions: history, commits }, ports),
  }
  const files = renderDocuments(input)
  const known = new Set(commits.map(({ sha }) => sha))
  const linked =
    repositoryUrl === undefined ? undefined : { url: repositoryUrl, isKnown: (sha: string) => known.has(sha) }
  const faults = [...checkPages(files, linked), ...checkCompleteness(assessed.assessment, files)]
  return { ...assessed, input, files, faults, notes: [...assessed.notes, ...claimNotes(files)] }
}

/** The newest list of accounts of each system by the day of the documents, with what is in it. */
async function accountLists(
  { log, logCommit, settings, model, assessment }: AssessedProgram,
  ports: AssessPorts,
): Promise<readonly DatasetItems[]> {
  if (logCommit === undefined) return []
  const timezone = model.programs[0]?.value.timezone ?? 'UTC'
  const records = recordsUntil(log, assessment.basis.asOf, timezone).map(({ record }) => record)
  return loadReadings(newestReadings(records, new Set(['access-list'])), logCommit, ports.openLog(settings))
}

/** Templates of the commit, never of the work tree. What reads them is loaded only where there are some. */
async function readOwnTemplates(commit: string, programFolder: string, { history }: AssessPorts) {
  const folder = `${programFolder}/templates`
  const files = await history.filesAt(commit, folder, ['.hbs'])
  if (files.length === 0) return undefined
  const { ownTemplates } = await import('../render/own-templates.ts')
  return ownTemplates(files, folder)
}

/** `git+https://github.com/acme/shop` -> the address for links; undefined for hosts that do not exist (RFC 2606). */
function repositoryUrlOf(name: string | undefined): string | undefined {
  const found = /^git\+(https:\/\/([A-Za-z0-9.-]+)(?::\d+)?(?:\/[A-Za-z0-9._-]+){2,})$/.exec(name ?? '')
  if (found === null || found[2]?.endsWith('.invalid') === true) return undefined
  return found[1]?.replace(/\.git$/, '')
}

export interface DocumentDifference {
  readonly path: string
  readonly what: 'missing' | 'extra' | 'different'
}

export interface DocumentsCheck {
  readonly pin: PinFile
  readonly differences: readonly DocumentDifference[]
  /** Whether another version of this program made them, so that a difference may be its own. */
  readonly otherTool: boolean
  /** Whether the protected branch was ever at the commit; else the documents may be of a text that nobody reviewed. */
  readonly isProtected: boolean
  /** What is wrong with the documents as they are rendered. */
  readonly faults: readonly PageFault[]
  readonly notes: readonly string[]
}

/**
 * Renders again at the commit, checkpoint and day that PIN names, and compares byte for byte.
 *
 * @param existing the documents as they are
 * @param protectedBranch by settings that are not those of the commit in PIN, which may say anything
 * @param choice what the documents are said to be
 * @throws Refusal where there is no PIN among them, and as `render`
 */
export async function checkDocuments(
  existing: DocumentFiles,
  ports: AssessPorts,
  protectedBranch: string,
  settingsPath?: string,
  choice: EditionChoice = { format: 'markdown', edition: 'internal' },
): Promise<DocumentsCheck> {
  const text = existing.get(pinPath)
  const pin = text === undefined ? undefined : parsePin(text)
  if (pin === undefined)
    throw new Refusal(
      exitStatus.notDetermined,
      text === undefined ? 'There is no PIN among the documents' : 'The PIN of the documents is not readable',
      'Render them again: without it nobody knows from what they were made.',
    )
  const rendered = await render(
    {
      revision: pin.sourceCommit,
      asOf: pin.asOf,
      checkpoint: pin.checkpoint,
      ...(settingsPath === undefined ? {} : { settingsPath }),
    },
    ports,
    pin.tool,
  )
  const files = await renderEdition(choice, rendered)
  const isProtected = await wasTipOf(protectedBranch, pin.sourceCommit, ports)
  return {
    pin,
    differences: differencesOf(existing, files),
    otherTool: pin.tool !== toolName,
    isProtected,
    faults: rendered.faults,
    notes: rendered.notes,
  }
}

/** First parents only: a commit that came in by a merge was never what the branch said. */
export async function wasTipOf(branch: string, commit: string, { history }: AssessPorts): Promise<boolean> {
  const tip = await tipOf(history, branch)
  return tip !== undefined && (await history.firstParent(tip)).some(({ sha }) => sha === commit)
}

/** How documents differ from what they should be, sorted by path. */
export function differencesOf(existing: DocumentFiles, wanted: DocumentFiles): readonly DocumentDifference[] {
  return [...new Set([...existing.keys(), ...wanted.keys()])].sort().flatMap((path): readonly DocumentDifference[] => {
    const [is, should] = [existing.get(path), wanted.get(path)]
    if (is === should) return []
    return [{ path, what: is === undefined ? 'missing' : should === undefined ? 'extra' : 'different' }]
  })
}
