import type { Located } from '../../model/location.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { Role } from '../../model/records.ts'
import { withInherited } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'
import { isPrivileged, rolesHeldOn } from './access-method.ts'

export const privilegedGrantIsApproved = defineRule({
  id: 'ACC-001',
  name: 'privileged-grant-is-approved',
  title: 'A privileged role is given only after somebody else with authority approved it',
  subject: 'role-assignment',
  severity: 'error',
  rationale: 'Who can give themself a privileged role can do everything, and no other control stops them.',
  remedy: 'Let a holder of one of the `grantApprovers` of the role approve the grant, and name them in `approvedBy`.',
  criteria: ['CC6.2', 'CC6.3'],
  since: '0.1.0',

  check({ value: assignment, at }, context) {
    const { model } = context
    const { role, person, approvedBy, grantedAt } = assignment
    if (!model.roles.has(role)) return notApplicable('REF-002 looks for the role')
    if (!isPrivileged(model, role)) return notApplicable('the role is not privileged')
    const who = `The assignment of ${role} to ${person}`
    if (approvedBy === undefined) {
      return failIfAny([{ message: `${who} was approved by nobody`, at: at.locate(['role'], 'value') }])
    }
    const findings: Finding[] = []
    const approver = at.locate(['approvedBy'], 'value')
    if (approvedBy === person) findings.push({ message: `${who} was approved by ${person}`, at: approver })
    const approvedAt = assignment.approvedAt ?? grantedAt
    if (approvedAt > grantedAt) {
      findings.push({
        message: `${who} was approved on ${approvedAt}, after it was granted on ${grantedAt}`,
        at: at.locate(['approvedAt'], 'value'),
        related: [{ at: at.locate(['grantedAt'], 'value'), message: 'when it was granted' }],
      })
    }
    const held = rolesHeldOn(context, approvedBy, approvedAt)
    for (const { value, at: written } of privilegedIn(model, role)) {
      const approvers = value.grantApprovers ?? []
      if (approvers.some((one) => held.has(one))) continue
      const of = value.id === role ? role : `${value.id}, which ${role} inherits`
      findings.push({
        message: `${approvedBy} had no authority on ${approvedAt} to approve a grant of ${of}`,
        at: approver,
        related: [{ at: written.locate(['grantApprovers']), message: 'who may approve it' }],
        hint:
          approvers.length === 0
            ? `${value.id} has no \`grantApprovers\``
            : `who may approve it: holders of ${approvers.join(', ')}`,
      })
    }
    return failIfAny(findings)
  },
})

const privilegedIn = (model: ProgramModel, role: string): readonly Located<Role>[] =>
  [...withInherited(model, role)].flatMap((id) => {
    const known = model.roles.get(id)
    return known?.value.privileged === true ? [known] : []
  })
