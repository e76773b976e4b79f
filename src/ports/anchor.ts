import type { AnchorRecorded } from '../model/evidence.ts'

/** What somebody outside gave for a checkpoint, checked before it is handed on. */
export interface AnchorReceipt {
  /** As it came, to be checked again by anybody. */
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** When they saw the checkpoint, by their clock, milliseconds since 1970. */
  readonly timeMs: number
  /** How far that may be off, either way; null where they do not say. */
  readonly accuracyMs: number | null
}

export type AnchorAnswer =
  | { readonly kind: 'receipt'; readonly receipt: AnchorReceipt }
  /** Nobody there, or they will not: another try later may do. */
  | { readonly kind: 'unreachable'; readonly why: string }
  /** What came is no receipt for this checkpoint that could be relied on: somebody has to look. */
  | { readonly kind: 'refused'; readonly why: string }

/**
 * Somebody outside this repository who remembers a checkpoint: a time stamping authority, a bucket that keeps what it was
 * given, a witness. None of them sees a record.
 */
export interface Anchor {
  readonly kind: AnchorRecorded['data']['anchor']
  /** Who, for people and for the record: one line. */
  readonly authority: string
  /** @param checkpoint text of the checkpoint file, signatures included */
  request(checkpoint: string): Promise<AnchorAnswer>
}
