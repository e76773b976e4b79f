import type { Located } from '../../model/location.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import { defineRule } from '../define-rule.ts'

export const notApplicableAgreesWithRegisters = defineRule({
  id: 'SCP-007',
  name: 'not-applicable-agrees-with-registers',
  title: 'A criterion that is said not to apply has nothing in the registers that it is about',
  subject: 'criterion-decision',
  severity: 'error',
  rationale:
    'A criterion about vendors cannot be irrelevant to somebody who has vendors. An auditor compares the two lists first.',
  remedy: 'Make the criterion applicable and serve it with a control, or correct the register.',
  criteria: ['CC5.1', 'CC9.2'],
  since: '0.1.0',

  check({ value: decision, at }, { model }) {
    if (decision.applicability !== 'not-applicable') return notApplicable(`the criterion is ${decision.applicability}`)
    const register = registers[decision.criterion]
    if (register === undefined) return notApplicable('no register is about this criterion')
    const entries = register.entries(model)
    const [first] = entries
    if (first === undefined) return pass
    const more = entries.length === 1 ? '' : ` and ${entries.length - 1} more`
    return failIfAny([
      {
        message: `${decision.id} says that ${decision.criterion} does not apply, but ${register.says}: ${first.value.id}${more}`,
        at: at.locate(['applicability'], 'value'),
        related: entries.slice(0, 3).map((entry) => ({ at: entry.at.locate(), message: `${entry.value.id} is here` })),
      },
    ])
  },
})

type Entry = Located<{ readonly id: string }>
interface Register {
  /** What it means that there is an entry. */
  readonly says: string
  entries(model: ProgramModel): readonly Entry[]
}

const vendors: Register = {
  says: 'there are vendors',
  entries: (model) => [...model.vendors.values()].filter(({ value }) => value.status !== 'ended'),
}
const changes: Register = {
  says: 'there are changes',
  entries: (model) => [...model.changes.values()].filter(({ value }) => value.status !== 'cancelled'),
}
const risks = (says: string, isMeant: (risk: { fraud?: boolean; category: string }) => boolean): Register => ({
  says,
  entries: (model) => [...model.risks.values()].filter(({ value }) => value.status !== 'closed' && isMeant(value)),
})
const rights: Register = {
  says: 'people hold roles',
  entries: (model) =>
    model.assignments.map(({ value, at }) => ({ value: { id: `${value.role} of ${value.person}` }, at })),
}
const confidential: Register = {
  says: 'there is confidential data',
  entries: (model) =>
    [...model.dataClasses.values()].filter(
      ({ value }) => value.classification === 'confidential' || value.classification === 'restricted',
    ),
}
const promises: Register = {
  says: 'promises to people outside are in force',
  entries: (model) => [...model.commitments.values()].filter(({ value }) => value.status === 'in-force'),
}
const uptime: Register = {
  says: 'uptime is promised or measured',
  entries: (model) => [
    ...[...model.serviceLevels.values()].filter(
      ({ value }) => value.availability !== undefined && value.status !== 'retired',
    ),
    ...[...model.commitments.values()].filter(({ value }) => value.uptime !== undefined && value.status === 'in-force'),
  ],
}
const personalData: Register = {
  says: 'there is personal data',
  entries: (model) => [...model.dataClasses.values()].filter(({ value }) => value.personal === true),
}
const consent: Register = {
  says: 'personal data is used on the ground of consent',
  entries: (model) => [...model.processingPurposes.values()].filter(({ value }) => value.legalBasis === 'consent'),
}
const recipients: Register = {
  says: 'vendors receive personal data',
  entries: (model) => [...model.processingPurposes.values()].filter(({ value }) => (value.recipients ?? []).length > 0),
}

/** Criteria with the register that shows whether they apply. */
const registers: Readonly<Record<string, Register>> = {
  'CC2.3': promises,
  'CC3.2': risks('there are risks', () => true),
  'CC3.3': risks('there are risks of fraud', ({ fraud, category }) => fraud === true || category === 'fraud'),
  'CC6.2': rights,
  'CC6.3': rights,
  'CC8.1': changes,
  'CC9.1': risks('there are risks of disruption', ({ category }) => category === 'disruption'),
  'CC9.2': vendors,
  'A1.1': uptime,
  'A1.2': uptime,
  'A1.3': uptime,
  'C1.1': confidential,
  'C1.2': confidential,
  'P1.1': personalData,
  'P2.1': consent,
  'P4.1': personalData,
  'P4.2': personalData,
  'P4.3': personalData,
  'P6.1': recipients,
  'P6.4': recipients,
}
