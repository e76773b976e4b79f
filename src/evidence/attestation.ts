import type { EvidenceAttachmentRef, EvidenceProducer, EvidenceRecord, PredicateOfKind } from '../model/evidence.ts'
import { type Attachment, sha256Hex, toAttachment } from './attachments.ts'
import { canonicalJson } from './canonical-json.ts'
import { keyOf } from './natural-key.ts'
import { makeSystemRecord, toLine, toMoment } from './record.ts'

type Data = PredicateOfKind<'attestation'>['data']

/** What a person states, and about which time. */
export type Statement = Pick<
  Data,
  'requirement' | 'statement' | 'person' | 'coversFrom' | 'coversTo' | 'outcome' | 'files'
>

/** Why it is known that this person states it, or that it is not. */
export type StatementProof =
  | {
      readonly kind: 'workflow-actor'
      readonly actor: PredicateOfKind<'attestation'>['actor']
    }
  | { readonly kind: 'ssh-signature'; readonly fingerprint: string; readonly signature: string }
  | { readonly kind: 'none' }

/** Namespace of signatures over statements: one that was made for anything else does not count here. */
export const statementNamespace = 'countersign-attestation@v1'

/**
 * The bytes that a person signs: canonical JSON (RFC 8785) and a line feed. They name the log, so that a statement cannot be
 * carried into the log of another repository.
 *
 * @param origin name of the log
 */
export function statementBytes(statement: Statement, origin: string): Buffer {
  return Buffer.from(`${canonicalJson({ format: 'countersign-attestation/v1', log: origin, ...statement })}\n`)
}

/**
 * The record of a statement with the bytes that were signed and the signature, so that anyone can verify it again:
 * `ssh-keygen -Y verify -f allowed_signers -I PERSON -n countersign-attestation@v1 -s statement.json.sig < statement.json`.
 *
 * @param nowMs milliseconds since 1970
 * @throws RecordRefused
 */
export function attestationRecord(
  statement: Statement,
  origin: string,
  proof: StatementProof,
  producer: EvidenceProducer,
  nowMs: number,
): { readonly record: EvidenceRecord; readonly attachments: readonly Attachment[] } {
  const made = toAttachment(statementBytes(statement, origin))
  const signature = proof.kind === 'ssh-signature' ? toAttachment(proof.signature) : undefined
  const proven = proof.kind !== 'none'
  const data: Data = {
    ...statement,
    standing: proven ? 'proven' : 'claimed',
    proof: proof.kind,
    keyFingerprint: proof.kind === 'ssh-signature' ? proof.fingerprint : null,
  }
  const record = makeSystemRecord(
    {
      kind: 'attestation',
      // Who proves it is part of the fact: what was claimed first and proven later are two records.
      key: keyOf.attestation(
        statement.requirement ?? 'none',
        statement.coversFrom,
        statement.coversTo,
        sha256Hex(`${made.sha256} ${proof.kind} ${data.keyFingerprint ?? ''}`),
      ),
      actor: proof.kind === 'workflow-actor' ? proof.actor : { id: null, login: null },
      occurredAt: toMoment(nowMs),
      recordedAt: toMoment(nowMs),
      producer,
      result: proven ? (statement.outcome === 'done' ? 'pass' : 'fail') : 'not-determined',
      attachments: [
        attached('statement.json', 'application/json', made),
        ...(signature === undefined ? [] : [attached('statement.json.sig', 'text/plain', signature)]),
      ],
      data,
    },
    'statements',
    made.sha256,
  )
  toLine(record)
  return { record, attachments: signature === undefined ? [made] : [made, signature] }
}

const attached = (name: string, mediaType: string, { sha256, bytes }: Attachment): EvidenceAttachmentRef => ({
  name,
  sha256,
  mediaType,
  size: bytes.length,
})
