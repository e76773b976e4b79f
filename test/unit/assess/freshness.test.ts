import { describe, expect, test } from 'vitest'
import { auditedTime } from '../../../src/assess/audit-coverage.ts'
import { calendarOf } from '../../../src/assess/calendar.ts'
import { endOfNextInterval } from '../../../src/assess/expected-intervals.ts'
import { freshnessOf } from '../../../src/assess/freshness.ts'
import { type LogRecord, recordsUntil } from '../../../src/model/log-record.ts'
import type { Control, EvidenceRequirement } from '../../../src/model/records.ts'
import { audit, deployment, logCreated, logOf, merged, sha, type Unplaced } from '../../support/log-builder.ts'
import { control, programModel } from '../../support/program-builder.ts'

const requirement = (over: Partial<EvidenceRequirement>): EvidenceRequirement => ({
  id: 'EVR-A',
  records: { kind: 'deployment' },
  expect: 'some',
  frequency: 'daily',
  window: 'P1Y',
  ...over,
})
const operating = (over: Partial<Control>) => programModel({ controls: [control({ id: 'CTL-A', ...over })] })

function freshness(model: ReturnType<typeof operating>, records: readonly LogRecord[], at: string) {
  const dated = recordsUntil(records, at.slice(0, 10), 'UTC')
  const basis = { kind: 'date', asOf: at.slice(0, 10) } as const
  const audited = auditedTime(dated, 'main')
  return freshnessOf(model, Date.parse(at), { basis, records: dated, timezone: 'UTC', audited, corrections: new Map() })
}
const stateAt = (frequency: EvidenceRequirement['frequency'], at: string) =>
  freshness(
    operating({ evidence: [requirement({ frequency })] }),
    logOf(deployment('d', { at: '2026-03-02T10:00:00Z' })),
    at,
  )[0]?.state

describe('freshness as of a checkpoint', () => {
  // 2026-03-02 is a Monday.
  test.each<[EvidenceRequirement['frequency'], fresh: string, stale: string]>([
    ['per-event', '2026-03-04T10:00:00Z', '2026-03-04T10:00:01Z'],
    ['daily', '2026-03-03T22:00:00Z', '2026-03-03T22:00:01Z'],
    ['weekly', '2026-03-18T00:00:00Z', '2026-03-18T00:00:01Z'],
    ['monthly', '2026-05-06T00:00:00Z', '2026-05-06T00:00:01Z'],
    ['quarterly', '2026-06-16T10:00:00Z', '2026-06-16T10:00:01Z'],
    ['on-change', '2026-06-16T10:00:00Z', '2026-06-16T10:00:01Z'],
    ['annual', '2027-04-02T10:00:00Z', '2027-04-02T10:00:01Z'],
  ])('%s evidence is fresh to the last second', (frequency, fresh, stale) => {
    expect([stateAt(frequency, fresh), stateAt(frequency, stale)]).toEqual(['fresh', 'stale'])
  })

  test('evidence that nobody gave is never fresh', () => {
    const model = operating({
      evidence: [requirement({})],
      manualEvidence: [{ id: 'EVR-M', title: 'x', frequency: 'annual', window: 'P1Y' }],
    })
    const [records, manual] = freshness(
      model,
      logOf(logCreated({ at: '2026-03-02T10:00:00Z' })),
      '2026-03-02T10:00:00Z',
    )
    expect([records?.state, manual?.state, records?.staleAt]).toEqual(['never', 'never', undefined])
  })

  test('where there must be none, the last audit is the evidence', () => {
    const model = operating({ evidence: [requirement({ records: { kind: 'change.unreviewed' }, expect: 'none' })] })
    const baseline = sha('baseline')
    const records = logOf(
      logCreated({ at: '2026-03-01T00:00:00Z' }, baseline),
      audit(baseline, sha('b'), { at: '2026-03-05T00:00:00Z' }),
    )
    expect(freshness(model, records, '2026-03-06T11:00:00Z')[0]).toMatchObject({
      state: 'fresh',
      coveredTo: '2026-03-05',
      records: [],
    })
    expect(freshness(model, records, '2026-03-06T13:00:00Z')[0]?.state).toBe('stale')
  })

  test('changes stay fresh while audits look, though none happened; deployments are in no audit', () => {
    const every = (kind: 'change.merged' | 'deployment') =>
      requirement({ records: { kind }, expect: 'every', frequency: 'per-event' })
    const baseline = sha('baseline')
    const records = logOf(
      logCreated({ at: '2026-03-01T00:00:00Z' }, baseline),
      merged(1, { at: '2026-03-01T10:00:00Z' }),
      deployment('d', { at: '2026-03-01T11:00:00Z' }),
      audit(baseline, sha('b'), { at: '2026-03-05T00:00:00Z' }),
    )
    const stateOf = (kind: 'change.merged' | 'deployment', at: string) =>
      freshness(operating({ evidence: [every(kind)] }), records, at)[0]?.state
    expect(stateOf('change.merged', '2026-03-06T23:00:00Z')).toBe('fresh')
    expect(stateOf('change.merged', '2026-03-07T00:00:01Z')).toBe('stale')
    expect(stateOf('deployment', '2026-03-06T23:00:00Z')).toBe('stale')
  })

  test.each<[string, Partial<Unplaced>, Partial<EvidenceRequirement>]>([
    ['that is not determined', { result: 'not-determined' }, {}],
    ['of another environment', {}, { records: { kind: 'deployment', where: { environment: 'staging' } } }],
    ['whose field nobody knows', {}, { records: { kind: 'deployment', where: { colour: 'red' } } }],
    ['that is not as it must be', {}, { satisfying: { verdict: 'refused' } }],
  ])('a record %s does not count', (_what, over, asked) => {
    const record = { ...deployment('d', { at: '2026-03-02T10:00:00Z' }), ...over } as Unplaced
    expect(
      freshness(operating({ evidence: [requirement(asked)] }), logOf(record), '2026-03-02T11:00:00Z')[0]?.state,
    ).toBe('never')
  })

  test('controls that do not operate are not asked', () => {
    expect(
      freshness(operating({ status: 'planned', evidence: [requirement({})] }), [], '2026-03-02T10:00:00Z'),
    ).toEqual([])
  })
})

test('the interval after a day ends with the calendar', () => {
  expect(endOfNextInterval('weekly', '2026-03-08')).toBe('2026-03-15')
  expect(endOfNextInterval('monthly', '2026-01-31')).toBe('2026-02-28')
  expect(() => endOfNextInterval('per-event', '2026-01-31')).toThrow(RangeError)
})

test('a calendar lists what was expected and what is to come, by due day', () => {
  const model = operating({ evidence: [requirement({ frequency: 'monthly' })] })
  const records = recordsUntil(logOf(deployment('d', { at: '2026-01-10T10:00:00Z' })), '2026-03-10', 'UTC')
  const basis = { kind: 'period', asOf: '2026-03-10', start: '2026-01-01', end: '2026-05-31' } as const
  const entries = calendarOf(model, { basis, records, timezone: 'UTC', audited: [], corrections: new Map() })
  expect(entries.map(({ due, state, records: found }) => [due, state, found])).toEqual([
    ['2026-02-05', 'met', [0]],
    ['2026-03-05', 'overdue', []],
    ['2026-04-05', 'pending', []],
    ['2026-05-05', 'expected', []],
    ['2026-06-05', 'expected', []],
  ])
})
