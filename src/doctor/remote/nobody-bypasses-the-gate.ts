import { notApplicable } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { type Guard, guardsOf } from '../guards.ts'
import { bindingGuard, finding, together } from '../judge-guards.ts'
import { requiresGate } from '../requires-gate.ts'

export const nobodyBypassesTheGate = defineRemoteCheck({
  id: 'DOC-107',
  name: 'nobody-bypasses-the-gate',
  title: 'No team, App, key or person may bypass the rules of the protected branch',
  severity: 'error',
  criteria: ['CC8.1', 'CC6.3'],
  settings: 'settings/rules',
  remedy:
    'Empty the bypass list. For emergencies have a rule with `category: [emergency]` in gate-rules.yaml, which leaves a trace and owes a review.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const guards = guardsOf(protectedBranch, posture)
    const aspects: readonly ((guard: Guard) => boolean)[] = [
      requiresGate(protectedBranch),
      ({ review }) => review !== undefined,
    ]
    // That something is missing altogether is told by DOC-101 and DOC-109, and so are administrators.
    const there = aspects.filter((does) => guards.open.length > 0 || guards.known.some(does))
    if (there.length === 0) return notApplicable('there is nothing to bypass')
    return together(
      there.map((does) =>
        bindingGuard(guards, does, finding('Nothing is there'), ({ isAdministrator }) => !isAdministrator),
      ),
    )
  },
})
