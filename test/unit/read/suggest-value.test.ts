import { describe, expect, test } from 'vitest'
import { suggestDay, suggestDuration, suggestId } from '../../../src/read/suggest-value.ts'

describe('a day', () => {
  test.each([
    ['05/31/2026', '2026-05-31'],
    ['31.5.2026', '2026-05-31'],
    ['31-05-2026', '2026-05-31'],
    ['5/5/2026', '2026-05-05'],
    ['2026-5-1', '2026-05-01'],
    ['2026-05-31T09:00:00Z', '2026-05-31'],
    ['2026-05-31T09:00:00.5+02:00', '2026-05-31'],
    ['05/06/2026', undefined],
    ['2026-13-01', undefined],
    ['2026-02-30', undefined],
    ['13/13/2026', undefined],
    ['31 May 2026', undefined],
    ['', undefined],
  ])('%s is %s', (text, day) => {
    expect(suggestDay(text)).toBe(day)
  })
})

describe('a duration', () => {
  test.each([
    ['90 days', 'P90D'],
    ['90d', 'P90D'],
    ['1 year', 'P1Y'],
    ['6 Months', 'P6M'],
    ['2 weeks', 'P2W'],
    ['15 min', 'PT15M'],
    ['4 hours', 'PT4H'],
    ['04 h', 'PT4H'],
    ['a year', undefined],
    ['90', undefined],
    ['1 decade', undefined],
  ])('%s is %s', (text, duration) => {
    expect(suggestDuration(text)).toBe(duration)
  })
})

describe('an id', () => {
  test.each([
    ['Ana Souza', 'ana_souza'],
    ['José Núñez', 'jose_nunez'],
    ['ana.souza@example.com', 'ana_souza'],
    ['@ana', 'ana'],
    ['Ana', undefined],
    ['POL-ACCESS', undefined],
    ['李 雷', undefined],
    [`a ${'b'.repeat(100)}`, undefined],
  ])('%s is %s', (text, id) => {
    expect(suggestId(text)).toBe(id)
  })
})
