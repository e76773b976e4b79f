import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { finding, someGuard } from '../judge-guards.ts'
import { requiresGate } from '../requires-gate.ts'

export const statusIsOfTheNewestBase = defineRemoteCheck({
  id: 'DOC-111',
  name: 'status-is-of-the-newest-base',
  title: 'What is merged was judged together with the newest base, or by a merge queue',
  severity: 'warning',
  criteria: ['CC8.1'],
  settings: 'settings/rules',
  remedy:
    'Switch on "Require branches to be up to date before merging", or use a merge queue: else a green status may be older than the rules and people of the base.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const isGate = requiresGate(protectedBranch)
    return someGuard(
      guardsOf(protectedBranch, posture),
      (guard) => guard.queue !== undefined || (guard.strict && isGate(guard)),
      finding(`A pull request that is behind ${protectedBranch} can be merged`),
    )
  },
})
