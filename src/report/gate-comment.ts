import type { GateVerdict } from '../model/outcome.ts'
import { type GateReport, gateMarkdown } from './gate-summary.ts'

/** GitHub refuses a comment of more than 65,536 characters. */
const longest = 65_536
const verdicts: readonly GateVerdict[] = ['approved', 'pending', 'refused', 'not-determined', 'not-applicable']

/** A comment that tells a verdict. It begins with a marker that nobody sees, which holds the verdict for the next run. */
export function gateComment(report: GateReport): string {
  const whole = `<!-- countersign:gate ${report.decision.verdict} -->\n${gateMarkdown(report)}`
  if (whole.length <= longest) return whole
  const rest = '\n\nThe rest is left out here; the summary of the run has all of it.\n'
  const kept = whole.slice(0, longest - rest.length)
  return `${kept.slice(0, kept.lastIndexOf('\n'))}${rest}`
}

/** The verdict in the marker of a comment; undefined where it does not begin with one. */
export function commentVerdict(body: string): GateVerdict | undefined {
  const word = /^<!-- countersign:gate ([a-z-]{1,20}) -->\r?\n/.exec(body)?.[1]
  return verdicts.find((verdict) => verdict === word)
}
