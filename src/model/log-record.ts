import { type Day, dayOf } from './days.ts'
import type { EvidencePredicate, EvidenceRecord } from './evidence.ts'

export type Scalar = string | number | boolean

/** One record as the evidence log holds it, with its place in the log. The reader of the log has checked its form. */
export type LogRecord = EvidencePredicate & {
  /** Place in the log, from 0. */
  readonly index: number
  /** RFC 6962 leaf hash, hex. */
  readonly digest: string
}

/** A record with its days in the time zone of the program. */
export interface DatedRecord {
  readonly record: LogRecord
  readonly occurredOn: Day
  readonly recordedOn: Day
}

/** Records that had happened and had been recorded by the end of a day, in the order of the log. */
export function recordsUntil(records: readonly LogRecord[], asOf: Day, timezone: string): readonly DatedRecord[] {
  // Records have their moments in UTC, so there the day stands in the text.
  const dayIn = (moment: string) => (timezone === 'UTC' ? moment.slice(0, 10) : dayOf(moment, timezone))
  return records
    .map((record) => ({ record, occurredOn: dayIn(record.occurredAt), recordedOn: dayIn(record.recordedAt) }))
    .filter(({ occurredOn, recordedOn }) => occurredOn <= asOf && recordedOn <= asOf)
    .sort((a, b) => a.record.index - b.record.index)
}

/**
 * How a record answers a filter. A field that is not there, or is no plain value, is *unknown*: neither a match that may
 * count in favour of a control nor a difference that may hide a record from it.
 */
export function matches(data: object, filter: Readonly<Record<string, Scalar>> | undefined): 'yes' | 'no' | 'unknown' {
  let unknown = false
  for (const [field, wanted] of Object.entries(filter ?? {})) {
    const value = fieldOf(data, field)
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') unknown = true
    else if (value !== wanted) return 'no'
  }
  return unknown ? 'unknown' : 'yes'
}

/** A field that a filter names; undefined where the record has none of that name. */
export const fieldOf = (data: object, field: string): unknown =>
  Object.hasOwn(data, field) ? (data as Readonly<Record<string, unknown>>)[field] : undefined

/** The first records of a log that was read and verified. @param size how many a checkpoint covers */
export const toLogRecords = (
  entries: readonly { readonly index: number; readonly leafHash: Uint8Array; readonly record: EvidenceRecord }[],
  size: number,
): readonly LogRecord[] =>
  entries
    .filter(({ index }) => index < size)
    .map(({ index, leafHash, record }) => ({
      ...record.predicate,
      index,
      digest: Buffer.from(leafHash).toString('hex'),
    }))
