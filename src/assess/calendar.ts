import { addDuration, type Day } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { requirementsOf } from './assess-control.ts'
import type { Occurrence } from './assessment.ts'
import type { EvidenceBasis } from './evidence-basis.ts'
import { defaultGrace, expectedIntervals, type Frequency } from './expected-intervals.ts'

/** Something that is expected between two days, and whether it is there. */
export interface CalendarEntry {
  readonly control: string
  readonly requirement: string
  readonly title: string
  readonly frequency: Frequency
  readonly from: Day
  readonly to: Day
  readonly due: Day
  /** expected: it begins only after the day on which it is looked at. */
  readonly state: Occurrence['state'] | 'expected'
  readonly records: readonly number[]
}

/**
 * Every expected occurrence of every requirement in a stretch of days, oldest due day first.
 *
 * @param evidence its basis is the period
 */
export function calendarOf(model: ProgramModel, evidence: EvidenceBasis): readonly CalendarEntry[] {
  const entries: CalendarEntry[] = []
  for (const { value: control } of model.controls.values()) {
    if (control.status === 'retired') continue
    const declared = [...(control.evidence ?? []), ...(control.manualEvidence ?? [])]
    for (const requirement of requirementsOf(control, evidence)) {
      const own = declared.find(({ id }) => id === requirement.id)
      if (own === undefined) continue
      const named = { control: control.id, requirement: own.id, title: requirement.title, frequency: own.frequency }
      for (const { from, to, due, state, records } of requirement.occurrences)
        entries.push({ ...named, from, to, due, state, records })
      const grace = ('grace' in own ? own.grace : undefined) ?? defaultGrace[own.frequency]
      for (const { from, to } of upcoming(own.frequency, evidence))
        if (!requirement.occurrences.some((one) => one.from === from))
          entries.push({ ...named, from, to, due: addDuration(to, grace), state: 'expected', records: [] })
    }
  }
  const rank = (one: CalendarEntry) => `${one.due} ${one.control} ${one.requirement} ${one.from}`
  return entries.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

function upcoming(frequency: Frequency, { basis }: EvidenceBasis) {
  if (basis.kind !== 'period') return []
  return expectedIntervals(frequency, { from: basis.start, to: basis.end }).filter(({ from }) => from > basis.asOf)
}
