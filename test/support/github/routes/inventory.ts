/** Lists that an inventory reads: who is in the organization and how, keys, Apps, tokens, names of variables, alerts. */
import { mayDo } from '../access.ts'
import { type Call, listOf, type Operation, type Operations, ok, pagesOf, reads } from '../call.ts'
import { inventoryKey } from '../inventory.ts'
import { notFound, Refusal } from '../refusal.ts'
import { orgView, teamView, userView } from '../view-people.ts'
import { type Account, accountById, accountNamed } from '../world.ts'

export function isOwner(call: Call, org: Account): boolean {
  const who = call.credential
  if (who === undefined) return false
  return who.kind === 'user'
    ? org.members.get(who.account.id)?.role === 'admin'
    : mayDo(who, 'organization_administration:read') || mayDo(who, 'members:read')
}

function ownedOrg(call: Call): Account {
  const org = accountNamed(call.world, call.param('org'))
  if (org === undefined || org.type !== 'Organization') throw notFound()
  if (call.credential?.kind === 'user' && !isOwner(call, org)) throw new Refusal(403, 'Must be an owner')
  return org
}

const placeOf = (call: Call): string =>
  call.param('org') !== ''
    ? call.param('org')
    : [call.repo().owner.login, call.repo().name, call.param('environment_name')]
        .filter((part) => part !== '')
        .join('/')

const entriesOf = (call: Call, operation: string): readonly unknown[] =>
  call.world.inventory.lists.get(inventoryKey(operation, placeOf(call))) ?? []

type Needs = Parameters<typeof reads>[0]

/** A list as it was put there. */
const listed = (operation: string, needs: Needs, query: readonly string[] = [], wrap?: string): Operation =>
  reads(
    needs,
    (call) => {
      if (call.param('org') !== '') ownedOrg(call)
      const entries = entriesOf(call, operation)
      return pagesOf(entries, (page) => (wrap === undefined ? page : { total_count: entries.length, [wrap]: page }))
    },
    query,
    needs.includes('administration:read') ? 'admin' : 'write',
  )

/** Alerts by state; the pages of Dependabot's have cursors, which are their numbers here. */
const alerts = (operation: string, need: Needs[number], query: readonly string[]): Operation =>
  reads(
    [need],
    (call) => {
      const wanted = call.query('state')
      const found = entriesOf(call, operation).filter(
        (alert) => wanted === undefined || (alert as { state: unknown }).state === wanted,
      )
      return pagesOf(found, (page) => page)
    },
    query,
    'write',
  )

export const inventoryOperations: Operations = {
  'orgs/get': reads(['metadata:read'], (call) => {
    const org = accountNamed(call.world, call.param('org'))
    if (org === undefined || org.type !== 'Organization') throw notFound()
    const settings = isOwner(call, org) ? (call.world.inventory.org.get(org.id) ?? {}) : {}
    return ok({
      ...orgView(call.world, org),
      ...{ has_organization_projects: true, has_repository_projects: true, public_repos: 0, public_gists: 0 },
      ...{ followers: 0, following: 0, html_url: `${call.world.url}/${org.login}`, type: 'Organization' },
      ...{ created_at: org.createdAt, updated_at: org.createdAt, archived_at: null },
      ...settings,
    })
  }),

  'orgs/list-outside-collaborators': reads(
    ['members:read'],
    (call) => {
      const org = ownedOrg(call)
      const ids = call.world.repos
        .filter((repo) => repo.owner === org)
        .flatMap((repo) => [...repo.roles.keys()])
        .filter((id) => !org.members.has(id))
        .filter((id) => call.query('filter') !== '2fa_disabled' || call.world.inventory.without2fa.has(id))
      const accounts = [...new Set(ids)].flatMap((id) => accountById(call.world, id) ?? [])
      return listOf(accounts, (account) => userView(call.world, account))
    },
    ['filter'],
  ),

  'repos/list-teams': reads(
    ['administration:read'],
    (call) => {
      const { teamRoles } = call.repo()
      const names = { read: 'pull', triage: 'triage', write: 'push', maintain: 'maintain', admin: 'admin' } as const
      const teams = call.world.teams.filter((team) => teamRoles.has(team.id))
      return listOf(teams, (team) => ({
        ...teamView(call.world, team),
        permission: names[teamRoles.get(team.id) ?? 'read'],
      }))
    },
    [],
    'admin',
  ),

  'repos/list-deploy-keys': listed('repos/list-deploy-keys', ['administration:read']),
  'orgs/list-app-installations': listed(
    'orgs/list-app-installations',
    ['organization_administration:read'],
    [],
    'installations',
  ),
  /** For Apps alone. */
  'orgs/list-pat-grants': reads(['organization_personal_access_tokens:read'], (call) => {
    if (call.credential?.kind === 'user') throw new Refusal(403, 'Resource not accessible by personal access token')
    return pagesOf(entriesOf(call, 'orgs/list-pat-grants'), (page) => page)
  }),
  'orgs/list-pending-invitations': listed('orgs/list-pending-invitations', ['members:read']),
  'actions/list-org-secrets': listed('actions/list-org-secrets', ['organization_secrets:read'], [], 'secrets'),
  'actions/list-org-variables': listed(
    'actions/list-org-variables',
    ['organization_administration:read'],
    [],
    'variables',
  ),
  'actions/list-repo-variables': listed('actions/list-repo-variables', ['actions_variables:read'], [], 'variables'),
  'actions/list-environment-variables': listed(
    'actions/list-environment-variables',
    ['environments:read'],
    [],
    'variables',
  ),
  'actions/get-allowed-actions-repository': reads(
    ['administration:read'],
    (call) => {
      if (call.repo().settings.allowedActions !== 'selected')
        throw new Refusal(409, 'Conflict: the allowed actions are not selected')
      return ok({ github_owned_allowed: true, verified_allowed: false, patterns_allowed: ['acme/*'] })
    },
    [],
    'admin',
  ),
  'dependabot/list-alerts-for-repo': alerts('dependabot/list-alerts-for-repo', 'vulnerability_alerts:read', [
    'state',
    'sort',
    'direction',
  ]),
  'code-scanning/list-alerts-for-repo': alerts('code-scanning/list-alerts-for-repo', 'security_events:read', [
    'state',
    'sort',
    'direction',
  ]),
  'secret-scanning/list-alerts-for-repo': alerts(
    'secret-scanning/list-alerts-for-repo',
    'secret_scanning_alerts:read',
    ['state', 'sort', 'direction', 'hide_secret'],
  ),
}

/** Only a server of one's own and Enterprise Cloud have it, and the description of github.com does not. */
export const auditLogOperations: Operations = {
  'orgs/get-audit-log': reads(
    ['organization_administration:read'],
    (call) => {
      ownedOrg(call)
      const created = /created:(\S+?)\.\.(\S+)/.exec(call.query('phrase') ?? '')
      const within = (at: number) =>
        created === null || (at >= Date.parse(created[1] ?? '') && at <= Date.parse(created[2] ?? ''))
      const found = entriesOf(call, 'orgs/get-audit-log').filter((event) =>
        within((event as { created_at: number }).created_at),
      )
      return pagesOf(found, (page) => page)
    },
    ['phrase', 'include', 'order'],
  ),
}
