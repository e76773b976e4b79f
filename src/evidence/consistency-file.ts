import { parseCheckpoint } from './checkpoint.ts'
import { decodeBase64 } from './note-key.ts'

/** A proof that a log of `from` records grew into the one of the checkpoint. */
export interface ConsistencyFile {
  readonly from: number
  /** 32 bytes each, in the order of RFC 6962. */
  readonly hashes: readonly Buffer[]
  /** The later checkpoint as it is stored, signatures included. */
  readonly note: string
}

/** Enough for any tree. */
const MAX_HASHES = 63
const MAX_LENGTH = 32_768

/** The form in which C2SP logs hand such proofs to witnesses. @see https://c2sp.org/tlog-witness#add-checkpoint */
export function formatConsistencyFile({ from, hashes, note }: ConsistencyFile): string {
  return [`old ${from}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n')
}

/** @returns undefined where the text is not one; it says nothing about the proof being right */
export function parseConsistencyFile(text: string): ConsistencyFile | undefined {
  const end = text.indexOf('\n\n')
  if (text.length > MAX_LENGTH || end < 0) return undefined
  const [first = '', ...encoded] = text.slice(0, end).split('\n')
  const from = Number(/^old ([1-9]\d{0,15})$/.exec(first)?.[1] ?? Number.NaN)
  const hashes = encoded.flatMap((line) => decodeBase64(line) ?? [])
  const isWhole =
    hashes.length === encoded.length && hashes.length <= MAX_HASHES && hashes.every((hash) => hash.length === 32)
  if (!Number.isSafeInteger(from) || !isWhole) return undefined
  const note = text.slice(end + 2)
  return parseCheckpoint(note) === undefined ? undefined : { from, hashes, note }
}
