import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const actionsNeedFullCommitIds = defineRemoteCheck({
  id: 'DOC-112',
  name: 'actions-need-full-commit-ids',
  title: 'The forge runs no action that is not named by a full commit id',
  severity: 'warning',
  criteria: ['CC6.8', 'CC8.1'],
  settings: 'settings/actions',
  remedy: 'Switch on "Require actions to be pinned to a full-length commit SHA".',
  check({ posture: { actions } }) {
    if (!actions.known) return notDetermined(actions.why)
    if (!actions.value.enabled) return notApplicable('Actions are off')
    const { fullCommitIds } = actions.value
    if (fullCommitIds === null) return notDetermined('the forge does not say whether full commit ids are asked for')
    return failIfAny(fullCommitIds ? [] : [finding('A workflow may use an action by a tag, which can be moved')])
  },
})
