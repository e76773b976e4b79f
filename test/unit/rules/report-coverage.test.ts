import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDuration } from '../../../src/model/days.ts'
import type { Vendor } from '../../../src/model/records.ts'
import { coveredUntil, neededSpan } from '../../../src/rules/vendors/report-coverage.ts'
import { program } from '../../support/program-builder.ts'

const start = '2026-01-01'
const day = (offset: number) => addDuration(start, `P${offset}D`)

const vendor = (over: Partial<Vendor> = {}): Vendor => ({
  apiVersion: 'countersign/v1',
  kind: 'Vendor',
  id: 'VEN-A',
  title: 'A',
  owner: 'ana',
  tier: 'critical',
  services: ['hosting'],
  ...over,
})
const report = ([from, length]: readonly [number, number]) => ({
  type: 'soc2-type2' as const,
  periodStart: day(from),
  periodEnd: day(from + length),
  reviewedBy: 'ana',
  reviewedAt: day(400),
})

describe('reports cover', () => {
  test('a span exactly when there is one for each of its days, in whatever order they are written', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 })), { maxLength: 6 })
    fc.assert(
      fc.property(spans, fc.integer({ min: 10, max: 50 }), fc.integer({ min: 0, max: 10 }), (found, until, from) => {
        const { reports } = coveredUntil(vendor({ reports: found.map(report) }), {
          from: day(from),
          until: day(until),
          isRunning: false,
        })
        const days = Array.from({ length: until - from + 1 }, (_, index) => from + index)
        const all = days.every((one) => found.some(([first, length]) => first <= one && one <= first + length))
        expect(reports >= day(until)).toBe(all)
      }),
    )
  })
})

describe('what has to be covered', () => {
  const type2 = program({ reportType: 'type2', period: { start: '2026-01-01', end: '2026-12-31' } })
  test.each([
    ['the period so far', type2, vendor(), '2026-06-15', '2026-01-01 2026-06-15 true'],
    ['the whole period when it is over', type2, vendor(), '2027-02-01', '2026-01-01 2026-12-31 false'],
    ['its last day too', type2, vendor(), '2026-12-31', '2026-01-01 2026-12-31 false'],
    ['today before it begins', type2, vendor(), '2025-12-01', '2025-12-01 2025-12-01 true'],
    [
      'nothing from before the contract',
      type2,
      vendor({ contract: { start: '2026-03-01' } }),
      '2026-06-15',
      '2026-03-01 2026-06-15 true',
    ],
    [
      'the day of a Type I report',
      program({ asOf: '2026-05-01' }),
      vendor(),
      '2026-06-15',
      '2026-05-01 2026-05-01 false',
    ],
    ['today where nothing is settled', undefined, vendor(), '2026-06-15', '2026-06-15 2026-06-15 false'],
  ])('is %s', (_name, of, one, asOf, wanted) => {
    const { from, until, isRunning } = neededSpan(of, one, asOf)
    expect(`${from} ${until} ${isRunning}`).toBe(wanted)
  })
})
