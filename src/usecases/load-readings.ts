import { createHash } from 'node:crypto'
import { itemFilesOf, readDatasetItems } from '../evidence/dataset-items.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import { type DatasetItems, type newestReadings, whyNotWhole } from '../rules/read-datasets.ts'

type Reading = ReturnType<typeof newestReadings>[number]

/** Items that are held at once, over all systems. */
const mostItems = 500_000

/**
 * The items of readings, from the log. A reading that is not whole, whose items are missing or are not those that were
 * counted, has none: what is in it is not known.
 *
 * @param commit of the log
 */
export async function loadReadings(
  readings: readonly Reading[],
  commit: string,
  log: EvidenceLog,
): Promise<readonly DatasetItems[]> {
  const loaded: DatasetItems[] = []
  let count = 0
  for (const record of readings) {
    const { dataset, system } = record.data
    count += record.data.count
    const why =
      whyNotWhole(record) ??
      (count > mostItems ? `${dataset} of ${system} has more items than are looked at (${mostItems})` : undefined)
    const items = why === undefined ? await itemsOf(record, commit, log) : undefined
    const damaged = `the items of ${dataset} of ${system} are not in the log as record ${record.index} has them`
    loaded.push({ record, items, why: why ?? (items === undefined ? damaged : undefined) })
  }
  return loaded
}

/** The items of one reading; undefined where they are not in the log as the record has them. */
export async function itemsOf(
  { data, attachments }: Reading,
  commit: string,
  log: EvidenceLog,
): Promise<readonly object[] | undefined> {
  const items: object[] = []
  const digest = createHash('sha256')
  for await (const bytes of log.attachments(commit, itemFilesOf(attachments))) {
    const read = bytes === undefined ? undefined : readDatasetItems(data.dataset, bytes)
    if (bytes === undefined || read === undefined) return undefined
    digest.update(bytes)
    for (const item of read) items.push(item)
  }
  return items.length === data.count && digest.digest('hex') === data.itemsDigest ? items : undefined
}
