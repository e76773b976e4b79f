import type { EvidenceProducer, EvidenceRecord, PredicateOfKind } from '../model/evidence.ts'
import { sha256Hex } from './attachments.ts'
import { canonicalJson } from './canonical-json.ts'
import type { DatasetItems } from './dataset-items.ts'
import { keyOf } from './natural-key.ts'
import { makeSystemRecord, toMoment } from './record.ts'

type Window = PredicateOfKind<'collection.window'>['data']

/** A reading of a dataset, without what follows from its items. */
export type Reading = Omit<Window, 'itemsDigest' | 'count'>

/**
 * The record of a dataset as it was read, with its items attached. What could not be read whole is *not determined*.
 *
 * @param nowMs milliseconds since 1970
 * @returns a key by the file for what was imported; by the stretch for an interval; by day and content for a snapshot, so
 * that the same state read twice a day is one record
 */
export function collectionRecord(
  reading: Reading,
  items: DatasetItems,
  producer: EvidenceProducer,
  nowMs: number,
): EvidenceRecord {
  const { system, dataset, from, to } = reading
  return makeSystemRecord(
    {
      kind: 'collection.window',
      key: keyOfReading(reading, items),
      actor: { id: null, login: null },
      occurredAt: to,
      recordedAt: toMoment(nowMs),
      producer,
      result: isWhole(reading, items.count) ? 'pass' : 'not-determined',
      attachments: items.files.map(({ name, attachment: { sha256, bytes } }) => ({
        name,
        sha256,
        mediaType: 'application/x-ndjson',
        size: bytes.length,
      })),
      data: { ...reading, from, to, system, dataset, itemsDigest: items.digest, count: items.count },
    },
    system,
    items.digest,
  )
}

/** A source that says how many there are has to be believed where fewer came. */
function isWhole({ complete, unread, total }: Reading, count: number): boolean {
  return complete && unread.length === 0 && (total === null || total === count)
}

function keyOfReading({ from, to, ...reading }: Reading, { digest }: DatasetItems): string {
  const { system, dataset, method, form, originalDigest } = reading
  if (method === 'import' && originalDigest !== null) return keyOf.imported(system, dataset, originalDigest, to)
  if (form === 'interval') return keyOf.collectedInterval(system, dataset, from, to)
  // Of the account of the reading too: the same items, once with a part unread and once without, are two facts.
  const state = sha256Hex(canonicalJson({ ...reading, itemsDigest: digest }))
  return keyOf.collected(system, dataset, to.slice(0, 10), state)
}
