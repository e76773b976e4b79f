import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { octokitCollector } from '../../../src/adapters/octokit-collector.ts'
import { toDatasetItems } from '../../../src/evidence/dataset-items.ts'
import type { Collected, ForgeDataset } from '../../../src/ports/collector.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account } from '../../support/github/world.ts'

let github: FakeGitHub
let shop: RepoHandle
let ana: Account
let ben: Account
let acme: Account

async function stage(api?: 'ghes-3.19'): Promise<void> {
  github = await startGitHub(api === undefined ? {} : { api })
  ana = github.user('ana')
  ben = github.user('ben')
  const guest = github.user('gil')
  const robot = github.bot('deployer')
  acme = github.org('acme', { admins: [ana], members: [ben] })
  const core = github.team('acme/core', { members: [ben] })
  github.team('acme/payments', { members: [ben], parent: core })
  shop = await github.repo('acme/shop', { private: true })
  await shop.commit('main', { files: { 'a.txt': 'a' }, author: ana })
  shop.grant(guest, 'write')
  shop.grant(robot, 'maintain')
  shop.grant(core, 'write')
  github.world.inventory.without2fa.add(ben.id)
}
beforeEach(() => stage())
afterEach(async () => {
  expectContractKept(github)
  await github.close()
})

const nowMs = Date.parse('2026-03-10T12:00:00Z')
const app = () =>
  github.appToken('reader', {
    administration: 'read',
    members: 'read',
    organization_administration: 'read',
    organization_personal_access_tokens: 'read',
    organization_secrets: 'read',
    secrets: 'read',
    environments: 'read',
    actions: 'read',
    actions_variables: 'read',
    vulnerability_alerts: 'read',
    security_events: 'read',
    secret_scanning_alerts: 'read',
    contents: 'read',
  })

async function collect(
  dataset: ForgeDataset,
  { token = app(), resumeAtMs = nowMs - 86_400_000, limits = {} } = {},
): Promise<readonly Collected[]> {
  const collected = await octokitCollector({
    baseUrl: `${github.url}/api/v3`,
    host: 'github.com',
    token,
    userAgent: 'countersign-test',
    limits: { secondMs: 1, ...limits },
  }).collect({
    repository: { owner: 'Acme', name: 'Shop' },
    dataset,
    branches: ['main'],
    nowMs,
    resumeAt: () => resumeAtMs,
  })
  // What comes fits the closed lists of fields, and holds nothing that must stay behind.
  for (const { items } of collected) toDatasetItems(dataset, items)
  expect(JSON.stringify(collected)).not.toContain('canary')
  return collected
}
const itemsOf = (collected: readonly Collected[], system: string) =>
  collected.find((one) => one.system === system)?.items ?? []
const unreadOf = (collected: readonly Collected[]) =>
  collected.flatMap(({ parts }) => parts.filter(({ unread }) => unread !== undefined).map(({ part }) => part))

describe('access', () => {
  test('members with role and second factor, guests, and what everybody may do in the repository', async () => {
    const collected = await collect('access-list')
    const short = (item: unknown) => {
      const { account, role, kind, privileged, mfa } = item as Record<string, unknown>
      return [account, role, kind, privileged, mfa]
    }
    expect(itemsOf(collected, 'github.com/acme').map(short)).toEqual([
      ['ana', 'owner', 'person', true, true],
      ['ben', 'member', 'person', false, false],
      ['gil', 'outside collaborator', 'guest', false, true],
      ['deployer[bot]', 'outside collaborator', 'service', false, true],
    ])
    expect(itemsOf(collected, 'github.com/acme/shop').map(short)).toEqual([
      ['ana', 'admin', 'person', true, true],
      ['ben', 'write', 'person', false, false],
      ['gil', 'write', 'guest', false, true],
      ['deployer[bot]', 'maintain', 'service', false, true],
    ])
    expect(unreadOf(collected)).toEqual([])
    expect(collected[0]?.parts.find(({ part }) => part === 'owners')).toEqual({
      part: 'owners',
      source: 'GET /orgs/{org}/members',
      query: 'org=acme role=admin',
      pages: 1,
      count: 1,
      total: null,
      unread: undefined,
    })
  })

  test('somebody invited by e-mail is a number, never an address', async () => {
    github.list('orgs/list-pending-invitations', 'acme', [
      {
        ...{
          id: 77,
          login: null,
          email: 'canary@example.com',
          role: 'direct_member',
          created_at: '2026-03-01T00:00:00Z',
        },
        ...{ team_count: 0, node_id: 'x', invitation_teams_url: '' },
        inviter: (await import('../../support/github/view-people.ts')).userView(github.world, ana),
      },
    ])
    expect(itemsOf(await collect('access-list'), 'github.com/acme')).toContainEqual(
      expect.objectContaining({ account: 'invitation:77', status: 'invited', role: 'member' }),
    )
  })

  test('without the list of those who lack it, a second factor is not known', async () => {
    const collected = await collect('access-list', { token: github.tokenOf(ben) })
    expect(itemsOf(collected, 'github.com/acme').map((item) => (item as { mfa: unknown }).mfa)).toEqual([null, null])
    expect(unreadOf(collected)).toEqual([
      'invitations',
      'members without a second factor',
      'outside collaborators',
      'outside collaborators without a second factor',
    ])
  })

  test('a person who owns the repository has no organisation', async () => {
    github.user('owner')
    const own = await github.repo('owner/tools', {})
    await own.commit('main', { files: { 'a.txt': 'a' }, author: ana })
    const collected = await octokitCollector({
      ...{ baseUrl: github.url, host: 'github.com', token: app(), userAgent: 'test' },
    }).collect({
      ...{ repository: { owner: 'owner', name: 'tools' }, dataset: 'access-list', branches: [], nowMs },
      resumeAt: () => 0,
    })
    expect(collected.map(({ system }) => system)).toEqual(['github.com/owner/tools'])
  })
})

test('teams with their members, those of child teams too', async () => {
  const collected = await collect('teams')
  expect(itemsOf(collected, 'github.com/acme')).toEqual([
    { team: 'core', parent: null, account: 'ben', role: 'member' },
    { team: 'payments', parent: 'core', account: 'ben', role: 'member' },
  ])
  expect(collected[0]?.parts.map(({ part, query, pages }) => [part, query, pages])).toEqual([
    ['maintainers of teams', 'org=acme role=maintainer', 2],
    ['members of teams', 'org=acme role=member', 2],
    ['teams', 'org=acme', 1],
  ])
})

describe('tokens', () => {
  test('keys, Apps, fine-grained tokens and names of secrets, never what they hold', async () => {
    const { views } = github
    github.list('repos/list-deploy-keys', 'acme/shop', [
      views.deployKey('CI\u0007', { read_only: false, last_used: '2026-03-01T10:00:00Z' }),
    ])
    github.list('orgs/list-app-installations', 'acme', [views.installation('deploy-bot', acme)])
    github.list('orgs/list-pat-grants', 'acme', [views.tokenGrant('nightly', ben, { token_expired: true })])
    github.list('actions/list-org-secrets', 'acme', [views.orgSecret('NPM_TOKEN')])
    shop.state.secrets.push('DEPLOY_TOKEN')
    shop.state.sharedSecrets.push('NPM_TOKEN')
    shop.environment('prod/eu 1').secrets.push('LOG_KEY')
    const collected = await collect('tokens')
    const short = (item: unknown) => {
      const { id, name, role, kind, status } = item as Record<string, unknown>
      return [kind, kind === 'secret' ? id : name, role, status]
    }
    expect(itemsOf(collected, 'github.com/acme').map(short)).toEqual([
      ['app', 'deploy-bot', 'contents:write, metadata:read', 'active'],
      ['api-token', 'nightly', 'contents:write, members:read, metadata:read', 'expired'],
      ['secret', 'organisation/NPM_TOKEN', 'organisation', 'active'],
    ])
    expect(itemsOf(collected, 'github.com/acme/shop').map(short)).toEqual([
      ['deploy-key', 'CI', 'write', 'active'],
      ['secret', 'repository/DEPLOY_TOKEN', 'repository', 'active'],
      ['secret', 'shared/NPM_TOKEN', 'shared', 'active'],
      ['secret', 'environment/prod/eu%201/LOG_KEY', 'environment/prod/eu 1', 'active'],
    ])
  })

  test('what a workflow may not read is named, with what would help', async () => {
    const token = github.token({ permissions: { contents: 'read', actions: 'read' } })
    const collected = await collect('tokens', { token })
    expect(unreadOf(collected)).toEqual([
      'fine-grained tokens',
      'installed Apps',
      'secrets',
      'deploy keys',
      'secrets',
      'secrets shared by the organisation',
    ])
    expect(collected[0]?.parts[0]?.unread).toBe(
      'The forge refused to list the fine-grained tokens with access to the organisation (acme) (HTTP 403). The token needs `organization-personal-access-tokens: read`, which only the token of a GitHub App or a person can have.',
    )
  })
})

test('settings: branches, rulesets, environments, Actions, names of variables, rights of teams', async () => {
  const rules = shop.ruleset('main', {
    rules: [
      { type: 'deletion' },
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 2,
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
          require_last_push_approval: true,
          required_review_thread_resolution: false,
          allowed_merge_methods: ['squash', 'merge'],
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'gate', integration_id: 5 }, { context: 'build' }],
          strict_required_status_checks_policy: true,
        },
      },
    ],
    bypass: [{ actor_id: null, actor_type: 'DeployKey' }],
  })
  const production = shop.environment('production', [ana], true)
  production.branches = [{ name: 'main', type: 'branch' }]
  shop.state.settings.allowedActions = 'selected'
  github.world.inventory.org.set(acme.id, { two_factor_requirement_enabled: true, billing_email: 'canary@example.com' })
  github.list('actions/list-repo-variables', 'acme/shop', [github.views.variable('REGION')])
  github.list('actions/list-org-variables', 'acme', [{ ...github.views.variable('TIER'), visibility: 'all' }])
  github.list('actions/list-environment-variables', 'acme/shop/production', [github.views.variable('URL')])
  const token = github.appToken('owner', {
    administration: 'write',
    members: 'read',
    organization_administration: 'read',
    environments: 'read',
    actions: 'read',
    actions_variables: 'read',
    contents: 'read',
  })
  const collected = await collect('settings', { token })
  expect(unreadOf(collected)).toEqual([])
  const lines = (system: string) =>
    itemsOf(collected, system).map((item) => {
      const { part, name, value } = item as Record<string, string | null>
      return `${part} ${name}: ${value}`
    })
  expect(lines('github.com/acme')).toEqual([
    'organisation two_factor_requirement_enabled: true',
    'organisation variable TIER: set',
  ])
  const ours = lines('github.com/acme/shop')
  expect(ours).toEqual(
    expect.arrayContaining([
      'actions allowed_actions: selected',
      'actions patterns_allowed: acme/*',
      'actions default_workflow_permissions: read',
      'repository private: true',
      'repository variable REGION: set',
      `branch/main/ruleset/${rules.id} pull_request: on`,
      `branch/main/ruleset/${rules.id} pull_request.required_approving_review_count: 2`,
      `branch/main/ruleset/${rules.id} pull_request.allowed_merge_methods: merge, squash`,
      `branch/main/ruleset/${rules.id} required_status_checks.checks: build, gate (App 5)`,
      'branch/main/protection protection: none',
      `ruleset/${rules.id} bypass: DeployKey (always)`,
      `ruleset/${rules.id} include: ~DEFAULT_BRANCH`,
      'environment/production reviewers: ana',
      'environment/production prevent_self_review: true',
      'environment/production branch policy: named branches',
      'environment/production branches: main',
      'environment/production variable URL: set',
      'team/core permission: push',
    ]),
  )
})

describe('settings that are not told', () => {
  test('a branch protection that may not be read is unread, and not "none"', async () => {
    const token = github.token({ permissions: { contents: 'read', actions: 'read' } })
    const collected = await collect('settings', { token })
    expect(unreadOf(collected)).toContain('protection of branches')
    expect(JSON.stringify(collected)).not.toContain('"protection","value":"none"')
    expect(JSON.stringify(collected)).not.toContain('two_factor_requirement_enabled')
  })

  test('a branch protection is told switch by switch', async () => {
    await shop.protect('main', { approvals: 2, contexts: ['gate'], app: 5, forcePushes: false })
    const items = itemsOf(await collect('settings'), 'github.com/acme/shop')
    expect(items).toContainEqual({
      part: 'branch/main/protection',
      name: 'required_approving_review_count',
      value: '2',
    })
    expect(items).toContainEqual({ part: 'branch/main/protection', name: 'allow_force_pushes', value: 'false' })
    expect(items).toContainEqual({ part: 'branch/main/protection', name: 'checks', value: 'gate (App 5)' })
  })
})

describe('findings', () => {
  test('alerts open and closed, without the secrets', async () => {
    const { views } = github
    github.list('dependabot/list-alerts-for-repo', 'acme/shop', [
      views.dependabotAlert(1, 'critical'),
      views.dependabotAlert(2, 'low', { state: 'fixed', fixed_at: '2026-02-01T00:00:00Z' }),
    ])
    github.list('code-scanning/list-alerts-for-repo', 'acme/shop', [views.codeAlert(3, 'high')])
    github.list('secret-scanning/list-alerts-for-repo', 'acme/shop', [
      views.secretAlert(4),
      views.secretAlert(5, { state: 'resolved', resolution: 'wont_fix', resolved_at: '2026-02-01T00:00:00Z' }),
      views.secretAlert(6, { state: 'resolved', resolution: 'revoked', resolved_at: '2026-02-01T00:00:00Z' }),
    ])
    const collected = await collect('findings')
    const short = (item: unknown) => {
      const { check, resource, severity, status } = item as Record<string, unknown>
      return [check, resource, severity, status]
    }
    expect(itemsOf(collected, 'github.com/acme/shop').map(short)).toEqual([
      ['GHSA-aaaa-bbbb-cccc', 'dependency alert 1: npm left-pad in package-lock.json', 'critical', 'failed'],
      ['GHSA-aaaa-bbbb-cccc', 'dependency alert 2: npm left-pad in package-lock.json', 'low', 'passed'],
      ['js/sql-injection', 'code alert 3 of CodeQL: src/db.js:4', 'high', 'failed'],
      ['acme_api_key', 'secret alert 4, active', 'unrated', 'failed'],
      ['acme_api_key', 'secret alert 5, active', 'unrated', 'suppressed'],
      ['acme_api_key', 'secret alert 6, active', 'unrated', 'passed'],
    ])
    expect(unreadOf(collected)).toEqual([])
  })

  test('scanning that is switched off is unread, and not without findings', async () => {
    github.inject({ operation: 'code-scanning/list-alerts-for-repo', fault: { kind: 'status', status: 404 } })
    const [reading] = await collect('findings')
    expect(reading?.parts.map(({ part, unread }) => [part, unread === undefined])).toEqual([
      ['alerts about code', false],
      ['alerts about dependencies', true],
      ['alerts about secrets', true],
    ])
  })

  test('a state that nobody knows is not taken for good', async () => {
    github.list('dependabot/list-alerts-for-repo', 'acme/shop', [github.views.dependabotAlert(1, 'critical')])
    github.inject({
      operation: 'dependabot/list-alerts-for-repo',
      fault: { kind: 'body', change: (body) => (body as object[]).map((alert) => ({ ...alert, state: 'vanished' })) },
    })
    expect(unreadOf(await collect('findings'))).toEqual(['alerts about dependencies'])
  })
})

describe('activity', () => {
  test('is unread on github.com without Enterprise, and never "nothing happened"', async () => {
    github.inject({ operation: 'unknown', fault: { kind: 'status', status: 404 } })
    const [reading, ...others] = await collect('activity')
    expect(others).toEqual([])
    expect(reading).toMatchObject({ system: 'github.com/acme', form: 'interval', items: [] })
    expect(reading?.parts[0]?.unread).toContain('which not every plan has')
    github.problems.splice(0)
  })

  describe('of an organisation that has it', () => {
    const event = (action: string, at: string, more: object = {}) =>
      github.views.auditEvent(action, ana, at, { ...more, actor_location: { country_name: 'canary' } })
    beforeEach(async () => {
      await github.close()
      await stage('ghes-3.19')
    })

    test('goes on where the last reading ended, up to ten minutes ago', async () => {
      github.list('orgs/get-audit-log', 'acme', [
        event('repo.create', '2026-03-07T09:59:59Z'),
        event('org.add_member', '2026-03-07T10:00:00Z', { user: 'ben' }),
        event('git.push', '2026-03-10T11:49:59Z', { repo: 'acme/shop' }),
        event('git.push', '2026-03-10T11:50:00Z', { repo: 'acme/shop' }),
      ])
      const [reading] = await collect('activity', { resumeAtMs: Date.parse('2026-03-07T10:00:00Z') })
      expect(reading).toMatchObject({
        fromMs: Date.parse('2026-03-07T10:00:00Z'),
        toMs: Date.parse('2026-03-10T11:50:00Z'),
        items: [
          { action: 'org.add_member', account: 'ana', resource: 'user ben', privileged: true, outcome: 'allowed' },
          { action: 'git.push', resource: 'repo acme/shop', privileged: false },
        ],
      })
    })

    test('nothing is asked where nothing can be new', async () => {
      expect(await collect('activity', { resumeAtMs: nowMs })).toEqual([])
    })

    test('a reading that is cut is whole up to its last second, and the rest is named as missing', async () => {
      const events = Array.from({ length: 150 }, (_each, at) =>
        event('team.create', new Date(Date.parse('2026-03-09T12:00:00Z') + at * 60_000).toISOString()),
      )
      github.list('orgs/get-audit-log', 'acme', events)
      github.inject({
        operation: 'orgs/get-audit-log',
        after: 1,
        fault: { kind: 'rate-limit', status: 403, resetInSeconds: 3000 },
      })
      const [whole, missing, ...others] = await collect('activity', { resumeAtMs: Date.parse('2026-03-09T12:00:00Z') })
      expect(others).toEqual([])
      expect(whole?.parts[0]?.unread).toBeUndefined()
      expect([whole?.toMs, whole?.items.length]).toEqual([Date.parse('2026-03-09T13:39:00Z'), 99])
      expect(missing?.parts[0]?.unread).toContain('the token has used up its rate limit')
      expect([missing?.fromMs, missing?.toMs]).toEqual([whole?.toMs, nowMs - 600_000])
    })

    test('what is older than the forge keeps is a gap that is named, and does not hold up the rest', async () => {
      const readings = await collect('activity', { resumeAtMs: Date.parse('2025-08-01T00:00:00Z') })
      expect(
        readings.map(({ fromMs, parts }) => [new Date(fromMs).toISOString().slice(0, 10), parts[0]?.unread]),
      ).toEqual([
        ['2025-08-01', 'The forge keeps events for 180 days, and these are older.'],
        ['2025-09-11', undefined],
      ])
    })
  })
})

test('a page that is missing leaves what came, and says that it is not all', async () => {
  const members = Array.from({ length: 150 }, (_each, at) => github.user(`member-${at}`))
  for (const { id } of members) acme.members.set(id, { role: 'member', state: 'active' })
  github.inject({
    operation: 'orgs/list-members',
    path: '/orgs/acme/members?role=member&per_page=100&page=2',
    fault: { kind: 'status', status: 500 },
  })
  const collected = await collect('access-list')
  expect(unreadOf(collected)).toEqual(['members'])
  expect(itemsOf(collected, 'github.com/acme').length).toBe(103)
})

test('a login that no item may hold makes its part unread', async () => {
  github.inject({
    operation: 'repos/list-collaborators',
    fault: { kind: 'body', change: (body) => (body as object[]).map((one) => ({ ...one, login: 'a b' })) },
  })
  expect(unreadOf(await collect('access-list'))).toEqual(['collaborators', 'collaborators from outside'])
})

test('at most four requests are under way at once', async () => {
  github.list('repos/list-deploy-keys', 'acme/shop', [])
  await collect('settings')
  expect(github.world.load.most).toBeLessThanOrEqual(4)
})
