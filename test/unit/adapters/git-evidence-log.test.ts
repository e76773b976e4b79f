import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type GitEvidenceLogOptions, gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { attachmentPath } from '../../../src/evidence/attachments.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import type { AppendRequest } from '../../../src/evidence/plan-append.ts'
import { facts, logCreated, logOf, merged, origin, unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const expected = { keys: [signer.verifier], pins: [] }
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))

const pauses: number[] = []
function logAt(remote: string, over: Partial<GitEvidenceLogOptions> = {}) {
  let time = 0
  return gitEvidenceLog({
    git: sandbox.git,
    remote,
    branch: 'log',
    scratch: sandbox.folder,
    pause: async (ms) => {
      pauses.push(ms)
      time += ms
    },
    random: () => 0.5,
    elapsed: () => time,
    ...over,
  })
}
const request = (over: Partial<AppendRequest> = {}): AppendRequest => ({
  records: [merged(1)],
  attachments: [facts(1)],
  expected,
  signer,
  birth,
  ...over,
})
const tipOf = (remote: string) => sandbox.run(remote, 'rev-parse', 'log')
/** Replaces files of the log by a commit that fits the branch, as somebody with write access could. */
function tamper(remote: string, files: Record<string, string | undefined>, mode = '100644') {
  const work = sandbox.path(`tamper-${Math.random()}`)
  sandbox.run(sandbox.folder, 'clone', '-q', '-b', 'log', remote, work)
  for (const [path, content] of Object.entries(files)) {
    if (content === undefined) sandbox.run(work, 'rm', '-q', path)
    else {
      sandbox.write(work, path, content)
      if (mode === '100755') chmodSync(join(work, path), 0o755)
    }
  }
  sandbox.commit(work, 'tamper')
  sandbox.run(work, 'push', '-q', 'origin', 'log')
}

test('the first append begins the log, later ones extend it, and both are read back', async () => {
  const remote = sandbox.bare('first.git')
  const log = logAt(remote)
  expect(await log.read(expected)).toEqual({ kind: 'missing' })
  const first = await log.append(request())
  expect(first).toMatchObject({ kind: 'appended', tries: 1, records: [{ index: 0 }, { index: 1 }], present: [] })
  const second = await log.append(request({ records: [merged(1), merged(2)], attachments: [facts(1), facts(2)] }))
  expect(second).toMatchObject({ kind: 'appended', records: [{ index: 2 }], present: [{ index: 1 }] })
  const reading = await log.read(expected)
  expect(reading).toMatchObject({
    kind: 'read',
    log: { verification: { findings: [], size: 3, authenticity: 'signed' } },
  })
  expect(sandbox.run(remote, 'rev-list', '--count', 'log')).toBe('2')
  expect(sandbox.run(remote, 'ls-tree', '-r', '--name-only', 'log').split('\n')).toEqual([
    '.gitattributes',
    'README.md',
    ...[facts(1), facts(2)].map(({ sha256 }) => attachmentPath(sha256)).sort(),
    'checkpoint',
    'edge',
    'entries/000.jsonl',
    'verify.py',
  ])
})

test('the same records give the same commit, whoever writes them and when', async () => {
  const [one, other] = [sandbox.bare('one.git'), sandbox.bare('other.git')]
  for (const remote of [one, other]) await logAt(remote).append(request())
  expect(tipOf(one)).toBe(tipOf(other))
  expect(sandbox.run(one, 'log', '-1', '--format=%an %ae %aI %cI %s', 'log')).toBe(
    'countersign countersign@countersign.invalid 2026-01-06T09:05:00+00:00 2026-01-06T09:05:00+00:00 evidence: size 2',
  )
})

test('an append is at most six processes, however large the log is', async () => {
  const remote = sandbox.bare('counted.git')
  const commands: (string | undefined)[] = []
  const counted: typeof sandbox.git = {
    ...sandbox.git,
    run: (call) => {
      commands.push(call.args[0])
      return sandbox.git.run(call)
    },
    text: (call) => {
      commands.push(call.args[0])
      return sandbox.git.text(call)
    },
    stream: (call) => {
      commands.push(call.args[0])
      return sandbox.git.stream(call)
    },
  }
  await logAt(remote).append(request({ records: Array.from({ length: 600 }, (_, index) => unreviewed(index + 10)) }))
  expect(await logAt(remote, { git: counted }).append(request({ records: [merged(2)] }))).toMatchObject({
    kind: 'appended',
  })
  expect(commands).toEqual(['ls-remote', 'ls-tree', 'cat-file', 'fast-import', 'push', 'ls-remote'])
})

test('segments roll over and stay as they were', async () => {
  const remote = sandbox.bare('segments.git')
  const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => unreviewed(from + index))
  await logAt(remote).append(request({ records: many(10, 255), attachments: [] }))
  const full = sandbox.run(remote, 'rev-parse', 'log:entries/000.jsonl')
  await logAt(remote).append(request({ records: many(1000, 300), attachments: [] }))
  expect(sandbox.run(remote, 'rev-parse', 'log:entries/000.jsonl')).toBe(full)
  const reading = await logAt(remote).read(expected)
  expect(reading).toMatchObject({ log: { verification: { findings: [], size: 556 } } })
})

test('a batch that is all there is nothing new, and a contradiction is told', async () => {
  const remote = sandbox.bare('again.git')
  await logAt(remote).append(request())
  const tip = tipOf(remote)
  expect(await logAt(remote).append(request())).toMatchObject({ kind: 'nothing-new', present: [{ index: 1 }] })
  const other = merged(1, ['e'.repeat(40)])
  expect(await logAt(remote).append(request({ records: [unreviewed(7), other] }))).toEqual({
    kind: 'conflict',
    conflicts: [{ key: merged(1).predicate.key, index: 1 }],
  })
  expect(tipOf(remote)).toBe(tip)
})

test('a race for the first commit leaves one log with both', async () => {
  const remote = sandbox.bare('race.git')
  const outcomes = await Promise.all(
    [1, 2, 3].map((number) =>
      logAt(remote).append(request({ records: [merged(number)], attachments: [facts(number)] })),
    ),
  )
  expect(outcomes.map(({ kind }) => kind)).toEqual(['appended', 'appended', 'appended'])
  expect(await logAt(remote).read(expected)).toMatchObject({ log: { verification: { findings: [], size: 4 } } })
})

test.each([
  { name: 'an edited record', files: { 'entries/000.jsonl': 'x\n' }, code: 'E_SCHEMA' },
  { name: 'an executable', files: { edge: 'x' }, mode: '100755', code: 'E_PATH' },
  {
    name: 'an unsigned checkpoint',
    files: { checkpoint: `${origin}\n2\n${Buffer.alloc(32).toString('base64')}\n` },
    code: 'E_SIG',
  },
])('nobody appends on $name', async ({ files, mode, code }) => {
  const remote = sandbox.bare(`bad-${code}-${mode}.git`)
  await logAt(remote).append(request())
  tamper(remote, files, mode)
  const tip = tipOf(remote)
  const outcome = await logAt(remote).append(request({ records: [merged(2)] }))
  expect(outcome.kind === 'bad-log' && outcome.findings.map((finding) => finding.code)).toContain(code)
  expect(tipOf(remote)).toBe(tip)
})

test.each([
  { name: 'a stray file', files: { 'notes.txt': 'x' }, code: 'E_PATH' },
  { name: 'a removed attachment', files: { [attachmentPath(facts(1).sha256)]: undefined }, code: 'E_ATTACHMENT' },
])(
  '$name is not in the way of an append, which looks at the end of the log, but the log does not verify',
  async ({ files, code }) => {
    const remote = sandbox.bare(`beside-${code}.git`)
    await logAt(remote).append(request())
    tamper(remote, files)
    expect(await logAt(remote).append(request({ records: [merged(2)], attachments: [facts(2)] }))).toMatchObject({
      kind: 'appended',
    })
    expect(await logAt(remote).verify(expected)).toMatchObject({
      log: { verification: { findings: [{ code }] } },
    })
  },
)

test('a symbolic link and a submodule in the tree are found', async () => {
  const remote = sandbox.bare('modes.git')
  await logAt(remote).append(request())
  const blob = sandbox.run(remote, 'rev-parse', 'log:edge')
  const tree = sandbox.run(remote, 'ls-tree', 'log').replace(`100644 blob ${blob}\tedge`, `120000 blob ${blob}\tedge`)
  const listed = `${tree}\n160000 commit ${tipOf(remote)}\tmodule\n`
  const made = execFileSync('git', ['mktree'], {
    cwd: remote,
    env: sandbox.environment,
    input: listed,
    encoding: 'utf8',
  }).trim()
  sandbox.run(remote, 'update-ref', 'refs/heads/log', sandbox.run(remote, 'commit-tree', '-m', 'x', made))
  const reading = await logAt(remote).read(expected)
  const found =
    reading.kind === 'read' ? reading.log.verification.findings.map(({ code, file }) => `${code} ${file}`) : []
  expect(found).toContain('E_PATH edge')
  expect(found).toContain('E_PATH module')
})

test('a log that was wound back is noticed by its pin, and nothing is appended', async () => {
  const remote = sandbox.bare('rollback.git')
  await logAt(remote).append(request())
  const before = tipOf(remote)
  const later = await logAt(remote).append(request({ records: [merged(2)], attachments: [facts(2)] }))
  sandbox.run(remote, 'update-ref', 'refs/heads/log', before)
  const pins = [{ source: 'PIN', note: later.kind === 'appended' ? later.note : '' }]
  const outcome = await logAt(remote).append(
    request({ records: [merged(3)], attachments: [facts(3)], expected: { ...expected, pins } }),
  )
  expect(outcome).toMatchObject({ kind: 'bad-log', findings: [{ code: 'E_ROLLBACK', file: 'PIN' }] })
})

test('a log that is gone is not begun again while it is pinned', async () => {
  const remote = sandbox.bare('gone.git')
  const pins = [{ source: 'PIN', note: logOf([[birth]], signer).grown.note }]
  expect(await logAt(remote).append(request({ expected: { ...expected, pins } }))).toMatchObject({
    kind: 'bad-log',
    findings: [{ code: 'E_REF_MISSING' }],
  })
})

const other = signerOfSeed(origin, Buffer.alloc(32, 2))
test.each([
  { name: 'without a key', over: { signer: undefined }, kind: 'not-entitled' },
  { name: 'with a key that is not trusted', over: { signer: other }, kind: 'not-entitled' },
  { name: 'without a trust policy', over: { expected: { keys: [], pins: [] } }, kind: 'not-entitled' },
])('a signed log is not extended $name', async ({ name, over, kind }) => {
  const remote = sandbox.bare(`${name}.git`)
  await logAt(remote).append(request())
  expect(await logAt(remote).append(request({ records: [merged(2)], ...over }))).toMatchObject({ kind })
})

test.each([
  { name: 'no record 0', over: { birth: undefined }, kind: 'no-log' },
  { name: 'a key that is not trusted', over: { signer: other }, kind: 'not-entitled' },
  { name: 'no key', over: { signer: undefined }, kind: 'not-entitled' },
  {
    name: 'no signatures though a key is trusted',
    over: { signer: undefined, birth: logCreated('local-unsigned') },
    kind: 'not-entitled',
  },
])('a log is not begun with $name', async ({ name, over, kind }) => {
  const remote = sandbox.bare(`begin ${name}.git`)
  expect(await logAt(remote).append(request(over))).toMatchObject({ kind })
  expect(() => tipOf(remote)).toThrow()
})

test('a server that says no is believed at once, with its reason', async () => {
  const remote = sandbox.bare('hook.git')
  writeFileSync(join(remote, 'hooks', 'pre-receive'), '#!/bin/sh\necho "rule: signatures required" >&2\nexit 1\n', {
    mode: 0o755,
  })
  expect(await logAt(remote).append(request())).toMatchObject({
    kind: 'not-appended',
    tries: 1,
    why: expect.stringContaining('rule: signatures required'),
  })
})

test('a race that is always lost ends after the limit of tries', async () => {
  const remote = sandbox.bare('lost.git')
  await logAt(remote).append(request())
  // Whoever pushes, the branch has moved meanwhile.
  writeFileSync(
    join(remote, 'hooks', 'update'),
    '#!/bin/sh\nunset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\ngit update-ref refs/heads/log $(git -c user.name=x -c user.email=x@x commit-tree -p refs/heads/log -m x refs/heads/log^{tree})\n',
    { mode: 0o755 },
  )
  pauses.length = 0
  const outcome = await logAt(remote, { maxTries: 3, git: sandbox.git }).append(
    request({ records: [merged(2)], attachments: [facts(2)] }),
  )
  expect(outcome).toEqual({ kind: 'not-appended', why: 'other writers were always faster', tries: 3 })
  expect(pauses).toEqual([100, 200])
})

test('a push that arrives although the line was cut is found on the next try', async () => {
  const remote = sandbox.bare('cut.git')
  const { git } = sandbox
  let cut = true
  const flaky: typeof git = {
    ...git,
    async run(call) {
      const result = await git.run(call)
      if (!call.args.includes('push') || !cut) return result
      cut = false
      return { status: 1, stdout: Buffer.alloc(0), stderr: 'fatal: the remote end hung up unexpectedly' }
    },
  }
  const outcome = await logAt(remote, { git: flaky }).append(request())
  expect(outcome).toMatchObject({ kind: 'appended', tries: 2, records: [{ index: 1 }] })
  expect(sandbox.run(remote, 'rev-list', '--count', 'log')).toBe('1')
})

test('a remote that cannot be reached is given up, not taken for an empty one', async () => {
  const outcome = await logAt(sandbox.path('nowhere.git')).append(request())
  expect(outcome).toMatchObject({ kind: 'not-appended', why: expect.stringContaining('nowhere.git') })
})

test('a clone that only tracks the log is read, but gets no second log', async () => {
  const remote = sandbox.bare('source.git')
  await logAt(remote).append(request())
  for (const options of [[], ['--depth=1', '--no-single-branch']]) {
    const clone = sandbox.path(`clone${options.length}`)
    sandbox.run(sandbox.folder, 'clone', '-q', '--no-checkout', ...options, `file://${remote}`, clone)
    expect(await logAt(clone).read(expected)).toMatchObject({
      kind: 'read',
      log: { verification: { findings: [], size: 2 } },
    })
    expect(await logAt(clone).append(request())).toMatchObject({
      kind: 'unreadable',
      why: expect.stringContaining('refs/remotes/origin/log'),
    })
  }
})

test('a branch that was not pulled for a while is not taken for a log that was wound back', async () => {
  const remote = sandbox.bare('ahead.git')
  await logAt(remote).append(request())
  const clone = sandbox.path('behind')
  sandbox.run(sandbox.folder, 'clone', '-q', '-b', 'log', remote, clone)
  const later = await logAt(remote).append(request({ records: [merged(2)], attachments: [facts(2)] }))
  sandbox.run(clone, 'fetch', '-q')
  const pins = [{ source: 'PIN', note: later.kind === 'appended' ? later.note : '' }]
  expect(await logAt(clone).read({ ...expected, pins })).toMatchObject({
    kind: 'read',
    log: { verification: { findings: [], size: 3 } },
  })
})

test('a damaged or missing object is not called tampering', async () => {
  const remote = sandbox.bare('damaged.git')
  await logAt(remote).append(request())
  const blob = sandbox.run(remote, 'rev-parse', 'log:edge')
  const file = join(remote, 'objects', blob.slice(0, 2), blob.slice(2))
  if (!existsSync(file)) {
    const pack = readdirSync(join(remote, 'objects', 'pack')).find((name) => name.endsWith('.pack')) ?? ''
    rmSync(join(remote, 'objects', 'pack', pack), { force: true })
  } else unlinkSync(file)
  expect(await logAt(remote).read(expected)).toMatchObject({ kind: 'unreadable' })
})

test('line endings of a checkout and replaced objects change nothing', async () => {
  const work = sandbox.work('autocrlf')
  sandbox.commit(work, 'start')
  await logAt(work).append(request())
  sandbox.run(work, 'config', 'core.autocrlf', 'true')
  const fake = sandbox.run(work, 'rev-parse', 'log:README.md')
  sandbox.run(work, 'replace', sandbox.run(work, 'rev-parse', 'log:edge'), fake)
  expect(await logAt(work).read(expected)).toMatchObject({ kind: 'read', log: { verification: { findings: [] } } })
})

test('no private repository is left behind', () => {
  expect(readdirSync(sandbox.folder).filter((name) => name.startsWith('countersign-'))).toEqual([])
})

test.each(['a work tree', 'a work tree of another one', 'a shallow clone'])(
  'an append to %s copies nothing of the log',
  async (kind) => {
    const bare = sandbox.bare(`whole ${kind}.git`)
    await logAt(bare).append(request({ records: [merged(1), unreviewed(7)] }))
    await logAt(bare).append(request({ records: [unreviewed(8)] }))
    const work = sandbox.path(`work ${kind}`)
    const flags = kind === 'a shallow clone' ? ['--depth=1'] : []
    sandbox.run(sandbox.folder, 'clone', '-q', ...flags, '-b', 'log', `file://${bare}`, work)
    // A branch that is checked out takes no push.
    sandbox.run(work, 'checkout', '-q', '--detach')
    let where = work
    if (kind === 'a work tree of another one') {
      where = sandbox.path('second tree')
      sandbox.run(work, 'worktree', 'add', '-q', '--detach', where)
    }
    const commands: string[] = []
    const noted: typeof sandbox.git = {
      ...sandbox.git,
      run: (call) => {
        commands.push(call.args[0] ?? '')
        return sandbox.git.run(call)
      },
    }
    const outcome = await logAt(where, { git: noted }).append(request({ records: [unreviewed(9)] }))
    expect(outcome).toMatchObject({ kind: 'appended', tries: 1, records: [{ index: 4 }] })
    expect(commands).not.toContain('fetch')
    expect(await logAt(where).read(expected)).toMatchObject({ log: { verification: { findings: [], size: 5 } } })
    expect(sandbox.run(work, 'fsck', '--connectivity-only')).not.toMatch(/missing|broken/)
  },
)
