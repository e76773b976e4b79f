import { failIfAny, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const workflowsMayLittle = defineRemoteCheck({
  id: 'DOC-105',
  name: 'workflows-may-little',
  title: 'Workflows have a read-only token by default and may not approve pull requests',
  severity: 'error',
  criteria: ['CC6.1', 'CC6.3', 'CC8.1'],
  settings: 'settings/actions',
  remedy:
    'Under "Workflow permissions" choose read access, and take away "Allow GitHub Actions to create and approve pull requests".',
  check({ posture: { workflowToken: token } }) {
    if (!token.known) return notDetermined(token.why)
    const { mayWrite, mayApprove } = token.value
    return failIfAny([
      ...(mayWrite ? [finding('A workflow without `permissions:` may write: it can post the status of the gate')] : []),
      ...(mayApprove
        ? [finding('Workflows may approve pull requests: whoever may write can have one approve theirs')]
        : []),
    ])
  },
})
