import type { ForgeLimits } from './limits.ts'

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Ends a request for good: the retry plugin leaves an `AbortError` alone. */
class GaveUp extends Error {
  override readonly name = 'AbortError'
}

const redirects = new Set([301, 302, 307, 308])

/**
 * `fetch` for one call of the port: counted, bounded in time and bytes, at most some at once, and to one origin only.
 * The whole body is read here: a connection that breaks in the middle is then a failed request that is tried again, while
 * Octokit would hand on what came as if it were the answer.
 */
export function boundedFetch(
  fetch: Fetch,
  origin: string,
  limits: ForgeLimits,
  run: <T>(task: () => Promise<T>) => Promise<T>,
): Fetch {
  const callEnds = AbortSignal.timeout(limits.callTimeoutMs)
  let left = limits.requests

  async function ask(url: string, init: RequestInit): Promise<Response> {
    if (callEnds.aborted) throw new GaveUp(`not within ${limits.callTimeoutMs / 1000} seconds`)
    if (left <= 0) throw new GaveUp(`more than ${limits.requests} requests would be needed`)
    if (new URL(url).origin !== origin) throw new GaveUp('it points to another server')
    left -= 1
    const signal = AbortSignal.any([callEnds, AbortSignal.timeout(limits.requestTimeoutMs)])
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    const body = await readBody(response, limits.answerBytes)
    const empty = response.status === 204 || response.status === 205 || response.status === 304
    return new Response(empty ? null : body, { status: response.status, headers: response.headers })
  }

  return (url, init) =>
    run(async () => {
      let at = url
      for (let hops = 0; hops < 3; hops += 1) {
        const response = await ask(at, init)
        const location = response.headers.get('location')
        // A renamed repository answers a read so. A write is not carried elsewhere: the caller named another repository.
        if (!redirects.has(response.status) || location === null || init.method !== 'GET') return response
        at = new URL(location, at).href
      }
      throw new GaveUp('it redirects in circles')
    })
}

async function readBody(response: Response, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > limitBytes) throw new GaveUp(`the answer is longer than ${limitBytes} bytes`)
    pieces.push(piece)
  }
  return new Uint8Array(Buffer.concat(pieces))
}
