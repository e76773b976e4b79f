/** How a source writes a date. */
export type DateForm = 'iso' | 'unix' | 'unix-ms' | 'dmy' | 'mdy'

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?(Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/i
const SLASHED = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/

export type MomentReading =
  /** `2026-03-02T10:15:30Z` */
  | { readonly ok: true; readonly moment: string; readonly isDay: boolean }
  /** What is wrong, one sentence without a full stop, and what to do. */
  | { readonly ok: false; readonly what: string; readonly remedy: string }

const bad = (what: string, remedy: string): MomentReading => ({ ok: false, what, remedy })

/**
 * A moment in UTC, to the second; a day is its first moment. A time of day without a zone is refused: it may be half a day
 * off, and nobody could tell.
 */
export function parseMoment(text: string, form: DateForm = 'iso'): MomentReading {
  if (form === 'unix' || form === 'unix-ms') {
    if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(text))
      return bad(`This is no number of ${unitOf[form]} since 1970`, 'Correct `date`.')
    return checked(Math.floor(Number(text) / (form === 'unix' ? 1 : 1000)) * 1000, false)
  }
  if (form === 'dmy' || form === 'mdy') {
    const [, first = '', second = '', year = ''] = SLASHED.exec(text) ?? []
    if (year === '') return bad(`This is no day as \`${form}\` says`, 'Correct the value, or `date` of the source.')
    const [day, month] = form === 'dmy' ? [first, second] : [second, first]
    return onDay(Number(year), Number(month), Number(day), 0)
  }
  const [whole, year, month, day, hours, minutes, seconds = '0', zone] = ISO.exec(text) ?? []
  if (whole === undefined)
    return bad('This is no date such as 2026-03-02 or 2026-03-02T10:15:30Z', 'Correct it, or say `date`.')
  if (hours === undefined) return onDay(Number(year), Number(month), Number(day), 0)
  if (zone === undefined) return bad('The time has no time zone', 'Let the system write Z or an offset such as +01:00.')
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)]
  if (h > 23 || m > 59 || s > 59) return bad('There is no such time of day', 'Correct it.')
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
  const away = offset === null ? 0 : (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * (offset[1] === '-' ? -1 : 1)
  if (Math.abs(away) > 18 * 60) return bad('There is no such time zone', 'Correct it.')
  return onDay(Number(year), Number(month), Number(day), ((h * 60 + m - away) * 60 + s) * 1000, false)
}

const unitOf = { unix: 'seconds', 'unix-ms': 'milliseconds' } as const

function onDay(year: number, month: number, day: number, ms: number, isDay = true): MomentReading {
  const start = Date.UTC(year, month - 1, day)
  const there = new Date(start)
  if (there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day) return bad('There is no such day', 'Correct it.')
  return checked(start + ms, isDay)
}

function checked(ms: number, isDay: boolean): MomentReading {
  // What is outside comes from another unit or an empty field that a system writes as year 1.
  if (!(ms >= 0 && ms < 4_102_444_800_000))
    return bad('The date is before 1970 or after 2099', 'Correct it, or say `date`.')
  return { ok: true, moment: `${new Date(ms).toISOString().slice(0, 19)}Z`, isDay }
}
