import type { Attachment } from '../evidence/attachments.ts'
import { collectionRecord, type Reading } from '../evidence/collection-record.ts'
import { type DatasetItems, ItemRefused, toDatasetItems } from '../evidence/dataset-items.ts'
import { toMoment, toRecordText } from '../evidence/record.ts'
import type { EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import { version } from '../model/version.ts'
import type { Collected } from '../ports/collector.ts'

/** A record to append, with what it attaches. */
export interface CollectedWindow {
  readonly record: EvidenceRecord
  readonly attachments: readonly Attachment[]
}

type Method = Reading['method']

/**
 * The record of a dataset as a collector read it. Secrets are taken out of the items before anything is counted. An item that
 * no dataset may hold is left out and named as unread: it keeps no other out, and the reading is not whole.
 */
export function collectionWindow(
  dataset: string,
  method: Method,
  collected: Collected,
  producer: EvidenceProducer,
  nowMs: number,
): CollectedWindow {
  const { system, form, fromMs, toMs, parts } = collected
  const { items, refused } = fitting(dataset, collected.items.map(redactValue))
  const [only, ...others] = parts
  const single = others.length === 0 ? only : undefined
  const unread = [
    ...parts.flatMap(({ part, unread: why }) => (why === undefined ? [] : [{ part, why }])),
    ...refused.map((why) => ({ part: 'items', why })),
  ]
  const reading: Reading = {
    dataset,
    system,
    method,
    source: toRecordText(single?.source ?? `${parts.length} lists and settings, see parts`, 500),
    query: toRecordText(single?.query ?? '', 500),
    form,
    from: toMoment(fromMs),
    to: toMoment(toMs),
    pages: parts.reduce((sum, { pages }) => sum + pages, 0),
    total: single?.total ?? null,
    complete: unread.length === 0,
    unread: unread
      .slice(0, 50)
      .map(({ part, why }) => ({ part: toRecordText(part, 500), why: toRecordText(why, 500) })),
    ...(single === undefined && parts.length > 0 ? { parts: parts.slice(0, 60).map(toPart) } : {}),
    originalDigest: null,
    tool: 'countersign',
    toolVersion: version,
  }
  return {
    record: collectionRecord(reading, items, producer, nowMs),
    attachments: items.files.map(({ attachment }) => attachment),
  }
}

const toPart = ({ unread, ...part }: Collected['parts'][number]) => ({
  ...part,
  part: toRecordText(part.part, 200),
  source: toRecordText(part.source, 200),
  query: toRecordText(part.query, 300),
  complete: unread === undefined,
})

function fitting(
  dataset: string,
  given: readonly unknown[],
): { readonly items: DatasetItems; readonly refused: readonly string[] } {
  try {
    return { items: toDatasetItems(dataset, given), refused: [] }
  } catch (error) {
    if (!(error instanceof ItemRefused)) throw error
  }
  const refused: string[] = []
  const kept = given.filter((item, index) => {
    try {
      toDatasetItems(dataset, [item])
      return true
    } catch (error) {
      if (!(error instanceof ItemRefused)) throw error
      refused.push(error.message.replace(/^item 1:/, `item ${index + 1}:`))
      return false
    }
  })
  return { items: toDatasetItems(dataset, kept), refused }
}
