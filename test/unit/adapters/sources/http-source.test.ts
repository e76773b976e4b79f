import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { httpSourceLimits, readHttpSource } from '../../../../src/adapters/sources/http-source.ts'
import type { HttpQuestion } from '../../../../src/ports/source-reader.ts'

type Handler = (request: IncomingMessage, response: ServerResponse, at: string) => void

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serving(handler: Handler): Promise<{ at: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    handler(request, response, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { at: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const json = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

const question = (url: string, more: Partial<HttpQuestion> = {}): HttpQuestion => ({
  name: 'SRC-1',
  url,
  headers: [{ name: 'Authorization', value: 'Bearer canary-token' }],
  format: 'json',
  items: [],
  pages: { by: 'none' },
  mostPages: 10,
  ...more,
})

const pause = () => Promise.resolve()
const read = (wanted: HttpQuestion, limits = {}) =>
  readHttpSource(wanted, { fetch, pause }, { ...httpSourceLimits, secondMs: 1, ...limits })
const faultOf = async (wanted: HttpQuestion, limits = {}): Promise<string> => {
  const error: unknown = await read(wanted, limits).then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!(error instanceof Error)) throw new Error('nothing was refused')
  expect(`${error.message}${String(error.cause ?? '')}`).not.toContain('canary')
  return error.message
}

test('asks by GET with the headers, and gives the entries of the list', async () => {
  const { at, asked } = await serving((_request, response) => json(response, { data: { users: [{ id: 1 }] } }))
  const answer = await read(question(`${at}/users?from=2026-01-01`, { items: ['data', 'users'] }))
  expect(answer).toEqual({ content: { kind: 'entries', entries: [{ id: 1 }] }, pages: 1, cut: undefined })
  expect(asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    ['GET', '/users?from=2026-01-01', 'Bearer canary-token'],
  ])
})

test('text of another format comes as it is', async () => {
  const { at } = await serving((_request, response) => response.end('id,login\n1,ana\n'))
  expect(await read(question(at, { format: 'csv' }))).toMatchObject({
    content: { kind: 'text', text: 'id,login\n1,ana\n' },
  })
})

describe('pages', () => {
  test.each([
    {
      name: 'a Link header',
      pages: { by: 'link', path: undefined } as const,
      answer: (page: number, at: string) => ({
        body: [page],
        headers: page < 3 ? { link: `<${at}/?page=${page + 1}>; rel="next"` } : {},
      }),
      items: [],
    },
    {
      name: 'an address in the answer',
      pages: { by: 'link', path: ['links', 'next'] } as const,
      answer: (page: number) => ({
        body: { items: [page], links: { next: page < 3 ? `/?page=${page + 1}` : null } },
        headers: {},
      }),
      items: ['items'],
    },
    {
      name: 'a cursor',
      pages: { by: 'cursor', path: ['next'], parameter: 'page' } as const,
      answer: (page: number) => ({ body: { items: [page], next: page < 3 ? page + 1 : '' }, headers: {} }),
      items: ['items'],
    },
    {
      name: 'a number',
      pages: { by: 'number', parameter: 'page', first: 1 } as const,
      answer: (page: number) => ({ body: page < 4 ? [page] : [], headers: {} }),
      items: [],
    },
  ])('by $name', async ({ pages, answer, items }) => {
    const { at } = await serving((request, response, origin) => {
      const page = Number(new URL(request.url ?? '', origin).searchParams.get('page') ?? 1)
      const { body, headers } = answer(page, origin)
      json(response, body, headers)
    })
    const { content, cut } = await read(question(`${at}/`, { pages, items }))
    expect(content).toEqual({ kind: 'entries', entries: [1, 2, 3] })
    expect(cut).toBeUndefined()
  })

  test('a list that does not end says that it is cut', async () => {
    const { at } = await serving((_request, response) => json(response, [1]))
    const pages = { by: 'number', parameter: 'page', first: 0 } as const
    const { content, pages: count, cut } = await read(question(at, { pages, mostPages: 3 }))
    expect([content, count, cut]).toEqual([
      { kind: 'entries', entries: [1, 1, 1] },
      3,
      'The list has more than 3 pages.',
    ])
  })

  test('pages that go in circles say so', async () => {
    const { at } = await serving((_request, response) => json(response, { items: [1], next: 'x' }))
    const pages = { by: 'cursor', path: ['next'], parameter: 'cursor' } as const
    const { cut } = await read(question(at, { pages, items: ['items'] }))
    expect(cut).toBe('The pages of the list go in circles.')
  })

  test('a limit in the middle leaves what was read, cut', async () => {
    const { at } = await serving((request, response) =>
      request.url?.includes('page=2') === true
        ? json(response, {}, { 'retry-after': '900' }, 429)
        : json(response, [1]),
    )
    const pages = { by: 'number', parameter: 'page', first: 1 } as const
    const { content, cut } = await read(question(at, { pages }))
    expect([content, cut]).toEqual([{ kind: 'entries', entries: [1] }, 'After 1 pages the server answered 429.'])
  })

  test('the token is not carried to another server, neither by a page nor by a redirect', async () => {
    const other = await serving((_request, response) => json(response, [2]))
    const linking = await serving((_request, response) => json(response, [1], { link: `<${other.at}/>; rel="next"` }))
    const { content, cut } = await read(question(linking.at, { pages: { by: 'link', path: undefined } }))
    expect([content, cut]).toEqual([{ kind: 'entries', entries: [1] }, 'After 1 pages it points to another server.'])
    const sending = await serving((_request, response) => response.writeHead(302, { location: other.at }).end())
    expect(await faultOf(question(sending.at))).toContain('it points to another server')
    expect(other.asked).toEqual([])
  })
})

test('a short wait is waited, a redirect on the same server is followed', async () => {
  let calls = 0
  const { at } = await serving((request, response) => {
    calls += 1
    if (request.url === '/') response.writeHead(307, { location: '/moved' }).end()
    else if (calls === 2) response.writeHead(503, { 'retry-after': '1' }).end()
    else json(response, [1])
  })
  expect(await read(question(`${at}/`))).toMatchObject({ content: { entries: [1] } })
})

describe('what is refused names the source and nothing else', () => {
  test.each([
    { url: 'http://example.com/', wanted: 'its address is not one that starts with https://' },
    { url: 'https://ana:canary@example.com/', wanted: 'its address is not one' },
    { url: 'file:///etc/passwd', wanted: 'its address is not one' },
    { url: 'http://127.0.0.1.example.com/', wanted: 'its address is not one' },
  ])('$url', async ({ url, wanted }) => expect(await faultOf(question(url))).toContain(`SRC-1: ${wanted}`))

  test.each(['Host', 'Transfer-Encoding', 'Proxy-Authorization', 'X Y', ''])('the header "%s"', async (name) => {
    const headers = [{ name, value: 'canary' }]
    expect(await faultOf(question('https://127.0.0.1/', { headers }))).toContain('a header cannot be')
  })

  test('a value with a line break', async () => {
    const headers = [{ name: 'X-Token', value: 'canary\r\nhost: evil' }]
    expect(await faultOf(question('https://127.0.0.1/', { headers }))).toContain('the header X-Token cannot be sent')
  })

  test.each([
    {
      name: 'an error',
      answer: (response: ServerResponse) => json(response, { token: 'canary' }, {}, 401),
      wanted: 'the server answered 401',
    },
    {
      name: 'no JSON',
      answer: (response: ServerResponse) => response.end('canary{'),
      wanted: 'the answer is not JSON',
    },
    {
      name: 'no list',
      answer: (response: ServerResponse) => json(response, { canary: 1 }),
      wanted: 'the answer is not a list',
    },
    {
      name: 'no UTF-8',
      answer: (response: ServerResponse) => response.end(Buffer.from([0xff, 0xfe])),
      wanted: 'not UTF-8',
    },
    {
      name: 'a broken connection',
      answer: (response: ServerResponse) => response.destroy(),
      wanted: 'the connection failed',
    },
    {
      name: 'a circle',
      answer: (response: ServerResponse) => response.writeHead(302, { location: '/' }).end(),
      wanted: 'it redirects in circles',
    },
  ])('$name', async ({ answer, wanted }) => {
    const { at } = await serving((_request, response) => answer(response))
    expect(await faultOf(question(at))).toContain(wanted)
  })

  test('an inherited member is no list', async () => {
    const { at } = await serving((_request, response) => json(response, {}))
    expect(await faultOf(question(at, { items: ['__proto__'] }))).toContain('no list at `__proto__`')
  })

  test('an answer without end', async () => {
    const { at } = await serving((_request, response) => {
      response.writeHead(200)
      response.write(' '.repeat(5000))
    })
    expect(await faultOf(question(at), { answerBytes: 4096 })).toContain('longer than 4096 bytes')
  })

  test('no answer in time', async () => {
    const { at } = await serving(() => undefined)
    expect(await faultOf(question(at), { requestTimeoutMs: 50 })).toContain('no answer in time')
  })
})
