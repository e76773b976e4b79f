import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { withInherited } from '../../model/role-holders.ts'
import { defineRule } from '../define-rule.ts'

export const auditorsOnlyRead = defineRule({
  id: 'SOD-005',
  name: 'auditors-only-read',
  title: 'An auditor role writes, deploys and administers nothing',
  subject: 'role',
  severity: 'error',
  rationale: 'Who can change what they audit audits themself.',
  remedy: 'Take the action out of the access matrix, or out of what the role inherits.',
  criteria: ['CC4.1', 'CC6.3'],
  since: '0.1.0',

  check({ value: role, at }, { model }) {
    if (role.auditor !== true) return notApplicable('it is no auditor role')
    const contained = withInherited(model, role.id)
    const findings = model.accessMatrix.flatMap((grant) => {
      if (!contained.has(grant.value.role)) return []
      return grant.value.actions.flatMap((action, index) => {
        if (action === 'read') return []
        const through = grant.value.role === role.id ? '' : ` through ${grant.value.role}`
        return [
          {
            message: `The auditor role ${role.id} may ${action} ${grant.value.resource}${through}`,
            at: grant.at.locate(['actions', index], 'value'),
            related: [{ at: at.locate(['auditor']), message: `${role.id} is an auditor role` }],
          },
        ]
      })
    })
    return failIfAny(findings)
  },
})
