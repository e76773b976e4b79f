import { describe, expect, test } from 'vitest'
import { decisionOutput, missingOutput } from '../../../src/action/gate-outputs.ts'
import { missingApprovals } from '../../../src/gate/missing-approvals.ts'
import type { PullRequestFacts } from '../../../src/model/facts.ts'
import { judgePullRequest } from '../../../src/usecases/judge-pull-request.ts'
import { baseFiles, facts, HEAD, known, review, twoReviewers } from '../../support/gate-facts.ts'

const owners = '  - {id: owners, require: {approvals: 2, from: {users: [ana, ben, cleo]}}}'
const eitherWay =
  '  - {id: either, require: {any: [{approvals: 1, from: {users: [ada]}}, {approvals: 1, from: {users: [ben]}}, {approvals: 1, from: {users: [cleo]}}]}}'

function judged(rules: string, snapshot: PullRequestFacts = facts(), number = 7) {
  const source = { settings: undefined, files: baseFiles(rules), sha: 'f'.repeat(40) }
  const posting = { kind: 'not-posted', why: 'a test' } as const
  return { number, gated: { ...judgePullRequest(snapshot, source), posting } }
}
const decisionsOf = (text: string) => JSON.parse(text) as readonly Record<string, unknown>[]

test('the decision names rules, reviewers and digests', () => {
  const text = decisionOutput([judged(owners, facts({ reviews: known([review('ana')]) })), { number: 8, why: 'no' }])
  expect(decisionsOf(text)).toEqual([
    {
      pull: 7,
      head: HEAD,
      base: 'main',
      rulesSha: 'f'.repeat(40),
      verdict: 'pending',
      code: 'judged',
      summary: expect.stringContaining('owners: 1 of 2 approvals'),
      rules: [{ rule: 'owners', verdict: 'pending', message: expect.any(String) }],
      reviewers: [{ login: 'ana', state: 'approved', counted: 'yes', countedFor: ['owners'], reasons: [] }],
      factsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      decisionDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    { pull: 8, verdict: 'not-determined', summary: 'no' },
  ])
})

test('what is missing names who can give it', () => {
  const text = missingOutput([judged(owners, facts({ reviews: known([review('ana')]) })), { number: 8, why: 'no' }])
  expect(decisionsOf(text)).toEqual([
    {
      pull: 7,
      rule: 'owners',
      verdict: 'pending',
      message: expect.stringContaining('1 more needed'),
      approvals: 1,
      people: [
        { person: 'ben', login: 'Ben' },
        { person: 'cleo', login: 'cleo' },
      ],
    },
    { pull: 8, rule: null, verdict: 'not-determined', message: 'no' },
  ])
  const approved = facts({ reviews: known([review('ana'), review('ben')]) })
  expect(missingOutput([judged(owners, approved)])).toBe('[]')
  expect(decisionsOf(missingOutput([judged(twoReviewers)]))).toMatchObject([{ approvals: 2, people: null }])
})

test('an objection is missing nothing that anybody could be asked for', () => {
  const refused = judged(owners, facts({ reviews: known([review('cleo', { state: 'changes-requested' })]) }))
  expect(decisionsOf(missingOutput([refused]))).toContainEqual(
    expect.objectContaining({ rule: null, verdict: 'refused', message: expect.stringContaining('cleo') }),
  )
  expect(missingApprovals(refused.gated.decision)).toEqual([])
})

test('of several ways all are told, and people are asked for one', () => {
  const either = judged(eitherWay)
  const people = decisionsOf(missingOutput([either])).flatMap((lack) => lack['people'])
  expect(people).toEqual([
    { person: 'ben', login: 'Ben' },
    { person: 'cleo', login: 'cleo' },
  ])
  expect(missingApprovals(either.gated.decision)).toEqual([{ approvals: 1, people: [{ person: 'ben', login: 'Ben' }] }])
})

describe('outputs are bounded, and stay JSON that says so', () => {
  const reviews = Array.from({ length: 150 }, (_review, at) => {
    const login = `somebody-${at}`
    return review(login, { id: at + 1, by: { id: 1000 + at, login, type: 'user' } })
  })
  const large = judged(owners, facts({ reviews: known(reviews) }))

  test('reviewers go first', () => {
    expect(decisionsOf(decisionOutput([large]))[0]?.['reviewers']).toHaveLength(150)
    const told = decisionsOf(decisionOutput([large, large, large, judged(owners)]))
    expect(told.map(({ cut, rules }) => [cut, (rules as unknown[]).length])).toEqual(Array(4).fill([true, 1]))
  })

  test('then pull requests', () => {
    const text = decisionOutput(Array.from({ length: 300 }, (_pull, at) => judged(owners, facts(), at + 1)))
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024)
    const told = decisionsOf(text)
    expect(told.at(-1)).toEqual({ cut: true })
    expect(told.length).toBeGreaterThan(50)
    const missing = missingOutput(Array.from({ length: 2000 }, (_pull, at) => ({ number: at, why: 'ü'.repeat(50) })))
    expect(Buffer.byteLength(missing)).toBeLessThanOrEqual(64 * 1024)
    expect(decisionsOf(missing).at(-1)).toEqual({ cut: true })
  })
})
