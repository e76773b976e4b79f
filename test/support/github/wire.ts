/** An answer on its way: refused, spoilt on purpose, sent. */
import type { ServerResponse } from 'node:http'
import { isObject } from './contract-file.ts'
import type { Fault } from './faults.ts'
import { Refusal } from './refusal.ts'

export interface Wire {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export function refusalWire(refusal: Refusal): Wire {
  return { status: refusal.status, headers: refusal.headers, body: refusal.body }
}

const nowSeconds = () => Math.floor(Date.now() / 1000)

/** What a fault answers without doing anything; undefined where the operation is done all the same. */
export function faultWire(fault: Fault | undefined): Wire | undefined {
  switch (fault?.kind) {
    case 'status':
      return refusalWire(new Refusal(fault.status, fault.message ?? 'Server Error'))
    case 'rate-limit':
      return refusalWire(
        new Refusal(fault.status, 'API rate limit exceeded for installation.', {
          headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(nowSeconds() + fault.resetInSeconds) },
        }),
      )
    case 'secondary-limit':
      return refusalWire(
        new Refusal(
          fault.status,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          {
            headers: { 'retry-after': String(fault.retryAfterSeconds) },
          },
        ),
      )
    default:
      return undefined
  }
}

/** What a fault makes of the answer to what was done. */
export function spoiltWire(fault: Fault | undefined, wire: Wire): Wire {
  if (fault?.kind === 'done-but') return refusalWire(new Refusal(fault.status, 'Server Error'))
  if (fault?.kind === 'missing-page') return { ...wire, body: emptied(wire.body) }
  return fault?.kind === 'body' ? { ...wire, body: fault.change(wire.body) } : wire
}

function emptied(body: unknown): unknown {
  if (Array.isArray(body)) return []
  if (!isObject(body)) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [] : value]))
}

export function send(response: ServerResponse, wire: Wire, fault: Fault | undefined): void {
  const text = wire.body === undefined ? '' : JSON.stringify(wire.body)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-reset': String(nowSeconds() + 3600),
    'content-length': String(Buffer.byteLength(text)),
    ...wire.headers,
  }
  response.writeHead(wire.status, headers)
  if (fault?.kind === 'cut') {
    response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy())
    return
  }
  response.end(text)
}
