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

const datedBefore = new WeakMap<readonly LogRecord[], Map<string, readonly DatedRecord[]>>()

/**
 * All records of a log with their days, in the order of the log. Made once for each log and time zone: an assessment of
 * many days and a hundred pages ask for the same.
 */
export function datedRecords(records: readonly LogRecord[], timezone: string): readonly DatedRecord[] {
  const inZones = datedBefore.get(records) ?? new Map<string, readonly DatedRecord[]>()
  datedBefore.set(records, inZones)
  const before = inZones.get(timezone)
  if (before !== undefined) return before
  // Records have their moments in UTC, so there the day stands in the text.
  const dayIn = (moment: string) => (timezone === 'UTC' ? moment.slice(0, 10) : dayOf(moment, timezone))
  const dated = records
    .map((record) => ({ record, occurredOn: dayIn(record.occurredAt), recordedOn: dayIn(record.recordedAt) }))
    .sort((a, b) => a.record.index - b.record.index)
  inZones.set(timezone, dated)
  return dated
}

/** Records that had happened and had been recorded by the end of a day, in the order of the log. */
export function recordsUntil(records: readonly LogRecord[], asOf: Day, timezone: string): readonly DatedRecord[] {
  const all = datedRecords(records, timezone)
  const counted = all.filter(({ occurredOn, recordedOn }) => occurredOn <= asOf && recordedOn <= asOf)
  // The same list, so that what was found out about it is known again.
  return counted.length === all.length ? all : counted
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
    // The other way round each record would take three times the memory.
    .map(({ index, leafHash, record }) => ({
      index,
      digest: Buffer.from(leafHash).toString('hex'),
      ...record.predicate,
    }))
