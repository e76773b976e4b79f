import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeSourceReader } from '../../../src/adapters/node-source-reader.ts'
import { type HttpSourceLimits, httpSourceLimits } from '../../../src/adapters/sources/http-source.ts'
import type { EvidenceSource } from '../../../src/model/records.ts'
import { readSource, type SourceItems } from '../../../src/usecases/read-source.ts'

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

type Http = NonNullable<EvidenceSource['http']>

const source = (http: Http, more: Partial<EvidenceSource> = {}): EvidenceSource => ({
  ...{ apiVersion: 'countersign/v1', kind: 'EvidenceSource', id: 'SRC-1', title: 'Teams' },
  ...{ dataset: 'teams', system: 'example.com', format: 'json' },
  fields: [
    { field: 'team', value: 'core' },
    { field: 'parent', value: null },
    { field: 'account', from: '/a' },
    { field: 'role', value: 'member' },
  ],
  http: { headers: [{ name: 'Authorization', environment: 'TOKEN', prefix: 'Bearer ' }], ...http },
  ...more,
})
const stretch = { fromMs: Date.parse('2026-03-01T00:00:00Z'), toMs: Date.parse('2026-03-02T00:00:00Z') }
const environment = { TOKEN: 'canary-token', BROKEN: 'canary\r\nhost: evil', COUNTERSIGN_LOG_KEY: 'canary-key' }
const read = (wanted: EvidenceSource, limits: Partial<HttpSourceLimits> = {}) =>
  readSource(
    wanted,
    stretch,
    'salt',
    nodeSourceReader(
      { cwd: import.meta.dirname, environment, signal: new AbortController().signal },
      { pause: () => Promise.resolve(), limits: { ...httpSourceLimits, secondMs: 1, ...limits } },
    ),
  )
const accountsOf = ({ items }: SourceItems) => items.map((item) => (item as { account: string }).account)
/** Why nothing came: as the account of the reading has it, or as it was refused. */
async function faultOf(wanted: EvidenceSource, limits: Partial<HttpSourceLimits> = {}): Promise<string> {
  const found = await read(wanted, limits).catch((caught: unknown) => caught)
  const said = found instanceof Error ? `${found.message} ${String(found.cause ?? '')}` : JSON.stringify(found)
  expect(said).not.toContain('canary')
  if (found instanceof Error) return found.message
  const { items, part } = found as SourceItems
  expect(items).toEqual([])
  return part.unread ?? 'nothing is wrong'
}
const row = (account: number | string) => ({ a: String(account) })

test('asks by GET with the headers, for the stretch of time, and makes items', async () => {
  const { at, asked } = await serving((_request, response) => json(response, { data: { users: [row('ana')] }, all: 1 }))
  const wanted = source({ url: `${at}/users?from={from}&to={to}` }, { items: '/data/users', total: '/all' })
  expect(await read(wanted)).toEqual({
    items: [{ team: 'core', parent: null, account: 'ana', role: 'member' }],
    part: {
      ...{ part: 'items', source: `GET ${at}/users`, pages: 1, count: 1, total: 1, unread: undefined },
      query: 'from=2026-03-01T00%3A00%3A00Z&to=2026-03-02T00%3A00%3A00Z',
    },
  })
  expect(asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
    ['GET', '/users?from=2026-03-01T00%3A00%3A00Z&to=2026-03-02T00%3A00%3A00Z', 'Bearer canary-token'],
  ])
})

test('tables are read, too', async () => {
  const { at } = await serving((_request, response) => response.end('a\nana\nben\n'))
  const fields = source({ url: at }).fields.map((field) => ('from' in field ? { ...field, from: 'a' } : field))
  expect(accountsOf(await read(source({ url: at }, { format: 'csv', fields })))).toEqual(['ana', 'ben'])
})

test('fewer than the source says is not all', async () => {
  const { at } = await serving((_request, response) => json(response, { users: [row('ana')], all: 2 }))
  const { part } = await read(source({ url: at }, { items: '/users', total: '/all' }))
  expect(part.unread).toBe('It says that there are 2 and gave 1.')
})

describe('pages', () => {
  const cases: readonly {
    name: string
    http: (at: string) => Http
    answer: (page: number, at: string) => { body: unknown; headers?: Record<string, string> }
    items?: string
  }[] = [
    {
      name: 'a Link header',
      http: (at) => ({ url: `${at}/`, pages: 'link' }),
      answer: (page, at) => ({
        body: [row(page)],
        headers: page < 3 ? { link: `<${at}/?page=${page + 1}>; rel="next"` } : {},
      }),
    },
    {
      name: 'an address in the answer',
      http: (at) => ({ url: `${at}/`, pages: 'link', next: '/links/next' }),
      answer: (page) => ({ body: { items: [row(page)], links: { next: page < 3 ? `/?page=${page + 1}` : null } } }),
      items: '/items',
    },
    {
      name: 'a cursor',
      http: (at) => ({ url: `${at}/?page={cursor}&to={to}`, pages: 'cursor', next: '/next' }),
      answer: (page) => ({ body: { items: [row(page)], next: page < 3 ? page + 1 : '' } }),
      items: '/items',
    },
    {
      name: 'a number',
      http: (at) => ({ url: `${at}/?page={page}`, pages: 'page' }),
      answer: (page) => ({ body: page < 4 ? [row(page)] : [] }),
    },
  ]
  test.each(cases)('by $name', async ({ http, answer, items }) => {
    const { at, asked } = await serving((request, response, origin) => {
      const page = Number(new URL(request.url ?? '', origin).searchParams.get('page') ?? 1)
      const { body, headers } = answer(page, origin)
      json(response, body, headers)
    })
    const reading = await read(source(http(at), items === undefined ? {} : { items }))
    expect(accountsOf(reading)).toEqual(['1', '2', '3'])
    expect(reading.part).toMatchObject({ count: 3, unread: undefined })
    expect(asked.every(({ headers }) => headers.authorization === 'Bearer canary-token')).toBe(true)
  })

  test('a list that does not end says that it is cut', async () => {
    const { at } = await serving((_request, response) => json(response, [row(1)]))
    const { part } = await read(source({ url: `${at}/?page={page}`, pages: 'page', mostPages: 3 }))
    expect(part).toMatchObject({ pages: 3, count: 3, unread: 'The list has more than 3 pages.' })
  })

  test('pages that go in circles say so', async () => {
    const { at } = await serving((_request, response) => json(response, { items: [row(1)], next: 'x' }))
    const http: Http = { url: `${at}/?cursor={cursor}`, pages: 'cursor', next: '/next' }
    const { part } = await read(source(http, { items: '/items' }))
    expect(part.unread).toBe('The pages of the list go in circles.')
  })

  test('a limit in the middle leaves what was read, and says where it ended', async () => {
    const { at } = await serving((request, response) =>
      request.url?.includes('page=2') === true
        ? json(response, {}, { 'retry-after': '900' }, 429)
        : json(response, [row(1)]),
    )
    const reading = await read(source({ url: `${at}/?page={page}`, pages: 'page' }))
    expect(accountsOf(reading)).toEqual(['1'])
    expect(reading.part.unread).toBe('After 1 pages: the server answered 429.')
  })

  test('the token is not carried to another server, neither by a page nor by a redirect', async () => {
    const other = await serving((_request, response) => json(response, [row(2)]))
    const linking = await serving((_request, response) =>
      json(response, [row(1)], { link: `<${other.at}/>; rel="next"` }),
    )
    const reading = await read(source({ url: linking.at, pages: 'link' }))
    expect(accountsOf(reading)).toEqual(['1'])
    expect(reading.part.unread).toBe('After 1 pages: it points to another server.')
    const sending = await serving((_request, response) => response.writeHead(302, { location: other.at }).end())
    expect(await faultOf(source({ url: sending.at }))).toContain('it points to another server')
    expect(other.asked).toEqual([])
  })
})

test('a short wait is waited, a redirect on the same server is followed', async () => {
  let calls = 0
  const { at } = await serving((request, response) => {
    calls += 1
    if (request.url === '/') response.writeHead(307, { location: '/moved' }).end()
    else if (calls === 2) response.writeHead(503, { 'retry-after': '1' }).end()
    else json(response, [row(1)])
  })
  expect(accountsOf(await read(source({ url: `${at}/` })))).toEqual(['1'])
})

describe('what is refused names the source and nothing else', () => {
  test.each([
    { url: 'http://example.com/', wanted: 'its address is not one that starts with https://' },
    { url: 'https://ana:canary@example.com/', wanted: 'its address is not one' },
    { url: 'file:///etc/passwd', wanted: 'its address is not one' },
    { url: 'http://127.0.0.1.example.com/', wanted: 'its address is not one' },
  ])('$url', async ({ url, wanted }) => expect(await faultOf(source({ url }))).toContain(`SRC-1: ${wanted}`))

  test.each(['Host', 'Transfer-Encoding', 'Proxy-Authorization', 'X Y', ''])('the header "%s"', async (name) => {
    const headers = [{ name, environment: 'TOKEN' }]
    expect(await faultOf(source({ url: 'https://127.0.0.1/', headers }))).toContain('a header cannot be')
  })

  test.each([
    { environment: 'BROKEN', wanted: 'SRC-1: BROKEN cannot be sent as a header' },
    { environment: 'ABSENT', wanted: 'SRC-1 needs ABSENT, which is not set' },
    { environment: 'COUNTERSIGN_LOG_KEY', wanted: 'SRC-1 may not have COUNTERSIGN_LOG_KEY' },
  ])('the variable $environment', async ({ environment: variable, wanted }) => {
    const headers = [{ name: 'X-Token', environment: variable }]
    expect(await faultOf(source({ url: 'https://127.0.0.1/', headers }))).toContain(wanted)
  })

  test.each([
    {
      name: 'an error',
      answer: (response: ServerResponse) => json(response, { token: 'canary' }, {}, 401),
      wanted: 'It gave nothing: the server answered 401.',
    },
    {
      name: 'no content',
      answer: (response: ServerResponse) => response.writeHead(204).end(),
      wanted: 'It gave nothing: the server answered 204.',
    },
    { name: 'no JSON', answer: (response: ServerResponse) => response.end('canary{'), wanted: 'is not as declared' },
    {
      name: 'no list',
      answer: (response: ServerResponse) => json(response, { canary: 1 }),
      wanted: 'is not as declared',
    },
    {
      name: 'no UTF-8',
      answer: (response: ServerResponse) => response.end(Buffer.from([0xff, 0xfe])),
      wanted: 'What SRC-1 gave is not as declared',
    },
    {
      name: 'another value',
      answer: (response: ServerResponse) => json(response, [{ a: 'Ana canary' }]),
      wanted: 'This is no account',
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
    expect(await faultOf(source({ url: at }))).toContain(wanted)
  })

  test('an answer without end', async () => {
    const { at } = await serving((_request, response) => {
      response.writeHead(200)
      response.write(' '.repeat(5000))
    })
    expect(await faultOf(source({ url: at }), { answerBytes: 4096 })).toContain('longer than 4096 bytes')
  })

  test('no answer in time', async () => {
    const { at } = await serving(() => undefined)
    expect(await faultOf(source({ url: at }), { requestTimeoutMs: 50 })).toContain('no answer in time')
  })

  test('an address and a command, or neither', async () => {
    const { http: _http, ...none } = source({ url: 'https://127.0.0.1/' })
    expect(await faultOf(none)).toContain('SRC-1 says neither `http` nor `command`')
    const both = source({ url: 'https://127.0.0.1/' }, { command: { arguments: ['true'] } })
    expect(await faultOf(both)).toContain('SRC-1 says both `http` and `command`')
  })
})

test('a command gets the stretch of time as it is', async () => {
  const script = 'console.log(JSON.stringify([{ a: process.argv[1] }]))'
  const { http: _http, ...rest } = source({ url: 'https://127.0.0.1/' })
  const { items, part } = await read({ ...rest, command: { arguments: [process.execPath, '-e', script, '{from}'] } })
  expect(accountsOf({ items, part })).toEqual(['2026-03-01T00:00:00Z'])
  expect(part).toMatchObject({ source: `command ${process.execPath}`, pages: 1, unread: undefined })
})
