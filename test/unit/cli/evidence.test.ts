import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { runCommand } from '../../../src/cli/run-command.ts'
import { parseSignerKey } from '../../../src/evidence/note-key.ts'
import { formatSpool } from '../../../src/evidence/spool.ts'
import { shippedFiles } from '../../../src/evidence/tree-layout.ts'
import { appendEvidence } from '../../../src/usecases/append-evidence.ts'
import { facts, merged, repository } from '../../support/evidence-records.ts'
import { facts as gateFacts } from '../../support/gate-facts.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const work = sandbox.work('shop')
const keyFile = sandbox.path('log.key')
const places = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}

async function run(args: readonly string[], environment: Record<string, string> = {}, cwd = work) {
  let [out, err] = ['', '']
  const terminal = {
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    colours: false,
    interactive: false,
    environment: { ...sandbox.environment, RUNNER_TEMP: sandbox.path('spool'), ...environment },
    signal: new AbortController().signal,
  }
  const status = await runCommand(['evidence', ...args, '--cwd', cwd], terminal)
  return { status, out, err }
}

/** Puts records into the log as a recorder does. */
async function record(numbers: readonly number[], landed: string): Promise<void> {
  const log = gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
  const history = gitHistory(sandbox.git, { where: { cwd: work } })
  const clock = { now: () => Date.parse('2026-01-07T00:00:00Z') }
  const create = {
    origin: 'x',
    repository: { id: 'R_1', name: 'acme/shop' },
    address: repository,
    protectedBranch: 'main',
    mayBeUnsigned: false,
  }
  const producer = { tool: 'countersign/0.1.0', run: 'local' }
  const signer = parseSignerKey(readFileSync(keyFile, 'utf8'))
  const { outcome } = await appendEvidence(
    {
      records: numbers.map((number) => merged(number, [landed])),
      attachments: numbers.map(facts),
      signer,
      create,
      producer,
      places,
    },
    { log, history, clock, spool: fileSpool(sandbox.path('spool')) },
  )
  expect(outcome.kind).toBe('appended')
}

beforeAll(async () => {
  sandbox.write(work, 'a', '1')
  sandbox.commit(work, 'start')
  sandbox.run(work, 'remote', 'add', 'origin', 'https://token:secret@github.com/acme/shop.git')
})

test('the way of a log: propose, record, verify, audit', async () => {
  expect(await run(['verify'])).toMatchObject({
    status: 3,
    out: expect.stringContaining('there is no evidence branch'),
  })
  const made = await run(['init', '--key-file', keyFile])
  expect(made).toMatchObject({ status: 0, err: '' })
  const secret = readFileSync(keyFile, 'utf8').trim()
  expect(secret).toMatch(/^PRIVATE\+KEY\+github\.com\/acme\/shop\/evidence\+/)
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  expect(made.out).not.toContain(secret)
  expect(await run(['init', '--key-file', keyFile])).toMatchObject({
    status: 2,
    err: expect.stringContaining('exists already'),
  })
  expect(readFileSync(keyFile, 'utf8').trim()).toBe(secret)
  sandbox.commit(work, 'trust')
  expect(await run(['init', '--key-file', sandbox.path('other.key')])).toMatchObject({
    status: 0,
    out: expect.stringContaining('already'),
  })
  expect(existsSync(sandbox.path('other.key'))).toBe(false)

  sandbox.write(work, 'a', '2')
  const approved = sandbox.commit(work, 'approved')
  const from = sandbox.run(work, 'rev-parse', 'HEAD~1')
  // The log begins at the tip of the protected branch, so wind back for the first record.
  sandbox.run(work, 'reset', '-q', '--hard', from)
  await record([1], approved)
  sandbox.run(work, 'reset', '-q', '--hard', approved)
  sandbox.write(work, 'a', '3')
  const pushed = sandbox.commit(work, 'pushed')
  expect(await run(['verify'])).toMatchObject({ status: 0, out: expect.stringContaining('Evidence log: verified\n') })
  const audit = await run(['audit'], { COUNTERSIGN_LOG_KEY: secret, GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2' })
  expect(audit).toMatchObject({ status: 1, err: '' })
  expect(audit.out).toContain(`${pushed}: no merged pull request in the log brought this commit`)
  const json = JSON.parse((await run(['verify', '--format', 'json'])).out)
  expect(json).toMatchObject({
    outcome: 'verified',
    verification: { size: 4, origin: 'github.com/acme/shop/evidence' },
  })
  expect(sandbox.run(work, 'show', 'compliance-evidence:entries/000.jsonl')).toContain('"run":"github:7/2"')
})

test('any one changed byte of any file is told with the file, and is exit 4 where the file is part of the log', async () => {
  const paths = sandbox.run(work, 'ls-tree', '-r', '--name-only', 'compliance-evidence').split('\n')
  expect(paths).toHaveLength(7)
  for (const path of paths) {
    const clone = sandbox.path(`tampered-${paths.indexOf(path)}`)
    sandbox.run(sandbox.folder, 'clone', '-q', work, clone)
    sandbox.run(clone, 'checkout', '-q', 'compliance-evidence')
    const bytes = readFileSync(join(clone, path))
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    writeFileSync(join(clone, path), bytes)
    sandbox.commit(clone, 'tamper')
    sandbox.run(clone, 'checkout', '-q', 'main')
    const { status, out } = await run(['verify'], {}, clone)
    expect({ status, named: out.includes(path) }).toEqual({ status: shippedFiles.has(path) ? 0 : 4, named: true })
  }
})

test('a checkpoint that was kept is held against the log', async () => {
  const saved = sandbox.path('saved.txt')
  writeFileSync(saved, `${sandbox.run(work, 'show', 'compliance-evidence:checkpoint')}\n`)
  expect(await run(['verify', '--checkpoint', saved])).toMatchObject({
    status: 0,
    out: expect.stringContaining('saved.txt: holds (size 4)'),
  })
  const clone = sandbox.path('rollback')
  sandbox.run(sandbox.folder, 'clone', '-q', work, clone)
  sandbox.run(clone, 'update-ref', 'refs/remotes/origin/compliance-evidence', 'origin/compliance-evidence~1')
  expect(await run(['verify', '--checkpoint', saved], {}, clone)).toMatchObject({
    status: 4,
    out: expect.stringContaining('E_ROLLBACK'),
  })
  expect(await run(['verify', '--checkpoint', sandbox.path('none')])).toMatchObject({ status: 2 })
})

test('what cannot be done is said in a sentence', async () => {
  expect(await run(['verify'], {}, sandbox.folder)).toMatchObject({
    status: 2,
    err: expect.stringContaining('not in a git repository'),
  })
  expect(await run(['verify'], { PATH: '/nonexistent' })).toMatchObject({
    status: 3,
    err: expect.stringContaining('git was not found'),
  })
  expect(await run(['init'])).toMatchObject({ status: 2, err: expect.stringContaining('--key-file') })
  const wrong = await run(['audit'], { COUNTERSIGN_LOG_KEY: 'PRIVATE+KEY+oops' })
  expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('COUNTERSIGN_LOG_KEY') })
  expect(wrong.err).not.toContain('oops')
})

test('a snapshot of another repository stays out of the log', async () => {
  const other = sandbox.work('other')
  sandbox.write(other, 'readme.txt', 'x')
  sandbox.commit(other, 'start')
  const files = [500, 501].map((id) => {
    const file = sandbox.path(`facts-${id}.json`)
    writeFileSync(file, JSON.stringify(gateFacts({ repository: { id, owner: 'acme', name: `shop-${id}` } })))
    return ['--facts', file]
  })
  expect(await run(['record', ...files.flat()], {}, other)).toMatchObject({
    status: 2,
    err: expect.stringContaining('A snapshot is of repository 501, not of 500'),
  })
  expect(sandbox.run(other, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main')
})

test('what waits is taken up on its own, and only where nothing else is asked for', async () => {
  const waiting = sandbox.path('runner')
  const secret = readFileSync(keyFile, 'utf8').trim()
  const environment = { COUNTERSIGN_LOG_KEY: secret, RUNNER_TEMP: waiting }
  expect(await run(['record', '--drain'], environment)).toMatchObject({
    status: 0,
    out: 'Nothing waits for this log.\n',
  })
  const signer = parseSignerKey(secret)
  const spooled = { records: [merged(50)], attachments: [facts(50)] }
  const good = await fileSpool(waiting).keep(formatSpool(spooled, signer?.verifier.name ?? null, signer))
  const bad = await fileSpool(waiting).keep('x\n')
  const drained = await run(['record', '--drain'], environment)
  expect(drained).toMatchObject({ status: 5, err: '' })
  expect(drained.out).toContain('Appended 1 records')
  expect(drained.out).toContain(`Still waiting: ${bad}`)
  expect([existsSync(good), existsSync(bad)]).toEqual([false, true])
  expect(await run(['record', '--drain', '--repo', 'acme/shop'], environment)).toMatchObject({ status: 2 })
  expect(await run(['verify', '--deep'])).toMatchObject({
    status: 0,
    out: expect.stringContaining('the checkpoints of 3'),
  })
})
