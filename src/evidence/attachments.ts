import { createHash } from 'node:crypto'

/** Bytes that a record points to by digest, such as the facts a verdict rests on. */
export interface Attachment {
  readonly sha256: string
  readonly bytes: Buffer
}

const attachmentLimitBytes = 8 * 1024 * 1024

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** @throws RangeError above the limit: refused before anything is written */
export function toAttachment(content: Uint8Array | string): Attachment {
  const bytes = Buffer.from(content)
  if (bytes.length > attachmentLimitBytes)
    throw new RangeError(`an attachment of ${bytes.length} bytes; the limit is ${attachmentLimitBytes}`)
  return { sha256: sha256Hex(bytes), bytes }
}

/** `attachments/sha256/<first two digits>/<all digits>`: the name is the digest, so content is stored once. */
export function attachmentPath(sha256: string): string {
  return `attachments/sha256/${sha256.slice(0, 2)}/${sha256}`
}

export function attachmentOfPath(path: string): string | undefined {
  const sha256 = /^attachments\/sha256\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(path)?.[1]
  return sha256 !== undefined && attachmentPath(sha256) === path ? sha256 : undefined
}
