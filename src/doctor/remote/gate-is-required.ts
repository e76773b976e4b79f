import { contextFor } from '../../model/gate-status-name.ts'
import type { Outcome } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { bindingGuard, finding } from '../judge-guards.ts'
import { requiresGate } from '../requires-gate.ts'

export const gateIsRequired = defineRemoteCheck({
  id: 'DOC-101',
  name: 'gate-is-required',
  title: 'The status `countersign/gate (BRANCH)` is required on the protected branch, for administrators too',
  severity: 'error',
  criteria: ['CC8.1'],
  settings: 'settings/rules',
  remedy:
    'Require the status in an active ruleset for the branch, and take administrators off its bypass list; in branch protection, switch on "Do not allow bypassing the above settings".',
  check({ posture, setup }): Outcome {
    const { protectedBranch } = setup.settings.settings
    const automatic =
      posture.repository.known && posture.repository.value.autoMerge === true
        ? { hint: 'Auto-merge is on: a pull request merges by itself without waiting for the gate' }
        : {}
    return bindingGuard(
      guardsOf(protectedBranch, posture),
      requiresGate(protectedBranch),
      finding(
        `${contextFor(protectedBranch)} is not required on ${protectedBranch}: anything can be merged`,
        automatic,
      ),
      ({ isAdministrator }) => isAdministrator,
    )
  },
})
