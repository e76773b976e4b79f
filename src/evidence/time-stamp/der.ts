/**
 * As much of DER (ITU-T X.690) as time stamps and certificates need, read strictly: one spelling for every length, no
 * indefinite length, nothing after the end. A reader that forgives would let two readers see two things in one token.
 */

/** Thrown for bytes that are no DER, or other DER than was asked for. Says what was expected; quotes nothing. */
export class NotDer extends Error {
  override readonly name = 'NotDer'
}

export interface Element {
  /** Identifier octet: class, constructed bit and number; numbers above 30 are refused. */
  readonly tag: number
  /** All of it, as it was read: what digests and signatures are made over. */
  readonly bytes: Buffer
  readonly content: Buffer
}

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** `[n] IMPLICIT` of a primitive type. */
  primitive: (number: number) => 0x80 + number,
  /** `[n]` that holds other elements. */
  constructed: (number: number) => 0xa0 + number,
} as const

/** Elements that follow each other, taken one by one. */
export class DerReader {
  readonly #bytes: Buffer
  #at = 0
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  /** @param what for the message @throws NotDer where the next element is another one */
  take(wanted: number, what: string): Element {
    const element = this.#read(what)
    if (element.tag !== wanted) throw new NotDer(`${what} is missing`)
    this.#at += element.bytes.length
    return element
  }

  takeIf(wanted: number): Element | undefined {
    return this.#bytes[this.#at] === wanted ? this.take(wanted, 'an element') : undefined
  }

  any(what: string): Element {
    const element = this.#read(what)
    this.#at += element.bytes.length
    return element
  }

  /** Everything that is left. */
  rest(what: string): readonly Element[] {
    const elements: Element[] = []
    while (!this.isAtEnd) elements.push(this.any(what))
    return elements
  }

  /** @throws NotDer where something follows */
  end(what: string): void {
    if (!this.isAtEnd) throw new NotDer(`${what} goes on after its end`)
  }

  #read(what: string): Element {
    const bytes = this.#bytes
    const identifier = bytes[this.#at]
    const first = bytes[this.#at + 1]
    if (identifier === undefined || first === undefined) throw new NotDer(`${what} is cut`)
    if ((identifier & 0x1f) === 0x1f) throw new NotDer(`${what} has a tag that is not used here`)
    const [length, head] = first < 0x80 ? [first, 2] : this.#longLength(first - 0x80, what)
    const start = this.#at + head
    if (length > bytes.length - start) throw new NotDer(`${what} is cut`)
    const end = start + length
    return { tag: identifier, bytes: bytes.subarray(this.#at, end), content: bytes.subarray(start, end) }
  }

  /** The long form, in the shortest spelling only. */
  #longLength(count: number, what: string): readonly [length: number, head: number] {
    const at = this.#at + 2
    if (count < 1 || count > 4 || at + count > this.#bytes.length)
      throw new NotDer(`${what} has a length that DER does not allow`)
    const length = this.#bytes.readUIntBE(at, count)
    if (length < 0x80 || length < 2 ** (8 * (count - 1)))
      throw new NotDer(`${what} has a length that is not the shortest`)
    return [length, 2 + count]
  }
}

/** The one element that the bytes are. */
export function readOne(bytes: Buffer, wanted: number, what: string): Element {
  const reader = new DerReader(bytes)
  const element = reader.take(wanted, what)
  reader.end(what)
  return element
}

/** Reads into a sequence, or whatever holds elements, to its end. */
export function inside<T>(element: Element, what: string, read: (reader: DerReader) => T): T {
  const reader = new DerReader(element.content)
  const value = read(reader)
  reader.end(what)
  return value
}

/** Dotted form of an object identifier. */
export function toOid({ content }: Element): string {
  const arcs: number[] = []
  let arc = 0
  let fresh = true
  for (const byte of content) {
    if ((fresh && byte === 0x80) || arc > 2 ** 40) throw new NotDer('an object identifier is not in its one form')
    arc = arc * 128 + (byte & 0x7f)
    fresh = byte < 0x80
    if (!fresh) continue
    if (arcs.length === 0) arcs.push(Math.min(Math.floor(arc / 40), 2))
    arcs.push(arcs.length === 1 ? arc - 40 * (arcs[0] ?? 0) : arc)
    arc = 0
  }
  if (!fresh || arcs.length === 0) throw new NotDer('an object identifier is cut')
  return arcs.join('.')
}

/** An integer that must be from 0 to 2^31. */
export function toSmallInteger({ content }: Element, what: string): number {
  const [first, second] = content
  const padded = first === 0 && second !== undefined && second < 0x80
  if (first === undefined || first >= 0x80 || padded || content.length > 5)
    throw new NotDer(`${what} is not a small number`)
  const value = content.readUIntBE(0, content.length)
  if (value > 2 ** 31) throw new NotDer(`${what} is not a small number`)
  return value
}

/** @returns true for FF, false for 00; nothing else is a boolean in DER */
export function toBoolean({ content }: Element, what: string): boolean {
  if (content.length !== 1 || (content[0] !== 0xff && content[0] !== 0)) throw new NotDer(`${what} is not a boolean`)
  return content[0] === 0xff
}

/**
 * A moment in milliseconds since 1970. Of GeneralizedTime with a fraction, what is below a millisecond is left out.
 * UTCTime means 1950 to 2049 (RFC 5280 section 4.1.2.5.1). Only UTC, with seconds.
 */
export function toMomentMs({ tag: identifier, content }: Element, what: string): number {
  const text = content.toString('latin1')
  const full = identifier === tag.utcTime ? `${/^[5-9]/.test(text) ? '19' : '20'}${text}` : text
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{0,8}[1-9]))?Z$/.exec(full)
  const [, year, month, day, hour, minute, second, fraction = ''] = parts ?? []
  const isTime = identifier === tag.generalizedTime || (identifier === tag.utcTime && fraction === '')
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`)
  // Some engines roll the 31st of February over; a moment has to come back as it was written.
  const back = Number.isNaN(ms) ? '' : new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)
  if (parts === null || !isTime || back !== full.slice(0, 14)) throw new NotDer(`${what} is not a moment in UTC`)
  return ms
}

/** Writes one element. */
export function der(identifier: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const long = length < 0x80 ? '' : length.toString(16)
  const size = Buffer.from(long.padStart(long.length + (long.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.of(identifier, length < 0x80 ? length : 0x80 + size.length), size, body])
}

/** @param bytes of a number that is not negative, most significant first */
export function derInteger(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(start))
  return der(tag.integer, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits)
}

export function derOid(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) septets.unshift(128 + (left % 128))
    return septets
  })
  return der(tag.oid, Buffer.from(bytes))
}
