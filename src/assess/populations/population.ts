import { sha256Hex } from '../../evidence/attachments.ts'
import { addDuration, type Day } from '../../model/days.ts'

/** One item that a control was to act on. */
export interface PopulationItem {
  /** What names it at its source, for ever: a commit id, the key of a record, a line of a dataset. One line, never empty. */
  readonly key: string
  /** Day on which it came, in the time zone of the program; undefined where that is not known. */
  readonly day: Day | undefined
  /** One line for a person; not escaped. */
  readonly title: string
  /** What else is known of it, in the order of the population's columns; not escaped. */
  readonly fields: readonly string[]
  /** Places in the log of the records that speak of it, in order. */
  readonly records: readonly number[]
}

/** An item of the source that is not in the population, and why. */
export interface Excluded {
  readonly key: string
  readonly title: string
  readonly why: string
}

/** A look at the source: what was asked for, and what came. */
export interface SourceWindow {
  /** Moments in UTC. */
  readonly from: string
  readonly to: string
  readonly endpoint: string
  readonly parameters: string
  readonly tool: string
  readonly pages: number | undefined
  readonly items: number
  /** SHA-256 of what came, hex. */
  readonly digest: string
  readonly complete: boolean
  /** Place in the log. */
  readonly record: number
}

/** A stretch of the period in which nobody looked at the source. Moments in UTC; the end is exclusive. */
export interface Gap {
  readonly from: string
  readonly to: string
  readonly what: string
}

export interface MonthCount {
  /** `2026-03`, or `no day` for items whose day is not known. */
  readonly month: string
  readonly count: number
}

/** How the population was looked for. */
export interface PopulationQuery {
  /** `changes`, `deployments`, `access-list`, `occurrences` ... */
  readonly name: string
  /** In words. */
  readonly title: string
  /** First and last day, in the time zone. */
  readonly from: Day
  readonly to: Day
  readonly timezone: string
  /** Where the items were looked for. */
  readonly source: string
  /** Exactly how, so that somebody else finds the same. */
  readonly query: string
  /** Whether the source is another than the evidence log that speaks of the items. */
  readonly independent: boolean
  readonly columns: readonly string[]
}

/** All items of a period at their source, with or without evidence, and how anybody can count them again. */
export interface Population extends PopulationQuery {
  /** Sorted by day, then by key. */
  readonly items: readonly PopulationItem[]
  /** Every month of the period, those without items included. */
  readonly months: readonly MonthCount[]
  /** SHA-256 in hex over the keys, sorted by bytes, each with a line feed. */
  readonly digest: string
  readonly excluded: readonly Excluded[]
  readonly windows: readonly SourceWindow[]
  readonly gaps: readonly Gap[]
  /** What is not known, one sentence each; empty where the population is known to be whole. */
  readonly open: readonly string[]
}

export const noDay = 'no day'

/** @param found everything that was found; of items with the same key the first one counts */
export function makePopulation(
  query: PopulationQuery,
  found: Pick<Population, 'items'> & Partial<Pick<Population, 'excluded' | 'windows' | 'gaps' | 'open'>>,
): Population {
  const byKey = new Map<string, PopulationItem>()
  for (const item of found.items) if (!byKey.has(item.key)) byKey.set(item.key, item)
  const items = [...byKey.values()].sort(
    (a, b) => order(a.day ?? '9999', b.day ?? '9999') || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)),
  )
  return {
    ...query,
    items,
    months: monthsOf(items, query),
    digest: digestOfKeys(items.map(({ key }) => key)),
    excluded: (found.excluded ?? []).toSorted((a, b) => order(a.why, b.why) || order(a.key, b.key)),
    windows: found.windows ?? [],
    gaps: found.gaps ?? [],
    open: found.open ?? [],
  }
}

/** What an auditor compares: the same items give the same digest, in whatever order they were found. */
export function digestOfKeys(keys: readonly string[]): string {
  const lines = keys.map((key) => Buffer.from(`${key}\n`)).sort(Buffer.compare)
  return sha256Hex(Buffer.concat(lines))
}

/** `2026-03` */
export const monthOf = (day: Day): string => day.slice(0, 7)

/** Every month that a stretch of days touches, in order. */
export function monthsBetween(from: Day, to: Day): readonly string[] {
  const months: string[] = []
  for (let day = `${monthOf(from)}-01`; day <= to; day = addDuration(day, 'P1M')) {
    months.push(monthOf(day))
    if (months.length > 1200) break
  }
  return months
}

function monthsOf(items: readonly PopulationItem[], { from, to }: PopulationQuery): readonly MonthCount[] {
  const counts = new Map(monthsBetween(from, to).map((month) => [month, 0]))
  for (const { day } of items) {
    const month = day === undefined ? noDay : monthOf(day)
    counts.set(month, (counts.get(month) ?? 0) + 1)
  }
  return [...counts].map(([month, count]) => ({ month, count })).sort((a, b) => order(a.month, b.month))
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
