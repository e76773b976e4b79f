import type { Review } from '../model/facts.ts'
import type { GivenPull, GivenReview } from '../model/gate-cases.ts'
import type { CaseAccounts } from './case-accounts.ts'
import type { CaseMoments } from './case-moments.ts'

/** The reviews of a case, oldest first: approvals, then objections, then comments. */
export function reviewsOf(given: GivenPull, accounts: CaseAccounts, moments: CaseMoments): readonly Review[] {
  const { approvals = [], objections = [], comments = [] } = given
  const listed = [
    ...approvals.map((review, index) => ({ review, state: 'approved' as const, path: ['approvals', index] })),
    ...objections.map((review, index) => ({
      review,
      state: 'changes-requested' as const,
      path: ['objections', index],
    })),
    ...comments.map((review, index) => ({ review, state: 'commented' as const, path: ['comments', index] })),
  ]
  return listed.map(({ review, state, path }, index): Review => {
    const { by, at = 'head', dismissedBy, namesCommit } = detailsOf(review)
    const early = at !== 'head'
    const submittedAt = early ? moments.early(index) : moments.late(index)
    const dismissed = dismissedBy === undefined ? {} : { dismissedAt: moments.dismissed }
    return {
      id: index + 1,
      by: accounts.find(by, path),
      state: dismissedBy === undefined ? state : 'dismissed',
      commit: at === 'old' ? moments.oldHead : moments.head,
      submittedAt,
      dismissedBy: dismissedBy === undefined ? null : accounts.find(dismissedBy, [...path, 'dismissedBy']),
      ...dismissed,
      stateBeforeDismissal: dismissedBy === undefined || state === 'commented' ? null : state,
      editedBy: null,
      url: `https://github.com/example/case/pull/1#pullrequestreview-${index + 1}`,
      namedCommits: namesCommit === true ? [moments.head] : [],
    }
  })
}

interface ReviewDetails {
  readonly by: string
  readonly at?: 'head' | 'old' | 'before-push'
  readonly dismissedBy?: string
  readonly namesCommit?: boolean
}

const detailsOf = (review: GivenReview | string): ReviewDetails =>
  typeof review === 'string' ? { by: review } : review

/** Whether a review was given before the last push. */
export const hasEarlyReviews = ({ approvals = [], objections = [] }: GivenPull): boolean =>
  [...approvals, ...objections].some((review) => (detailsOf(review).at ?? 'head') !== 'head')
