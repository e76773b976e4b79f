import type { EvidenceRecord } from '../model/evidence.ts'
import type { Attachment } from './attachments.ts'
import { addSignature } from './checkpoint.ts'
import { clockIsBehind } from './clock-skew.ts'
import { type AppendedRecord, emptyTip, type GrownLog, growLog, withoutPresent } from './grow-log.ts'
import { describeInterval, isValidAt } from './key-intervals.ts'
import type { LogBase } from './log-base.ts'
import type { LogFinding } from './log-finding.ts'
import { keyOf } from './natural-key.ts'
import { formatVerifierKey, type SignerKey } from './note-key.ts'
import type { Expectations, LogEntry, VerifiedLog } from './verify-log.ts'

export interface AppendRequest {
  readonly records: readonly EvidenceRecord[]
  readonly attachments: readonly Attachment[]
  readonly expected: Expectations
  /** undefined for a local, unsigned log. */
  readonly signer: SignerKey | undefined
  /** A new key that signs the head too, where one takes the place of another. */
  readonly successor?: SignerKey
  /** `log.created`, used only where there is no log; undefined where there must be one. */
  readonly birth: EvidenceRecord | undefined
  /** The log as the caller verified it against the same expectations: then only what was added since is read. */
  readonly known?: VerifiedLog | undefined
  /** What the clock here shows, to be held against the anchors; left out: it is not. */
  readonly nowMs?: number
}

type Conflict = { readonly key: string; readonly index: number | null }

export type AppendPlan =
  | {
      readonly kind: 'write'
      readonly grown: GrownLog
      readonly records: readonly EvidenceRecord[]
      readonly present: readonly AppendedRecord[]
      /** What is odd and keeps nothing out. */
      readonly warnings: readonly string[]
    }
  | { readonly kind: 'nothing-new'; readonly present: readonly AppendedRecord[]; readonly note: string }
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  /** Nobody appends to a log that does not verify. */
  | { readonly kind: 'bad-log'; readonly findings: readonly LogFinding[] }
  | { readonly kind: 'no-log' }
  /** What is proven of the log does not settle it: read all of it and plan again. */
  | { readonly kind: 'read-all' }
  /** The log is not one that this caller may extend. */
  | { readonly kind: 'not-entitled'; readonly why: string }

/**
 * Decides what an append does to a log, before anything is written.
 *
 * @param log undefined where the branch does not exist
 * @throws RecordRefused
 */
export function planAppend(log: LogBase | undefined, request: AppendRequest): AppendPlan {
  if (log === undefined) return planBirth(request)
  const { findings, origin, entries, note, edge, lastSegment } = log
  if (findings.length > 0 || origin === null) return { kind: 'bad-log', findings }
  const why = reasonNotToExtend(log, request)
  if (why !== undefined) return { kind: 'not-entitled', why }
  if (needsAll(log, request)) return { kind: 'read-all' }
  const closed = entries.find(({ record }) => record.predicate.kind === 'log.closed')
  if (closed !== undefined) return { kind: 'not-entitled', why: `record ${closed.index} closed the log` }
  const { fresh, present, conflicts } = withoutPresent(entries, request.records)
  if (conflicts.length > 0) return { kind: 'conflict', conflicts }
  if (fresh.length === 0) return { kind: 'nothing-new', present, note }
  const late = request.signer && reasonNotAt(edge.size + fresh.length, request.signer, request.expected)
  if (late !== undefined) return { kind: 'not-entitled', why: late }
  const grown = growLog({ origin, edge, lastSegment }, fresh, request.attachments, request.signer)
  return {
    kind: 'write',
    grown: request.successor ? signedBoth(grown, request.successor) : grown,
    records: fresh,
    present,
    warnings: request.nowMs === undefined ? [] : clockIsBehind(log.anchoredAt, request.nowMs),
  }
}

/** A head that the new key vouches for too: whoever trusts only one of the two can go on from here. */
function signedBoth(grown: GrownLog, successor: SignerKey): GrownLog {
  const note = addSignature(grown.note, successor)
  return { ...grown, note, files: new Map([...grown.files, ['checkpoint', Buffer.from(note)]]) }
}

/** Whether the part of the log that is not proven could hold one of the records, or the end of the signing key. */
function needsAll({ unproven, signedBy }: LogBase, { records, signer }: AppendRequest): boolean {
  if (unproven === undefined) return false
  const { name, id } = signer?.verifier ?? {}
  const isOtherKey = signer !== undefined && signedBy !== `${name}+${id}`
  const mayBeClosed = unproven.keys.has(keyOf.logClosed())
  return (
    isOtherKey ||
    mayBeClosed ||
    unproven.hasRotation ||
    records.some(({ predicate }) => unproven.keys.has(predicate.key))
  )
}

function planBirth({ records, attachments, expected, signer, birth }: AppendRequest): AppendPlan {
  // A pin remembers a log. Starting another would bury the loss of the first.
  if (expected.pins.length > 0) return { kind: 'bad-log', findings: missingLog(expected) }
  if (birth?.predicate.kind !== 'log.created') return { kind: 'no-log' }
  const { origin, mode } = birth.predicate.data
  if ((mode === 'signed') !== (signer !== undefined))
    return { kind: 'not-entitled', why: `the log is to be ${mode}, ${signer === undefined ? 'without' : 'with'} a key` }
  const stranger = signer && reasonNotToSign(signer, origin, expected)
  if (stranger !== undefined) return { kind: 'not-entitled', why: stranger }
  if (mode === 'local-unsigned' && expected.keys.length > 0)
    return { kind: 'not-entitled', why: 'the trust policy names a key, so the log must be signed' }
  const { fresh, conflicts } = withoutPresent([], records)
  if (conflicts.length > 0) return { kind: 'conflict', conflicts }
  const late = signer && reasonNotAt(1 + fresh.length, signer, expected)
  if (late !== undefined) return { kind: 'not-entitled', why: late }
  const all = [birth, ...fresh.filter(({ predicate }) => predicate.kind !== 'log.created')]
  return {
    kind: 'write',
    grown: growLog(emptyTip(origin), all, attachments, signer),
    records: all,
    present: [],
    warnings: [],
  }
}

/** What is wrong where there is no log although something remembers one. */
export function missingLog(expected: Expectations): readonly LogFinding[] {
  return expected.pins.map(({ source }) => ({
    code: 'E_REF_MISSING',
    file: source,
    message: 'a log is pinned here, but its branch does not exist',
  }))
}

function reasonNotToExtend(
  { mode, authenticity, origin, entries }: LogBase,
  { signer, expected }: AppendRequest,
): string | undefined {
  if (mode === 'local-unsigned')
    return signer === undefined ? undefined : 'the log is local and unsigned, and stays so; start another one to sign'
  if (authenticity !== 'signed') return 'the log is signed, and no trust policy says by whom'
  if (signer === undefined) return 'the log is signed, and there is no signing key'
  return replacedBy(entries, signer) ?? reasonNotToSign(signer, origin ?? '', expected)
}

/** An old key at work after its successor signed would make heads that nobody believes once its interval is closed. */
function replacedBy(entries: readonly LogEntry[], { verifier }: SignerKey): string | undefined {
  const vkey = formatVerifierKey(verifier)
  const last = entries.findLast(({ record: { predicate } }) => {
    return predicate.kind === 'key.rotated' && (predicate.data.from === vkey || predicate.data.to === vkey)
  })
  const predicate = last?.record.predicate
  if (last === undefined || predicate?.kind !== 'key.rotated' || predicate.data.from !== vkey) return undefined
  return `record ${last.index} says that the signing key was replaced; put the new one in its place`
}

function reasonNotAt(size: number, { verifier }: SignerKey, { keys }: Expectations): string | undefined {
  const trusted = keys.find(({ publicKey }) => publicKey.equals(verifier.publicKey))
  if (trusted === undefined || isValidAt(trusted, size)) return undefined
  return `the signing key may sign ${describeInterval(trusted)}; the log would have ${size}`
}

function reasonNotToSign({ verifier }: SignerKey, origin: string, expected: Expectations): string | undefined {
  if (verifier.name !== origin) return `the signing key is for ${verifier.name}, the log is ${origin}`
  const trusted = expected.keys.some((key) => key.name === verifier.name && key.publicKey.equals(verifier.publicKey))
  return trusted ? undefined : 'the trust policy on the protected branch does not name the signing key'
}
