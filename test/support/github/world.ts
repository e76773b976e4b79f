/** What the stand-in knows: plain data that operations read and change. The git content lies in bare repositories. */
import type { SettableClock } from './clock.ts'
import type { Contract } from './contract-file.ts'
import type { FaultPlan } from './faults.ts'

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read'
export type PermissionLevel = 'read' | 'write' | 'admin'
export type Permissions = Readonly<Record<string, PermissionLevel>>
export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
export type MergeMethod = 'merge' | 'squash' | 'rebase'
export type ActivityKind =
  | 'push'
  | 'force_push'
  | 'branch_creation'
  | 'branch_deletion'
  | 'pr_merge'
  | 'merge_queue_merge'

export interface Account {
  readonly id: number
  login: string
  readonly type: 'User' | 'Bot' | 'Organization'
  readonly name: string
  /** The address by which commits are attributed to it. */
  readonly email: string
  readonly createdAt: string
  /** Suspended by an administrator: may do nothing, whatever was granted. */
  suspended: boolean
  /** Of an organization. */
  readonly members: Map<number, { readonly role: 'admin' | 'member'; readonly state: 'active' | 'pending' }>
}

export interface Team {
  readonly id: number
  readonly org: Account
  readonly slug: string
  readonly parent: Team | null
  readonly createdAt: string
  readonly members: Map<number, { readonly role: 'member' | 'maintainer'; readonly state: 'active' | 'pending' }>
}

export interface App {
  readonly id: number
  readonly slug: string
  readonly owner: Account
  readonly bot: Account
}

/** Who a bearer token speaks for. An installation has the permissions it was given and no role. */
export type Credential =
  | { readonly kind: 'user'; readonly account: Account }
  | {
      readonly kind: 'installation'
      readonly account: Account
      readonly app: App
      readonly permissions: Permissions
      /** Ids of repositories; undefined: all. */
      readonly repositories: ReadonlySet<number> | undefined
    }

export interface Review {
  readonly id: number
  user: Account | null
  body: string
  state: ReviewState
  /** What the review is bound to now: GitHub is reported to bind approvals anew after a rebase or an update merge. */
  commitId: string
  submittedAt: string
}

export interface IssueEvent {
  readonly id: number
  readonly event: string
  readonly actor: Account | null
  readonly createdAt: string
  readonly commitId: string | null
  /** Fields of this kind of event only. */
  readonly more: Readonly<Record<string, unknown>>
}

export interface Pull {
  readonly id: number
  readonly number: number
  readonly repo: Repo
  title: string
  body: string | null
  user: Account | null
  state: 'open' | 'closed'
  draft: boolean
  baseRef: string
  /** As GitHub shows it: the base's tip when the head last moved, not its tip now. */
  baseSha: string
  readonly headRef: string
  readonly headRepo: Repo
  headSha: string
  readonly createdAt: string
  updatedAt: string
  closedAt: string | null
  mergedAt: string | null
  mergedBy: Account | null
  mergeSha: string | null
  autoMerge: { readonly enabledBy: Account; readonly method: MergeMethod } | null
  labels: string[]
  readonly reviews: Review[]
  readonly events: IssueEvent[]
  readonly comments: Comment[]
  /** Asked to review, and have not since. */
  readonly requested: Account[]
  readonly assignees: Account[]
}

/** An issue that is no pull request; both count by one number. */
export interface Issue {
  readonly id: number
  readonly number: number
  readonly repo: Repo
  readonly user: Account
  title: string
  body: string | null
  state: 'open' | 'closed'
  readonly createdAt: string
  updatedAt: string
  closedAt: string | null
}

/** A comment below a pull request. */
export interface Comment {
  readonly id: number
  readonly user: Account
  body: string
  readonly createdAt: string
  updatedAt: string
}

export interface Activity {
  readonly id: number
  readonly before: string
  readonly after: string
  readonly ref: string
  readonly timestamp: string
  readonly kind: ActivityKind
  readonly actor: Account | null
}

export interface CommitStatus {
  readonly id: number
  readonly sha: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
  readonly context: string
  readonly description: string | null
  readonly targetUrl: string | null
  readonly creator: Account
  readonly createdAt: string
}

export interface CheckSuite {
  readonly id: number
  readonly headSha: string
  readonly headBranch: string | null
  readonly before: string
  readonly createdAt: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | null
  readonly app: App
}

export interface CheckRun {
  readonly id: number
  readonly name: string
  readonly headSha: string
  /** Runs of one suite: a later one of the same name takes the place of an earlier one. */
  readonly suiteId: number
  /** null: the App was deleted. */
  readonly app: App | null
  readonly status: CheckSuite['status']
  readonly conclusion:
    | 'success'
    | 'failure'
    | 'neutral'
    | 'cancelled'
    | 'skipped'
    | 'timed_out'
    | 'action_required'
    | null
  readonly title: string | null
  readonly annotations: number
  readonly completedAt: string | null
}

export interface DeploymentStatus {
  readonly id: number
  readonly state: 'error' | 'failure' | 'inactive' | 'pending' | 'success' | 'queued' | 'in_progress'
  readonly description: string
  readonly creator: Account
  readonly createdAt: string
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly description: string | null
  readonly payload: unknown
  readonly creator: Account
  readonly createdAt: string
  readonly statuses: DeploymentStatus[]
}

export interface Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: string
  readonly reviewers: readonly Account[]
  readonly preventSelfReview: boolean
  administratorsBypass: boolean
  /** null: every branch; `protected`: those with a protection; else names and patterns. */
  branches: null | 'protected' | readonly { readonly name: string; readonly type: 'branch' | 'tag' }[]
  readonly secrets: string[]
}

export interface RunApproval {
  readonly environments: readonly Environment[]
  readonly state: 'approved' | 'rejected' | 'pending'
  readonly user: Account
  readonly comment: string
}

export interface WorkflowRun {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly number: number
  readonly event: string
  readonly headSha: string
  readonly headBranch: string
  readonly headRepo: Repo
  readonly actor: Account
  readonly triggeringActor: Account
  readonly attempt: number
  /** Who started the attempts from the second to the last but one. */
  readonly rerunBy: readonly Account[]
  readonly conclusion: 'success' | 'failure' | null
  readonly createdAt: string
  readonly approvals: RunApproval[]
}

export interface Protection {
  readonly approvals: number
  readonly dismissStale: boolean
  readonly contexts: readonly string[]
  /** The App that must post them; null: anybody. */
  readonly app: number | null
  readonly strict: boolean
  /** Whether administrators are bound too. */
  readonly enforceAdmins: boolean
  /** Whether a pull request is needed. */
  readonly pullRequests: boolean
  readonly codeOwners: boolean
  readonly lastPush: boolean
  /** Who may push without one. */
  readonly pushPast: readonly Account[]
  readonly forcePushes: boolean
  readonly deletions: boolean
  readonly linear: boolean
}

/** A rule or a bypass as GitHub writes it. */
type Written = Readonly<Record<string, unknown>>

export interface Ruleset {
  readonly id: number
  readonly name: string
  /** An organization's concerns all of its repositories here. */
  readonly level: 'Repository' | 'Organization'
  enforcement: 'active' | 'evaluate' | 'disabled'
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly rules: readonly Written[]
  readonly bypass: readonly Written[]
}

/** What an administrator sets for a repository, by GitHub's names. */
export interface RepoSettings {
  allow_merge_commit: boolean
  allow_squash_merge: boolean
  allow_rebase_merge: boolean
  allow_auto_merge: boolean
  allow_forking: boolean
  actionsEnabled: boolean
  allowedActions: 'all' | 'local_only' | 'selected'
  shaPinning: boolean
  defaultPermissions: 'read' | 'write'
  actionsApprove: boolean
  forkApproval: 'first_time_contributors_new_to_github' | 'first_time_contributors' | 'all_external_contributors'
  /** Of a private repository. */
  forks: {
    run_workflows_from_fork_pull_requests: boolean
    send_write_tokens_to_workflows: boolean
    send_secrets_and_variables: boolean
    require_approval_for_fork_pr_workflows: boolean
  }
}

export interface Repo {
  readonly id: number
  readonly owner: Account
  name: string
  readonly formerNames: string[]
  readonly private: boolean
  readonly fork: boolean
  readonly defaultBranch: string
  /** Whether a push starts a check suite, as it does where Actions run. */
  readonly suites: boolean
  /** The bare repository's folder. */
  readonly dir: string
  readonly createdAt: string
  readonly roles: Map<number, Role>
  /** Names of the organisation's own roles by account; the role above is their base. */
  readonly roleNames: Map<number, string>
  readonly teamRoles: Map<number, Role>
  readonly protections: Map<string, Protection>
  readonly rulesets: Ruleset[]
  readonly settings: RepoSettings
  readonly secrets: string[]
  /** Those of the organization that it may use. */
  readonly sharedSecrets: string[]
  readonly pulls: Pull[]
  readonly issues: Issue[]
  readonly activities: Activity[]
  readonly statuses: CommitStatus[]
  readonly checkSuites: CheckSuite[]
  readonly checkRuns: CheckRun[]
  readonly deployments: Deployment[]
  readonly environments: Environment[]
  readonly runs: WorkflowRun[]
  /** Commits whose signature GitHub verified: its own, and those a test names. */
  readonly verified: Set<string>
}

export interface Inventory {
  /** Entries as GitHub shows them, by operation and place. */
  readonly lists: Map<string, readonly unknown[]>
  /** Ids of accounts without two-factor authentication. */
  readonly without2fa: Set<number>
  /** Settings of organizations that only owners are told, by id. */
  readonly org: Map<number, Readonly<Record<string, unknown>>>
}

export interface LoggedRequest {
  readonly method: string
  /** As sent, with the query, without the API prefix. */
  readonly path: string
  /** GitHub's operation id; `git` for the git protocol; `unknown` where GitHub has none. */
  readonly operation: string
  status: number
}

export interface World {
  /** Without a path: `http://127.0.0.1:PORT`. */
  url: string
  readonly dir: string
  /** The description that everything is held against. */
  readonly contract: Contract
  readonly clock: SettableClock
  readonly accounts: Account[]
  readonly teams: Team[]
  readonly repos: Repo[]
  readonly apps: App[]
  readonly tokens: Map<string, Credential>
  readonly inventory: Inventory
  /** What the hourly limit leaves, as it is told; null: a server without a limit. */
  requestsLeft: number | null
  readonly faults: FaultPlan
  readonly requests: LoggedRequest[]
  /** Requests under way at once. */
  readonly load: { now: number; most: number }
  /** Where a request or an answer broke GitHub's own description, or asked what this stand-in cannot answer. */
  readonly problems: string[]
  /** The next number for anything that needs one: ids are unique over all kinds. */
  nextId(): number
}

export const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

export const accountById = (world: World, id: number) => world.accounts.find((account) => account.id === id)
export const accountNamed = (world: World, login: string) =>
  world.accounts.find((account) => sameName(account.login, login))
export const repoNamed = (world: World, owner: string, name: string) =>
  world.repos.find((repo) => sameName(repo.owner.login, owner) && sameName(repo.name, name))
export const teamNamed = (world: World, org: string, slug: string) =>
  world.teams.find((team) => sameName(team.org.login, org) && sameName(team.slug, slug))

/** Child teams count as members of their parent, not the other way round. */
export function withChildTeams(world: World, team: Team): Team[] {
  return [
    team,
    ...world.teams.filter((child) => child.parent === team).flatMap((child) => withChildTeams(world, child)),
  ]
}

const RANK: Readonly<Record<Role, number>> = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 }

/** The effective role: the highest of what a person has directly, by teams, by ownership, or as anybody. */
export function roleOf(world: World, repo: Repo, account: Account): Role | 'none' {
  if (account.suspended) return 'none'
  const owns = repo.owner === account || repo.owner.members.get(account.id)?.role === 'admin'
  const byTeam = [...repo.teamRoles].flatMap(([teamId, role]) => {
    const team = world.teams.find((candidate) => candidate.id === teamId)
    if (team === undefined) return []
    const active = withChildTeams(world, team).some((each) => each.members.get(account.id)?.state === 'active')
    return active ? [role] : []
  })
  const direct = repo.roles.get(account.id)
  const roles = [...byTeam, ...(direct === undefined ? [] : [direct]), ...(owns ? (['admin'] as const) : [])]
  if (!repo.private) roles.push('read')
  return roles.reduce<Role | 'none'>((best, role) => (best === 'none' || RANK[role] > RANK[best] ? role : best), 'none')
}

export const roleReaches = (role: Role | 'none', floor: Role) => role !== 'none' && RANK[role] >= RANK[floor]
