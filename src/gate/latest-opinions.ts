import { millisecondsOf } from '../model/days.ts'
import type { Review } from '../model/facts.ts'
import { inOrderOf } from '../model/in-order.ts'
import { type Actor, type FindActor, isGhost } from './actors.ts'
import type { Moment } from './moment-of-judgement.ts'

/** The one review that speaks for a person. */
export interface Opinion {
  readonly key: string
  /** undefined where the account was deleted. */
  readonly actor: Actor | undefined
  readonly review: Review
}

/**
 * One opinion a person: the latest of approved, changes requested and dismissed, by moment and then by id, never by place in
 * the list. A comment changes nothing. A dismissed review leaves no opinion: what was said before does not come back. A person
 * who gave none of these is listed with their latest review, so that the table can say why it does not count.
 * Reviews after a merge are left out, and a dismissal after a merge undoes nothing.
 */
export function latestOpinions(reviews: readonly Review[], actorOf: FindActor, moment: Moment): readonly Opinion[] {
  const heard = reviews
    .filter((review) => review.submittedAt === null || momentOf(review) <= moment.untilMs)
    .map((review) => asOf(review, moment))
    .sort(compare)
    .map((review): Opinion => {
      const actor = review.by === null || isGhost(review.by) ? undefined : actorOf(review.by)
      return { key: actor?.key ?? `deleted:${review.id}`, actor, review }
    })
  const latest = new Map(heard.map((opinion) => [opinion.key, opinion]))
  return [...latest.values()].sort(inOrderOf(({ key }) => key))
}

/** An objection without a moment stands; an approval without one cannot be put in order, so it is none. */
const isOpinion = ({ state, submittedAt }: Review): boolean =>
  state === 'changes-requested' || ((state === 'approved' || state === 'dismissed') && submittedAt !== null)

function momentOf({ state, submittedAt }: Review): number {
  if (submittedAt !== null) return millisecondsOf(submittedAt)
  return state === 'changes-requested' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
}

/** What speaks comes last. Two that both lack a moment differ by no number, and so by their ids. */
const compare = (a: Review, b: Review): number =>
  Number(isOpinion(a)) - Number(isOpinion(b)) || momentOf(a) - momentOf(b) || a.id - b.id

function asOf(review: Review, { untilMs }: Moment): Review {
  const { state, dismissedAt, stateBeforeDismissal: before } = review
  if (state !== 'dismissed' || before === null || dismissedAt === undefined || dismissedAt === null) return review
  return millisecondsOf(dismissedAt) > untilMs ? { ...review, state: before } : review
}
