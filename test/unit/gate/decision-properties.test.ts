import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Review } from '../../../src/model/facts.ts'
import type { GateVerdict } from '../../../src/model/outcome.ts'
import {
  account,
  apart,
  byCategory,
  changeRecord,
  changeRequest,
  commit,
  decide,
  type FactsPatch,
  HEAD,
  known,
  notKnown,
  OLD,
  review,
  type Situation,
  twoReviewers,
} from '../../support/gate-facts.ts'

const greenness: readonly GateVerdict[] = ['refused', 'not-determined', 'pending', 'approved']
const green = (verdict: GateVerdict) => greenness.indexOf(verdict)

const ruleSets = [
  twoReviewers,
  `${byCategory}\n${changeRecord}\n${apart}`,
  '  - {id: one, require: {approvals: 1}}\n  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}',
  `${byCategory}\n  - {id: app, when: {paths: ["app/**"]}, require: {approvals: 2, from: {teams: [platform], users: [cleo]}}}`,
] as const
const logins = ['ada', 'ada-home', 'ana', 'ben', 'cleo', 'dan', 'eve', 'robo', 'zed', 'mia', 'app[bot]'] as const

const anyReview = fc
  .record({
    login: fc.constantFrom(...logins),
    state: fc.constantFrom(
      'approved',
      'approved',
      'approved',
      'changes-requested',
      'commented',
      'dismissed',
      'unknown',
    ),
    commit: fc.constantFrom(HEAD, HEAD, HEAD, OLD),
    minute: fc.integer({ min: 0, max: 59 }),
    before: fc.constantFrom(null, 'approved', 'changes-requested', 'unknown'),
    dismissedBy: fc.constantFrom(null, 'ada', 'mia', 'ana'),
  })
  .map(({ login, minute, dismissedBy, before, ...more }) =>
    review(login, {
      ...(more as Partial<Review>),
      submittedAt: `2026-03-03T10:${String(minute).padStart(2, '0')}:00Z`,
      ...(more.state === 'dismissed'
        ? {
            stateBeforeDismissal: before as Review['stateBeforeDismissal'],
            dismissedBy: dismissedBy === null ? null : account(dismissedBy),
          }
        : {}),
    }),
  )

const change = fc.constantFrom(
  [],
  [changeRequest()],
  [{ ...changeRequest(), text: changeRequest().text.replace('category: normal', 'category: emergency') }],
  [
    {
      ...changeRequest('plannedDeployer: ben\n'),
      text: changeRequest('plannedDeployer: ben\n').text.replace('category: normal', 'category: standard'),
    },
  ],
)

const situation = fc
  .record({
    rules: fc.constantFrom(...ruleSets),
    reviews: fc.array(anyReview, { maxLength: 8 }),
    changes: change,
    parties: fc.subarray(['ana', 'dan', 'mia'] as const, { maxLength: 1 }),
  })
  .map(
    ({
      rules,
      reviews,
      changes,
      parties,
    }): Situation & { facts: FactsPatch & { reviews: { value: readonly Review[] } } } => ({
      rules,
      head: 'deployment: {merging: true}',
      facts: {
        reviews: known(reviews),
        changeFiles: known(changes),
        commits: known([
          commit({
            parties: [
              { as: 'author', account: account('ada') },
              ...parties.map((login) => ({ as: 'co-author' as const, account: account(login) })),
            ],
          }),
        ]),
      },
    }),
  )

const withReviews = (one: Situation, reviews: readonly Review[]): Situation => ({
  ...one,
  facts: { ...one.facts, reviews: known(reviews) },
})

test('taking an approval away never makes it greener', () => {
  fc.assert(
    fc.property(situation, fc.nat(), (one, pick) => {
      const reviews = one.facts.reviews.value
      const approvals = reviews.filter(({ state }) => state === 'approved')
      const gone = approvals[pick % Math.max(1, approvals.length)]
      fc.pre(gone !== undefined)
      // An approval that took back an objection of the same person is a withdrawal; without it the objection is back.
      const before = green(decide(one).verdict)
      const after = green(
        decide(
          withReviews(
            one,
            reviews.filter((other) => other !== gone),
          ),
        ).verdict,
      )
      const onlyOne = reviews.filter(({ by }) => by?.login === gone.by?.login).length === 1
      fc.pre(onlyOne)
      expect(after).toBeLessThanOrEqual(before)
    }),
    { numRuns: 200 },
  )
})

const notCounting = fc.oneof(
  anyReview.filter(
    ({ by }) =>
      by?.login === 'ada' ||
      by?.login === 'ada-home' ||
      by?.login === 'app[bot]' ||
      by?.login === 'robo' ||
      by?.login === 'eve',
  ),
  fc.constantFrom(...logins).map((login) => review(login, { state: 'commented', submittedAt: '2026-03-03T10:59:59Z' })),
  fc.constantFrom(...logins).map((login) => review(login, { state: 'unknown', submittedAt: '2026-03-03T10:59:59Z' })),
  fc.constant(review(null)),
)

test('a review that cannot count never makes it greener', () => {
  fc.assert(
    fc.property(situation, notCounting, (one, extra) => {
      const own = one.facts.reviews.value.filter(
        ({ by }) => extra.state === 'commented' || extra.state === 'unknown' || by?.login !== extra.by?.login,
      )
      // The author approving with either account withdraws the author's own objection, which is not what is looked at here.
      const base = own.filter(({ by }) => by === null || !['ada', 'ada-home'].includes(by.login))
      const before = green(decide(withReviews(one, base)).verdict)
      expect(green(decide(withReviews(one, [...base, extra])).verdict)).toBeLessThanOrEqual(before)
    }),
    { numRuns: 200 },
  )
})

test('nothing that is not known is ever approved', () => {
  const gaps: readonly FactsPatch[] = [
    { commits: notKnown },
    { reviews: notKnown },
    { headChanges: notKnown },
    { pull: { author: null } },
    { permissions: [] },
    { commits: known([commit({ parties: [{ as: 'author', account: null }] })]) },
    { pull: { totals: { commits: 9, changedFiles: 1 } } },
  ]
  fc.assert(
    fc.property(situation, fc.constantFrom(...gaps), (one, gap) => {
      expect(decide({ ...one, facts: { ...one.facts, ...gap } }).verdict).not.toBe('approved')
    }),
    { numRuns: 200 },
  )
})

test('a claimed category needs no fewer approvals than none, unless its role approved', () => {
  const roleOf = { emergency: ['dan'], standard: ['ana', 'cleo'] } as const
  fc.assert(
    fc.property(situation, fc.constantFrom('emergency', 'standard'), (one, category) => {
      const text = changeRequest().text.replace('category: normal', `category: ${category}`)
      const claimed = {
        ...one,
        rules: byCategory,
        facts: { ...one.facts, changeFiles: known([{ ...changeRequest(), text }]) },
      }
      const plain = { ...claimed, facts: { ...claimed.facts, changeFiles: known([]) } }
      const approvers = decide(claimed)
        .reviewers.filter(({ counted }) => counted === 'yes')
        .map(({ person }) => person)
      fc.pre(!roleOf[category].some((person) => approvers.includes(person)))
      expect(green(decide(claimed).verdict)).toBeLessThanOrEqual(green(decide(plain).verdict))
    }),
    { numRuns: 200 },
  )
})
