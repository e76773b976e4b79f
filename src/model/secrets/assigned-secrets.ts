import { looksMadeUp } from './looks-made-up.ts'
import { secretNamed } from './secret-names.ts'
import type { SecretPlace } from './secret-shapes.ts'

/** No name of a secret is without one of these. */
export const nameHints: readonly string[] = [
  ...['pass', 'pwd', 'secret', 'token', 'key', 'authorization', 'cookie'],
  ...['credential', 'session', 'connection', 'bearer', 'basic'],
]

const longestName = 64
const isOfName = (character: string | undefined): boolean => character !== undefined && /[A-Za-z0-9_.-]/.test(character)
const isAround = (character: string | undefined): boolean => character !== undefined && /[\s"'`\\]/.test(character)
/** How many spaces, quotes and backslashes may stand on each side of the sign. */
const mostAround = 4

const value = /[^\s"'`,;<>()[\]{}\\&]{1,4096}/y
const scheme = /(?:Bearer|Basic|Token|Digest|Negotiate)\s{1,4}/iy
const header = /(?<![A-Za-z0-9])(?:Bearer|Basic)\s{1,4}(?=[A-Za-z0-9._~+/=-]{16})/gi

/**
 * Values that stand beside the name of a secret: `password=...`, `"apiKey": "..."`, `Authorization: Bearer ...`,
 * `Cookie: a=...; b=...`. Goes from sign to sign, looking back no further than a name is long.
 */
export function assignedSecrets(text: string): readonly SecretPlace[] {
  const places: SecretPlace[] = []
  let done = 0
  for (const { index, 0: sign } of text.matchAll(/=>|:=|[:=]/g)) {
    if (index < done) continue
    const name = nameBefore(text, index)
    const named = name === '' ? undefined : secretNamed(name)
    if (named === undefined) continue
    const start = skipped(text, index + sign.length)
    const end = /cookie$/i.test(name) ? endOfCookies(text, start) : endOfValue(text, start, named)
    if (end === undefined) continue
    places.push({ rule: 'secret-value', ...end })
    done = end.end
  }
  for (const { index, 0: found } of text.matchAll(header)) {
    const end = endOfValue(text, index + found.length, 'secret')
    if (end !== undefined) places.push({ rule: 'secret-value', ...end })
  }
  return places
}

function nameBefore(text: string, sign: number): string {
  let end = sign
  while (sign - end < mostAround && isAround(text[end - 1])) end -= 1
  let start = end
  while (end - start <= longestName && isOfName(text[start - 1])) start -= 1
  const name = text.slice(start, end)
  // What follows a line break that is written out: `\\npassword`.
  return text[start - 1] === '\\' ? name.replace(/^(?:[bfnrt]|u[0-9a-f]{4})/, '') : name
}

function skipped(text: string, from: number): number {
  let at = from
  for (let count = 0; count < mostAround && isAround(text[at]); count += 1) {
    // Half of an escape must not stay behind: the text may be JSON.
    const isEscape = text[at] === '\\' && /[^\s"'`]/.test(text[at + 1] ?? '"')
    if (isEscape && !/[bfnrt\\]/.test(text[at + 1] ?? '')) break
    at += isEscape ? 2 : 1
  }
  return at
}

type Span = Pick<SecretPlace, 'start' | 'end'>

function endOfValue(text: string, from: number, named: 'password' | 'secret'): Span | undefined {
  scheme.lastIndex = from
  const start = from + (scheme.exec(text)?.[0].length ?? 0)
  value.lastIndex = start
  const found = value.exec(text)?.[0].replace(/[.:?]$/, '')
  return found !== undefined && looksMadeUp(found, named) ? { start, end: start + found.length } : undefined
}

/** A header with cookies goes to the end of its line: which of them opens a session, nobody can tell. */
function endOfCookies(text: string, start: number): Span | undefined {
  const [line = ''] = text.slice(start, start + 4096).split(/[\r\n"\\]/, 1)
  return /^[A-Za-z0-9_.-]{1,128}=(?!\(redacted:)/.test(line) ? { start, end: start + line.length } : undefined
}
