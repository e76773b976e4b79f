import type { DatedRecord } from '../model/log-record.ts'

/** What clocks outside the log say about when a record was written. */
export interface TimeBracket {
  /** Not before this moment: an earlier record holds a receipt of it. */
  readonly after: string | undefined
  /** Not after this moment: a receipt of it covers the record. */
  readonly before: string | undefined
}

/**
 * The moments between which a record was written, by the clocks of those who anchored the log and not by that of the writer.
 * An anchor covers the first `size` records; whatever comes after the record that holds its receipt was written later.
 */
export function timeBracket(index: number, records: readonly DatedRecord[]): TimeBracket {
  let after: string | undefined
  let before: string | undefined
  for (const { record } of records) {
    if (record.kind !== 'anchor.recorded' || record.data.time === null) continue
    const { size, time } = record.data
    if (record.index < index && (after === undefined || time > after)) after = time
    if (index < size && (before === undefined || time < before)) before = time
  }
  return { after, before }
}

/** `written between … and … by the clocks of anchors`; says so where no anchor tells. */
export function bracketInWords({ after, before }: TimeBracket): string {
  if (after !== undefined && before !== undefined)
    return `written between ${after} and ${before} by the clocks of anchors`
  if (after !== undefined) return `written after ${after} by the clock of an anchor`
  return before === undefined
    ? 'no anchor says when it was written'
    : `written before ${before} by the clock of an anchor`
}
