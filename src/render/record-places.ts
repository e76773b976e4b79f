import type { LogRecord } from '../model/log-record.ts'
import { compare, partsOf } from './page-text.ts'

/** So that no page grows above what GitHub shows. */
const recordsPerPage = 600

/** A page of the log: records that were recorded in one month, or a part of them. */
export interface LogPage {
  /** `2026-06`, in UTC, as the log itself counts. */
  readonly month: string
  /** From 0. */
  readonly part: number
  /** How many parts the month has. */
  readonly parts: number
  readonly records: readonly LogRecord[]
}

/** `2026-06.md`, `2026-06-part-2.md` */
export const logPageName = (month: string, part: number): string =>
  `${month}${part === 0 ? '' : `-part-${part + 1}`}.md`

/** The pages of the log, newest month first. @param log in the order of the log */
export function logPages(log: readonly LogRecord[]): readonly LogPage[] {
  const months = new Map<string, LogRecord[]>()
  for (const record of log) {
    const month = record.recordedAt.slice(0, 7)
    const list = months.get(month)
    if (list === undefined) months.set(month, [record])
    else list.push(record)
  }
  return [...months]
    .sort(([a], [b]) => compare(b, a))
    .flatMap(([month, records]) => {
      const parts = partsOf(records, recordsPerPage)
      return parts.map((some, part) => ({ month, part, parts: parts.length, records: some }))
    })
}

/** Where each record stands: `evidence/2026-06.md#record-7`. */
export const recordPlaces = (log: readonly LogRecord[]): ReadonlyMap<number, string> =>
  new Map(
    logPages(log).flatMap(({ month, part, records }) =>
      records.map(({ index }) => [index, `evidence/${logPageName(month, part)}#${recordAnchor(index)}`] as const),
    ),
  )

export const recordAnchor = (index: number): string => `record-${index}`
