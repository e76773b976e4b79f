import type { Day } from '../model/days.ts'
import { type DatedRecord, matches } from '../model/log-record.ts'
import type { Candidate } from './candidate.ts'
import { countsFor, coveredDays, coveredUntilMs } from './covered-days.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import type { Interval } from './expected-intervals.ts'
import { type Requirement, type Standing, standingOf } from './record-standing.ts'
import { recordsAbout } from './records-about.ts'
import { type ReadTime, readTime } from './uncovered-time.ts'

/** The records that a requirement speaks of. */
export interface Selection {
  readonly all: readonly Candidate[]
  /** Last day that any of them covers. */
  readonly lastDay: Day | undefined
  /** Time in which systems were read. */
  readonly read: ReadTime
  /** Those that are evidence for an interval, by the last day they cover. */
  inside(interval: Interval): readonly Candidate[]
}

export function selectRecords(requirement: Requirement, evidence: EvidenceBasis): Selection {
  const { timezone, corrections, basis } = evidence
  const all = recordsAbout(requirement, evidence.records)
    .filter(({ record }) => isAbout(requirement, record))
    .map((one): Candidate => {
      const correction = corrections.get(one.record.index)
      const standing = standingOf(requirement, one, correction)
      const { record, occurredOn, recordedOn } = one
      // Each by its name: spread, a hundred thousand of them take three times the memory.
      return { record, occurredOn, recordedOn, covers: coveredDays(one, timezone), correction, standing }
    })
    .sort(byLastDay)
  const isPoint = ({ covers }: Candidate) => covers.from === covers.to
  const points = all.filter(isPoint)
  const stretches = all.filter((one) => !isPoint(one))
  // At a date the question is how fresh the evidence is, so its last day has to lie in the window.
  const counts = ({ covers }: Candidate, interval: Interval) =>
    basis.kind === 'date' ? covers.to >= interval.from && covers.to <= interval.to : countsFor(covers, interval)
  return {
    all,
    lastDay: all.at(-1)?.covers.to,
    read: readTime(all),
    inside({ from, to }) {
      const some = points.slice(firstAfter(points, from, false), firstAfter(points, to, true))
      const long = stretches.filter((one) => counts(one, { from, to }))
      return long.length === 0 ? some : [...some, ...long].sort(byLastDay)
    },
  }
}

/**
 * The newest record of a requirement whose standing is one of these, by the last moment that it speaks for; of two the one that
 * came first. It looks from the newest one back, and so at few.
 */
export function newestRecord(
  requirement: Requirement,
  evidence: EvidenceBasis,
  standings: readonly Standing['answer'][],
): DatedRecord | undefined {
  return newestFirst(recordsAbout(requirement, evidence.records)).find((one) => {
    if (!isAbout(requirement, one.record)) return false
    return standings.includes(standingOf(requirement, one, evidence.corrections.get(one.record.index)).answer)
  })
}

const sortedBefore = new WeakMap<readonly DatedRecord[], readonly DatedRecord[]>()

/** Sorted once for all requirements that ask for the same list. */
function newestFirst(records: readonly DatedRecord[]): readonly DatedRecord[] {
  const before = sortedBefore.get(records)
  if (before !== undefined) return before
  const sorted = records.toSorted(
    (a, b) => coveredUntilMs(b.record) - coveredUntilMs(a.record) || a.record.index - b.record.index,
  )
  sortedBefore.set(records, sorted)
  return sorted
}

/** Whether it is a record of which the requirement speaks. Where that cannot be told, it counts against and never for it. */
function isAbout({ records, expect }: Requirement, record: DatedRecord['record']): boolean {
  if (record.kind !== records.kind) return false
  const answer = matches(record.data, records.where)
  return answer === 'yes' || (answer === 'unknown' && expect !== 'some')
}

const byLastDay = (a: Candidate, b: Candidate): number =>
  a.covers.to < b.covers.to ? -1 : a.covers.to > b.covers.to ? 1 : a.record.index - b.record.index

/** Place of the first one that ends on the day or after it; or, where the day itself is past, after it. */
function firstAfter(sorted: readonly Candidate[], day: Day, isPast: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const to = sorted[middle]?.covers.to ?? ''
    if (to < day || (isPast && to === day)) low = middle + 1
    else high = middle
  }
  return low
}
