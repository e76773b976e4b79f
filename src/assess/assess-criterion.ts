import type { Criterion } from '../model/criteria.ts'
import type { Day } from '../model/days.ts'
import type { Control, CriterionDecision } from '../model/records.ts'
import type { ControlAssessment, ControlState, CriterionAssessment } from './assessment.ts'
import { tallyOf } from './score.ts'

export interface Applicability {
  readonly applicability: CriterionAssessment['applicability']
  readonly decision: CriterionDecision | undefined
  readonly why: string
}

/**
 * Whether a criterion in scope applies. A decision takes it out only while it is complete: a reason, who approved it and a
 * day, not yet past, by which it is looked at again. Of two decisions about one criterion neither does.
 */
export function applicabilityOf(criterion: string, decisions: readonly CriterionDecision[], asOf: Day): Applicability {
  const about = decisions.filter((decision) => decision.criterion === criterion)
  const [decision, second] = about
  if (decision === undefined) return { applicability: 'applicable', decision: undefined, why: 'in scope' }
  const named = { decision }
  if (second !== undefined)
    return { applicability: 'applicable', ...named, why: `${decision.id} and ${second.id} both decide about it` }
  if (decision.applicability !== 'not-applicable')
    return { applicability: decision.applicability, ...named, why: decision.justification ?? 'in scope' }
  const { justification, approvedBy, reviewBy } = decision
  if (justification === undefined || approvedBy === undefined || reviewBy === undefined)
    return { applicability: 'applicable', ...named, why: `${decision.id} needs a reason, an approver and a review day` }
  if (reviewBy < asOf)
    return { applicability: 'applicable', ...named, why: `${decision.id} was to be reviewed by ${reviewBy}` }
  return { applicability: 'not-applicable', ...named, why: justification }
}

interface Serving {
  readonly control: Control
  readonly assessment: ControlAssessment
}

/**
 * The state of a criterion. met: all its key controls are met, and at least one met control covers it in full, or in part
 * with a reason. not-met: a key control is not met, or nothing but failures is known.
 *
 * @param serving the controls that name it, retired ones left out
 */
export function assessCriterion(
  criterion: Criterion,
  applies: Applicability,
  serving: readonly Serving[],
): CriterionAssessment {
  const sorted = serving.toSorted((a, b) => (a.control.id < b.control.id ? -1 : 1))
  const base = {
    id: criterion.id,
    controls: sorted.map(({ control }) => control.id),
    covered: sorted.some(({ control }) => control.status === 'operating'),
    applicability: applies.applicability,
    decision: applies.decision?.id,
    approvalClaimedBy: applies.decision?.approvedBy,
    reviewBy: applies.decision?.reviewBy,
    tally: tallyOf(sorted.map(({ assessment }) => (assessment.counted ? assessment.state : 'not-applicable'))),
  }
  if (applies.applicability === 'not-applicable') return { ...base, state: 'not-applicable', why: applies.why }
  return { ...base, ...stateOf(criterion.id, sorted) }
}

function stateOf(criterion: string, serving: readonly Serving[]): { state: ControlState; why: string } {
  const ids = (some: readonly Serving[]) => some.map(({ control }) => control.id).join(', ')
  const within = (state: ControlState) => serving.filter(({ assessment }) => assessment.state === state)
  const keys = serving.filter(({ control }) => control.keyControl === true)
  const failingKeys = keys.filter(({ assessment }) => assessment.state === 'not-met')
  const openKeys = keys.filter(({ assessment }) => assessment.state !== 'met')
  const sufficient = within('met').filter(({ control }) => suffices(control, criterion))
  if (serving.length === 0) return { state: 'not-evaluated', why: 'no control serves it' }
  if (failingKeys.length > 0) return { state: 'not-met', why: `key control not met: ${ids(failingKeys)}` }
  if (openKeys.length === 0 && sufficient.length > 0) return { state: 'met', why: `met by ${ids(sufficient)}` }
  if (within('met').length > 0 || within('partially-met').length > 0)
    return {
      state: 'partially-met',
      why: openKeys.length > 0 ? `key control not met yet: ${ids(openKeys)}` : 'no met control is enough for it',
    }
  if (within('not-met').length > 0) return { state: 'not-met', why: `not met: ${ids(within('not-met'))}` }
  return { state: 'not-evaluated', why: `without evidence: ${ids(serving)}` }
}

const suffices = ({ criteria }: Control, id: string): boolean =>
  criteria.some(
    (mapping) => mapping.id === id && (mapping.coverage === 'full' || (mapping.rationale ?? '').trim() !== ''),
  )
