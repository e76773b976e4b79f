import type { Attachment } from '../evidence/attachments.ts'
import { keyOf } from '../evidence/natural-key.ts'
import { formatVerifierKey, isDemoKeyElsewhere, type SignerKey, type VerifierKey } from '../evidence/note-key.ts'
import { makeRecord, toMoment } from '../evidence/record.ts'
import { type Batch, redactBatch } from '../evidence/redact-batch.ts'
import { formatSpool } from '../evidence/spool.ts'
import type { VerifiedLog } from '../evidence/verify-log.ts'
import type { EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { RedactionFailed } from '../model/secrets/redact-text.ts'
import type { Clock } from '../ports/clock.ts'
import type { AppendOutcome, EvidenceLog } from '../ports/evidence-log.ts'
import type { History } from '../ports/history.ts'
import type { Spool } from '../ports/spool.ts'
import { expectationsOf, readTrust, type Trust, type TrustPlaces } from './evidence-trust.ts'
import { type PayloadBatch, storePayloads } from './store-payloads.ts'

/** What record 0 says of a log that does not exist yet. */
export interface NewLog {
  /** Name of the log; for a signed one the name in the trust policy counts. */
  readonly origin: string
  readonly repository: { readonly id: string; readonly name: string }
  /** Address of the repository, for example `git+https://github.com/acme/shop`. */
  readonly address: string
  readonly protectedBranch: string
  /** Commit up to which nothing is judged; default the present tip of the protected branch. */
  readonly baseline?: string
  /** Whether a log without signatures may be begun: only for one in the local repository. */
  readonly mayBeUnsigned: boolean
}

export interface AppendInput {
  readonly records: readonly EvidenceRecord[]
  readonly attachments: readonly Attachment[]
  /** What the records commit to; stored before they are appended. */
  readonly payloads?: PayloadBatch
  readonly signer: SignerKey | undefined
  /** A new key that signs the head too. */
  readonly successor?: SignerKey
  /** undefined: the log must exist. */
  readonly create: NewLog | undefined
  readonly producer: EvidenceProducer
  readonly places: TrustPlaces
  /** The log, where the caller has just verified it: then only what came since is read again. */
  readonly known?: VerifiedLog | undefined
}

export interface EvidencePorts {
  readonly log: EvidenceLog
  readonly history: History
  readonly spool: Spool
  readonly clock: Clock
}

export interface AppendResult {
  readonly outcome: AppendOutcome
  /** Where the records are kept; undefined once they are in the log. */
  readonly spoolFile: string | undefined
}

export const statusOfAppend = {
  appended: exitStatus.ok,
  'nothing-new': exitStatus.ok,
  conflict: exitStatus.integrity,
  'bad-log': exitStatus.integrity,
  'no-log': exitStatus.usage,
  'not-entitled': exitStatus.usage,
  unreadable: exitStatus.notAppended,
  'not-appended': exitStatus.notAppended,
} as const satisfies Record<AppendOutcome['kind'], ExitStatus>

/**
 * Puts records into the log, or keeps them in a file. The file is written first and removed once the records were seen in
 * the log, so that a run that dies in between loses nothing.
 *
 * Secrets are taken out first.
 *
 * @throws Refusal, RecordRefused before anything is written
 */
export async function appendEvidence(input: AppendInput, ports: EvidencePorts): Promise<AppendResult> {
  const { signer } = input
  const { records, attachments } = withoutSecrets(input)
  if (signer !== undefined) refuseDemoKey(signer.verifier)
  const trust = await readTrust(ports.history, input.places)
  const birth = input.create === undefined ? undefined : birthRecord(input.create, trust, input, ports.clock.now())
  const expected = expectationsOf(trust)
  if (input.payloads !== undefined) await storePayloads(records, input.payloads, expected, ports.clock.now(), ports)
  const spoolFile = await ports.spool.keep(formatSpool({ records, attachments }))
  const outcome = await ports.log.append({
    ...{ records, attachments, signer, birth, expected, known: input.known, nowMs: ports.clock.now() },
    ...(input.successor === undefined ? {} : { successor: input.successor }),
  })
  if (statusOfAppend[outcome.kind] !== exitStatus.ok) return { outcome, spoolFile }
  await ports.spool.drop(spoolFile)
  return { outcome, spoolFile: undefined }
}

/** @throws Refusal (2) for the key of the demonstration, used for another log */
export function refuseDemoKey(key: VerifierKey): void {
  if (!isDemoKeyElsewhere(key)) return
  const what = 'The signing key is that of the demonstration, which everybody has'
  throw new Refusal(exitStatus.usage, what, 'Make a key with `evidence init`.')
}

/** Before the spool: a file that waits for the next run is read by more than the log is. @throws Refusal (5) */
function withoutSecrets(batch: Batch): Batch {
  try {
    return redactBatch(batch)
  } catch (cause) {
    // Whatever it was that went wrong: what was not searched is not written.
    const why = cause instanceof RedactionFailed ? cause.message : 'the search ended early'
    throw new Refusal(
      exitStatus.notAppended,
      `Nothing was written: what is to be recorded could not be cleared of secrets: ${why}`,
      'Look for the secret at its source, take it out there and record again.',
      { cause },
    )
  }
}

/** Record 0, where a log may be begun; undefined where it may only be continued. */
function birthRecord(
  create: NewLog,
  trust: Trust,
  { signer, producer }: AppendInput,
  nowMs: number,
): EvidenceRecord | undefined {
  const baseline = create.baseline ?? trust.protectedTip
  if (baseline === undefined) return undefined
  // A log is signed as soon as the reviewed policy names a key, and only then.
  const isSigned = (trust.policy?.logs.length ?? 0) > 0
  if (!isSigned && (signer !== undefined || !create.mayBeUnsigned)) return undefined
  const vkey = isSigned && signer !== undefined ? formatVerifierKey(signer.verifier) : null
  const now = toMoment(nowMs)
  return makeRecord(
    {
      kind: 'log.created',
      key: keyOf.logCreated(),
      actor: { id: null, login: null },
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [],
      data: {
        origin: isSigned && signer !== undefined ? signer.verifier.name : create.origin,
        mode: isSigned ? 'signed' : 'local-unsigned',
        vkey,
        repository: create.repository,
        protectedBranch: create.protectedBranch,
        baseline,
      },
    },
    create.address,
    baseline,
  )
}
