import { expect, test } from 'vitest'
import { keyOf } from '../../../src/evidence/natural-key.ts'
import { makeRecord, toLine } from '../../../src/evidence/record.ts'
import type { EvidencePredicate } from '../../../src/model/evidence.ts'
import { judgePullRequest } from '../../../src/usecases/judge-pull-request.ts'
import { type Landing, toChangeDecision, toChangeMerged } from '../../../src/usecases/record-facts.ts'
import {
  account,
  apart,
  baseFiles,
  byCategory,
  changeWith,
  type FactsPatch,
  facts,
  known,
  merged,
  review,
  twoReviewers,
} from '../../support/gate-facts.ts'

const sha = 'f'.repeat(40)
const landing: Landing = { landed: ['d'.repeat(40)], baseShaBefore: sha, method: 'squash' }
const judge = (patch: FactsPatch, rules = `${twoReviewers}\n${apart}`) =>
  judgePullRequest(facts(patch), { settings: undefined, files: baseFiles(rules, 'deployment: {merging: true}'), sha })
const two = known([review('ana'), review('ben'), review('eve')])

/** The line of a record with that data: throws where it does not fit the published schema. */
const lineOf = (data: object, kind: 'change.decision' | 'change.merged') =>
  toLine(
    makeRecord(
      {
        kind,
        key:
          kind === 'change.merged' ? keyOf.merged('500', 7) : keyOf.decision('500', 7, sha, '0'.repeat(64), 'review:1'),
        actor: { id: '1', login: 'ada' },
        occurredAt: '2026-03-03T12:00:00Z',
        recordedAt: '2026-03-03T12:05:00Z',
        producer: { tool: 'countersign/0.1.0', run: 'github:1/1' },
        result: 'pass',
        attachments: [],
        data,
      } as EvidencePredicate,
      'git+https://github.com/acme/shop',
      sha,
    ),
  )

test('a decision: who counted, who did not and why', () => {
  const judged = judge({ reviews: two })
  const data = toChangeDecision(judged)
  expect(data).toMatchObject({
    verdict: 'approved',
    baseSha: sha,
    author: { id: '1', login: 'ada' },
    counted: [
      { id: '3', login: 'ana' },
      { id: '4', login: 'ben' },
    ],
    notCounted: [{ id: '7', login: 'eve', reason: 'has only read permission, write is needed' }],
    category: null,
    rules: [
      { id: 'two-reviewers', verdict: 'approved' },
      { id: 'apart', verdict: 'approved' },
    ],
    decisionDigest: judged.decisionDigest,
  })
  expect(lineOf(data ?? {}, 'change.decision')).toContain('"verdict":"approved"')
})

test('nothing to record where there is no verdict', () => {
  expect(toChangeDecision(judge({ pull: { state: 'closed' } }))).toBeUndefined()
})

test.each([
  ['mia', 'approved', 'pass'],
  ['ana', 'refused', 'fail'],
  ['app[bot]', 'not-determined', 'not-determined'],
] as const)('merged by %s: %s, separation %s', (by, verdict, separation) => {
  const data = toChangeMerged(judge({ pull: merged(by), reviews: two }), landing, undefined)
  expect(data).toMatchObject({
    verdict,
    separation,
    mergedBy: { login: by },
    mergedAt: '2026-03-03T12:00:00Z',
    emergencyReviewDue: null,
  })
  expect(data.reasons[0]).not.toBe('')
  expect(lineOf(data, 'change.merged')).toContain(`"separation":"${separation}"`)
})

test('merged where no rule concerned it is not approved', () => {
  const judged = judge(
    { pull: { ...merged('mia'), base: { ref: 'topic', sha } } },
    '  - {id: x, when: {base: [main]}, require: {approvals: 1}}',
  )
  expect(toChangeMerged(judged, landing, undefined)).toMatchObject({
    verdict: 'not-determined',
    separation: 'not-applicable',
  })
})

test('an emergency owes a review, counted in business days of the program', () => {
  const patch = {
    pull: merged('mia', '2026-03-05T23:30:00Z'),
    reviews: known([review('dan')]),
    changeFiles: known([changeWith('category: normal', 'category: emergency')]),
  }
  const judged = judge(patch, byCategory)
  expect(toChangeMerged(judged, landing, undefined)).toMatchObject({
    verdict: 'approved',
    category: 'emergency',
    emergencyReviewDue: '2026-03-10',
  })
  const program = { timezone: 'Europe/Berlin', calendar: { holidays: ['2026-03-09'] } }
  expect(toChangeMerged(judged, landing, program).emergencyReviewDue).toBe('2026-03-12')
  const plain = '  - {id: one, require: {approvals: 1}}'
  expect(toChangeMerged(judge(patch, plain), landing, undefined).emergencyReviewDue).toBe('2026-03-12')
})

test('text of people fits a record whatever it holds', () => {
  const title = `| <script> @everyone #1 $x$\n\u2028\u0000${'x'.repeat(500)}\ud800`
  const data = toChangeMerged(
    judge({ pull: { ...merged('mia'), title, author: account('app[bot]') }, reviews: two }),
    landing,
    undefined,
  )
  expect([...data.title].length).toBeLessThanOrEqual(200)
  expect(() => lineOf(data, 'change.merged')).not.toThrow()
})

test('an open pull request is not a merge', () => {
  expect(() => toChangeMerged(judge({ reviews: two }), landing, undefined)).toThrow(RangeError)
})
