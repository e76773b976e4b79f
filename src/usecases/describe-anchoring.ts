import { printable } from '../report/printable.ts'
import type { AnchorResult, Failed } from './anchor-log.ts'
import { describeAppend, describeVerification } from './describe-evidence.ts'

/** What became of an anchoring. Ends in a line break. */
export function describeAnchoring(result: AnchorResult): string {
  switch (result.kind) {
    case 'answered': {
      const { authority, size, time, failed, append } = result
      return text([...describeFailed(failed), `${authority} saw ${size} records at ${time}.`]) + describeAppend(append)
    }
    case 'nothing-new':
      return text([
        `Nothing new to anchor: the first ${result.size} records are anchored${result.by === undefined ? '' : `, and existed by ${result.by}`}.`,
      ])
    case 'not-anchored':
      return text([
        ...describeFailed(result.failed),
        'W_ANCHOR Not anchored: the newest records have no time but their own. Run it again later.',
      ])
    case 'clock':
      return text([
        `W_SKEW Not anchored: ${result.why}.`,
        'A clock was wrong. Set it right, and anchor again once the time that the records say is past.',
      ])
    case 'bad-log':
      return describeVerification(result.verification)
    case 'not-determined':
      return text([`Not anchored: ${result.why}.`])
  }
}

const describeFailed = (failed: readonly Failed[]): readonly string[] =>
  failed.map(({ authority, kind, why }) => `${authority}: ${kind === 'refused' ? 'refused' : 'no receipt'}: ${why}`)

const text = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join('')
