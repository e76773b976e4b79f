import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { type Certificate, readCertificate } from '../../../src/evidence/time-stamp/certificate.ts'
import { der, derInteger, derOid, tag } from '../../../src/evidence/time-stamp/der.ts'

/** A certificate with its key, made for one test run. */
export interface MadeCertificate {
  readonly key: KeyObject
  readonly bytes: Buffer
  readonly name: Buffer
  readonly issuerName: Buffer
  readonly serial: Buffer
  readonly keyIdentifier: Buffer
}

interface CertificateOptions {
  readonly name: string
  /** Default: it signs itself. */
  readonly issuer?: MadeCertificate
  /** Default: P-256. */
  readonly key?: KeyObject
  readonly from?: string
  readonly to?: string
  readonly isCa?: boolean
  readonly pathLength?: number
  /** Object identifiers of purposes; critical unless said otherwise. */
  readonly purposes?: readonly string[]
  readonly purposesAreCritical?: boolean
  /** First octet of the key usage; default: no such extension. */
  readonly usage?: number
  readonly extraCritical?: string
  /** Its first extension is there twice, which RFC 5280 forbids. */
  readonly repeats?: true
  readonly digest?: 'sha256' | 'sha1'
}

export const timeStamping = '1.3.6.1.5.5.7.3.8'
export const newKey = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

export function derTime(moment: string): Buffer {
  return der(tag.generalizedTime, Buffer.from(moment.replace(/[-:T]/g, '')))
}

export const derName = (name: string): Buffer =>
  der(tag.sequence, der(tag.set, der(tag.sequence, derOid('2.5.4.3'), der(0x0c, Buffer.from(name)))))

const extension = (oid: string, isCritical: boolean, value: Buffer) =>
  der(
    tag.sequence,
    derOid(oid),
    ...(isCritical ? [der(tag.boolean, Buffer.of(0xff))] : []),
    der(tag.octetString, value),
  )

/** An X.509 certificate as RFC 5280 has it, with whatever fault a test needs. */
export function makeCertificate(options: CertificateOptions): MadeCertificate {
  const key = options.key ?? newKey()
  const issuerKey = options.issuer?.key ?? key
  const isRsa = issuerKey.asymmetricKeyType === 'rsa'
  const digest = options.digest ?? 'sha256'
  const oids = {
    rsa: ['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.5'],
    ec: ['1.2.840.10045.4.3.2', '1.2.840.10045.4.1'],
  }
  const algorithm = der(tag.sequence, derOid(oids[isRsa ? 'rsa' : 'ec'][digest === 'sha256' ? 0 : 1] ?? ''))
  const name = derName(options.name)
  const serial = Buffer.concat([Buffer.of(1), randomBytes(8)])
  const publicKey = publicPart(key)
  const keyIdentifier = createHash('sha1').update(publicKey).digest()
  const { isCa = false, pathLength, purposes, usage, extraCritical } = options
  const extensions = [
    extension(
      '2.5.29.19',
      true,
      der(
        tag.sequence,
        ...(isCa ? [der(tag.boolean, Buffer.of(0xff))] : []),
        ...(pathLength === undefined ? [] : [derInteger(Buffer.of(pathLength))]),
      ),
    ),
    extension('2.5.29.14', false, der(tag.octetString, keyIdentifier)),
    ...(usage === undefined ? [] : [extension('2.5.29.15', true, der(tag.bitString, Buffer.of(0, usage)))]),
    ...(purposes === undefined
      ? []
      : [extension('2.5.29.37', options.purposesAreCritical ?? true, der(tag.sequence, ...purposes.map(derOid)))]),
    ...(extraCritical === undefined ? [] : [extension(extraCritical, true, der(tag.null))]),
  ]
  const signed = der(
    tag.sequence,
    der(tag.constructed(0), derInteger(Buffer.of(2))),
    der(tag.integer, serial),
    algorithm,
    options.issuer?.name ?? name,
    der(tag.sequence, derTime(options.from ?? '2020-01-01T00:00:00Z'), derTime(options.to ?? '2040-01-01T00:00:00Z')),
    name,
    publicKey,
    der(tag.constructed(3), der(tag.sequence, ...extensions, ...(options.repeats ? extensions.slice(0, 1) : []))),
  )
  const signature = sign(digest, signed, issuerKey)
  const bytes = der(tag.sequence, signed, algorithm, der(tag.bitString, Buffer.of(0), signature))
  return { key, bytes, name, issuerName: options.issuer?.name ?? name, serial, keyIdentifier }
}

function publicPart(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}

export const trusted = (...made: readonly MadeCertificate[]): readonly Certificate[] =>
  made.map(({ bytes }) => readCertificate(bytes))

export const toPem = ({ bytes }: Pick<MadeCertificate, 'bytes'>): string =>
  `-----BEGIN CERTIFICATE-----\n${(bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
