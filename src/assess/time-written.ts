import { timeBrackets } from '../evidence/time-bracket.ts'
import type { DatedRecord } from '../model/log-record.ts'

/**
 * When records were written, in words, by the clocks of those who anchored the log and not by that of the writer. The log was
 * verified before; an anchor whose receipt is wrong is found there.
 */
export function timesWritten(records: readonly DatedRecord[]): (index: number) => string {
  const { bracketOf } = timeBrackets(
    records.flatMap(({ record }) =>
      record.kind === 'anchor.recorded' ? [{ ...record.data, index: record.index }] : [],
    ),
  )
  return (index) => {
    const { after, by } = bracketOf(index)
    if (after !== null && by !== null) return `written between ${after} and ${by} by the clocks of anchors`
    if (after !== null) return `written after ${after} by the clock of an anchor`
    return by === null ? 'no anchor says when it was written' : `written before ${by} by the clock of an anchor`
  }
}
