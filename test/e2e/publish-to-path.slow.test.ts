import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../support/github/fake-github.ts'
import { runCli } from '../support/run-cli.ts'
import { commitFiles, logBranch, repositoryWithLog, signedLog } from '../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const path = 'docs/compliance'
const [small, large] = [signedLog([[unreviewed(1)]]), signedLog([[unreviewed(1)], [unreviewed(2)]])]
let work = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', small.files)
  const program = [
    'apiVersion: countersign/v1',
    'kind: Program',
    'id: PRG-MAIN',
    'title: SOC 2 program',
    'status: setting-up',
    'organisation: {name: Example, securityLead: ana}',
    'system: {name: Shop}',
    'categories: [CC]',
    'reportType: type1',
    '',
  ]
  sandbox.write(work, 'compliance/program.yaml', program.join('\n'))
  sandbox.commit(work, 'Start @everybody, fixes #1')
})

let github: FakeGitHub
let shop: Awaited<ReturnType<FakeGitHub['repo']>>
let env: Readonly<Record<string, string>> = {}
beforeEach(async () => {
  github = await startGitHub()
  github.user('ana', { role: 'admin' })
  shop = await github.repo('acme/shop')
  sandbox.run(work, 'push', '-q', shop.state.dir, 'main')
  const token = github.token({ permissions: { contents: 'write', pull_requests: 'write', metadata: 'read' } })
  env = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'acme/shop' }
})
afterEach(async () => {
  expectContractKept(github)
  await github.close()
})

const publish = (asOf: string, to = path, more: Readonly<Record<string, string>> = env) =>
  runCli(['publish', '--to-path', to, '--as-of', asOf, '--cwd', work], { env: more })
const inShop = (...args: readonly string[]) => sandbox.run(shop.state.dir, ...args)
const proposed = 'countersign/documents'
const logIs = ({ files }: typeof small) => commitFiles(work, logBranch, files)
/** What somebody merges. */
const merge = () => inShop('update-ref', 'refs/heads/main', proposed)
const commitToShop = (name: string, text: string) => {
  const clone = sandbox.path('clone')
  rmSync(clone, { recursive: true, force: true })
  sandbox.run(sandbox.folder, 'clone', '-q', '-b', 'main', shop.state.dir, clone)
  sandbox.write(clone, name, text)
  sandbox.commit(clone, 'Something else')
  sandbox.run(clone, 'push', '-q', 'origin', 'main')
}

test('opened as one commit on the protected branch, unchanged when run again, updated when the log grew', async () => {
  logIs(small)
  const main = inShop('rev-parse', 'main')
  const opened = await publish('2026-06-30')
  expect({ ...opened, stdout: '' }).toMatchObject({ status: 0, stderr: '' })
  expect(opened.stdout).toMatch(/^Opened pull request #1: \d+ files in docs\/compliance\nDrift: these are the first/)
  expect(shop.state.pulls).toMatchObject([{ number: 1, baseRef: 'main', headRef: proposed }])
  expect(inShop('rev-parse', 'main')).toBe(main)
  expect(inShop('rev-parse', `${proposed}^`)).toBe(main)
  const changed = inShop('diff', '--name-status', 'main', proposed).split('\n')
  expect(changed.filter((line) => !line.startsWith(`A\t${path}/`))).toEqual([])
  expect(changed.length).toBeGreaterThan(60)
  // Few requests, however many files there are.
  expect(github.requests.length).toBeLessThan(30)
  // Nothing went to the documents branch, here or there.
  expect(sandbox.run(work, 'branch', '--list', 'compliance-docs')).toBe('')
  expect(inShop('branch', '--list', 'compliance-docs')).toBe('')

  const commit = inShop('rev-parse', proposed)
  expect((await publish('2026-06-30')).stdout).toContain('Pull request #1 proposes these documents')
  expect(inShop('rev-parse', proposed)).toBe(commit)

  logIs(large)
  expect((await publish('2026-06-30')).stdout).toContain('Updated pull request #1')
  expect(inShop('rev-parse', `${proposed}^`)).toBe(main)
  const grown = inShop('rev-parse', proposed)
  // An older run that comes late does not take it back.
  logIs(small)
  expect((await publish('2026-06-30')).stdout).toContain('or those of a larger log')
  expect(inShop('rev-parse', proposed)).toBe(grown)
})

test('once merged it is there, is checked against its PIN in a clone, and the next says what changed', async () => {
  logIs(small)
  await publish('2026-06-30')
  merge()
  for (const pull of shop.state.pulls) Object.assign(pull, { state: 'closed' })
  expect((await publish('2026-06-30')).stdout).toContain(
    'Nothing new: docs/compliance on main holds the same documents',
  )

  const clone = sandbox.path('check')
  sandbox.run(sandbox.folder, 'clone', '-q', work, clone)
  sandbox.run(clone, 'fetch', '-q', 'origin', `${logBranch}:${logBranch}`)
  sandbox.run(clone, 'pull', '-q', '--ff-only', shop.state.dir, 'main')
  const check = ['render', '--check', '--out', join(clone, path), '--cwd', clone]
  const { status, stdout, stderr } = await runCli(check)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/^All \d+ documents are as rendered from commit/)
  sandbox.write(clone, `${path}/README.md`, 'All is well.\n')
  expect(await runCli(check)).toMatchObject({ status: 1, stdout: expect.stringContaining('different: README.md') })

  logIs(large)
  expect((await publish('2026-07-01')).stdout).toContain('Opened pull request #2')
  const said = inShop('log', '-1', '--format=%B', proposed)
  expect(said).toContain('- 1 record was added to the evidence log (record 2), by kind: commits around review')
  expect(said).toContain('- The day they speak for moved from 2026-06-30 to 2026-07-01.')
  expect(shop.state.pulls[1]?.body).toContain('1 record was added to the evidence log')

  // Its log is larger than the one of a run that comes late.
  merge()
  logIs(small)
  expect(await publish('2026-07-02')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('docs/compliance on main is pinned to a log of 3 records, and this one has 2'),
  })
})

test.each([
  { name: 'the folder of git', to: '.git/x', status: 2, says: 'no folder of the repository' },
  { name: 'the folder of workflows', to: '.github', status: 2, says: 'no folder of the repository' },
  { name: 'a place outside', to: '../elsewhere', status: 2, says: 'no folder of the repository' },
  { name: 'the program', to: 'compliance/documents', status: 2, says: 'not apart from the program' },
  { name: 'a folder of other files', to: 'docs', status: 2, says: 'docs on main holds files that were not rendered' },
  { name: 'a file', to: 'docs/thesis.md', status: 2, says: 'docs/thesis.md on main is not a folder' },
  { name: 'a place below a file', to: 'docs/thesis.md/x', status: 2, says: 'docs/thesis.md on main is not a folder' },
])('$name is refused, and nothing is proposed', async ({ to, status, says }) => {
  logIs(small)
  commitToShop('docs/thesis.md', 'years of work\n')
  expect(await publish('2026-06-30', to)).toMatchObject({ status, stderr: expect.stringContaining(says) })
  expect(shop.state.pulls).toEqual([])
  expect(inShop('branch', '--list', 'countersign/*')).toBe('')
})

test('documents beside which somebody put a file, or whose PIN is none, are left alone', async () => {
  logIs(small)
  await publish('2026-06-30')
  merge()
  const rendered = inShop('rev-parse', 'main')
  commitToShop(`${path}/notes/mine.md`, 'mine\n')
  expect(await publish('2026-07-01')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('docs/compliance/notes/mine.md on main was not rendered'),
  })
  inShop('update-ref', 'refs/heads/main', rendered)
  commitToShop(`${path}/PIN`, '{}\n')
  expect(await publish('2026-07-01')).toMatchObject({ status: 3, stderr: expect.stringContaining('is not a PIN file') })
  expect(inShop('rev-parse', proposed)).toBe(rendered)
})

test('what cannot be done is said with what to do by hand', async () => {
  logIs(small)
  const alone = await publish('2026-06-30', path, {})
  expect(alone.status).toBe(3)
  expect(alone.stderr).toContain('git switch --create countersign/documents main\n')
  expect(alone.stderr).toMatch(/countersign render --commit [0-9a-f]{40} --as-of 2026-06-30 --out docs\/compliance\n/)
  const reader = github.token({ permissions: { contents: 'read', pull_requests: 'read', metadata: 'read' } })
  const refused = await publish('2026-06-30', path, { ...env, GITHUB_TOKEN: reader })
  expect(refused.status).not.toBe(0)
  expect(refused.stderr).toContain('contents: write')
  expect(refused.stderr).toContain('git push origin countersign/documents\n')
  expect((await runCli(['publish', '--pin', '--to-path', path, '--cwd', work])).status).toBe(2)
  expect(shop.state.pulls).toEqual([])
})
