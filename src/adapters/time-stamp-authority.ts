import { createHash } from 'node:crypto'
import type { Certificate } from '../evidence/time-stamp/certificate.ts'
import { checkTimeStamp, receiptLimitBytes } from '../evidence/time-stamp/check.ts'
import { derInteger } from '../evidence/time-stamp/der.ts'
import { mediaTypes, timeStampRequest } from '../evidence/time-stamp/request.ts'
import type { Anchor, AnchorAnswer } from '../ports/anchor.ts'

export interface TimeStampAuthorityOptions {
  /** http or https; what may be asked is decided by whoever made it. */
  readonly url: URL
  /** Certificates that must vouch for the answer. */
  readonly trusted: readonly Certificate[]
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>
  /** Unpredictable bytes. */
  readonly randomBytes: (count: number) => Uint8Array
  readonly timeoutMs: number
  /** Ends the request with the run. */
  readonly signal?: AbortSignal
}

/** An authority that signs when it saw a digest: RFC 3161 over HTTP (section 3.4). It learns the digest and nothing else. */
export function timeStampAuthority(options: TimeStampAuthorityOptions): Anchor {
  const { url, trusted } = options
  return {
    kind: 'rfc3161',
    authority: `${url.origin}${url.pathname}`,
    async request(checkpoint) {
      const digest = createHash('sha256').update(checkpoint).digest()
      const nonce = options.randomBytes(16)
      const answer = await ask(options, timeStampRequest(digest, nonce))
      if (!Buffer.isBuffer(answer)) return answer
      const check = checkTimeStamp(answer, digest, trusted)
      switch (check.kind) {
        case 'rejected':
          return { kind: 'unreachable', why: `it says no: ${check.why}` }
        case 'bad':
          return { kind: 'refused', why: `its answer is no time stamp of this checkpoint: ${check.why}` }
        case 'unknown-authority':
          return { kind: 'refused', why: 'no certificate on the protected branch vouches for it' }
        case 'good': {
          const sent = derInteger(nonce).subarray(2)
          if (check.nonce?.equals(sent) !== true) return { kind: 'refused', why: 'it answers another question' }
          const { timeMs, accuracyMs } = check
          return { kind: 'receipt', receipt: { bytes: answer, mediaType: mediaTypes.reply, timeMs, accuracyMs } }
        }
      }
    },
  }
}

/** The body of the answer, or why there is none. */
async function ask(
  { url, fetch, timeoutMs, signal }: TimeStampAuthorityOptions,
  query: Buffer,
): Promise<Buffer | AnchorAnswer> {
  const ends = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      // Elsewhere nobody agreed to it.
      redirect: 'manual',
      signal: signal === undefined ? ends : AbortSignal.any([signal, ends]),
      headers: { 'content-type': mediaTypes.query, accept: mediaTypes.reply },
      body: new Uint8Array(query),
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return { kind: 'unreachable', why: `it answers with status ${response.status}` }
    }
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== mediaTypes.reply) {
      await response.body?.cancel()
      return { kind: 'unreachable', why: 'its answer is not of the media type of a time stamp' }
    }
    return await readBody(response)
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    return { kind: 'unreachable', why: ends.aborted ? `no answer within ${timeoutMs / 1000} seconds` : reasonOf(cause) }
  }
}

async function readBody(response: Response): Promise<Buffer | AnchorAnswer> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > receiptLimitBytes)
      return { kind: 'unreachable', why: `its answer is longer than ${receiptLimitBytes} bytes` }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** `fetch` says "fetch failed" and keeps the reason behind it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`
}
