import type { DatedRecord, LogRecord } from '../../model/log-record.ts'

type Of<K extends LogRecord['kind']> = Extract<LogRecord, { readonly kind: K }>

/** Records of what was read elsewhere: they are as good as what is known of where they come from. */
export type BroughtIn = Of<
  'collection.window' | 'scan.result' | 'test.result' | 'coverage.result' | 'statement.imported'
>

export function isBroughtIn(record: LogRecord): record is BroughtIn {
  return (
    record.kind === 'collection.window' ||
    record.kind === 'scan.result' ||
    record.kind === 'test.result' ||
    record.kind === 'coverage.result' ||
    record.kind === 'statement.imported'
  )
}

/** What a series of records is of, as an exception would name it: `access-list of shop`, `scan.result of shop`. */
export const seriesOf = (record: BroughtIn): string =>
  `${record.kind === 'collection.window' ? record.data.dataset : record.kind} of ${record.data.system}`

/** The newest record of each series, in the order of the log: what was wrong before and is right now is no finding. */
export function newestOfSeries(records: readonly DatedRecord[]): readonly BroughtIn[] {
  const newest = new Map<string, BroughtIn>()
  for (const { record } of records) {
    if (!isBroughtIn(record)) continue
    const tool = 'tool' in record.data ? record.data.tool : ''
    newest.set(`${seriesOf(record)} ${tool}`, record)
  }
  return [...newest.values()].sort((a, b) => a.index - b.index)
}
