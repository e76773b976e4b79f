/** Accounts, teams and Apps as GitHub shows them. */
import type { Account, App, Role, Team, World } from './world.ts'

export const nodeId = (kind: string, id: number) => Buffer.from(`${kind}:${id}`).toString('base64')

const USER_LINKS = {
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
  organizations_url: '/orgs',
  repos_url: '/repos',
  events_url: '/events{/privacy}',
  received_events_url: '/received_events',
}

export function userView(world: World, account: Account) {
  const url = `${world.url}/users/${encodeURIComponent(account.login)}`
  const links = Object.entries(USER_LINKS).map(([name, path]) => [name, `${url}${path}`] as const)
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.url}/${encodeURIComponent(account.login)}`,
    ...Object.fromEntries(links),
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

export const userOrNull = (world: World, account: Account | null) =>
  account === null ? null : userView(world, account)

export const publicUserView = (world: World, account: Account) => ({
  ...userView(world, account),
  name: account.name,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: world.repos.filter((repo) => repo.owner === account && !repo.private).length,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: account.createdAt,
  updated_at: account.createdAt,
})

const flags = (role: Role) => ({
  pull: true,
  triage: role !== 'read',
  push: role === 'write' || role === 'maintain' || role === 'admin',
  maintain: role === 'maintain' || role === 'admin',
  admin: role === 'admin',
})

/** @param name  of the role, which an organisation may have given itself */
export const collaboratorView = (world: World, account: Account, role: Role, name: string = role) => ({
  ...userView(world, account),
  permissions: flags(role),
  role_name: name,
})

export function permissionView(world: World, account: Account, role: Role | 'none', name: string = role) {
  // The old field knows four values only: maintain is told as write, triage as read.
  const folded = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role
  const may = role === 'none' ? { pull: false, triage: false, push: false, maintain: false, admin: false } : flags(role)
  return {
    permission: folded,
    role_name: name,
    user: { ...userView(world, account), permissions: may, role_name: name },
  }
}

export function orgView(world: World, org: Account) {
  const url = `${world.url}/orgs/${org.login}`
  return {
    login: org.login,
    id: org.id,
    node_id: nodeId('Organization', org.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${org.id}`,
    description: null,
  }
}

function teamSimpleView(world: World, team: Team) {
  const url = `${world.url}/organizations/${team.org.id}/team/${team.id}`
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    organization_id: team.org.id,
    url,
    html_url: `${world.url}/orgs/${team.org.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
  }
}

export const teamView = (world: World, team: Team) => ({
  ...teamSimpleView(world, team),
  parent: team.parent === null ? null : teamSimpleView(world, team.parent),
})

export const teamFullView = (world: World, team: Team) => ({
  ...teamView(world, team),
  created_at: team.createdAt,
  updated_at: team.createdAt,
  members_count: [...team.members.values()].filter((member) => member.state === 'active').length,
  repos_count: world.repos.filter((repo) => repo.teamRoles.has(team.id)).length,
  organization: {
    ...orgView(world, team.org),
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${world.url}/${team.org.login}`,
    created_at: team.org.createdAt,
    updated_at: team.org.createdAt,
    archived_at: null,
    type: 'Organization',
  },
})

export const appView = (world: World, app: App) => ({
  id: app.id,
  slug: app.slug,
  node_id: nodeId('App', app.id),
  client_id: `Iv1.${app.id}`,
  owner: userView(world, app.owner),
  name: app.slug,
  description: '',
  external_url: 'https://example.invalid/',
  html_url: `${world.url}/apps/${app.slug}`,
  created_at: app.owner.createdAt,
  updated_at: app.owner.createdAt,
  permissions: { contents: 'read', checks: 'write', metadata: 'read' },
  events: ['push'],
})
