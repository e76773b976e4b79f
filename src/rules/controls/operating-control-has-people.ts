import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { isActive, spanOf } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'

export const operatingControlHasPeople = defineRule({
  id: 'CTL-001',
  name: 'operating-control-has-people',
  title: 'An operating control has an owner who is there, and somebody or something that performs it',
  subject: 'control',
  severity: 'error',
  rationale: 'A control that nobody answers for stops on the day its last doer leaves, and nobody hears of it.',
  remedy: 'Name an active person, or a role that somebody holds, as `owner`, and an `operator`.',
  criteria: ['CC1.3', 'CC1.5'],
  since: '0.1.0',

  check({ value: control, at }, { model, asOf, heldRoles }) {
    if (control.status !== 'operating') return notApplicable(`the control is ${control.status}`)
    const findings: Finding[] = []
    const here = at.locate(['status'], 'value')
    if (control.operator === undefined)
      findings.push({ message: `${control.id} operates, but has no operator`, at: here })
    const { owner } = control
    if (owner === undefined) findings.push({ message: `${control.id} operates, but has no owner`, at: here })
    else {
      const person = model.people.get(owner)
      const place = at.locate(['owner'], 'value')
      if (person !== undefined && !isActive(person.value, asOf)) {
        findings.push({
          message: `${control.id} is owned by ${owner}, who is not active on ${asOf}`,
          at: place,
          related: [
            {
              at: person.at.locate([person.value.end === undefined ? 'start' : 'end'], 'value'),
              message: `${owner} is active ${spanOf(person.value)}`,
            },
          ],
        })
      }
      if (person === undefined && model.roles.has(owner) && !heldRoles.has(owner)) {
        findings.push({
          message: `${control.id} is owned by the role ${owner}, which nobody holds on ${asOf}`,
          at: place,
        })
      }
    }
    return failIfAny(findings)
  },
})
