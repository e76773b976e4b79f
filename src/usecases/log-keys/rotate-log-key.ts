import { parseCheckpoint } from '../../evidence/checkpoint.ts'
import type { TrustedKey } from '../../evidence/key-intervals.ts'
import { keyOf } from '../../evidence/natural-key.ts'
import {
  formatSignerKey,
  formatVerifierKey,
  parseVerifierKey,
  type SignerKey,
  signerOfSeed,
} from '../../evidence/note-key.ts'
import { makeRecord, toMoment } from '../../evidence/record.ts'
import { withLog, withoutLog } from '../../evidence/trust-policy.ts'
import type { EvidenceProducer } from '../../model/evidence.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { type AppendResult, appendEvidence, statusOfAppend } from '../append-evidence.ts'
import type { TrustPlaces } from '../evidence-trust.ts'
import { type KeyPorts, nameOfKey, openKeys, proposeKeys, trustOfKeys } from './key-proposal.ts'
import { soundHead } from './sound-head.ts'

export interface ProposedSuccessor {
  readonly paths: readonly string[]
  readonly vkey: string
  /** undefined where the key was made elsewhere. Goes to the secret store and nowhere else. */
  readonly secret: string | undefined
}

/**
 * First step: names a second key beside the first, in files for a pull request. Both may sign from then on, so that no writer
 * is locked out while the secret is changed.
 *
 * @param keepSecret called with the new secret before anything is proposed, for a key that nobody has is of no use
 * @throws Refusal
 */
export async function proposeSuccessor(
  input: {
    readonly places: TrustPlaces
    /** A key made elsewhere; undefined to make one here. */
    readonly vkey: string | undefined
    readonly randomBytes: (count: number) => Uint8Array
    readonly keepSecret: (secret: string) => Promise<void>
  },
  ports: KeyPorts,
): Promise<ProposedSuccessor> {
  const { places } = input
  const trust = await trustOfKeys(ports.history, places)
  const { policy } = trust
  const [present, other] = openKeys(policy.keys)
  if (present === undefined || other !== undefined)
    throw new Refusal(
      exitStatus.usage,
      `${policy.source} names ${other === undefined ? 'no key' : 'two keys'} that may sign`,
      other === undefined
        ? 'Name one there, with review.'
        : 'Go on with `evidence keys rotate` and both secrets, or take one away.',
    )
  const size = (await soundHead(places, ports)).size
  const given = input.vkey === undefined ? undefined : parseVerifierKey(input.vkey.trim())
  if (input.vkey !== undefined && given === undefined)
    throw new Refusal(
      exitStatus.usage,
      'The key is not an Ed25519 verifier key of the form name+id+base64',
      'Give the public half.',
    )
  if (given !== undefined && (given.name !== present.name || policy.keys.some(sameKeyAs(given))))
    throw new Refusal(
      exitStatus.usage,
      given.name === present.name
        ? 'The key is listed already'
        : `The key is for ${given.name}, the log is ${present.name}`,
      'A new key has the name of the log and is used for nothing else.',
    )
  const seed = given === undefined ? input.randomBytes(32) : undefined
  const key = given ?? signerOfSeed(present.name, seed ?? new Uint8Array()).verifier
  const secret = seed === undefined ? undefined : formatSignerKey(present.name, seed)
  if (secret !== undefined) await input.keepSecret(secret)
  const keys = [...policy.keys.map(listed), { ...key, validFrom: size + 1 }]
  const paths = await proposeKeys(withLog(policy.text, key), keys, trust, places, ports)
  return { paths, vkey: formatVerifierKey(key), secret }
}

export interface CompletedRotation {
  readonly append: AppendResult
  /** Files that close the interval of the old key; empty where the record was not appended. */
  readonly paths: readonly string[]
  /** Size of the head that both keys signed. */
  readonly size: number | undefined
}

/**
 * Second step, once the protected branch names both keys: appends `key.rotated` under a head that both sign, and writes the
 * files that end the old one there.
 *
 * @throws Refusal
 */
export async function completeRotation(
  input: {
    readonly places: TrustPlaces
    readonly producer: EvidenceProducer
    /** The key that is replaced. */
    readonly signer: SignerKey
    readonly successor: SignerKey
  },
  ports: KeyPorts,
): Promise<CompletedRotation> {
  const { places, producer, signer, successor } = input
  const trust = await trustOfKeys(ports.history, places)
  const { policy } = trust
  for (const { verifier } of [signer, successor]) {
    if (openKeys(policy.keys).some(sameKeyAs(verifier))) continue
    const what = `${policy.source} does not name ${nameOfKey(verifier)} as a key that may sign`
    throw new Refusal(
      exitStatus.usage,
      what,
      'First propose it with `evidence keys rotate --key-file`, and merge that.',
    )
  }
  if (sameKeyAs(signer.verifier)(successor.verifier))
    throw new Refusal(exitStatus.usage, 'The old and the new key are the same', 'Give the new one as the second.')
  const { size, address } = await soundHead(places, ports)
  const [from, to] = [signer.verifier, successor.verifier]
  const now = toMoment(ports.clock.now())
  const record = makeRecord(
    {
      kind: 'key.rotated',
      key: keyOf.keyRotated(from.id, to.id),
      actor: { id: null, login: null },
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [],
      data: { from: formatVerifierKey(from), to: formatVerifierKey(to), validFrom: size + 1 },
    },
    address,
    trust.protectedTip ?? '',
  )
  const batch = { records: [record], attachments: [], signer, successor, create: undefined, producer, places }
  const append = await appendEvidence(batch, ports)
  const { outcome } = append
  if (statusOfAppend[outcome.kind] !== exitStatus.ok || !('note' in outcome))
    return { append, paths: [], size: undefined }
  const signedBoth = parseCheckpoint(outcome.note)?.checkpoint.size ?? size + 1
  const keys = policy.keys.map(listed).map((key) => (sameKeyAs(from)(key) ? { ...key, validTo: signedBoth } : key))
  const paths = await proposeKeys(withoutLog(policy.text, from), keys, trust, places, ports)
  return { append, paths, size: signedBoth }
}

/** A key as keys.json has it; before there was one, all heads were its own. */
export const listed = (key: TrustedKey): TrustedKey => ({ ...key, validFrom: key.validFrom ?? 0 })

export const sameKeyAs =
  (one: { readonly publicKey: Buffer }) =>
  (other: { readonly publicKey: Buffer }): boolean =>
    one.publicKey.equals(other.publicKey)
