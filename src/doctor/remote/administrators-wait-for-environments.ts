import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const administratorsWaitForEnvironments = defineRemoteCheck({
  id: 'DOC-116',
  name: 'administrators-wait-for-environments',
  title: 'Administrators cannot bypass the protection of an environment',
  severity: 'warning',
  criteria: ['CC6.3', 'CC8.1'],
  settings: 'settings/environments',
  remedy: 'Take away "Allow administrators to bypass configured protection rules" of the environment.',
  check({ posture: { environments } }) {
    if (!environments.known) return notDetermined(environments.why)
    const guarded = environments.value.filter(
      ({ hasReviewers, branches }) => hasReviewers || !branches.known || branches.value !== 'any',
    )
    if (guarded.length === 0) return notApplicable('no environment has a protection')
    const open = guarded.filter(({ administratorsBypass }) => administratorsBypass === true)
    if (open.length === 0 && guarded.some(({ administratorsBypass }) => administratorsBypass === null))
      return notDetermined('the forge does not say whether administrators may bypass an environment')
    return failIfAny(open.map(({ name }) => finding(`Administrators may deploy to ${name} past its protection`)))
  },
})
