import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { systemReports } from '../../../src/assess/system-reports.ts'
import { sha256Hex } from '../../../src/evidence/attachments.ts'
import { collectionRecord, type Reading } from '../../../src/evidence/collection-record.ts'
import { toDatasetItems } from '../../../src/evidence/dataset-items.ts'
import type { EvidenceLog } from '../../../src/ports/evidence-log.ts'
import { appendEvidence } from '../../../src/usecases/append-evidence.ts'
import type { AssessPorts } from '../../../src/usecases/assess.ts'
import { queryEvidence } from '../../../src/usecases/query-evidence.ts'
import { reportCalendar, reportFreshness } from '../../../src/usecases/report-freshness.ts'
import { reportSystem } from '../../../src/usecases/report-system.ts'
import { type DemoWithLog, demoWithLog } from '../../support/demo-with-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-reports-'))
const producer = { tool: 'countersign/0.1.0', run: 'test' }
const nowMs = Date.parse('2026-04-01T06:00:00Z')
let demo: DemoWithLog
let ports: AssessPorts

const account = (name: string, over: object = {}) => ({
  account: name,
  role: 'viewer',
  scope: null,
  kind: 'person',
  status: 'active',
  privileged: false,
  mfa: true,
  createdAt: null,
  lastUsedAt: null,
  ...over,
})
const event = (id: string, at: string, over: object = {}) => ({
  id,
  at,
  account: 'ana-example',
  action: 'app.deploy',
  resource: 'shop',
  outcome: 'allowed',
  privileged: false,
  ...over,
})
const read = (dataset: string, items: readonly object[], over: Partial<Reading> = {}) => {
  const made = toDatasetItems(dataset, items)
  const reading: Reading = {
    dataset,
    system: 'gateway.example.com',
    method: 'http',
    source: 'GET https://gateway.example.com/api/v1/users',
    query: '',
    form: dataset === 'activity' ? 'interval' : 'snapshot',
    from: dataset === 'activity' ? '2026-01-01T00:00:00Z' : '2026-03-31T06:00:00Z',
    to: dataset === 'activity' ? '2026-04-01T00:00:00Z' : '2026-03-31T06:00:00Z',
    pages: 2,
    total: items.length,
    complete: true,
    unread: [],
    originalDigest: null,
    tool: 'gateway',
    toolVersion: '2.1',
    ...over,
  }
  return {
    record: collectionRecord(reading, made, producer, nowMs),
    attachments: made.files.map(({ attachment }) => attachment),
  }
}

const readings = [
  read('access-list', [
    account('zoe'),
    account('ana-example', { role: 'admin', privileged: true }),
    account('ci', { kind: 'service', mfa: null }),
  ]),
  read('activity', [
    event('1', '2026-01-01T00:00:00Z'),
    event('2', '2026-03-01T00:00:00Z', { outcome: 'denied', account: 'zoe' }),
    event('3', '2026-03-02T00:00:00Z', { privileged: true, action: 'user.lock' }),
    event('4', '2026-03-03T00:00:00Z', { privileged: null, outcome: 'unknown', account: null }),
    event('5', '2026-03-04T00:00:00Z'),
  ]),
  // Overlaps the one before: what both have happened once.
  read('activity', [event('5', '2026-03-04T00:00:00Z'), event('6', '2026-03-31T23:59:59Z')], {
    from: '2026-03-04T00:00:00Z',
  }),
  read('tokens', [
    {
      id: 't-1',
      name: 'ci',
      account: 'ci',
      role: 'cicd',
      kind: 'api-token',
      createdAt: null,
      lastUsedAt: null,
      expiresAt: null,
      status: 'active',
    },
  ]),
  read('sessions', [
    { id: 's-1', account: 'zoe', startedAt: '2026-03-31T05:00:00Z', lastUsedAt: null, endsAt: null, status: 'active' },
    { id: 's-2', account: 'zoe', startedAt: '2026-03-30T05:00:00Z', lastUsedAt: null, endsAt: null, status: 'ended' },
  ]),
]

beforeAll(async () => {
  demo = await demoWithLog(folder)
  const { log, history } = demo
  const places = {
    protectedBranch: 'main',
    documentsBranch: 'compliance-docs',
    programFolder: 'compliance',
    checkpoints: [],
  }
  const create = {
    origin: 'example.invalid/test',
    repository: { id: '700000001', name: 'example/shop' },
    address: 'git+https://github.com/example/shop',
    protectedBranch: 'main',
    mayBeUnsigned: true,
  }
  const clock = { now: () => nowMs }
  const result = await appendEvidence(
    {
      records: readings.map(({ record }) => record),
      attachments: readings.flatMap(({ attachments }) => attachments),
      signer: undefined,
      create,
      producer,
      places,
    },
    { log, history, spool: fileSpool(join(folder, '.git/spool')), clock },
  )
  expect(result.outcome.kind).toBe('appended')
  ports = { history, clock, openLog: () => log }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const asOf = { asOf: '2026-03-31' }
const report = (name: keyof typeof systemReports, window?: string, systems: readonly string[] = []) =>
  reportSystem({ report: name, systems, window }, asOf, ports)

describe.each(Object.keys(systemReports) as (keyof typeof systemReports)[])('the report %s', (name) => {
  test('says query, window, count, digest and sources, and its digest can be computed again', async () => {
    const { table, status } = await report(name)
    expect(status).toBe(0)
    const about = new Map(table.about)
    expect(about.get('Query')).toBe(`evidence report ${name}`)
    expect(about.get('Window')).toContain('2026-03-31')
    expect(about.get('Count')).toMatch(new RegExp(`^${table.rows.length} \\(items \\d+, readings \\d\\)$`))
    expect(about.get('Complete')).toBe('yes')
    const digest = sha256Hex(table.rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    expect(about.get('Digest')).toContain(`sha256:${digest} `)
    expect(about.get('Source')).toContain('example.invalid/test, 6 records')
    expect([...about].filter(([key]) => /^Record \d$/.test(key)).every(([, value]) => value.includes('2 pages'))).toBe(
      true,
    )
    expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true)
  })
})

const column = (
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] },
  name: string,
) => table.rows.map((row) => row[table.columns.indexOf(name)])

describe('what the reports show', () => {
  test('accounts with their roles; what is not known is said', async () => {
    const { table } = await report('user-access')
    expect(column(table, 'Account')).toEqual(['ana-example', 'ci', 'zoe'])
    expect(column(table, 'Second factor')).toEqual(['yes', 'not known', 'yes'])
    expect(table.notes.join()).toContain('For 1 of 3 items it is not known whether a second factor is set up')
  })

  test('activity is counted by person and action over 90 days, each event once', async () => {
    const { table } = await report('activity')
    expect(table.rows.map((row) => [row[1], row[3], row[4], row[5]])).toEqual([
      ['ana-example', 'app.deploy', '3', '0'],
      ['ana-example', 'user.lock', '1', '0'],
      ['not known', 'app.deploy', '0', '0'],
      ['zoe', 'app.deploy', '0', '1'],
    ])
    expect(new Map(table.about).get('Window')).toBe('2026-01-01 to 2026-03-31, both included (UTC)')
  })

  test('denials and actions of administrators, and how many may be', async () => {
    const { table: denied } = await report('denied')
    expect(column(denied, 'Id')).toEqual(['2'])
    expect(denied.notes.join()).toContain('For 1 of ')
    const { table: admin } = await report('admin-activity')
    expect(column(admin, 'Id')).toEqual(['3'])
    expect(admin.notes.join()).toContain('whether the action is one of administrators')
  })

  test('open sessions only, and how many are left out', async () => {
    const { table } = await report('sessions')
    expect(column(table, 'Id')).toEqual(['s-1'])
    expect(table.notes.join()).toContain('1 sessions that ended')
  })

  test('a window of two days, both whole', async () => {
    const { table } = await report('activity', '2026-03-31..2026-03-31')
    expect(column(table, 'Last')).toEqual(['2026-03-31T23:59:59Z'])
  })
})

describe('what is not known is never a clean report', () => {
  test('time that nobody read', async () => {
    const { table, status } = await report('denied', '2025-12-01..2026-03-31')
    expect(status).toBe(3)
    expect(table.notes.join()).toContain('nobody read what happened from 2025-12-01T00:00:00Z to 2026-01-01T00:00:00Z')
    expect(new Map(table.about).get('Complete')).toMatch(/^no/)
  })

  test('a system that was not read, and a day before the first reading', async () => {
    expect((await report('tokens', undefined, ['other.example.com'])).status).toBe(3)
    expect(
      (await reportSystem({ report: 'tokens', systems: [], window: undefined }, { asOf: '2026-01-31' }, ports)).status,
    ).toBe(3)
  })

  test('items that are not in the log any more', async () => {
    const robbed: EvidenceLog = {
      ...demo.log,
      async *attachments(_commit, digests) {
        for (const _digest of digests) yield undefined
      },
    }
    const lossy = { ...ports, openLog: () => robbed }
    await expect(reportSystem({ report: 'tokens', systems: [], window: undefined }, asOf, lossy)).rejects.toThrow(
      /items of record 4 are not what the record says/,
    )
  })

  test.each(['yesterday', '2026-02-30..2026-03-01', '2026-03-02..2026-03-01', 'rolling:90', 'rolling:P0', 'snapshot '])(
    'the window %j is refused',
    async (window) => {
      await expect(report('activity', window)).rejects.toThrow(/is no window/)
    },
  )
})

test('a query lists records with how it was made', async () => {
  const query = {
    controls: [],
    criteria: [],
    kinds: ['collection.window'],
    actors: [],
    results: [],
    from: undefined,
    to: undefined,
  }
  const { about, rows } = await queryEvidence(query, asOf, ports)
  expect(rows).toHaveLength(5)
  expect(new Map(about).get('Query')).toBe('kind collection.window')
  expect(new Map(about).get('Count')).toBe('5 of 6 records')
  await expect(queryEvidence({ ...query, controls: ['CTL-NONE'] }, asOf, ports)).rejects.toThrow(/has no CTL-NONE/)
})

test('freshness is that of the checkpoint, whatever day it is', async () => {
  const now = await reportFreshness(asOf, ports)
  const later = await reportFreshness(
    { asOf: '2030-01-01' },
    { ...ports, clock: { now: () => Date.parse('2030-01-01T00:00:00Z') } },
  )
  expect(later).toEqual(now)
  expect(new Map(now.table.about).get('Window')).toContain('2026-04-01T06:00:00Z')
})

test('a calendar over a quarter has entries of every operating control', async () => {
  const { table, status } = await reportCalendar({ from: '2026-01-01', to: '2026-03-31' }, asOf, ports)
  expect(table.rows.length).toBeGreaterThan(10)
  expect([0, 1]).toContain(status)
})
