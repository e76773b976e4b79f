import { createHash } from 'node:crypto'
import type { EvidencePayloadRef } from '../model/evidence.ts'
import { redactText } from '../model/secrets/redact-text.ts'

/** Bytes that a record commits to without holding them: an original with the names of people in it, which may have to go. */
export interface Payload {
  readonly ref: EvidencePayloadRef
  /** As it is stored: 32 bytes of salt, then the bytes themselves. */
  readonly stored: Buffer
}

/** GitHub warns above this size, and takes nothing above twice of it. */
export const payloadLimitBytes = 50 * 1024 * 1024

const saltBytes = 32

/**
 * A payload with its commitment, SHA-256 of `payload/v1`, a line feed, the salt and the bytes. Without the salt, whoever has the
 * log could guess short contents (an address, an id) and see that the guess is right.
 *
 * Secrets are taken out of text, here as everywhere.
 *
 * @param name for example `original.csv`
 * @param salt 32 bytes of chance, used once
 * @throws RangeError above 50 MiB: refused before anything is written
 * @throws RedactionFailed
 */
export function toPayload(name: string, mediaType: string, content: Uint8Array, salt: Uint8Array): Payload {
  if (content.length > payloadLimitBytes)
    throw new RangeError(`${name} has ${content.length} bytes; a payload has at most ${payloadLimitBytes}`)
  if (salt.length !== saltBytes) throw new RangeError(`a salt has ${saltBytes} bytes`)
  const bytes = withoutSecrets(content)
  const stored = Buffer.concat([salt, bytes])
  return { ref: { name, commitment: commitmentOf(stored), size: bytes.length, mediaType }, stored }
}

/** What is no text holds no secret that could be read in it. */
function withoutSecrets(content: Uint8Array): Uint8Array {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return content
  }
  const safe = redactText(text)
  return safe === text ? content : Buffer.from(safe)
}

/** The commitment to a payload as it is stored, in hex. */
export function commitmentOf(stored: Uint8Array): string {
  return createHash('sha256').update('payload/v1\n').update(stored).digest('hex')
}

/** How many bytes a payload has without its salt. */
export const sizeOfStored = (stored: Uint8Array): number => Math.max(0, stored.length - saltBytes)

/** `payloads/<first two digits>/<all digits>`: the name is the commitment. */
export function payloadPath(commitment: string): string {
  return `payloads/${commitment.slice(0, 2)}/${commitment}`
}

export function commitmentOfPath(path: string): string | undefined {
  const commitment = /^payloads\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(path)?.[1]
  return commitment !== undefined && payloadPath(commitment) === path ? commitment : undefined
}
