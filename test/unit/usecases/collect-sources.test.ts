import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { emailSalt, hideEmails } from '../../../src/read/import/hide-emails.ts'
import { statusOfCollection } from '../../../src/usecases/collect-evidence.ts'
import { describeCollection } from '../../../src/usecases/describe-collection.ts'
import { collectingLog } from '../../support/collecting-log.ts'

const log = collectingLog(
  () => {
    throw new Error('no forge is asked')
  },
  () => '',
)
afterAll(() => log.sandbox.remove())

const servers: Server[] = []
/** What the server was asked for, with the header that has the token. */
const asked: string[] = []
beforeEach(async () => {
  asked.length = 0
  await log.begin('2026-03-01T00:00:00Z')
})
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

async function serving(answer: () => unknown, status = 200): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`)
    response.writeHead(status, { connection: 'close' }).end(JSON.stringify(answer()))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const sessions = (how: string, id = 'SRC-GATEWAY') => `apiVersion: countersign/v1
kind: EvidenceSource
id: ${id}
title: The gateway's own log
dataset: activity
system: gateway.example.com
format: json
fields:
  - {field: id, from: /id}
  - {field: at, from: /at}
  - {field: account, from: /who, optional: true}
  - {field: action, from: /what}
  - {field: resource, value: null}
  - {field: outcome, value: allowed}
  - {field: privileged, value: null}
${how}
`
const http = (url: string) =>
  `http: {url: "${url}/log?from={from}&to={to}", headers: [{name: Authorization, environment: GATEWAY_TOKEN}]}`
const command = (...argv: readonly string[]) => `command: {arguments: ${JSON.stringify(argv)}}`
const declare = (text: string, path = 'compliance/sources.yaml') => {
  log.sandbox.write(log.work(), path, text)
  return log.sandbox.commit(log.work(), 'declare')
}
const event = { id: 'e1', at: '2026-03-01T10:00:00Z', who: 'ana@example.com', what: 'app.deploy' }
const environment = { GATEWAY_TOKEN: 'canary-token' }

test('a declared address is read on from where the log ends', async () => {
  declare(sessions(http(await serving(() => [event]))))
  const first = await log.readSources('2026-03-02T00:00:00Z', 'all', environment)
  const second = await log.readSources('2026-03-04T00:00:00Z', ['SRC-GATEWAY'], environment)
  expect([statusOfCollection(first), statusOfCollection(second)]).toEqual([0, 0])
  expect(asked).toEqual([
    '/log?from=2026-03-01T00%3A00%3A00Z&to=2026-03-01T23%3A50%3A00Z canary-token',
    '/log?from=2026-03-01T23%3A50%3A00Z&to=2026-03-03T23%3A50%3A00Z canary-token',
  ])
  const [one, two] = await log.windows()
  expect([one?.result, two?.result, two?.data.from]).toEqual(['pass', 'pass', '2026-03-01T23:50:00Z'])
  expect(one?.data).toMatchObject({ method: 'http', system: 'gateway.example.com', count: 1 })
  // The server does not heed the stretch: the same event is not recorded again.
  expect(two?.data.count).toBe(0)
  expect(JSON.stringify([one, two])).not.toContain('canary')
})

test('an e-mail address is a pseudonym in what is kept', async () => {
  declare(sessions(http(await serving(() => [event]))))
  await log.readSources('2026-03-02T00:00:00Z', 'all', environment)
  const [window] = await log.windows()
  const [attached] = window?.attachments ?? []
  const digest = attached?.sha256 ?? ''
  const path = `attachments/sha256/${digest.slice(0, 2)}/${digest}`
  const items = log.sandbox.run(log.work(), 'cat-file', 'blob', `compliance-evidence:${path}`)
  expect(items).toMatch(/"account":"email-sha256:[0-9a-f]{64}"/)
  expect(items).toContain(hideEmails('ana@example.com', emailSalt('500')))
  expect(items).not.toContain('@')
})

test('what lies on another branch, or is not committed, is neither asked nor run', async () => {
  const at = await serving(() => [])
  log.sandbox.run(log.work(), 'checkout', '-q', '-b', 'pull-request')
  declare(`${sessions(http(at))}---\n${sessions(command('touch', 'owned'), 'SRC-OWNED')}`)
  log.sandbox.write(log.work(), 'compliance/more.yaml', sessions(http(at), 'SRC-MORE'))
  await expect(log.readSources('2026-03-02T00:00:00Z', 'all', environment)).rejects.toThrow(
    'declares nothing to collect',
  )
  for (const id of ['SRC-GATEWAY', 'SRC-OWNED', 'SRC-MORE'])
    await expect(log.readSources('2026-03-02T00:00:00Z', [id], environment)).rejects.toThrow(`declares no source ${id}`)
  expect(asked).toEqual([])
})

test('a command is not run where something else is checked out: its script could come from there', async () => {
  declare(sessions(command(process.execPath, '-e', `require('node:fs').writeFileSync('owned', '')`)))
  log.sandbox.run(log.work(), 'checkout', '-q', '-b', 'pull-request')
  declare('{}', 'other.yaml')
  await expect(log.readSources('2026-03-02T00:00:00Z', 'all')).rejects.toThrow('is not the tip of main')
  expect(existsSync(join(log.work(), 'owned'))).toBe(false)
})

test('a command gives items; without the variables it did not ask for', async () => {
  const script = `console.log(JSON.stringify([{ id: 'x', at: '2026-03-01T01:00:00Z', what: Object.keys(process.env).sort().join('+') }]))`
  declare(sessions(command(process.execPath, '-e', script)))
  const { datasets } = await log.readSources('2026-03-02T00:00:00Z', 'all', environment)
  expect(datasets).toEqual([{ dataset: 'activity', system: 'gateway.example.com', count: 1, unread: [] }])
  const [window] = await log.windows()
  expect(window?.data).toMatchObject({ method: 'command', source: `command ${process.execPath}` })
})

test('a source that is down is not determined, and keeps no other out', async () => {
  const down = sessions(http(await serving(() => ({}), 500)))
  const good = sessions(command(process.execPath, '-e', 'console.log("[]")'), 'SRC-OTHER').replace('gateway.', 'other.')
  declare(`${down}---\n${good}`)
  const collection = await log.readSources('2026-03-02T00:00:00Z', 'all', environment)
  expect(statusOfCollection(collection)).toBe(3)
  expect((await log.windows()).map(({ data, result }) => [data.system, data.complete, result])).toEqual([
    ['gateway.example.com', false, 'not-determined'],
    ['other.example.com', true, 'pass'],
  ])
  await log.readSources('2026-03-03T00:00:00Z', ['SRC-GATEWAY'], environment)
  expect((await log.windows()).at(-1)?.data.from).toBe('2026-03-01T00:00:00Z')
})

test('a source that is set wrong is named, and keeps no other out', async () => {
  declare(
    `${sessions(http('https://127.0.0.1'))}---\n${sessions(command(process.execPath, '-e', 'console.log("[]")'), 'SRC-OTHER').replace('gateway.', 'other.')}`,
  )
  const collection = await log.readSources('2026-03-02T00:00:00Z', 'all')
  expect([statusOfCollection(collection), collection.datasets.length]).toEqual([3, 1])
  expect(describeCollection(collection)).toContain('SRC-GATEWAY needs GATEWAY_TOKEN, which is not set')
})

test('a mistake in the program may hide a source, and is said', async () => {
  declare(sessions(command(process.execPath, '-e', 'console.log("[]")')))
  declare('apiVersion: countersign/v1\nkind: EvidenceSource\nid: SRC-BROKEN\n', 'compliance/broken.yaml')
  const collection = await log.readSources('2026-03-02T00:00:00Z', 'all')
  expect(statusOfCollection(collection)).toBe(3)
  expect(collection.missing[0]).toContain('so that a source may be missing: compliance/broken.yaml')
  expect(statusOfCollection(await log.readSources('2026-03-03T00:00:00Z', ['SRC-GATEWAY']))).toBe(0)
})

test('two sources of one dataset of one system would be taken for each other: the second is named and not read', async () => {
  const at = await serving(() => [])
  declare(`${sessions(http(at))}---\n${sessions(http(at), 'SRC-AGAIN')}`)
  const collection = await log.readSources('2026-03-02T00:00:00Z', 'all', environment)
  expect([statusOfCollection(collection), asked.length]).toEqual([3, 1])
  expect(collection.missing[0]).toContain('SRC-GATEWAY is not read: SRC-AGAIN gives activity of gateway.example.com')
})
