import { ForgeUnreachable } from '../../model/forge-fault.ts'

export type JsonObject = { readonly [key: string]: unknown }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An answer that is not as GitHub describes it. Its content is not repeated. */
export const malformed = (what: string, wanted: string): ForgeUnreachable =>
  new ForgeUnreachable(`as its interface is described: ${what} is not ${wanted}`)

/** @throws ForgeUnreachable, as do all of these, when the value is something else */
export function toObject(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value
  throw malformed(what, 'an object')
}

export function toList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw malformed(what, 'a list')
}

export function toText(value: unknown, what: string, limit = 10_000_000): string {
  if (typeof value === 'string' && value.length <= limit) return value
  throw malformed(what, `a text of at most ${limit} characters`)
}

/** A text that a person wrote, at most `limit` code points of it; half a surrogate pair is never left. */
export const cutText = (value: unknown, what: string, limit: number): string => {
  const points = [...Buffer.from(toText(value, what), 'utf8').toString('utf8')]
  return points.length <= limit ? points.join('') : `${points.slice(0, limit - 1).join('')}…`
}

export function toBoolean(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value
  throw malformed(what, 'true or false')
}

/** A count, 0 or more. */
export function toCount(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw malformed(what, 'a count')
}

/** A numeric id, 1 or more. Octokit parses larger ones than JavaScript can hold as bigint: they are refused, never rounded. */
export function toId(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
  throw malformed(what, 'an id')
}

/** A git object id: SHA-1 or SHA-256 in lower-case hex. */
export function toSha(value: unknown, what: string): string {
  if (isSha(value)) return value
  throw malformed(what, 'a git object id')
}

export const isSha = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(value) && !/^0+$/.test(value)

/** A moment of the server, RFC 3339 in UTC. */
export function toInstant(value: unknown, what: string): string {
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
  if (typeof value !== 'string' || !wanted.test(value) || Number.isNaN(Date.parse(value)))
    throw malformed(what, 'a moment')
  return value.endsWith('Z') ? value : new Date(value).toISOString()
}

export const orNull = <T>(value: unknown, parse: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : parse(value)
