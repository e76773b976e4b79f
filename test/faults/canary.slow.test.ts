import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitProcess, tokenConfig } from '../../src/adapters/git-process.ts'
import { gatePermissions, openStage, recordPermissions, type Stage } from '../support/action-stage.ts'
import { canarySecrets } from '../support/canary-secrets.ts'
import type { Pull } from '../support/github/world.ts'
import { runCli } from '../support/run-cli.ts'

// Secrets of every form are planted wherever text of people comes in. Afterwards none of them lies in any object of the log or
// of the documents, in what waits to be appended, in what was posted, or in anything that was printed.

const anyCanary = /canaryx7/i
const all = Object.values(canarySecrets)
/** Forms without a space, for names. */
const words = all.filter((secret) => !/[\s:?@]/.test(secret))
const text = (about: string) => `${about} ${all.join(' and ')}`
const word = (number: number) => words[number % words.length] ?? ''

let stage: Stage
let key = ''
let temp = ''
/** All that was printed, by what printed it. */
const printed: [what: string, text: string][] = []
let pull: Pull

beforeAll(async () => {
  stage = await openStage()
  temp = mkdtempSync(join(tmpdir(), 'canary-'))
  const clone = stage.clone()
  const keyFile = join(temp, 'log.key')
  expect(await cli(['evidence', 'init', '--key-file', keyFile], clone)).toMatchObject({ status: 0 })
  key = readFileSync(keyFile, 'utf8').trim()
  const policy = readFileSync(join(clone, 'compliance/trust.policy'), 'utf8')
  const program = readFileSync(join(clone, 'compliance/program.yaml'), 'utf8').replace(
    /^title: .*$/m,
    `title: "SOC 2 ${word(0)}"`,
  )
  const source = `apiVersion: countersign/v1
kind: EvidenceSource
id: SRC-STAFF
title: ${JSON.stringify(`Leavers ${word(1)}`)}
dataset: leavers
system: hr.example.com
format: csv
fields: [{ field: person, from: Id }, { field: lastDay, from: Last day }, { field: accounts, from: Accounts, split: ';' }]
ignore: [Note]
`
  const files = {
    'compliance/trust.policy': policy,
    'compliance/program.yaml': program,
    'compliance/sources.yaml': source,
  }
  await stage.repo.commit('main', { files, author: stage.users.ada })
  const push = { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') }
  expect(await action('record', push)).toMatchObject({ status: 0 })
  pull = await plant()
})
afterAll(() => stage.close())

async function cli(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const result = await runCli(args, { cwd, env: { HOME: stage.folder, RUNNER_TEMP: temp, ...env } })
  printed.push([args.slice(0, 3).join(' '), `${result.stdout}\n${result.stderr}`])
  return result
}

async function action(
  mode: string,
  event: { readonly name: string; readonly payload: unknown },
  { token = '', env = {} }: { readonly token?: string; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const permissions = mode === 'gate' ? { ...gatePermissions, pull_requests: 'write' as const } : recordPermissions
  const result = await stage.run({
    workspace: stage.clone(),
    inputs: {
      mode,
      'github-token': token === '' ? stage.tokenWith(permissions) : token,
      ...(mode === 'gate' ? { comment: 'on-change' } : { 'log-key': key }),
    },
    event,
    env,
  })
  printed.push([`action ${mode} ${event.name}`, result.visible])
  return result
}

/** A pull request that has a secret in each text that a person can give it. */
async function plant(): Promise<Pull> {
  const { repo, users } = stage
  const branch = `feature-${word(1)}`
  const request = `apiVersion: countersign/v1
kind: ChangeRequest
id: CHG-2026-0001
title: ${JSON.stringify(`Change ${word(2)}`)}
description: ${JSON.stringify(text('It needs'))}
status: submitted
requestedBy: ada
requestedAt: 2026-03-01T09:00:00Z
category: normal
`
  await repo.commit(branch, {
    files: { [`src/${word(3)}.ts`]: `${text('// code')}\n`, 'compliance/changes/CHG-2026-0001.yaml': request },
    author: users.ada,
    coAuthors: [{ name: word(0), email: users.cleo.email }],
    message: text('Change it with'),
    onto: await repo.tipOf('main'),
  })
  const made = await repo.openPull({
    head: branch,
    author: users.ada,
    title: `Fix ${word(0)} and ${canarySecrets.password}`,
    body: text('CHG-2026-0001 needs'),
  })
  repo.label(made, word(4).slice(0, 50), users.ada)
  repo.retitle(made, `Fix login ${word(5)} at ${canarySecrets['url-parameter']}`, users.ada)
  for (const user of [users.ana, users.ben]) repo.review(made, user, 'APPROVED', text('Looks good:'))
  repo.checkRun(made.headSha, `check ${word(2)}`, { title: text('all good').slice(0, 200) })
  repo.status(made.headSha, `ci/${word(3)}`.slice(0, 100), 'success', users.mia)
  return made
}

const pageOf = (secretless: unknown) => JSON.stringify(secretless) ?? ''

describe('fault 41: secrets planted in every text that comes in', () => {
  test('a gate that posts status and comment', async () => {
    const payload = await stage.github.payload.pullRequest(pull, 'synchronize')
    const result = await action('gate', { name: 'pull_request_target', payload })
    expect(result).toMatchObject({ status: 0, stderr: '', outputs: { verdict: 'approved' } })
    const status = stage.status(pull.headSha)
    expect(status?.state).toBe('success')
    expect(pageOf([status, pull.comments])).not.toMatch(anyCanary)
    expect(pull.comments).not.toEqual([])
  })

  test('what waits because it could not be appended', async () => {
    await stage.repo.merge(pull, stage.users.mia, 'squash')
    const token = stage.tokenWith({ ...recordPermissions, contents: 'read' })
    const push = { name: 'push', payload: await stage.github.payload.push(stage.repo.state, 'main') }
    expect(await action('record', push, { token, env: { RUNNER_TEMP: temp } })).toMatchObject({ status: 5 })
    const kept = readdirSync(temp).filter((name) => name.startsWith('countersign-evidence-'))
    expect(kept).toHaveLength(1)
    const spool = readFileSync(join(temp, kept[0] ?? ''), 'utf8')
    expect(spool).toContain('change.merged')
    const attached = [...spool.matchAll(/"base64":"([^"]*)"/g)].map((found) => Buffer.from(found[1] ?? '', 'base64'))
    expect(Buffer.concat(attached).toString()).toContain('pull-request-facts')
    expect([spool, ...attached].join('\n')).not.toMatch(anyCanary)
  })

  test('merges, pushes past review and deployments in the log', async () => {
    const { repo, users } = stage
    const clone = stage.clone()
    writeFileSync(join(clone, 'direct.txt'), 'direct\n')
    stage.git(clone, 'add', '-A')
    stage.git(
      clone,
      '-c',
      `user.name=${word(1)}`,
      '-c',
      'user.email=x@example.invalid',
      'commit',
      '-qm',
      text('Hotfix'),
    )
    const remote = stage.github.gitUrl(repo)
    const config = tokenConfig(remote, stage.personal)
    await gitProcess(process.env).run({ cwd: clone, args: ['push', '-q', remote, 'HEAD:refs/heads/main'], config })
    const push = { name: 'push', payload: await stage.github.payload.push(repo.state, 'main') }
    expect(await action('record', push)).toMatchObject({ status: 1, stderr: '' })

    const sha = await repo.tipOf('main')
    const run = repo.run({ headSha: sha, actor: users.mia })
    const deployment = repo.deploy(sha, `production-${word(0)}`, users.mia, 'main', { note: text('deploy') })
    const event = { name: 'deployment', payload: stage.github.payload.deployment(repo.state, deployment, run) }
    await action('gate', event, { env: { GITHUB_RUN_ID: String(run.id) } })
    expect((await action('record', event)).stdout).toContain('Appended')
  })

  test('files of scanners, tests and systems, one of them kept as it was', async () => {
    const clone = stage.clone()
    const write = (name: string, content: string) => {
      writeFileSync(join(clone, name), content)
      return name
    }
    const place = { physicalLocation: { artifactLocation: { uri: `src/${word(0)}.ts` }, region: { startLine: 1 } } }
    const results = all.map((secret, index) => ({
      ruleId: `rule-${word(index)}`,
      level: 'error',
      message: { text: `found ${secret}` },
      locations: [place],
    }))
    const tool = { driver: { name: `Scanner ${word(2)}`, version: '1.0.0', informationUri: text('https://x/?q=') } }
    const run = { tool, invocations: [{ executionSuccessful: true, endTimeUtc: '2026-03-02T10:15:30Z' }], results }
    const escaped = text('failed').replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    const junit = `<testsuite name="${word(3)}" tests="1" failures="1"><testcase name="${escaped}"><failure message="${escaped}">${escaped}</failure></testcase></testsuite>`
    const staff = `Id,Note,Last day,Accounts\n17,"${text('x').replaceAll('"', '""')}",2026-02-28,ann;bo\n`
    const to = ['--remote', stage.repo.state.dir]
    const sarif = write(`scan-${word(5)}.sarif`, JSON.stringify({ version: '2.1.0', runs: [run] }))
    const imports = [
      ['--format', 'sarif', '--system', 'acme/shop', '--query', `all ${canarySecrets.password}`, sarif],
      ['--format', 'junit', '--system', 'acme/shop', '--at', '2026-03-02', write('junit.xml', junit)],
      [
        '--source',
        'SRC-STAFF',
        '--at',
        '2026-03-31T18:00:00Z',
        '--query',
        `all ${word(0)} ${canarySecrets.header}`,
        '--keep-original',
        write('staff.csv', staff),
      ],
    ]
    for (const args of imports) {
      const result = await cli(['evidence', 'import', ...to, ...args], clone, { COUNTERSIGN_LOG_KEY: key })
      expect(`${result.stdout}${result.stderr}`).toContain('Appended 1 records')
    }
    expect(await cli(['evidence', 'verify', '--payloads', ...to], clone)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('whole       1'),
    })
  })

  test('datasets of the forge', async () => {
    const token = stage.github.tokenOf(stage.users.ada)
    const env = {
      COUNTERSIGN_LOG_KEY: key,
      GITHUB_TOKEN: token,
      GITHUB_API_URL: `${stage.github.url}/api/v3`,
      GITHUB_SERVER_URL: stage.github.url,
    }
    const remote = ['--remote', stage.github.gitUrl(stage.repo)]
    const result = await cli(['evidence', 'collect', '--repo', 'acme/shop', ...remote], stage.clone(), env)
    expect(`${result.stdout}${result.stderr}`).toContain('Appended')
    expect(result.stdout).not.toContain(token)
  })

  test('no object of the log or the documents has one, and the log says how many were taken out', () => {
    const { dir } = stage.repo.state
    const refs = stage.git(dir, 'for-each-ref', '--format=%(refname)', 'refs/heads/compliance-*').split('\n')
    expect(refs).toEqual(['docs', 'evidence', 'payloads'].map((name) => `refs/heads/compliance-${name}`))
    const objects = stage.git(dir, 'rev-list', '--objects', '--no-object-names', ...refs).split('\n')
    const found = objects.filter((object) => anyCanary.test(stage.git(dir, 'cat-file', '-p', object)))
    expect(found.map((object) => stage.git(dir, 'cat-file', '-p', object).slice(0, 500))).toEqual([])
    const log = stage.git(dir, 'grep', '-h', '', 'refs/heads/compliance-evidence', '--', 'entries')
    const records = log.split('\n').map((line) => JSON.parse(line).predicate)
    const merged = records.find(({ kind }) => kind === 'change.merged')
    expect(merged.redactions).toBeGreaterThan(all.length)
    expect(merged.data.title).toBe(
      'Fix login (redacted:google-key) at https://api.example.invalid/v1?access_token=(redacted:url-parameter)&page=2',
    )
    expect(records.map(({ kind }) => kind)).toContain('deployment')
    const documents = stage.git(dir, 'grep', '-h', 'redacted:', 'refs/heads/compliance-docs')
    expect(documents).toContain('(redacted:github-token)')
  })

  test('the log verifies, and what was decided is decided again', async () => {
    const clone = stage.clone()
    expect(await cli(['evidence', 'verify'], clone)).toMatchObject({ status: 0 })
    expect((await cli(['gate', 'replay', '--all'], clone)).stdout).toContain('1 same, 0 different')
  })

  test('the file that was kept is disposed of at the forge, and its branch keeps nothing of it', async () => {
    const { dir } = stage.repo.state
    const log = stage.git(dir, 'grep', '-h', '', 'refs/heads/compliance-evidence', '--', 'entries').split('\n')
    const index = log.findIndex((line) => line.includes('"payloads":'))
    const env = { COUNTERSIGN_LOG_KEY: key, GITHUB_TOKEN: stage.github.tokenOf(stage.users.ada) }
    const remote = ['--remote', stage.github.gitUrl(stage.repo)]
    const clone = stage.clone()
    const args = ['evidence', 'dispose', '--record', String(index), '--basis', `request ${word(0)}`, ...remote]
    const disposed = await cli(args, clone, env)
    expect(disposed).toMatchObject({ status: 0, stdout: expect.stringContaining('Removed from the branch') })
    expect(stage.git(dir, 'ls-tree', '-r', '--name-only', 'refs/heads/compliance-payloads')).toBe('README.md')
    expect(stage.git(dir, 'rev-list', '--count', 'refs/heads/compliance-payloads')).toBe('1')
    const verified = await cli(['evidence', 'verify', '--payloads', ...remote], clone, env)
    expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining('disposed    original.csv') })
  })

  test('a file of facts with secrets in it', async () => {
    const clone = stage.clone()
    const { dir } = stage.repo.state
    const facts = stage
      .git(dir, 'ls-tree', '-r', '--name-only', 'refs/heads/compliance-evidence', '--', 'attachments')
      .split('\n')
      .map((path) => stage.git(dir, 'show', `refs/heads/compliance-evidence:${path}`))
      .flatMap((content) => (content.includes('countersign/pull-request-facts/v1') ? JSON.parse(content) : []))
      .at(0)
    const planted = {
      ...facts,
      pull: {
        ...facts.pull,
        number: 77,
        title: text('Do').slice(0, 1000),
        merged: false,
        mergedAt: null,
        mergeSha: null,
        state: 'open',
      },
      reviews: { known: false, why: text('The forge says') },
    }
    const file = join(clone, 'facts.json')
    writeFileSync(file, JSON.stringify(planted))
    for (const format of ['text', 'markdown', 'json'])
      await cli(['gate', 'pr', '--facts', file, '--base', 'HEAD', '--format', format], clone)
    await cli(['gate', 'explain', '--facts', file, '--base', 'HEAD'], clone)
    writeFileSync(file, JSON.stringify({ ...planted, [text('key')]: 1, trigger: text('no object') }))
    expect(await cli(['gate', 'pr', '--facts', file, '--base', 'HEAD'], clone)).toMatchObject({ status: 2 })
  })

  test('mistakes in the files of a program are shown without them', async () => {
    const clone = stage.clone()
    writeFileSync(
      join(clone, 'compliance/broken.yaml'),
      `apiVersion: countersign/v1\nkind: ${word(0)}\n---\napiVersion: countersign/v1\nkind: Policy\nid: ${word(2)}\npassword: ${word(1)}\n`,
    )
    for (const format of ['pretty', 'json', 'sarif', 'junit', 'github', 'markdown', 'ndjson']) {
      const result = await cli(['check', '--format', format], clone)
      expect(result.status).toBe(1)
      expect(result.stdout).toContain('(redacted:')
    }
    await cli(['check', '--format', 'sarif=report.sarif', '--format', 'junit=report.xml'], clone)
    for (const name of ['report.sarif', 'report.xml']) {
      const report = readFileSync(join(clone, name), 'utf8')
      expect(report).toContain('(redacted:')
      printed.push([name, report])
    }
    await cli(['explain', word(0)], clone)
    await cli([word(1), '--repo', text('x')], clone)
    await cli(['gate', 'pr', '--repo', text('x'), '--number', '1'], clone)
  })

  test('nothing that was printed has one', () => {
    expect(printed.length).toBeGreaterThan(15)
    // The part around it only: a report may be long.
    const leaks = printed.flatMap(([what, said]) => {
      const at = said.search(anyCanary)
      return at < 0 ? [] : [[what, said.slice(Math.max(0, at - 200), at + 100)]]
    })
    expect(leaks).toEqual([])
    expect(existsSync(temp)).toBe(true)
  })
})
