import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { fingerprintOf } from '../../../src/evidence/ssh-keys.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import type { WorkflowActor } from '../../../src/model/workflow-actor.ts'
import type { SshSignatures } from '../../../src/ports/ssh-signatures.ts'
import { type AttestRequest, attest } from '../../../src/usecases/attest.ts'
import { readVerifiedLog } from '../../../src/usecases/read-verified-log.ts'
import { canarySecrets } from '../../support/canary-secrets.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { logSigner, repositoryWithLog, signedLog } from '../../support/signed-log.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const keyOf = (letter: string) => `ssh-ed25519 ${letter.repeat(68)}`
const people = `apiVersion: countersign/v1
kind: People
people:
  - { id: ana, name: Ana, type: employee, start: 2020-01-01, accounts: [{ login: ana-x, id: 11 }], sshKeys: [${keyOf('A')}] }
  - { id: ben, name: Ben, type: employee, start: 2020-01-01, accounts: [{ login: ben-x, id: 12 }], sshKeys: [${keyOf('B')}] }
  - { id: cy, name: Cy, type: employee, start: 2020-01-01, sshKeys: [${keyOf('B')}] }
  - { id: old, name: Old, type: employee, start: 2020-01-01, end: 2025-12-31, accounts: [{ login: old-x, id: 13 }] }
  - { id: robot, name: Robot, type: bot, start: 2020-01-01, owner: ana, accounts: [{ login: robot-x, id: 14 }] }
`
const control = `apiVersion: countersign/v1
kind: Control
id: CTL-RESTORE
title: Restores are tested
statement: Every quarter a backup is restored.
type: detective
nature: manual
frequency: quarterly
criteria: [{ id: A1.3, coverage: full }]
status: operating
manualEvidence:
  - { id: EVR-RESTORE, title: A restore was tested, frequency: quarterly, window: P92D }
`

let work = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', signedLog([]).files)
  sandbox.write(work, 'compliance/people.yaml', people)
  sandbox.write(work, 'compliance/controls/restore.yaml', control)
  sandbox.commit(work, 'program')
})

/** A signature names the key that made it and what was signed; enough to see what is asked of the real one. */
const ssh: SshSignatures = {
  sign: async (message, namespace, keyFile) =>
    JSON.stringify({ keyFile, namespace, text: Buffer.from(message).toString() }),
  verify: async (message, signature, namespace, _principal, keys) => {
    const made = JSON.parse(signature) as { keyFile: string; namespace: string; text: string }
    if (made.namespace !== namespace || made.text !== Buffer.from(message).toString()) return undefined
    return keys.includes(made.keyFile) ? fingerprintOf(made.keyFile) : undefined
  },
}

const ports = (now = '2026-07-02T10:00:00Z') => ({
  log: gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  }),
  history: gitHistory(sandbox.git, { where: { cwd: work } }),
  spool: fileSpool(sandbox.path('spool')),
  clock: { now: () => Date.parse(now) },
  ssh,
})

const actor = (over: Partial<WorkflowActor> = {}): WorkflowActor => ({
  id: '11',
  login: 'ana-x',
  triggeredBy: 'Ana-X',
  event: 'workflow_dispatch',
  ref: 'refs/heads/main',
  repositoryId: 'R_1',
  ...over,
})
let stated = 0
const request = (over: Partial<AttestRequest> = {}): AttestRequest => {
  stated += 1
  return {
    requirement: 'EVR-RESTORE',
    statement: `Restored it, ${stated}.`,
    from: '2026-04-01',
    to: '2026-06-30',
    outcome: 'done',
    files: [],
    person: undefined,
    signature: undefined,
    toSign: false,
    actor: undefined,
    settings: defaultSettings,
    signer: logSigner,
    producer: { tool: 'countersign/0.1.0', run: 'local' },
    ...over,
  }
}
const state = async (over: Partial<AttestRequest>) => {
  const result = await attest(request(over), ports())
  const { log } = await readVerifiedLog(defaultSettings, undefined, ports())
  return { result, record: log?.entries.at(-1)?.record.predicate, size: log?.entries.length }
}
const sshKey = (letter: string) => ({ kind: 'key' as const, file: keyOf(letter) })

test('the account that started the run on the protected branch proves who states it', async () => {
  const { result, record } = await state({ actor: actor() })
  expect(result).toMatchObject({ kind: 'recorded', person: 'ana', proof: 'workflow-actor', why: undefined })
  expect(record).toMatchObject({
    kind: 'attestation',
    result: 'pass',
    actor: { id: '11', login: 'ana-x' },
    data: { person: 'ana', standing: 'proven', proof: 'workflow-actor', keyFingerprint: null },
  })
})

describe('a run proves nobody', () => {
  test.each<[string, Partial<WorkflowActor>, RegExp]>([
    ['that a push started', { event: 'push' }, /started by push/],
    ['of another branch', { ref: 'refs/heads/topic' }, /not one of the branch main/],
    ['of a tag with the same name', { ref: 'refs/tags/main' }, /not one of the branch main/],
    ['of another repository', { repositoryId: '2' }, /another repository/],
    ['that somebody else started again', { triggeredBy: 'ben-x' }, /ben-x started the run of ana-x again/],
    ['of an account that People does not know', { id: '99', login: 'eve', triggeredBy: 'eve' }, /does not know/],
    ['of who has the login of somebody else now', { id: '98' }, /does not know/],
    ['of somebody who left', { id: '13', login: 'old-x', triggeredBy: 'old-x' }, /not active/],
    ['of a machine', { id: '14', login: 'robot-x', triggeredBy: 'robot-x' }, /machine account/],
    [
      'of the account of all workflows',
      { id: '41898282', login: 'github-actions[bot]', triggeredBy: 'github-actions[bot]' },
      /acts for everybody/,
    ],
  ])('%s', async (_name, over, why) => {
    const { result, record } = await state({ actor: actor(over) })
    expect(result).toMatchObject({ proof: 'none', why: expect.stringMatching(why) })
    expect(record).toMatchObject({
      result: 'not-determined',
      data: { standing: 'claimed', person: null, proof: 'none' },
    })
  })

  test('without the key of the log, for anybody can set its variables', async () => {
    await expect(state({ actor: actor(), signer: undefined })).resolves.toMatchObject({
      result: {
        proof: 'none',
        why: expect.stringContaining('not signed'),
        append: { outcome: { kind: 'not-entitled' } },
      },
    })
  })
})

test('nobody states anything for somebody else', async () => {
  await expect(state({ actor: actor(), person: 'ben' })).rejects.toThrow(/ana started this run/)
})

describe('a signature', () => {
  test('with a key of People proves it, and both halves are attached', async () => {
    const { result, record } = await state({ person: 'ana', signature: sshKey('A') })
    expect(result).toMatchObject({ person: 'ana', proof: 'ssh-signature' })
    expect(record).toMatchObject({
      result: 'pass',
      attachments: [{ name: 'statement.json' }, { name: 'statement.json.sig' }],
      data: { standing: 'proven', keyFingerprint: fingerprintOf(keyOf('A')) },
    })
  })

  test('made elsewhere over what is to be signed counts, over anything else it does not', async () => {
    const one = request({ person: 'ana', statement: 'Restored elsewhere.' })
    const asked = await attest({ ...one, toSign: true }, ports())
    if (asked.kind !== 'to-sign') throw new Error('nothing to sign')
    expect(JSON.parse(asked.text)).toMatchObject({ log: 'github.com/acme/shop/evidence', person: 'ana' })
    const text = await ssh.sign(Buffer.from(asked.text), 'countersign-attestation@v1', keyOf('A'))
    const signature = { kind: 'text' as const, text }
    expect(await attest({ ...one, signature }, ports())).toMatchObject({ proof: 'ssh-signature' })
    for (const over of [{ statement: 'Restored nothing.' }, { outcome: 'not-done' as const }, { to: '2026-06-29' }])
      await expect(attest({ ...one, signature, ...over }, ports())).rejects.toThrow(/not one of ana over this/)
    const other = await ssh.sign(Buffer.from(asked.text), 'git', keyOf('A'))
    await expect(attest({ ...one, signature: { kind: 'text', text: other } }, ports())).rejects.toThrow(
      /not one of ana/,
    )
  })

  test.each<[string, Partial<AttestRequest>, RegExp]>([
    ['of another person', { person: 'ana', signature: sshKey('B') }, /not one of ana/],
    ['of a key that two people have', { person: 'ben', signature: sshKey('B') }, /is that of cy too/],
    ['of somebody without a key', { person: 'old', signature: sshKey('A') }, /not active/],
    ['of nobody', { signature: sshKey('A') }, /Name the person/],
    ['of an unknown person', { person: 'anna', signature: sshKey('A') }, /Did you mean ana\?/],
  ])('%s is refused, and nothing is recorded', async (_name, over, why) => {
    const before = (await readVerifiedLog(defaultSettings, undefined, ports())).log?.entries.length
    await expect(state(over)).rejects.toThrow(why)
    expect((await readVerifiedLog(defaultSettings, undefined, ports())).log?.entries.length).toBe(before)
  })
})

test('the same statement is one record, whenever it is made; proven later it is another', async () => {
  const one = request({ statement: 'Only once.', person: 'ana' })
  expect(await attest(one, ports())).toMatchObject({ append: { outcome: { kind: 'appended' } } })
  expect(await attest(one, ports('2026-07-03T10:00:00Z'))).toMatchObject({
    append: { outcome: { kind: 'nothing-new' } },
  })
  const signed = { ...one, signature: sshKey('A') }
  expect(await attest(signed, ports())).toMatchObject({ append: { outcome: { kind: 'appended' } } })
  expect(await attest(signed, ports('2026-07-04T10:00:00Z'))).toMatchObject({
    append: { outcome: { kind: 'nothing-new' } },
  })
})

test('what was not done, or not quite, speaks against the control', async () => {
  for (const outcome of ['done-with-exceptions', 'not-done'] as const)
    expect((await state({ actor: actor(), outcome })).record).toMatchObject({ result: 'fail', data: { outcome } })
})

test('text of people is one line of whole characters', async () => {
  const { record } = await state({ actor: actor(), statement: 'Restored\n\u0000it \ud800.' })
  expect(record).toMatchObject({ data: { statement: 'Restored it \ufffd.' } })
})

test.each<[string, Partial<AttestRequest>, RegExp]>([
  ['an unknown requirement', { requirement: 'EVR-RESTOR' }, /Did you mean EVR-RESTORE\?/],
  ['an empty statement', { statement: ' \n ' }, /empty/],
  ['too long a statement', { statement: 'x'.repeat(2001) }, /more than 2000/],
  ['time that ends before it begins', { from: '2026-06-30', to: '2026-06-01' }, /ends before it begins/],
  ['time that has not come', { to: '2026-07-03' }, /has not come yet/],
  ['years at once', { from: '2024-01-01' }, /13 months/],
])('%s is refused', async (_name, over, why) => {
  await expect(state({ actor: actor(), ...over })).rejects.toThrow(why)
})

test('a secret in a statement is taken out, and the record says so', async () => {
  const secret = canarySecrets['github-token']
  const { record } = await state({ actor: actor(), statement: `It works with ${secret}.` })
  expect(record).toMatchObject({ redactions: 2, data: { statement: expect.stringContaining('It works with') } })
  expect(sandbox.run(work, 'log', '-p', 'compliance-evidence')).not.toContain(secret)
})
