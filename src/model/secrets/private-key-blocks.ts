import type { SecretPlace } from './secret-shapes.ts'

const opening = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-[0-9]:/g
const closing = /-----END [A-Z0-9 ]{0,48}-----|Private-MAC: [0-9a-f]{1,128}/g
/** What a key without its end can be made of, line breaks written as `\n` or `\u000a` included. */
const body = /[A-Za-z0-9+/=\s\\]*/y

/** A key has a few kilobytes; an end that comes later is that of another one. */
const longestKey = 64 * 1024

/**
 * Private keys in the form of RFC 7468 and of PuTTY. One that was cut off counts as well, up to the first character that a key
 * does not have.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7468
 */
export function privateKeyBlocks(text: string): readonly SecretPlace[] {
  const places: SecretPlace[] = []
  const ends = text.matchAll(closing)
  let end = ends.next().value
  let done = 0
  for (const { index, 0: found } of text.matchAll(opening)) {
    if (index < done) continue
    const from = index + found.length
    while (end !== undefined && end.index < from) end = ends.next().value
    if (end !== undefined && end.index - from <= longestKey) done = end.index + end[0].length
    else {
      body.lastIndex = from
      done = from + (body.exec(text)?.[0].trimEnd().length ?? 0)
    }
    places.push({ rule: 'private-key', start: index, end: done })
  }
  return places
}
