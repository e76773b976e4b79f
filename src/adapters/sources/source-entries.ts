import type { SourceAnswer, SourceFormat } from '../../ports/source-reader.ts'

/** The answer is not what was declared. The message names places, never content. */
export class NotAsDeclared extends Error {
  override readonly name = 'NotAsDeclared'
}

/** A member of a member; undefined where there is none. Inherited members are none. */
export function memberAt(value: unknown, path: readonly string[]): unknown {
  let here = value
  for (const name of path) {
    if (typeof here !== 'object' || here === null || Array.isArray(here) || !Object.hasOwn(here, name)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[name]
  }
  return here
}

/** @throws NotAsDeclared */
export function toEntries(answer: unknown, path: readonly string[]): readonly unknown[] {
  const found = memberAt(answer, path)
  if (Array.isArray(found)) return found
  throw new NotAsDeclared(
    path.length === 0 ? 'the answer is not a list' : `the answer has no list at \`${path.join('.')}\``,
  )
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws NotAsDeclared */
export function toText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new NotAsDeclared('the answer is not UTF-8')
  }
}

/** @throws NotAsDeclared; the message of the parser would quote the answer */
export function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new NotAsDeclared('the answer is not JSON')
  }
}

/** @throws NotAsDeclared */
export function toContent(bytes: Uint8Array, format: SourceFormat, path: readonly string[]): SourceAnswer['content'] {
  const text = toText(bytes)
  return format === 'json' ? { kind: 'entries', entries: toEntries(toJson(text), path) } : { kind: 'text', text }
}
