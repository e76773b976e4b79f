import type { HeadChange, Reading, Review } from '../../model/facts.ts'
import type { Dismissal } from './pull-events.ts'

/**
 * `kind:id` of the newest of what the server did and was read; the opening when there is nothing else. At one moment the
 * greater text, so that the same answers give the same id.
 */
export function newestEventOf(
  reviews: Reading<Review>,
  changes: Reading<HeadChange>,
  dismissals: Reading<Dismissal>,
  opening: { readonly number: number; readonly createdAt: string },
): string {
  const events = [
    { at: opening.createdAt, name: `opened:${opening.number}` },
    ...(reviews.known ? reviews.value : []).map(({ submittedAt, id }) => ({ at: submittedAt, name: `review:${id}` })),
    ...(changes.known ? changes.value : []).map(({ at, kind, id }) => ({ at, name: `${kind}:${id}` })),
    ...(dismissals.known ? dismissals.value : []).map(({ at, id }) => ({ at, name: `dismissal:${id}` })),
  ]
  let newest = { atMs: Number.NEGATIVE_INFINITY, name: '' }
  for (const { at, name } of events) {
    const atMs = at === null ? Number.NEGATIVE_INFINITY : Date.parse(at)
    if (atMs > newest.atMs || (atMs === newest.atMs && name > newest.name)) newest = { atMs, name }
  }
  return newest.name
}
