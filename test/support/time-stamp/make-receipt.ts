import { createHash, sign } from 'node:crypto'
import { der, derInteger, derOid, tag } from '../../../src/evidence/time-stamp/der.ts'
import { derTime, type MadeCertificate } from './make-certificate.ts'

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

const oid = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  v1: '1.2.840.113549.1.9.16.2.12',
  v2: '1.2.840.113549.1.9.16.2.47',
} as const
const digestOids = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const

export interface ReceiptOptions {
  readonly digest: Uint8Array
  readonly signer: MadeCertificate
  /** RFC 3339 with or without a fraction. */
  readonly time?: string
  readonly accuracy?: Buffer | undefined
  readonly nonce?: Uint8Array | undefined
  /** Certificates in the token; default: the signer's. */
  readonly certificates?: readonly Pick<MadeCertificate, 'bytes'>[]
  readonly status?: number
  readonly digestName?: 'sha1' | 'sha256' | 'sha512'
  readonly signatureOid?: string
  /** Whose certificate the signed attributes name; undefined: nobody's. */
  readonly binds?: 'v1' | 'v2' | 'both' | 'other' | 'none'
  readonly namedBy?: 'issuer' | 'key'
  readonly contentType?: string
  readonly imprintOid?: string
  readonly infoExtension?: string
  readonly signers?: number
  readonly signerVersion?: number
  /** Content of the NULL after the digest of the imprint. */
  readonly parameters?: Buffer
  /** Signs an attribute that is there twice, or has two values. */
  readonly twice?: 'attribute' | 'value'
  /** Changes the signed content after it was signed. */
  readonly alterContent?: (content: Buffer) => Buffer
}

const sequence = (...parts: readonly Uint8Array[]) => der(tag.sequence, ...parts)
const set = (...parts: readonly Uint8Array[]) => der(tag.set, ...parts)
const attribute = (type: string, value: Buffer) => sequence(derOid(type), set(value))

/** `Accuracy` of RFC 3161. @param millis left out where 0 */
export const accuracyOf = (seconds: number, millis: number): Buffer =>
  sequence(
    derInteger(Buffer.of(seconds)),
    ...(millis === 0 ? [] : [der(tag.primitive(0), derInteger(Buffer.from([millis >> 8, millis & 0xff])).subarray(2))]),
  )

/** A TimeStampResp as an authority would make it, with whatever fault a test needs. */
export function makeReceipt(options: ReceiptOptions): Buffer {
  const { signer, digestName = 'sha256', binds = 'v2', accuracy, nonce } = options
  const info = sequence(
    derInteger(Buffer.of(1)),
    derOid('1.2.3.4.1'),
    sequence(
      sequence(derOid(options.imprintOid ?? digestOids.sha256), der(tag.null, options.parameters ?? Buffer.alloc(0))),
      der(tag.octetString, options.digest),
    ),
    derInteger(Buffer.of(7)),
    derTime(options.time ?? '2026-03-01T12:00:00Z'),
    ...(accuracy === undefined ? [] : [accuracy]),
    ...(nonce === undefined ? [] : [derInteger(nonce)]),
    ...(options.infoExtension === undefined
      ? []
      : [
          der(
            tag.constructed(1),
            sequence(
              derOid(options.infoExtension),
              der(tag.boolean, Buffer.of(0xff)),
              der(tag.octetString, Buffer.of(5, 0)),
            ),
          ),
        ]),
  )
  const bound = binds === 'other' ? Buffer.from('another certificate') : signer.bytes
  const attributes = [
    attribute(oid.contentType, derOid(options.contentType ?? oid.tstInfo)),
    attribute(oid.messageDigest, der(tag.octetString, createHash(digestName).update(info).digest())),
    ...(binds === 'v1' || binds === 'both'
      ? [
          attribute(
            oid.v1,
            sequence(sequence(sequence(der(tag.octetString, createHash('sha1').update(bound).digest())))),
          ),
        ]
      : []),
    ...(binds === 'v2' || binds === 'both' || binds === 'other'
      ? [attribute(oid.v2, sequence(sequence(sequence(der(tag.octetString, sha256(bound))))))]
      : []),
    ...(options.twice === 'attribute' ? [attribute(oid.contentType, derOid(oid.tstInfo))] : []),
    ...(options.twice === 'value' ? [sequence(derOid('1.2.3'), set(der(tag.null), der(tag.null)))] : []),
  ].toSorted(Buffer.compare)
  const isRsa = signer.key.asymmetricKeyType === 'rsa'
  const algorithm = options.signatureOid ?? (isRsa ? '1.2.840.113549.1.1.1' : '1.2.840.10045.4.3.2')
  const content = options.alterContent?.(info) ?? info
  const one = sequence(
    derInteger(Buffer.of(options.signerVersion ?? (options.namedBy === 'key' ? 3 : 1))),
    options.namedBy === 'key'
      ? der(tag.primitive(0), signer.keyIdentifier)
      : sequence(signer.issuerName, der(tag.integer, signer.serial)),
    sequence(derOid(digestOids[digestName])),
    der(tag.constructed(0), ...attributes),
    sequence(derOid(algorithm)),
    der(tag.octetString, sign(digestName, set(...attributes), signer.key)),
  )
  const signed = sequence(
    derInteger(Buffer.of(3)),
    set(sequence(derOid(digestOids[digestName]))),
    sequence(derOid(oid.tstInfo), der(tag.constructed(0), der(tag.octetString, content))),
    der(tag.constructed(0), ...(options.certificates ?? [signer]).map(({ bytes }) => bytes)),
    set(...Array.from({ length: options.signers ?? 1 }, () => one)),
  )
  const token = sequence(derOid(oid.signedData), der(tag.constructed(0), signed))
  const status = options.status ?? 0
  return sequence(sequence(derInteger(Buffer.of(status))), ...(status > 1 ? [] : [token]))
}
