import { decodeBase64, isKeyName, isSignedBy, type SignerKey, type VerifierKey } from './note-key.ts'

/** The head of a log: `origin`, number of leaves and root hash (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

interface NoteSignature {
  readonly name: string
  /** Eight hex digits. */
  readonly keyId: string
  readonly signature: Buffer
}

/** A checkpoint as it is stored. Without signatures it is the form of a local log that nobody vouches for. */
export interface CheckpointNote {
  readonly checkpoint: Checkpoint
  readonly signatures: readonly NoteSignature[]
  /** The three lines that are signed, with their line feeds. */
  readonly signedText: string
}

const MAX_SIGNATURES = 16
const MAX_LENGTH = 16_384

/** The three lines. No extension lines: C2SP advises against them. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** The stored form: signed note where there is a key, the bare three lines where the log is local and unsigned. */
export function formatCheckpoint(checkpoint: Checkpoint, signer: SignerKey | undefined): string {
  const text = checkpointText(checkpoint)
  if (signer === undefined) return text
  const { name, id } = signer.verifier
  const signature = Buffer.concat([Buffer.from(id, 'hex'), signer.sign(Buffer.from(text))])
  return `${text}\n\u2014 ${name} ${signature.toString('base64')}\n`
}

/**
 * Reads a checkpoint strictly: one spelling for every number and every base64, no extension line, no carriage return.
 *
 * @returns undefined where it is not one; it says nothing about signatures being right
 * @see https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note
 */
export function parseCheckpoint(note: string): CheckpointNote | undefined {
  if (note.length > MAX_LENGTH || /[\u0000-\u0009\u000b-\u001f\u007f\ufffd]/.test(note)) return undefined
  const split = note.indexOf('\n\n')
  const signedText = split < 0 ? note : note.slice(0, split + 1)
  const fields = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/=]+)\n$/.exec(signedText)
  const [, origin = '', sizeText = '', encodedRoot = ''] = fields ?? []
  const root = decodeBase64(encodedRoot)
  const size = Number(sizeText)
  if (root?.length !== 32 || !Number.isSafeInteger(size) || !isKeyName(origin)) return undefined
  const signatures = split < 0 ? [] : parseSignatures(note.slice(split + 2))
  return signatures && { checkpoint: { origin, size, root }, signatures, signedText }
}

function parseSignatures(block: string): readonly NoteSignature[] | undefined {
  if (!block.endsWith('\n')) return undefined
  const lines = block.slice(0, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return undefined
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^\u2014 (\S+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? []
    const bytes = decodeBase64(encoded)
    if (bytes === undefined || bytes.length < 5 || !isKeyName(name)) return undefined
    signatures.push({ name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) })
  }
  return signatures
}

export type SignatureCheck =
  | { readonly kind: 'signed'; readonly by: VerifierKey; readonly unknownSignatures: number }
  | { readonly kind: 'unsigned' }
  /** A key that should vouch signed something else: the whole note is refused. */
  | { readonly kind: 'wrong'; readonly by: VerifierKey }
  /** Signed under the log's own name, by a key that is not trusted. */
  | { readonly kind: 'unknown-key'; readonly keyId: string }

/**
 * Who signed a checkpoint. Only keys whose name is the origin can vouch for it; signatures by keys nobody named are
 * ignored, as C2SP asks, but a wrong signature by a trusted key refuses the note.
 */
export function checkSignature(note: CheckpointNote, trusted: readonly VerifierKey[]): SignatureCheck {
  const text = Buffer.from(note.signedText)
  const keys = trusted.filter((key) => key.name === note.checkpoint.origin)
  let by: VerifierKey | undefined
  let known = 0
  for (const signature of note.signatures) {
    const key = keys.find((candidate) => candidate.name === signature.name && candidate.id === signature.keyId)
    if (key === undefined) continue
    if (!isSignedBy(key, text, signature.signature)) return { kind: 'wrong', by: key }
    known += 1
    by ??= key
  }
  if (by !== undefined) return { kind: 'signed', by, unknownSignatures: note.signatures.length - known }
  const stranger = note.signatures.find((signature) => signature.name === note.checkpoint.origin)
  return stranger === undefined ? { kind: 'unsigned' } : { kind: 'unknown-key', keyId: stranger.keyId }
}
