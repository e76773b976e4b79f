import { people } from './demo-people.ts'
import { dayAfter, type Edit, type Step } from './demo-steps.ts'

/** The gateway through which the people of the demo reach production. It does not exist. */
const system = 'gateway.example.invalid'

/** What its answers mean: reviewed and merged like everything else. */
export const gatewaySources: Edit = {
  path: 'compliance/sources/gateway.yaml',
  text: [
    '# yaml-language-server: $schema=../.schemas/v1/evidence-source.json',
    ...source('USERS', 'Accounts of the gateway', 'access-list', '/users', [
      'field: account, from: /login',
      'field: role, from: /role',
      'field: scope, value: null',
      'field: kind, from: /type',
      'field: status, from: /state',
      'field: privileged, from: /admin',
      'field: mfa, from: /secondFactor, optional: true',
      'field: createdAt, from: /createdAt',
      'field: lastUsedAt, from: /lastSeenAt, optional: true',
    ]),
    '---',
    ...source('TOKENS', 'API tokens of the gateway', 'tokens', '/tokens', [
      'field: id, from: /id',
      'field: name, from: /name',
      'field: account, from: /login',
      'field: role, from: /role',
      'field: kind, value: api-token',
      'field: createdAt, from: /createdAt',
      'field: lastUsedAt, from: /lastSeenAt, optional: true',
      'field: expiresAt, from: /expiresAt, optional: true',
      'field: status, from: /state',
    ]),
    '---',
    ...source('SESSIONS', 'Sessions of the gateway', 'sessions', '/sessions', [
      'field: id, from: /id',
      'field: account, from: /login',
      'field: startedAt, from: /startedAt',
      'field: lastUsedAt, from: /lastSeenAt, optional: true',
      'field: endsAt, from: /endsAt, optional: true',
      'field: status, from: /state',
    ]),
    '---',
    ...source('AUDIT', 'Audit log of the gateway', 'activity', '/logs', [
      'field: id, from: /id',
      'field: at, from: /at',
      'field: account, from: /login',
      'field: action, from: /action',
      'field: resource, from: /resource, optional: true',
      'field: outcome, from: /status, values: [{is: success, means: allowed}, {is: denied, means: denied}, {is: error, means: failed}]',
      'field: privileged, from: /admin',
    ]),
    '',
  ].join('\n'),
}

function source(
  name: string,
  title: string,
  dataset: string,
  items: string,
  fields: readonly string[],
): readonly string[] {
  return [
    'apiVersion: countersign/v1',
    'kind: EvidenceSource',
    `id: SRC-GATEWAY-${name}`,
    `title: ${title}`,
    `owner: ${people.dee.id}`,
    `dataset: ${dataset}`,
    `system: ${system}`,
    'format: json',
    `items: ${items}`,
    'total: /total',
    'fields:',
    ...fields.map((field) => `  - {${field}}`),
  ]
}

const { ana, ben, dee, fay, cy } = people
const counted = (name: string, items: readonly object[]) =>
  JSON.stringify({ [name]: items, total: items.length }, null, 2)

const accounts = [
  { who: ana.login, role: 'admin', admin: true, lastSeenAt: '2026-08-29T08:12:00Z' },
  { who: dee.login, role: 'deployer', admin: false, lastSeenAt: '2026-08-28T14:02:11Z' },
  { who: ben.login, role: 'viewer', admin: false, lastSeenAt: '2026-08-21T09:40:03Z' },
  { who: cy.login, role: 'viewer', admin: false, lastSeenAt: '2026-08-27T16:20:45Z' },
  { who: fay.login, role: 'ops', admin: false, lastSeenAt: '2026-06-18T21:31:00Z' },
  { who: 'pipeline', role: 'deployer', admin: false, lastSeenAt: '2026-08-28T14:05:00Z' },
]

/** The accounts as they are listed on a day: the last use is never later than that. */
const usersOn = (day: string) =>
  accounts.map(({ who, lastSeenAt, ...rest }) => ({
    login: who,
    ...rest,
    lastSeenAt: lastSeenAt < day ? lastSeenAt : `${dayAfter(day, -1)}T12:00:00Z`,
    type: who === 'pipeline' ? 'service' : 'person',
    state: 'active',
    secondFactor: who === 'pipeline' ? null : true,
    createdAt: '2025-09-01T09:00:00Z',
  }))

const tokens = [
  {
    id: 't-1',
    name: 'deploy pipeline',
    login: 'pipeline',
    role: 'deployer',
    createdAt: '2026-06-01T08:00:00Z',
    lastSeenAt: '2026-08-28T14:05:00Z',
    expiresAt: '2026-11-30T00:00:00Z',
    state: 'active',
  },
  {
    id: 't-2',
    name: 'old dashboard',
    login: dee.login,
    role: 'viewer',
    createdAt: '2025-10-01T08:00:00Z',
    lastSeenAt: '2026-01-12T10:00:00Z',
    expiresAt: null,
    state: 'active',
  },
]

const sessions = [
  {
    id: 's-901',
    login: ana.login,
    startedAt: '2026-08-30T05:40:00Z',
    lastSeenAt: '2026-08-30T05:58:00Z',
    endsAt: '2026-08-30T13:40:00Z',
    state: 'active',
  },
  {
    id: 's-899',
    login: dee.login,
    startedAt: '2026-08-28T14:00:00Z',
    lastSeenAt: '2026-08-28T14:20:00Z',
    endsAt: '2026-08-28T22:00:00Z',
    state: 'ended',
  },
]

const event = (id: number, at: string, login: string, action: string, status = 'success', admin = false) => ({
  id: String(id),
  at,
  login,
  action,
  resource: action.startsWith('user.') ? null : 'shop',
  status,
  admin,
})

const events = [
  event(1, '2026-06-05T10:01:00Z', dee.login, 'app.deploy'),
  event(2, '2026-06-18T21:31:00Z', fay.login, 'app.logs'),
  event(3, '2026-06-18T21:36:00Z', cy.login, 'app.exec', 'denied'),
  event(4, '2026-06-19T08:05:00Z', ana.login, 'user.role.change', 'success', true),
  event(5, '2026-07-03T15:20:00Z', dee.login, 'app.deploy'),
  event(6, '2026-07-20T09:00:00Z', ana.login, 'user.token.revoke', 'success', true),
  event(7, '2026-07-21T11:42:00Z', ben.login, 'app.restart', 'denied'),
  event(8, '2026-08-05T10:11:00Z', 'pipeline', 'app.deploy', 'error'),
  event(9, '2026-08-05T10:19:00Z', 'pipeline', 'app.deploy'),
  event(10, '2026-08-28T14:05:00Z', 'pipeline', 'app.deploy'),
]

const until = '2026-08-31T00:00:00Z'
const months = [
  ['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'],
  ['2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
  ['2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z'],
  ['2026-08-01T00:00:00Z', until],
] as const

const state = (name: string, list: string, items: readonly object[], at = '2026-08-30T06:00:00Z'): Step => ({
  kind: 'import',
  source: `SRC-GATEWAY-${name}`,
  file: at > '2026-08' ? `gateway-${list}.json` : `gateway-${list}-${at.slice(0, 7)}.json`,
  text: counted(list, items),
  query: `GET /api/v1/${list}`,
  at,
})

/** What is read of the gateway in the last months: its log each month, and who may do what at the end. */
export const gatewayImports: readonly Step[] = [
  ...months.map(
    ([from, to]): Step => ({
      kind: 'import',
      source: 'SRC-GATEWAY-AUDIT',
      file: `gateway-audit-${from.slice(0, 7)}.json`,
      text: counted(
        'logs',
        events.filter(({ at }) => at >= from && at < to),
      ),
      query: `GET /api/v1/audit-logs?range=custom&start=${from}&end=${to}`,
      covers: { from, to },
      at: to === until ? '2026-08-31T05:00:00Z' : to.replace('T00', 'T05'),
    }),
  ),
  // The lists that the access reviews of the quarters were made on.
  ...['2025-11-17', '2026-03-16', '2026-06-15'].map((day) => state('USERS', 'users', usersOn(day), `${day}T09:00:00Z`)),
  state('USERS', 'users', usersOn('2026-08-30')),
  state('TOKENS', 'tokens', tokens),
  state('SESSIONS', 'sessions', sessions),
]
