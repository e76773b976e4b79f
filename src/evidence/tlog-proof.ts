import { parseCheckpoint } from './checkpoint.ts'
import { decodeBase64 } from './note-key.ts'

/** A proof that stands alone: where the record is, the hashes up to the root, and the checkpoint that was signed. */
export interface TlogProof {
  readonly index: number
  /** 32 bytes each, from the sibling of the leaf up to a child of the root. */
  readonly hashes: readonly Buffer[]
  /** The checkpoint as it is stored, signatures included. */
  readonly note: string
}

const HEADER = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 leaves is that high. */
const MAX_HASHES = 53
const MAX_LENGTH = 32_768

/** @see https://c2sp.org/tlog-proof */
export function formatTlogProof({ index, hashes, note }: TlogProof): string {
  return [HEADER, `index ${index}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n')
}

/**
 * Reads a proof strictly: one spelling for every number and hash. A line of extra data is passed over, since nothing vouches
 * for it and a record needs none.
 *
 * @returns undefined where the text is not one; it says nothing about the proof being right
 */
export function parseTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n')
  if (text.length > MAX_LENGTH || end < 0) return undefined
  const [header, ...rest] = text.slice(0, end).split('\n')
  if (header !== HEADER) return undefined
  const extra = /^extra (\S+)$/.exec(rest[0] ?? '')?.[1]
  if (extra !== undefined && decodeBase64(extra) === undefined) return undefined
  const [place = '', ...encoded] = extra === undefined ? rest : rest.slice(1)
  const digits = /^index (0|[1-9]\d{0,15})$/.exec(place)?.[1]
  const hashes = encoded.flatMap((line) => decodeBase64(line) ?? [])
  const note = text.slice(end + 2)
  const isWhole =
    hashes.length === encoded.length && hashes.length <= MAX_HASHES && hashes.every((hash) => hash.length === 32)
  if (digits === undefined || !Number.isSafeInteger(Number(digits)) || !isWhole) return undefined
  return parseCheckpoint(note) === undefined ? undefined : { index: Number(digits), hashes, note }
}
