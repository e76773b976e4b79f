import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { SourceUnread } from '../../model/source-unread.ts'
import type { HttpAnswer, HttpQuestion } from '../../ports/source-reader.ts'
import { nextLink } from '../github/pages.ts'
import { isWithheld } from './withheld-variables.ts'

/** What one source may cost, so that neither a broken nor a hostile server can hold a run for ever. */
export interface HttpSourceLimits {
  readonly answerBytes: number
  /** Bytes of all answers together. */
  readonly bytes: number
  readonly requestTimeoutMs: number
  /** Wall time of all answers. */
  readonly timeoutMs: number
  /** The longest wait that a server may ask for. */
  readonly waitSeconds: number
  readonly retries: number
  /** Length of a second of waiting; tests shorten it. */
  readonly secondMs: number
}

export const httpSourceLimits: HttpSourceLimits = {
  answerBytes: 16 * 1024 * 1024,
  bytes: 128 * 1024 * 1024,
  requestTimeoutMs: 30_000,
  timeoutMs: 300_000,
  waitSeconds: 60,
  retries: 2,
  secondMs: 1000,
}

export interface HttpSourceAround {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly pause: (ms: number) => Promise<void>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly limits: HttpSourceLimits
}

const redirects = new Set([301, 302, 303, 307, 308])
/** Asked again: they may pass. */
const passing = new Set([429, 502, 503, 504])
/** What belongs to the connection, and would let a header speak to another host or smuggle a request. */
const reserved =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|sec-.*|keep-alive|cookie2|via)$/i

/** Asks one server by GET. Headers go to the origin that was declared and nowhere else, whatever an answer points to. */
export function openHttpSource(
  question: HttpQuestion,
  { fetch, pause, environment, limits }: HttpSourceAround,
): (url: string) => Promise<HttpAnswer> {
  const { origin, headers } = prepared(question, environment)
  const ends = AbortSignal.timeout(limits.timeoutMs)
  let left = limits.bytes

  async function followed(url: string): Promise<Response> {
    let at = url
    for (let hops = 0; hops < 4; hops += 1) {
      if (!URL.canParse(at) || new URL(at).origin !== origin) throw new SourceUnread('it points to another server')
      const signal = AbortSignal.any([ends, AbortSignal.timeout(limits.requestTimeoutMs)])
      const response = await fetch(at, { method: 'GET', headers, redirect: 'manual', signal })
      const location = response.headers.get('location')
      if (!redirects.has(response.status) || location === null) return response
      await discard(response)
      if (!URL.canParse(location, at)) throw new SourceUnread('it redirects to no address')
      at = new URL(location, at).href
    }
    throw new SourceUnread('it redirects in circles')
  }

  async function answered(url: string): Promise<HttpAnswer> {
    for (let tries = 0; ; tries += 1) {
      const response = await followed(url)
      if (response.status === 200) {
        const bytes = await bodyOf(response, limits.answerBytes)
        left -= bytes.length
        if (left < 0) throw new SourceUnread(`all answers together are longer than ${limits.bytes} bytes`)
        return { bytes, next: absolute(nextLink(response.headers.get('link') ?? ''), url) }
      }
      await discard(response)
      const asked = Number(response.headers.get('retry-after') ?? '1')
      const seconds = asked >= 0 ? asked : limits.waitSeconds + 1
      if (!passing.has(response.status) || tries >= limits.retries || seconds > limits.waitSeconds)
        throw new SourceUnread(`the server answered ${response.status}`)
      await pause(seconds * limits.secondMs)
    }
  }

  return async (url) => {
    try {
      return await answered(url)
    } catch (error) {
      throw error instanceof SourceUnread ? error : new SourceUnread(reasonOf(error))
    }
  }
}

/** @throws Refusal */
function prepared({ id, url, headers }: HttpQuestion, environment: HttpSourceAround['environment']) {
  const address = URL.canParse(url) ? new URL(url) : undefined
  const isLoopback = address?.hostname === '127.0.0.1'
  const isAllowed = address?.protocol === 'https:' || (address?.protocol === 'http:' && isLoopback)
  if (address === undefined || !isAllowed || address.username !== '' || address.password !== '')
    throw new Refusal(
      exitStatus.usage,
      `${id}: its address is not one that starts with https:// and holds no credentials`,
      'Give secrets as headers from environment variables.',
    )
  const made: Record<string, string> = { accept: 'application/json, text/csv, */*;q=0.1' }
  for (const { name, environment: variable, prefix = '' } of headers) {
    if (!/^[A-Za-z0-9-]{1,100}$/.test(name) || reserved.test(name))
      throw new Refusal(exitStatus.usage, `${id}: a header cannot be \`${name}\``, 'Name another header.')
    if (isWithheld(variable))
      throw new Refusal(
        exitStatus.usage,
        `${id} may not have ${variable}`,
        'Give it a token of its own, under another name.',
      )
    const value = environment[variable]
    if (value === undefined || value === '')
      throw new Refusal(exitStatus.usage, `${id} needs ${variable}, which is not set`, 'Set it for this run.')
    // The message of fetch would quote the value.
    if (!/^[\x20-\x7e]{1,8192}$/.test(`${prefix}${value}`))
      throw new Refusal(
        exitStatus.usage,
        `${id}: ${variable} cannot be sent as a header`,
        'It is one line of printable ASCII: look for a line break at its end.',
      )
    made[name.toLowerCase()] = `${prefix}${value}`
  }
  return { origin: address.origin, headers: made }
}

/** The errors of fetch hold addresses and headers: of them nothing is repeated but a code. */
function reasonOf(error: unknown): string {
  let cause = error
  for (let depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth += 1) {
    const { name, code, cause: next } = cause as { name?: unknown; code?: unknown; cause?: unknown }
    if (name === 'TimeoutError') return 'there was no answer in time'
    if (typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code)) return `the connection failed (${code})`
    cause = next
  }
  return 'the connection failed'
}

const discard = async (response: Response) => response.body?.cancel().catch(() => undefined)

async function bodyOf(response: Response, limitBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > limitBytes) throw new SourceUnread(`an answer is longer than ${limitBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** @throws SourceUnread: a next page that cannot be asked for is no end of the list */
function absolute(link: string | undefined, url: string): string | undefined {
  if (link === undefined) return undefined
  if (URL.canParse(link, url)) return new URL(link, url).href
  throw new SourceUnread('the address of the next page is none')
}
