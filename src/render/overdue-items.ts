import { emergencyReview } from '../assess/emergency-review.ts'
import { addDuration, type Day } from '../model/days.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Policy } from '../model/records.ts'
import { type PageContext, recordsOf } from './page-context.ts'
import { compare } from './page-text.ts'

export interface OverdueItem {
  readonly due: Day
  /** Link to the record. */
  readonly what: string
  readonly why: string
}

/** Last day by which a policy is to be reviewed; undefined where it never was. */
export const reviewDue = ({ lastReviewed, reviewEvery }: Policy): Day | undefined =>
  lastReviewed === undefined ? undefined : addDuration(lastReviewed, reviewEvery)

/** What should have been done by the as-of day, the longest overdue first. */
export function overdueItems(context: PageContext): readonly OverdueItem[] {
  const { model, assessment } = context
  const { asOf } = assessment.basis
  const items: OverdueItem[] = []
  const add = (due: Day | undefined, what: string, why: string) => {
    if (due !== undefined && due < asOf) items.push({ due, what, why })
  }
  for (const { value: policy } of model.policies.values()) {
    if (policy.status === 'draft' || policy.status === 'retired') continue
    add(reviewDue(policy), context.titled(policy.id, ''), 'review of the policy')
  }
  for (const { value: risk } of model.risks.values()) {
    if (risk.status === 'closed') continue
    add(risk.reviewBy, context.titled(risk.id, ''), 'review of the risk')
    if (risk.status === 'accepted')
      add(risk.acceptance?.expires, context.titled(risk.id, ''), 'the acceptance has ended')
    for (const { due, done, action } of risk.plan ?? [])
      if (done === undefined && (risk.status === 'open' || risk.status === 'treating'))
        add(due, context.titled(risk.id, ''), `planned action: ${inlineText(action)}`)
  }
  for (const { value: exception } of model.exceptions.values())
    add(
      exception.expires,
      `${context.link(exception.id, '')}${exception.control === undefined ? '' : ` for ${context.titled(exception.control, '')}`}`,
      'the exception has ended',
    )
  for (const { deficiency, due, late, stillOpen, mended } of assessment.remediations.values())
    if (late && stillOpen && mended === undefined)
      add(due, context.titled(deficiency, ''), 'the deficiency is not mended')
  for (const { value: decision } of model.decisions)
    add(decision.reviewBy, `${decision.id} about ${context.link(decision.criterion, '')}`, 'review of the decision')
  for (const merge of recordsOf(context.log, 'change.merged')) {
    const review = emergencyReview(merge, context.log, model, context.timezone)
    if (review.kind !== 'not-done') continue
    const what = `emergency change ${context.pull(merge.data.pull)} ${inlineText(merge.data.title)}`
    add(review.due, what, 'the review afterwards is not in the log')
  }
  return items.sort((a, b) => compare(a.due, b.due) || compare(a.what, b.what) || compare(a.why, b.why))
}
