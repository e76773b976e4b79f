import { expect, test } from 'vitest'
import { changeDecisionRecord, changeMergedRecord, deploymentRecord } from '../../../src/evidence/build-records.ts'
import { sameBody, toLine, toRecordText } from '../../../src/evidence/record.ts'
import type { ChangeMerged, Deployment } from '../../../src/model/evidence.ts'
import { commitId, facts, merged, repository, unreviewed } from '../../support/evidence-records.ts'

const context = {
  repositoryId: 'R_1',
  address: repository,
  producer: { tool: 'countersign/0.1.0', run: 'local' },
  nowMs: Date.parse('2026-02-01T00:00:00Z'),
}
const made = (seed: number) => ({ facts: facts(seed), decision: facts(seed + 100) })
const { predicate } = merged(1)
if (predicate.kind !== 'change.merged') throw new Error(predicate.kind)
const { data } = predicate
const deployment: Deployment['data'] = {
  environment: 'production',
  sha: commitId(1),
  previousSha: null,
  deployers: [{ id: '1', login: 'dee', as: 'creator' }],
  createdAt: '2026-01-07T09:00:00Z',
  verdict: 'approved',
  rollback: false,
  separation: 'pass',
  changes: [],
  reasons: [],
}

test.each<{ over: Partial<ChangeMerged['data']>; result: string }>([
  { over: {}, result: 'pass' },
  { over: { separation: 'not-applicable' }, result: 'pass' },
  { over: { separation: 'fail' }, result: 'fail' },
  { over: { separation: 'not-determined' }, result: 'not-determined' },
  { over: { verdict: 'pending' }, result: 'fail' },
  { over: { verdict: 'refused', separation: 'not-determined' }, result: 'fail' },
  { over: { verdict: 'not-determined' }, result: 'not-determined' },
  { over: { verdict: 'not-determined', separation: 'fail' }, result: 'fail' },
])('a merged change with $over has the result $result', ({ over, result }) => {
  const record = changeMergedRecord({ ...data, ...over }, made(1), context)
  expect(record.predicate.result).toBe(result)
  toLine(record)
})

test('a deployment names who started it', () => {
  const record = deploymentRecord(deployment, '77', facts(1), context)
  expect(record.predicate).toMatchObject({
    key: 'github:R_1/deployment/77',
    actor: { id: '1', login: 'dee' },
    result: 'pass',
  })
  toLine(record)
})

test('a decision made twice is one record', () => {
  const {
    pull,
    headSha,
    baseRef,
    decisionDigest,
    factsDigest,
    engine,
    author,
    counted,
    notCounted,
    changeRequests,
    category,
  } = data
  const decided = {
    pull,
    headSha,
    baseRef,
    baseSha: commitId(1),
    verdict: 'pending',
    decisionDigest,
    factsDigest,
    engine,
    author,
    counted,
    notCounted,
    changeRequests,
    category,
    rules: [],
  } as const
  const event = { id: 'push:activity/12 x', atMs: Date.parse('2026-01-31T00:00:00Z') }
  const one = changeDecisionRecord(decided, made(1), event, context)
  const later = changeDecisionRecord({ ...decided, factsDigest: facts(2).sha256 }, made(2), event, {
    ...context,
    nowMs: context.nowMs + 60_000,
  })
  expect(one.predicate.key).toBe(later.predicate.key)
  expect(sameBody(one, later)).toBe(true)
  expect(sameBody(one, changeDecisionRecord({ ...decided, verdict: 'approved' }, made(1), event, context))).toBe(false)
  toLine(one)
})

const changedBy = (over: object) =>
  ({ ...unreviewed(1), predicate: { ...unreviewed(1).predicate, ...over } }) as ReturnType<typeof unreviewed>
test.each([
  { name: 'an unknown member', record: changedBy({ email: 'a@b.example' }), why: /additional properties/ },
  { name: 'a kind that is none', record: changedBy({ kind: 'x' }), why: /\/predicate value of tag "kind"/ },
  {
    name: 'another key than its kind has',
    record: changedBy({ key: 'log.created' }),
    why: /\/predicate\/key must match pattern/,
  },
  {
    name: 'a moment of the future',
    record: changedBy({ occurredAt: '2026-01-06T09:15:01Z' }),
    why: /is after recordedAt/,
  },
  { name: 'a moment before 2000', record: changedBy({ occurredAt: '1999-12-31T23:59:59Z' }), why: /before 2000/ },
  { name: 'a day that does not exist', record: changedBy({ occurredAt: '2026-02-30T00:00:00Z' }), why: /date-time/ },
  {
    name: 'a local time',
    record: changedBy({ occurredAt: '2026-01-06T09:00:00+02:00' }),
    why: /\/predicate\/occurredAt/,
  },
])('a record with $name is refused', ({ record, why }) => {
  expect(() => toLine(record)).toThrow(
    expect.objectContaining({ name: 'RecordRefused', message: expect.stringMatching(why) }),
  )
})

test('long lists do not keep a change out of the log: they are cut, and say so', () => {
  const notCounted = Array.from({ length: 500 }, () => ({ id: null, login: null, reason: '\u{1f600}'.repeat(100) }))
  const { predicate: one } = changeMergedRecord({ ...data, notCounted }, made(1), context)
  const listed = one.kind === 'change.merged' ? one.data.notCounted : []
  expect(listed).toHaveLength(101)
  expect(listed.at(-1)?.reason).toBe('400 more are in the attached facts')
  const change = {
    pull: 1,
    mergeSha: commitId(1),
    verdict: 'approved',
    approvers: [{ id: '1', login: 'ana' }],
  } as const
  const { predicate: two } = deploymentRecord(
    { ...deployment, changes: Array(1000).fill(change) },
    '7',
    facts(1),
    context,
  )
  const wordy = { ...deployment, changes: Array(1000).fill(change), reasons: Array(200).fill('why') }
  const { predicate: three } = deploymentRecord(wordy, '7', facts(1), context)
  expect(three.kind === 'deployment' && three.data.reasons).toHaveLength(200)
  expect(two.kind === 'deployment' && [two.data.changes.length, two.data.reasons]).toEqual([
    400,
    ['of the changes 600 more are in the attached facts'],
  ])
})

test('a record above the limit of an entry is refused', () => {
  const landed = Array(500).fill('a'.repeat(64))
  const counted = Array.from({ length: 100 }, () => ({
    id: '1',
    login: 'a'.repeat(100),
    reviewId: '1',
    commit: 'a'.repeat(64),
    submittedAt: '2026-01-01T00:00:00Z',
  }))
  const changeRequests = Array(100).fill(`CHG-${'A'.repeat(60)}`)
  expect(() => changeMergedRecord({ ...data, landed, counted, changeRequests }, made(1), context)).toThrow(
    /limit is 65535/,
  )
})

test('text of people becomes one line of whole characters', () => {
  expect(toRecordText('| <script> @everyone #1 $x$\r\nnext\u2028line \ud800 ')).toBe(
    '| <script> @everyone #1 $x$ next line \ufffd',
  )
  expect(toRecordText('\u{1f600}'.repeat(300))).toBe('\u{1f600}'.repeat(200))
})
