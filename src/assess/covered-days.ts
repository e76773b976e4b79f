import { type Day, dayOf, daysBetween, instantOf, millisecondsOf } from '../model/days.ts'
import type { EvidencePredicate } from '../model/evidence.ts'
import type { DatedRecord } from '../model/log-record.ts'
import type { Interval } from './expected-intervals.ts'

/**
 * The days that a record speaks of, both included. What was scanned, read or stated is evidence for the time it covers and
 * not for the day on which somebody wrote it down (EVD-002); anything else speaks of the day on which it happened. Nothing
 * speaks of days after it was recorded.
 */
export function coveredDays(dated: DatedRecord, timezone: string): Interval {
  const before = known.get(dated)
  if (before?.timezone === timezone) return before.days
  const days = daysOfRecord(dated, timezone)
  known.set(dated, { timezone, days })
  return days
}

/** Every requirement asks again for the same record, and days in a time zone are slow to find. */
const known = new WeakMap<DatedRecord, { readonly timezone: string; readonly days: Interval }>()

function daysOfRecord({ record, occurredOn, recordedOn }: DatedRecord, timezone: string): Interval {
  const { from, to } = daysSaidBy(record, timezone) ?? { from: occurredOn, to: occurredOn }
  const end = to > recordedOn ? recordedOn : to
  return { from: from > end ? end : from, to: end }
}

/** The last moment that a record speaks for and was recorded by, in milliseconds since 1970. */
export function coveredUntilMs(record: EvidencePredicate): number {
  const before = knownMs.get(record)
  if (before !== undefined) return before
  const until = Math.min(millisecondsOf(coveredUntil(record)), millisecondsOf(record.recordedAt))
  knownMs.set(record, until)
  return until
}

const knownMs = new WeakMap<EvidencePredicate, number>()

/** The last moment that a record speaks for, UTC. What was filed in July about June speaks for June. */
function coveredUntil(record: EvidencePredicate): string {
  const said = saidBy(record)
  if (said === undefined) return record.occurredAt
  return said.unit === 'day' ? `${said.to}T23:59:59Z` : said.to
}

interface Said {
  readonly unit: 'day' | 'moment'
  readonly from: string
  readonly to: string
}

/** The stretch that a record names itself; undefined where it speaks of the moment at which it happened. */
function saidBy(record: EvidencePredicate): Said | undefined {
  switch (record.kind) {
    case 'attestation':
      return { unit: 'day', from: record.data.coversFrom, to: record.data.coversTo }
    case 'scan.result':
      return { unit: 'moment', from: record.data.coversFrom, to: record.data.coversTo }
    case 'collection.window': {
      // A state was read at its end; only what happened has a stretch.
      const { form, from, to } = record.data
      return { unit: 'moment', from: form === 'interval' ? from : to, to }
    }
    default:
      return undefined
  }
}

function daysSaidBy(record: EvidencePredicate, timezone: string): Interval | undefined {
  const said = saidBy(record)
  if (said?.unit !== 'moment') return said
  return daysOf(said.from, said.to, timezone)
}

/** The end of a stretch does not belong to it: midnight ends the day before. */
function daysOf(from: string, to: string, timezone: string): Interval {
  const last = from < to ? instantOf(millisecondsOf(to) - 1000) : to
  return { from: dayOf(from, timezone), to: dayOf(last, timezone) }
}

/**
 * Whether days are evidence for an expected interval: they lie in it, or are all of it and more. What lies across an edge
 * counts where most of it lies, and of two halves the later, so that a run over midnight is no gap and nothing counts twice.
 */
export function countsFor(covered: Interval, interval: Interval): boolean {
  if (covered.from <= interval.from && interval.to <= covered.to) return true
  const from = later(covered.from, interval.from)
  const to = covered.to < interval.to ? covered.to : interval.to
  const inside = daysIn(from, to)
  const all = daysIn(covered.from, covered.to)
  return inside * 2 > all || (inside * 2 === all && covered.to <= interval.to && covered.to >= interval.from)
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)
const daysIn = (from: Day, to: Day): number => (from > to ? 0 : daysBetween(from, to) + 1)
