import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoSigner, formatSignerKey, formatVerifierKey } from '../../src/evidence/note-key.ts'
import { type FakeGitHub, startGitHub } from '../support/github/fake-github.ts'
import { runCli } from '../support/run-cli.ts'
import { runNode } from '../support/run-process.ts'
import { verifierFile } from '../support/run-verifier.ts'
import { git } from '../support/tampered-tree.ts'
import { opensslAuthority } from '../support/time-stamp/openssl-authority.ts'
import { serveAuthority } from '../support/time-stamp/serve-authority.ts'

const root = join(import.meta.dirname, '..', '..')
const branch = 'compliance-evidence'
const folder = mkdtempSync(join(tmpdir(), 'auditor-'))
/** The company's side: the shipped example with a time stamp more, served by a real git server over HTTP. */
const demo = join(folder, 'demo')
/** The auditor's side: nothing but what was fetched or sent. */
const desk = join(folder, 'desk')
const { signer, seed } = {
  signer: demoSigner(),
  seed: createHash('sha256').update('countersign demo key, not a secret').digest(),
}
const vkey = formatVerifierKey(signer.verifier)
let github: FakeGitHub
let caFile = ''
let url = ''

beforeAll(async () => {
  execFileSync('mkdir', ['-p', desk])
  const made = await runNode([join(root, '.build', 'quickstart.js'), demo], { timeoutMs: 500_000 })
  expect(made).toMatchObject({ status: 0, stderr: '' })
  const authority = opensslAuthority(join(folder, 'authority'))
  const served = await serveAuthority(({ bytes }, reply) => reply(authority.reply(bytes)))
  caFile = authority.caFile
  const settings = readFileSync(join(demo, 'countersign.yaml'), 'utf8')
  writeFileSync(
    join(demo, 'countersign.yaml'),
    `${settings}\nevidence: {anchors: {authorities: [{url: '${served.url}'}]}}\n`,
  )
  execFileSync('mkdir', ['-p', join(demo, 'compliance/anchors')])
  cpSync(caFile, join(demo, 'compliance/anchors/tsa.pem'))
  git(demo, ['add', 'countersign.yaml', 'compliance/anchors'])
  git(demo, ['commit', '-q', '-m', 'Trust an authority'])
  const env = { COUNTERSIGN_LOG_KEY: formatSignerKey(signer.verifier.name, seed) }
  const anchored = await runCli(['evidence', 'anchor', '--cwd', demo], { env })
  expect(anchored).toMatchObject({ status: 0, stderr: '' })
  await served.close()
  expect(await runCli(['evidence', 'prove', '7', '--cwd', demo, '--out', desk])).toMatchObject({ status: 0 })

  github = await startGitHub()
  const repo = await github.repo('acme/shop')
  git(demo, ['push', '-q', repo.state.dir, branch])
  url = github.gitUrl(repo)
}, 600_000)
afterAll(async () => {
  await github.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs what somebody types; git, Python and openssl are all there is. */
function type(command: string, cwd: string): Promise<{ status: number; text: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: desk,
    GIT_CONFIG_NOSYSTEM: '1',
    KEY: vkey.split('+').slice(2).join('+'),
  }
  return new Promise((resolve) => {
    execFile('bash', ['-c', command], { cwd, env }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), text: stdout + stderr }),
    )
  })
}

/** The commands of the README that every log carries. */
const readme = readFileSync(join(root, 'templates/evidence-log/README.md'), 'utf8')
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, text = '']) => text)
const [clone = '', whole = '', single = ''] = (blocks[0] ?? '').trim().split('\n')
const withKey = (command: string) => command.replace('NAME+ID+KEY', vkey).replace('URL', url)
const log = join(desk, 'log')

describe('the path of an auditor, in the words of the README', () => {
  test('a clone of depth 1 over HTTP', async () => {
    expect(clone).toContain('--depth 1')
    const { status, text } = await type(withKey(clone), desk)
    expect({ status, text }).toMatchObject({ status: 0 })
    expect(git(log, ['rev-list', '--count', 'HEAD']).toString().trim()).toBe('1')
  })

  test('the copy of verify.py is the one whose digest is published', async () => {
    const { text } = await type('sha256sum verify.py', log)
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(text.trim())
    expect(readFileSync(join(log, 'verify.py'))).toEqual(readFileSync(verifierFile))
    const verified = await runCli(['evidence', 'verify', '--cwd', demo])
    expect(verified.stdout).toContain(text.trim().split(' ')[0])
  })

  test('every record is one that was signed', async () => {
    const { status, text } = await type(withKey(whole), log)
    expect(text).toMatch(/^INTACT: \d+ records of example\.invalid\/demo, root [0-9a-f]{64}, .* signed by example/)
    expect(status).toBe(0)
    const ours = await runCli(['evidence', 'verify', '--cwd', demo])
    expect(ours.stdout).toContain(/root ([0-9a-f]{64})/.exec(text)?.[1] ?? 'no root')
  })

  test('the time stamp, by openssl, with the authority that the auditor knows', async () => {
    const { status, text } = await type(`${withKey(whole)} --tsa '${caFile}'`, log)
    expect(text).toContain(', 1 time stamps, signed by')
    expect(status).toBe(0)
    const other = opensslAuthority(join(folder, 'other-authority'))
    expect((await type(`${withKey(whole)} --tsa '${other.caFile}'`, log)).status).toBe(3)
  })

  test('one record from its proof file, without the log', async () => {
    expect((await type(withKey(single).replaceAll('verify.py', 'log/verify.py'), desk)).text).toMatch(
      /^INTACT: record 7 of /,
    )
    writeFileSync(
      join(desk, '7.json'),
      readFileSync(join(desk, '7.json'), 'utf8').replace('"result":"pass"', '"result":"fail"'),
    )
    expect((await type(withKey(single).replaceAll('verify.py', 'log/verify.py'), desk)).status).toBe(4)
  })

  test('the signature, by openssl alone', async () => {
    expect((await type(blocks[1] ?? '', log)).text).toContain('Signature Verified Successfully')
    const checkpoint = readFileSync(join(log, 'checkpoint'), 'utf8')
    writeFileSync(
      join(log, 'checkpoint'),
      checkpoint.replace(/\n(\d)/, (_all, digit) => `\n${(Number(digit) % 9) + 1}`),
    )
    expect((await type(blocks[1] ?? '', log)).text).not.toContain('Successfully')
    expect((await type(withKey(whole), log)).status).toBe(4)
  })
})
