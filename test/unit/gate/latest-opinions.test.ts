import { describe, expect, test } from 'vitest'
import { findActors } from '../../../src/gate/actors.ts'
import { latestOpinions } from '../../../src/gate/latest-opinions.ts'
import type { Review } from '../../../src/model/facts.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { baseFiles, review, twoReviewers } from '../../support/gate-facts.ts'

const actorOf = findActors(readProgram(baseFiles(twoReviewers)).model, [])
const untilMs = Date.parse('2026-03-03T12:00:00Z')
const opinionsOf = (reviews: readonly Review[], until = untilMs) =>
  latestOpinions(reviews, actorOf, { untilMs: until, day: '2026-03-04' })

const at = (hour: string, more: Partial<Review> = {}) =>
  review('ana', { submittedAt: `2026-03-03T${hour}:00Z`, ...more })
const dismissed = (more: Partial<Review>) => at('10:00', { id: 2, state: 'dismissed', ...more })

interface Row {
  readonly name: string
  /** The first of them is the one that speaks. */
  readonly reviews: readonly Review[]
}

describe('what speaks for a person', () => {
  // biome-ignore format: one row, one line
  test.each<Row>([
    { name: 'the later of two', reviews: [at('10:01', { id: 1 }), at('10:00', { id: 2 })] },
    { name: 'at the same second the greater number', reviews: [at('10:00', { id: 2 }), at('10:00', { id: 1 })] },
    { name: 'an approval before a later comment', reviews: [at('10:00', { id: 1 }), at('11:00', { id: 2, state: 'commented' })] },
    { name: 'a request for changes before a later comment', reviews: [at('10:00', { id: 1, state: 'changes-requested' }), at('11:00', { id: 2, state: 'commented' })] },
    { name: 'a dismissed review before a later comment', reviews: [at('10:00', { id: 1, state: 'dismissed' }), at('11:00', { id: 2, state: 'commented' })] },
    { name: 'a dismissed review before an earlier approval', reviews: [at('10:00', { id: 1, state: 'dismissed' }), at('09:00', { id: 2 })] },
    { name: 'the later of two comments', reviews: [at('11:00', { id: 1, state: 'commented' }), at('10:00', { id: 2, state: 'commented' })] },
    { name: 'a comment with a moment before one without', reviews: [at('10:00', { id: 1, state: 'commented' }), at('', { id: 2, state: 'commented', submittedAt: null })] },
    { name: 'an objection without a moment before any approval', reviews: [review('ana', { id: 1, state: 'changes-requested', submittedAt: null }), at('11:00', { id: 2 })] },
    { name: 'an approval without a moment after a comment', reviews: [at('10:00', { id: 1, state: 'commented' }), review('ana', { id: 2, submittedAt: null })] },
    { name: 'a dismissed review without a moment after a comment', reviews: [at('10:00', { id: 1, state: 'commented' }), review('ana', { id: 2, state: 'dismissed', submittedAt: null })] },
    { name: 'at the moment of the merge', reviews: [at('12:00', { id: 1 }), at('11:00', { id: 2 })] },
    { name: 'not after the merge', reviews: [at('10:00', { id: 1 }), at('12:01', { id: 2, state: 'changes-requested' })] },
  ])('$name', ({ reviews }) => {
    for (const order of [reviews, reviews.toReversed()]) {
      expect(opinionsOf(order).map((one) => one.review)).toEqual([reviews[0]])
    }
  })
})

test('an objection without a moment stands at a merge too', () => {
  expect(opinionsOf([review('ana', { state: 'changes-requested', submittedAt: null })])).toHaveLength(1)
})

test('nothing is left of somebody who reviewed after the merge only', () => {
  expect(opinionsOf([at('12:01')])).toEqual([])
})

describe('a dismissed review is judged as', () => {
  // biome-ignore format: one row, one line
  test.each<[string, Partial<Review>, Review['state']]>([
    ['it was, where it was dismissed after the merge', { stateBeforeDismissal: 'approved', dismissedAt: '2026-03-03T12:00:01Z' }, 'approved'],
    ['dismissed, at the moment of the merge', { stateBeforeDismissal: 'approved', dismissedAt: '2026-03-03T12:00:00Z' }, 'dismissed'],
    ['dismissed, where nobody knows when', { stateBeforeDismissal: 'approved', dismissedAt: null }, 'dismissed'],
    ['dismissed, where nothing says when', { stateBeforeDismissal: 'approved' }, 'dismissed'],
    ['dismissed, where nobody knows what it was', { stateBeforeDismissal: null, dismissedAt: '2026-03-03T12:00:01Z' }, 'dismissed'],
  ])('%s', (_name, more, state) => {
    expect(opinionsOf([dismissed(more)]).map((one) => one.review.state)).toEqual([state])
  })

  test('what it is, where it is not dismissed whatever it says', () => {
    const odd = at('10:00', {
      state: 'approved',
      stateBeforeDismissal: 'changes-requested',
      dismissedAt: '2026-03-03T12:00:01Z',
    })
    expect(opinionsOf([odd]).map((one) => one.review.state)).toEqual(['approved'])
  })
})

test('people are listed by their keys, and deleted accounts one by one', () => {
  const ghost = { id: 10137, login: 'ghost', type: 'user' } as const
  const reviews = [
    review('zed'),
    review(null, { id: 7 }),
    review('ben'),
    review('ana'),
    review('x', { id: 8, by: ghost }),
  ]
  const opinions = opinionsOf(reviews, Number.POSITIVE_INFINITY)
  expect(opinions.map(({ key }) => key)).toEqual(['account:9', 'deleted:7', 'deleted:8', 'person:ana', 'person:ben'])
  expect(opinions.map(({ actor }) => actor?.name)).toEqual(['zed', undefined, undefined, 'ana', 'ben'])
})
