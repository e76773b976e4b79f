import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'
import type { Endpoint } from './endpoints.ts'
import { isObject, type JsonObject } from './json.ts'

/**
 * What a failed request means. The error of Octokit holds the request with its headers and address, so it is neither kept as
 * `cause` nor quoted: only its status, a few headers and the code of the network fault are looked at.
 */
export function faultOf(error: unknown, endpoint: Endpoint, about: string): Error {
  if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return error
  const what = `when asked to ${endpoint.ask}${about === '' ? '' : ` (${about})`}`
  if (!isObject(error)) return new ForgeUnreachable(what)
  const { status, name, message } = error
  const response = isObject(error['response']) ? error['response'] : undefined
  const headers = isObject(response?.['headers']) ? response['headers'] : {}
  if (typeof status !== 'number' || response === undefined || status >= 500) {
    // The message of our own bounds is safe; one of the network or of a server could hold anything.
    const why = name === 'AbortError' && typeof message === 'string' ? message : networkCode(error, status, response)
    return new ForgeUnreachable(why === undefined ? what : `${what}: ${why}`)
  }
  const limit = rateLimit(status, headers, message)
  return limit === undefined ? refusalOf(status, headers, endpoint, about) : new ForgeUnreachable(`${what}: ${limit}`)
}

/** An answer of 2xx is none when it is a redirect that was not followed. */
export function refusalOf(status: number, headers: JsonObject, endpoint: Endpoint, about: string): ForgeRefused {
  const permission =
    status === 403 || status === 404
      ? (acceptedPermission(headers, endpoint.permission) ?? endpoint.permission)
      : undefined
  return new ForgeRefused(`to ${endpoint.ask}${about === '' ? '' : ` (${about})`}`, status, permission)
}

/**
 * The permission that GitHub names in `x-accepted-github-permissions`: sets of `name=level`, commas within a set and
 * semicolons between alternatives; one of them is enough, and the usual one is named where it is among them. Anything else is
 * not repeated: a server wrote it.
 */
function acceptedPermission(headers: JsonObject, usual: string): string | undefined {
  const text = headers['x-accepted-github-permissions']
  if (typeof text !== 'string' || text.length > 1000) return undefined
  const sets = text.split(';').map((set) => set.split(',').map((part) => part.trim()))
  const named = sets.map((set) => {
    if (set.length > 5 || !set.every((part) => /^[a-z_]{1,40}=(read|write|admin)$/.test(part))) return undefined
    return set.map((part) => part.replaceAll('_', '-').replace('=', ': ')).join(', ')
  })
  return named.find((one) => one === usual) ?? named[0]
}

function rateLimit(status: number, headers: JsonObject, message: unknown): string | undefined {
  if (status !== 403 && status !== 429) return undefined
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset'])
    const until = reset > 0 && reset < 1e11 ? ` until ${new Date(reset * 1000).toISOString().slice(0, 16)}Z` : ''
    return `the token has used up its rate limit${until}`
  }
  const seconds = Number(headers['retry-after'])
  if (seconds > 0) return `it asks to wait ${seconds} seconds (secondary rate limit)`
  const limited = status === 429 || (typeof message === 'string' && /\brate limit\b/i.test(message))
  return limited ? 'it asks to slow down (rate limit)' : undefined
}

function networkCode(error: JsonObject, status: unknown, response: JsonObject | undefined): string | undefined {
  if (response !== undefined && typeof status === 'number') return `HTTP ${status}`
  for (let cause: unknown = error, depth = 0; isObject(cause) && depth < 5; cause = cause['cause'], depth += 1) {
    if (cause['name'] === 'TimeoutError') return 'no answer in time'
    const { code } = cause
    if (typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code)) return code
  }
  return undefined
}
