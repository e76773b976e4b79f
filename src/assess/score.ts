import { criteria as allCriteria, type Category, categories } from '../model/criteria.ts'
import type { Control } from '../model/records.ts'
import type {
  Band,
  CategoryScore,
  ControlAssessment,
  ControlState,
  CriterionAssessment,
  Deviation,
  Score,
  Tally,
} from './assessment.ts'
import { type Freshness, goesByEvents } from './freshness.ts'

/**
 * The score: 100 x met / applicable, in tenths, rounded down, never without its parts. What is waived, stale, planned or
 * not evaluated stays in the denominator and does not count as met. Nothing to count is not computable, and not 100.
 */
export function scoreOf(
  controls: readonly AssessedControl[],
  criteria: readonly CriterionAssessment[],
  deviations: readonly Deviation[],
  freshness: readonly Freshness[],
  exceptionsInForce: number,
): Score {
  const tally = tallyOf(controls.map(({ assessment }) => (assessment.counted ? assessment.state : 'not-applicable')))
  const counted = controls.filter(({ assessment }) => assessment.counted)
  const requirements = counted.flatMap(({ assessment }) => assessment.requirements)
  const applicable = criteria.filter(({ state }) => state !== 'not-applicable')
  const keys = counted.filter(({ control }) => control.keyControl === true)
  const failingKeys = keys.filter(({ assessment }) => assessment.state !== 'met')
  const uncovered = applicable.filter(({ covered }) => !covered)
  const tenths = tenthsOf(tally)
  const incomplete = counted.filter(({ assessment }) => assessment.design.state === 'incomplete')
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
    evidence: {
      fresh: freshness.filter(({ state }) => state === 'fresh').length,
      stale: freshness.filter(({ state, frequency }) => state === 'stale' && !goesByEvents(frequency)).length,
      noNewerEvent: freshness.filter(({ state, frequency }) => state === 'stale' && goesByEvents(frequency)).length,
      never: freshness.filter(({ state }) => state === 'never').length,
    },
    exceptionsInForce,
    deviations: deviations.length,
    designsIncomplete: incomplete.length,
    categories: categories
      .filter(({ id }) => criteria.some((one) => categoryOf(one.id) === id))
      .map(({ id }) => categoryScore(id, counted, criteria)),
  }
}

interface AssessedControl {
  readonly control: Control
  readonly assessment: ControlAssessment
}

const categoryOf = (criterion: string): Category | undefined => allCriteria.get(criterion)?.category

function categoryScore(
  category: Category,
  counted: readonly AssessedControl[],
  all: readonly CriterionAssessment[],
): CategoryScore {
  const criteria = all.filter(({ id }) => categoryOf(id) === category)
  const applicable = criteria.filter(({ state }) => state !== 'not-applicable')
  const ids = new Set(applicable.map(({ id }) => id))
  const controls = counted.filter(({ control }) => control.criteria.some(({ id }) => ids.has(id)))
  const tally = tallyOf(controls.map(({ assessment }) => assessment.state))
  const requirements = controls.flatMap(({ assessment }) => assessment.requirements)
  return {
    category,
    tenths: tenthsOf(tally),
    controls: tally,
    criteria: tallyOf(criteria.map(({ state }) => state)),
    criteriaCovered: applicable.filter(({ covered }) => covered).length,
    requirementsMet: requirements.filter(({ state }) => state === 'met').length,
    requirements: requirements.length,
    deviations: controls.flatMap(({ assessment }) => assessment.deviations).length,
  }
}

/** Rounded down, so that nothing reaches a band that it is not in. */
const tenthsOf = ({ met, applicable }: Tally): number | undefined =>
  applicable === 0 ? undefined : Math.floor((1000 * met) / applicable)

/** [95, 100] audit ready, [85, 95) good, [70, 85) needs work, [0, 70) at risk. A high score alone is not audit ready. */
export function bandOf(tenths: number, ready: boolean): Band {
  if (tenths >= 950 && ready) return 'audit ready'
  if (tenths >= 850) return 'good'
  return tenths >= 700 ? 'needs work' : 'at risk'
}

/** `94.5`, or `not computable`. */
export const printScore = ({ tenths }: Pick<Score, 'tenths'>): string =>
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

/** `12 fresh, 1 stale, 3 without a newer event, 0 never there` */
export const freshnessInWords = ({ fresh, stale, noNewerEvent, never }: Score['evidence']): string =>
  `${fresh} fresh, ${stale} stale, ${noNewerEvent} without a newer event, ${never} never there`
