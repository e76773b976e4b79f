import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatVerifierKey, signerOfSeed } from '../../src/evidence/note-key.ts'
import { logCreated, logOf, origin, unreviewed } from '../support/evidence-records.ts'

const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const vkey = formatVerifierKey(signer.verifier)
const records = Array.from({ length: 600 }, (_, index) => unreviewed(index + 10))
const { files } = logOf([[logCreated('signed', origin, vkey)], records.slice(0, 250), records.slice(250)], signer)

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'by-hand-'))
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The commands of the README that every log carries, as a reader would paste them. */
const commands = [...(files.get('README.md')?.toString() ?? '').matchAll(/```sh\n(.*?)```/gs)].map(
  (match) => match[1] ?? '',
)
const run = (command: string) => {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, KEY: vkey.slice(vkey.lastIndexOf('+') + 1) }
  return execFileSync('bash', ['-c', command], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

test('what the log says of itself can be checked with Python and OpenSSL alone', () => {
  expect(commands).toHaveLength(2)
  expect(run(commands[0] ?? '')).toBe('True\n')
  expect(run(commands[1] ?? '')).toBe('Signature Verified Successfully\n')
})

test('and what was changed fails that check', () => {
  const path = 'entries/001.jsonl'
  writeFileSync(join(folder, path), files.get(path)?.toString().replace('pushed', 'merged') ?? '')
  expect(run(commands[0] ?? '')).toBe('False\n')
  const checkpoint = files.get('checkpoint')?.toString().replace('\n601\n', '\n602\n') ?? ''
  writeFileSync(join(folder, 'checkpoint'), checkpoint)
  expect(() => run(commands[1] ?? '')).toThrow(/Verification Failure|exit|Command failed/)
})
