import { type KeyObject, X509Certificate } from 'node:crypto'
import {
  type DerReader,
  type Element,
  inside,
  NotDer,
  readOne,
  tag,
  toBoolean,
  toMomentMs,
  toOid,
  toSmallInteger,
} from './der.ts'
import { oid, signatureSchemes } from './object-identifiers.ts'

/** What a certificate says (RFC 5280), as far as time stamps need it. Node reads keys and signatures; the rest it keeps to itself. */
export interface Certificate {
  readonly x509: X509Certificate
  readonly publicKey: KeyObject
  readonly bytes: Buffer
  /** Name as it is encoded: compared, never shown. */
  readonly issuer: Buffer
  readonly serial: Buffer
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly isCa: boolean
  /** How many certificates of authorities may follow below; undefined: any number. */
  readonly pathLength: number | undefined
  readonly extendedKeyUsage: { readonly isCritical: boolean; readonly purposes: readonly string[] } | undefined
  /** Whether the key may sign data: said so, or not limited at all. */
  readonly maySign: boolean
  readonly subjectKeyIdentifier: Buffer | undefined
  /** Extensions that must be understood and are not. */
  readonly unknownCritical: readonly string[]
  /** Whether it is signed in a way that still counts. */
  readonly isSignedSoundly: boolean
}

/**
 * @param bytes DER
 * @throws NotDer where it is no certificate
 */
export function readCertificate(bytes: Buffer): Certificate {
  let x509: X509Certificate
  let publicKey: KeyObject
  try {
    x509 = new X509Certificate(bytes)
    // Here and not later: a key that makes no sense is noticed when it is asked for.
    publicKey = x509.publicKey
  } catch {
    throw new NotDer('a certificate cannot be read')
  }
  return inside(readOne(bytes, tag.sequence, 'a certificate'), 'a certificate', (outer) => {
    const signed = outer.take(tag.sequence, 'what a certificate certifies')
    const algorithm = outer.take(tag.sequence, 'the algorithm of a certificate')
    outer.take(tag.bitString, 'the signature of a certificate')
    const isSignedSoundly = inside(algorithm, 'the algorithm of a certificate', (reader) => {
      const name = toOid(reader.take(tag.oid, 'the algorithm of a certificate'))
      reader.rest('the algorithm of a certificate')
      return signatureSchemes.get(name)?.digest !== undefined
    })
    return { x509, publicKey, bytes, isSignedSoundly, ...inside(signed, 'what a certificate certifies', readSigned) }
  })
}

function readSigned(reader: DerReader) {
  reader.takeIf(tag.constructed(0))
  const serial = reader.take(tag.integer, 'the serial number of a certificate').content
  reader.take(tag.sequence, 'the algorithm of a certificate')
  const issuer = reader.take(tag.sequence, 'the issuer of a certificate').bytes
  const [notBeforeMs, notAfterMs] = inside(
    reader.take(tag.sequence, 'the validity of a certificate'),
    'a validity',
    (times) => [
      toMomentMs(times.any('the begin of a certificate'), 'the begin of a certificate'),
      toMomentMs(times.any('the end of a certificate'), 'the end of a certificate'),
    ],
  )
  reader.take(tag.sequence, 'the subject of a certificate')
  reader.take(tag.sequence, 'the key of a certificate')
  reader.takeIf(tag.primitive(1))
  reader.takeIf(tag.primitive(2))
  const extensions = reader.takeIf(tag.constructed(3))
  return {
    serial,
    issuer,
    notBeforeMs: notBeforeMs ?? Number.NaN,
    notAfterMs: notAfterMs ?? Number.NaN,
    ...readExtensions(extensions),
  }
}

type Extensions = Pick<
  Certificate,
  'isCa' | 'pathLength' | 'extendedKeyUsage' | 'maySign' | 'subjectKeyIdentifier' | 'unknownCritical'
>

interface Extension {
  readonly isCritical: boolean
  readonly value: Buffer
}

/** Extensions by their name. RFC 5280 section 4.2 forbids one to be there twice. */
export function extensionsOf(list: Element): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>()
  for (const entry of inside(list, 'extensions', (reader) => reader.rest('extensions')))
    inside(entry, 'an extension', (reader) => {
      const name = toOid(reader.take(tag.oid, 'the name of an extension'))
      const critical = reader.takeIf(tag.boolean)
      const value = reader.take(tag.octetString, 'the value of an extension').content
      if (found.has(name)) throw new NotDer(`the extension ${name} is there twice`)
      found.set(name, { isCritical: critical !== undefined && toBoolean(critical, 'critical'), value })
    })
  return found
}

/** Understood, or without weight for a time stamp. */
const known: ReadonlySet<string> = new Set([
  oid.subjectKeyIdentifier,
  oid.keyUsage,
  oid.basicConstraints,
  oid.certificatePolicies,
  oid.extendedKeyUsage,
])

function readExtensions(wrapper: Element | undefined): Extensions {
  const found =
    wrapper === undefined
      ? new Map<string, Extension>()
      : extensionsOf(inside(wrapper, 'extensions', (reader) => reader.take(tag.sequence, 'extensions')))
  const purposes = found.get(oid.extendedKeyUsage)
  const identifier = found.get(oid.subjectKeyIdentifier)?.value
  return {
    ...readConstraints(found.get(oid.basicConstraints)?.value),
    extendedKeyUsage: purposes && {
      isCritical: purposes.isCritical,
      purposes: inside(readOne(purposes.value, tag.sequence, 'purposes'), 'purposes', (reader) =>
        reader.rest('purposes'),
      ).map(toOid),
    },
    maySign: readMaySign(found.get(oid.keyUsage)?.value),
    subjectKeyIdentifier: identifier && readOne(identifier, tag.octetString, 'a key identifier').content,
    unknownCritical: [...found].flatMap(([name, { isCritical }]) => (isCritical && !known.has(name) ? [name] : [])),
  }
}

function readConstraints(value: Buffer | undefined): Pick<Certificate, 'isCa' | 'pathLength'> {
  if (value === undefined) return { isCa: false, pathLength: undefined }
  return inside(readOne(value, tag.sequence, 'constraints'), 'constraints', (reader) => {
    const ca = reader.takeIf(tag.boolean)
    const length = reader.takeIf(tag.integer)
    return {
      isCa: ca !== undefined && toBoolean(ca, 'constraints'),
      pathLength: length && toSmallInteger(length, 'the path length'),
    }
  })
}

/** Bit 0 is digitalSignature, bit 1 nonRepudiation (RFC 5280 section 4.2.1.3). */
function readMaySign(value: Buffer | undefined): boolean {
  if (value === undefined) return true
  const [, bits = 0] = readOne(value, tag.bitString, 'the use of a key').content
  return (bits & 0xc0) !== 0
}
