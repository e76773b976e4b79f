import type { LogRecord } from '../model/log-record.ts'
import type { DatasetItem } from '../model/records.gen.ts'

export type DatasetName = DatasetItem['dataset']

type ReadingRecord = Extract<LogRecord, { readonly kind: 'collection.window' }>

/** What a reading of a dataset holds. */
export interface DatasetItems {
  readonly record: ReadingRecord
  /** As the dataset has them; undefined where they are not known, and `why` says so. */
  readonly items: readonly object[] | undefined
  readonly why: string | undefined
}

type ItemOf<D extends DatasetName> = Extract<DatasetItem, { readonly dataset: D }>['item']

/** Items of one kind of dataset. They were held against the schema of that dataset when they were read. */
export const itemsAs = <D extends DatasetName>(
  dataset: D,
  { record, items }: DatasetItems,
): readonly ItemOf<D>[] | undefined =>
  record.data.dataset === dataset ? (items as unknown as readonly ItemOf<D>[] | undefined) : undefined

/**
 * The newest state of each of these datasets of each system, in the order of the log. A newer reading that is not complete
 * stands in front of an older one that is: what changed since is not known.
 */
export function newestReadings(records: readonly LogRecord[], datasets: ReadonlySet<string>): readonly ReadingRecord[] {
  const newest = new Map<string, ReadingRecord>()
  for (const record of records) {
    if (record.kind !== 'collection.window' || record.data.form !== 'snapshot') continue
    const { dataset, system, to } = record.data
    if (!datasets.has(dataset)) continue
    const name = `${dataset} ${system}`
    const known = newest.get(name)
    if (known === undefined || known.data.to <= to) newest.set(name, record)
  }
  return [...newest.values()].sort((a, b) => a.index - b.index)
}

/** Why a reading does not show the whole state, if it does not. */
export function whyNotWhole({ result, data }: ReadingRecord): string | undefined {
  const [unread] = data.unread
  const named = `${data.dataset} of ${data.system}`
  if (data.total !== null && data.total !== data.count)
    return `${data.count} of ${data.total} items of ${named} were read`
  if (unread !== undefined) return `${unread.part} of ${named} could not be read: ${unread.why}`
  if (!data.complete) return `${named} was not read completely`
  return result === 'pass' ? undefined : `the reading of ${named} is not determined`
}
