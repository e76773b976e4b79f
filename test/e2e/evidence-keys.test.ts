import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatSignerKey, formatVerifierKey, parseSignerKey } from '../../src/evidence/note-key.ts'
import { origin, unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'
import { logBranch } from '../support/signed-log.ts'
import { keyNumber, TrustWorld } from '../support/trust-world.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const oldKey = formatSignerKey(origin, Buffer.alloc(32, 1))
let at: TrustWorld
let desk = ''
beforeAll(async () => {
  at = new TrustWorld(sandbox, 'work')
  for (const number of [2, 3, 4]) await at.append(number)
  desk = sandbox.path('desk')
  mkdirSync(desk)
})
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(['evidence', ...args], { cwd: at.work, env: { ...sandbox.environment, RUNNER_TEMP: desk, ...env } })

test('a key is replaced on the command line, in two steps', async () => {
  expect(await run(['keys'])).toMatchObject({ status: 0, stdout: expect.stringContaining('size 0 on') })
  const keyFile = join(desk, 'new.key')
  const proposed = await run(['keys', 'rotate', '--key-file', keyFile])
  expect(proposed).toMatchObject({ status: 0, stderr: '' })
  expect(proposed.stdout).not.toContain('PRIVATE')
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  at.commit('Propose')
  const again = await run(['keys', 'rotate', '--key-file', join(desk, 'third.key')])
  expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('two keys') })
  expect(existsSync(join(desk, 'third.key'))).toBe(false)
  const secrets = { COUNTERSIGN_LOG_KEY: oldKey, COUNTERSIGN_NEW_LOG_KEY: readFileSync(keyFile, 'utf8') }
  expect((await run(['keys', 'rotate'], { COUNTERSIGN_LOG_KEY: oldKey })).status).toBe(2)
  const done = await run(['keys', 'rotate'], secrets)
  expect(done).toMatchObject({ status: 0, stdout: expect.stringContaining('Both keys signed the log of 5 records') })
  at.commit('End the old key')
  const verified = await run(['verify'])
  expect(verified).toMatchObject({ status: 0, stdout: expect.stringContaining('What protects this log') })
  const secret = readFileSync(keyFile, 'utf8').trim()
  expect([proposed, done, verified].some(({ stdout, stderr }) => (stdout + stderr).includes(secret))).toBe(false)
})

test('a rewritten log gives a proof that is checked where there is nothing else', async () => {
  const saved = at.note()
  writeFileSync(join(desk, 'saved.txt'), saved)
  const good = at.tip
  const next = keyNumber(77)
  at.replaceLog(
    Array.from({ length: 9 }, (_, index) => unreviewed(100 + index)),
    next,
  )
  const args = ['verify', '--checkpoint', join(desk, 'saved.txt'), '--fork-proof', join(desk, 'fork.json')]
  // Signed by a key that was never listed, so it is no fork of this log's signer.
  expect(await run(args)).toMatchObject({ status: 4, stderr: expect.stringContaining('was not written') })
  expect(existsSync(join(desk, 'fork.json'))).toBe(false)
  at.reset(good)
  const signer = parseSignerKey(readFileSync(join(desk, 'new.key'), 'utf8'))
  if (signer === undefined) throw new Error('no key')
  at.replaceLog(
    Array.from({ length: 9 }, (_, index) => unreviewed(100 + index)),
    signer,
  )
  expect(await run(args)).toMatchObject({ status: 4, stderr: expect.stringContaining('fork.json') })
  const check = (...more: readonly string[]) =>
    runCli(['evidence', 'verify', '--check-fork-proof', 'fork.json', ...more], { cwd: desk })
  const vkey = formatVerifierKey(signer.verifier)
  expect(await check('--vkey', vkey)).toMatchObject({ status: 4, stdout: expect.stringContaining('PROVED') })
  expect(await check()).toMatchObject({ status: 4, stdout: expect.stringContaining('compare them') })
  expect((await check('--vkey', formatVerifierKey(keyNumber(5).verifier))).status).toBe(3)
  expect((await check('--vkey', 'nonsense')).status).toBe(2)
  writeFileSync(join(desk, 'other.json'), '{}')
  expect((await runCli(['evidence', 'verify', '--check-fork-proof', 'other.json'], { cwd: desk })).status).toBe(2)
  at.reset(good)
})

test('a damaged log is repaired on the command line', async () => {
  const good = at.tip
  at.replaceLog([unreviewed(5)], undefined)
  const tree = at.run('rev-parse', `${logBranch}^{tree}`)
  at.reset(at.run('commit-tree', tree, '-p', good, '-m', 'sneaked in'))
  const env = { COUNTERSIGN_LOG_KEY: readFileSync(join(desk, 'new.key'), 'utf8') }
  expect(await run(['repair', '--to', `${logBranch}~1`])).toMatchObject({ status: 2 })
  const bad = await run(['repair', '--to', logBranch], env)
  expect(bad).toMatchObject({ status: 4, stdout: expect.stringContaining('E_SIG') })
  const done = await run(['repair', '--to', `${logBranch}~1`], env)
  expect(done).toMatchObject({ status: 0, stdout: expect.stringContaining('Repaired') })
  expect((await run(['verify', '--deep'])).status).toBe(0)
  expect(await run(['repair', '--to', good], env)).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('nothing'),
  })
})

test.each([
  [['keys', 'steal']],
  [['keys', 'list', '--reason', 'x']],
  [['keys', 'rotate', '--key', 'x']],
  [['keys', 'rotate', '--key-file', 'a', '--vkey', 'b']],
  [['keys', 'revoke', '--key', 'x']],
  [['keys', 'revoke', '--key', 'x', '--reason', 'y', '--valid-to', '-1']],
  [['repair']],
  [['repair', '--to', 'nowhere']],
  [['verify', '--vkey', 'x']],
  [['verify', '--deep', '--check-fork-proof', 'x']],
])('%j is bad usage', async (args) => {
  const { status, stderr } = await run(args, { COUNTERSIGN_LOG_KEY: oldKey })
  expect(status).toBe(2)
  expect(stderr).not.toBe('')
})
