import { keyOf } from '../evidence/natural-key.ts'
import { makeSystemRecord, toMoment } from '../evidence/record.ts'
import type { EvidencePredicate } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { type AppendResult, appendEvidence, type EvidencePorts } from './append-evidence.ts'
import { readVerifiedLog } from './read-verified-log.ts'
import type { RecordRequest } from './record-from-facts.ts'

export interface Closing extends Pick<RecordRequest, 'places' | 'signer' | 'producer'> {
  readonly reason: string
  /** Name of the log that goes on. */
  readonly successor: string | null
  readonly actor: EvidencePredicate['actor']
}

/**
 * Appends the last record of a log. No writer appends after it; it stays where it is, to be read and verified.
 *
 * @throws Refusal as `readVerifiedLog`, RecordRefused
 */
export async function closeLog(request: Closing, ports: EvidencePorts): Promise<AppendResult> {
  const { places, signer, producer, reason, successor, actor } = request
  const { log } = await readVerifiedLog(places, undefined, ports)
  const { origin, root } = log?.verification ?? { origin: null, root: '' }
  if (origin === null) throw new Refusal(exitStatus.notDetermined, 'There is no log to close', 'Fetch its branch.')
  const now = toMoment(ports.clock.now())
  const last = makeSystemRecord(
    {
      kind: 'log.closed',
      key: keyOf.logClosed(),
      actor,
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [],
      data: { successor, reason },
    },
    origin,
    root,
  )
  return appendEvidence({ records: [last], attachments: [], signer, create: undefined, producer, places }, ports)
}
