import type { Day } from '../model/days.ts'
import { isInForce } from '../model/exception-term.ts'
import type { Control, Exception } from '../model/records.ts'
import { asRequirement } from './as-requirement.ts'
import type { DesignAssessment } from './assess-design.ts'
import { assessOperation } from './assess-operation.ts'
import { assessRequirement } from './assess-requirement.ts'
import type { ControlAssessment, ControlState, RequirementAssessment } from './assessment.ts'
import type { EvidenceBasis } from './evidence-basis.ts'

/**
 * The state of a control, from records alone; its design is judged apart and can only take from it.
 *
 * met: every requirement is met in its window, and the design is complete: what was never written down in full was not
 * designed, however much of it is done. At a date (Type I) the window ends there, and one record in it is enough; over a
 * period (Type II) each expected occurrence counts. not-met: one fails, or came late. partially-met: some are met and the rest
 * is missing. not-evaluated: nothing was looked at. Planned and retired controls support nothing, whatever their records
 * say, and an exception in force keeps a control from being met without hiding what failed.
 *
 * @param inScope whether it serves an applicable criterion in scope; else it is not counted
 */
export function assessControl(
  control: Control,
  design: DesignAssessment,
  exceptions: readonly Exception[],
  inScope: boolean,
  evidence: EvidenceBasis,
): Omit<ControlAssessment, 'compensations'> {
  const { asOf } = evidence.basis
  const supports = control.status !== 'planned' && control.status !== 'retired'
  const requirements = requirementsOf(control, evidence)
  const waivedBy = exceptions
    .filter((exception) => exception.control === control.id && isInForce(exception, asOf))
    .map(({ id, expires }) => ({ id, untilDay: expires ?? asOf }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const judged = supports ? stateOf(control, design, requirements, waivedBy, asOf) : unsupported(control)
  const operation = assessOperation(control, requirements, evidence.basis, control.implementedSince)
  const base = { id: control.id, supports, design, operation, requirements, waivedBy }
  // What it found is shown for a planned control as well; but it breaks no control that does not operate.
  const deviations = supports ? requirements.flatMap((requirement) => requirement.deviations) : []
  if (control.status !== 'retired' && inScope) return { ...base, ...judged, counted: true, deviations }
  const why = control.status === 'retired' ? 'retired' : 'serves no applicable criterion in scope'
  return { ...base, state: 'not-applicable', why, counted: false, deviations }
}

const unsupported = ({ status }: Control): { state: ControlState; why: string } => ({
  state: 'not-evaluated',
  why: status === 'planned' ? 'planned: it does not operate yet' : 'retired',
})

/** Every requirement of a control, judged. */
export function requirementsOf(control: Control, evidence: EvidenceBasis): readonly RequirementAssessment[] {
  const fromRecords = (control.evidence ?? []).map((requirement) =>
    assessRequirement(requirement, control.id, control.implementedSince, evidence),
  )
  const manual = (control.manualEvidence ?? []).map((row): RequirementAssessment => {
    const assessed = assessRequirement(asRequirement(row), control.id, control.implementedSince, evidence)
    return { ...assessed, source: 'manual' }
  })
  return [...fromRecords, ...manual]
}

function stateOf(
  control: Control,
  design: DesignAssessment,
  requirements: readonly RequirementAssessment[],
  waivedBy: ControlAssessment['waivedBy'],
  asOf: Day,
): { readonly state: ControlState; readonly why: string } {
  const named = (state: RequirementAssessment['state']) => requirements.filter((one) => one.state === state)
  const [met, notMet, missing] = [named('met'), named('not-met'), named('missing')]
  const list = (ones: readonly RequirementAssessment[]) =>
    ones.map(({ id, title, why }) => `${title === id ? id : `${id} (${title})`}: ${why}`).join('; ')
  const waived = waivedBy.map(({ id, untilDay }) => `${id} until ${untilDay}`).join(', ')
  if (requirements.length === 0) return { state: 'not-evaluated', why: 'it names no evidence' }
  if (notMet.length > 0) return { state: 'not-met', why: list(notMet) + (waived === '' ? '' : `; waived by ${waived}`) }
  if (met.length === 0) return { state: 'not-evaluated', why: list(missing) }
  if (missing.length > 0) return { state: 'partially-met', why: list(missing) }
  if (waived !== '') return { state: 'partially-met', why: `exception in force: ${waived}` }
  if (control.implementedSince !== undefined && control.implementedSince > asOf)
    return { state: 'not-evaluated', why: `operates only from ${control.implementedSince}` }
  if (design.state === 'incomplete')
    return {
      state: 'partially-met',
      why: `its evidence is there, but its design is not complete: ${design.missing.join('; ')}`,
    }
  return { state: 'met', why: 'every requirement is met in its window' }
}
