import {
  formatSignerKey,
  formatVerifierKey,
  isDemoKeyElsewhere,
  isKeyName,
  parseVerifierKey,
  signerOfSeed,
} from '../evidence/note-key.ts'
import { formatTrustPolicy } from '../evidence/trust-policy.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { History } from '../ports/history.ts'
import { readTrust, type TrustPlaces } from './evidence-trust.ts'

export interface InitEvidenceInput {
  /** Name of the log, for example `github.com/acme/shop/evidence`; never changes. */
  readonly origin: string
  /** A key made elsewhere; undefined to make one here. */
  readonly vkey: string | undefined
  readonly places: TrustPlaces
  /** Fresh random bytes, for a new key. */
  readonly randomBytes: (count: number) => Uint8Array
}

export type InitEvidence =
  /** Propose this file in a pull request. `secret` goes to the secret store and nowhere else. */
  | {
      readonly kind: 'proposed'
      readonly path: string
      readonly text: string
      readonly vkey: string
      readonly secret: string | undefined
    }
  /** The protected branch trusts this key already. */
  | { readonly kind: 'present'; readonly source: string; readonly vkeys: readonly string[] }

/**
 * Proposes who vouches for the evidence log. Nothing is trusted by this alone: the file counts once it is on the protected
 * branch, where reviewers saw it, and the first append needs it there.
 *
 * @throws Refusal
 */
export async function initEvidence(
  input: InitEvidenceInput,
  ports: { readonly history: History },
): Promise<InitEvidence> {
  const { origin, places } = input
  if (!isKeyName(origin))
    throw new Refusal(
      exitStatus.usage,
      `\`${origin}\` cannot be the name of a log`,
      'Use letters, digits, dots, dashes and slashes, for example github.com/acme/shop/evidence.',
    )
  const given = input.vkey === undefined ? undefined : parseVerifierKey(input.vkey)
  if (input.vkey !== undefined && given === undefined)
    throw new Refusal(
      exitStatus.usage,
      'The key is not an Ed25519 verifier key of the form name+id+base64',
      'Give the public half, as `evidence init` printed it.',
    )
  if (given !== undefined && given.name !== origin)
    throw new Refusal(
      exitStatus.usage,
      `The key is for ${given.name}, the log is ${origin}`,
      'The name of a key is the name of its log.',
    )
  if (given !== undefined && isDemoKeyElsewhere(given))
    throw new Refusal(
      exitStatus.usage,
      'The key is that of the demonstration, which everybody has',
      'Leave --vkey out to make a key.',
    )
  const trust = await readTrust(ports.history, places)
  const logs = trust.policy?.logs ?? []
  if (trust.policy !== undefined && logs.length > 0) {
    if (given === undefined || logs.some(({ publicKey }) => publicKey.equals(given.publicKey)))
      return { kind: 'present', source: trust.policy.source, vkeys: logs.map(formatVerifierKey) }
    throw new Refusal(
      exitStatus.usage,
      `${trust.policy.source} trusts another key`,
      'To change keys, use `evidence keys rotate`.',
    )
  }
  const seed = given === undefined ? input.randomBytes(32) : undefined
  const key = given ?? signerOfSeed(origin, seed ?? new Uint8Array()).verifier
  return {
    kind: 'proposed',
    path: `${places.programFolder}/trust.policy`,
    text: formatTrustPolicy(key),
    vkey: formatVerifierKey(key),
    secret: seed === undefined ? undefined : formatSignerKey(origin, seed),
  }
}
