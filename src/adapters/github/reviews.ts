import type { Reading, Review } from '../../model/facts.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { orNull, toId, toInstant, toObject, toSha, toText } from './json.ts'
import { namedCommitsOf } from './named-commits.ts'
import { wholeList } from './pages.ts'
import type { Dismissal } from './pull-events.ts'
import type { PullPlace } from './pull-question.ts'
import { NotKnown, readingOf } from './reading.ts'

const states = new Map<unknown, Review['state']>([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['COMMENTED', 'commented'],
  ['DISMISSED', 'dismissed'],
  ['PENDING', 'pending'],
])

/** Every review, in the order of the list, without what the events add. */
export function readReviews(session: Session, { parameters, number, about }: PullPlace): Promise<Reading<Review>> {
  return readingOf(async () => {
    const entries = await wholeList(session, {
      endpoint: endpoints.reviews,
      parameters: { ...parameters, pull_number: number },
      about,
    })
    const reviews = entries.map(toReview)
    // A list that shifts while it is read shows an entry twice, and may have hidden another.
    if (new Set(reviews.map(({ id }) => id)).size !== reviews.length) {
      return new NotKnown('The list of reviews changed while it was read. Run it again.')
    }
    return reviews
  })
}

function toReview(entry: unknown): Review {
  const review = toObject(entry, 'a review')
  return {
    id: toId(review['id'], 'the id of a review'),
    by: accountIn(review, 'user', 'the author of a review'),
    state: states.get(review['state']) ?? 'unknown',
    commit: orNull(review['commit_id'], (value) => toSha(value, 'the commit of a review')),
    submittedAt: orNull(review['submitted_at'], (value) => toInstant(value, 'when a review was submitted')),
    dismissedBy: null,
    dismissedAt: null,
    stateBeforeDismissal: null,
    // GitHub's REST interface does not say who edited the text of a review.
    editedBy: null,
    namedCommits: namedCommitsOf(orNull(review['body'], (value) => toText(value, 'the text of a review')) ?? ''),
    url: toText(review['html_url'], 'the address of a review', 500),
  }
}

/**
 * Adds to each dismissed review who dismissed it and what it was. Where the events could not be read, the state before is
 * `unknown`: it may have been an objection.
 */
export function withDismissals(reviews: Reading<Review>, dismissals: Reading<Dismissal>): Reading<Review> {
  if (!reviews.known) return reviews
  const newest = new Map(dismissals.known ? dismissals.value.map((each) => [each.reviewId, each]) : [])
  const value = reviews.value.map((review): Review => {
    if (review.state !== 'dismissed') return review
    const dismissal = newest.get(review.id)
    if (dismissal === undefined) return dismissals.known ? review : { ...review, stateBeforeDismissal: 'unknown' }
    const { by, at, stateBefore } = dismissal
    return { ...review, dismissedBy: by, dismissedAt: at, stateBeforeDismissal: stateBefore }
  })
  return { known: true, value }
}
