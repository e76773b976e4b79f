import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gitProcess, tokenConfig } from '../../src/adapters/git-process.ts'
import { formatSignerKey } from '../../src/evidence/note-key.ts'
import { openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { Pull } from '../support/github/world.ts'
import type { ActionResult } from '../support/run-action.ts'
import { runCli } from '../support/run-cli.ts'
import { testAuthority } from '../support/time-stamp/anchored-log.ts'
import { toPem } from '../support/time-stamp/make-certificate.ts'
import { makeReceipt } from '../support/time-stamp/make-receipt.ts'
import { serveAuthority } from '../support/time-stamp/serve-authority.ts'

let stage: Stage
let token = ''
let key = ''
/** Everything a person can read of all runs. */
const seen: string[] = []

beforeAll(async () => {
  stage = await openStage()
  token = stage.tokenWith(recordPermissions)
  const clone = stage.clone()
  const keyFile = join(stage.folder, 'log.key')
  const made = await runCli(['evidence', 'init', '--key-file', keyFile], { cwd: clone, env: { HOME: stage.folder } })
  expect(made).toMatchObject({ status: 0, stderr: '' })
  key = readFileSync(keyFile, 'utf8').trim()
  const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
  await stage.repo.commit('main', { files: { 'compliance/trust.policy': policy }, author: stage.users.ada })
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

const branch = (name: string) =>
  stage.git(stage.repo.state.dir, 'for-each-ref', '--format=%(objectname)', `refs/heads/${name}`)
const log = () => branch('compliance-evidence')
const documents = () => branch('compliance-docs')
/** Kinds of the records in the log, in their order. */
const kinds = () =>
  stage
    .git(stage.repo.state.dir, 'grep', '-h', '', 'refs/heads/compliance-evidence', '--', 'entries')
    .split('\n')
    .map((line) => String((JSON.parse(line) as { predicate: { kind: string } }).predicate.kind))
const count = (kind: string) => kinds().filter((one) => one === kind).length

async function action(
  mode: 'record' | 'gate',
  event: { readonly name: string; readonly payload: unknown } | undefined,
  { inputs = {}, workspace = stage.clone(), env = {} }: Partial<Parameters<Stage['run']>[0]> = {},
): Promise<ActionResult> {
  const payload = event ?? { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') }
  const secrets: Record<string, string> = mode === 'record' ? { 'log-key': key } : {}
  const result = await stage.run({
    workspace,
    inputs: { mode, 'github-token': token, ...secrets, ...inputs },
    event: payload,
    env,
  })
  seen.push(result.visible)
  return result
}
const record = (more?: Parameters<typeof action>[2]) => action('record', undefined, more)

async function approved(): Promise<Pull> {
  const pull = await stage.proposal()
  for (const user of [stage.users.ana, stage.users.ben]) stage.repo.review(pull, user, 'APPROVED')
  return pull
}

function deploy(sha: string) {
  const run = stage.repo.run({ headSha: sha, actor: stage.users.mia })
  const deployment = stage.repo.deploy(sha, 'production', stage.users.mia)
  return { name: 'deployment', payload: stage.github.payload.deployment(stage.repo.state, deployment, run), run }
}

test('nothing is begun without the key', async () => {
  for (const [inputs, says] of [
    [{ 'log-key': '' }, 'The input `log-key` is missing'],
    [{ 'log-key': 'PRIVATE+KEY+not+a+key' }, 'is not a signing key'],
    [{ 'log-key': formatSignerKey(key.split('+')[2] ?? '', new Uint8Array(32).fill(7)) }, ''],
  ] as const) {
    const result = await record({ inputs })
    expect(result).toMatchObject({ status: 2, stderr: '', outputs: { verdict: 'not-determined', 'exit-code': '2' } })
    expect(result.annotations).toHaveLength(1)
    expect(result.annotations[0]?.message).toContain(says)
    expect(result.annotations[0]?.message).toMatch(/^[A-Z][^\n]+\.$/)
    if (inputs['log-key'] !== '') expect(result.visible).not.toContain(inputs['log-key'])
  }
  expect([log(), documents()]).toEqual(['', ''])
})

test('the first run begins the log and publishes', async () => {
  const result = await record()
  expect(result).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied', 'exit-code': '0' } })
  expect(result.annotations).toEqual([])
  expect(kinds()).toEqual(['log.created', 'audit.window'])
  const checkpoint = stage.git(stage.repo.state.dir, 'show', 'compliance-evidence:checkpoint').split('\n')
  expect(result.outputs['checkpoint']).toBe(`${checkpoint[1]} ${checkpoint[2]}`)
  expect(stage.git(stage.repo.state.dir, 'ls-tree', '--name-only', 'compliance-docs').split('\n')).toEqual(
    expect.arrayContaining(['PIN', 'README.md']),
  )
})

test('a merge is recorded with its approvals, and its deployment is approved', async () => {
  const good = await approved()
  await stage.repo.merge(good, stage.users.mia)
  expect(await record()).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied' } })
  expect(count('change.merged')).toBe(1)

  const { run, ...event } = deploy(await stage.repo.tipOf('main'))
  const gated = await action('gate', event, { env: { GITHUB_RUN_ID: String(run.id) } })
  expect(gated).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'approved', 'exit-code': '0' } })
  expect(gated.summary).toContain('### Deployment: approved')
  const recorded = await action('record', event)
  expect(recorded).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied' } })
  expect(recorded.outputs['summary']).toContain('to production: approved')
  expect(count('deployment')).toBe(1)
})

test('an approver who merges, and a push past review, are deviations', async () => {
  const bad = await approved()
  await stage.repo.merge(bad, stage.users.ben)
  const clone = stage.clone()
  writeFileSync(join(clone, 'direct.txt'), 'direct\n')
  stage.git(clone, 'add', '-A')
  stage.git(clone, '-c', 'user.name=ada', '-c', 'user.email=ada@example.invalid', 'commit', '-qm', 'Quick fix')
  const remote = stage.github.gitUrl(stage.repo)
  await gitProcess(process.env).run({
    cwd: clone,
    args: ['push', '-q', remote, 'HEAD:refs/heads/main'],
    config: tokenConfig(remote, stage.personal),
  })
  const direct = await stage.repo.tipOf('main')

  const result = await record()
  expect(result).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'violated', 'exit-code': '1' } })
  expect(result.annotations.map(({ message }) => message)).toEqual([expect.stringMatching(/^2 deviations on main; /)])
  expect(result.stdout).toContain(`${bad.mergeSha}: pull request #${bad.number} was merged while the gate said refused`)
  expect(result.stdout).toContain(`${direct}: no merged pull request in the log brought this commit`)
  expect([count('change.merged'), count('change.unreviewed')]).toEqual([2, 2])
})

test('again records nothing again', async () => {
  expect(await record()).toMatchObject({ status: 0, stderr: '' })
  expect([count('change.merged'), count('change.unreviewed'), count('deployment')]).toEqual([2, 2, 1])
  const before = [log(), documents()]
  const result = await record()
  expect(result).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'satisfied' } })
  expect(result.stdout).toContain('Unchanged: compliance-docs')
  expect([log(), documents()]).toEqual(before)
})

test('each change of a verdict on an open pull request is one record, refusals included', async () => {
  const verdicts = () =>
    stage
      .git(stage.repo.state.dir, 'grep', '-h', '', 'refs/heads/compliance-evidence', '--', 'entries')
      .split('\n')
      .map((line) => (JSON.parse(line) as { predicate: { kind: string; data: { verdict: string } } }).predicate)
      .filter(({ kind }) => kind === 'change.decision')
      .map(({ data }) => data.verdict)
  const pull = await stage.proposal()
  const heard = async () => ({
    name: 'pull_request_target',
    payload: await stage.github.payload.pullRequest(pull, 'synchronize'),
  })
  const first = await action('record', await heard())
  expect(first).toMatchObject({ status: 0, stderr: '' })
  expect(first.outputs['summary']).toContain('1 verdicts recorded')
  expect(verdicts()).toEqual(['pending'])

  // The same event once more, and a schedule that finds nothing new.
  await action('record', await heard())
  const schedule = { name: 'schedule', payload: { repository: { default_branch: 'main' } } }
  expect((await action('record', schedule)).stdout).toContain('recorded now: none; 1 unchanged.')
  expect(verdicts()).toEqual(['pending'])

  // Nobody heard of the reviews: the schedule makes up for it.
  for (const user of [stage.users.ana, stage.users.ben]) stage.repo.review(pull, user, 'APPROVED')
  expect(await action('record', schedule)).toMatchObject({ status: 0, stderr: '' })
  stage.repo.review(pull, stage.users.ben, 'CHANGES_REQUESTED')
  expect(await action('record', schedule)).toMatchObject({ status: 0, stderr: '' })
  expect(verdicts()).toEqual(['pending', 'approved', 'refused'])
  stage.repo.close(pull, stage.users.ada)
  await action('record', schedule)
  expect(verdicts()).toHaveLength(3)
})

test('a deployment of what nobody approved is refused, and recorded as that', async () => {
  const { run, ...event } = deploy(await stage.repo.tipOf('main'))
  const env = { GITHUB_RUN_ID: String(run.id) }
  const gated = await action('gate', event, { env })
  expect(gated).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'refused', 'exit-code': '1' } })
  const sha = await stage.repo.tipOf('main')
  const named = await action(
    'gate',
    { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') },
    { inputs: { environment: 'production' }, env: { ...env, GITHUB_SHA: sha } },
  )
  expect(named).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'refused' } })
  const recorded = await action('record', event)
  expect(recorded).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'violated' } })
  expect(recorded.annotations[0]?.message).toContain('to production: refused')
  expect(count('deployment')).toBe(2)
})

test('a commit that nobody reviewed does not choose its own rules and log', async () => {
  const settings =
    'apiVersion: countersign/v1\nkind: Config\nprotectedBranch: own\nevidenceBranch: own-log\ndocumentsBranch: own-docs\n'
  const policy = stage.git(stage.repo.state.dir, 'show', 'main:compliance/trust.policy')
  const rules = 'apiVersion: countersign/v1\nkind: GateRules\nrules: [{id: none, require: {approvals: 1}}]\n'
  const sha = await stage.repo.commit('own', {
    files: {
      'countersign.yaml': settings,
      'compliance/gate-rules.yaml': rules,
      'compliance/trust.policy': `${policy}\n`,
    },
    author: stage.users.ada,
  })
  const { run, ...event } = deploy(sha)
  const workspace = stage.clone('own')
  const gated = await action('gate', event, { workspace, env: { GITHUB_RUN_ID: String(run.id) } })
  expect(gated).toMatchObject({ status: 1, stderr: '', outputs: { verdict: 'refused' } })
  const before = count('deployment')
  expect(await action('record', event, { workspace })).toMatchObject({ status: 1, stderr: '' })
  expect(count('deployment')).toBe(before + 1)
  expect([branch('own-log'), branch('own-docs')]).toEqual(['', ''])
})

test('anyone with a fresh clone can verify it', async () => {
  const result = await runCli(['evidence', 'verify'], { cwd: stage.clone(), env: { HOME: stage.folder } })
  expect(result).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^Evidence log: verified\n/) })
})

test('everything that the Action recorded is decided again in a fresh clone, whoever has left since', async () => {
  const decided = count('change.merged') + count('change.decision')
  expect(decided).toBeGreaterThan(1)
  const { repo, users } = stage
  const left = 'apiVersion: countersign/v1\nkind: People\npeople: []\n'
  const rules = 'apiVersion: countersign/v1\nkind: GateRules\nrules:\n  - {id: nine, require: {approvals: 9}}\n'
  const before = readFileSync(join(stage.clone(), 'compliance/people.yaml'), 'utf8')
  const rulesBefore = readFileSync(join(stage.clone(), 'compliance/gate-rules.yaml'), 'utf8')
  const commit = (people: string, gateRules: string) =>
    repo.commit('main', {
      files: { 'compliance/people.yaml': people, 'compliance/gate-rules.yaml': gateRules },
      author: users.ada,
    })
  await commit(left, rules)
  const result = await runCli(['gate', 'replay', '--all'], { cwd: stage.clone(), env: { HOME: stage.folder } })
  await commit(before, rulesBefore)
  expect(result).toMatchObject({ status: 0, stderr: '' })
  expect(result.stdout).toMatch(new RegExp(`^Decided again: ${decided} same, 0 different, 0 not determined\\.\n`))
})

test('a run by the clock anchors the log where settings name an authority; a push does not', async () => {
  const { ca, signer } = testAuthority()
  const authority = await serveAuthority(({ digest, nonce }, reply) => {
    const time = `${new Date().toISOString().slice(0, 19)}Z`
    reply(makeReceipt({ digest, nonce, signer, time }))
  })
  const files = {
    'countersign.yaml': `apiVersion: countersign/v1\nkind: Config\nevidence: {anchors: {authorities: [{url: '${authority.url}'}]}}\n`,
    'compliance/anchors/tsa.pem': toPem(ca),
  }
  await stage.repo.commit('main', { files, author: stage.users.ada })
  await record()
  expect([count('anchor.recorded'), authority.questions.length]).toEqual([0, 0])
  const schedule = { name: 'schedule', payload: { repository: { default_branch: 'main' } } }
  const result = await action('record', schedule)
  expect(result.stdout).toMatch(/\/tsr saw \d+ records at /)
  expect(count('anchor.recorded')).toBe(1)
  await authority.close()
  const verified = await runCli(['evidence', 'verify', '--remote', stage.repo.state.dir], {
    cwd: stage.clone(),
    env: { HOME: stage.folder },
  })
  expect(verified.stdout).toContain('1 hold, 0 not checked, 0 broken')
})

test('what cannot be done is one sentence', async () => {
  const before = [log(), documents()]
  const shallow = await record({ workspace: stage.clone('main', { depth: 1 }) })
  expect(shallow).toMatchObject({ status: 3, stderr: '' })
  expect(shallow.annotations[0]?.message).toContain('fetch-depth: 0')

  await stage.repo.merge(await approved(), stage.users.mia)
  const reader = stage.tokenWith({ ...recordPermissions, contents: 'read' })
  const refused = await record({ inputs: { 'github-token': reader } })
  expect(refused).toMatchObject({ status: 5, stderr: '', outputs: { verdict: 'not-determined', 'exit-code': '5' } })
  expect(refused.annotations[0]?.message).toMatch(/^Not appended: .*contents: write/)

  const blind = stage.tokenWith({ contents: 'write' })
  const unread = await record({ inputs: { 'github-token': blind } })
  expect(unread).toMatchObject({ status: 3, stderr: '' })
  expect(unread.annotations[0]?.message).toContain('pull-requests: read')
  expect([log(), documents()]).toEqual(before)
})

test('neither key nor token is shown, or lies in any object of the repository', () => {
  const everything = [
    ...seen,
    stage.git(stage.repo.state.dir, 'cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer'),
  ].join('\n')
  expect(everything.includes('change.merged')).toBe(true)
  for (const secret of [key, key.split('+').slice(4).join('+'), token, stage.personal]) {
    expect(secret.length).toBeGreaterThan(6)
    expect(everything.includes(secret)).toBe(false)
    expect(everything.includes(Buffer.from(`x-access-token:${secret}`).toString('base64'))).toBe(false)
  }
})
