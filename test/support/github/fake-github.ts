/**
 * A stateful GitHub on 127.0.0.1, over real bare git repositories, whose every request and answer is held against
 * GitHub's own API description.
 *
 *     const github = await startGitHub()
 *     const ana = github.user('ana', { role: 'write' })
 *     const repo = await github.repo('acme/shop', { private: true })
 *     await repo.commit('main', { files: { 'README.md': 'shop' }, author: ana })
 *     await repo.commit('feature', { files: { 'a.txt': 'one' }, author: ben })
 *     const pull = await repo.openPull({ head: 'feature', author: ben, title: 'Add a' })
 *     repo.review(pull, ana, 'APPROVED')
 *     github.clock.advance('PT1H')
 *     await repo.commit(pull, { files: { 'a.txt': 'two' }, author: ben }) // the head moves, the review stays behind
 *     const token = github.token({ permissions: { contents: 'read', pull_requests: 'read', statuses: 'write' } })
 *     … run the product against github.url with that token …
 *     expectContractKept(github)
 *
 * A program under test must run asynchronously: this server lives in the test's own process.
 *
 * Not here, so still to be tried against the real service: GraphQL, a fork's read-only token, `mergeable: null` at
 * first, OpenID Connect, and the exact words of some errors.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { settableClock } from './clock.ts'
import { type ApiName, contractOf } from './contract-file.ts'
import { type FaultOrder, faultPlan } from './faults.ts'
import { emptyInventory, inventoryKey, inventoryViews } from './inventory.ts'
import { payloadsOf } from './payloads.ts'
import {
  addAccount,
  addOrg,
  addPlatform,
  addTeam,
  addToken,
  addUserToken,
  deleteAccount,
  type OrgOptions,
  type TeamOptions,
  type UserOptions,
} from './people-builder.ts'
import { type RepoHandle, repoHandle } from './repo-builder.ts'
import { addRepo, type RepoOptions } from './repo-store.ts'
import { serve } from './serve.ts'
import { type Account, accountNamed, type Permissions, type Role, type Team, type World } from './world.ts'

export type FakeGitHub = Awaited<ReturnType<typeof startGitHub>>

interface GitHubOptions {
  /** Times start at a fixed moment, so that a test knows them. */
  readonly at?: string
  /** Whose description is kept: that of github.com or of a server of one's own. */
  readonly api?: ApiName
}

export async function startGitHub({ at = '2026-03-02T09:00:00Z', api = 'api.github.com' }: GitHubOptions = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'fake-github-'))
  let lastId = 1000
  const world: World = {
    url: 'http://127.0.0.1',
    dir,
    contract: contractOf(api),
    clock: settableClock(at),
    accounts: [],
    teams: [],
    repos: [],
    apps: [],
    tokens: new Map(),
    inventory: emptyInventory(),
    requestsLeft: 1000,
    faults: faultPlan(),
    requests: [],
    load: { now: 0, most: 0 },
    problems: [],
    nextId: () => ++lastId,
  }
  const { actions, ghost, queue } = addPlatform(world)
  const everywhere = new Map<number, Role>()
  const server = await serve(world)

  function ownerNamed(login: string): Account {
    return accountNamed(world, login) ?? addOrg(world, login, {})
  }

  function split(fullName: string): readonly [string, string] {
    const [owner, name, ...rest] = fullName.split('/')
    if (owner === undefined || name === undefined || rest.length > 0) throw new Error(`${fullName} is not owner/name`)
    return [owner, name]
  }

  return {
    world,
    /** For `GITHUB_SERVER_URL`; as `GITHUB_API_URL` it works with and without `/api/v3`. */
    url: world.url,
    clock: world.clock,
    requests: world.requests,
    problems: world.problems,
    actionsBot: actions.bot,

    user(login: string, options: UserOptions = {}): Account {
      const account = addAccount(world, login, options)
      if (options.role === undefined) return account
      everywhere.set(account.id, options.role)
      for (const repo of world.repos) repo.roles.set(account.id, options.role)
      return account
    },
    bot(name: string, options: UserOptions = {}): Account {
      return this.user(`${name}[bot]`, { ...options, type: 'Bot' })
    },
    org: (login: string, options: OrgOptions = {}): Account => addOrg(world, login, options),
    team(fullName: string, options: TeamOptions = {}): Team {
      const [org, slug] = split(fullName)
      return addTeam(world, ownerNamed(org), slug, options)
    },
    /** An owner that is not there yet becomes an organization. */
    async repo(fullName: string, options: RepoOptions = {}): Promise<RepoHandle> {
      const [owner, name] = split(fullName)
      const repo = await addRepo(world, ownerNamed(owner), name, options)
      for (const [id, role] of everywhere) repo.roles.set(id, role)
      return repoHandle(world, repo, queue)
    },
    /** Its branches are those of now. */
    async fork(source: RepoHandle, owner: Account): Promise<RepoHandle> {
      const { name, private: hidden } = source.state
      const made = await addRepo(world, owner, name, { private: hidden, fork: true }, source.state)
      return repoHandle(world, made, queue)
    },
    /** What a workflow's own token is: an installation's, of the App that runs Actions, for these repositories. */
    token({
      permissions,
      repositories,
    }: {
      readonly permissions: Permissions
      readonly repositories?: readonly RepoHandle[]
    }): string {
      return addToken(
        world,
        actions,
        permissions,
        repositories?.map((repo) => repo.state),
      )
    },
    /** The installation token of another App, which posts as `SLUG[bot]`. */
    appToken(slug: string, permissions: Permissions): string {
      const owner = accountNamed(world, 'github') ?? addOrg(world, 'github', {})
      const known = world.apps.find((app) => app.slug === slug)
      const bot = known?.bot ?? addAccount(world, `${slug}[bot]`, { type: 'Bot' })
      const app = known ?? { id: world.nextId(), slug, owner, bot }
      if (known === undefined) world.apps.push(app)
      return addToken(world, app, permissions)
    },
    tokenOf: (account: Account): string => addUserToken(world, account),
    deleteAccount: (account: Account): void => deleteAccount(world, account, ghost),

    /** Entries of an inventory, as GitHub shows them. @param place `acme`, `acme/shop` or `acme/shop/ENVIRONMENT` */
    list(operation: string, place: string, entries: readonly unknown[]): void {
      world.inventory.lists.set(inventoryKey(operation, place), entries)
    },
    views: inventoryViews(world),

    /** A fault on purpose; @returns withdraws it */
    inject: (order: FaultOrder): (() => void) => world.faults.order(order),
    payload: payloadsOf(world),
    gitUrl: (repo: RepoHandle): string => `${world.url}/${repo.state.owner.login}/${repo.state.name}.git`,

    /** How often an operation was asked for. */
    count: (operation: string): number => world.requests.filter((request) => request.operation === operation).length,

    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(dir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Fails where a request or an answer broke GitHub's own description, and says which. */
export function expectContractKept(github: Pick<FakeGitHub, 'problems'>): void {
  if (github.problems.length > 0)
    throw new Error(
      `GitHub's API description was not kept:\n${github.problems.map((problem) => `- ${problem}`).join('\n')}`,
    )
}
