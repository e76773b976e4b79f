/** The built command line asks a stand-in of GitHub how a repository is set. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../support/github/fake-github.ts'
import type { RepoHandle } from '../support/github/repo-builder.ts'
import type { Account } from '../support/github/world.ts'
import { runCli } from '../support/run-cli.ts'
import { setUpRepository } from '../support/set-up-repository.ts'

const sandbox = new GitSandbox()
let folder: string
let github: FakeGitHub
let repo: RepoHandle
let admin: Account
let machine: Account

beforeAll(async () => {
  const files = await setUpRepository()
  folder = sandbox.work('clone')
  for (const [path, text] of Object.entries(files)) sandbox.write(folder, path, text)
  sandbox.commit(folder, 'program')
})
afterAll(() => sandbox.remove())

beforeEach(async () => {
  github = await startGitHub()
  admin = github.user('ana-souza', { role: 'admin' })
  const [ben, cy] = [github.user('bokoro', { role: 'write' }), github.user('cyoung', { role: 'write' })]
  machine = github.bot('robot')
  github.org('acme', { admins: [admin], members: [ben, cy] })
  repo = await github.repo('acme/shop', { private: true })
  await repo.commit('main', { files: await setUpRepository(), author: admin })
  for (const branch of ['compliance-evidence', 'compliance-docs'])
    await repo.commit(branch, { files: { 'README.md': 'log\n' }, author: admin })
  return async () => {
    await github.close()
    expectContractKept(github)
  }
})

const doctor = (token: string, ...args: readonly string[]) =>
  runCli(['doctor', '--repo', 'acme/shop', ...args], {
    cwd: folder,
    env: {
      GITHUB_TOKEN: token,
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_SERVER_URL: github.url,
      GIT_CONFIG_NOSYSTEM: '1',
    },
  })
const report = async (token: string) => JSON.parse((await doctor(token, '--format', 'json')).stdout)
const found = ({ items }: { items: readonly { code: string; message: string }[] }) =>
  items.map(({ code, message }) => `${code} ${message}`)

const review = {
  dismiss_stale_reviews_on_push: true,
  require_code_owner_review: true,
  require_last_push_approval: true,
  required_approving_review_count: 1,
  required_review_thread_resolution: false,
}
const context = 'countersign/gate (main)'
const statusRule = (integration_id: number | undefined, name = context) => ({
  type: 'required_status_checks',
  parameters: {
    required_status_checks: [{ context: name, ...(integration_id === undefined ? {} : { integration_id }) }],
    strict_required_status_checks_policy: true,
  },
})
const keepsHistory = [{ type: 'deletion' }, { type: 'non_fast_forward' }]

/** Everything as the README asks for it. */
function setWell(): void {
  const { settings, environments } = repo.state
  repo.ruleset('main', {
    rules: [...keepsHistory, { type: 'pull_request', parameters: review }, statusRule(4711)],
  })
  repo.ruleset('evidence', {
    level: 'Organization',
    include: ['refs/heads/compliance-*'],
    rules: keepsHistory,
  })
  Object.assign(settings, { allow_merge_commit: false, allow_rebase_merge: false, allow_forking: false })
  Object.assign(settings, { allowedActions: 'selected', shaPinning: true })
  for (const name of ['compliance', 'production']) repo.environment(name, name === 'production' ? [admin] : [], true)
  for (const environment of environments) {
    environment.administratorsBypass = false
    environment.branches = [{ name: 'main', type: 'branch' }]
  }
  environments[0]?.secrets.push('COUNTERSIGN_LOG_KEY')
}

test('what is set well is in order', async () => {
  setWell()
  const run = await doctor(github.tokenOf(admin), '--require', 'remote')
  expect(run.stdout).toMatch(/^In order\. 0 errors, 0 warnings of \d+ checks\.\n$/)
  expect(run).toMatchObject({ status: 0, stderr: '' })
  // A few requests for each branch, ruleset and environment.
  expect(github.requests.length).toBeLessThan(40)
})

test('an App that may read the settings is told the same', async () => {
  setWell()
  const token = github.token({
    permissions: { administration: 'write', contents: 'read', actions: 'read', secrets: 'read', environments: 'read' },
  })
  expect(await report(token)).toMatchObject({ verdict: 'satisfied', items: [], notDetermined: [] })
})

test('each of many things that are set wrong is found, by name', async () => {
  const { state } = repo
  const eve = github.user('eve')
  repo.grant(eve, 'admin')
  repo.grant(machine, 'admin')
  await repo.commit('main', { files: { '.github/CODEOWNERS': '* @ana-souza\n/compliance/ @nobody\n' }, author: admin })
  await repo.protect('main', {
    enforceAdmins: false,
    forcePushes: true,
    deletions: true,
    pushPast: [machine],
  })
  repo.ruleset('only evaluated', {
    enforcement: 'evaluate',
    rules: [{ type: 'pull_request', parameters: review }, statusRule(4711)],
  })
  repo.ruleset('elsewhere', { include: ['refs/heads/release/*'], rules: [statusRule(4711)] })
  repo.ruleset('with a hole', {
    rules: [statusRule(15368)],
    bypass: [
      { actor_id: 7, actor_type: 'Team', bypass_mode: 'pull_request' },
      { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'exempt' },
    ],
  })
  Object.assign(state.settings, { defaultPermissions: 'write', actionsApprove: true, allow_auto_merge: true })
  Object.assign(state.settings.forks, {
    run_workflows_from_fork_pull_requests: true,
    send_write_tokens_to_workflows: true,
    send_secrets_and_variables: true,
  })
  repo.environment('compliance')
  repo.environment('production', [admin])
  state.sharedSecrets.push('COUNTERSIGN_LOG_KEY')

  const token = github.tokenOf(admin)
  const told = await report(token)
  expect(found(told)).toEqual([
    'DOC-101 Administrators may bypass the ruleset "with a hole" of acme/shop, without being asked, since the rules do not apply to them',
    'DOC-102 compliance-evidence can be force-pushed',
    'DOC-102 compliance-evidence can be deleted',
    'DOC-102 compliance-docs can be force-pushed',
    'DOC-102 compliance-docs can be deleted',
    'DOC-103 Any branch may use the environment compliance, and its key',
    'DOC-103 The environment compliance has no secret COUNTERSIGN_LOG_KEY',
    'DOC-104 Line 2 of .github/CODEOWNERS is passed over: Unknown owner',
    'DOC-104 A review by code owners is not required on main',
    'DOC-105 A workflow without `permissions:` may write: it can post the status of the gate',
    'DOC-105 Workflows may approve pull requests: whoever may write can have one approve theirs',
    "DOC-106 countersign/gate (main) counts from GitHub Actions: a workflow on anybody's branch can post it",
    'DOC-107 Team 7 may bypass the ruleset "with a hole" of acme/shop, by a pull request',
    'DOC-108 main can be force-pushed: approved changes can be replaced',
    'DOC-108 main can be deleted and made anew',
    'DOC-109 Administrators may bypass the branch protection of main, always',
    'DOC-109 robot[bot] may push to main past the branch protection of main',
    'DOC-110 Stale approvals are not dismissed on main',
    'DOC-110 Whoever pushes last may give the approval that is missing on main',
    'DOC-112 A workflow may use an action by a tag, which can be moved',
    'DOC-113 Every action of everybody may be used in a workflow',
    'DOC-114 Workflows of forks get a token that may write',
    'DOC-114 Workflows of forks get secrets',
    'DOC-114 Workflows of forks run without approval',
    'DOC-115 Whoever deploys to production may let the deployment in',
    'DOC-116 Administrators may deploy to production past its protection',
    'DOC-117 Any branch may deploy to production',
    'DOC-119 The ruleset "only evaluated" of acme/shop is only evaluated: it refuses nothing',
    'DOC-120 The ruleset "elsewhere" of acme/shop requires the status of main and does not apply to it',
    'DOC-121 Pull requests may be merged in several ways: merge, squash, rebase',
    'DOC-122 robot[bot] is not a member of the organisation and administers it',
    'DOC-122 robot[bot] is a machine and administers the repository',
    'DOC-122 eve is not a member of the organisation and administers it',
    'DOC-123 Every workflow of the repository can read COUNTERSIGN_LOG_KEY',
  ])
  expect(told).toMatchObject({ verdict: 'violated', notDetermined: [] })

  const run = await doctor(token)
  expect(run).toMatchObject({ status: 1, stderr: '' })
  expect(run.stdout).toContain(`  Where: ${github.url}/acme/shop/settings/rules\n  Criteria: CC8.1\n`)
  expect(run.stdout + run.stderr).not.toContain(token)
})

test('a token that may read nothing: everything is open', async () => {
  setWell()
  for (const token of [github.token({ permissions: {}, repositories: [] }), 'ghs_wrong', '']) {
    const run = await doctor(token, '--format', 'json')
    expect(run).toMatchObject({ status: 3, stderr: '' })
    const told = JSON.parse(run.stdout)
    expect(told).toMatchObject({ verdict: 'not-determined', items: [] })
    const ids = told.checks.map(({ id }: { id: string }) => id).filter((id: string) => id > 'DOC-100')
    expect(ids.length).toBeGreaterThan(20)
    expect(told.notDetermined.map(({ check }: { check: string }) => check)).toEqual(ids)
  }
})

test("a workflow's own token sees rules, and no settings", async () => {
  setWell()
  const told = await report(github.token({ permissions: { contents: 'read', actions: 'read' } }))
  expect(told).toMatchObject({ verdict: 'not-determined', items: [] })
  const open = new Map<string, string>(
    told.notDetermined.map(({ check, why }: { check: string; why: string }) => [check, why]),
  )
  expect([...open.keys()]).toEqual(
    ['101', '102', '103', '105', '107', '108', '109', '112', '113', '118', '121', '123'].map((n) => `DOC-${n}`),
  )
  expect(open.get('DOC-101')).toBe('Who may bypass a ruleset is told only to who may edit it.')
  expect(open.get('DOC-105')).toMatch(/The token needs `administration: read`, which only the token of/)
})

test.each([
  [['--repo', 'acme'], '`acme` is not a repository'],
  [['--repo', 'acme/shop', '--repo', 'acme/other'], '--repo'],
])('%j is refused', async (args, said) => {
  const run = await runCli(['doctor', ...args], { cwd: folder })
  expect(run).toMatchObject({ status: 2, stdout: '' })
  expect(run.stderr).toContain(said)
})
