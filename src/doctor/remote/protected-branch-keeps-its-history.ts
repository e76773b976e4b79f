import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { bindingGuard, finding, together } from '../judge-guards.ts'

export const protectedBranchKeepsItsHistory = defineRemoteCheck({
  id: 'DOC-108',
  name: 'protected-branch-keeps-its-history',
  title: 'The protected branch can be neither deleted nor force-pushed',
  severity: 'error',
  criteria: ['CC8.1', 'CC7.1'],
  settings: 'settings/rules',
  remedy: 'Restrict deletions and block force pushes in an active ruleset for the branch, without a bypass.',
  check({ posture, setup }) {
    const { protectedBranch: branch } = setup.settings.settings
    const guards = guardsOf(branch, posture)
    return together([
      bindingGuard(
        guards,
        ({ refusesForcePush }) => refusesForcePush,
        finding(`${branch} can be force-pushed: approved changes can be replaced`),
      ),
      bindingGuard(guards, ({ refusesDeletion }) => refusesDeletion, finding(`${branch} can be deleted and made anew`)),
    ])
  },
})
