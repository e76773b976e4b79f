import { afterAll, beforeAll, expect, test } from 'vitest'
import { unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { expectContractKept, startGitHub } from '../support/github/fake-github.ts'
import { runCli } from '../support/run-cli.ts'
import { repositoryWithLog, signedLog } from '../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
let work = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', signedLog([[unreviewed(1), unreviewed(2)]]).files)
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
  sandbox.commit(work, 'Start')
})
const publish = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['publish', '--as-of', '2026-06-30', '--cwd', work, ...args], { env })

test('without a forge it publishes, says how to pin by hand, and does not pass for having pinned', async () => {
  const { status, stdout, stderr } = await publish(['--pin'])
  expect(stdout).toContain('Published ')
  expect(stderr).toContain('git show compliance-docs:PIN > compliance/PIN')
  expect(status).toBe(3)
  expect((await publish(['--repo', 'acme/shop'])).status).toBe(2)
})

test('with one it opens a pull request with the PIN of the documents that it published', async () => {
  const github = await startGitHub()
  const ana = github.user('ana', { role: 'admin' })
  const shop = await github.repo('acme/shop')
  await shop.commit('main', { files: { 'compliance/program.yaml': 'x\n' }, author: ana })
  const token = github.token({ permissions: { contents: 'write', pull_requests: 'write', metadata: 'read' } })
  const env = { GITHUB_TOKEN: token, GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'acme/shop' }
  const { status, stdout, stderr } = await publish(['--pin'], env)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('Opened pull request #1: pins the log at 3 records')
  expect(shop.state.pulls).toMatchObject([{ number: 1, baseRef: 'main', headRef: 'countersign/pin' }])
  const proposed = sandbox.run(shop.state.dir, 'show', 'countersign/pin:compliance/PIN')
  expect(proposed).toBe(sandbox.run(work, 'show', 'compliance-docs:PIN'))
  expectContractKept(github)
  await github.close()
})
