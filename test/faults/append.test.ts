import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { fileSpool } from '../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { type Git, GitFailed, gitProcess } from '../../src/adapters/git-process.ts'
import { formatSpool } from '../../src/evidence/spool.ts'
import { type AppendInput, appendEvidence, drainSpool, statusOfAppend } from '../../src/usecases/append-evidence.ts'
import { describeAppend } from '../../src/usecases/describe-evidence.ts'
import { origin, repository, unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { logBranch } from '../support/signed-log.ts'
import { keyNumber, TrustWorld, trustPlaces } from '../support/trust-world.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
let world: TrustWorld
let spoolFolder = ''
let count = 0
beforeEach(() => {
  count += 1
  world = new TrustWorld(sandbox, `append-${count}`)
  spoolFolder = sandbox.path(`waiting-${count}`)
})

const signer = keyNumber(1)
const producer = { tool: 'countersign/0.1.0', run: 'local' }
const create = {
  ...{ origin, repository: { id: 'R_1', name: 'acme/shop' }, address: repository },
  ...{ protectedBranch: 'main', mayBeUnsigned: false },
}
function portsWith(git: Git = sandbox.git, maxTries = 4) {
  const place = { git, remote: world.work, branch: logBranch, scratch: sandbox.folder, maxTries }
  return {
    log: gitEvidenceLog({ ...place, pause: async () => undefined, random: () => 0, elapsed: () => 0 }),
    history: gitHistory(sandbox.git, { where: { cwd: world.work } }),
    spool: fileSpool(spoolFolder),
    clock: { now: () => Date.parse('2026-03-01T12:00:00Z') },
  }
}
const append = (numbers: readonly number[], over: Partial<AppendInput> = {}, git?: Git, maxTries?: number) =>
  appendEvidence(
    {
      ...{ records: numbers.map((number) => unreviewed(number)), attachments: [] },
      ...{ signer, create, producer, places: trustPlaces, ...over },
    },
    portsWith(git, maxTries),
  )
const waiting = () => {
  try {
    return readdirSync(spoolFolder)
  } catch {
    return []
  }
}
async function keysInLog(): Promise<readonly string[]> {
  const { log, outcome } = await world.verify()
  expect(outcome).toBe('verified')
  return (log?.entries ?? []).slice(1).map(({ record }) => record.predicate.key.replace(/.*\/0*/, ''))
}
const hex = (...numbers: readonly number[]) => numbers.map((number) => number.toString(16))
const hook = (name: string, text: string) =>
  writeFileSync(join(world.work, '.git', 'hooks', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
const status = ({ outcome }: Awaited<ReturnType<typeof append>>) => statusOfAppend[outcome.kind]

describe('fault 02: a full disk', () => {
  /** From the nth process on, every one fails. */
  const failingFrom = (nth: number): Git => {
    let calls = 0
    const fail = (args: readonly string[]) => {
      calls += 1
      if (calls >= nth) throw new GitFailed('status', 128, args, 'fatal: write error: No space left on device')
    }
    return {
      ...sandbox.git,
      run: async (call) => {
        fail(call.args)
        return sandbox.git.run(call)
      },
      text: async (call) => {
        fail(call.args)
        return sandbox.git.text(call)
      },
      async *stream(call) {
        fail(call.args)
        yield* sandbox.git.stream(call)
      },
    }
  }

  test('at each step: nothing is pushed, or it is not said to be in; the records wait, and the next run has them once', async () => {
    await append([1])
    for (const [index, step] of ['ls-remote', 'ls-tree', 'cat-file', 'fast-import', 'push', 'ls-remote'].entries()) {
      const before = world.tip
      const result = await append([10 + index], {}, failingFrom(index + 1), 2)
      expect([step, status(result)]).toEqual([step, 5])
      expect(waiting()).toHaveLength(1)
      if (index < 5) expect([step, world.tip]).toEqual([step, before])
      const again = await append([])
      expect(again.drained.done).toHaveLength(1)
      expect(waiting()).toEqual([])
    }
    expect(await keysInLog()).toEqual(hex(1, 10, 11, 12, 13, 14, 15))
  })

  test('really: git that may not write any file makes no commit', async () => {
    await append([1])
    const bin = sandbox.path(`bin-${count}`)
    const real = sandbox.run(sandbox.folder, '--exec-path')
    sandbox.write(bin, 'git', `#!/bin/sh\nulimit -f 0\nexec "${real}/git" "$@"\n`)
    chmodSync(join(bin, 'git'), 0o755)
    const before = world.tip
    const result = await append(
      [2],
      {},
      gitProcess({ ...sandbox.environment, PATH: `${bin}:${process.env['PATH']}` }),
      2,
    )
    expect(status(result)).toBe(5)
    expect([world.tip, waiting().length]).toEqual([before, 1])
  })
})

test('fault 03: a push that arrived although its answer was lost is found, and adds nothing more', async () => {
  let cut = true
  const flaky: Git = {
    ...sandbox.git,
    async run(call) {
      const result = await sandbox.git.run(call)
      if (!call.args.includes('push') || !cut) return result
      cut = false
      return { status: 1, stdout: Buffer.alloc(0), stderr: 'fatal: the remote end hung up unexpectedly' }
    },
  }
  const result = await append([1], {}, flaky)
  expect([status(result), result.outcome]).toMatchObject([0, { kind: 'appended', tries: 2 }])
  expect(await keysInLog()).toEqual(hex(1))
  expect(world.run('rev-list', '--count', logBranch)).toBe('1')
})

test('fault 05: of two writers of the first commit one begins the log, and the other appends to it', async () => {
  const results = await Promise.all([append([1], {}, sandbox.git, 20), append([2], {}, sandbox.git, 20)])
  expect(results.map(status)).toEqual([0, 0])
  expect((await keysInLog()).toSorted()).toEqual(hex(1, 2))
  expect(world.run('rev-list', '--max-parents=0', logBranch).split('\n')).toHaveLength(1)
})

test.each([
  { fault: '06', name: 'the same job run again' },
  { fault: '38', name: 'a record sent again by another run' },
])('fault $fault: $name is skipped and counted', async () => {
  await append([1, 2])
  const again = [unreviewed(1, undefined, 'github:1/2'), unreviewed(3, undefined, 'github:1/2')]
  const result = await append([], { records: again })
  expect([status(result), result.outcome]).toMatchObject([0, { records: [{ index: 3 }], present: [{ index: 1 }] }])
  const once = await append([], { records: again })
  expect([status(once), once.outcome]).toMatchObject([0, { kind: 'nothing-new', present: [{}, {}] }])
  expect(await keysInLog()).toEqual(hex(1, 2, 3))
})

test('fault 07: another body under a key that is there is refused with 4, and kept', async () => {
  await append([1])
  const result = await append([], { records: [unreviewed(1, 'something else')] })
  expect([status(result), result.outcome]).toMatchObject([4, { kind: 'conflict', conflicts: [{ index: 1 }] }])
  expect(describeAppend(result)).toContain('is in the log already as record 1, and says something else')
  expect(waiting()).toHaveLength(1)
  expect(await keysInLog()).toEqual(hex(1))
})

test.each([
  { name: 'an older commit', to: (first: string) => first, code: 'E_ROLLBACK' },
  { name: 'another history', to: () => undefined, code: 'E_FORK' },
])(
  'fault 20: after a forced push to $name nobody appends, and the nightly run names both heads',
  async ({ to, code }) => {
    await append([1])
    const first = world.tip
    await append([2, 3])
    world.pin()
    const known = (await world.verify()).log
    const target = to(first)
    if (target === undefined) {
      world.run('update-ref', '-d', `refs/heads/${logBranch}`)
      world.replaceLog([unreviewed(8), unreviewed(9), unreviewed(10)], signer)
    } else world.reset(target)
    const forced = world.tip
    for (const over of [{}, { known }]) {
      const result = await append([4], over)
      expect([status(result), result.outcome]).toMatchObject([4, { kind: 'bad-log' }])
      expect(result.outcome.kind === 'bad-log' && result.outcome.findings.map((one) => one.code)).toContain(code)
    }
    expect(world.tip).toBe(forced)
    const nightly = await world.verifyDeeply()
    expect(nightly).toMatchObject({ outcome: 'integrity-failure', commit: forced })
    expect(nightly.findings).toContainEqual(expect.objectContaining({ code, file: 'main:compliance/PIN' }))
  },
)

describe('fault 49: nothing can be pushed', () => {
  const alwaysLost = `unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
git update-ref refs/heads/${logBranch} $(git -c user.name=x -c user.email=x@x commit-tree -p refs/heads/${logBranch} -m x refs/heads/${logBranch}^{tree})`

  test('because others are always faster: 5, and the next run takes up first what waits', async () => {
    await append([1])
    hook('update', alwaysLost)
    const lost = await append([2])
    expect([status(lost), lost.outcome]).toMatchObject([5, { kind: 'not-appended', tries: 4 }])
    expect(describeAppend(lost)).toContain(`The records are kept in ${lost.spoolFile}`)
    rmSync(join(world.work, '.git', 'hooks', 'update'))
    const next = await append([3])
    expect([status(next), next.outcome]).toMatchObject([0, { records: [{ index: 2 }, { index: 3 }] }])
    expect(next.drained).toEqual({ done: [lost.spoolFile], left: [] })
    expect(await keysInLog()).toEqual(hex(1, 2, 3))
    expect(waiting()).toEqual([])
  })

  test('because the server limits pushes: 5 at once, and it says so', async () => {
    await append([1])
    hook('pre-receive', 'echo "error: You have exceeded a secondary rate limit" >&2; exit 1')
    const result = await append([2])
    expect([status(result), result.outcome]).toMatchObject([5, { tries: 1 }])
    expect(describeAppend(result)).toContain(
      'the server limits what may be pushed (You have exceeded a secondary rate limit)',
    )
  })

  test('only what waits is taken up, where nothing else is to be recorded', async () => {
    await append([1])
    await fileSpool(spoolFolder).keep(formatSpool({ records: [unreviewed(2)], attachments: [] }, origin, signer))
    const result = await drainSpool({ signer, create: undefined, producer, places: trustPlaces }, portsWith())
    expect([status(result), result.drained.done.length, waiting()]).toEqual([0, 1, []])
    expect(await keysInLog()).toEqual(hex(1, 2))
  })

  const spoolOf = (number: number, log: string | null, by?: typeof signer, reason?: string) =>
    formatSpool({ records: [unreviewed(number, reason)], attachments: [] }, log, by)
  test.each([
    { name: 'that nobody signed', text: spoolOf(66, origin), why: 'no key of the log signed it' },
    { name: 'that another key signed', text: spoolOf(66, origin, keyNumber(2)), why: 'no key of the log signed it' },
    {
      name: 'with a record put in',
      text: `${spoolOf(65, origin, signer)}${spoolOf(66, origin).split('\n')[1]}\n`,
      why: 'no key of the log signed it',
    },
    {
      name: 'of another log',
      text: spoolOf(66, 'example.com/other', keyNumber(1, 'example.com/other')),
      why: undefined,
    },
    { name: 'of no log that is known', text: spoolOf(66, null), why: undefined },
    { name: 'that is none', text: 'x\n', why: 'its first line does not say which log it is for' },
    {
      name: 'that contradicts the log',
      text: spoolOf(1, origin, signer, 'something else'),
      why: 'a record in it says something else than the log, or than a newer one',
    },
  ])('a file $name is kept and not taken up, and holds up nothing', async ({ text, why }) => {
    await append([1])
    const path = await fileSpool(spoolFolder).keep(text)
    const result = await append([2])
    expect([status(result), result.drained]).toEqual([0, { done: [], left: why === undefined ? [] : [{ path, why }] }])
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(await keysInLog()).toEqual(hex(1, 2))
  })

  test('a file that was cut is kept and told', async () => {
    await append([1])
    const path = await fileSpool(spoolFolder).keep(spoolOf(2, origin, signer))
    writeFileSync(path, readFileSync(path).subarray(0, -20))
    const result = await append([3])
    expect(result.drained.left).toMatchObject([{ path, why: expect.stringContaining('cut or changed') }])
    expect(describeAppend(result)).toContain(`Still waiting: ${path}`)
    expect(waiting()).toHaveLength(1)
  })

  test('a log without signatures takes up its own files only', async () => {
    rmSync(join(world.work, 'compliance'), { recursive: true })
    world.commit('no trust')
    const own = { ...create, origin: 'local', mayBeUnsigned: true }
    const over = { signer: undefined, create: own }
    await append([1], over)
    await fileSpool(spoolFolder).keep(spoolOf(2, 'local'))
    await fileSpool(spoolFolder).keep(spoolOf(3, 'elsewhere'))
    const result = await append([4], over)
    expect([status(result), result.drained.done.length, waiting().length]).toEqual([0, 1, 1])
  })
})

test.each([
  { rule: 'Commits must have verified signatures.', named: 'Commits must have verified signatures' },
  { rule: 'Changes must be made through a pull request.', named: 'Changes must be made through a pull request' },
])('fault 51: a rule of GitHub that forbids the push is named: $rule', async ({ rule, named }) => {
  await append([1])
  hook(
    'pre-receive',
    `{ echo "error: GH013: Repository rule violations found for refs/heads/${logBranch}."; echo "Review all repository rules at https://github.example/rules"; echo; echo "- ${rule}"; echo; } >&2; exit 1`,
  )
  const result = await append([2])
  expect([status(result), result.outcome]).toMatchObject([5, { kind: 'not-appended', tries: 1 }])
  expect(describeAppend(result)).toContain(
    `forbid the push to refs/heads/${logBranch} (GH013): ${named}; leave this branch out`,
  )
  expect(waiting()).toHaveLength(1)
})
