/** Makes repositories: a bare one on disk, with hooks, and its entry in the world. */
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from './git.ts'
import { installHooks } from './git-http.ts'
import type { Account, Repo, RepoSettings, World } from './world.ts'

export interface RepoOptions {
  readonly private?: boolean
  readonly fork?: boolean
  readonly suites?: boolean
  readonly defaultBranch?: string
}

/** As GitHub sets a new repository. */
const freshSettings = (): RepoSettings => ({
  allow_merge_commit: true,
  allow_squash_merge: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  allow_forking: true,
  actionsEnabled: true,
  allowedActions: 'all',
  shaPinning: false,
  defaultPermissions: 'read',
  actionsApprove: false,
  forkApproval: 'first_time_contributors',
  forks: {
    run_workflows_from_fork_pull_requests: false,
    send_write_tokens_to_workflows: false,
    send_secrets_and_variables: false,
    require_approval_for_fork_pr_workflows: false,
  },
})

/** Makes the bare repository and its entry. */
export async function addRepo(
  world: World,
  owner: Account,
  name: string,
  options: RepoOptions,
  source?: Repo,
): Promise<Repo> {
  const id = world.nextId()
  const dir = join(world.dir, `${id}.git`)
  const repo: Repo = {
    id,
    owner,
    name,
    formerNames: [],
    private: options.private === true,
    fork: options.fork === true,
    defaultBranch: options.defaultBranch ?? 'main',
    suites: options.suites !== false,
    dir,
    createdAt: world.clock.now(),
    roles: new Map(),
    roleNames: new Map(),
    teamRoles: new Map(),
    protections: new Map(),
    rulesets: [],
    settings: freshSettings(),
    secrets: [],
    sharedSecrets: [],
    pulls: [],
    issues: [],
    activities: [],
    statuses: [],
    checkSuites: [],
    checkRuns: [],
    deployments: [],
    environments: [],
    runs: [],
    verified: new Set(),
  }
  if (source === undefined) {
    await mkdir(dir)
    await git(dir, ['init', '-q', '--bare', '--template=', `--initial-branch=${repo.defaultBranch}`])
  } else await cp(source.dir, dir, { recursive: true })
  await installHooks(repo)
  world.repos.push(repo)
  return repo
}
