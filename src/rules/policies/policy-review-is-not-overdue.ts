import { addDuration, daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const policyReviewIsNotOverdue = defineRule({
  id: 'POL-004',
  name: 'policy-review-is-not-overdue',
  title: 'A policy in force is reviewed in time',
  subject: 'policy',
  severity: 'error',
  rationale: 'A policy that nobody has looked at since it was written describes another company.',
  remedy: 'Review it with its owner and set `lastReviewed` in a pull request.',
  criteria: ['CC5.3', 'CC1.2'],
  since: '0.1.0',
  overdue: true,

  check({ value: policy, at }, { asOf }) {
    if (policy.status !== 'approved' && policy.status !== 'effective')
      return notApplicable(`the policy is ${policy.status}`)
    const last = policy.lastReviewed ?? policy.effectiveFrom
    if (last === undefined) {
      return failIfAny([
        { message: `${policy.id} is ${policy.status} and was never reviewed`, at: at.locate(['status'], 'value') },
      ])
    }
    const due = addDuration(last, policy.reviewEvery)
    if (asOf <= due) return pass
    const key = policy.lastReviewed === undefined ? 'effectiveFrom' : 'lastReviewed'
    const message = `The review of ${policy.id} was due on ${due}, ${daysAgo(due, asOf)}`
    return failIfAny([{ message, at: at.locate([key], 'value') }])
  },
})
