import { describe, expect, test } from 'vitest'
import { chooseReadings } from '../../../src/assess/dataset-readings.ts'
import { collectionRecord, type Reading } from '../../../src/evidence/collection-record.ts'
import { toDatasetItems } from '../../../src/evidence/dataset-items.ts'
import { logOf } from '../../support/log-builder.ts'

const producer = { tool: 'countersign/0.1.0', run: 'local' }
const reading = (over: Partial<Reading>) =>
  collectionRecord(
    {
      dataset: 'activity',
      system: 'gateway',
      method: 'http',
      source: 'GET /audit-logs',
      query: '',
      form: 'interval',
      from: '2026-01-01T00:00:00Z',
      to: '2026-02-01T00:00:00Z',
      pages: 1,
      total: null,
      complete: true,
      unread: [],
      originalDigest: null,
      tool: 'gateway',
      toolVersion: null,
      ...over,
    },
    toDatasetItems('activity', []),
    producer,
    Date.parse('2026-03-01T00:00:00Z'),
  ).predicate
const choose = (
  records: readonly Reading[],
  window: Parameters<typeof chooseReadings>[3],
  systems: readonly string[] = [],
) => {
  const chosen = chooseReadings(logOf(...records.map(reading)), 'activity', systems, window)
  return [chosen.readings.map(({ index }) => index), chosen.open]
}
const range = (from: string, to: string) =>
  ({ kind: 'range', from: Date.parse(`${from}T00:00:00Z`), to: Date.parse(`${to}T00:00:00Z`) }) as const
const full = (over: Partial<Reading>) => over as Reading

describe('what was read of a system', () => {
  test('in a range: everything that overlaps, and the stretch in which nobody looked', () => {
    const records = [
      full({ from: '2025-11-01T00:00:00Z', to: '2025-12-01T00:00:00Z' }),
      full({}),
      full({ from: '2026-02-03T00:00:00Z', to: '2026-03-01T00:00:00Z' }),
    ]
    expect(choose(records, range('2026-01-10', '2026-02-20'))).toEqual([
      [1, 2],
      ['gateway: nobody read what happened from 2026-02-01T00:00:00Z to 2026-02-03T00:00:00Z'],
    ])
    expect(choose(records, range('2026-01-10', '2026-01-20'))).toEqual([[1], []])
  })

  test('a reading that was not complete covers nothing and says so', () => {
    const [indexes, open] = choose(
      [full({ complete: false, total: 3, unread: [{ part: 'page 2', why: '403' }] })],
      range('2026-01-10', '2026-01-20'),
    )
    expect(indexes).toEqual([0])
    expect(open).toEqual([
      'gateway: nobody read what happened from 2026-01-10T00:00:00Z to 2026-01-20T00:00:00Z',
      'gateway, record 0: the reading was not complete',
      'gateway, record 0: 0 of 3 items were read',
      'gateway, record 0: page 2 could not be read: 403',
    ])
  })

  test('as a state: the newest by then, whatever the order in the log', () => {
    const state = (at: string) => full({ form: 'snapshot', from: at, to: at })
    const records = [state('2026-01-20T00:00:00Z'), state('2026-01-10T00:00:00Z'), state('2026-02-10T00:00:00Z')]
    expect(choose(records, { kind: 'snapshot', atMs: Date.parse('2026-02-01T00:00:00Z') })).toEqual([[0], []])
    expect(choose(records, { kind: 'snapshot', atMs: Date.parse('2026-01-01T00:00:00Z') })).toEqual([
      [],
      ['gateway was not read by 2026-01-01T00:00:00Z'],
    ])
  })

  test('nothing at all, or not of the system that is asked for', () => {
    expect(choose([], range('2026-01-10', '2026-01-20'))).toEqual([[], ['no system was ever read']])
    expect(choose([full({})], range('2026-01-10', '2026-01-20'), ['other'])[1]).toEqual([
      'other was not read between 2026-01-10T00:00:00Z and 2026-01-20T00:00:00Z',
    ])
  })
})
