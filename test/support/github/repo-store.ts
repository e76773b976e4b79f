/** Makes repositories: a bare one on disk, with hooks, and its entry in the world. */
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from './git.ts'
import { installHooks } from './git-http.ts'
import type { Account, Repo, World } from './world.ts'

export interface RepoOptions {
  readonly private?: boolean
  readonly fork?: boolean
  readonly suites?: boolean
  readonly defaultBranch?: string
}

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
    pulls: [],
    activities: [],
    statuses: [],
    checkSuites: [],
    checkRuns: [],
    rules: [],
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
