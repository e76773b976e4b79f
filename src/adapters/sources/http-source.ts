import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { HttpQuestion, SourceAnswer, SourcePages } from '../../ports/source-reader.ts'
import { nextLink } from '../github/pages.ts'
import { memberAt, NotAsDeclared, toContent, toEntries, toJson, toText } from './source-entries.ts'

/** What one source may cost, so that neither a broken nor a hostile server can hold a run for ever. */
export interface HttpSourceLimits {
  readonly answerBytes: number
  /** Bytes of all answers together. */
  readonly bytes: number
  readonly entries: number
  readonly requestTimeoutMs: number
  /** Wall time of all pages. */
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
  entries: 200_000,
  requestTimeoutMs: 30_000,
  timeoutMs: 300_000,
  waitSeconds: 60,
  retries: 2,
  secondMs: 1000,
}

export interface HttpSourcePorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly pause: (ms: number) => Promise<void>
}

/** Why a question has no answer, in words that hold nothing of the answer or of a header. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

const redirects = new Set([301, 302, 303, 307, 308])
/** Asked again: they may pass. */
const passing = new Set([429, 502, 503, 504])
/** What belongs to the connection, and would let a header speak to another host or smuggle a request. */
const reserved =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|sec-.*|keep-alive|cookie2|via)$/i

/**
 * Reads a list by GET, page after page. Headers go to the origin that was declared and nowhere else: a redirect or a next page
 * on another ends the reading.
 *
 * @throws Refusal where not even the first answer could be read; later the answer says that it is cut
 */
export async function readHttpSource(
  question: HttpQuestion,
  ports: HttpSourcePorts,
  limits: HttpSourceLimits = httpSourceLimits,
): Promise<SourceAnswer> {
  const { origin, headers } = prepared(question)
  const ends = AbortSignal.timeout(limits.timeoutMs)
  let left = limits.bytes
  const ask = async (url: string): Promise<Answer> => {
    const answer = await answered(url, { origin, headers, ends, ports, limits })
    left -= answer.body.length
    if (left < 0) throw new NoAnswer(`all answers together are longer than ${limits.bytes} bytes`)
    return answer
  }
  if (question.format !== 'json') {
    const content = await refusing(question, async () =>
      toContent((await ask(question.url)).body, question.format, question.items),
    )
    return { content, pages: 1, cut: undefined }
  }
  const entries: unknown[] = []
  const seen = new Set<string>()
  let pages = 0
  let url: string | undefined = question.url
  const read = async (at: string): Promise<string | undefined> => {
    seen.add(at)
    const answer = await ask(at)
    const data = toJson(toText(answer.body))
    const found = toEntries(data, question.items)
    const next = nextOf(question.pages, { at, number: pages, data, link: answer.link, isEmpty: found.length === 0 })
    if (entries.length + found.length > limits.entries)
      throw new NoAnswer(`the list has more than ${limits.entries} entries`)
    for (const entry of found) entries.push(entry)
    pages += 1
    return next
  }
  url = await refusing(question, () => read(question.url))
  const done = (cut?: string): SourceAnswer => ({ content: { kind: 'entries', entries }, pages, cut })
  while (url !== undefined) {
    if (pages >= question.mostPages) return done(`The list has more than ${question.mostPages} pages.`)
    if (seen.has(url)) return done('The pages of the list go in circles.')
    try {
      url = await read(url)
    } catch (error) {
      return done(`After ${pages} pages ${reasonOf(error)}.`)
    }
  }
  return done()
}

/** @throws Refusal */
function prepared({ name, url, headers }: HttpQuestion) {
  const address = URL.canParse(url) ? new URL(url) : undefined
  const isLoopback = address?.hostname === '127.0.0.1'
  const isAllowed = address?.protocol === 'https:' || (address?.protocol === 'http:' && isLoopback)
  if (address === undefined || !isAllowed || address.username !== '' || address.password !== '')
    throw new Refusal(
      exitStatus.usage,
      `${name}: its address is not one that starts with https:// and holds no credentials`,
      'Give secrets as headers from environment variables.',
    )
  const made: Record<string, string> = { accept: 'application/json, text/csv, */*;q=0.1' }
  for (const header of headers) {
    if (!/^[A-Za-z0-9-]{1,100}$/.test(header.name) || reserved.test(header.name))
      throw new Refusal(exitStatus.usage, `${name}: a header cannot be \`${header.name}\``, 'Name another header.')
    // The message of fetch would quote the value.
    if (!/^[\x20-\x7e]{1,8192}$/.test(header.value))
      throw new Refusal(
        exitStatus.usage,
        `${name}: the value for the header ${header.name} cannot be sent as a header`,
        'It is one line of printable ASCII: look for a line break at its end.',
      )
    made[header.name.toLowerCase()] = header.value
  }
  return { origin: address.origin, headers: made }
}

/** @throws Refusal for what ended the reading before anything was read */
async function refusing<T>(question: HttpQuestion, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    const remedy = 'Check the address, the headers and the form of the answer in its EvidenceSource.'
    throw new Refusal(exitStatus.notDetermined, `${question.name} gave nothing: ${reasonOf(error)}`, remedy)
  }
}

/** The errors of fetch hold addresses and headers: of them nothing is repeated but a code. */
function reasonOf(error: unknown): string {
  if (error instanceof NoAnswer || error instanceof NotAsDeclared) return error.message
  for (let cause = error, depth = 0; typeof cause === 'object' && cause !== null && depth < 5; depth += 1) {
    const { name, code, cause: next } = cause as { name?: unknown; code?: unknown; cause?: unknown }
    if (name === 'TimeoutError') return 'there was no answer in time'
    if (typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code)) return `the connection failed (${code})`
    cause = next
  }
  return 'the connection failed'
}

interface Answer {
  readonly body: Uint8Array
  readonly link: string
}

interface Asking {
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
  readonly ends: AbortSignal
  readonly ports: HttpSourcePorts
  readonly limits: HttpSourceLimits
}

async function answered(url: string, asking: Asking): Promise<Answer> {
  const { limits, ports } = asking
  for (let tries = 0; ; tries += 1) {
    const response = await followed(url, asking)
    if (response.status >= 200 && response.status < 300 && response.status !== 204)
      return { body: await bodyOf(response, limits.answerBytes), link: response.headers.get('link') ?? '' }
    await response.body?.cancel().catch(() => undefined)
    const asked = Number(response.headers.get('retry-after') ?? '1')
    const seconds = Number.isFinite(asked) && asked >= 0 ? asked : limits.waitSeconds + 1
    if (!passing.has(response.status) || tries >= limits.retries || seconds > limits.waitSeconds)
      throw new NoAnswer(`the server answered ${response.status}`)
    await ports.pause(seconds * limits.secondMs)
  }
}

async function followed(url: string, { origin, headers, ends, ports, limits }: Asking): Promise<Response> {
  let at = url
  for (let hops = 0; hops < 4; hops += 1) {
    if (new URL(at).origin !== origin) throw new NoAnswer('it points to another server')
    const signal = AbortSignal.any([ends, AbortSignal.timeout(limits.requestTimeoutMs)])
    const response = await ports.fetch(at, { method: 'GET', headers, redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (!redirects.has(response.status) || location === null) return response
    await response.body?.cancel().catch(() => undefined)
    if (!URL.canParse(location, at)) throw new NoAnswer('it redirects to no address')
    at = new URL(location, at).href
  }
  throw new NoAnswer('it redirects in circles')
}

async function bodyOf(response: Response, limitBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > limitBytes) throw new NoAnswer(`an answer is longer than ${limitBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

interface Page {
  readonly at: string
  /** From 0. */
  readonly number: number
  readonly data: unknown
  readonly link: string
  readonly isEmpty: boolean
}

/** @throws NotAsDeclared */
function nextOf(pages: SourcePages, { at, number, data, link, isEmpty }: Page): string | undefined {
  switch (pages.by) {
    case 'none':
      return undefined
    case 'link': {
      const found = pages.path === undefined ? nextLink(link) : memberAt(data, pages.path)
      if (found === undefined || found === null || found === '') return undefined
      if (typeof found === 'string' && URL.canParse(found, at)) return new URL(found, at).href
      throw new NotAsDeclared('the address of the next page is none')
    }
    case 'cursor': {
      const found = memberAt(data, pages.path)
      if (found === undefined || found === null || found === '' || found === false) return undefined
      if ((typeof found === 'string' && found.length <= 4096) || Number.isSafeInteger(found))
        return withParameter(at, pages.parameter, String(found))
      throw new NotAsDeclared(`the cursor at \`${pages.path.join('.')}\` is none`)
    }
    case 'number':
      return isEmpty ? undefined : withParameter(at, pages.parameter, String(pages.first + number + 1))
  }
}

function withParameter(at: string, name: string, value: string): string {
  const url = new URL(at)
  url.searchParams.set(name, value)
  return url.href
}
