import { type ExitStatus, exitStatus, statusOfGate } from '../model/exit-status.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { gateMarkdown, gateText } from '../report/gate-summary.ts'
import type { Judged } from '../usecases/gate-pull-requests.ts'
import { firstWith, lineOf, worstVerdict } from '../usecases/judged-verdict.ts'
import { postingRemarks } from '../usecases/publish-status.ts'
import { decisionOutput, missingOutput } from './gate-outputs.ts'
import type { ModeResult } from './mode.ts'

/** A judged pull request with what was done about it beside the status. */
export interface Reported {
  readonly one: Judged
  readonly remarks: readonly string[]
}

/** One pull request for the log of the job. */
export function textOf({ one, remarks }: Reported): string {
  if (!('gated' in one)) return [`#${one.number}: not determined: ${one.why}`, ...remarks, ''].join('\n')
  const { facts, decision, preview, posting } = one.gated
  const said = [...postingRemarks(posting), ...remarks]
  return gateText({ title: facts.pull.title, number: one.number, decision, preview, remarks: said })
}

/** The same for the summary of the job. */
function pageOf({ one, remarks }: Reported): string {
  if (!('gated' in one)) {
    const said = [`Pull request ${one.number}: ${inlineText(one.why)}`, ...remarks.map(inlineText)]
    return `### Gate: not determined\n\n${said.join('\n\n')}\n`
  }
  const { facts, decision, preview, posting } = one.gated
  const said = [...postingRemarks(posting), ...remarks]
  return gateMarkdown({ title: facts.pull.title, number: one.number, decision, preview, remarks: said })
}

/** What the job ends with: the worst verdict, and the pull request that has it. */
export function resultOf(
  reported: readonly Reported[],
  enforce: 'status' | 'job',
  group?: { readonly verdict: GateVerdict; readonly summary: string },
): ModeResult {
  const judged = reported.map(({ one }) => one)
  const verdict = group?.verdict ?? worstVerdict(judged)
  const status: ExitStatus = statusOfGate[verdict]
  const worst = firstWith(verdict, judged)
  const approvers = judged.flatMap((one) =>
    'gated' in one
      ? one.gated.decision.reviewers.flatMap(({ counted, account }) =>
          counted === 'yes' && account !== undefined ? [account.login] : [],
        )
      : [],
  )
  return {
    status,
    fails: enforce === 'job' ? status !== exitStatus.ok : status === exitStatus.notDetermined,
    verdict,
    summary: group?.summary ?? (worst === undefined ? 'Nothing was judged' : lineOf(worst)),
    page: reported.map(pageOf).join('\n'),
    outputs: {
      approvers: JSON.stringify([...new Set(approvers)].sort()),
      decision: decisionOutput(judged),
      missing: missingOutput(judged),
    },
  }
}

export const nothingToJudge = (why: string): ModeResult => ({
  status: exitStatus.ok,
  fails: false,
  verdict: 'not-applicable',
  summary: `Nothing to judge: ${why}`,
  page: `### Gate: nothing to judge\n\n${inlineText(`${why.charAt(0).toUpperCase()}${why.slice(1)}.`)}\n`,
  outputs: { approvers: '[]', decision: '[]', missing: '[]' },
})
