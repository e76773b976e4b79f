import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BranchCommit } from '../../../../src/assess/populations/place-commits.ts'
import { differencesOf, reconcileChanges } from '../../../../src/assess/populations/reconcile-changes.ts'
import type { ChangesInput } from '../../../../src/assess/populations/reconciliation.ts'
import { sha256Hex } from '../../../../src/evidence/attachments.ts'
import type { ChangeRequest } from '../../../../src/model/records.ts'
import {
  audit,
  correction,
  deployment,
  logCreated,
  logOf,
  merged,
  sha,
  type Unplaced,
  unreviewed,
} from '../../../support/log-builder.ts'

const commit = (name: string, committedAt: string): BranchCommit => ({
  sha: sha(name),
  authorName: 'Cy Example',
  committedAt,
  subject: name,
})
const at = (day: string, time = '10:00:00') => `2026-${day}T${time}Z`
const request = (id: string, over: Partial<ChangeRequest> = {}): ChangeRequest => ({
  apiVersion: 'countersign/v1',
  kind: 'ChangeRequest',
  id,
  title: id,
  description: 'It changes.',
  category: 'normal',
  status: 'submitted',
  requestedBy: 'ana',
  requestedAt: '2026-03-01',
  ...over,
})
const input = (over: Partial<ChangesInput>): ChangesInput => ({
  commits: [],
  log: [],
  branch: 'main',
  changes: [],
  from: '2026-01-01',
  to: '2026-12-31',
  timezone: 'UTC',
  ...over,
})
const born = logCreated({ at: at('02-01') })
const history = [
  commit('before', at('01-10')),
  commit('baseline', at('01-20')),
  commit('merge 1', at('03-01')),
  commit('pushed', at('03-05')),
]
const auditOf = (from: string, to: string, names: readonly string[], day: string) =>
  audit(
    sha(from),
    sha(to),
    { at: at(day) },
    {
      commits: names.length,
      commitsDigest: sha256Hex(names.map((name) => `${sha(name)}\n`).join('')),
    },
  )

const standings = (over: Partial<ChangesInput>) =>
  reconcileChanges(input(over)).commits.map(({ commit: { subject }, standing }) => [subject, standing])

describe('a commit of the branch', () => {
  test('is matched, explained, a deviation or not determined', () => {
    const log = logOf(
      born,
      merged(1, { at: at('03-01') }),
      auditOf('baseline', 'pushed', ['merge 1', 'pushed'], '03-06'),
    )
    expect(standings({ commits: [...history, commit('new', at('03-07'))], log })).toEqual([
      ['before', 'explained'],
      ['baseline', 'explained'],
      ['merge 1', 'matched'],
      ['pushed', 'deviation'],
      ['new', 'not-determined'],
    ])
  })

  test('without any log is not determined', () => {
    expect(standings({ commits: history }).map(([, standing]) => standing)).toEqual(Array(4).fill('not-determined'))
  })

  test('that an audit found stays a deviation, until a correction says otherwise', () => {
    const found = unreviewed(sha('pushed'), { at: at('03-05') })
    const log = [born, found]
    expect(standings({ commits: history, log: logOf(...log) }).at(-1)).toEqual(['pushed', 'deviation'])
    const corrected = logOf(...log, correction([1, found], { at: at('03-08') }, 'pass'))
    expect(standings({ commits: history, log: corrected }).at(-1)).toEqual(['pushed', 'explained'])
  })

  test('merged while the gate refused is a deviation', () => {
    const log = logOf(born, merged(1, { at: at('03-01') }, { verdict: 'refused' }))
    expect(standings({ commits: history.slice(0, 3), log }).at(-1)).toEqual(['merge 1', 'deviation'])
  })

  test('cannot leave a period by the date that its author gave it', () => {
    const log = logOf(born, auditOf('baseline', 'pushed', ['merge 1', 'pushed'], '03-06'))
    for (const claimed of ['1999-01-01T00:00:00Z', '2031-01-01T00:00:00Z', 'no date']) {
      const commits = [...history.slice(0, 3), commit('pushed', claimed)]
      const { commits: rows } = reconcileChanges(input({ commits, log }))
      const day = rows.find(({ commit: { subject } }) => subject === 'pushed')?.day
      expect(day !== undefined && day >= '2026-02-01' && day <= '2026-03-06', claimed).toBe(true)
    }
  })
})

describe('the other lists', () => {
  const sides = (over: Partial<ChangesInput>) =>
    reconcileChanges(input(over))
      .others.filter(({ side }) => side !== 'without request')
      .map(({ side, key, standing }) => [side, key, standing])

  test('a pull request whose commit is not on the branch is a deviation; one after the newest commit is not determined', () => {
    const log = logOf(born, merged(9, { at: at('03-02') }), merged(10, { at: at('05-01') }))
    expect(sides({ commits: history, log })).toEqual([
      ['pull request', '#9', 'deviation'],
      ['pull request', '#10', 'not-determined'],
    ])
  })

  test('of two pull requests that claim one commit, the earlier is a deviation', () => {
    const log = logOf(
      born,
      merged(1, { at: at('03-01') }),
      merged(2, { at: at('03-01') }, { mergeSha: sha('merge 1'), landed: [sha('merge 1')] }),
    )
    expect(sides({ commits: history.slice(0, 3), log })).toEqual([
      ['pull request', '#1', 'deviation'],
      ['pull request', '#2', 'matched'],
    ])
  })

  test('a commit that an audit saw and that is gone is a deviation', () => {
    const log = logOf(born, unreviewed(sha('gone'), { at: at('03-03') }))
    expect(sides({ commits: history, log })).toEqual([['around review', sha('gone'), 'deviation']])
  })

  test('change requests are carried out, explained, or named without being there', () => {
    const log = logOf(born, merged(1, { at: at('03-01') }, { changeRequests: ['CHG-1', 'CHG-GONE'] }))
    const changes = [
      request('CHG-1'),
      request('CHG-2'),
      request('CHG-3', { status: 'draft' }),
      request('CHG-OLD', { requestedAt: '2025-12-31' }),
    ]
    expect(sides({ commits: history.slice(0, 3), log, changes }).filter(([side]) => side === 'change request')).toEqual(
      [
        ['change request', 'CHG-1', 'matched'],
        ['change request', 'CHG-2', 'explained'],
        ['change request', 'CHG-3', 'explained'],
        ['change request', 'CHG-GONE', 'deviation'],
      ],
    )
  })

  test('a merge that names no change request is told, and no deviation', () => {
    const log = logOf(born, merged(1, { at: at('03-01') }))
    const { others, months } = reconcileChanges(input({ commits: history.slice(0, 3), log }))
    expect(others.map(({ side, key, standing }) => [side, key, standing])).toEqual([
      ['pull request', '#1', 'matched'],
      ['without request', '#1', 'explained'],
    ])
    expect(months.reduce((sum, { requests }) => sum + requests, 0)).toBe(0)
  })

  test('a deployed commit must be on the branch, and so must all that it brought', () => {
    const log = logOf(
      born,
      deployment('merge 1', { at: at('03-04') }),
      deployment('elsewhere', { at: at('03-05') }),
      deployment(
        'pushed',
        { at: at('03-06') },
        {
          changes: [{ pull: null, mergeSha: sha('strange'), verdict: 'approved', approvers: [] }],
        },
      ),
    )
    expect(sides({ commits: history, log }).map(([, , standing]) => standing)).toEqual([
      'matched',
      'deviation',
      'deviation',
    ])
  })

  test('an audit is counted again', () => {
    const right = auditOf('baseline', 'pushed', ['merge 1', 'pushed'], '03-06')
    const fewer = auditOf('baseline', 'pushed', ['merge 1'], '03-07')
    const others = auditOf('baseline', 'pushed', ['merge 1', 'other'], '03-08')
    expect(
      sides({ commits: history, log: logOf(born, right, fewer, others) }).map(([, , standing]) => standing),
    ).toEqual(['matched', 'deviation', 'deviation'])
  })

  test('a merge into another branch is no change of this one, and named', () => {
    const log = logOf(born, merged(5, { at: at('03-02') }, { baseRef: 'release/1' }))
    const { others, elsewhere } = reconcileChanges(input({ commits: history, log }))
    expect([others, elsewhere.map(({ key, why }) => [key, why])]).toEqual([[], [['#5', 'merged into release/1']]])
  })
})

test('what was not audited is a gap, with its moments', () => {
  const log = logOf(born, auditOf('baseline', 'pushed', ['merge 1', 'pushed'], '03-06'))
  const { gaps } = reconcileChanges(input({ commits: history, log, from: '2026-02-01', to: '2026-03-31' }))
  expect(gaps.map(({ from, to }) => [from, to])).toEqual([
    ['2026-02-01T00:00:00Z', '2026-02-01T10:00:00Z'],
    ['2026-03-06T10:00:00Z', '2026-04-01T00:00:00Z'],
  ])
})

describe('in any world', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((number) => `03-${String(number).padStart(2, '0')}`)
  const name = fc.integer({ min: 1, max: 12 }).map((number) => `merge ${number}`)
  const records = fc.array(
    fc.oneof(
      fc
        .tuple(fc.integer({ min: 1, max: 12 }), day, fc.constantFrom('approved', 'refused', 'not-determined'))
        .map(([pull, on, verdict]): Unplaced => merged(pull, { at: at(on) }, { verdict: verdict as 'approved' })),
      fc.tuple(name, day).map(([one, on]): Unplaced => unreviewed(sha(one), { at: at(on) })),
      fc.tuple(name, day).map(([one, on]): Unplaced => deployment(one, { at: at(on) })),
      fc.tuple(name, name, day).map(([a, b, on]): Unplaced => audit(sha(a), sha(b), { at: at(on) })),
    ),
    { maxLength: 25 },
  )
  const branch = fc
    .uniqueArray(fc.tuple(name, day), { selector: ([one]) => one, maxLength: 12 })
    .map((list) => [commit('baseline', at('01-20')), ...list.map(([one, on]) => commit(one, at(on)))])

  test('every commit and every record stands in exactly one row', () => {
    fc.assert(
      fc.property(branch, records, (commits, some) => {
        const log = logOf(born, ...some)
        const found = reconcileChanges(input({ commits, log }))
        expect(found.commits.map((row) => row.commit.sha)).toEqual(commits.map((one) => one.sha))
        const listed = found.others
          .filter(({ side }) => side !== 'without request')
          .map(({ record }) => record)
          .sort((a, b) => Number(a) - Number(b))
        expect(listed).toEqual(log.slice(1).map(({ index }) => index))
        const bringing = new Set(found.commits.flatMap(({ record }) => record ?? []))
        for (const { side, record, isMirrored } of found.others)
          if (side === 'pull request' && isMirrored) expect(bringing.has(record ?? -1)).toBe(true)
      }),
    )
  })

  test('what is not matched is told once, and counted in its month', () => {
    fc.assert(
      fc.property(branch, records, (commits, some) => {
        const found = reconcileChanges(input({ commits, log: logOf(born, ...some) }))
        const open = differencesOf(found).filter(({ standing }) => standing !== 'explained')
        expect(found.months.reduce((sum, month) => sum + month.open, 0)).toBe(open.length)
        expect(found.months.reduce((sum, month) => sum + month.commits, 0)).toBe(commits.length)
      }),
    )
  })
})
