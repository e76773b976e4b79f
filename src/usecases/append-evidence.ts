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
import { contradicting, type Drained, readWaiting, type SpoolFile } from './drain-spool.ts'
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
  /** What earlier runs had left. */
  readonly drained: Drained
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
 * the log, so that a run that dies in between loses nothing: what it left is taken up by the next append to the same log.
 *
 * Secrets are taken out first.
 *
 * @throws Refusal, RecordRefused before anything is written
 */
export async function appendEvidence(input: AppendInput, ports: EvidencePorts): Promise<AppendResult> {
  const { signer, known } = input
  const batch = withoutSecrets(input)
  if (signer !== undefined) refuseDemoKey(signer.verifier)
  const trust = await readTrust(ports.history, input.places)
  const birth = input.create === undefined ? undefined : birthRecord(input.create, trust, input, ports.clock.now())
  const expected = expectationsOf(trust)
  if (input.payloads !== undefined)
    await storePayloads(batch.records, input.payloads, expected, ports.clock.now(), ports)
  const log = signer?.verifier.name ?? known?.verification.origin ?? input.create?.origin
  const waiting = await readWaiting(ports.spool, log, expected.keys)
  const spoolFile =
    batch.records.length === 0 ? undefined : await ports.spool.keep(formatSpool(batch, log ?? null, signer))
  const { successor } = input
  const append = (files: readonly SpoolFile[]) =>
    ports.log.append({
      ...{ signer, birth, expected, known, nowMs: ports.clock.now() },
      records: [...files.flatMap(({ spooled }) => spooled.records), ...batch.records],
      attachments: [...files.flatMap(({ spooled }) => spooled.attachments), ...batch.attachments],
      ...(successor === undefined ? {} : { successor }),
    })
  let files = waiting.files.filter(({ path }) => path !== spoolFile)
  let outcome = await append(files)
  const wrong = contradicting(files, outcome)
  if (wrong.length > 0) {
    files = files.filter((file) => !wrong.includes(file))
    outcome = await append(files)
  }
  const isDone = statusOfAppend[outcome.kind] === exitStatus.ok
  const paths = files.map(({ path }) => path)
  if (isDone)
    for (const path of [...paths, ...(spoolFile === undefined ? [] : [spoolFile])]) await ports.spool.drop(path)
  const left = [
    ...waiting.left,
    ...wrong.map(({ path }) => ({ path, why: 'a record in it says something else than the log, or than a newer one' })),
    ...(isDone ? [] : paths.map((path) => ({ path, why: 'nothing could be appended' }))),
  ]
  return { outcome, spoolFile: isDone ? undefined : spoolFile, drained: { done: isDone ? paths : [], left } }
}

/** Only takes up what earlier runs left. @throws Refusal */
export function drainSpool(
  input: Omit<AppendInput, 'records' | 'attachments'>,
  ports: EvidencePorts,
): Promise<AppendResult> {
  return appendEvidence({ ...input, records: [], attachments: [] }, ports)
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
