import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PullRequestFacts, Review } from '../../../src/model/facts.ts'
import { anySituation, people as everybody } from '../../support/any-situation.ts'
import {
  baseFiles,
  decide,
  facts,
  file,
  known,
  notKnown,
  people,
  review,
  type Situation,
} from '../../support/gate-facts.ts'

const readingsOf = (snapshot: PullRequestFacts) =>
  Object.entries(snapshot).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && 'known' in value ? [key] : [],
  )

test('what is no longer known makes nothing approved', () => {
  fc.assert(
    fc.property(anySituation, fc.constantFrom(...readingsOf(facts())), (one, key) => {
      const before = decide(one).verdict
      const after = decide({ ...one, facts: { ...one.facts, [key]: notKnown } }).verdict
      if (after === 'approved') expect(before).toBe('approved')
    }),
    { numRuns: 250 },
  )
})

test('the order of every list changes nothing', () => {
  fc.assert(
    fc.property(anySituation, fc.infiniteStream(fc.nat()), (one, stream) => {
      const shuffled = shuffleDeep(one.facts, () => stream.next().value as number)
      expect(decide({ ...one, facts: shuffled as NonNullable<Situation['facts']> })).toEqual(decide(one))
    }),
    { numRuns: 250 },
  )
})

function shuffleDeep(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item) => ({ item: shuffleDeep(item, next), key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item)
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shuffleDeep(inner, next)]))
}

const reviewsOf = ({ facts: { reviews } }: { facts: NonNullable<Situation['facts']> }) =>
  reviews?.known === true ? reviews.value : []
const withReviews = (one: Situation, reviews: readonly Review[]): Situation => ({
  ...one,
  facts: { ...one.facts, reviews: known(reviews) },
})

test('an approval by somebody who cannot approve changes nothing', () => {
  // Ada writes the head in every situation; the others are machines, nobody, or gone.
  const nobody = fc.constantFrom('ada', 'ada-home', 'robo', 'app[bot]', 'gone', 'ghost', null)
  fc.assert(
    fc.property(anySituation, nobody, (one, login) => {
      fc.pre(one.facts.reviews?.known === true)
      const speaksAlready = reviewsOf(one).some(({ by }) => by?.login === login || (login ?? '').startsWith('ada'))
      // With an objection of their own an approval is a withdrawal.
      fc.pre(login === null || login === 'ghost' || !speaksAlready)
      const before = decide(one)
      const after = decide(withReviews(one, [...reviewsOf(one), review(login)]))
      expect([after.verdict, after.rules]).toEqual([before.verdict, before.rules])
    }),
    { numRuns: 250 },
  )
})

test('an approval that is taken away makes nothing approved', () => {
  fc.assert(
    fc.property(anySituation, fc.nat(), (one, pick) => {
      const reviews = reviewsOf(one)
      const gone = reviews[pick % Math.max(1, reviews.length)]
      fc.pre(gone?.state === 'approved' && reviews.filter(({ by }) => by?.id === gone.by?.id).length === 1)
      // Whoever merged may not have approved it: there an approval less is a fault less.
      fc.pre(one.facts.pull?.mergedBy?.id !== gone.by?.id)
      const rest = decide(
        withReviews(
          one,
          reviews.filter((other) => other !== gone),
        ),
      )
      if (rest.verdict === 'approved') expect(decide(one).verdict).toBe('approved')
    }),
    { numRuns: 250 },
  )
})

test('other logins for the same accounts change nothing but names', () => {
  fc.assert(
    fc.property(
      anySituation,
      fc.shuffledSubarray([...everybody.keys()], { minLength: everybody.length }),
      (one, order) => {
        const before = decide({ ...one, files: filesOf(one, (login) => login) })
        const rename = (login: string) => {
          const index = (everybody as readonly string[]).indexOf(login.toLowerCase())
          if (index === -1 || login === 'ghost') return login
          return `renamed-${order[index]}${login.endsWith('[bot]') ? '[bot]' : ''}`
        }
        const after = decide({
          ...one,
          files: filesOf(one, rename),
          facts: renamedDeep(one.facts, rename) as typeof one.facts,
        })
        expect(meaningOf(after)).toEqual(meaningOf(before))
      },
    ),
    { numRuns: 100 },
  )
})

const meaningOf = ({ verdict, code, rules, reviewers, category, separation }: ReturnType<typeof decide>) => ({
  verdict,
  code,
  category,
  separation,
  rules: rules.map((rule) => [rule.rule, rule.verdict]),
  reviewers: Object.fromEntries(
    reviewers.map((row) => [row.account?.id ?? `deleted ${row.review}`, [row.person, row.counted, row.countedFor]]),
  ),
})

const filesOf = ({ rules = '', head = '' }: Situation, rename: (login: string) => string) => [
  ...baseFiles(rules, head.replaceAll('app[bot]', rename('app[bot]'))).map((one) =>
    one.path.endsWith('gate-rules.yaml') && 'bytes' in one
      ? file(one.path, new TextDecoder().decode(one.bytes).replaceAll('app[bot]', rename('app[bot]')))
      : one.path.endsWith('people.yaml')
        ? file(
            one.path,
            people.replace(/login: ([^,}]+)/g, (_all, login: string) => `login: "${rename(login)}"`),
          )
        : one,
  ),
]

function renamedDeep(value: unknown, rename: (login: string) => string): unknown {
  if (Array.isArray(value)) return value.map((inner) => renamedDeep(inner, rename))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'login' && typeof inner === 'string') return [key, rename(inner)]
      // Code owners are named in a text.
      if (key === 'text' && typeof inner === 'string')
        return [key, inner.replace(/@([a-z]+)(?=\s)/g, (_all, login: string) => `@${rename(login)}`)]
      return [key, renamedDeep(inner, rename)]
    }),
  )
}
