import type { Certificate } from './certificate.ts'
import { oid } from './object-identifiers.ts'

export type PathCheck =
  | { readonly kind: 'trusted' }
  /** It leads to a trusted certificate, but not in a way that counts. */
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'unknown' }

const longestPath = 6

/**
 * Whether a certificate of an authority that is trusted vouched for this one at a moment (RFC 5280 section 6, without
 * policies and names: a certificate that restricts these critically is refused).
 *
 * @param trusted certificates of authorities; others in here are passed over
 * @param others what came with the token: believed only where a trusted one vouches for it
 */
export function checkPath(
  leaf: Certificate,
  trusted: readonly Certificate[],
  others: readonly Certificate[],
  atMs: number,
): PathCheck {
  const wrong = faultOf(leaf, atMs)
  const below = new Set<string>()
  const tried = follow(leaf, 0)
  if (tried.kind === 'unknown' || wrong === undefined) return tried
  return { kind: 'broken', why: wrong }

  /** @param between how many certificates of authorities lie between this one and the leaf */
  function follow(subject: Certificate, between: number): PathCheck {
    let best: PathCheck = { kind: 'unknown' }
    below.add(subject.x509.fingerprint256)
    for (const issuer of [...trusted, ...others]) {
      if (best.kind === 'trusted') break
      if (below.has(issuer.x509.fingerprint256) || between >= longestPath || !isIssuedBy(subject, issuer)) continue
      // A branch that was looked at is not looked at again: a token with many certificates costs no more than their number.
      const above: PathCheck = trusted.includes(issuer) ? { kind: 'trusted' } : follow(issuer, between + 1)
      if (above.kind === 'unknown') continue
      const why = faultOf(issuer, atMs) ?? faultOfIssuer(subject, issuer, between)
      best = why === undefined ? above : { kind: 'broken', why }
    }
    return best
  }
}

function isIssuedBy(subject: Certificate, issuer: Certificate): boolean {
  return issuer.isCa && subject.x509.checkIssued(issuer.x509) && subject.x509.verify(issuer.publicKey)
}

function faultOf({ notBeforeMs, notAfterMs, unknownCritical }: Certificate, atMs: number): string | undefined {
  const moment = new Date(atMs).toISOString()
  if (!(atMs >= notBeforeMs)) return `a certificate of its authority was not valid yet at ${moment}`
  if (!(atMs <= notAfterMs)) return `a certificate of its authority was not valid any more at ${moment}`
  const [extension] = unknownCritical
  return extension === undefined ? undefined : `a certificate of its authority has the critical extension ${extension}`
}

function faultOfIssuer(subject: Certificate, issuer: Certificate, between: number): string | undefined {
  if (!subject.isSignedSoundly) return 'a certificate of its authority is signed in a way that does not count any more'
  if (issuer.pathLength !== undefined && between > issuer.pathLength)
    return 'a certificate of its authority has more authorities below it than it allows'
  const purposes = issuer.extendedKeyUsage?.purposes
  if (purposes !== undefined && !purposes.includes(oid.timeStamping) && !purposes.includes(oid.anyExtendedKeyUsage))
    return 'a certificate of its authority is not meant for time stamps'
  return undefined
}
