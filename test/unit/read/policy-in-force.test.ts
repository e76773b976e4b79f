import { describe, expect, test } from 'vitest'
import type { Policy } from '../../../src/model/records.ts'
import { policyInForce } from '../../../src/read/policy-in-force.ts'
import type { Revision } from '../../../src/read/record-history.ts'
import { sha } from '../../support/log-builder.ts'

/** A revision that reached the branch on a day. */
const on = (day: string, over: Partial<Policy> | 'removed' | 'unreadable'): Revision => ({
  commit: { sha: sha(day), committedAt: `${day}T10:00:00Z`, subject: day },
  value:
    typeof over === 'string' ? undefined : { kind: 'Policy', data: { version: '1.0.0', status: 'effective', ...over } },
  state: typeof over === 'string' ? over : 'present',
  digest: undefined,
})
const dayOf = ({ commit }: Revision) => commit.committedAt.slice(0, 10)

const rows: readonly {
  readonly name: string
  readonly revisions: readonly Revision[]
  readonly wanted: string
}[] = [
  { name: 'no policy', revisions: [], wanted: 'none: the history of the branch holds no such policy' },
  { name: 'one that came later', revisions: [on('2026-07-01', {})], wanted: 'none: it was not on the branch yet' },
  { name: 'one that came that day', revisions: [on('2026-06-30', {})], wanted: '1.0.0 since 2026-06-30' },
  {
    name: 'a draft',
    revisions: [on('2026-01-01', { version: '0.1.0', status: 'draft' })],
    wanted: 'none: no version of it applied yet: 0.1.0 was draft',
  },
  {
    name: 'a new draft beside the version in force',
    revisions: [on('2026-01-01', {}), on('2026-02-01', { version: '1.1.0', status: 'draft' })],
    wanted: '1.0.0 since 2026-01-01, then 2026-02-01',
  },
  {
    name: 'a version that applies from tomorrow',
    revisions: [on('2026-01-01', {}), on('2026-02-01', { version: '2.0.0', effectiveFrom: '2026-07-01' })],
    wanted: '1.0.0 since 2026-01-01, then 2026-02-01',
  },
  {
    name: 'a version that applies from that day',
    revisions: [on('2026-01-01', {}), on('2026-02-01', { version: '2.0.0', effectiveFrom: '2026-06-30' })],
    wanted: '2.0.0 since 2026-06-30',
  },
  {
    name: 'a version that was dated back binds from when it was there',
    revisions: [on('2026-02-01', { effectiveFrom: '2025-01-01' })],
    wanted: '1.0.0 since 2026-02-01',
  },
  {
    name: 'a version on its last day',
    revisions: [on('2026-01-01', { effectiveTo: '2026-06-30' })],
    wanted: '1.0.0 since 2026-01-01',
  },
  {
    name: 'a version that ended, whatever was before it',
    revisions: [on('2026-01-01', {}), on('2026-02-01', { version: '2.0.0', effectiveTo: '2026-06-29' })],
    wanted: 'none: version 2.0.0 ended on 2026-06-29',
  },
  {
    name: 'a retired one',
    revisions: [on('2026-01-01', {}), on('2026-02-01', { status: 'retired' })],
    wanted: 'none: the policy was retired on 2026-02-01',
  },
  {
    name: 'a removed one',
    revisions: [on('2026-01-01', {}), on('2026-02-01', 'removed')],
    wanted: 'none: the policy was removed on 2026-02-01',
  },
  {
    name: 'one that could not be read',
    revisions: [on('2026-01-01', {}), on('2026-02-01', 'unreadable')],
    wanted: 'not-determined: the record could not be read from 2026-02-01 on, so it may have said anything',
  },
  {
    name: 'one that can be read again',
    revisions: [on('2026-01-01', {}), on('2026-02-01', 'unreadable'), on('2026-03-01', { version: '1.0.1' })],
    wanted: '1.0.1 since 2026-03-01',
  },
]

describe('the text in force on 2026-06-30', () => {
  test.each(rows)('$name', ({ revisions, wanted }) => {
    const found = policyInForce(revisions, '2026-06-30', dayOf)
    expect(
      found.kind === 'in-force'
        ? `${found.policy.version} since ${found.since}${found.coming === undefined ? '' : `, then ${dayOf(found.coming)}`}`
        : `${found.kind}: ${found.why}`,
    ).toBe(wanted)
  })
})
