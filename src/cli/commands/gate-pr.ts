import { findRoot } from '../../adapters/find-root.ts'
import { exitStatus, statusOfGate } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { readPullRequestFacts } from '../../read/read-facts.ts'
import { gateMarkdown, gateText } from '../../report/gate-summary.ts'
import { type GatedPullRequest, gatePullRequest } from '../../usecases/gate-pull-request.ts'
import { judgePullRequest } from '../../usecases/judge-pull-request.ts'
import {
  gateFormats,
  openForge,
  readFacts,
  rulesAtCommit,
  rulesInFolder,
  toNumber,
  toRepository,
} from '../../wiring/gate-context.ts'
import { openHistory } from '../../wiring/open-history.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'

const options = {
  facts: { value: 'file', help: 'decide offline, from facts in the form of schemas/pull-request-facts.json' },
  base: { value: 'ref', help: 'with --facts: commit whose rules apply; default: the tip of the base in the facts' },
  rules: { value: 'dir', help: 'with --facts: folder whose rules apply, instead of a commit' },
  cwd: { value: 'dir', default: '.', help: 'with --facts: folder of the repository' },
  repo: { value: 'owner/name', help: 'ask the forge about this repository (GITHUB_TOKEN, GITHUB_API_URL)' },
  number: { value: 'n', help: 'with --repo: number of the pull request' },
  post: { help: 'with --repo: set a commit status on the head' },
  targetUrl: { value: 'url', help: 'with --post: page that the status links to' },
  format: { value: 'name', default: 'text', oneOf: gateFormats, help: 'how to print the decision' },
} as const

export const gatePrCommand = defineCommand({
  examples: [
    ['countersign gate pr --repo acme/shop --number 42', 'what is missing, and who can give it'],
    ['countersign gate pr --repo acme/shop --number 42 --post', 'the same, and a commit status'],
    ['countersign gate pr --facts facts.json --base main', 'offline, by the rules of a local commit'],
  ],
  options,
  async run(given, terminal) {
    const gated = await judge(given, terminal)
    terminal.out(print(gated, given.format))
    const { decision } = gated
    // Nothing was decided: whoever runs this by hand has not been told that it may be merged.
    return decision.code === 'no-configuration' ? exitStatus.notDetermined : statusOfGate[decision.verdict]
  },
})

async function judge(given: OptionValues<typeof options>, terminal: Terminal): Promise<GatedPullRequest> {
  const { facts: path, repo, number, post, base, rules, targetUrl } = given
  if ((path === undefined) === (repo === undefined)) {
    throw new Refusal(
      exitStatus.usage,
      'One of --facts and --repo is needed',
      'Give --facts FILE, or --repo OWNER/NAME --number N.',
    )
  }
  if (path !== undefined) {
    if (post || number !== undefined || targetUrl !== undefined) {
      throw new Refusal(
        exitStatus.usage,
        '--number, --post and --target-url go with --repo',
        'Nothing is posted from a file.',
      )
    }
    if (base !== undefined && rules !== undefined) {
      throw new Refusal(exitStatus.usage, '--base and --rules exclude each other', 'Leave one out.')
    }
    const facts = await readFacts(path, readPullRequestFacts)
    const source =
      rules === undefined
        ? await rulesAtCommit(await openHistory(findRoot(given.cwd).root, terminal), base ?? facts.pull.base.sha)
        : await rulesInFolder(rules)
    return { ...judgePullRequest(facts, source), posting: { kind: 'not-posted', why: 'decided offline' } }
  }
  if (repo === undefined || number === undefined) {
    throw new Refusal(exitStatus.usage, '--repo needs --number', 'Give the number of the pull request.')
  }
  if (base !== undefined || rules !== undefined) {
    throw new Refusal(
      exitStatus.usage,
      '--base and --rules go with --facts',
      'From the forge, the rules are those of the base.',
    )
  }
  const ref = { ...toRepository(repo), number: toNumber(number, '--number') }
  return gatePullRequest(
    ref,
    { post, ...(targetUrl === undefined ? {} : { targetUrl }) },
    { forge: await openForge(terminal) },
  )
}

function print(gated: GatedPullRequest, format: (typeof gateFormats)[number]): string {
  const { facts, decision, preview, posting, rulesSha, factsDigest, decisionDigest } = gated
  const { number, title } = facts.pull
  if (format === 'json') {
    const result = {
      schema: 'countersign/gate-result/v1',
      number,
      headSha: facts.pull.head.sha,
      rulesSha,
      factsDigest,
      decisionDigest,
    }
    return `${JSON.stringify({ ...result, decision, preview, posting }, null, 2)}\n`
  }
  const remarks = posting.kind === 'posted' ? [] : [`No status was posted: ${posting.why}.`]
  const report = { title, number, decision, preview, remarks }
  return format === 'markdown' ? gateMarkdown(report) : gateText(report)
}
