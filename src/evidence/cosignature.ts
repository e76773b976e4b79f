import type { CheckpointNote, NoteSignature } from './checkpoint.ts'
import { isSignedBy } from './note-key.ts'
import type { Witness } from './trust-policy.ts'

/** That a witness saw a head, and when by its own clock. */
export interface Cosignature {
  /** Name in the trust policy. */
  readonly witness: string
  /** Seconds since 1970, UTC, in decimal: the format goes beyond safe integers. */
  readonly seconds: string
}

export interface CosignatureCheck {
  readonly cosignatures: readonly Cosignature[]
  /** A witness whose line is wrong: the note is refused. */
  readonly wrong: Witness | undefined
  /** Witnesses with a line of a kind that cannot be checked here; they count as if they had not cosigned. */
  readonly unchecked: readonly string[]
  /** Lines of known witnesses. */
  readonly known: number
}

/** 2^63 - 1, the last moment that C2SP allows. */
const LAST_SECOND = 0x7fff_ffff_ffff_ffffn
const ED25519_LENGTH = 8 + 64

/**
 * Which known witnesses cosigned a checkpoint. Lines of others are ignored, as C2SP asks.
 *
 * @see https://c2sp.org/tlog-cosignature
 */
export function checkCosignatures(note: CheckpointNote, witnesses: readonly Witness[]): CosignatureCheck {
  const found = new Map<string, Cosignature>()
  const unchecked = new Set<string>()
  let known = 0
  for (const line of note.signatures) {
    const witness = witnesses.find(({ key }) => key.name === line.name && key.id === line.keyId)
    if (witness === undefined) continue
    known += 1
    if (witness.key.algorithm === 'ml-dsa-44') {
      unchecked.add(witness.name)
      continue
    }
    const seconds = secondsOf(line, witness, note.signedText)
    if (seconds === undefined) return { cosignatures: [], wrong: witness, unchecked: [], known }
    const before = found.get(witness.name)
    // Two are two moments at which it saw the same head; the earlier one says more.
    if (before === undefined || seconds < BigInt(before.seconds))
      found.set(witness.name, { witness: witness.name, seconds: seconds.toString() })
  }
  return { cosignatures: [...found.values()], wrong: undefined, unchecked: [...unchecked], known }
}

/** The moment in a line whose signature is right. */
function secondsOf({ signature }: NoteSignature, { key }: Witness, signedText: string): bigint | undefined {
  if (signature.length !== ED25519_LENGTH) return undefined
  const seconds = signature.readBigUInt64BE()
  if (seconds > LAST_SECOND) return undefined
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${signedText}`)
  return isSignedBy(key, message, signature.subarray(8)) ? seconds : undefined
}
