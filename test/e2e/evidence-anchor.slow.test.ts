import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatSignerKey } from '../../src/evidence/note-key.ts'
import { unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'
import { logSigner, repositoryWithLog, signedLog } from '../support/signed-log.ts'
import { type OpensslAuthority, opensslAuthority } from '../support/time-stamp/openssl-authority.ts'
import { type ServedAuthority, serveAuthority } from '../support/time-stamp/serve-authority.ts'

const sandbox = new GitSandbox()
let openssl: OpensslAuthority
let served: ServedAuthority
let work = ''

beforeAll(async () => {
  openssl = opensslAuthority(sandbox.path('authority'))
  served = await serveAuthority(({ bytes }, reply) => reply(openssl.reply(bytes)))
  work = repositoryWithLog(sandbox, 'work', signedLog([[unreviewed(1), unreviewed(2)]]).files)
  sandbox.write(work, 'compliance/anchors/tsa.pem', readFileSync(openssl.caFile))
  sandbox.write(
    work,
    'countersign.yaml',
    `apiVersion: countersign/v1\nkind: Config\nevidence: {anchors: {authorities: [{url: '${served.url}'}]}}\n`,
  )
  sandbox.commit(work, 'anchors')
})
afterAll(async () => {
  await served.close()
  sandbox.remove()
})

const run = (...args: readonly string[]) =>
  runCli(args, {
    cwd: work,
    env: { ...sandbox.environment, COUNTERSIGN_LOG_KEY: formatSignerKey(logSigner.verifier.name, Buffer.alloc(32, 1)) },
  })

test('an authority of openssl anchors the log, and an auditor checks the receipt with git and openssl alone', async () => {
  const anchored = await run('evidence', 'anchor')
  expect(anchored).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/saw 3 records at .*\nAppended 1 records/),
  })
  expect(await run('evidence', 'anchor')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Nothing new/) })
  const verified = await run('evidence', 'verify')
  expect(verified.status).toBe(0)
  expect(verified.stdout).toMatch(/records 0\.\.2 existed by .*; the newest 1 is not anchored yet\n/)

  sandbox.run(sandbox.folder, 'clone', '-q', '--depth', '1', '-b', 'compliance-evidence', `file://${work}`, 'auditor')
  const copy = sandbox.path('auditor')
  const lines = readFileSync(`${copy}/entries/000.jsonl`, 'utf8').trimEnd().split('\n')
  const { data } = JSON.parse(lines[3] ?? '').predicate
  const fileOf = (digest: string) => `attachments/sha256/${digest.slice(0, 2)}/${digest}`
  const check = (checkpoint: string) =>
    execFileSync(
      'openssl',
      ['ts', '-verify', '-data', checkpoint, '-in', fileOf(data.receiptDigest), '-CAfile', openssl.caFile],
      { cwd: copy, encoding: 'utf8', stdio: 'pipe' },
    )
  expect(check(fileOf(data.checkpointDigest))).toContain('Verification: OK')
  // The head of now is another.
  expect(() => check('checkpoint')).toThrow()
})
