import { exitStatus, statusOfGate } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { gateResult, printGateJson } from '../../report/gate-result.ts'
import { gateMarkdown, gateText } from '../../report/gate-summary.ts'
import { type GatedPullRequest, gatePullRequest } from '../../usecases/gate-pull-request.ts'
import { postingRemarks } from '../../usecases/publish-status.ts'
import { gateFormats, openForge, posterOf } from '../../wiring/gate-context.ts'
import { judgeFactsFile, pullRequestOptions, toPullRequestSource } from '../../wiring/pull-request-source.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { writeFactsFile } from '../../wiring/write-facts-file.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'

const options = {
  ...pullRequestOptions,
  post: { help: 'with --repo: set a commit status on the head' },
  targetUrl: { value: 'url', help: 'with --post: page that the status links to' },
  writeFacts: {
    value: 'file',
    help: 'with --repo: keep the facts in a new file, to decide, explain or simulate offline',
  },
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
    if (given.writeFacts !== undefined) await writeFactsFile(given.writeFacts, gated.factsText)
    terminal.out(print(gated, given.format))
    const { decision } = gated
    // Nothing was decided: whoever runs this by hand has not been told that it may be merged.
    return decision.code === 'no-configuration' ? exitStatus.notDetermined : statusOfGate[decision.verdict]
  },
})

async function judge(given: OptionValues<typeof options>, terminal: Terminal): Promise<GatedPullRequest> {
  const { post, targetUrl, writeFacts } = given
  const source = toPullRequestSource(given)
  if (source.kind === 'file') {
    if (post || targetUrl !== undefined || writeFacts !== undefined) {
      const what = '--post, --target-url and --write-facts go with --repo'
      throw new Refusal(exitStatus.usage, what, 'Nothing is posted from a file.')
    }
    const judged = await judgeFactsFile(source.path, given, terminal)
    return { ...judged, posting: { kind: 'not-posted', why: 'decided offline' } }
  }
  const forge = await openForge(terminal)
  const poster = post ? await posterOf(terminal, undefined, forge) : undefined
  const named = { ...(targetUrl === undefined ? {} : { targetUrl }), ...(poster === undefined ? {} : { poster }) }
  return gatePullRequest(source.ref, { post, ...named }, { forge })
}

function print(gated: GatedPullRequest, format: (typeof gateFormats)[number]): string {
  if (format === 'json') return printGateJson(gateResult(gated))
  const { facts, decision, preview, posting } = gated
  const remarks = postingRemarks(posting)
  const report = { title: facts.pull.title, number: facts.pull.number, decision, preview, remarks }
  return format === 'markdown' ? gateMarkdown(report) : gateText(report)
}
