import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import { ForgeUnreachable } from '../../model/forge-fault.ts'
import { boundedFetch, type Fetch } from './bounded-fetch.ts'
import { limitConcurrency } from './concurrency.ts'
import type { Endpoint } from './endpoints.ts'
import { faultOf, refusalOf } from './faults.ts'
import { isObject } from './json.ts'
import type { ForgeLimits } from './limits.ts'

interface Answer {
  readonly data: unknown
  /** The `Link` header, or nothing. */
  readonly link: string
}

/** Asks the forge within the bounds of one call of the port. */
export interface Session {
  readonly limits: ForgeLimits
  /**
   * @param about what is asked about, for the message of an error: `acme/shop#7`
   * @throws ForgeRefused, ForgeUnreachable; neither holds the request
   */
  ask(endpoint: Endpoint, parameters: Parameters, about: string): Promise<Answer>
  /** The same for an address that the forge gave: the next page of a list. Refused on another server than the forge's own. */
  follow(endpoint: Endpoint, url: string, about: string): Promise<Answer>
}

export type Parameters = Readonly<
  Record<
    string,
    string | number | boolean | readonly string[] | readonly Readonly<Record<string, string>>[] | undefined
  >
>

export interface ClientOptions {
  readonly baseUrl: string
  readonly token: string
  readonly userAgent: string
  readonly fetch: Fetch
  readonly limits: ForgeLimits
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * Octokit with its retry and throttling plugins, for one forge and one token. Reads are tried again after 5xx, a broken
 * connection or a limit that passes soon; writes only where the endpoint says that twice is no more than once, for a write
 * that was done may be answered with 500.
 * @throws ForgeUnreachable when the address is no http(s) URL
 */
export function openClient({ baseUrl, token, userAgent, fetch, limits }: ClientOptions): { session(): Session } {
  const base = safeBase(baseUrl)
  const run = limitConcurrency(limits.concurrency)
  const waitsShortly = (seconds: number, { request }: { readonly request: object }, _octokit: unknown, tries: number) =>
    isObject(request) && request['mayRepeat'] === true && seconds <= limits.waitSeconds && tries < limits.retries
  const octokit = new (Octokit.plugin(retry, throttling))({
    auth: token === '' ? undefined : token,
    baseUrl: base.href.replace(/(?<!\/)\/+$/, ''),
    userAgent,
    log: silent,
    retry: {
      // Limits (403, 429) are the other plugin's business: it knows how long to wait.
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
      retries: limits.retries,
      retryAfterBaseValue: limits.secondMs,
    },
    throttle: {
      onRateLimit: waitsShortly,
      onSecondaryRateLimit: waitsShortly,
      retryAfterBaseValue: limits.secondMs,
    },
  })

  function session(): Session {
    const bounded = boundedFetch(fetch, base.origin, limits, run)
    async function request(endpoint: Endpoint, route: string, parameters: Parameters, about: string): Promise<Answer> {
      const mayRepeat = route.startsWith('GET ') || endpoint.repeatable === true
      const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
      const answer = await octokit
        .request(route, {
          ...Object.fromEntries(given),
          headers: { 'x-github-api-version': '2022-11-28' },
          request: { fetch: bounded, log: silent, mayRepeat, ...(mayRepeat ? {} : { retries: 0 }) },
        })
        .catch((error: unknown) => {
          throw faultOf(error, endpoint, about)
        })
      const status: number = answer.status
      if (status < 200 || status > 299) throw refusalOf(status, {}, endpoint, about)
      return { data: answer.data, link: answer.headers.link ?? '' }
    }
    return {
      limits,
      ask: (endpoint, parameters, about) => request(endpoint, endpoint.route, parameters, about),
      follow(endpoint, url, about) {
        // Octokit fills in `{...}` of an address; a page that holds one was not made by GitHub.
        if (URL.canParse(url) && !/[{}]/.test(url)) return request(endpoint, `GET ${url}`, {}, about)
        throw new ForgeUnreachable(`when asked to ${endpoint.ask}: the next page has no address`)
      },
    }
  }
  return { session }
}

/** Credentials in the address would show up in messages and logs; the token is given apart. */
function safeBase(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ForgeUnreachable('because its address is not one that starts with https://')
  }
  url.username = ''
  url.password = ''
  url.search = ''
  url.hash = ''
  return url
}
