import { addDuration, type Day, subtractDuration } from './days.ts'

/** A stretch of days with a name, both ends included. */
export interface NamedPeriod {
  /** `2026-H1`, or `2026-01-01..2026-06-30` where it is no usual one. Fit for a file name. */
  readonly name: string
  readonly start: Day
  readonly end: Day
}

const monthsOf = { H: 6, Q: 3 } as const

/**
 * Reads a year (`2026`), a half (`2026-H1`), a quarter (`2026-Q3`), a month (`2026-05`) or two days (`2026-02-01..2026-07-31`).
 *
 * @returns undefined for anything else, for days that do not exist and for an end before its start
 */
export function toPeriod(text: string): NamedPeriod | undefined {
  const [, year, part, number] = /^(\d{4})(?:-(?:([HQ])([1-4])|(?:0[1-9]|1[0-2])))?$/.exec(text) ?? []
  if (year !== undefined) {
    if (part === undefined && text.length === 4) return from(text, `${year}-01-01`, 'P1Y')
    if (part === undefined) return from(text, `${text}-01`, 'P1M')
    const months = monthsOf[part as 'H' | 'Q']
    const first = (Number(number) - 1) * months + 1
    if (first > 12) return undefined
    return from(text, `${year}-${String(first).padStart(2, '0')}-01`, `P${months}M`)
  }
  const [, start, end] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text) ?? []
  if (start === undefined || end === undefined || !isDay(start) || !isDay(end) || end < start) return undefined
  return { name: text, start, end }
}

const from = (name: string, start: Day, length: string): NamedPeriod => ({
  name,
  start,
  end: subtractDuration(addDuration(start, length), 'P1D'),
})

function isDay(text: string): boolean {
  try {
    return addDuration(text, 'P0D') === text
  } catch {
    return false
  }
}

/** The name of a period by its days: the shortest that `toPeriod` reads back. */
export function periodName(start: Day, end: Day): string {
  const year = start.slice(0, 4)
  const month = Number(start.slice(5, 7))
  const names = [year, `${year}-H${Math.ceil(month / 6)}`, `${year}-Q${Math.ceil(month / 3)}`, start.slice(0, 7)]
  const fits = (name: string) => {
    const period = toPeriod(name)
    return period?.start === start && period.end === end
  }
  return names.find(fits) ?? `${start}..${end}`
}
