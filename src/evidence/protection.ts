import type { Pin, PinCheck } from './check-pins.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { type Cosignature, checkCosignatures } from './cosignature.ts'
import type { TrustedKey } from './key-intervals.ts'
import { isQuorumMet, type TrustPolicy } from './trust-policy.ts'

/** What somebody outside confirmed of the log: how many records, and by when. */
export interface AnchoredHead {
  readonly size: number
  /** For people: the time, and who says so. */
  readonly by: string
}

/** What keeps the log from being rewritten, as against what only its signature says. */
export interface Protection {
  /** Records up to which a pin that holds remembers the log; 0 without one. */
  readonly pinned: { readonly size: number; readonly source: string | null }
  readonly anchored: AnchoredHead | null
  /** Who saw the head itself. */
  readonly cosignatures: readonly Cosignature[]
  /** Whether the trust policy asks for witnesses, and has got them. */
  readonly quorum: 'none' | 'met' | 'not-met'
  /** `name+id` of revoked keys. */
  readonly revoked: readonly string[]
}

/**
 * What the present pins, anchors and witnesses protect. A cosignature counts wherever it was kept: it is over the text of the
 * head, and the log itself has it only once somebody has put it there.
 *
 * @param checks of the same pins
 * @param anchored heads whose receipt was checked
 */
export function protectionOf(
  head: { readonly note: string; readonly cosignatures: readonly Cosignature[] },
  pins: readonly Pin[],
  checks: readonly PinCheck[],
  policy: (TrustPolicy & { readonly keys: readonly TrustedKey[] }) | undefined,
  anchored: readonly AnchoredHead[] = [],
): Protection {
  const holding = checks.filter(({ outcome }) => outcome === 'holds')
  const largest = holding.reduce<PinCheck | undefined>(
    (most, check) => ((check.size ?? 0) > (most?.size ?? 0) ? check : most),
    undefined,
  )
  const text = parseCheckpoint(head.note)?.signedText
  const found = new Map(head.cosignatures.map((cosignature) => [cosignature.witness, cosignature]))
  for (const { note } of pins) {
    const parsed = parseCheckpoint(note)
    if (parsed === undefined || parsed.signedText !== text) continue
    for (const cosignature of checkCosignatures(parsed, policy?.witnesses ?? []).cosignatures)
      if (!found.has(cosignature.witness)) found.set(cosignature.witness, cosignature)
  }
  const isMet = policy !== undefined && isQuorumMet(policy, new Set(found.keys()))
  return {
    pinned: { size: largest?.size ?? 0, source: largest?.source ?? null },
    anchored: anchored.reduce<AnchoredHead | null>((most, one) => (one.size > (most?.size ?? -1) ? one : most), null),
    cosignatures: [...found.values()],
    quorum: policy?.quorum === undefined ? 'none' : isMet ? 'met' : 'not-met',
    revoked: (policy?.keys ?? []).flatMap(({ name, id, revoked }) => (revoked === true ? [`${name}+${id}`] : [])),
  }
}
