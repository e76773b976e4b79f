import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { octokitForge } from '../../../src/adapters/octokit-forge.ts'
import { ForgeRefused, ForgeUnreachable } from '../../../src/model/forge-fault.ts'
import type { Forge } from '../../../src/ports/forge.ts'
import { nothingMore, schemaFaults } from '../../support/forge-on.ts'
import { type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'

const repository = { owner: 'acme', name: 'shop' }
const ref = { ...repository, number: 1 }

/** A pull request as GitHub answers for it. */
let good: Readonly<Record<string, unknown>>
let github: FakeGitHub

beforeAll(async () => {
  github = await startGitHub()
  const ana = github.user('ana', { role: 'write' })
  const shop = await github.repo('acme/shop')
  await shop.commit('main', { files: { 'a.txt': '1' }, author: ana })
  await shop.commit('feature', { files: { 'a.txt': '2' }, author: ana })
  await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
  good = (await (await fetch(`${github.url}/repos/acme/shop/pulls/1`)).json()) as typeof good
})
afterAll(() => github.close())

async function faultOf(work: Promise<unknown>): Promise<ForgeRefused | ForgeUnreachable> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return error
  throw new Error(`neither refused nor unreachable: ${inspect(error)}`)
}

const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

function forgeBy(fetch: (url: string, init: RequestInit) => Promise<Response>, more = {}): Forge {
  const base = { baseUrl: 'https://ghe.test/api/v3', token: 'SECRET-t0ken', userAgent: 'test', clock: { now: () => 0 } }
  return octokitForge({ ...base, fetch, limits: { secondMs: 0 }, ...more })
}

const mainRef = { ref: 'refs/heads/main', object: { type: 'commit', sha: 'a'.repeat(40) } }

describe('an answer that GitHub would not give', () => {
  test('each field of the pull request missing or of another type: unreachable, never a guess and never a crash', async () => {
    const outcomes = new Map<string, string>()
    const paths = [
      'number',
      'title',
      'html_url',
      'state',
      'created_at',
      'base',
      'head',
      'merged',
      'labels',
      'commits',
      'changed_files',
      'user',
      'draft',
    ]
    for (const name of paths) {
      for (const value of [undefined, [], 7.5, { id: 'x' }]) {
        const body = { ...good, [name]: value }
        const forge = forgeBy(async (url) => {
          if (url.endsWith('/pulls/1')) return reply(200, body)
          return url.includes('/git/ref/') ? reply(200, mainRef) : reply(403, {})
        })
        const result = await forge.pullRequestFacts(ref, { ...nothingMore, programFolder: '' }).then(
          (facts) => schemaFaults(facts).join() || 'valid',
          (error: unknown) => (error instanceof ForgeUnreachable ? 'unreachable' : `crash: ${inspect(error)}`),
        )
        outcomes.set(`${name} = ${JSON.stringify(value)}`, result)
      }
    }
    // A missing author is a deleted one, a missing `draft` an older server; an empty list of labels is one.
    const allowed = new Set(['user = undefined', 'draft = undefined', 'labels = []'])
    expect([...outcomes].filter(([name, result]) => result !== (allowed.has(name) ? 'valid' : 'unreachable'))).toEqual(
      [],
    )
  })

  test.each([
    ['a page of HTML', new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['broken JSON', new Response('{"number":', { headers: { 'content-type': 'application/json' } })],
    ['nothing', new Response(null, { status: 204 })],
    ['a redirect to nowhere', new Response(null, { status: 302 })],
    ['an odd media type', new Response('{}', { headers: { 'content-type': ';;;' } })],
  ])('%s', async (_name, answer) => {
    const fault = await faultOf(forgeBy(async () => answer.clone()).pull(ref))
    expect(fault.message).not.toContain('<html>')
  })

  test('an answer without end is cut off', async () => {
    const endless = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }))
    const fault = await faultOf(forgeBy(async () => endless(), { limits: { answerBytes: 1_000_000 } }).pull(ref))
    expect(fault.message).toContain('longer than 1000000 bytes')
  })

  test.each([
    ['another server', '<https://evil.test/api/v3/x?page=2>; rel="next"', /another server/],
    ['nowhere', '<next>; rel="next"', /no address/],
    ['a template', '<https://ghe.test/{x}?page=2>; rel="next"', /no address/],
    ['the same page again', '<https://ghe.test/api/v3/x?page=2>; rel="next"', /in circles/],
  ])('a next page on %s is not followed', async (_name, link, message) => {
    const asked: string[] = []
    const forge = forgeBy(async (url) => {
      asked.push(url)
      return reply(200, [good], { link })
    })
    expect((await faultOf(forge.openPullRequests(repository, 'main'))).message).toMatch(message)
    expect(asked.every((url) => url.startsWith('https://ghe.test/api/v3/'))).toBe(true)
    expect(asked.length).toBeLessThanOrEqual(2)
  })

  test('a list that never ends', async () => {
    let page = 1
    const forge = forgeBy(async () => {
      page += 1
      return reply(200, [good], { link: `<https://ghe.test/api/v3/x?page=${page}>; rel="next"` })
    })
    expect((await faultOf(forge.openPullRequests(repository, 'main'))).message).toContain('more than 10000 entries')
    expect(page).toBe(101)
  })

  test('a redirect to another server is not followed, and the token stays here', async () => {
    const asked: string[] = []
    const forge = forgeBy(async (url) => {
      asked.push(url)
      return new Response(null, { status: 301, headers: { location: 'https://evil.test/' } })
    })
    await faultOf(forge.pull(ref))
    expect(new Set(asked.map((url) => new URL(url).host))).toEqual(new Set(['ghe.test']))
  })
})

test('the permission that the forge names goes before our own table', async () => {
  const named = async (value: string) =>
    await faultOf(
      forgeBy(async () => reply(403, { message: 'no' }, { 'x-accepted-github-permissions': value })).pull(ref),
    )
  expect(await named('pull_requests=write,contents=read; issues=write')).toMatchObject({
    permission: 'pull-requests: write, contents: read',
  })
  expect(await named('<script>=read')).toMatchObject({ permission: 'pull-requests: read' })
})

test('nobody there', async () => {
  const forge = octokitForge({
    baseUrl: 'http://127.0.0.1:9',
    token: 't0ken',
    userAgent: 'test',
    clock: { now: () => 0 },
    limits: { secondMs: 1 },
  })
  expect((await faultOf(forge.pull(ref))).message).toMatch(/^The forge did not answer when asked to read the pull/)
})

test('the whole call has an end of its own', async () => {
  const hang = (_url: string, { signal }: RequestInit) =>
    new Promise<Response>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  const fault = await faultOf(forgeBy(hang, { limits: { callTimeoutMs: 50, secondMs: 0 } }).pull(ref))
  expect(fault.message).toContain('not within 0.05 seconds')
})

test('neither error holds the token, a header or the credentials of an address', async () => {
  const faults: unknown[] = []
  const more = { baseUrl: 'https://user:SECRET-pass@ghe.test/api/v3' }
  const leak = 'SECRET-leak'
  const cases = [
    async () => reply(403, { message: leak }, { 'x-leak': leak }),
    async () => reply(500, { message: leak }),
    async () => reply(200, { number: leak }),
    async (url: string, init: RequestInit) => {
      throw new TypeError(`${leak} ${url} ${JSON.stringify(init.headers)}`, { cause: new Error(leak) })
    },
  ]
  for (const fetch of cases) faults.push(await faultOf(forgeBy(fetch, more).pull(ref)))
  faults.push(await faultOf(forgeBy(fetch, { token: 'SECRET\nt0ken' }).pull(ref)))
  for (const fault of faults) {
    const text = `${inspect(fault, { depth: 20, showHidden: true })} ${JSON.stringify(fault)} ${String(fault)}`
    expect(text).not.toMatch(/SECRET|t0ken|authorization/i)
  }
})

test.each(['', 'ghe.test', 'file:///etc/passwd', 'ftp://ghe.test'])('%j is no address of a forge', (baseUrl) => {
  expect(() => forgeBy(fetch, { baseUrl })).toThrow(ForgeUnreachable)
})
