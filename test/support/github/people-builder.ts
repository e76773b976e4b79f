/** Puts people, organizations, teams and tokens into the stand-in's world. */
import {
  type Account,
  type App,
  type Permissions,
  type Repo,
  type Role,
  sameName,
  type Team,
  type World,
} from './world.ts'

export interface UserOptions {
  /** In every repository, those made later too. */
  readonly role?: Role
  readonly name?: string
  /** The address by which commits are attributed; default: the no-reply address of this server. */
  readonly email?: string
  readonly type?: Account['type']
  readonly id?: number
}

export function addAccount(
  world: World,
  login: string,
  { name = login, email, type = 'User', id = world.nextId() }: UserOptions,
): Account {
  if (world.accounts.some((account) => sameName(account.login, login))) throw new Error(`there is already a ${login}`)
  const address = email ?? `${id}+${login}@users.noreply.${new URL(world.url).hostname}`
  const account = {
    id,
    login,
    type,
    name,
    email: address,
    createdAt: world.clock.now(),
    suspended: false,
    members: new Map(),
  }
  world.accounts.push(account)
  return account
}

/** Accounts and the App that are always there, with the numbers they have on github.com. */
export function addPlatform(world: World): { readonly actions: App; readonly ghost: Account; readonly queue: Account } {
  const github = addAccount(world, 'github', { type: 'Organization', id: 9919 })
  addAccount(world, 'web-flow', { id: 19_864_447, name: 'GitHub', email: 'noreply@github.com' })
  const ghost = addAccount(world, 'ghost', { id: 10_137 })
  const queue = addAccount(world, 'github-merge-queue[bot]', { type: 'Bot', id: 118_344_674 })
  const bot = addAccount(world, 'github-actions[bot]', { type: 'Bot', id: 41_898_282 })
  const actions = { id: 15_368, slug: 'github-actions', owner: github, bot }
  world.apps.push(actions)
  return { actions, ghost, queue }
}

export interface OrgOptions {
  readonly admins?: readonly Account[]
  readonly members?: readonly Account[]
  readonly invited?: readonly Account[]
}

export function addOrg(world: World, login: string, { admins = [], members = [], invited = [] }: OrgOptions): Account {
  const org = addAccount(world, login, { type: 'Organization' })
  for (const account of members) org.members.set(account.id, { role: 'member', state: 'active' })
  for (const account of admins) org.members.set(account.id, { role: 'admin', state: 'active' })
  for (const account of invited) org.members.set(account.id, { role: 'member', state: 'pending' })
  return org
}

export interface TeamOptions {
  readonly members?: readonly Account[]
  /** Asked to join and not yet in. */
  readonly invited?: readonly Account[]
  readonly parent?: Team
}

/** Its members become members of the organization. */
export function addTeam(
  world: World,
  org: Account,
  slug: string,
  { members = [], invited = [], parent }: TeamOptions,
): Team {
  const team: Team = {
    id: world.nextId(),
    org,
    slug,
    parent: parent ?? null,
    createdAt: world.clock.now(),
    members: new Map<number, { role: 'member'; state: 'active' | 'pending' }>([
      ...members.map((account) => [account.id, { role: 'member', state: 'active' }] as const),
      ...invited.map((account) => [account.id, { role: 'member', state: 'pending' }] as const),
    ]),
  }
  for (const { id } of members) if (!org.members.has(id)) org.members.set(id, { role: 'member', state: 'active' })
  world.teams.push(team)
  return team
}

/** The token of an installation, as a workflow's own. */
export function addToken(world: World, app: App, permissions: Permissions, repositories?: readonly Repo[]): string {
  const token = `ghs_${world.nextId()}`
  const only = repositories === undefined ? undefined : new Set(repositories.map((repo) => repo.id))
  world.tokens.set(token, { kind: 'installation', account: app.bot, app, permissions, repositories: only })
  return token
}

export function addUserToken(world: World, account: Account): string {
  const token = `ghp_${world.nextId()}`
  world.tokens.set(token, { kind: 'user', account })
  return token
}

/** A deleted account: what it wrote stays, under nobody's name. */
export function deleteAccount(world: World, account: Account, ghost: Account): void {
  world.accounts.splice(world.accounts.indexOf(account), 1)
  for (const each of [...world.accounts, ...world.teams]) each.members.delete(account.id)
  for (const repo of world.repos) {
    repo.roles.delete(account.id)
    for (const pull of repo.pulls) {
      if (pull.user === account) pull.user = ghost
      if (pull.mergedBy === account) pull.mergedBy = ghost
      for (const review of pull.reviews) if (review.user === account) review.user = null
      pull.events.forEach((event, at) => {
        if (event.actor === account) pull.events[at] = { ...event, actor: ghost }
      })
    }
  }
}
