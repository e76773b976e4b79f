import { addDuration, type Day, dayOf, instantOf, millisecondsOf, startOfDay, subtractDuration } from '../model/days.ts'
import { gapsIn, joined, type Stretch } from './audit-coverage.ts'
import type { Candidate } from './candidate.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import type { Interval } from './expected-intervals.ts'

/**
 * The first stretch of the interval in which no audit looked, as words. The last days within the grace need not be covered
 * yet.
 */
export function unauditedTime(interval: Interval, grace: string, evidence: EvidenceBasis): string | undefined {
  const wanted = toCover(interval, grace, evidence)
  if (wanted === undefined) return `${interval.from} yet`
  const [gap] = gapsIn(wanted, evidence.audited)
  return gap === undefined ? undefined : inWords(gap, evidence.timezone)
}

/** Of each dataset of each system the stretches of time that whole readings cover, without overlap. */
export type ReadTime = ReadonlyMap<string, readonly Stretch[]>

/** Readings of a state have no stretch and leave no gap. */
export function readTime(selected: readonly Pick<Candidate, 'record' | 'standing'>[]): ReadTime {
  const read = new Map<string, Stretch[]>()
  for (const { record, standing } of selected) {
    if (record.kind !== 'collection.window' || record.data.form !== 'interval') continue
    const { system, dataset, from, to } = record.data
    const name = `${dataset} of ${system}`
    const known = read.get(name) ?? []
    read.set(name, known)
    if (standing.answer === 'satisfies') known.push({ from: millisecondsOf(from), to: millisecondsOf(to) })
  }
  return new Map([...read].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => [name, joined(own)]))
}

/**
 * The first stretch of the interval that no whole reading of what happened in a system covers, as words: where a page was
 * missing, or a run was skipped, what happened then is not known.
 */
export function unreadTime(
  interval: Interval,
  grace: string,
  read: ReadTime,
  evidence: EvidenceBasis,
): string | undefined {
  const wanted = read.size === 0 ? undefined : toCover(interval, grace, evidence)
  if (wanted === undefined) return undefined
  for (const [name, stretches] of read) {
    const [gap] = gapsIn(wanted, stretches)
    if (gap !== undefined) return `${inWords(gap, evidence.timezone)} of ${name}`
  }
  return undefined
}

/** What has to be covered by now, in milliseconds; undefined where nothing has to be yet. */
function toCover(interval: Interval, grace: string, { basis, timezone }: EvidenceBasis): Stretch | undefined {
  const afterInterval = startOfDay(addDuration(interval.to, 'P1D'), timezone)
  const notYet = startOfDay(subtractDuration(basis.asOf, grace), timezone)
  const to = Math.min(afterInterval, notYet)
  const start = startOfDay(interval.from, timezone)
  // A window within the grace: at a date, the last whole day before it speaks for it. In a period it is judged later.
  const from = to > start || basis.kind === 'period' ? start : startOfDay(dayBefore(basis.asOf, grace), timezone)
  return to <= from ? undefined : { from, to }
}

const dayBefore = (day: Day, grace: string): Day => subtractDuration(subtractDuration(day, grace), 'P1D')

function inWords({ from, to }: Stretch, timezone: string): string {
  const [first, last] = [dayOf(instantOf(from), timezone), dayOf(instantOf(to - 1000), timezone)]
  return `${first} to ${last}`
}
