import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { Account, WorkflowRun } from '../support/github/world.ts'
import { runCli } from '../support/run-cli.ts'

const rules = `apiVersion: countersign/v1
kind: GateRules
deployment: {environments: [{name: Production, deployers: {users: [ada, ben, cleo, mia]}}]}
freezes: [{title: Year end, start: 2020-01-01T00:00:00Z, end: 2099-01-01T00:00:00Z, environments: [staging]}]
rules: [{id: author-does-not-deploy, forbid: {samePerson: [author, deployer]}}]
`

let stage: Stage
let token = ''
let key = ''
/** Commits of main, in the order in which they were merged and deployed. */
const deployed: string[] = []

beforeAll(async () => {
  stage = await openStage()
  token = stage.tokenWith(recordPermissions)
  const clone = stage.clone()
  const keyFile = join(stage.folder, 'log.key')
  const made = await runCli(['evidence', 'init', '--key-file', keyFile], { cwd: clone, env: { HOME: stage.folder } })
  expect(made).toMatchObject({ status: 0, stderr: '' })
  key = readFileSync(keyFile, 'utf8').trim()
  const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
  await stage.repo.commit('main', {
    files: { 'compliance/trust.policy': policy, 'compliance/deploy-rules.yaml': rules },
    author: stage.users.ada,
  })
  stage.repo.environment('production')
  stage.repo.environment('staging')
  await record()
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

async function record(event?: { readonly name: string; readonly payload: unknown }) {
  const result = await stage.run({
    workspace: stage.clone(),
    inputs: { mode: 'record', 'github-token': token, 'log-key': key },
    event: event ?? { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') },
  })
  expect(result).toMatchObject({ status: 0, stderr: '' })
}

/** A change of ada's that ana and ben approve and mia merges; it is in the log. */
async function merged(): Promise<string> {
  const pull = await stage.proposal()
  for (const user of [stage.users.ana, stage.users.ben]) stage.repo.review(pull, user, 'APPROVED')
  await stage.repo.merge(pull, stage.users.mia)
  await record()
  return stage.repo.tipOf('main')
}

function deployment(sha: string, by: Account, environment = 'production') {
  const run = stage.repo.run({ headSha: sha, actor: by })
  return { sha, environment, run, made: stage.repo.deploy(sha, environment, by) }
}

async function gate(
  { sha, environment, run, made }: Omit<ReturnType<typeof deployment>, 'run'> & { run: WorkflowRun },
  ...more: readonly string[]
) {
  const args = ['gate', 'deploy', '--repo', 'acme/shop', '--environment', environment, '--sha', sha]
  const result = await runCli([...args, '--deployment', String(made.id), '--run', String(run.id), ...more], {
    cwd: stage.clone(),
    env: { HOME: stage.folder, GITHUB_TOKEN: token, ...stage.environment() },
  })
  expect(result.stderr).toBe('')
  return { status: result.status, lines: result.stdout.split('\n') }
}

test('an approved change, deployed by somebody who may', async () => {
  const one = deployment(await merged(), stage.users.mia)
  const { status, lines } = await gate(one)
  expect([status, lines[0]]).toEqual([0, `Approved: ${one.sha.slice(0, 7)} to production brings 1 approved change.`])
  expect(lines[1]).toMatch(
    /^ {2}No deployment to production is recorded yet: what lies before [0-9a-f]{7} was not judged\.$/,
  )
  await record({ name: 'deployment', payload: stage.github.payload.deployment(stage.repo.state, one.made, one.run) })
  deployed.push(one.sha)
})

test('the same as data, with the tree of what decided', async () => {
  const { lines } = await gate(deployment(deployed[0] ?? '', stage.users.mia), '--format', 'json')
  expect(JSON.parse(lines.join('\n'))).toMatchObject({
    schema: 'countersign/deployment-result/v1',
    decision: { verdict: 'approved', code: 'rollback', tree: { kind: 'deployment', verdict: 'approved' } },
  })
})

test('an approver, an author or somebody whom nobody lists deploys: refused, and the line says who may', async () => {
  const sha = await merged()
  deployed.push(sha)
  const number = stage.repo.state.pulls.length
  const short = sha.slice(0, 7)
  for (const [login, says] of [
    ['ben', `ben approved #${number} and deploys it; cleo or mia may deploy it`],
    ['ada', `ada opened #${number} and deploys it; cleo or mia may deploy it`],
  ] as const) {
    const { status, lines } = await gate(deployment(sha, stage.users[login]))
    expect([status, lines[0]]).toEqual([1, `Refused: ${short} to production: ${says}`])
  }
  const { status, lines } = await gate(deployment(sha, stage.users.ana))
  expect([status, lines[0]?.includes('(and 1 more)')]).toEqual([1, true])
  expect(lines.join('\n')).toContain('ana may not deploy to production: is not ada or ben or cleo or mia')
})

test('an approver who re-ran an attempt in between: refused', async () => {
  const one = deployment(deployed[1] ?? '', stage.users.mia)
  const run = stage.repo.run({
    headSha: one.sha,
    actor: stage.users.mia,
    attempt: 3,
    rerunBy: [stage.users.ben],
  })
  const { status, lines } = await gate({ ...one, run })
  expect([status, lines[0]]).toEqual([
    1,
    expect.stringMatching(/: ben approved #2 and deploys it; cleo or mia may deploy it$/),
  ])
  expect(lines).toContain('  deployed by ben (re-runner)')
})

test('a frozen environment: refused, with its end', async () => {
  const { status, lines } = await gate(deployment(deployed[1] ?? '', stage.users.mia, 'staging'))
  expect(status).toBe(1)
  expect(lines[0]).toContain(
    'staging is frozen until 2099-01-01T00:00:00Z (Year end), and #1 was not approved as an emergency',
  )
})

test('a commit that was merged but never was the tip of main: refused', async () => {
  const sha = stage.repo.state.pulls.at(-1)?.headSha ?? ''
  const { status, lines } = await gate(deployment(sha, stage.users.mia))
  expect([status, lines[0]]).toEqual([1, expect.stringContaining(`${sha.slice(0, 7)} never was the tip of main`)])
})

test('going back to what was deployed: approved, and not for somebody whom nobody lists', async () => {
  const one = deployment(deployed[1] ?? '', stage.users.mia)
  expect((await gate(one)).status).toBe(0)
  await record({ name: 'deployment', payload: stage.github.payload.deployment(stage.repo.state, one.made, one.run) })
  const before = deployed[0] ?? ''
  const { status, lines } = await gate(deployment(before, stage.users.ben, 'Production'))
  expect([status, lines[0]]).toEqual([
    0,
    `Approved: ${before.slice(0, 7)} to Production goes back to what was deployed there before.`,
  ])
  const refused = await gate(deployment(before, stage.users.ana))
  expect([refused.status, refused.lines[0]]).toEqual([1, expect.stringContaining('ana may not deploy to production')])
})

test('forward again after going back is no way around those who approved', async () => {
  const back = deployment(deployed[0] ?? '', stage.users.mia)
  await record({ name: 'deployment', payload: stage.github.payload.deployment(stage.repo.state, back.made, back.run) })
  const { status, lines } = await gate(deployment(deployed[1] ?? '', stage.users.ben))
  expect([status, lines[0]]).toEqual([1, expect.stringContaining('ben approved #2 and deploys it')])
})
