import { type Finding, failIfAny, notDetermined, pass } from '../../model/outcome.ts'
import type { ForkWorkflows } from '../../model/posture-facts.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const forksWaitForApproval = defineRemoteCheck({
  id: 'DOC-114',
  name: 'forks-wait-for-approval',
  title: 'Workflows of forks wait for approval, and get neither secrets nor a token that writes',
  severity: 'error',
  criteria: ['CC6.1', 'CC6.6'],
  settings: 'settings/actions',
  remedy:
    'Require approval for the workflows of all external contributors, and send forks neither write tokens nor secrets.',
  check({ posture: { repository, forkWorkflows: forks } }) {
    if (repository.known && repository.value.isPrivate && repository.value.forking === false) return pass
    if (!forks.known) return notDetermined(forks.why)
    if (forks.value.of === 'public' && forks.value.approval === 'unknown')
      return notDetermined('the forge answers with a policy that is not known')
    return failIfAny(findingsOf(forks.value))
  },
})

function findingsOf(forks: ForkWorkflows): readonly Finding[] {
  const waits = finding('Workflows of forks run without approval', { severity: 'warning' })
  if (forks.of === 'public') {
    const who = forks.approval === 'first-time' ? 'have contributed before' : 'are not new to the forge'
    const some = finding(`Workflows of people who ${who} run without approval`, { severity: 'warning' })
    return forks.approval === 'everybody' ? [] : [some]
  }
  if (!forks.run) return []
  return [
    ...(forks.writeTokens ? [finding('Workflows of forks get a token that may write')] : []),
    ...(forks.secrets ? [finding('Workflows of forks get secrets')] : []),
    ...(forks.approval ? [] : [waits]),
  ]
}
