import { expect, test } from 'vitest'
import { sha256Hex } from '../../../src/evidence/attachments.ts'
import { type AuditInput, auditBranch, auditStart, continues } from '../../../src/evidence/audit-branch.ts'
import { toLine } from '../../../src/evidence/record.ts'
import type { LogEntry } from '../../../src/evidence/verify-log.ts'
import type { EvidenceRecord } from '../../../src/model/evidence.ts'
import { commitId, logCreated, merged, repository } from '../../support/evidence-records.ts'

const placed = (records: readonly EvidenceRecord[]): LogEntry[] =>
  records.map((record, index) => ({ record, index, leafHash: Buffer.alloc(32) }))
/** Commits 11, 12, ... on top of commit 1. */
const chain = (count: number, committedAt = '2026-02-01T10:00:00Z') =>
  Array.from({ length: count }, (_, index) => ({
    sha: commitId(11 + index),
    parents: [commitId(index === 0 ? 1 : 10 + index)],
    committedAt,
  }))
const audit = (over: Partial<AuditInput> = {}) =>
  auditBranch({
    entries: placed([logCreated('signed')]),
    branch: 'main',
    from: commitId(1),
    to: commitId(12),
    commits: chain(2),
    repositoryId: 'R_1',
    repository,
    nowMs: Date.parse('2026-02-02T10:00:00Z'),
    producer: { tool: 'countersign/0.1.0', run: 'local' },
    ...over,
  })
const withVerdict = (
  verdict: 'approved' | 'pending' | 'refused' | 'not-determined',
  baseRef = 'main',
): EvidenceRecord => {
  const record = merged(12)
  const { predicate } = record
  if (predicate.kind !== 'change.merged') throw new Error(predicate.kind)
  return { ...record, predicate: { ...predicate, data: { ...predicate.data, verdict, baseRef } } }
}
const logWith = (...records: EvidenceRecord[]) => ({ entries: placed([logCreated('signed'), merged(11), ...records]) })

test.each([
  { name: 'brought by an approved pull request', log: logWith(withVerdict('approved')), results: [] },
  { name: 'that no pull request brought', log: logWith(), results: ['fail'] },
  { name: 'merged while refused', log: logWith(withVerdict('refused')), results: ['fail'] },
  { name: 'merged while pending', log: logWith(withVerdict('pending')), results: ['fail'] },
  { name: 'whose approval is not known', log: logWith(withVerdict('not-determined')), results: ['not-determined'] },
  { name: 'approved for another branch', log: logWith(withVerdict('approved', 'release')), results: ['fail'] },
])('a commit $name gives deviations $results', ({ log, results }) => {
  const { deviations, matched, records } = audit(log)
  expect(deviations.map(({ result }) => result)).toEqual(results)
  expect(matched).toBe(2 - results.length)
  const window = records.at(-1)?.predicate
  expect(window).toMatchObject({
    kind: 'audit.window',
    result: results[0] ?? 'pass',
    data: {
      from: commitId(1),
      to: commitId(12),
      commits: 2,
      deviations: results.length,
      commitsDigest: sha256Hex(`${commitId(11)}\n${commitId(12)}\n`),
    },
  })
  for (const record of records) toLine(record)
})

test('all commits of a rebased pull request are brought by it', () => {
  expect(
    audit({ entries: placed([logCreated('signed'), merged(12, [commitId(11), commitId(12)])]) }).deviations,
  ).toEqual([])
})

test('a deviation that is in the log is not recorded again', () => {
  const first = audit()
  const again = audit({ entries: placed([logCreated('signed'), ...first.records]) })
  expect(first.records.map(({ predicate }) => predicate.kind)).toEqual([
    'change.unreviewed',
    'change.unreviewed',
    'audit.window',
  ])
  expect(again.records).toEqual([])
  expect(again.deviations).toHaveLength(2)
})

test('a quiet branch is said to be quiet once a day', () => {
  const quiet = { from: commitId(12), to: commitId(12), commits: [] }
  const { records } = audit(quiet)
  expect(records.map(({ predicate }) => predicate.key)).toEqual([`github:R_1/audit/main/${commitId(12)}/2026-02-02`])
  expect(audit({ ...quiet, entries: placed(records) }).records).toEqual([])
  expect(audit({ ...quiet, entries: placed(records), nowMs: Date.parse('2026-02-03T00:00:00Z') }).records).toHaveLength(
    1,
  )
})

test.each(['2099-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 'never'])(
  'a commit dated %s cannot keep itself out of the log',
  (date) => {
    for (const record of audit({ commits: chain(2, date) }).records) toLine(record)
  },
)

test.each([
  { claimed: '2001-05-05T00:00:00Z', wanted: '2026-02-02T10:00:00Z' },
  { claimed: 'never', wanted: '2026-02-02T10:00:00Z' },
  { claimed: '2026-02-03T09:00:00Z', wanted: '2026-02-03T09:00:00Z' },
  { claimed: '2099-01-01T00:00:00Z', wanted: '2026-02-04T10:00:00Z' },
])('a commit dated $claimed came between the last look and this one: at $wanted', ({ claimed, wanted }) => {
  const before = audit({ entries: placed([logCreated('signed'), merged(12, [commitId(11), commitId(12)])]) })
  const commits = [{ sha: commitId(13), parents: [commitId(12)], committedAt: claimed }]
  const { records } = audit({
    ...{ entries: placed([logCreated('signed'), ...before.records]), commits, from: commitId(12), to: commitId(13) },
    nowMs: Date.parse('2026-02-04T10:00:00Z'),
  })
  expect(records[0]?.predicate).toMatchObject({ kind: 'change.unreviewed', occurredAt: wanted })
})

test('an audit begins where the last one of that branch ended', () => {
  expect(auditStart(placed([]), 'main')).toBeUndefined()
  expect(auditStart(placed([logCreated('signed')]), 'main')).toBe(commitId(1))
  expect(auditStart(placed([logCreated('signed'), ...audit().records]), 'main')).toBe(commitId(12))
  expect(auditStart(placed([logCreated('signed'), ...audit().records]), 'release')).toBeUndefined()
})

test.each([
  { name: 'new commits on top', commits: chain(3), from: commitId(1), to: commitId(13), wanted: true },
  { name: 'nothing new', commits: [], from: commitId(1), to: commitId(1), wanted: true },
  { name: 'a branch that was wound back', commits: [], from: commitId(1), to: commitId(9), wanted: false },
  { name: 'commits on another base', commits: chain(3), from: commitId(2), to: commitId(13), wanted: false },
  {
    name: 'a gap',
    commits: [...chain(3).slice(0, 1), ...chain(3).slice(2)],
    from: commitId(1),
    to: commitId(13),
    wanted: false,
  },
])('$name continues the branch: $wanted', ({ commits, from, to, wanted }) => {
  expect(continues(commits, from, to)).toBe(wanted)
})
