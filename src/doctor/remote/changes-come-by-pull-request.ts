import { failIfAny, pass } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { guardsOf } from '../guards.ts'
import { bindingGuard, finding, someGuard, together } from '../judge-guards.ts'

export const changesComeByPullRequest = defineRemoteCheck({
  id: 'DOC-109',
  name: 'changes-come-by-pull-request',
  title: 'Every change of the protected branch comes by a pull request, and nobody pushes to it',
  severity: 'error',
  criteria: ['CC8.1'],
  settings: 'settings/rules',
  remedy: 'Require a pull request before merging in the rules of the branch, and let nobody push past it.',
  check({ posture, setup }) {
    const { protectedBranch: branch } = setup.settings.settings
    const guards = guardsOf(branch, posture)
    const asks = guards.known.filter(({ review }) => review !== undefined)
    const missing = finding(`No pull request is required on ${branch}: whoever may write can push to it`)
    const administrators = bindingGuard(
      guards,
      ({ review }) => review !== undefined,
      missing,
      ({ isAdministrator }) => isAdministrator,
    )
    const pushers = asks.some(({ pushPast }) => pushPast.length === 0)
      ? pass
      : failIfAny(
          asks.flatMap(({ name, pushPast }) =>
            pushPast.map((who) => finding(`${who} may push to ${branch} past ${name}`)),
          ),
        )
    // Whether there is more that they could not push past is open where something could not be read.
    const past = pushers === pass || guards.open.length === 0 ? pushers : someGuard(guards, () => false, missing)
    return together([administrators, past])
  },
})
