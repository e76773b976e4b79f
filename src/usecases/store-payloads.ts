import type { Payload } from '../evidence/payload.ts'
import { RecordRefused } from '../evidence/record.ts'
import type { Expectations } from '../evidence/verify-log.ts'
import type { EvidenceRecord } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { EvidenceLog } from '../ports/evidence-log.ts'
import type { PayloadStore } from '../ports/payload-store.ts'

/** What records commit to, and where it is kept. */
export interface PayloadBatch {
  readonly payloads: readonly Payload[]
  readonly store: PayloadStore
}

/**
 * Stores what records commit to, before they are in the log: a record whose payload nobody has would be found missing for ever.
 * A payload of a record that the log has already is not stored again, because its salt is another.
 *
 * @throws RecordRefused where a record commits to what is not given
 * @throws Refusal (5) where it could not be stored; nothing is recorded then
 */
export async function storePayloads(
  records: readonly EvidenceRecord[],
  { payloads, store }: PayloadBatch,
  expected: Expectations,
  nowMs: number,
  { log }: { readonly log: EvidenceLog },
): Promise<void> {
  const reading = await log.read(expected)
  const entries = reading.kind === 'read' ? reading.log.entries : []
  const present = new Set(entries.map(({ record }) => record.predicate.key))
  const byCommitment = new Map(payloads.map((payload) => [payload.ref.commitment, payload]))
  const wanted = records
    .filter(({ predicate }) => !present.has(predicate.key))
    .flatMap(({ predicate: { key, payloads: refs = [] } }) =>
      refs.map(({ commitment, name }) => {
        const payload = byCommitment.get(commitment)
        if (payload === undefined) throw new RecordRefused(key, `its payload ${name} is not given`)
        return payload
      }),
    )
  if (wanted.length === 0) return
  const outcome = await store.add(wanted, Math.floor(nowMs / 1000))
  if (outcome.kind === 'done') return
  throw new Refusal(
    exitStatus.notAppended,
    `Nothing was recorded: the payloads could not be stored: ${outcome.why}`,
    'Look at the rules of the payloads branch and at the permission `contents: write`, and record again.',
  )
}
