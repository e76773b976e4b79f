import { type KnownPayload, knownPayloads } from '../evidence/known-payloads.ts'
import { keyOf } from '../evidence/natural-key.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import { makeSystemRecord, toMoment, toRecordText } from '../evidence/record.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import { addDuration, type Day } from '../model/days.ts'
import type { EvidencePredicate, EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { PayloadStore, PayloadsChange } from '../ports/payload-store.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import type { TrustPlaces } from './evidence-trust.ts'
import { verifyEvidence } from './verify-evidence.ts'
import { verifyPayloads } from './verify-payloads.ts'

/** Which payloads go, and why. */
export type DisposalWish =
  | {
      readonly kind: 'named'
      /** Index or key of the record. */
      readonly record: string
      /** Name of the payload; undefined: all of the record. */
      readonly payload: string | undefined
      readonly basis: string
    }
  /** Those that were kept as long as the settings say, on a day. */
  | { readonly kind: 'expired'; readonly asOf: Day; readonly retentionDays: ReadonlyMap<string, number> }
  /** Those that no record points to. */
  | { readonly kind: 'orphans' }

export interface DisposalRequest {
  readonly wish: DisposalWish
  readonly dryRun: boolean
  readonly places: TrustPlaces
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
  /** Who asked for it to be done, where a run of the forge says so. */
  readonly actor: EvidencePredicate['actor']
}

export interface Disposal {
  readonly payloads: readonly Pick<KnownPayload, 'index' | 'name' | 'size' | 'disposedBy'>[]
  /** Commitments that no record points to. */
  readonly orphans: readonly string[]
  readonly dryRun: boolean
  /** undefined where every tombstone was in the log before. */
  readonly append: AppendResult | undefined
  /** undefined where it was not come to that. */
  readonly change: PayloadsChange | undefined
}

/** What was said to be gone and is not must be tried again. */
export function statusOfDisposal({ append, change }: Disposal): ExitStatus {
  const appended = append === undefined ? exitStatus.ok : statusOfAppend[append.outcome.kind]
  return appended === exitStatus.ok && change?.kind === 'not-done' ? exitStatus.notAppended : appended
}

/**
 * Disposes of payloads: first the log says so, then they go, so that one that is gone is never one that is missing. A run that
 * died in between is finished by the next one.
 *
 * @throws Refusal where the log cannot be relied on, or there is no such payload
 */
export async function disposePayloads(
  request: DisposalRequest,
  ports: EvidencePorts & { readonly payloads: PayloadStore },
): Promise<Disposal> {
  const log = await readLog(request.places, ports)
  const known = knownPayloads(log.entries)
  const { wish, dryRun } = request
  const orphans = wish.kind === 'orphans' ? await orphansOf(log, ports.payloads) : []
  const chosen = wish.kind === 'orphans' ? [] : choose(log, known, wish)
  const disposal = { payloads: chosen, orphans, dryRun, append: undefined, change: undefined }
  if (dryRun) return disposal
  const nowMs = ports.clock.now()
  const records = chosen
    .filter(({ disposedBy }) => disposedBy === undefined)
    .map((payload) => tombstone(payload, request, nowMs))
  const append = records.length === 0 ? undefined : await appendTombstones(records, request, ports)
  if (append !== undefined && statusOfAppend[append.outcome.kind] !== exitStatus.ok) return { ...disposal, append }
  // Those of earlier runs as well: one of them may have ended too early.
  const gone = [...chosen, ...known.filter(({ disposedBy }) => disposedBy !== undefined)]
  const commitments = [...new Set([...gone.map(({ commitment }) => commitment), ...orphans])]
  const change =
    commitments.length === 0 ? undefined : await ports.payloads.remove(commitments, Math.floor(nowMs / 1000))
  return { ...disposal, append, change }
}

const appendTombstones = (records: readonly EvidenceRecord[], request: DisposalRequest, ports: EvidencePorts) =>
  appendEvidence({ ...request, records, attachments: [], create: undefined }, ports)

/** @throws Refusal (4) for a damaged log, (3) for none */
async function readLog(places: TrustPlaces, ports: EvidencePorts): Promise<VerifiedLog> {
  const { outcome, why = 'no reason is known', log } = await verifyEvidence(places, ports)
  if (outcome !== 'integrity-failure' && log !== undefined) return log
  const status = outcome === 'integrity-failure' ? exitStatus.integrity : exitStatus.notDetermined
  throw new Refusal(status, `The evidence log cannot be used: ${why}`, 'Run `evidence verify`.')
}

async function orphansOf(log: VerifiedLog, store: PayloadStore): Promise<readonly string[]> {
  const { check, why, orphans } = await verifyPayloads(log, store)
  if (check !== undefined) return orphans
  throw new Refusal(exitStatus.notDetermined, `Nothing was disposed of: ${why}`, 'Fetch the branch, then try again.')
}

function choose(
  log: VerifiedLog,
  known: readonly KnownPayload[],
  wish: Exclude<DisposalWish, { readonly kind: 'orphans' }>,
): readonly KnownPayload[] {
  if (wish.kind === 'expired')
    return known.filter((payload) => payload.disposedBy === undefined && isExpired(payload, wish))
  const { record, payload } = wish
  const refuse = (what: string, remedy: string) => new Refusal(exitStatus.usage, what, remedy)
  const entry = log.entries.find(
    ({ index, record: { predicate } }) => String(index) === record || predicate.key === record,
  )
  if (entry === undefined)
    throw refuse(`The log has no record ${record.slice(0, 200)}`, 'Name it by its index or its key.')
  const own = known.filter(({ index }) => index === entry.index)
  if (own.length === 0) throw refuse(`Record ${entry.index} has no payload`, 'What stands in the log itself stays.')
  const chosen = payload === undefined ? own : own.filter(({ name }) => name === payload)
  if (chosen.length > 0) return chosen
  const names = own.map(({ name }) => name).join(', ')
  throw refuse(`Record ${entry.index} has no payload \`${payload?.slice(0, 100)}\``, `It has: ${names}.`)
}

function isExpired(
  { kind, recordedAt }: KnownPayload,
  { asOf, retentionDays }: Extract<DisposalWish, { readonly kind: 'expired' }>,
): boolean {
  return addDuration(recordedAt.slice(0, 10), `P${daysFor(kind, retentionDays)}D`) < asOf
}

function daysFor(kind: string, retentionDays: ReadonlyMap<string, number>): number {
  const days = retentionDays.get(kind) ?? retentionDays.get('default')
  if (days === undefined) throw new RangeError('the settings have no default retention')
  return days
}

function tombstone(
  { index, leafHash, kind, name, commitment }: KnownPayload,
  { wish, producer, actor }: DisposalRequest,
  nowMs: number,
): EvidenceRecord {
  const basis =
    wish.kind === 'expired'
      ? `kept for ${daysFor(kind, wish.retentionDays)} days, as evidence.retention says`
      : wish.kind === 'named'
        ? wish.basis
        : ''
  return makeSystemRecord(
    {
      kind: 'payload.disposed',
      key: keyOf.payloadDisposed(commitment),
      actor,
      occurredAt: toMoment(nowMs),
      recordedAt: toMoment(nowMs),
      producer,
      result: 'none',
      attachments: [],
      data: {
        index,
        leafHash,
        name,
        commitment,
        basis: toRecordText(basis, 500),
        retention: wish.kind === 'expired',
      },
    },
    'payloads',
    commitment,
  )
}
