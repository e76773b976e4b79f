import { failIfAny, notApplicable, notDetermined } from '../../model/outcome.ts'
import { defineRemoteCheck } from '../define-check.ts'
import { finding } from '../judge-guards.ts'

export const deployersDoNotLetThemselvesIn = defineRemoteCheck({
  id: 'DOC-115',
  name: 'deployers-do-not-let-themselves-in',
  title: 'Whoever starts a deployment cannot let it into its environment',
  severity: 'warning',
  criteria: ['CC6.3', 'CC8.1'],
  settings: 'settings/environments',
  remedy: 'Switch on "Prevent self-review" for the environment.',
  check({ posture: { environments } }) {
    if (!environments.known) return notDetermined(environments.why)
    const reviewed = environments.value.filter(({ hasReviewers }) => hasReviewers)
    if (reviewed.length === 0) return notApplicable('no environment has reviewers')
    return failIfAny(
      reviewed
        .filter(({ refusesSelfReview }) => refusesSelfReview !== true)
        .map(({ name }) => finding(`Whoever deploys to ${name} may let the deployment in`)),
    )
  },
})
