import { type AnchorCheck, skewLimitMs, toAccuracySeconds } from '../evidence/anchor-check.ts'
import { type Attachment, toAttachment } from '../evidence/attachments.ts'
import { parseCheckpoint } from '../evidence/checkpoint.ts'
import { keyOf } from '../evidence/natural-key.ts'
import type { SignerKey } from '../evidence/note-key.ts'
import { makeSystemRecord, toMoment } from '../evidence/record.ts'
import { anchoredUpTo } from '../evidence/time-bracket.ts'
import type { Certificate } from '../evidence/time-stamp/certificate.ts'
import type { LogVerification, VerifiedHead } from '../evidence/verify-log.ts'
import type { EvidenceProducer, EvidenceRecord } from '../model/evidence.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { AnchorSettings } from '../model/settings.ts'
import type { Anchor, AnchorReceipt } from '../ports/anchor.ts'
import { readSettings } from '../read/read-settings.ts'
import { type AppendResult, appendEvidence, type EvidencePorts, statusOfAppend } from './append-evidence.ts'
import { readTrust, type TrustPlaces } from './evidence-trust.ts'
import { type EvidenceVerification, verifyWithoutReading } from './verify-evidence.ts'

export interface AnchorRequest {
  readonly places: TrustPlaces
  readonly signer: SignerKey | undefined
  readonly producer: EvidenceProducer
}

export interface AnchorPorts extends EvidencePorts {
  /** @throws Refusal where the setting is not one that may be followed */
  openAuthority(setting: AnchorSettings['authorities'][number], trusted: readonly Certificate[]): Anchor
}

/** An authority that gave nothing, and why. */
export interface Failed {
  readonly authority: string
  readonly kind: 'unreachable' | 'refused'
  readonly why: string
}

export type AnchorResult =
  | {
      readonly kind: 'answered'
      readonly authority: string
      /** Records that the receipt covers: those before this index. */
      readonly size: number
      readonly time: string
      readonly failed: readonly Failed[]
      /** Whether the receipt is in the log now. */
      readonly append: AppendResult
    }
  | { readonly kind: 'nothing-new'; readonly size: number; readonly by: string | undefined }
  | { readonly kind: 'not-anchored'; readonly failed: readonly Failed[]; readonly isRequired: boolean }
  /** Clocks do not agree: an anchor now would contradict the log for ever. */
  | { readonly kind: 'clock'; readonly why: string }
  | { readonly kind: 'bad-log'; readonly verification: EvidenceVerification<VerifiedHead> }
  | { readonly kind: 'not-determined'; readonly why: string }

/**
 * Has somebody outside say when the log was what it is now, and records the receipt. Anchoring twice adds nothing: it is
 * done only where there are records that no anchor covers, other than anchors.
 *
 * @throws Refusal
 */
export async function anchorLog(request: AnchorRequest, ports: AnchorPorts): Promise<AnchorResult> {
  const { places } = request
  const trust = await readTrust(ports.history, places)
  const settings = await anchorSettings(ports, places, trust.protectedTip)
  if (!trust.authorities.some(({ isCa }) => isCa))
    throw new Refusal(
      exitStatus.usage,
      `No certificate of an authority lies in anchors/ of the program on ${places.protectedBranch}, so no answer could be checked`,
      'Put the root certificate of the authority there as a .pem file, with review.',
    )
  const verification = await verifyWithoutReading(places, ports, { deep: false })
  if (verification.outcome === 'integrity-failure') return { kind: 'bad-log', verification }
  const { log } = verification
  if (log === undefined) return { kind: 'not-determined', why: verification.why ?? 'the log could not be read' }
  const present = alreadyAnchored(log.verification)
  if (present !== undefined) return present
  const failed: Failed[] = []
  for (const setting of settings.authorities) {
    const anchor = ports.openAuthority(setting, trust.authorities)
    const answer = await anchor.request(log.note)
    if (answer.kind === 'receipt') return keep(anchor, answer.receipt, log, failed, request, ports)
    failed.push({ authority: anchor.authority, kind: answer.kind, why: answer.why })
  }
  return { kind: 'not-anchored', failed, isRequired: settings.required }
}

export function statusOfAnchoring(result: AnchorResult): ExitStatus {
  switch (result.kind) {
    case 'answered':
      return statusOfAppend[result.append.outcome.kind]
    case 'nothing-new':
      return exitStatus.ok
    case 'not-anchored':
      // An answer that does not hold is not mended by waiting, so somebody has to hear of it.
      return result.isRequired || result.failed.some(({ kind }) => kind === 'refused')
        ? exitStatus.notAppended
        : exitStatus.ok
    case 'clock':
      return exitStatus.notAppended
    case 'bad-log':
      return exitStatus.integrity
    case 'not-determined':
      return exitStatus.notDetermined
  }
}

/** From the protected branch: whoever may change whom the log is shown to was reviewed. */
async function anchorSettings(
  { history }: EvidencePorts,
  { protectedBranch }: TrustPlaces,
  tip: string | undefined,
): Promise<AnchorSettings> {
  const found = tip === undefined ? [] : await history.filesAt(tip, '', ['countersign.yaml'])
  const { settings, problems } = readSettings(found.find(({ path }) => path === 'countersign.yaml'))
  const [problem] = problems
  if (problem !== undefined)
    throw new Refusal(
      exitStatus.usage,
      `${protectedBranch}: ${problem.message.replace(/\.$/, '')}`,
      'Correct it there, with review.',
    )
  if (settings.anchors.authorities.length === 0)
    throw new Refusal(
      exitStatus.usage,
      `countersign.yaml on ${protectedBranch} names no time stamping authority`,
      'Name one under `evidence.anchors.authorities`.',
    )
  return settings.anchors
}

/** Whether all that is new since an anchor is anchors: to anchor these would never end. */
function alreadyAnchored({ anchors, size }: LogVerification): AnchorResult | undefined {
  const covered = anchors.reduce((most, anchor) => (counts(anchor) ? Math.max(most, anchor.size) : most), 0)
  const newer = anchors.filter(({ index }) => index >= covered).length
  if (covered === 0 || newer < size - covered) return undefined
  return { kind: 'nothing-new', size: covered, by: anchoredUpTo(anchors)?.by }
}

const counts = ({ anchor, outcome }: AnchorCheck): boolean => anchor === 'rfc3161' && outcome === 'holds'

async function keep(
  { kind, authority }: Anchor,
  receipt: AnchorReceipt,
  log: VerifiedHead,
  failed: readonly Failed[],
  request: AnchorRequest,
  ports: EvidencePorts,
): Promise<AnchorResult> {
  const { places, signer, producer } = request
  const nowMs = ports.clock.now()
  const why = clocksDisagree(receipt, log.verification, nowMs)
  if (why !== undefined) return { kind: 'clock', why }
  const attachments = { receipt: toAttachment(receipt.bytes), checkpoint: toAttachment(log.note) }
  const record = anchorRecord(kind, authority, receipt, log.note, attachments, toMoment(nowMs), producer)
  const { outcome, spoolFile, drained } = await appendEvidence(
    { records: [record], attachments: Object.values(attachments), signer, create: undefined, producer, places },
    ports,
  )
  // A receipt is had again at any time. Kept, it would stand against the one that the next run gets.
  if (spoolFile !== undefined) await ports.spool.drop(spoolFile)
  const { size } = log.verification
  // Another run anchored the same checkpoint meanwhile, at another second.
  if (outcome.kind === 'conflict') return { kind: 'nothing-new', size, by: undefined }
  const append = { outcome, spoolFile: undefined, drained }
  return { kind: 'answered', authority, size, time: toMoment(receipt.timeMs), failed, append }
}

/** What would be said of the log for ever, if this receipt were put into it. */
function clocksDisagree({ timeMs, accuracyMs }: AnchorReceipt, { latest }: LogVerification, nowMs: number) {
  const theirs = `the authority's clock shows ${toMoment(timeMs)}`
  if (Math.abs(timeMs - nowMs) > skewLimitMs) return `the clock here shows ${toMoment(nowMs)}, but ${theirs}`
  if (latest !== null && Date.parse(latest.recordedAt) > timeMs + (accuracyMs ?? 0) + skewLimitMs)
    return `record ${latest.index} says it was recorded at ${latest.recordedAt}, but ${theirs}`
  return undefined
}

function anchorRecord(
  anchor: Anchor['kind'],
  authority: string,
  { mediaType, timeMs, accuracyMs }: AnchorReceipt,
  note: string,
  { receipt, checkpoint }: { readonly receipt: Attachment; readonly checkpoint: Attachment },
  recordedAt: string,
  producer: EvidenceProducer,
): EvidenceRecord {
  const head = parseCheckpoint(note)?.checkpoint
  if (head === undefined) throw new RangeError('a log that was read has a checkpoint')
  const root = head.root.toString('hex')
  return makeSystemRecord(
    {
      kind: 'anchor.recorded',
      key: keyOf.anchor(anchor, head.size, root),
      actor: { id: null, login: null },
      occurredAt: toMoment(timeMs),
      recordedAt,
      producer,
      result: 'none',
      attachments: [
        { name: 'timestamp.tsr', sha256: receipt.sha256, mediaType, size: receipt.bytes.length },
        { name: 'checkpoint', sha256: checkpoint.sha256, mediaType: 'text/plain', size: checkpoint.bytes.length },
      ],
      data: {
        anchor,
        size: head.size,
        root,
        time: toMoment(timeMs),
        accuracySeconds: toAccuracySeconds(accuracyMs),
        authority,
        checkpointDigest: checkpoint.sha256,
        receiptDigest: receipt.sha256,
      },
    },
    'evidence-log',
    checkpoint.sha256,
  )
}
