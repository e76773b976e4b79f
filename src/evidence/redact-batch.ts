import type { EvidenceRecord } from '../model/evidence.ts'
import { RedactionFailed, redactText } from '../model/secrets/redact-text.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import { countRedactions } from '../model/secrets/redaction-mark.ts'
import type { Attachment } from './attachments.ts'

export interface Batch {
  readonly records: readonly EvidenceRecord[]
  readonly attachments: readonly Attachment[]
}

/**
 * Records without secrets, each saying how many were taken out of it and of what it attaches. Attachments are known by their
 * digest, so theirs are taken out where they are made, before anything is decided on them; one that still holds a secret is
 * refused here, and so is a record whose key would lose a part.
 *
 * @throws RedactionFailed: then nothing may be written
 */
export function redactBatch({ records, attachments }: Batch): Batch {
  const inAttachment = new Map(attachments.map(({ sha256, bytes }) => [sha256, countIn(sha256, bytes)]))
  return {
    attachments,
    records: records.map((record) => {
      const redacted = redactValue(record)
      const { predicate } = redacted
      if (predicate.key !== record.predicate.key)
        throw new RedactionFailed(`the key of a record of the kind ${predicate.kind} holds a secret`)
      const count = predicate.attachments.reduce(
        (sum, { sha256 }) => sum + (inAttachment.get(sha256) ?? 0),
        countRedactions(JSON.stringify(predicate)),
      )
      return count === 0 ? redacted : { ...redacted, predicate: { ...predicate, redactions: count } }
    }),
  }
}

/** What is no text (a signature, a time stamp) holds nothing to find. */
function countIn(sha256: string, bytes: Uint8Array): number {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return 0
  }
  if (holdsSecret(text)) throw new RedactionFailed(`the attachment ${sha256.slice(0, 16)} holds a secret`)
  return countRedactions(text)
}

/** JSON is looked at member by member, line by line: what stands beside each other in its text need not belong together. */
export function holdsSecret(text: string): boolean {
  const whole = jsonOf(text)
  if (whole !== undefined) return redactValue(whole.value) !== whole.value
  const lines = text.split('\n').map((line) => (line === '' ? { value: null } : jsonOf(line)))
  if (lines.every((line) => line !== undefined)) return lines.some(({ value }) => redactValue(value) !== value)
  return redactText(text) !== text
}

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
