import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDuration } from '../../../src/model/days.ts'
import { periodName, toPeriod } from '../../../src/model/period.ts'

describe('a period by its name', () => {
  test.each([
    ['2026', '2026-01-01', '2026-12-31'],
    ['2026-H1', '2026-01-01', '2026-06-30'],
    ['2026-H2', '2026-07-01', '2026-12-31'],
    ['2026-Q1', '2026-01-01', '2026-03-31'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2025-09-01..2026-08-31', '2025-09-01', '2026-08-31'],
    ['2026-03-01..2026-03-01', '2026-03-01', '2026-03-01'],
  ])('%s', (name, start, end) => {
    expect(toPeriod(name)).toEqual({ name, start, end })
  })

  test.each([
    '',
    '26',
    '2026-H3',
    '2026-H0',
    '2026-Q5',
    '2026-13',
    '2026-00',
    '2026-1',
    '2026-h1',
    ' 2026',
    '2026-H1 ',
    '2026-02-30..2026-03-31',
    '2026-04-01..2026-03-31',
    '2026-01-01...2026-03-31',
    '../2026',
    '2026-H1\n',
  ])('%j is none', (name) => {
    expect(toPeriod(name)).toBeUndefined()
  })

  test('its name leads back to its days, whatever they are, and fits in a file name', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDuration('2020-01-01', `P${days}D`))
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), (start, length) => {
        const end = addDuration(start, `P${length}D`)
        const name = periodName(start, end)
        expect(toPeriod(name)).toEqual({ name, start, end })
        expect(name).toMatch(/^[0-9A-Z.-]{4,22}$/)
      }),
    )
  })

  test('usual names are found for usual days', () => {
    const names = ['2026', '2026-H1', '2026-H2', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2026-02', '2026-12']
    for (const name of names) {
      const { start = '', end = '' } = toPeriod(name) ?? {}
      expect(periodName(start, end)).toBe(name)
    }
  })
})
