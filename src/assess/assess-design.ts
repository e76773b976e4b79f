import type { ProgramModel } from '../model/program-model.ts'
import type { Control } from '../model/records.ts'
import { holdersOf, isActive } from '../model/role-holders.ts'

/** Whether a control is written down so that it could work, and somebody could find out; whatever its evidence says. */
export interface DesignAssessment {
  /** planned, retired: it is not in use, so its design carries nothing. */
  readonly state: 'complete' | 'incomplete' | 'planned' | 'retired'
  /** What is missing, in words; of a planned control as well. Without it nobody could do, own or test the control. */
  readonly missing: readonly string[]
  /** What weakens the design and leaves it complete, in words: a policy that is not in force yet. */
  readonly remarks: readonly string[]
}

/**
 * The design of a control on a day: it serves a criterion, somebody who is there answers for it, somebody or something
 * performs it, evidence is asked for, there are steps by which it is tested, and what it depends on is there. These are what
 * CTL-001 and CTL-002 ask for as well. How often it operates is part of every record. Its policies are remarked upon only.
 *
 * @param asOf YYYY-MM-DD, in the time zone of the program
 */
export function assessDesign(control: Control, model: ProgramModel, asOf: string): DesignAssessment {
  const { status, criteria, evidence = [], manualEvidence = [], test = [], implementedSince } = control
  const missing = [
    ...(criteria.length === 0 ? ['it serves no criterion'] : []),
    ...ownerFaults(control, model, asOf),
    ...(control.operator === undefined ? ['nobody and nothing is named that performs it'] : []),
    ...(evidence.length + manualEvidence.length === 0 ? ['it asks for no evidence'] : []),
    ...(test.length === 0 ? ['no test step is written down'] : []),
    ...dependencyFaults(control, model),
  ]
  const remarks = policyFaults(control, model)
  if (status === 'planned' || status === 'retired') return { state: status, missing, remarks }
  // What is in use only later is not in use on this day.
  if (implementedSince !== undefined && implementedSince > asOf) return { state: 'planned', missing, remarks }
  return { state: missing.length === 0 ? 'complete' : 'incomplete', missing, remarks }
}

function ownerFaults({ owner }: Control, model: ProgramModel, asOf: string): readonly string[] {
  if (owner === undefined) return ['it has no owner']
  const person = model.people.get(owner)?.value
  if (person !== undefined) return isActive(person, asOf) ? [] : [`its owner ${owner} is not active on ${asOf}`]
  if (!model.roles.has(owner)) return [`its owner ${owner} is neither in People nor in Roles`]
  return holdersOf(model, owner, asOf).length > 0 ? [] : [`nobody holds the role ${owner}, which owns it, on ${asOf}`]
}

function policyFaults({ policies = [] }: Control, { policies: known }: ProgramModel): readonly string[] {
  if (policies.length === 0) return ['it carries out no policy']
  const states = policies.map((id) => [id, known.get(id)?.value.status ?? 'not in the program'] as const)
  if (states.some(([, status]) => status === 'effective')) return []
  return [`none of its policies is in force: ${states.map(([id, status]) => `${id} is ${status}`).join(', ')}`]
}

function dependencyFaults({ dependsOn = [] }: Control, { controls }: ProgramModel): readonly string[] {
  return dependsOn.flatMap((id) => {
    const status = controls.get(id)?.value.status
    if (status === 'implemented' || status === 'operating') return []
    return [`it depends on ${id}, which is ${status ?? 'not in the program'}`]
  })
}
