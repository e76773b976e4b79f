import { extensionsOf } from './certificate.ts'
import { type DerReader, type Element, inside, NotDer, readOne, tag, toMomentMs, toOid, toSmallInteger } from './der.ts'
import { oid } from './object-identifiers.ts'

/** What an authority states: TSTInfo of RFC 3161 section 2.4.2. */
export interface TimeStampInfo {
  readonly imprintAlgorithm: string
  readonly imprint: Buffer
  readonly timeMs: number
  /** How far the time may be off, either way; null where the authority does not say. Rounded up. */
  readonly accuracyMs: number | null
  /** Content of the INTEGER; undefined where there is none. */
  readonly nonce: Buffer | undefined
}

/** A token as it was read: nothing in here is checked yet. */
export interface TimeStampToken {
  readonly info: TimeStampInfo
  /** The signed content. */
  readonly content: Buffer
  readonly digestAlgorithm: string
  readonly signatureAlgorithm: string
  readonly signature: Buffer
  /** The signed attributes as they are signed: a SET OF (RFC 5652 section 5.4). */
  readonly signedAttributes: Buffer
  /** Type of an attribute -> its one value. */
  readonly attributes: ReadonlyMap<string, Element>
  readonly signer: { readonly issuer: Buffer; readonly serial: Buffer } | { readonly keyIdentifier: Buffer }
  /** DER of each. */
  readonly certificates: readonly Buffer[]
}

export type TimeStampReply =
  | { readonly kind: 'granted'; readonly token: TimeStampToken }
  /** The authority says no. The text is its own and may hold anything. */
  | { readonly kind: 'rejected'; readonly why: string }

const certificateLimit = 16

/**
 * Reads a TimeStampResp (RFC 3161 section 2.4.2).
 *
 * @throws NotDer
 */
export function readReply(bytes: Buffer): TimeStampReply {
  return inside(readOne(bytes, tag.sequence, 'the answer'), 'the answer', (reader) => {
    const { status, text } = inside(reader.take(tag.sequence, 'the status'), 'the status', readStatus)
    if (status > 1) {
      reader.rest('the answer')
      return { kind: 'rejected', why: `status ${status}${text === '' ? '' : `, ${text}`}` }
    }
    return { kind: 'granted', token: readToken(reader.take(tag.sequence, 'the token')) }
  })
}

function readStatus(reader: DerReader) {
  const status = toSmallInteger(reader.take(tag.integer, 'the status'), 'the status')
  const words = reader.takeIf(tag.sequence)
  reader.takeIf(tag.bitString)
  const texts = words === undefined ? [] : inside(words, 'the status', (inner) => inner.rest('the status'))
  return {
    status,
    text: texts
      .map(({ content }) => content.toString('utf8'))
      .join(' ')
      .slice(0, 200),
  }
}

/** ContentInfo with SignedData with one SignerInfo (RFC 5652 sections 3, 5.1 and 5.3). */
function readToken(element: Element): TimeStampToken {
  return inside(element, 'the token', (outer) => {
    expectOid(outer.take(tag.oid, 'the type of the token'), oid.signedData, 'the token')
    return inside(outer.take(tag.constructed(0), 'the signed data'), 'the signed data', (wrapper) =>
      inside(wrapper.take(tag.sequence, 'the signed data'), 'the signed data', readSignedData),
    )
  })
}

function readSignedData(reader: DerReader): TimeStampToken {
  if (toSmallInteger(reader.take(tag.integer, 'the version'), 'the version') !== 3)
    throw new NotDer('signed data of another version than 3')
  reader.take(tag.set, 'the digest algorithms')
  const content = inside(reader.take(tag.sequence, 'the content'), 'the content', (inner) => {
    expectOid(inner.take(tag.oid, 'the type of the content'), oid.tstInfo, 'the content')
    return inside(inner.take(tag.constructed(0), 'the content'), 'the content', (box) =>
      box.take(tag.octetString, 'the content'),
    ).content
  })
  const set = reader.takeIf(tag.constructed(0))
  const certificates =
    set === undefined ? [] : inside(set, 'the certificates', (inner) => inner.rest('the certificates'))
  if (certificates.length > certificateLimit) throw new NotDer(`more than ${certificateLimit} certificates`)
  reader.takeIf(tag.constructed(1))
  const [signer, second] = inside(reader.take(tag.set, 'the signer'), 'the signers', (inner) =>
    inner.rest('the signers'),
  )
  if (signer?.tag !== tag.sequence || second !== undefined) throw new NotDer('not exactly one signer')
  return {
    info: inside(readOne(content, tag.sequence, 'the content'), 'the content', readInfo),
    content,
    certificates: certificates.filter((one) => one.tag === tag.sequence).map(({ bytes }) => bytes),
    ...inside(signer, 'the signer', readSigner),
  }
}

function readSigner(reader: DerReader): Omit<TimeStampToken, 'info' | 'content' | 'certificates'> {
  const version = toSmallInteger(reader.take(tag.integer, 'the version'), 'the version')
  const keyIdentifier = reader.takeIf(tag.primitive(0))?.content
  if (version !== (keyIdentifier === undefined ? 1 : 3)) throw new NotDer('a signer of another version')
  const signer =
    keyIdentifier === undefined
      ? inside(reader.take(tag.sequence, 'the name of the signer'), 'the name of the signer', (inner) => ({
          issuer: inner.take(tag.sequence, 'the issuer').bytes,
          serial: inner.take(tag.integer, 'the serial number').content,
        }))
      : { keyIdentifier }
  const digestAlgorithm = readAlgorithm(reader, 'the digest')
  const attributes = reader.take(tag.constructed(0), 'the signed attributes')
  const signatureAlgorithm = readAlgorithm(reader, 'the signature')
  const signature = reader.take(tag.octetString, 'the signature').content
  // Not signed, so nothing in there is looked at.
  reader.takeIf(tag.constructed(1))
  return {
    signer,
    digestAlgorithm,
    signatureAlgorithm,
    signature,
    signedAttributes: Buffer.concat([Buffer.of(tag.set), attributes.bytes.subarray(1)]),
    attributes: inside(attributes, 'the signed attributes', readAttributes),
  }
}

/** Each once, and with one value, as RFC 5652 section 11 asks of all that are used here. */
function readAttributes(reader: DerReader): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>()
  for (const attribute of reader.rest('an attribute'))
    inside(attribute, 'an attribute', (inner) => {
      const type = toOid(inner.take(tag.oid, 'the type of an attribute'))
      const [value, second] = inside(inner.take(tag.set, 'an attribute'), 'an attribute', (box) =>
        box.rest('an attribute'),
      )
      if (value === undefined || second !== undefined || found.has(type))
        throw new NotDer(`the attribute ${type} has not exactly one value`)
      found.set(type, value)
    })
  return found
}

function readInfo(reader: DerReader): TimeStampInfo {
  if (toSmallInteger(reader.take(tag.integer, 'the version'), 'the version') !== 1)
    throw new NotDer('a time stamp of another version than 1')
  reader.take(tag.oid, 'the policy')
  const { imprintAlgorithm, imprint } = inside(reader.take(tag.sequence, 'the imprint'), 'the imprint', (inner) => ({
    imprintAlgorithm: readAlgorithm(inner, 'the imprint'),
    imprint: inner.take(tag.octetString, 'the imprint').content,
  }))
  reader.take(tag.integer, 'the serial number')
  const timeMs = toMomentMs(reader.take(tag.generalizedTime, 'the time'), 'the time')
  const accuracy = reader.takeIf(tag.sequence)
  reader.takeIf(tag.boolean)
  const nonce = reader.takeIf(tag.integer)?.content
  reader.takeIf(tag.constructed(0))
  const extensions = reader.takeIf(tag.constructed(1))
  for (const [name, { isCritical }] of extensions === undefined ? [] : extensionsOf(extensions))
    if (isCritical) throw new NotDer(`the time stamp has the critical extension ${name}`)
  return {
    imprintAlgorithm,
    imprint,
    timeMs,
    accuracyMs: accuracy === undefined ? null : inside(accuracy, 'the accuracy', readAccuracy),
    nonce,
  }
}

function readAccuracy(reader: DerReader): number {
  const part = (identifier: number) => {
    const element = reader.takeIf(identifier)
    return element === undefined ? 0 : toSmallInteger(element, 'the accuracy')
  }
  const seconds = part(tag.integer)
  const millis = part(tag.primitive(0))
  return seconds * 1000 + millis + Math.ceil(part(tag.primitive(1)) / 1000)
}

/** The name of an algorithm; its parameters must be absent or NULL, as for all that count here. */
function readAlgorithm(reader: DerReader, what: string): string {
  return inside(reader.take(tag.sequence, `the algorithm of ${what}`), `the algorithm of ${what}`, (inner) => {
    const name = toOid(inner.take(tag.oid, `the algorithm of ${what}`))
    const parameters = inner.takeIf(tag.null)
    if (parameters !== undefined && parameters.content.length > 0) throw new NotDer(`${what} has odd parameters`)
    return name
  })
}

function expectOid(element: Element, wanted: string, what: string): void {
  if (toOid(element) !== wanted) throw new NotDer(`${what} is of another type`)
}
