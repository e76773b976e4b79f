import { onlyProgram } from '../assess/assess-program.ts'
import { addDuration, type Day, dayOf, daysBetween } from '../model/days.ts'
import type { AccessReview } from '../model/records.ts'
import { accessMethodOf } from '../rules/access/access-method.ts'
import { accessReviewIsComplete } from '../rules/access/access-review-is-complete.ts'
import type { LateItem } from './late-items.ts'
import type { PageContext } from './page-context.ts'
import { plural } from './page-text.ts'

/** Last day on which deciding is in time. */
export const reviewDueOn = (review: AccessReview, { model, timezone }: Pick<PageContext, 'model' | 'timezone'>): Day =>
  review.due ?? addDuration(dayOf(review.population.takenAt, timezone), accessMethodOf(onlyProgram(model)).decideWithin)

/**
 * Reviews of access that were completed late. The check is content with one that a deficiency follows up; who reads what was
 * late in the period has to see it all the same.
 */
export function lateReviews(context: Pick<PageContext, 'model' | 'timezone'>): readonly LateItem[] {
  const { id: rule, criteria } = accessReviewIsComplete
  return [...context.model.accessReviews.values()].flatMap(({ value: review }): readonly LateItem[] => {
    if (review.completedAt === undefined) return []
    const due = reviewDueOn(review, context)
    const late = daysBetween(due, review.completedAt)
    if (late <= 0) return []
    const what = `${review.id} was completed on ${review.completedAt}, ${plural(late, 'day')} late (due by ${due})`
    return [{ id: review.id, rule, criteria, what }]
  })
}
