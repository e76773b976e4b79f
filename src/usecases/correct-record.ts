import { sha256Hex } from '../evidence/attachments.ts'
import { keyOf } from '../evidence/natural-key.ts'
import { makeSystemRecord, toMoment } from '../evidence/record.ts'
import type { LogEntry } from '../evidence/verify-log.ts'
import type { EvidencePredicate } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { type AppendResult, appendEvidence, type EvidencePorts } from './append-evidence.ts'
import { readVerifiedLog } from './read-verified-log.ts'
import type { RecordRequest } from './record-from-facts.ts'

export interface Correcting extends Pick<RecordRequest, 'places' | 'signer' | 'producer'> {
  /** Index, natural key, or leaf hash in hex. */
  readonly wanted: string
  /** What holds instead. */
  readonly result: EvidencePredicate['result']
  readonly reason: string
  readonly actor: EvidencePredicate['actor']
}

/**
 * Records that a record is wrong. Nothing is taken out of the log: whoever reads it sees both, and what is computed goes by
 * the correction.
 *
 * @throws Refusal (2) where the log has no such record, as `readVerifiedLog`, RecordRefused
 */
export async function correctRecord(request: Correcting, ports: EvidencePorts): Promise<AppendResult> {
  const { places, signer, producer, result, reason, actor } = request
  const { log } = await readVerifiedLog(places, undefined, ports)
  const { index, leafHash, record } = entryOf(request.wanted, log?.entries ?? [])
  const leaf = leafHash.toString('hex')
  const now = toMoment(ports.clock.now())
  const correction = makeSystemRecord(
    {
      kind: 'correction',
      key: keyOf.correction(leaf, sha256Hex(`${result}\n${reason}`)),
      actor,
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [],
      data: { corrects: record.predicate.key, index, leafHash: leaf, reason, result },
    },
    log?.verification.origin ?? 'log',
    leaf,
  )
  return appendEvidence({ records: [correction], attachments: [], signer, create: undefined, producer, places }, ports)
}

function entryOf(wanted: string, entries: readonly LogEntry[]): LogEntry {
  const found = entries.find(({ index, leafHash, record }) =>
    [String(index), record.predicate.key, leafHash.toString('hex')].includes(wanted),
  )
  if (found !== undefined) return found
  const what = `The log has no record ${wanted.slice(0, 100)} that could be corrected`
  throw new Refusal(exitStatus.usage, what, 'Give its index, its key or its leaf hash, as `evidence query` shows them.')
}
