import { reviewedAfterwards } from '../rules/changes/emergency-review.ts'
import type { MergeRecord } from '../rules/logged-history.ts'
import type { PageContext } from './page-context.ts'

export interface EmergencyReview {
  readonly merge: MergeRecord
  /** Last day of the review. */
  readonly due: string
  /** Day of the review by somebody who had no part in it; undefined: the log holds none. */
  readonly on: string | undefined
}

/** Emergencies that were merged, each with the review that was owed. A later merge that names the change again is that review. */
export function emergencyReviews(context: Pick<PageContext, 'log' | 'model' | 'day'>): readonly EmergencyReview[] {
  const merges = context.log.flatMap((record) => (record.kind === 'change.merged' ? [record] : []))
  return merges.flatMap((merge) => {
    const due = merge.data.emergencyReviewDue
    if (due === null) return []
    const { changeRequests } = merge.data
    const later = merges.filter(
      ({ index, data }) => index > merge.index && data.changeRequests.some((id) => changeRequests.includes(id)),
    )
    const reviewed = reviewedAfterwards(merge, later, context.model)
    return [{ merge, due, on: reviewed === undefined ? undefined : context.day(reviewed) }]
  })
}

/** What became of the review, in words. */
export function reviewInWords({ due, on }: EmergencyReview): string {
  if (on === undefined) return 'not in the log'
  return on > due ? `reviewed late, on ${on}` : `reviewed on ${on}`
}
