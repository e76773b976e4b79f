import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import {
  addDuration,
  addToMoment,
  dayOf,
  instantOf,
  millisecondsOf,
  stretchInWords,
  subtractDuration,
} from '../../../src/model/days.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { changeRequest } from '../../support/gate-facts.ts'

test.each([
  '2026-03-01T09:00:00.1234567890123Z',
  `2026-03-01T09:00:00.${'1'.repeat(12)}+01:00`,
  '2016-12-31T23:59:60Z',
  '2026-03-01 09:00:00z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
])('a moment that the schema lets through can be computed with: %s', (moment) => {
  const { path, text } = changeRequest()
  const bytes = new TextEncoder().encode(text.replace('2026-03-01T09:00:00Z', `"${moment}"`))
  const { problems, model } = readProgram([{ path, bytes }])
  expect(problems).toEqual([])
  expect(model.changes.get('CHG-1')?.value.requestedAt).toBe(moment)
  expect(Number.isSafeInteger(millisecondsOf(moment))).toBe(true)
  expect(dayOf(moment)).toMatch(/\d-\d\d-\d\d$/)
})

test('digits beyond a billionth of a second change nothing', () => {
  expect(millisecondsOf('2026-03-01T09:00:00.1239999999999Z')).toBe(Date.UTC(2026, 2, 1, 9, 0, 0, 123))
})

test.each([
  ['2026-06-01T10:00:00Z', 'PT15M', 'UTC', '2026-06-01T10:15:00Z'],
  ['2026-06-01T10:00:00+02:00', 'PT72H', 'UTC', '2026-06-04T08:00:00Z'],
  // The night of 28 to 29 March 2026 has 23 hours in Berlin: a day is a day, 24 hours are 24 hours.
  ['2026-03-28T12:00:00+01:00', 'P1D', 'Europe/Berlin', '2026-03-29T10:00:00Z'],
  ['2026-03-28T12:00:00+01:00', 'PT24H', 'Europe/Berlin', '2026-03-29T11:00:00Z'],
])('%s and %s in %s is %s', (from, duration, timezone, wanted) => {
  expect(instantOf(addToMoment(from, duration, timezone))).toBe(wanted)
})

test.each([
  [59_999, 'less than a minute'],
  [60_000, '1 minute'],
  [40 * 60_000, '40 minutes'],
  [25 * 3_600_000 + 60_000, '1 day 1 hour'],
  [48 * 3_600_000 + 60_000, '2 days 1 minute'],
])('%i ms are %s', (milliseconds, words) => {
  expect(stretchInWords(milliseconds)).toBe(words)
})

test('the day of a moment in UTC is what Temporal says, for days that exist and days that do not', () => {
  const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'))
  const moment = fc
    .tuple(
      fc.integer({ min: 0, max: 9999 }),
      two(13),
      two(32),
      two(25),
      two(61),
      two(61),
      fc.constantFrom('Z', '+01:00', 'z'),
    )
    .map(([year, month, day, hour, minute, second, offset]) => {
      return `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${offset}`
    })
  const outcomeOf = (compute: () => string) => {
    try {
      return compute()
    } catch (error) {
      return error instanceof RangeError ? 'refused' : error
    }
  }
  fc.assert(
    fc.property(moment, (text) => {
      const expected = () => Temporal.Instant.from(text).toZonedDateTimeISO('UTC').toPlainDate().toString()
      expect(outcomeOf(() => dayOf(text))).toBe(outcomeOf(expected))
    }),
    { numRuns: 2000 },
  )
})

test('days added to a day are what Temporal says, for days that exist and days that do not', () => {
  const two = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'))
  const year = fc.integer({ min: 0, max: 9999 }).map((value) => String(value).padStart(4, '0'))
  const day = fc.tuple(year, two(13), two(32)).map((parts) => parts.join('-'))
  const outcome = (make: () => string) => {
    try {
      return make()
    } catch (error) {
      return error instanceof RangeError ? 'RangeError' : String(error)
    }
  }
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 99_999 }), (from, days) => {
      const wanted = outcome(() => {
        const after = Temporal.PlainDate.from(from).add({ days })
        return after.year > 9999 ? '9999-12-31' : after.toString()
      })
      expect(outcome(() => addDuration(from, `P${days}D`))).toBe(wanted)
    }),
    { numRuns: 500 },
  )
})

test('milliseconds of a moment are what Temporal says', () => {
  const moment = fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, (date) => {
      const text = `${date.toISOString().slice(0, 19)}Z`
      expect(millisecondsOf(text)).toBe(Temporal.Instant.from(text).epochMilliseconds)
    }),
  )
})

test('days before a day are what Temporal says', () => {
  const day = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 99_999 }), fc.constantFrom('D', 'W'), (date, count, unit) => {
      const from = date.toISOString().slice(0, 10)
      const before = Temporal.PlainDate.from(from).subtract(Temporal.Duration.from(`P${count}${unit}`))
      expect(subtractDuration(from, `P${count}${unit}`)).toBe(before.year < 0 ? '0000-01-01' : before.toString())
    }),
    { numRuns: 500 },
  )
})

test('the day of a moment in a time zone is what Temporal says, also where clocks are set', () => {
  const zones = [
    'Europe/Berlin',
    'America/St_Johns',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Etc/GMT+12',
  ]
  const seconds = fc.oneof(
    fc.integer({ min: Date.UTC(1999, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }),
    // The night in which Newfoundland's clocks went back over midnight, and the day that Samoa left out.
    fc.integer({ min: Date.UTC(2010, 10, 6) / 1000, max: Date.UTC(2010, 10, 9) / 1000 }),
    fc.integer({ min: Date.UTC(2011, 11, 29) / 1000, max: Date.UTC(2012, 0, 1) / 1000 }),
    fc.integer({ min: Date.UTC(9999, 11, 31) / 1000, max: Date.UTC(9999, 11, 31, 23, 59, 59) / 1000 }),
  )
  fc.assert(
    fc.property(seconds, fc.constantFrom(...zones), (at, zone) => {
      const moment = Temporal.Instant.fromEpochMilliseconds(at * 1000)
      expect(instantOf(at * 1000)).toBe(moment.toString())
      expect(dayOf(moment.toString(), zone)).toBe(moment.toZonedDateTimeISO(zone).toPlainDate().toString())
    }),
    { numRuns: 1000 },
  )
})
