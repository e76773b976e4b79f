import { addDuration, type Day, subtractDuration } from '../model/days.ts'
import { countOccurrences } from './assess-operation.ts'
import type { Deviation, RequirementAssessment } from './assessment.ts'
import type { Basis } from './basis.ts'
import { isClaimed } from './candidate.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { expectedIntervals, type Interval, isPeriodic } from './expected-intervals.ts'
import { graceOf, type Judged, judgeInterval } from './judge-interval.ts'
import type { Requirement } from './record-standing.ts'
import { summariseOccurrences, wantedInWords } from './requirement-words.ts'
import { type Selection, selectRecords } from './select-records.ts'

/**
 * Judges one requirement by the records in its window; for a Type II period, by each interval in which something was
 * expected. A record counts for the time it covers. No record is never a pass: `none` needs an audit that covers the time.
 *
 * @param controlId only to name the control in deviations
 * @param since first day on which the control operates, if it says so; nothing is expected before
 */
export function assessRequirement(
  requirement: Requirement,
  controlId: string,
  since: Day | undefined,
  evidence: EvidenceBasis,
): RequirementAssessment {
  const selection = selectRecords(requirement, evidence)
  const intervals = intervalsOf(requirement, since, evidence.basis)
  const judged = intervals.map((interval) => judgeInterval(requirement, controlId, interval, selection, evidence))
  const occurrences = judged.map(({ occurrence }) => occurrence)
  const deviations = [...judged.flatMap((one) => one.deviations), ...overdueRuns(requirement, controlId, judged)]
  const particular = judged.findLast(({ why }) => why !== undefined)?.why
  const found = { last: lastDay(requirement, selection), particular, ...unusualIn(selection, occurrences) }
  const { state, why } = summariseOccurrences(requirement, occurrences, evidence.basis, found)
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
    counts: countOccurrences(occurrences),
    deviations: reported,
  }
}

/** At a date: the one window that ends then. Over a period: each expected interval, or all of it where none is expected. */
function intervalsOf(requirement: Requirement, since: Day | undefined, basis: Basis): readonly Interval[] {
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

const earlier = (a: Day, b: Day): Day => (a < b ? a : b)

/** Where one record is enough, those that are not enough were not it. */
function lastDay({ expect }: Requirement, { all, lastDay: last }: Selection): Day | undefined {
  if (expect !== 'some') return last
  return all.findLast(({ standing }) => standing.answer === 'satisfies')?.covers.to
}

/** How many of the records that were looked at count otherwise than they were recorded, and how many are only claimed. */
function unusualIn(
  { all }: Selection,
  occurrences: readonly { readonly records: readonly number[] }[],
): { readonly corrected: number; readonly claimed: number } {
  const unusual = all.filter((one) => one.correction !== undefined || isClaimed(one))
  if (unusual.length === 0) return { corrected: 0, claimed: 0 }
  const looked = new Set(occurrences.flatMap(({ records }) => records))
  const inside = unusual.filter(({ record }) => looked.has(record.index))
  return {
    corrected: inside.filter(({ correction }) => correction !== undefined).length,
    claimed: inside.filter(isClaimed).length,
  }
}

/** Overdue occurrences that follow each other are one deviation: an audit that stopped for a month stopped once. */
function overdueRuns(requirement: Requirement, control: string, judged: readonly Judged[]): readonly Deviation[] {
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
        : `${missing} ${run.length} expected occurrences, ${first.occurrence.from} to ${last.occurrence.to}, overdue since ${first.occurrence.due}`
    const said = `${what}${claimedInWords(run.flatMap(({ claimed = [] }) => claimed))}`
    return [
      {
        control,
        requirement: requirement.id,
        kind: 'overdue',
        what: said,
        day: last.occurrence.due,
        record: undefined,
      },
    ]
  })
}

/** That something was stated and counts for nothing; else a reader who finds the statement takes the deviation for a mistake. */
const claimedInWords = (records: readonly number[]): string => {
  const [first] = records
  if (first === undefined) return ''
  const more = records.length === 1 ? '' : ` and ${records.length - 1} more`
  return `; what was stated is claimed only and does not count (record ${first})${more}`
}
