import { addDuration, type Day, daysBetween } from '../model/days.ts'
import type { Deviation, Occurrence } from './assessment.ts'
import { type Candidate, isClaimed } from './candidate.ts'
import { correctionInWords } from './corrections.ts'
import { describeRecord } from './describe-record.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { defaultGrace, type Interval, isPeriodic } from './expected-intervals.ts'
import type { Requirement } from './record-standing.ts'
import type { Selection } from './select-records.ts'
import { timesWritten } from './time-written.ts'
import { unauditedTime, unreadTime } from './uncovered-time.ts'

export interface Judged {
  readonly occurrence: Occurrence
  readonly deviations: readonly Deviation[]
  /** Of an overdue occurrence what is not there. */
  readonly overdue?: string
  /** Of an overdue occurrence statements that are there and count for nothing, as nothing proves them: places in the log. */
  readonly claimed?: readonly number[]
  /** Of one that is not met or overdue the reason, where it is a particular one. */
  readonly why?: string
}

/** Never longer than the window: within a grace of years, evidence of years ago would count, and nobody need look again. */
export function graceOf({ grace, frequency, window }: Requirement): string {
  if (grace === undefined) return defaultGrace[frequency]
  return addDuration('2001-01-01', grace) > addDuration('2001-01-01', window) ? window : grace
}

/** Judges what was expected in one interval by the records that are evidence for it. */
export function judgeInterval(
  requirement: Requirement,
  controlId: string,
  interval: Interval,
  selection: Selection,
  evidence: EvidenceBasis,
): Judged {
  const { asOf, kind: basis } = evidence.basis
  const inside = selection.inside(interval)
  const good = inside.filter(({ standing }) => standing.answer === 'satisfies')
  const grace = graceOf(requirement)
  const due = addDuration(interval.to, grace)
  const named = { control: controlId, requirement: requirement.id }
  const about = (one: Candidate, kind: Deviation['kind'], what: string): Deviation => ({
    ...named,
    kind,
    what: `${describeRecord(one.record)}: ${what}`,
    day: one.covers.to,
    record: one.record.index,
  })
  const result = (state: Occurrence['state'], looked: readonly Candidate[], deviations: readonly Deviation[] = []) => ({
    occurrence: { ...interval, due, state, records: looked.map(({ record }) => record.index) },
    deviations,
  })
  const notMet = (looked: readonly Candidate[], deviations: readonly Deviation[], why?: string): Judged => ({
    ...result('not-met', looked, deviations),
    ...(why === undefined ? {} : { why }),
  })
  const overdue = (what: string, why?: string): Judged => ({
    ...result('overdue', inside),
    overdue: what,
    claimed: inside.filter(isClaimed).map(({ record }) => record.index),
    ...(why === undefined ? {} : { why }),
  })
  const isOpen = basis === 'period' && due >= asOf

  if (requirement.expect === 'none') {
    const unwanted = inside.filter(({ correction }) => correction?.result !== 'pass')
    if (unwanted.length > 0) {
      const deviations = unwanted.map((one) => about(one, 'unexpected', `there must be none${asCorrected(one)}`))
      return notMet(inside, deviations)
    }
    if (!isShownByAudits(requirement)) return overdue('audits look at the protected branch and not at these')
    const gap = unauditedTime(interval, grace, evidence)
    if (gap === undefined) return result('met', inside)
    return due < asOf || basis === 'date' ? overdue(`no audit covers ${gap}`) : result('pending', inside)
  }

  if (requirement.expect === 'every') {
    const failed = inside.filter((one) => one.standing.answer !== 'satisfies' && !isPartialReading(one))
    if (failed.length > 0)
      return notMet(
        inside,
        failed.map((one) => about(one, 'failed', whyOf(one))),
      )
  }
  if (good.length === 0) {
    if (isOpen) return result('pending', inside)
    const failing = inside.findLast(({ standing }) => standing.answer === 'fails')
    if (failing !== undefined) {
      const why = `${describeRecord(failing.record)}: ${whyOf(failing)}`
      return notMet(inside, [about(failing, 'failed', whyOf(failing))], `none in the window is enough; ${why}`)
    }
    const unclear = inside.at(-1)
    return overdue(
      `no record for ${interval.from} to ${interval.to}, due by ${due}`,
      unclear === undefined
        ? undefined
        : `none in the window counts; ${describeRecord(unclear.record)}: ${whyOf(unclear)}`,
    )
  }
  const looked = requirement.expect === 'some' ? good : inside
  const gap = unreadTime(interval, grace, selection.read, evidence)
  if (gap !== undefined) {
    const what = `nothing read covers ${gap}`
    return notMet(looked, [{ ...named, kind: 'overdue', what, day: due < asOf ? due : asOf, record: undefined }], what)
  }
  const late = lateOnes(requirement, good, grace, due)
  if (late.length === 0) return result('met', looked)
  const written = timesWritten(evidence.records)
  return result(
    'late',
    looked,
    late.map((one) => {
      const days = daysBetween(happenedOn(one, requirement.frequency), one.recordedOn)
      const when = written(one.record.index)
      return about(one, 'late', `late: ${days}d, recorded only on ${one.recordedOn}; ${when}`)
    }),
  )
}

/** Absence of anything else would be shown by nothing at all. */
function isShownByAudits({ records: { kind } }: Requirement): boolean {
  return kind.startsWith('change.') || kind === 'deployment' || kind === 'audit.window' || kind === 'role.changed'
}

/** What it lacks is found as a gap, which a later reading can close. */
const isPartialReading = ({ record, standing }: Candidate): boolean =>
  standing.answer === 'unknown' && record.kind === 'collection.window' && record.data.form === 'interval'

const whyOf = ({ standing }: Candidate): string => (standing.answer === 'satisfies' ? '' : standing.why)

const asCorrected = ({ record, correction }: Candidate): string =>
  correction === undefined ? '' : `; its result was ${record.result}, ${correctionInWords(correction)}`

/** `every`: each item must be recorded in time after it happened. `some`: one in time for the interval is enough. */
function lateOnes({ expect, frequency }: Requirement, good: readonly Candidate[], grace: string, due: Day) {
  if (expect === 'some' && isPeriodic(frequency)) {
    const late = good.filter(({ recordedOn }) => recordedOn > due)
    return late.length === good.length ? late : []
  }
  // Many of them happened on one day.
  const dueOf = new Map<Day, Day>()
  const late = good.filter((one) => {
    const day = happenedOn(one, frequency)
    const inTime = dueOf.get(day) ?? addDuration(day, grace)
    dueOf.set(day, inTime)
    return one.recordedOn > inTime
  })
  return expect === 'some' && late.length < good.length ? [] : late
}

/** The first of what happened in a stretch waited longest to be recorded; where a day, week or so is asked for, the last. */
const happenedOn = ({ record, covers }: Candidate, frequency: Requirement['frequency']): Day =>
  record.kind === 'collection.window' && !isPeriodic(frequency) ? covers.from : covers.to
