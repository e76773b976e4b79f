import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatSignerKey } from '../../src/evidence/note-key.ts'
import { origin } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'
import { repositoryWithLog, signedLog } from '../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
let work = ''
let desk = ''
const keygen = (...args: readonly string[]) => execFileSync('ssh-keygen', args, { cwd: desk, stdio: 'pipe' })

beforeAll(() => {
  desk = sandbox.path('desk')
  mkdirSync(desk)
  for (const name of ['ana', 'eve']) keygen('-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', name)
  const [kind, key] = readFileSync(join(desk, 'ana.pub'), 'utf8').split(' ')
  work = repositoryWithLog(sandbox, 'work', signedLog([]).files)
  sandbox.write(
    work,
    'compliance/people.yaml',
    `apiVersion: countersign/v1\nkind: People\npeople:\n  - id: ana\n    name: Ana\n    type: employee\n    start: 2020-01-01\n    sshKeys: [${kind} ${key}]\n`,
  )
  sandbox.write(
    work,
    'compliance/control.yaml',
    `apiVersion: countersign/v1
kind: Control
id: CTL-RESTORE
title: Restores are tested
statement: Every quarter a backup is restored.
type: detective
nature: manual
frequency: quarterly
criteria: [{ id: A1.3, coverage: full }]
status: operating
manualEvidence: [{ id: EVR-RESTORE, title: A restore was tested, frequency: quarterly, window: P92D }]
`,
  )
  sandbox.commit(work, 'program')
})

const state = (...more: readonly string[]) =>
  runCli(
    [
      ...['evidence', 'attest', '--cwd', work, '--requirement', 'EVR-RESTORE', '--covers', '2026-01-01..2026-03-31'],
      ...['--statement', 'Restored the backup of 3 March.', '--person', 'ana', ...more],
    ],
    { cwd: desk, env: { COUNTERSIGN_LOG_KEY: formatSignerKey(origin, Buffer.alloc(32, 1)), RUNNER_TEMP: desk } },
  )
const attachmentOf = (name: string): Buffer => {
  const lines = sandbox.run(work, 'show', 'compliance-evidence:entries/000.jsonl').split('\n')
  const record = JSON.parse(lines.at(-1) ?? '') as { predicate: { attachments: { name: string; sha256: string }[] } }
  const { sha256 = '' } = record.predicate.attachments.find((one) => one.name === name) ?? {}
  const path = `compliance-evidence:attachments/sha256/${sha256.slice(0, 2)}/${sha256}`
  return execFileSync('git', ['show', path], { cwd: work })
}

test('a statement is signed with an SSH key, and anybody verifies it again from the log', async () => {
  writeFileSync(join(desk, 'restore.log'), 'restored 4711 rows\n')
  const made = await state('--sign', 'ana', '--file', 'restore.log')
  expect(made).toMatchObject({ status: 0, stdout: expect.stringContaining('proven by an SSH signature') })
  writeFileSync(join(desk, 'statement.json'), attachmentOf('statement.json'))
  writeFileSync(join(desk, 'statement.json.sig'), attachmentOf('statement.json.sig'))
  writeFileSync(join(desk, 'allowed'), `ana ${readFileSync(join(desk, 'ana.pub'), 'utf8')}`)
  const verify = () =>
    execFileSync(
      'ssh-keygen',
      ['-Y', 'verify', '-f', 'allowed', '-I', 'ana', '-n', 'countersign-attestation@v1', '-s', 'statement.json.sig'],
      { cwd: desk, input: readFileSync(join(desk, 'statement.json')), stdio: ['pipe', 'pipe', 'pipe'] },
    ).toString()
  expect(verify()).toMatch(/^Good "countersign-attestation@v1" signature for ana/)
  writeFileSync(join(desk, 'statement.json'), `${readFileSync(join(desk, 'statement.json'), 'utf8')} `)
  expect(verify).toThrow()
})

test('a signature made elsewhere counts, one of another key does not', async () => {
  const asked = await state('--to-sign', '--outcome', 'not-done')
  expect(asked.status).toBe(0)
  for (const [key, status] of [
    ['eve', 2],
    ['ana', 0],
  ] as const) {
    writeFileSync(join(desk, `by-${key}`), asked.stdout)
    keygen('-q', '-Y', 'sign', '-n', 'countersign-attestation@v1', '-f', key, `by-${key}`)
    expect((await state('--outcome', 'not-done', '--signature', `by-${key}.sig`)).status).toBe(status)
  }
  expect((await state('--sign', 'eve')).stderr).toContain('The signature is not one of ana over this statement')
  expect((await state('--sign', 'nowhere')).status).toBe(2)
  writeFileSync(join(desk, 'bad.sig'), 'no signature')
  expect((await state('--signature', 'bad.sig')).status).toBe(2)
})
