import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatTrustPolicy } from '../../src/evidence/trust-policy.ts'
import { unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'
import { logSigner, logVkey, repositoryWithLog, signedLog } from '../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const { files } = signedLog([Array.from({ length: 20 }, (_, index) => unreviewed(index + 100))])
let work = ''
/** A folder that is in no repository, with the proof alone. */
let desk = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', files)
  desk = sandbox.path('desk')
  mkdirSync(desk)
  writeFileSync(join(desk, 'trust.policy'), formatTrustPolicy(logSigner.verifier))
})

test('a proof is made in the repository and checked where there is none', async () => {
  const made = await runCli(['evidence', 'prove', '7', '--cwd', work, '--out', desk])
  expect(made).toMatchObject({ status: 0, stderr: '' })
  expect(made.stdout).toContain('Proof of record 7 in the log of 21 records')
  expect(readdirSync(desk).sort()).toEqual(['7.json', '7.tlog-proof', 'trust.policy'])
  const check = (...trust: readonly string[]) =>
    runCli(['evidence', 'prove', '--check', '7.tlog-proof', '--record', '7.json', ...trust], { cwd: desk })
  const good = await check('--trust', 'trust.policy')
  expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining('Proven: the record is number 7 of 21') })
  expect((await check('--vkey', logVkey)).status).toBe(0)
  expect((await check()).status).toBe(3)
  writeFileSync(join(desk, '7.json'), readFileSync(join(desk, '7.json'), 'utf8').replace('alice', 'mallo'))
  const bad = await check('--trust', 'trust.policy')
  expect(bad).toMatchObject({ status: 4, stdout: 'NOT PROVEN: E_ROOT these bytes are not record 7 of the log\n' })
  // What is there is not replaced unless asked.
  expect((await runCli(['evidence', 'prove', '7', '--cwd', work, '--out', desk])).status).toBe(2)
  expect((await runCli(['evidence', 'prove', '7', '--cwd', work, '--out', desk, '--overwrite'])).status).toBe(0)
  expect((await check('--trust', 'trust.policy')).status).toBe(0)
})

test('tiles and lines are exported', async () => {
  const args = ['evidence', 'export', '--tiles', 'tiles', '--jsonl', 'all.jsonl', '--cwd', work]
  const { status, stdout } = await runCli(args, { cwd: desk })
  expect(status).toBe(0)
  expect(stdout).toMatch(/^Exported 21 records, root [0-9a-f]{64}, to tiles and all\.jsonl\n$/)
  expect(readFileSync(join(desk, 'all.jsonl'), 'utf8')).toBe(files.get('entries/000.jsonl')?.toString())
})

test.each([
  [['prove']],
  [['prove', '7', '--check', 'x']],
  [['prove', '7', '--record', 'x']],
  [['prove', '--check', '7.tlog-proof']],
  [['prove', '--check', 'missing', '--record', 'missing']],
  [['export']],
])('%j is bad usage', async (args) => {
  const { status, stderr } = await runCli(['evidence', ...args], { cwd: desk })
  expect(status).toBe(2)
  expect(stderr).not.toBe('')
})
