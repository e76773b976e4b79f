import { isValidAt, type TrustedKey } from './key-intervals.ts'
import { decodeBase64, isForeignKeyName, isKeyName, isSignedBy, type SignerKey } from './note-key.ts'

/** The head of a log: `origin`, number of leaves and root hash (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

export interface NoteSignature {
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

/** C2SP asks for 16 at least; a policy may name 32 witnesses. */
const MAX_SIGNATURES = 64
/** 16 lines of the largest kind, which are nearly 7 KB each in base64. */
const MAX_LENGTH = 131_072

/** The three lines. No extension lines: C2SP advises against them. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** The stored form: signed note where there is a key, the bare three lines where the log is local and unsigned. */
export function formatCheckpoint(checkpoint: Checkpoint, signer: SignerKey | undefined): string {
  const text = checkpointText(checkpoint)
  return signer === undefined ? text : `${text}\n${signatureLine(text, signer)}`
}

/** A signed note with one more signature, for a head that an old and a new key both vouch for. */
export function addSignature(note: string, signer: SignerKey): string {
  return note + signatureLine(note.slice(0, note.indexOf('\n\n') + 1), signer)
}

function signatureLine(text: string, { verifier: { name, id }, sign }: SignerKey): string {
  const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(Buffer.from(text))])
  return `\u2014 ${name} ${signature.toString('base64')}\n`
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
    if (bytes === undefined || bytes.length < 5 || !isForeignKeyName(name)) return undefined
    signatures.push({ name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) })
  }
  return signatures
}

export type SignatureCheck =
  | { readonly kind: 'signed'; readonly by: TrustedKey; readonly unknownSignatures: number }
  | { readonly kind: 'unsigned' }
  /** A key that should vouch signed something else: the whole note is refused. */
  | { readonly kind: 'wrong'; readonly by: TrustedKey }
  /** Signed under the log's own name, by a key that is not trusted. */
  | { readonly kind: 'unknown-key'; readonly keyId: string }
  /** Signed by keys that may not sign a head of this size; `by` is a revoked one where there is one. */
  | { readonly kind: 'outside-interval'; readonly by: TrustedKey }

/**
 * Who signed a checkpoint. Only keys whose name is the origin can vouch for it; signatures by keys nobody named are
 * ignored, as C2SP asks, but a wrong signature by a trusted key refuses the note.
 */
export function checkSignature(note: CheckpointNote, trusted: readonly TrustedKey[]): SignatureCheck {
  const text = Buffer.from(note.signedText)
  const { origin, size } = note.checkpoint
  const keys = trusted.filter((key) => key.name === origin)
  const right: TrustedKey[] = []
  for (const signature of note.signatures) {
    const key = keys.find((candidate) => candidate.name === signature.name && candidate.id === signature.keyId)
    if (key === undefined) continue
    if (!isSignedBy(key, text, signature.signature)) return { kind: 'wrong', by: key }
    right.push(key)
  }
  const by = right.find((key) => isValidAt(key, size))
  if (by !== undefined) return { kind: 'signed', by, unknownSignatures: note.signatures.length - right.length }
  const outside = right.find(({ revoked }) => revoked === true) ?? right[0]
  if (outside !== undefined) return { kind: 'outside-interval', by: outside }
  const stranger = note.signatures.find((signature) => signature.name === origin)
  return stranger === undefined ? { kind: 'unsigned' } : { kind: 'unknown-key', keyId: stranger.keyId }
}
