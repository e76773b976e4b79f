import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toDatasetItems } from '../../../../src/evidence/dataset-items.ts'
import { readItems } from '../../../../src/read/import/read-items.ts'
import { readProgram } from '../../../../src/read/read-program.ts'
import { checked } from '../../../support/byte-chunks.ts'

const root = join(import.meta.dirname, '../../../..')
const files = ['docs/sources/rack-gateway.yaml', 'policies/sources/SRC-LEAVERS.yaml']
const { model, problems } = readProgram(files.map((path) => ({ path, bytes: readFileSync(join(root, path)) })))

async function itemsOf(id: string, content: unknown) {
  const source = model.evidenceSources.get(id)?.value
  if (source === undefined) throw new Error(`no ${id}`)
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const { items, total } = await readItems(checked(text), source, 'salt')
  expect(toDatasetItems(source.dataset, items).count).toBe(items.length)
  return { items, total }
}

const at = '2026-03-02T10:15:30.123456789Z'
const by = { created_by_user_id: 1, created_by_email: 'ann@example.com', created_by_name: 'Ann' }

test('the examples are records', () => {
  expect(problems).toEqual([])
  expect(model.evidenceSources.size).toBe(5)
})

test('users of Rack Gateway', async () => {
  const user = {
    ...{ id: 2, email: 'bo@example.com', name: 'Bo', roles: ['ops', 'deployer'], created_at: at, updated_at: at },
    ...{ suspended: false, mfa_enrolled: true, preferred_mfa_method: 'webauthn', locked_at: at, ...by },
  }
  const { items } = await itemsOf('SRC-GATEWAY-USERS', [user, { ...user, roles: null, suspended: true }].slice(0, 1))
  expect(items.map(({ role, status, mfa }) => [role, status, mfa])).toEqual([
    ['ops', 'active', true],
    ['deployer', 'active', true],
  ])
  expect((await itemsOf('SRC-GATEWAY-USERS', [{ ...user, roles: [] }])).items).toMatchObject([{ role: 'none' }])
})

test('tokens of Rack Gateway', async () => {
  const token = {
    ...{ id: 3, public_id: '6f2c', name: 'ci', user_id: 2, permissions: ['convox:deploy:*'], created_at: at, ...by },
    ...{ expires_at: null, last_used_at: at },
  }
  const { items } = await itemsOf('SRC-GATEWAY-TOKENS', [token])
  expect(items).toMatchObject([{ id: '6f2c', account: '2', expiresAt: null, lastUsedAt: '2026-03-02T10:15:30Z' }])
})

test('what was done at Rack Gateway', async () => {
  const log = {
    ...{ id: 9, first_seen: at, last_seen: at, user_email: 'bo@example.com', user_name: 'Bo', api_token_id: null },
    ...{ action_type: 'convox', action: 'app.restart', resource: 'shop', status: 'denied', rbac_decision: 'deny' },
    ...{ details: '{"x": 1}', ip_address: '10.0.0.1', http_status: 403, response_time_ms: 3, event_count: 1 },
    ...{ first_hash: [1, 2], last_hash: [1, 2], first_event_id: 9, last_event_id: 9, user_agent: 'curl' },
  }
  const { items, total } = await itemsOf('SRC-GATEWAY-ACTIVITY', { logs: [log], total: 812, page: 1, limit: 100 })
  expect(total).toBe(812)
  expect(items).toMatchObject([{ id: '9', action: 'app.restart', resource: 'shop', outcome: 'denied' }])
  expect(JSON.stringify(items)).not.toMatch(/example|Bo|curl|10\.0/)
})

test('sessions of Rack Gateway', async () => {
  const text = `id,email,created_at,last_seen_at,expires_at,revoked
4,bo@example.com,2026-03-02 10:15:30.5+00,2026-03-02 10:20:00+00,2026-03-02 22:15:30+00,f
5,bo@example.com,2026-03-02 12:15:30+02:00,,,t
`
  const { items } = await itemsOf('SRC-GATEWAY-SESSIONS', text)
  expect(items).toMatchObject([
    { id: '4', startedAt: '2026-03-02T10:15:30Z', endsAt: '2026-03-02T22:15:30Z', status: 'unknown' },
    { id: '5', startedAt: '2026-03-02T10:15:30Z', endsAt: null, status: 'revoked' },
  ])
})

test('leavers', async () => {
  const { items } = await itemsOf(
    'SRC-LEAVERS',
    'Employee id,Name,Department,Last day,Accounts\n17,Ann,Sales,2026-02-28,ann\n',
  )
  expect(items).toEqual([{ person: '17', lastDay: '2026-02-28', accounts: ['ann'] }])
})
