import { addBusinessDays, dayOf } from '../../model/days.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'
import { reviewedAfterwards } from './emergency-review.ts'

const reviewWithinBusinessDays = 5

export const emergencyIsReviewed = defineRule({
  id: 'CHG-008',
  name: 'emergency-is-reviewed',
  title: 'An emergency change was reviewed within five business days by somebody else',
  subject: 'change-request',
  severity: 'error',
  rationale:
    'The emergency path is narrower than the normal one, and stays acceptable only while somebody independent looks afterwards. The review is a later pull request that names the change again (its write-up), approved by somebody who neither wrote nor approved the emergency.',
  remedy:
    'Write down what happened in a pull request that names the change, and let somebody who had no part in it approve.',
  criteria: ['CC8.1', 'CC7.5'],
  since: '0.2.0',
  needs: 'log',

  check({ value: change, at }, context) {
    if (change.category !== 'emergency') return notApplicable('it is no emergency')
    const merges = context.logged.mergesOf.get(change.id) ?? []
    const [first, ...later] = merges
    if (first === undefined) return notApplicable('the log holds no merge of it')
    const { data } = first.record
    const merged = dayOf(data.mergedAt, context.timezone)
    const due =
      data.emergencyReviewDue ?? addBusinessDays(merged, reviewWithinBusinessDays, context.program?.calendar ?? {})
    const reviewed = reviewedAfterwards(
      first.record,
      later.map(({ record }) => record),
      context.model,
    )
    const on = reviewed === undefined ? undefined : dayOf(reviewed, context.timezone)
    if (on === undefined && context.asOf <= due) return notApplicable(`the review is due by ${due}`)
    const findings: Finding[] = []
    if (on === undefined || on > due) {
      const how = on === undefined ? 'has not been reviewed since' : `was reviewed on ${on}`
      findings.push({
        message: `${change.id} was merged as an emergency on ${merged}; its review was due by ${due} and it ${how}`,
        at: at.locate(['category'], 'value'),
        related: [{ at: first.at.locate(), message: 'the merge, as the log has it' }],
      })
    }
    return failIfAny(findings)
  },
})
