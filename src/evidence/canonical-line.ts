import { maxDepth } from './canonical-json.ts'

const QUOTE = 34
const COMMA = 44
const MINUS = 45
const ZERO = 48
const NINE = 57
const COLON = 58
const OPEN_LIST = 91
const BACKSLASH = 92
const CLOSE_LIST = 93
const UNDERSCORE = 95
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
/** Any integer of so many digits is a safe one. */
const SAFE_DIGITS = 15

/**
 * Whether text is in the one form that `canonicalJson` writes, told from its bytes alone: no space between tokens, keys in
 * strictly ascending order (so none is there twice), integers only. Six times as fast as writing it again.
 *
 * @param bytes well-formed UTF-8 that JSON.parse accepts; of anything else the answer means nothing
 * @returns true: it is. false: not told; escapes, keys beyond ASCII and numbers of 16 digits are left to the writer
 */
export function isPlainlyCanonical(bytes: Uint8Array): boolean {
  const isObject: boolean[] = []
  const keyStart: number[] = []
  const keyEnd: number[] = []
  let depth = 0
  let keyIsNext = false
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      const end = endOfText(bytes, at + 1, keyIsNext)
      if (end < 0) return false
      if (keyIsNext) {
        if (bytes[at + 1] === UNDERSCORE && bytes[at + 2] === UNDERSCORE) return false
        if (!isAfter(bytes, keyStart[depth] ?? -1, keyEnd[depth] ?? -1, at + 1, end)) return false
        keyStart[depth] = at + 1
        keyEnd[depth] = end
        keyIsNext = false
      }
      at = end + 1
    } else if (byte === COMMA) {
      keyIsNext = isObject[depth] === true
      at += 1
    } else if (byte === COLON) {
      at += 1
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      depth += 1
      if (depth > maxDepth) return false
      keyIsNext = byte === OPEN_OBJECT
      isObject[depth] = keyIsNext
      keyStart[depth] = -1
      at += 1
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1
      keyIsNext = false
      at += 1
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      at = endOfInteger(bytes, at)
      if (at < 0) return false
    } else if (byte >= 97) {
      // true, false or null: nothing else begins with a letter.
      while ((bytes[at] ?? 0) >= 97 && (bytes[at] ?? 0) < OPEN_OBJECT) at += 1
    } else return false
  }
  return true
}

/** Where the closing quote is; -1 where the text needs a closer look. */
function endOfText(bytes: Uint8Array, start: number, isKey: boolean): number {
  for (let at = start; ; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte === undefined || byte < 32 || byte === BACKSLASH) return -1
    if (byte < 128) continue
    // Keys go by UTF-16 code units, which is another order than that of bytes once there is more than ASCII.
    if (isKey) return -1
    // U+2028 and U+2029.
    if (byte === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] ?? 0) & 0xfe) === 0xa8) return -1
  }
}

/** Where an integer ends that is written as the writer would; -1 for other numbers. */
function endOfInteger(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start
  const first = at
  while ((bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= NINE) at += 1
  const digits = at - first
  if (digits === 0 || digits > SAFE_DIGITS || (bytes[first] === ZERO && (digits > 1 || first > start))) return -1
  const next = bytes[at]
  return next === COMMA || next === CLOSE_OBJECT || next === CLOSE_LIST || next === undefined ? at : -1
}

function isAfter(bytes: Uint8Array, start: number, end: number, nextStart: number, nextEnd: number): boolean {
  if (start < 0) return true
  const length = Math.min(end - start, nextEnd - nextStart)
  for (let index = 0; index < length; index += 1) {
    const difference = (bytes[nextStart + index] ?? 0) - (bytes[start + index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return nextEnd - nextStart > end - start
}
