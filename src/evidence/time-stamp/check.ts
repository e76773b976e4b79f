import { createHash, verify } from 'node:crypto'
import { type Certificate, readCertificate } from './certificate.ts'
import { checkPath } from './certificate-path.ts'
import { DerReader, type Element, inside, NotDer, tag, toOid } from './der.ts'
import { digestNames, oid, signatureSchemes } from './object-identifiers.ts'
import { readReply, type TimeStampToken } from './token.ts'

export type TimeStampCheck =
  | {
      readonly kind: 'good'
      /** Time of the authority, milliseconds since 1970. */
      readonly timeMs: number
      readonly accuracyMs: number | null
      /** Content of the nonce as it came back. */
      readonly nonce: Buffer | undefined
      /** When the certificate that signed it ends, or ended: the token stays good (RFC 3161 section 4, item 1). */
      readonly certificateEndsMs: number
    }
  /** The authority said no. */
  | { readonly kind: 'rejected'; readonly why: string }
  /** Not a time stamp of these bytes, or one that nobody may rely on. */
  | { readonly kind: 'bad'; readonly why: string }
  /** Whole and signed, but nobody who is trusted here vouches for the signer. */
  | { readonly kind: 'unknown-authority' }

/** Larger than any answer of an authority with its whole chain. */
export const receiptLimitBytes = 64 * 1024
const smallestRsaBits = 2048
const curves: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1', 'secp521r1'])

/**
 * Whether a receipt proves that these bytes existed at a time: RFC 3161 with the signing certificate bound as RFC 5816 asks.
 * It is judged at its own time, never by a clock of ours. Revocation is not asked for: an authority that lost its key is
 * taken off the trusted certificates by review.
 *
 * @param receipt TimeStampResp in DER, as the authority sent it
 * @param digest SHA-256 of the bytes
 * @param trusted certificates of authorities from the protected branch
 */
export function checkTimeStamp(receipt: Buffer, digest: Buffer, trusted: readonly Certificate[]): TimeStampCheck {
  if (receipt.length > receiptLimitBytes) return bad(`it is longer than ${receiptLimitBytes} bytes`)
  try {
    const reply = readReply(receipt)
    return reply.kind === 'rejected' ? reply : checkToken(reply.token, digest, trusted)
  } catch (error) {
    if (error instanceof NotDer) return { kind: 'bad', why: error.message }
    throw error
  }
}

function checkToken(token: TimeStampToken, digest: Buffer, trusted: readonly Certificate[]): TimeStampCheck {
  const { info } = token
  if (info.imprintAlgorithm !== oid.sha256 || !info.imprint.equals(digest)) return bad('it is for other bytes')
  const certificates = token.certificates.flatMap(readIfPossible)
  const signer = certificates.find((certificate) => isNamedBy(token, certificate))
  if (signer === undefined) return bad('it does not hold the certificate that it says signed it')
  const why = faultOfSignature(token, signer) ?? faultOfPurpose(signer)
  if (why !== undefined) return bad(why)
  const path = checkPath(signer, trusted, certificates, info.timeMs)
  if (path.kind === 'broken') return bad(path.why)
  if (path.kind === 'unknown') return { kind: 'unknown-authority' }
  const { timeMs, accuracyMs, nonce } = info
  return { kind: 'good', timeMs, accuracyMs, nonce, certificateEndsMs: signer.notAfterMs }
}

const bad = (why: string): TimeStampCheck => ({ kind: 'bad', why })

/** A certificate that cannot be read vouches for nothing; the others may. */
function readIfPossible(bytes: Buffer): readonly Certificate[] {
  try {
    return [readCertificate(bytes)]
  } catch (error) {
    if (error instanceof NotDer) return []
    throw error
  }
}

function isNamedBy({ signer }: TimeStampToken, { issuer, serial, subjectKeyIdentifier }: Certificate): boolean {
  return 'keyIdentifier' in signer
    ? subjectKeyIdentifier?.equals(signer.keyIdentifier) === true
    : issuer.equals(signer.issuer) && serial.equals(signer.serial)
}

function faultOfSignature(token: TimeStampToken, { publicKey, bytes }: Certificate): string | undefined {
  const digestName = digestNames.get(token.digestAlgorithm)
  const scheme = signatureSchemes.get(token.signatureAlgorithm)
  if (digestName === undefined || scheme === undefined || scheme.key !== publicKey.asymmetricKeyType)
    return 'it is signed in a way that does not count'
  if (scheme.digest !== undefined && scheme.digest !== digestName) return 'its signature and its digest do not agree'
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  if (scheme.key === 'rsa' ? modulusLength < smallestRsaBits : !curves.has(namedCurve))
    return 'it is signed with a key that is too weak'
  const contentType = token.attributes.get(oid.contentType)
  if (contentType?.tag !== tag.oid || toOid(contentType) !== oid.tstInfo)
    return 'its signature does not say for what it is'
  const stated = token.attributes.get(oid.messageDigest)
  if (stated?.tag !== tag.octetString || !stated.content.equals(createHash(digestName).update(token.content).digest()))
    return 'its content is not what was signed'
  if (!bindsCertificate(token, bytes)) return 'its signature is not bound to the certificate'
  return verify(digestName, token.signedAttributes, publicKey, token.signature) ? undefined : 'its signature is wrong'
}

/**
 * Whether the signed attributes name exactly this certificate as the signer's: SigningCertificate (SHA-1, RFC 2634 section
 * 5.4) or SigningCertificateV2 (RFC 5035 section 3); where both are there, both must.
 */
function bindsCertificate({ attributes }: TimeStampToken, certificate: Buffer): boolean {
  const first = attributes.get(oid.signingCertificate)
  const second = attributes.get(oid.signingCertificateV2)
  if (first === undefined && second === undefined) return false
  return [
    ...(first === undefined ? [] : [firstDigest(first, 'sha1')]),
    ...(second === undefined ? [] : [firstDigest(second, undefined)]),
  ].every((named) => named?.value.equals(createHash(named.algorithm).update(certificate).digest()) === true)
}

/** What the first ESSCertID says; that is the signer's. @param fixed the digest, where the structure does not name one */
function firstDigest(attribute: Element, fixed: 'sha1' | undefined) {
  if (attribute.tag !== tag.sequence) return undefined
  const list = new DerReader(attribute.content).take(tag.sequence, 'the list of certificates')
  const entry = new DerReader(new DerReader(list.content).take(tag.sequence, 'a certificate').content)
  const named = fixed === undefined ? entry.takeIf(tag.sequence) : undefined
  const algorithm =
    fixed ??
    (named === undefined ? 'sha256' : digestNames.get(inside(named, 'a digest', (reader) => toOid(onlyOid(reader)))))
  const value = entry.take(tag.octetString, 'the digest of a certificate').content
  return algorithm === undefined ? undefined : { algorithm, value }
}

function onlyOid(reader: DerReader): Element {
  const name = reader.take(tag.oid, 'a digest')
  reader.takeIf(tag.null)
  return name
}

/** RFC 3161 section 2.3: meant for time stamps and nothing else, and critically so. */
function faultOfPurpose({ extendedKeyUsage, maySign, isCa }: Certificate): string | undefined {
  if (extendedKeyUsage?.isCritical !== true || extendedKeyUsage.purposes.join() !== oid.timeStamping)
    return 'the certificate that signed it is not meant for time stamps alone'
  return maySign && !isCa ? undefined : 'the certificate that signed it is not one that signs data'
}
