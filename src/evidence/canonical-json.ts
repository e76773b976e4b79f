/** A value that has no one byte form every reader agrees on, so it is not written. `where` is a JSON pointer. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
  readonly where: string
  constructor(where: string, why: string) {
    super(`${where === '' ? 'the value' : where}: ${why}`)
    this.where = where
  }
}

/** Levels of nesting; the outermost value is at level 0. */
export const maxDepth = 32

/**
 * Writes a value in the one form of RFC 8785 (JSON Canonicalization Scheme): no spaces, keys in the order of UTF-16 code
 * units. Narrower than the RFC on purpose: numbers are safe integers only, and text holds no unpaired surrogate, no control
 * character and no U+2028 or U+2029, because readers disagree about those or an editor shows them as a line break.
 *
 * @throws NotCanonical
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0)
}

function write(value: unknown, where: string, depth: number): string {
  if (depth > maxDepth) throw new NotCanonical(where, `nested deeper than ${maxDepth} levels`)
  switch (typeof value) {
    case 'string':
      return writeText(value, where)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isSafeInteger(value)) throw new NotCanonical(where, 'not a safe integer; write it as text')
      return String(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? writeList(value, where, depth) : writeObject(value, where, depth)
    default:
      throw new NotCanonical(where, `JSON has no ${typeof value}`)
  }
}

function writeText(text: string, where: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new NotCanonical(where, 'text with half a surrogate pair')
  if (/[\u0000-\u001f\u2028\u2029]/.test(text))
    throw new NotCanonical(where, 'text with a control character or line separator')
  return JSON.stringify(text)
}

function writeList(list: readonly unknown[], where: string, depth: number): string {
  // Array.from visits holes too, so that a hole is refused like any other undefined.
  return `[${Array.from(list, (item, index) => write(item, `${where}/${index}`, depth + 1)).join(',')}]`
}

function writeObject(object: object, where: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonical(where, 'not a plain object')
  // Without a compare function, sort goes by UTF-16 code units: the order the RFC asks for.
  const members = Object.keys(object)
    .sort()
    .map((key) => {
      const at = `${where}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (key === '__proto__') throw new NotCanonical(at, 'a key that changes objects instead of naming a member')
      return `${writeText(key, at)}:${write((object as Record<string, unknown>)[key], at, depth + 1)}`
    })
  return `{${members.join(',')}}`
}
