import { addDuration, addToMoment, type Day, dayOf, instantOf, startOfDay } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { asRequirement } from './as-requirement.ts'
import { coveredUntilMs } from './covered-days.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { endOfNextInterval, type Frequency, isPeriodic } from './expected-intervals.ts'
import type { Requirement } from './record-standing.ts'
import { newestRecord } from './select-records.ts'

/** How old the newest evidence of a requirement is, at a moment. */
export interface Freshness {
  readonly control: string
  readonly requirement: string
  readonly title: string
  readonly frequency: Frequency
  /** never: nothing in the log speaks for it. */
  readonly state: 'fresh' | 'stale' | 'never'
  /** Last day that evidence speaks for; undefined where there is none. */
  readonly coveredTo: Day | undefined
  /** Moment from which it is stale, UTC; undefined where there is none. */
  readonly staleAt: string | undefined
  /** Places in the log of the newest evidence; empty where audits are it. */
  readonly records: readonly number[]
}

/** Whether evidence comes when something happens: where nothing did, old evidence says nothing bad. */
export const goesByEvents = (frequency: Frequency): boolean =>
  frequency === 'per-event' || frequency === 'per-request' || frequency === 'on-change'

/**
 * How long evidence stays fresh after the day it speaks for. Weeks and months go by the calendar: the next one has to have
 * its own. This is for the daily view; a report over a period counts intervals.
 */
const staleAfter: Readonly<Record<Frequency, string | { readonly afterNextInterval: string }>> = {
  continuous: 'PT48H',
  'per-request': 'PT48H',
  'per-event': 'PT48H',
  'on-change': 'P106D',
  daily: 'PT36H',
  weekly: { afterNextInterval: 'P2D' },
  monthly: { afterNextInterval: 'P5D' },
  quarterly: 'P106D',
  semiannual: 'P214D',
  annual: 'P396D',
}

/**
 * The freshness of every requirement of the controls that operate, at the moment of a checkpoint and not of a clock: who
 * computes it later from the same log gets the same.
 *
 * @param atMs milliseconds since 1970: when the last record that the checkpoint covers was recorded
 * @param evidence everything up to then
 * @returns by control, then in the order in which the control names them
 */
export function freshnessOf(model: ProgramModel, atMs: number, evidence: EvidenceBasis): readonly Freshness[] {
  const operating = [...model.controls.values()]
    .map(({ value }) => value)
    .filter(({ status }) => status === 'implemented' || status === 'operating')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return operating.flatMap((control) =>
    [...(control.evidence ?? []), ...(control.manualEvidence ?? []).map(asRequirement)].map((requirement) =>
      freshness(control.id, requirement, newestFor(requirement, evidence), atMs, evidence),
    ),
  )
}

interface Newest {
  /** Milliseconds since 1970. */
  readonly coveredMs: number
  readonly records: readonly number[]
}

/** Where there must be none, that somebody looked is the evidence. What fails is evidence as well, and no less fresh. */
function newestFor(requirement: Requirement, evidence: EvidenceBasis): Newest | undefined {
  if (requirement.expect === 'none') {
    const end = evidence.audited.at(-1)?.to
    return end === undefined ? undefined : { coveredMs: end, records: [] }
  }
  const record = newestRecord(
    requirement,
    evidence,
    requirement.expect === 'some' ? ['satisfies'] : ['satisfies', 'fails'],
  )?.record
  const newest = record === undefined ? undefined : { coveredMs: coveredUntilMs(record), records: [record.index] }
  // Where nothing happened since, the audit that looked is what keeps it fresh.
  const lookedMs = /^change\./.test(requirement.records.kind) ? evidence.audited.at(-1)?.to : undefined
  if (newest === undefined || lookedMs === undefined || isPeriodic(requirement.frequency)) return newest
  return { ...newest, coveredMs: Math.max(newest.coveredMs, lookedMs) }
}

function freshness(
  control: string,
  { id, title, frequency }: Requirement,
  newest: Newest | undefined,
  atMs: number,
  { timezone }: Pick<EvidenceBasis, 'timezone'>,
): Freshness {
  const named = { control, requirement: id, title: title ?? id, frequency }
  if (newest === undefined) return { ...named, state: 'never', coveredTo: undefined, staleAt: undefined, records: [] }
  const covered = instantOf(newest.coveredMs)
  const staleMs = staleFrom(frequency, covered, timezone)
  return {
    ...named,
    state: atMs > staleMs ? 'stale' : 'fresh',
    coveredTo: dayOf(covered, timezone),
    staleAt: instantOf(staleMs),
    records: newest.records,
  }
}

function staleFrom(frequency: Frequency, covered: string, timezone: string): number {
  const after = staleAfter[frequency]
  if (typeof after === 'string') return addToMoment(covered, after, timezone)
  const end = addDuration(endOfNextInterval(frequency, dayOf(covered, timezone)), after.afterNextInterval)
  return startOfDay(addDuration(end, 'P1D'), timezone)
}
