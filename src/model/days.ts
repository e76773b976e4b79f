import { Temporal } from 'temporal-polyfill'

/** A calendar day as text, `YYYY-MM-DD`. Days compare as text. */
export type Day = string

/** A date that there is in every year. */
const plainDate =
  '\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)'
const plainDay = new RegExp(`^${plainDate}$`)
const plainDays = /^P\d{1,5}[DW]$/
const dayMs = 86_400_000

/**
 * The days of a duration that is days or weeks and nothing else; undefined for any other. Nearly every window and grace is
 * one, and `Temporal` takes a hundred times as long.
 */
function daysIn(duration: string): number | undefined {
  if (!plainDays.test(duration)) return undefined
  return Number(duration.slice(1, -1)) * (duration.endsWith('W') ? 7 : 1)
}

/**
 * The day after `duration` (ISO 8601 date part). Counted from the anchor in one step, since repeated month steps drift
 * (31 Aug -> 30 Sep -> 30 Oct). The end of a short month is kept inside it.
 * @throws RangeError when the day or the duration is malformed (the schema refuses both before)
 */
export function addDuration(day: Day, duration: string): Day {
  const count = daysIn(duration)
  if (count !== undefined && plainDay.test(day)) {
    const after = new Date(Date.parse(day) + count * dayMs)
    return after.getUTCFullYear() > 9999 ? '9999-12-31' : after.toISOString().slice(0, 10)
  }
  const { years, months, weeks, days } = Temporal.Duration.from(duration)
  const after = Temporal.PlainDate.from(day).add({ years, months, weeks, days })
  // Later years print as +010000, which no longer compares as text.
  return after.year > 9999 ? '9999-12-31' : after.toString()
}

/** The day `duration` before. */
export function subtractDuration(day: Day, duration: string): Day {
  const count = daysIn(duration)
  if (count !== undefined && plainDay.test(day)) {
    const before = new Date(Date.parse(day) - count * dayMs)
    return before.getUTCFullYear() < 0 ? '0000-01-01' : before.toISOString().slice(0, 10)
  }
  const { years, months, weeks, days } = Temporal.Duration.from(duration)
  const before = Temporal.PlainDate.from(day).subtract({ years, months, weeks, days })
  return before.year < 0 ? '0000-01-01' : before.toString()
}

/** A stretch of time in milliseconds as people say it, the largest unit first and at most two: `1 day 3 hours`, `40 minutes`. */
export function stretchInWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const counts = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const
  const words = counts.flatMap(([unit, count]) => (count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`]))
  return words.length === 0 ? 'less than a minute' : words.slice(0, 2).join(' ')
}

/** `P1Y` -> `1 year`, `P1M15D` -> `1 month 15 days`, `PT1H30M` -> `1 hour 30 minutes`. @throws RangeError when malformed */
export function durationInWords(duration: string): string {
  const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(duration)
  const parts = Object.entries({
    year: years,
    month: months,
    week: weeks,
    day: days,
    hour: hours,
    minute: minutes,
    second: seconds,
  })
  const words = parts
    .filter(([, count]) => count !== 0)
    .map(([unit, count]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
  return words.length > 0 ? words.join(' ') : duration.includes('T') ? '0 minutes' : '0 days'
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days

/** `1 day ago`, `3 days ago` */
export function daysAgo(day: Day, asOf: Day): string {
  const count = daysBetween(day, asOf)
  return `${count} day${count === 1 ? '' : 's'} ago`
}

/** RFC 3339 allows any number of digits after the point, and so do the schemas; `Temporal` reads nine and throws at ten. */
const momentOf = (instant: string): Temporal.Instant => Temporal.Instant.from(instant.replace(/(\.\d{9})\d+/, '$1'))

/** A moment in UTC in whole seconds: its text begins with its day. */
const plainMoment = new RegExp(`^${plainDate}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`)

/** The day on which a moment falls in a time zone. @throws RangeError for an unknown zone or a malformed moment */
export function dayOf(instant: string, timezone = 'UTC'): Day {
  // Nearly every moment in a program is one of these, and `Temporal` takes a hundred times as long.
  if (plainMoment.test(instant)) {
    if (timezone === 'UTC') return instant.slice(0, 10)
    const offset = offsetOn(instant.slice(0, 10), timezone)
    const local = offset === undefined ? undefined : new Date(Date.parse(instant) + offset).toISOString()
    // Years before 0 and after 9999 are longer.
    if (local?.length === 24) return local.slice(0, 10)
  }
  return momentOf(instant).toZonedDateTimeISO(timezone).toPlainDate().toString()
}

const offsets = new Map<string, Map<Day, number | undefined>>()

/**
 * Milliseconds that the clocks of a time zone are ahead of UTC on a day of UTC; undefined where they are set during it. Logs
 * have many moments a day, and a zone is slow to ask.
 */
function offsetOn(day: Day, timezone: string): number | undefined {
  const known = offsets.get(timezone) ?? new Map<Day, number | undefined>()
  if (known.has(day)) return known.get(day)
  const at = (moment: string) => momentOf(`${day}T${moment}Z`).toZonedDateTimeISO(timezone).offsetNanoseconds / 1e6
  const [first, last] = [at('00:00:00'), at('23:59:59')]
  const offset = first === last ? first : undefined
  offsets.set(timezone, known.set(day, offset))
  return offset
}

/** Milliseconds since 1970-01-01T00:00:00Z. @throws RangeError for a malformed moment */
export const millisecondsOf = (instant: string): number =>
  plainMoment.test(instant) ? Date.parse(instant) : momentOf(instant).epochMilliseconds

/**
 * Milliseconds since 1970 of the moment `duration` after `instant`. Days and longer parts are counted on the calendar of the
 * time zone, hours and minutes by the clock.
 * @throws RangeError for an unknown zone, a malformed moment or a malformed duration
 */
export const addToMoment = (instant: string, duration: string, timezone = 'UTC'): number =>
  momentOf(instant).toZonedDateTimeISO(timezone).add(Temporal.Duration.from(duration)).epochMilliseconds

/** RFC 3339, UTC, whole seconds: `2026-03-02T09:00:00Z`. */
export const instantOf = (milliseconds: number): string =>
  new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace('.000Z', 'Z')

const weekday = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export interface BusinessCalendar {
  readonly businessDays?: readonly (typeof weekday)[number][]
  readonly holidays?: readonly Day[]
}

/** The day `count` business days after `day`; that day itself is not counted. A calendar without business days has every day. */
export function addBusinessDays(day: Day, count: number, calendar: BusinessCalendar = {}): Day {
  const business = calendar.businessDays ?? ['mon', 'tue', 'wed', 'thu', 'fri']
  const works = business.length === 0 ? weekday : business
  const holidays = new Set(calendar.holidays)
  let at = Temporal.PlainDate.from(day)
  for (let left = count, steps = 0; left > 0 && steps < 3660; steps += 1) {
    at = at.add({ days: 1 })
    const name = weekday[at.dayOfWeek - 1]
    if (name !== undefined && works.includes(name) && !holidays.has(at.toString())) left -= 1
  }
  return at.toString()
}

/** The first moment of a day in a time zone, in milliseconds since 1970 (some days do not begin at midnight). */
export const startOfDay = (day: Day, timezone = 'UTC'): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds

/** Seconds of a duration, where a year has 365.25 days and a month a twelfth of that. @throws RangeError when malformed */
export function averageSeconds(duration: string): number {
  const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(duration)
  const wholeDays = years * 365.25 + (months * 365.25) / 12 + weeks * 7 + days
  return wholeDays * 86_400 + hours * 3600 + minutes * 60 + seconds
}
