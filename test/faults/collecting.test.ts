import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseReadings } from '../../src/assess/dataset-readings.ts'
import { statusOfCollection } from '../../src/usecases/collect-evidence.ts'
import { collectingLog } from '../support/collecting-log.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../support/github/fake-github.ts'
import type { Account } from '../support/github/world.ts'

let github: FakeGitHub
let ana: Account
let token = ''
const log = collectingLog(
  () => github,
  () => token,
)
afterAll(() => log.sandbox.remove())
beforeEach(async () => {
  github = await startGitHub({ api: 'ghes-3.19' })
  ana = github.user('ana')
  github.org('acme', { admins: [ana] })
  const shop = await github.repo('acme/shop', { private: true })
  await shop.commit('main', { files: { 'a.txt': 'a' }, author: ana })
  token = github.appToken('reader', { organization_administration: 'read', members: 'read' })
  await log.begin('2026-03-01T00:00:00Z')
})
afterEach(async () => {
  expectContractKept(github)
  await github.close()
})

const happened = (...moments: readonly string[]) =>
  github.list(
    'orgs/get-audit-log',
    'acme',
    moments.map((at) => github.views.auditEvent('org.add_member', ana, at, { user: 'ben' })),
  )
const stretches = async () =>
  (await log.windows()).map(({ data: { from, to, count, complete } }) => [from, to, count, complete])
const openIn = async (from: string, to: string) =>
  chooseReadings(await log.records(), 'activity', ['ghe.example.com/acme'], {
    kind: 'range',
    ...{ from: Date.parse(from), to: Date.parse(to) },
  }).open

describe('fault 08: three days without a run', () => {
  test('are read by the next one, from where the log ends, and its own times say how late it was', async () => {
    happened('2026-03-01T12:00:00Z', '2026-03-03T12:00:00Z', '2026-03-05T11:49:59Z', '2026-03-05T11:55:00Z')
    await log.collect('2026-03-02T00:10:00Z', 'activity')
    await log.collect('2026-03-05T12:00:00Z', 'activity')
    expect(await stretches()).toEqual([
      ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 1, true],
      ['2026-03-02T00:00:00Z', '2026-03-05T11:50:00Z', 2, true],
    ])
    const [, late] = await log.windows()
    expect([late?.data.from, late?.recordedAt]).toEqual(['2026-03-02T00:00:00Z', '2026-03-05T12:00:00Z'])
    expect(await openIn('2026-03-01T00:00:00Z', '2026-03-05T11:50:00Z')).toEqual([])
  })

  test('a run right after another adds nothing', async () => {
    await log.collect('2026-03-02T00:10:00Z', 'activity')
    const again = await log.collect('2026-03-02T00:10:00Z', 'activity')
    expect([again.datasets, again.append]).toEqual([[], undefined])
  })

  test('the state of a day is recorded once, and what changed in it again', async () => {
    await log.collect('2026-03-02T08:00:00Z', 'access-list')
    const again = await log.collect('2026-03-02T20:00:00Z', 'access-list')
    expect(again.append?.outcome.kind).toBe('nothing-new')
    github.world.accounts
      .find(({ login }) => login === 'acme')
      ?.members.set(github.user('ben').id, {
        ...{ role: 'member', state: 'active' },
      })
    const changed = await log.collect('2026-03-02T21:00:00Z', 'access-list')
    expect(changed.append?.outcome).toMatchObject({ kind: 'appended', records: { length: 1 } })
    await log.collect('2026-03-03T08:00:00Z', 'access-list')
    expect((await log.windows()).length).toBe(5)
  })
})

describe('fault 09: rate limited in the middle of a window', () => {
  const limit = () =>
    github.inject({
      ...{ operation: 'orgs/get-audit-log', after: 1 },
      fault: { kind: 'rate-limit', status: 403, resetInSeconds: 3000 },
    })

  test('what was read is whole up to its last second, the rest is a gap until it is read', async () => {
    happened(
      ...Array.from({ length: 120 }, (_each, at) =>
        new Date(Date.parse('2026-03-01T00:00:00Z') + at * 600_000).toISOString(),
      ),
    )
    const withdraw = limit()
    const cut = await log.collect('2026-03-02T00:10:00Z', 'activity')
    expect(statusOfCollection(cut)).toBe(3)
    expect(await stretches()).toEqual([
      ['2026-03-01T00:00:00Z', '2026-03-01T16:30:00Z', 99, true],
      ['2026-03-01T16:30:00Z', '2026-03-02T00:00:00Z', 1, false],
    ])
    expect((await log.windows()).map(({ result }) => result)).toEqual(['pass', 'not-determined'])
    expect((await openIn('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')).length).toBeGreaterThan(0)
    withdraw()
    const rest = await log.collect('2026-03-02T06:00:00Z', 'activity')
    expect(statusOfCollection(rest)).toBe(0)
    expect((await stretches()).at(-1)).toEqual(['2026-03-01T16:30:00Z', '2026-03-02T05:50:00Z', 21, true])
  })

  test('a page of a list that is missing makes the state not determined, and reading it again another record', async () => {
    const acme = github.world.accounts.find(({ login }) => login === 'acme')
    for (let at = 0; at < 130; at += 1)
      acme?.members.set(github.user(`member-${at}`).id, { role: 'member', state: 'active' })
    const withdraw = github.inject({
      ...{ operation: 'orgs/list-members', path: '/orgs/acme/members?role=member&per_page=100&page=2' },
      fault: { kind: 'secondary-limit', status: 403, retryAfterSeconds: 900 },
    })
    expect(statusOfCollection(await log.collect('2026-03-02T08:00:00Z', 'access-list'))).toBe(3)
    const [organisation] = await log.windows()
    expect(organisation).toMatchObject({ result: 'not-determined', data: { complete: false, count: 101 } })
    expect(organisation?.data.unread).toEqual([
      { part: 'members', why: expect.stringContaining('it asks to wait 900 seconds') },
    ])
    withdraw()
    expect(statusOfCollection(await log.collect('2026-03-02T09:00:00Z', 'access-list'))).toBe(0)
    expect((await log.windows()).map(({ data, result }) => [data.system, data.count, result])).toEqual([
      ['ghe.example.com/acme', 101, 'not-determined'],
      ['ghe.example.com/acme/shop', 1, 'pass'],
      ['ghe.example.com/acme', 131, 'pass'],
    ])
  })
})
