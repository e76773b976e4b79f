import { checkSignature, parseCheckpoint } from '../../evidence/checkpoint.ts'
import { isValidAt, type TrustedKey } from '../../evidence/key-intervals.ts'
import { keyOf } from '../../evidence/natural-key.ts'
import { formatVerifierKey, type SignerKey } from '../../evidence/note-key.ts'
import { makeRecord, toMoment, toRecordText } from '../../evidence/record.ts'
import { withoutLog } from '../../evidence/trust-policy.ts'
import type { EvidenceProducer } from '../../model/evidence.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { type AppendResult, appendEvidence, statusOfAppend } from '../append-evidence.ts'
import type { Trust, TrustPlaces } from '../evidence-trust.ts'
import { verifyWithoutReading } from '../verify-evidence.ts'
import { type KeyPorts, nameOfKey, openKeys, proposeKeys, trustOfKeys } from './key-proposal.ts'
import { listed, sameKeyAs } from './rotate-log-key.ts'
import { soundHead } from './sound-head.ts'

export interface Revocation {
  /** `name+id` */
  readonly key: string
  /** Largest log that the key is still believed for. */
  readonly validTo: number
  /** undefined where no key was at hand to record it. */
  readonly append: AppendResult | undefined
  /** Empty where it was to be recorded and could not be. */
  readonly paths: readonly string[]
}

/**
 * Takes a key away: what it signed up to the last pinned head stays good, and nothing after it. Where the remaining key is at
 * hand, it signs the record of it first, so that the present records have a signature that stays good.
 *
 * @throws Refusal
 */
export async function revokeLogKey(
  input: {
    readonly places: TrustPlaces
    readonly producer: EvidenceProducer
    /** Key id, `name+id` or the whole verifier key. */
    readonly key: string
    readonly reason: string
    /** Default: the largest head that a pin or an anchor remembers. */
    readonly validTo: number | undefined
    /** The key that remains. */
    readonly signer: SignerKey | undefined
  },
  ports: KeyPorts,
): Promise<Revocation> {
  const { places, producer, signer } = input
  const trust = await trustOfKeys(ports.history, places)
  const { policy } = trust
  const key = findKey(input.key, policy.keys)
  if (key.revoked === true)
    throw new Refusal(exitStatus.usage, `${nameOfKey(key)} is revoked already`, 'Nothing was written.')
  if (!openKeys(policy.keys).some((other) => !sameKeyAs(key)(other)))
    throw new Refusal(
      exitStatus.usage,
      `${nameOfKey(key)} is the only key, and without it nothing could be recorded`,
      'First put another one beside it with `evidence keys rotate`.',
    )
  const reason = toRecordText(input.reason, 500)
  if (reason === '') throw new Refusal(exitStatus.usage, 'There is no reason', 'Say why in one line with --reason.')
  const validTo = input.validTo ?? (await largestRemembered(trust, key, places, ports))
  if (validTo === undefined)
    throw new Refusal(
      exitStatus.usage,
      `No pin and no anchor says up to which head ${nameOfKey(key)} can still be believed`,
      'Give the size of the last log that you are sure of with --valid-to.',
    )
  if (validTo < (key.validFrom ?? 0) || (key.validTo !== undefined && validTo > key.validTo))
    throw new Refusal(
      exitStatus.usage,
      `${validTo} is outside of what ${nameOfKey(key)} may sign`,
      'Give a size within its interval with --valid-to.',
    )
  const append = signer && (await record({ key, reason, validTo, signer, producer, places }, trust, ports))
  if (append !== undefined && statusOfAppend[append.outcome.kind] !== exitStatus.ok)
    return { key: nameOfKey(key), validTo, append, paths: [] }
  const keys = policy.keys
    .map(listed)
    .map((one) => (sameKeyAs(key)(one) ? { ...one, validTo, revoked: true, reason } : one))
  const paths = await proposeKeys(withoutLog(policy.text, key), keys, trust, places, ports)
  return { key: nameOfKey(key), validTo, append, paths }
}

async function record(
  {
    key,
    reason,
    validTo,
    signer,
    producer,
    places,
  }: {
    readonly key: TrustedKey
    readonly reason: string
    readonly validTo: number
    readonly signer: SignerKey
    readonly producer: EvidenceProducer
    readonly places: TrustPlaces
  },
  { protectedTip }: Trust,
  ports: KeyPorts,
): Promise<AppendResult> {
  if (sameKeyAs(key)(signer.verifier))
    throw new Refusal(
      exitStatus.usage,
      'The key at hand is the one that is to be revoked',
      'Put the key that remains into COUNTERSIGN_LOG_KEY, or leave it out to write the files alone.',
    )
  const { address } = await soundHead(places, ports)
  const now = toMoment(ports.clock.now())
  const revoked = makeRecord(
    {
      kind: 'key.revoked',
      key: keyOf.keyRevoked(key.id),
      actor: { id: null, login: null },
      occurredAt: now,
      recordedAt: now,
      producer,
      result: 'none',
      attachments: [],
      data: { vkey: formatVerifierKey(key), validTo, reason },
    },
    address,
    protectedTip ?? '',
  )
  const batch = { records: [revoked], attachments: [], signer, create: undefined, producer, places }
  return appendEvidence(batch, ports)
}

function findKey(wanted: string, keys: readonly TrustedKey[]): TrustedKey {
  const text = wanted.trim()
  const found = keys.filter((key) => [key.id, nameOfKey(key), formatVerifierKey(key)].includes(text))
  const [key] = found
  if (key !== undefined && found.length === 1) return key
  const what = found.length > 1 ? `Several keys have the id ${text}` : 'No key of this log is called so'
  throw new Refusal(exitStatus.usage, what, `Keys: ${keys.map(nameOfKey).join(', ')}.`)
}

/**
 * The largest head that was seen outside of the log while the key was believed: by a pin, which was reviewed or published, or by
 * an anchor of a log that verifies.
 */
async function largestRemembered(
  { pins, policy }: Trust,
  key: TrustedKey,
  places: TrustPlaces,
  ports: KeyPorts,
): Promise<number | undefined> {
  const pinned = pins.flatMap(({ note }) => {
    const parsed = parseCheckpoint(note)
    const isSigned = parsed !== undefined && checkSignature(parsed, policy?.keys ?? []).kind === 'signed'
    return isSigned ? [parsed.checkpoint.size] : []
  })
  const { outcome, protection } = await verifyWithoutReading(places, ports, { deep: false })
  const anchored = outcome === 'integrity-failure' ? undefined : protection?.anchored?.size
  const sizes = [...pinned, ...(anchored === undefined ? [] : [anchored])].filter((size) => isValidAt(key, size))
  return sizes.length === 0 ? undefined : Math.max(...sizes)
}
