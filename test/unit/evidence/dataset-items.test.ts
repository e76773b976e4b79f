import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectionRecord, type Reading } from '../../../src/evidence/collection-record.ts'
import { ItemRefused, toDatasetItems } from '../../../src/evidence/dataset-items.ts'
import { readLine } from '../../../src/evidence/read-line.ts'
import { sameBody, toLine } from '../../../src/evidence/record.ts'

const item = {
  account: 'alice',
  role: 'admin',
  scope: null,
  kind: 'person',
  status: 'active',
  privileged: true,
  mfa: null,
  createdAt: null,
  lastUsedAt: null,
}

const reading: Reading = {
  dataset: 'access-list',
  system: 'github.com/acme',
  method: 'github',
  source: 'GET /orgs/{org}/members',
  query: '',
  form: 'snapshot',
  from: '2026-03-02T10:00:00Z',
  to: '2026-03-02T10:00:00Z',
  pages: 1,
  total: null,
  complete: true,
  unread: [],
  originalDigest: null,
  tool: 'countersign',
  toolVersion: '0.1.0',
}
const producer = { tool: 'countersign/0.1.0', run: 'local' }
const nowMs = Date.parse('2026-03-02T10:00:05Z')

describe('items of a dataset', () => {
  test('have one form, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 20 }), (accounts) => {
        const items = accounts.map((account) => ({ ...item, account }))
        expect(toDatasetItems('access-list', items.toReversed()).digest).toBe(
          toDatasetItems('access-list', items).digest,
        )
      }),
    )
  })

  test.each([
    ['a field that is not listed', { ...item, email: 'a@example.com' }, /`email` is no field/],
    ['a field that is missing', Object.fromEntries(Object.entries(item).slice(1)), /account/],
    ['a value out of the list', { ...item, status: 'maybe' }, /status/],
    ['a control character', { ...item, role: 'a\nb' }, /role/],
    ['something else', 'alice', /object/],
  ])('refuse %s', (_what, wrong, why) => {
    expect(() => toDatasetItems('access-list', [item, wrong])).toThrow(ItemRefused)
    expect(() => toDatasetItems('access-list', [item, wrong])).toThrow(why)
  })

  test('refuse a dataset that there is not', () => {
    expect(() => toDatasetItems('everything', [item])).toThrow(ItemRefused)
  })
})

describe('a reading of a dataset', () => {
  const items = toDatasetItems('access-list', [item])

  test('is a record of the log', () => {
    const record = collectionRecord(reading, items, producer, nowMs)
    expect(readLine(Buffer.from(toLine(record)))).toMatchObject({ kind: 'record' })
    expect(record.predicate).toMatchObject({ result: 'pass', data: { count: 1, itemsDigest: items.digest } })
  })

  test.each([
    ['not complete', { complete: false }],
    ['with a part that could not be read', { unread: [{ part: 'mfa', why: '403' }] }],
    ['with fewer items than the source says', { total: 2 }],
  ])('is not determined where it is %s', (_what, change) => {
    expect(collectionRecord({ ...reading, ...change }, items, producer, nowMs).predicate.result).toBe('not-determined')
  })

  test('once with a part unread and once without, with the same items on one day, is two records', () => {
    const broken = { ...reading, complete: false, unread: [{ part: 'members', why: 'HTTP 500' }] }
    expect(collectionRecord(broken, items, producer, nowMs).predicate.key).not.toBe(
      collectionRecord(reading, items, producer, nowMs).predicate.key,
    )
  })

  test('of the same state later that day is the same record; another state or day is another', () => {
    const again = { ...reading, from: '2026-03-02T18:00:00Z', to: '2026-03-02T18:00:00Z' }
    const one = collectionRecord(reading, items, producer, nowMs)
    const two = collectionRecord(again, items, producer, nowMs + 8 * 3_600_000)
    expect([two.predicate.key, sameBody(one, two)]).toEqual([one.predicate.key, true])
    const nextDay = { ...reading, from: '2026-03-03T10:00:00Z', to: '2026-03-03T10:00:00Z' }
    expect(collectionRecord(nextDay, items, producer, nowMs).predicate.key).not.toBe(one.predicate.key)
    expect(collectionRecord(reading, toDatasetItems('access-list', []), producer, nowMs).predicate.key).not.toBe(
      one.predicate.key,
    )
  })
})
