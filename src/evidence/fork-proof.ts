import { ForkProof as validate } from '../read/trust-validators.gen.js'
import { type CheckpointNote, checkSignature, parseCheckpoint } from './checkpoint.ts'
import { isConsistent } from './consistency-proof.ts'
import { decodeBase64, formatVerifierKey, parseVerifierKey, type VerifierKey } from './note-key.ts'
import { parsePlainJson } from './plain-json.ts'

/** A signed checkpoint and where it was found. */
export interface ForkedNote {
  readonly source: string
  readonly note: string
}

/** Two signed heads of one log that cannot both be true (schemas/fork-proof.json). */
export interface ForkProof {
  readonly origin: string
  /** Whose signatures these are. */
  readonly keys: readonly VerifierKey[]
  readonly smaller: ForkedNote
  readonly larger: ForkedNote
  /** For different sizes: what the larger head has in the place of the smaller, proved by RFC 6962. */
  readonly consistency: { readonly root: Buffer; readonly hashes: readonly Buffer[] } | undefined
}

export type ForkCheck =
  | {
      readonly kind: 'forked'
      readonly origin: string
      /** `name+id`, one for each of the two heads. */
      readonly signedBy: readonly [string, string]
      readonly sizes: readonly [number, number]
    }
  | { readonly kind: 'not-proved'; readonly why: string }

/**
 * Whether the proof shows that the owner of these keys signed two histories of one log. Needs nothing else.
 *
 * @param keys those by which the log is known; default the ones that the proof itself names, which prove only that whoever
 * has them did it
 */
export function checkForkProof(proof: ForkProof, keys: readonly VerifierKey[] = proof.keys): ForkCheck {
  const no = (why: string): ForkCheck => ({ kind: 'not-proved', why })
  const [smaller, larger] = [readSigned(proof.smaller, keys), readSigned(proof.larger, keys)]
  if (typeof smaller === 'string') return no(`the smaller checkpoint ${smaller}`)
  if (typeof larger === 'string') return no(`the larger checkpoint ${larger}`)
  const [one, other] = [smaller.note.checkpoint, larger.note.checkpoint]
  if (one.origin !== proof.origin || other.origin !== proof.origin) return no('the checkpoints are of different logs')
  if (one.size > other.size) return no('the smaller checkpoint is the larger one')
  const { consistency } = proof
  // At the size of the smaller one the larger log has `root`: by the proof, or because it is that size itself.
  if (one.size < other.size) {
    if (consistency === undefined) return no('nothing shows that the larger log does not continue the smaller one')
    if (!isConsistent({ size: one.size, root: consistency.root }, other, consistency.hashes))
      return no('the consistency proof does not lead to the larger checkpoint')
  } else if (consistency !== undefined) return no('checkpoints of one size need no consistency proof')
  if ((consistency?.root ?? other.root).equals(one.root)) return no('the two checkpoints agree: the log only grew')
  return {
    kind: 'forked',
    origin: proof.origin,
    signedBy: [smaller.by, larger.by],
    sizes: [one.size, other.size],
  }
}

function readSigned(
  { note }: ForkedNote,
  keys: readonly VerifierKey[],
): { readonly note: CheckpointNote; readonly by: string } | string {
  const parsed = parseCheckpoint(note)
  if (parsed === undefined) return 'is none'
  // Not by intervals: a key signed what it signed, whether it still might or not.
  const check = checkSignature(
    parsed,
    keys.map(({ name, id, publicKey }) => ({ name, id, publicKey })),
  )
  return check.kind === 'signed'
    ? { note: parsed, by: `${check.by.name}+${check.by.id}` }
    : 'is not signed by these keys'
}

const MAX_LENGTH = 1_048_576

/** @returns why the text is no fork proof; whether it proves anything is for `checkForkProof` */
export function parseForkProof(text: string): ForkProof | string {
  if (text.length > MAX_LENGTH) return `longer than ${MAX_LENGTH} characters`
  const plain = parsePlainJson(text)
  if (plain === undefined) return 'not JSON in its plain form'
  if (!validate(plain.value)) {
    const [fault] = validate.errors ?? []
    return `${fault?.instancePath || 'the file'} ${fault?.message ?? 'does not fit schemas/fork-proof.json'}`
  }
  const { origin, keys, smaller, larger, consistency } = plain.value as {
    readonly origin: string
    readonly keys: readonly string[]
    readonly smaller: ForkedNote
    readonly larger: ForkedNote
    readonly consistency?: { readonly root: string; readonly hashes: readonly string[] }
  }
  const read = keys.flatMap((vkey) => parseVerifierKey(vkey) ?? [])
  if (read.length !== keys.length) return 'a key is not an Ed25519 verifier key whose key id fits'
  const hashes = [consistency?.root, ...(consistency?.hashes ?? [])].map((hash) => decodeBase64(hash ?? ''))
  const [root, ...rest] = hashes
  if (consistency !== undefined && hashes.includes(undefined)) return 'a hash is not in base64'
  return {
    ...{ origin, keys: read, smaller, larger },
    consistency: root && { root, hashes: rest.flatMap((hash) => hash ?? []) },
  }
}

/** The file for a third party. */
export function formatForkProof({ origin, keys, smaller, larger, consistency }: ForkProof): string {
  const shown = {
    schema: 'countersign/fork-proof/v1',
    origin,
    keys: keys.map(formatVerifierKey),
    ...{ smaller, larger },
    ...(consistency === undefined
      ? {}
      : {
          consistency: {
            root: consistency.root.toString('base64'),
            hashes: consistency.hashes.map((hash) => hash.toString('base64')),
          },
        }),
  }
  return `${JSON.stringify(shown, null, 2)}\n`
}
