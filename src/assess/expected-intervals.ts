import { addDuration, type Day, subtractDuration } from '../model/days.ts'
import type { EvidenceRequirement } from '../model/records.ts'

export type Frequency = EvidenceRequirement['frequency']

export interface Interval {
  readonly from: Day
  readonly to: Day
}

/** Time after an interval, or after an event, in which a record still is in time. A requirement may set its own. */
export const defaultGrace: Readonly<Record<Frequency, string>> = {
  continuous: 'P1D',
  'per-request': 'P1D',
  'on-change': 'P1D',
  'per-event': 'P1D',
  daily: 'P1D',
  weekly: 'P2D',
  monthly: 'P5D',
  quarterly: 'P14D',
  semiannual: 'P30D',
  annual: 'P30D',
}

/** Whether something is expected by the calendar, and not only when something happens. */
export const isPeriodic = (frequency: Frequency): boolean => frequency in stepOf

const stepOf: Partial<Record<Frequency, { readonly duration: string; readonly start: (day: Day) => Day }>> = {
  daily: { duration: 'P1D', start: (day) => day },
  weekly: { duration: 'P1W', start: mondayOf },
  monthly: { duration: 'P1M', start: (day) => monthStart(day, 1) },
  quarterly: { duration: 'P3M', start: (day) => monthStart(day, 3) },
  semiannual: { duration: 'P6M', start: (day) => monthStart(day, 6) },
  annual: { duration: 'P1Y', start: (day) => monthStart(day, 12) },
}

/**
 * The intervals of a period, each of which needs its own evidence: days, ISO weeks, calendar months, quarters, halves or
 * years. Together they are the whole period: a part at either end belongs to the interval beside it, and a period that
 * holds no whole interval is one.
 */
export function expectedIntervals(frequency: Frequency, period: Interval): readonly Interval[] {
  const step = stepOf[frequency]
  if (step === undefined || period.from > period.to) return []
  const whole: Interval[] = []
  for (let from = step.start(period.from); from <= period.to; from = addDuration(from, step.duration)) {
    const to = subtractDuration(addDuration(from, step.duration), 'P1D')
    if (from >= period.from && to <= period.to) whole.push({ from, to })
  }
  if (whole.length === 0) return [period]
  return whole.map(({ from, to }, index) => ({
    from: index === 0 ? period.from : from,
    to: index === whole.length - 1 ? period.to : to,
  }))
}

/**
 * Last day of the interval after the one that a day is in.
 * @throws RangeError for a frequency that does not go by the calendar
 */
export function endOfNextInterval(frequency: Frequency, day: Day): Day {
  const step = stepOf[frequency]
  if (step === undefined) throw new RangeError(`${frequency} has no intervals`)
  const next = addDuration(step.start(day), step.duration)
  return subtractDuration(addDuration(next, step.duration), 'P1D')
}

function monthStart(day: Day, months: number): Day {
  const month = Number(day.slice(5, 7)) - 1
  const first = month - (month % months) + 1
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

/** 1970-01-01 was a Thursday. */
function mondayOf(day: Day): Day {
  const days = Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
  return subtractDuration(day, `P${(((days + 3) % 7) + 7) % 7}D`)
}
