import { der, derInteger, derOid, tag } from './der.ts'
import { oid } from './object-identifiers.ts'

/** Media types of RFC 3161 section 3.4. */
export const mediaTypes = { query: 'application/timestamp-query', reply: 'application/timestamp-reply' } as const

/**
 * A TimeStampReq (RFC 3161 section 2.4.1) for bytes with this digest: no policy asked for, the certificate of the authority
 * wanted in the answer, so that the receipt proves itself years later.
 *
 * @param digest SHA-256, 32 bytes
 * @param nonce at random; its presence in the answer proves that this is not an older one
 */
export function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Buffer {
  const algorithm = der(tag.sequence, derOid(oid.sha256), der(tag.null))
  return der(
    tag.sequence,
    derInteger(Uint8Array.of(1)),
    der(tag.sequence, algorithm, der(tag.octetString, digest)),
    derInteger(nonce),
    der(tag.boolean, Uint8Array.of(0xff)),
  )
}
