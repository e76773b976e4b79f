import { addDuration, type Day, dayOf, instantOf, startOfDay, subtractDuration } from '../model/days.ts'
import { type DatedRecord, fieldOf, matches } from '../model/log-record.ts'
import type { EvidenceRequirement } from '../model/records.ts'
import type { Basis, Deviation, Occurrence, RequirementAssessment } from './assessment.ts'
import { gapsIn, type Stretch } from './audit-coverage.ts'
import { describeRecord } from './describe-record.ts'
import { defaultGrace, expectedIntervals, type Interval, isPeriodic } from './expected-intervals.ts'
import { summariseOccurrences, wantedInWords } from './requirement-words.ts'

/** What every requirement is judged against. */
export interface EvidenceBasis {
  readonly basis: Basis
  readonly timezone: string
  /** Everything recorded by the as-of day, in the order of the log. */
  readonly records: readonly DatedRecord[]
  /** Time in which audits looked at the protected branch. */
  readonly audited: readonly Stretch[]
}

/**
 * Judges one requirement by the records in its window; for a Type II period, by each interval in which something was
 * expected. No record is never a pass: `none` needs an audit that covers the time.
 *
 * @param controlId only to name the control in deviations
 * @param since first day on which the control operates, if it says so; nothing is expected before
 */
export function assessRequirement(
  requirement: EvidenceRequirement,
  controlId: string,
  since: Day | undefined,
  evidence: EvidenceBasis,
): RequirementAssessment {
  const selected = evidence.records
    .filter(({ record }) => isSelected(requirement, record))
    .sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
  const intervals = intervalsOf(requirement, since, evidence.basis)
  const judge = (interval: Interval) => judgeInterval(requirement, controlId, interval, selected, evidence)
  const judged = intervals.map(judge)
  const occurrences = judged.map(({ occurrence }) => occurrence)
  const deviations = [...judged.flatMap((one) => one.deviations), ...overdueRuns(requirement, controlId, judged)]
  const { state, why } = summariseOccurrences(requirement, occurrences, evidence.basis, lastDay(selected))
  // Where nothing was ever shown, that is one fact, and not one deviation for each day of the period.
  const reported = state === 'missing' ? [] : deviations
  return {
    id: requirement.id,
    title: requirement.title ?? requirement.id,
    source: 'records',
    wanted: wantedInWords(requirement),
    state,
    why,
    records: [...new Set(occurrences.flatMap(({ records }) => records))].sort((a, b) => a - b),
    occurrences,
    deviations: reported,
  }
}

/** Whether a record is one that the requirement speaks of. Where that cannot be told, it counts against and never for it. */
function isSelected({ records, expect, satisfying }: EvidenceRequirement, record: DatedRecord['record']): boolean {
  if (record.kind !== records.kind) return false
  // One record is enough there, so it has to be one that is as it must be.
  if (expect === 'some' && matches(record.data, satisfying) !== 'yes') return false
  const answer = matches(record.data, records.where)
  return answer === 'yes' || (answer === 'unknown' && expect !== 'some')
}

/** At a date: the one window that ends then. Over a period: each expected interval, or all of it where none is expected. */
function intervalsOf(requirement: EvidenceRequirement, since: Day | undefined, basis: Basis): readonly Interval[] {
  const later = (day: Day) => (since !== undefined && since > day ? since : day)
  if (basis.kind === 'date') {
    const reach = isPeriodic(requirement.frequency) && requirement.expect !== 'none' ? graceOf(requirement) : 'P0D'
    const start = subtractDuration(subtractDuration(basis.asOf, requirement.window), reach)
    // The first day of the window is the day after; a window shorter than a day is the day itself.
    const from = start < basis.asOf ? addDuration(start, 'P1D') : basis.asOf
    return later(from) > basis.asOf ? [] : [{ from: later(from), to: basis.asOf }]
  }
  const period = { from: later(basis.start), to: basis.end }
  if (period.from > basis.asOf) return []
  if (!isPeriodic(requirement.frequency)) return [{ from: period.from, to: earlier(basis.asOf, period.to) }]
  return expectedIntervals(requirement.frequency, period).filter(({ from }) => from <= basis.asOf)
}

const dayBefore = (day: Day, grace: string): Day => subtractDuration(subtractDuration(day, grace), 'P1D')
const earlier = (a: Day, b: Day): Day => (a < b ? a : b)

/** Never longer than the window: within a grace of years, evidence of years ago would count, and nobody need look again. */
function graceOf({ grace, frequency, window }: EvidenceRequirement): string {
  if (grace === undefined) return defaultGrace[frequency]
  return addDuration('2001-01-01', grace) > addDuration('2001-01-01', window) ? window : grace
}

const lastDay = (sorted: readonly DatedRecord[]): Day | undefined => sorted.at(-1)?.occurredOn

/** Place of the first record that happened on a day or after it. */
function firstSince(sorted: readonly DatedRecord[], day: Day): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.occurredOn ?? '') < day) low = middle + 1
    else high = middle
  }
  return low
}

interface Judged {
  readonly occurrence: Occurrence
  readonly deviations: readonly Deviation[]
  /** Of an overdue occurrence what is not there. */
  readonly overdue?: string
}

/** Overdue occurrences that follow each other are one deviation: an audit that stopped for a month stopped once. */
function overdueRuns(
  requirement: EvidenceRequirement,
  control: string,
  judged: readonly Judged[],
): readonly Deviation[] {
  const runs: Judged[][] = []
  for (const [index, one] of judged.entries()) {
    if (one.overdue === undefined) continue
    const run = judged[index - 1]?.overdue === undefined ? undefined : runs.at(-1)
    if (run === undefined) runs.push([one])
    else run.push(one)
  }
  return runs.flatMap((run): readonly Deviation[] => {
    const [first, last] = [run[0], run.at(-1)]
    if (first === undefined || last === undefined) return []
    const missing = requirement.expect === 'none' ? 'no audit covers' : 'no record for'
    const what =
      run.length === 1
        ? (first.overdue ?? '')
        : `${missing} ${run.length} expected occurrences, ${first.occurrence.from} to ${last.occurrence.to}`
    return [
      { control, requirement: requirement.id, kind: 'overdue', what, day: last.occurrence.due, record: undefined },
    ]
  })
}

function judgeInterval(
  requirement: EvidenceRequirement,
  controlId: string,
  interval: Interval,
  selected: readonly DatedRecord[],
  evidence: EvidenceBasis,
): Judged {
  const { asOf } = evidence.basis
  const inside = selected.slice(
    firstSince(selected, interval.from),
    firstSince(selected, addDuration(interval.to, 'P1D')),
  )
  const grace = graceOf(requirement)
  const due = addDuration(interval.to, grace)
  const named = { control: controlId, requirement: requirement.id }
  const about = (one: DatedRecord, kind: Deviation['kind'], what: string): Deviation => ({
    ...named,
    kind,
    what: `${describeRecord(one.record)}: ${what}`,
    day: one.occurredOn,
    record: one.record.index,
  })
  const result = (state: Occurrence['state'], deviations: readonly Deviation[] = []): Judged => ({
    occurrence: { ...interval, due, state, records: inside.map(({ record }) => record.index) },
    deviations,
  })
  const overdue = (why: string): Judged => ({ ...result('overdue'), overdue: why })

  if (requirement.expect === 'none') {
    if (inside.length > 0)
      return result(
        'not-met',
        inside.map((one) => about(one, 'unexpected', 'there must be none')),
      )
    const gap = uncovered(interval, grace, evidence)
    if (gap === undefined) return result('met')
    return due < asOf || evidence.basis.kind === 'date' ? overdue(`no audit covers ${gap}`) : result('pending')
  }
  const failed =
    requirement.expect === 'every'
      ? inside.filter(({ record }) => matches(record.data, requirement.satisfying ?? {}) !== 'yes')
      : []
  if (failed.length > 0)
    return result(
      'not-met',
      failed.map((one) => about(one, 'failed', failureOf(requirement, one))),
    )
  if (inside.length === 0) {
    const open = evidence.basis.kind === 'period' && due >= asOf
    return open ? result('pending') : overdue(`no record for ${interval.from} to ${interval.to}, due by ${due}`)
  }
  const late = lateOnes(requirement, inside, grace, due)
  if (late.length === 0) return result('met')
  return result(
    'late',
    late.map((one) => about(one, 'late', `recorded only on ${one.recordedOn}`)),
  )
}

/** `every`: each item must be recorded in time after it happened. `some`: one in time for the interval is enough. */
function lateOnes({ expect, frequency }: EvidenceRequirement, inside: readonly DatedRecord[], grace: string, due: Day) {
  if (expect === 'some' && isPeriodic(frequency)) {
    const late = inside.filter(({ recordedOn }) => recordedOn > due)
    return late.length === inside.length ? late : []
  }
  const late = inside.filter(({ occurredOn, recordedOn }) => recordedOn > addDuration(occurredOn, grace))
  return expect === 'some' && late.length < inside.length ? [] : late
}

function failureOf({ satisfying }: EvidenceRequirement, { record }: DatedRecord): string {
  const wrong = Object.entries(satisfying ?? {}).filter(([field, wanted]) => fieldOf(record.data, field) !== wanted)
  return wrong
    .map(([field, wanted]) => {
      const found = fieldOf(record.data, field)
      const shown = found !== null && typeof found === 'object' ? 'no plain value' : String(found ?? 'not there')
      return `${field} is ${shown}, must be ${String(wanted)}`
    })
    .join('; ')
}

/**
 * The first stretch of the interval in which nobody looked, as words. The last days within the grace need not be covered
 * yet.
 */
function uncovered(interval: Interval, grace: string, { basis, timezone, audited }: EvidenceBasis): string | undefined {
  const afterInterval = startOfDay(addDuration(interval.to, 'P1D'), timezone)
  const notYet = startOfDay(subtractDuration(basis.asOf, grace), timezone)
  const to = Math.min(afterInterval, notYet)
  const start = startOfDay(interval.from, timezone)
  // A window within the grace: at a date, the last whole day before it speaks for it. In a period it is judged later.
  const from = to > start || basis.kind === 'period' ? start : startOfDay(dayBefore(basis.asOf, grace), timezone)
  if (to <= from) return `${interval.from} yet`
  const wanted = { from, to }
  const [gap] = gapsIn(wanted, audited)
  if (gap === undefined) return undefined
  return `${dayOf(instantOf(gap.from), timezone)} to ${dayOf(instantOf(gap.to - 1000), timezone)}`
}
