import type { DatedRecord } from '../model/log-record.ts'

/** What holds instead of the result that a record was written with. */
export interface Correction {
  readonly result: DatedRecord['record']['result']
  readonly reason: string
  /** Place in the log of the correction. */
  readonly by: number
}

/**
 * The corrections that hold, by the place in the log of what they correct. Of several the last one counts, and one that
 * corrects a correction speaks of what that one was about. What was recorded stays in the log, so that both can be shown.
 * A correction that names another leaf hash than the record has is about something else and changes nothing.
 *
 * @param records in the order of the log
 */
export function correctionsOf(records: readonly DatedRecord[]): ReadonlyMap<number, Correction> {
  if (!records.some(({ record }) => record.kind === 'correction')) return new Map()
  const digests = new Map(records.map(({ record }) => [record.index, record.digest]))
  const about = new Map<number, number>()
  const found = new Map<number, Correction>()
  for (const { record } of records) {
    if (record.kind !== 'correction') continue
    const { index, leafHash, reason, result } = record.data
    if (index >= record.index || digests.get(index) !== leafHash) continue
    const target = about.get(index) ?? index
    about.set(record.index, target)
    found.set(target, { result, reason, by: record.index })
  }
  return found
}

/** `corrected by record 12 to fail: the scan was of another system` */
export const correctionInWords = ({ result, reason, by }: Correction): string =>
  `corrected by record ${by} to ${result}: ${reason}`
