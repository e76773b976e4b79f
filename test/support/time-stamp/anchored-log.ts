import { type Attachment, toAttachment } from '../../../src/evidence/attachments.ts'
import { parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { keyOf } from '../../../src/evidence/natural-key.ts'
import { makeSystemRecord } from '../../../src/evidence/record.ts'
import type { AnchorRecorded, EvidenceRecord } from '../../../src/model/evidence.ts'
import { type MadeCertificate, makeCertificate, timeStamping } from './make-certificate.ts'
import { accuracyOf, makeReceipt, sha256 } from './make-receipt.ts'

/** A certification authority and its time stamping authority. */
export interface TestAuthority {
  readonly ca: MadeCertificate
  readonly signer: MadeCertificate
}

export function testAuthority(over: { readonly to?: string } = {}): TestAuthority {
  const ca = makeCertificate({ name: 'Test CA', isCa: true })
  return { ca, signer: makeCertificate({ name: 'Test TSA', issuer: ca, purposes: [timeStamping], ...over }) }
}

export interface TestAnchor {
  readonly record: EvidenceRecord
  readonly attachments: readonly Attachment[]
}

interface AnchorOptions {
  /** Of the receipt. */
  readonly time: string
  readonly recordedAt?: string
  /** Bytes of the receipt, where it is to be another one. */
  readonly receipt?: Buffer
  /** Checkpoint attached, where it is to be another one. */
  readonly note?: string
  readonly data?: Partial<AnchorRecorded['data']>
  readonly detached?: boolean
}

/** `anchor.recorded` of a checkpoint, with whatever fault a test needs. */
export function anchorOf(note: string, { signer }: TestAuthority, options: AnchorOptions): TestAnchor {
  const head = parseCheckpoint(note)?.checkpoint
  if (head === undefined) throw new RangeError('not a checkpoint')
  const root = head.root.toString('hex')
  const checkpoint = toAttachment(options.note ?? note)
  const receipt = toAttachment(
    options.receipt ??
      makeReceipt({ digest: sha256(checkpoint.bytes), signer, time: options.time, accuracy: accuracyOf(1, 500) }),
  )
  const seconds = `${options.time.slice(0, 19)}Z`
  const attached = [
    {
      name: 'timestamp.tsr',
      sha256: receipt.sha256,
      mediaType: 'application/timestamp-reply',
      size: receipt.bytes.length,
    },
    { name: 'checkpoint', sha256: checkpoint.sha256, mediaType: 'text/plain', size: checkpoint.bytes.length },
  ]
  const record = makeSystemRecord(
    {
      kind: 'anchor.recorded',
      key: keyOf.anchor('rfc3161', head.size, root),
      actor: { id: null, login: null },
      occurredAt: seconds,
      recordedAt: options.recordedAt ?? seconds,
      producer: { tool: 'countersign/0.1.0', run: 'local' },
      result: 'none',
      attachments: options.detached === true ? [] : attached,
      data: {
        anchor: 'rfc3161',
        size: head.size,
        root,
        time: seconds,
        accuracySeconds: 2,
        authority: 'https://tsa.example.invalid/tsr',
        checkpointDigest: checkpoint.sha256,
        receiptDigest: receipt.sha256,
        ...options.data,
      },
    },
    'evidence-log',
    checkpoint.sha256,
  )
  return { record, attachments: options.detached === true ? [] : [receipt, checkpoint] }
}
