import { failIfAny } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const requesterDoesNotApprove = defineRule({
  id: 'CHG-004',
  name: 'requester-does-not-approve',
  title: 'Who asks for a change or will deploy it is not asked to approve it',
  subject: 'change-request',
  severity: 'error',
  rationale: 'Approval is a second look by somebody else.',
  remedy: 'Ask somebody else to approve, or let somebody else deploy.',
  criteria: ['CC8.1', 'CC5.1'],
  since: '0.1.0',

  check({ value: change, at }) {
    const findings = (change.approvers ?? []).flatMap((person, index) => {
      const parts = [
        ...(person === change.requestedBy ? (['requestedBy'] as const) : []),
        ...(person === change.plannedDeployer ? (['plannedDeployer'] as const) : []),
      ]
      return parts.map((key) => ({
        message: `${person} ${key === 'requestedBy' ? 'asks for' : 'will deploy'} ${change.id} and cannot approve it`,
        at: at.locate(['approvers', index], 'value'),
        related: [{ at: at.locate([key], 'value'), message: key === 'requestedBy' ? 'who asks' : 'who will deploy' }],
      }))
    })
    return failIfAny(findings)
  },
})
