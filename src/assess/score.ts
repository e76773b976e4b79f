import type { Control } from '../model/records.ts'
import type {
  Band,
  ControlAssessment,
  ControlState,
  CriterionAssessment,
  Deviation,
  Score,
  Tally,
} from './assessment.ts'

/**
 * The score: 100 x met / applicable, in tenths, rounded down, never without its parts. What is waived, stale, planned or
 * not evaluated stays in the denominator and does not count as met. Nothing to count is not computable, and not 100.
 */
export function scoreOf(
  controls: readonly { readonly control: Control; readonly assessment: ControlAssessment }[],
  criteria: readonly CriterionAssessment[],
  deviations: readonly Deviation[],
  exceptionsInForce: number,
): Score {
  const tally = tallyOf(controls.map(({ assessment }) => (assessment.counted ? assessment.state : 'not-applicable')))
  const counted = controls.filter(({ assessment }) => assessment.counted)
  const requirements = counted.flatMap(({ assessment }) => assessment.requirements)
  const applicable = criteria.filter(({ state }) => state !== 'not-applicable')
  const keys = counted.filter(({ control }) => control.keyControl === true)
  const failingKeys = keys.filter(({ assessment }) => assessment.state !== 'met')
  const uncovered = applicable.filter(({ covered }) => !covered)
  const tenths = tally.applicable === 0 ? undefined : Math.floor((1000 * tally.met) / tally.applicable)
  const blockers = [
    ...(tenths === undefined ? ['no control is applicable'] : []),
    ...(tenths !== undefined && tenths < 950 ? ['the score is below 95'] : []),
    ...(failingKeys.length > 0 ? [`${failingKeys.length} of ${keys.length} key controls are not met`] : []),
    ...(uncovered.length > 0 ? [`${uncovered.length} of ${applicable.length} criteria have no operating control`] : []),
  ]
  return {
    tenths,
    band: tenths === undefined ? undefined : bandOf(tenths, blockers.length === 0),
    blockers,
    controls: tally,
    criteria: tallyOf(criteria.map(({ state }) => state)),
    criteriaCovered: applicable.length - uncovered.length,
    requirementsMet: requirements.filter(({ state }) => state === 'met').length,
    requirements: requirements.length,
    exceptionsInForce,
    deviations: deviations.length,
  }
}

/** [95, 100] audit ready, [85, 95) good, [70, 85) needs work, [0, 70) at risk. A high score alone is not audit ready. */
export function bandOf(tenths: number, ready: boolean): Band {
  if (tenths >= 950 && ready) return 'audit ready'
  if (tenths >= 850) return 'good'
  return tenths >= 700 ? 'needs work' : 'at risk'
}

/** `94.5`, or `not computable`. */
export const printScore = ({ tenths }: Score): string =>
  tenths === undefined ? 'not computable' : `${Math.floor(tenths / 10)}.${tenths % 10}`

export function tallyOf(states: readonly ControlState[]): Tally {
  const count = (state: ControlState) => states.filter((one) => one === state).length
  const [met, partiallyMet, notMet, notEvaluated] = [
    count('met'),
    count('partially-met'),
    count('not-met'),
    count('not-evaluated'),
  ]
  return {
    met,
    partiallyMet,
    notMet,
    notEvaluated,
    applicable: met + partiallyMet + notMet + notEvaluated,
    notApplicable: count('not-applicable'),
  }
}
