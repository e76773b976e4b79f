import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub } from './github/fake-github.ts'
import type { Account, CommitStatus, Permissions, Pull } from './github/world.ts'
import { type ActionResult, type ActionRun, actionFile, runAction } from './run-action.ts'

/** What the README gives the job of each mode. */
export const gatePermissions = { contents: 'read', pull_requests: 'read', statuses: 'write' } as const
export const recordPermissions = {
  contents: 'write',
  pull_requests: 'read',
  deployments: 'read',
  actions: 'read',
} as const

export const twoReviewers = '  - {id: two-reviewers, when: {base: [main]}, require: {approvals: 2}}'
export const apart = '  - {id: apart, forbid: {samePerson: [approver, deployer]}}'

const settings = 'apiVersion: countersign/v1\nkind: Config\nprogram: compliance\nprotectedBranch: main\n'
const program = `apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: SOC 2 program
status: setting-up
organisation: {name: Example Ltd, securityLead: ana}
system: {name: Shop}
categories: [CC]
reportType: type1
asOf: 2026-12-31
`
const logins = ['ada', 'ana', 'ben', 'cleo', 'mia'] as const
type Login = (typeof logins)[number]

const people = (users: Readonly<Record<Login, Account>>) =>
  `apiVersion: countersign/v1\nkind: People\npeople:\n${logins
    .map(
      (login) =>
        `  - {id: ${login}, name: ${login}, type: employee, start: 2020-01-01, accounts: [{login: ${login}, id: ${users[login].id}}]}\n`,
    )
    .join('')}`

const gateRules = (rules: string) =>
  `apiVersion: countersign/v1\nkind: GateRules\ndeployment: {merging: true}\nrules:\n${rules}\n`

/** The files of a small program with these gate rules, by path. */
export const programFiles = (users: Readonly<Record<Login, Account>>, rules: string) => ({
  'countersign.yaml': settings,
  'compliance/program.yaml': program,
  'compliance/people.yaml': people(users),
  'compliance/gate-rules.yaml': gateRules(rules),
})

export interface StageRun extends Partial<Omit<ActionRun, 'event'>> {
  readonly event: ActionRun['event']
}

export type Stage = Awaited<ReturnType<typeof openStage>>

/**
 * A repository on the stand-in with a small program on `main`, five people who may write to it, and the Action as the runner
 * would start it there. `ada` writes, `ana` and `ben` review, `mia` merges.
 */
export async function openStage({ rules = `${twoReviewers}\n${apart}`, configured = true } = {}) {
  if (!existsSync(actionFile)) throw new Error(`${actionFile} is not there: run \`npm run build\` before these tests`)
  const github = await startGitHub()
  const users = Object.fromEntries(logins.map((login) => [login, github.user(login, { role: 'write' })])) as Record<
    Login,
    Account
  >
  const repo = await github.repo('acme/shop', { private: true })
  const files = configured ? programFiles(users, rules) : {}
  const baseline = await repo.commit('main', { files: { 'README.md': 'shop\n', ...files }, author: users.ada })
  const folder = mkdtempSync(join(tmpdir(), 'action-stage-'))
  const empty = mkdtempSync(join(folder, 'empty-'))
  const token = github.token({ permissions: gatePermissions, repositories: [repo] })
  const mine = github.tokenOf(users.ada)

  const git = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  let branches = 0

  return {
    github,
    repo,
    users,
    baseline,
    folder,
    token,
    git,

    /** Environment variables that a workflow run in this repository has. */
    environment: (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
      GITHUB_REPOSITORY: 'acme/shop',
      GITHUB_REPOSITORY_ID: String(repo.state.id),
      GITHUB_SERVER_URL: github.url,
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_REF_NAME: 'main',
      ...more,
    }),

    /** A clone as `actions/checkout` leaves it: no credentials, and with a depth only that much. */
    clone(ref = 'main', { depth }: { readonly depth?: number } = {}): string {
      const dir = mkdtempSync(join(folder, 'clone-'))
      // From the folder and not by HTTP: the stand-in lives in this process, which waits for git here.
      git(
        dir,
        ...[
          'clone',
          '-q',
          ...(depth === undefined ? [] : ['--depth', String(depth), '--branch', ref]),
          '--no-checkout',
        ],
        ...[`file://${repo.state.dir}`, '.'],
      )
      const args = depth === undefined ? [] : ['--depth', String(depth)]
      git(dir, 'fetch', '-q', ...args, 'origin', ref)
      git(dir, 'checkout', '-q', '--detach', 'FETCH_HEAD')
      git(dir, 'remote', 'set-url', 'origin', github.gitUrl(repo))
      return dir
    },

    /** A pull request by ada of one commit. */
    async proposal({
      files: changed = {},
      coAuthors = [],
      title = 'Add a feature',
    }: {
      readonly files?: Readonly<Record<string, string>>
      readonly coAuthors?: readonly Account[]
      readonly title?: string
    } = {}): Promise<Pull> {
      const branch = `feature-${++branches}`
      const all = { [`${branch}.txt`]: 'one\n', ...changed }
      await repo.commit(branch, {
        files: all,
        author: users.ada,
        coAuthors,
        onto: await repo.tipOf('main'),
      })
      return repo.openPull({ head: branch, author: users.ada, title })
    },

    /** Runs the built Action; without a workspace in an empty folder, as a gate does. */
    run({ inputs = {}, event, workspace = empty, env = {}, ...more }: StageRun): Promise<ActionResult> {
      return runAction({
        inputs: { 'github-token': token, ...inputs },
        event,
        workspace,
        env: this.environment(env),
        ...more,
      })
    },

    async gate(pull: Pull, more: Partial<StageRun> = {}): Promise<ActionResult> {
      const event = { name: 'pull_request_target', payload: await github.payload.pullRequest(pull, 'synchronize') }
      return this.run({ event, ...more, inputs: { mode: 'gate', ...more.inputs } })
    },

    /** The newest status of a commit. */
    status: (sha: string): CommitStatus | undefined => repo.state.statuses.filter((one) => one.sha === sha).at(-1),

    tokenWith: (permissions: Permissions): string => github.token({ permissions, repositories: [repo] }),
    /** A person's own token, for pushing straight to a branch. */
    personal: mine,

    async close(): Promise<void> {
      await github.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
