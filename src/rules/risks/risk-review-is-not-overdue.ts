import { addDuration, daysAgo } from '../../model/days.ts'
import { failIfAny, notApplicable, pass } from '../../model/outcome.ts'
import { rate } from '../../model/risk-rating.ts'
import { defineRule } from '../define-rule.ts'

export const riskReviewIsNotOverdue = defineRule({
  id: 'RSK-010',
  name: 'risk-review-is-not-overdue',
  title: 'A risk is reviewed as often as its band asks',
  subject: 'risk',
  severity: 'error',
  rationale: 'Ratings age. The larger a risk, the sooner it must be looked at again.',
  remedy: 'Review it with its owner, then set `lastReviewed` and `reviewBy`.',
  criteria: ['CC3.2', 'CC3.4'],
  since: '0.1.0',
  overdue: true,

  check({ value: risk, at }, { asOf, riskMethod }) {
    if (risk.status === 'closed') return notApplicable('the risk is closed')
    const { band } = rate(risk.residual ?? risk.inherent, riskMethod.matrix)
    if (risk.lastReviewed === undefined) {
      return failIfAny([
        {
          message: `${risk.id} was never reviewed`,
          at: at.locate(),
          hint: `a ${band} risk is reviewed every ${riskMethod.reviewEvery[band]}`,
        },
      ])
    }
    const byBand = addDuration(risk.lastReviewed, riskMethod.reviewEvery[band])
    const own = risk.reviewBy !== undefined && risk.reviewBy < byBand
    const due = own && risk.reviewBy !== undefined ? risk.reviewBy : byBand
    if (asOf <= due) return pass
    return failIfAny([
      {
        message: `The review of ${risk.id} was due on ${due}, ${daysAgo(due, asOf)}`,
        at: at.locate([own ? 'reviewBy' : 'lastReviewed'], 'value'),
        ...(own ? {} : { hint: `a ${band} risk is reviewed every ${riskMethod.reviewEvery[band]}` }),
      },
    ])
  },
})
