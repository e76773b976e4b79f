import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { finding, someGuard, together } from '../judge-guards.ts'

export const approvalsDoNotOutlivePushes = defineRemoteCheck({
  id: 'DOC-110',
  name: 'approvals-do-not-outlive-pushes',
  title: 'The forge itself dismisses stale approvals and wants the last push approved by somebody else',
  severity: 'warning',
  criteria: ['CC8.1'],
  settings: 'settings/rules',
  remedy:
    'Switch on "Dismiss stale pull request approvals when new commits are pushed" and "Require approval of the most recent reviewable push": the gate asks for both anyhow, and two locks are better than one.',
  check({ posture, setup }) {
    const { protectedBranch } = setup.settings.settings
    const guards = guardsOf(protectedBranch, posture)
    return together([
      someGuard(
        guards,
        ({ review }) => review?.dismissesStale === true,
        finding(`Stale approvals are not dismissed on ${protectedBranch}`),
      ),
      someGuard(
        guards,
        ({ review }) => review?.lastPush === true,
        finding(`Whoever pushes last may give the approval that is missing on ${protectedBranch}`),
      ),
    ])
  },
})
