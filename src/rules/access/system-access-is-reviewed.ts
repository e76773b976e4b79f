import { addDuration, type Day, dayOf, subtractDuration } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { accessMethodOf } from './access-method.ts'

export const systemAccessIsReviewed = defineRule({
  id: 'ACC-007',
  name: 'system-access-is-reviewed',
  title: 'The accounts of each system are reviewed in each cycle of the period',
  subject: 'system',
  severity: 'error',
  rationale: 'A Type II report covers every cycle of its period. One that was left out cannot be made up for later.',
  remedy: 'Draw the list, decide on it and write an AccessReview with the system in `systems`.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.1.0',
  overdue: true,

  check({ value: system, at }, { model, asOf, timezone, program }) {
    if (program === undefined || program.status !== 'operating') return notApplicable('the program is not operating')
    if (system.status === 'planned' || system.status === 'retired') return notApplicable(`it is ${system.status}`)
    const { reviewEvery, decideWithin } = accessMethodOf(program)
    const cycles = cyclesOf(program.period ?? lastCycle(program.asOf ?? asOf, reviewEvery), reviewEvery)
    const over = cycles.filter(({ end }) => addDuration(end, decideWithin) < asOf)
    if (over.length === 0) return notApplicable('no cycle of the period is over')
    const taken = [...model.accessReviews.values()]
      .filter(({ value }) => value.completedAt !== undefined && value.systems.includes(system.id))
      .map(({ value }) => dayOf(value.population.takenAt, timezone))
    const findings = over
      .filter(({ start, end }) => !taken.some((day) => start <= day && day <= end))
      .map(
        ({ start, end }): Finding => ({
          message: `No review of the access to ${system.id} was completed on a list drawn from ${start} to ${end}`,
          at: at.locate(['id'], 'value'),
          hint: `access is reviewed every ${reviewEvery}`,
        }),
      )
    return failIfAny(findings)
  },
})

interface Cycle {
  readonly start: Day
  readonly end: Day
}

const lastCycle = (end: Day, every: string): Cycle => ({
  start: addDuration(subtractDuration(end, every), 'P1D'),
  end,
})

/** Most cycles that are looked at; a period has at most a few hundred days. */
const mostCycles = 500

/** A period cut into cycles of one length, each counted from its first day; the last one may be shorter. */
function cyclesOf({ start, end }: Cycle, every: string): readonly Cycle[] {
  const cycles: Cycle[] = []
  for (let from = start; from <= end && cycles.length < mostCycles; ) {
    const next = addDuration(from, every)
    if (next <= from) return [{ start, end }]
    const last = subtractDuration(next, 'P1D')
    cycles.push({ start: from, end: last < end ? last : end })
    from = next
  }
  return cycles
}
