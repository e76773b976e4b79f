import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { formatVerifierKey, parseSignerKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { formatPin } from '../../../src/evidence/pin.ts'
import { parseSpool } from '../../../src/evidence/spool.ts'
import { formatTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { type AppendInput, appendEvidence, statusOfAppend } from '../../../src/usecases/append-evidence.ts'
import { auditProtectedBranch, statusOfAudit } from '../../../src/usecases/audit-branch.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import { initEvidence } from '../../../src/usecases/init-evidence.ts'
import { statusOfVerification, verifyEvidence, verifyWithoutReading } from '../../../src/usecases/verify-evidence.ts'
import { facts, logCreated, logOf, merged, origin, repository, unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { TestWitness } from '../../support/witness.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const vkey = formatVerifierKey(signer.verifier)
const producer = { tool: 'countersign/0.1.0', run: 'local' }
const places: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}

let work = ''
let count = 0
beforeEach(() => {
  count += 1
  work = sandbox.work(`work-${count}`)
  sandbox.write(work, 'README.md', 'x')
  sandbox.commit(work, 'start')
})

function portsAt(where = work, spoolFolder = sandbox.path(`spool-${count}`)) {
  const log = gitEvidenceLog({
    git: sandbox.git,
    remote: where,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
  const history = gitHistory(sandbox.git, { where: { cwd: where } })
  return {
    log,
    history,
    spool: fileSpool(spoolFolder),
    clock: { now: () => Date.parse('2026-03-01T12:00:00Z') },
    spoolFolder,
  }
}
const create = {
  origin,
  repository: { id: 'R_1', name: 'acme/shop' },
  address: repository,
  protectedBranch: 'main',
  mayBeUnsigned: true,
}
const input = (over: Partial<AppendInput> = {}): AppendInput => ({
  records: [merged(1)],
  attachments: [facts(1)],
  signer,
  create,
  producer,
  places,
  ...over,
})
const trustKey = (key = signer.verifier) => {
  sandbox.write(work, 'compliance/trust.policy', formatTrustPolicy(key))
  return sandbox.commit(work, 'trust')
}
const verify = (over: Partial<TrustPlaces> = {}, where = work) => verifyEvidence({ ...places, ...over }, portsAt(where))

test('a proposed key is trusted once it is on the protected branch, and then records can be signed and verified', async () => {
  const proposed = await initEvidence(
    { origin, vkey: undefined, places, randomBytes: () => Buffer.alloc(32, 1) },
    portsAt(),
  )
  if (proposed.kind !== 'proposed') throw new Error(proposed.kind)
  expect(proposed).toMatchObject({ path: 'compliance/trust.policy', vkey })
  const own = parseSignerKey(proposed.secret ?? '')
  expect((await appendEvidence(input({ signer: own }), portsAt())).outcome).toEqual({ kind: 'no-log' })
  sandbox.write(work, proposed.path, proposed.text)
  sandbox.commit(work, 'trust')
  expect((await appendEvidence(input({ signer: own }), portsAt())).outcome.kind).toBe('appended')
  const verified = await verify()
  expect(verified).toMatchObject({
    outcome: 'verified',
    why: undefined,
    policySource: 'main:compliance/trust.policy',
    verification: { size: 2, mode: 'signed' },
  })
  expect(verified.lookedAt).toEqual([
    { source: 'main:compliance/PIN', found: false },
    { source: 'compliance-docs:PIN', found: false },
  ])
  const again = await initEvidence(
    { origin, vkey: undefined, places, randomBytes: () => Buffer.alloc(32, 9) },
    portsAt(),
  )
  expect(again).toEqual({ kind: 'present', source: 'main:compliance/trust.policy', vkeys: [vkey] })
})

test('without a key nothing is ever verified', async () => {
  const { outcome } = await appendEvidence(input({ signer: undefined }), portsAt())
  expect(outcome.kind).toBe('appended')
  const result = await verify()
  expect(result).toMatchObject({
    outcome: 'not-determined',
    why: expect.stringContaining('unsigned'),
    verification: { findings: [], authenticity: 'unsigned' },
  })
  expect(statusOfVerification[result.outcome]).toBe(3)
})

test('a signed log whose policy was taken away is not verified', async () => {
  trustKey()
  await appendEvidence(input(), portsAt())
  sandbox.run(work, 'rm', '-q', 'compliance/trust.policy')
  sandbox.commit(work, 'no trust')
  expect(await verify()).toMatchObject({ outcome: 'not-determined', why: expect.stringContaining('trust.policy') })
})

test('an unsigned log may begin only where the caller allows it', async () => {
  const { outcome, spoolFile } = await appendEvidence(
    input({ signer: undefined, create: { ...create, mayBeUnsigned: false } }),
    portsAt(),
  )
  expect(outcome).toEqual({ kind: 'no-log' })
  expect(statusOfAppend[outcome.kind]).toBe(2)
  expect(parseSpool(readFileSync(spoolFile ?? '', 'utf8'), origin, [])).toEqual({
    kind: 'read',
    spooled: { records: [merged(1)], attachments: [facts(1)] },
  })
})

test('what is in the log leaves no file behind', async () => {
  trustKey()
  const ports = portsAt()
  await appendEvidence(input(), ports)
  expect(readdirSync(ports.spoolFolder)).toEqual([])
})

test('the key of the demonstration is refused for any other log', async () => {
  const { createHash } = await import('node:crypto')
  const demo = signerOfSeed(origin, createHash('sha256').update('countersign demo key, not a secret').digest())
  await expect(appendEvidence(input({ signer: demo }), portsAt())).rejects.toMatchObject({ name: 'Refusal', status: 2 })
  await expect(
    initEvidence(
      { origin, vkey: formatVerifierKey(demo.verifier), places, randomBytes: () => Buffer.alloc(32) },
      portsAt(),
    ),
  ).rejects.toMatchObject({ name: 'Refusal', status: 2 })
  trustKey(demo.verifier)
  await expect(verify()).rejects.toMatchObject({
    name: 'Refusal',
    status: 3,
    message: expect.stringContaining('demonstration'),
  })
})

test('a witness that is asked for must have cosigned this head, wherever its line is kept', async () => {
  trustKey()
  const { outcome } = await appendEvidence(input(), portsAt())
  const note = outcome.kind === 'appended' ? outcome.note : ''
  const witness = new TestWitness('w.example', 5)
  sandbox.write(work, 'compliance/trust.policy', `log ${vkey}\nwitness w ${witness.vkey}\nquorum w\n`)
  sandbox.commit(work, 'witness')
  expect(await verify()).toMatchObject({ outcome: 'not-determined', why: expect.stringContaining('witness') })
  const at = (text: string) => verify({ checkpoints: [{ source: 'cosigned.txt', text }] })
  expect(await at(note)).toMatchObject({ outcome: 'not-determined' })
  expect(await at(note + witness.line(note, 1_780_000_000))).toMatchObject({
    outcome: 'verified',
    protection: { quorum: 'met', cosignatures: [{ witness: 'w', seconds: '1780000000' }] },
  })
  const wrong = note + witness.line(note.replace('\n2\n', '\n3\n'), 1_780_000_000)
  expect(await at(wrong)).toMatchObject({
    outcome: 'integrity-failure',
    findings: [{ code: 'E_SIG', file: 'cosigned.txt' }],
  })
})

test('a trust policy that is not understood is not passed over', async () => {
  trustKey()
  await appendEvidence(input(), portsAt())
  sandbox.write(work, 'compliance/trust.policy', `log ${vkey}\nqourum none\n`)
  sandbox.commit(work, 'typo')
  await expect(verify()).rejects.toMatchObject({
    status: 3,
    message: expect.stringContaining('main:compliance/trust.policy:2'),
  })
})

test('pins on the protected branch, on the documents branch and given by hand are all held', async () => {
  trustKey()
  const first = await appendEvidence(input(), portsAt())
  const before = sandbox.run(work, 'rev-parse', 'compliance-evidence')
  const second = await appendEvidence(input({ records: [merged(2)], attachments: [facts(2)] }), portsAt())
  const note = (result: typeof first) => (result.outcome.kind === 'appended' ? result.outcome.note : '')
  const pin = (text: string) =>
    formatPin({
      schema: 'countersign/pin/v1',
      checkpoint: text,
      sourceCommit: 'a'.repeat(40),
      asOf: '2026-03-01',
      tool: 'countersign/0.1.0',
      pages: new Map(),
    })
  sandbox.write(work, 'compliance/PIN', pin(note(first)))
  sandbox.commit(work, 'pin')
  sandbox.run(work, 'checkout', '-q', '--orphan', 'compliance-docs')
  sandbox.run(work, 'rm', '-rfq', '.')
  sandbox.write(work, 'PIN', pin(note(second)))
  sandbox.commit(work, 'docs')
  const checkpoints = [{ source: 'saved.txt', text: note(first) }]
  expect(await verify({ checkpoints })).toMatchObject({
    outcome: 'verified',
    verification: {
      pins: [
        { source: 'main:compliance/PIN', size: 2, outcome: 'holds' },
        { source: 'compliance-docs:PIN', size: 3, outcome: 'holds' },
        { source: 'saved.txt', size: 2, outcome: 'holds' },
      ],
    },
  })
  sandbox.run(work, 'update-ref', 'refs/heads/compliance-evidence', before)
  expect(await verify()).toMatchObject({
    outcome: 'integrity-failure',
    findings: [{ code: 'E_ROLLBACK', file: 'compliance-docs:PIN' }],
  })
  sandbox.run(work, 'update-ref', '-d', 'refs/heads/compliance-evidence')
  expect(await verify()).toMatchObject({
    outcome: 'integrity-failure',
    findings: [{ code: 'E_REF_MISSING' }, { code: 'E_REF_MISSING' }],
  })
  const { outcome } = await appendEvidence(input(), portsAt())
  expect(outcome.kind).toBe('bad-log')
})

test('a PIN file that is none is reported, not passed over', async () => {
  trustKey()
  await appendEvidence(input(), portsAt())
  sandbox.write(work, 'compliance/PIN', '{}\n')
  sandbox.commit(work, 'pin')
  expect(await verify()).toMatchObject({
    outcome: 'integrity-failure',
    findings: [{ code: 'E_CHECKPOINT', file: 'main:compliance/PIN' }],
  })
})

test('no log and no pin is not determined', async () => {
  expect(await verify()).toMatchObject({
    outcome: 'not-determined',
    why: expect.stringContaining('no evidence branch'),
  })
})

const auditRequest = { places, signer, producer, dryRun: false }
test('a direct push is found once, recorded, and the next audit goes on from there', async () => {
  trustKey()
  await appendEvidence(input({ records: [] }), portsAt())
  sandbox.write(work, 'a', '1')
  const approved = sandbox.commit(work, 'approved')
  sandbox.write(work, 'a', '2')
  const pushed = sandbox.commit(work, 'pushed')
  await appendEvidence(input({ records: [merged(3, [approved])], attachments: [facts(3)] }), portsAt())
  const dry = await auditProtectedBranch({ ...auditRequest, dryRun: true }, portsAt())
  expect(dry).toMatchObject({ kind: 'audited', append: undefined, audit: { deviations: [{ commit: pushed }] } })
  const found = await auditProtectedBranch(auditRequest, portsAt())
  expect(found).toMatchObject({
    kind: 'audited',
    commits: 2,
    to: pushed,
    audit: { matched: 1, deviations: [{ commit: pushed, result: 'fail' }] },
    append: { outcome: { kind: 'appended' } },
  })
  expect(statusOfAudit(found)).toBe(1)
  const again = await auditProtectedBranch(auditRequest, portsAt())
  expect(again).toMatchObject({ kind: 'audited', from: pushed, commits: 0, audit: { deviations: [] } })
  expect(statusOfAudit(again)).toBe(0)
  expect(await auditProtectedBranch(auditRequest, portsAt())).toMatchObject({ kind: 'audited', append: undefined })
  const verified = await verify()
  expect(verified.outcome).toBe('verified')
  expect(verified.log?.entries.map(({ record }) => record.predicate.kind)).toEqual([
    'log.created',
    'change.merged',
    'change.unreviewed',
    'audit.window',
    'audit.window',
  ])
})

test('a branch that lost commits is rewritten, not quiet', async () => {
  trustKey()
  sandbox.commit(work, 'one')
  await appendEvidence(input({ records: [] }), portsAt())
  sandbox.run(work, 'reset', '-q', '--hard', 'HEAD~1')
  const result = await auditProtectedBranch(auditRequest, portsAt())
  expect(result.kind).toBe('rewritten')
  expect(statusOfAudit(result)).toBe(1)
})

test('a cut history is not determined', async () => {
  trustKey()
  await appendEvidence(input({ records: [] }), portsAt())
  for (const name of ['one', 'two', 'three']) sandbox.commit(work, name)
  const clone = sandbox.path(`shallow-${count}`)
  sandbox.run(sandbox.folder, 'clone', '-q', '--depth=2', '--no-single-branch', `file://${work}`, clone)
  const result = await auditProtectedBranch(auditRequest, portsAt(clone))
  expect(result).toMatchObject({ kind: 'not-determined', why: expect.stringContaining('fetch-depth') })
  expect(statusOfAudit(result)).toBe(3)
})

test('a spool folder that cannot be written stops before anything is sent', async () => {
  trustKey()
  sandbox.write(work, 'file', 'x')
  const ports = portsAt(work, `${work}/file`)
  await expect(appendEvidence(input(), ports)).rejects.toThrow(/EEXIST|ENOTDIR/)
  expect(await verify()).toMatchObject({ outcome: 'not-determined' })
  expect(existsSync(`${work}/file`)).toBe(true)
})

const deeply = (where = work) => verifyWithoutReading(places, portsAt(where), { deep: true })
/** A commit on the log's branch that replaces the checkpoint, and one that restores it. */
function replaceCheckpoint(content: string | undefined) {
  const checkout = sandbox.path(`checkout-${++count}`)
  sandbox.run(work, 'worktree', 'add', '-q', checkout, 'compliance-evidence')
  const before = readFileSync(join(checkout, 'checkpoint'), 'utf8')
  if (content === undefined) sandbox.run(checkout, 'rm', '-q', 'checkpoint')
  else sandbox.write(checkout, 'checkpoint', content)
  const bad = sandbox.commit(checkout, 'tamper')
  sandbox.write(checkout, 'checkpoint', before)
  sandbox.commit(checkout, 'restore')
  sandbox.run(work, 'worktree', 'remove', '--force', checkout)
  return bad
}

test('deeply: every checkpoint of the branch is held against the log, also in a shallow clone', async () => {
  trustKey()
  for (const number of [1, 2, 3])
    await appendEvidence(input({ records: [merged(number)], attachments: [facts(number)] }), portsAt())
  expect(await deeply()).toMatchObject({ outcome: 'verified', history: { commits: 3, isShallow: false } })
  const clone = sandbox.path(`clone-${++count}`)
  sandbox.run(sandbox.folder, 'clone', '-q', '--depth=2', '--no-single-branch', `file://${work}`, clone)
  expect(await deeply(clone)).toMatchObject({ outcome: 'verified', history: { commits: 2, isShallow: true } })
})

test.each([
  { name: 'a checkpoint that nobody signed', content: `${origin}\n1\n${'A'.repeat(43)}=\n`, code: 'E_SIG' },
  { name: 'no checkpoint', content: undefined, code: 'E_CHECKPOINT' },
  {
    name: 'a signed checkpoint of another history',
    content: logOf([[logCreated('signed', origin, vkey), unreviewed(77)]], signer).grown.note,
    code: 'E_FORK',
  },
])('deeply: $name that once was on the branch is found, though the log is whole again', async ({ content, code }) => {
  trustKey()
  await appendEvidence(input(), portsAt())
  const bad = replaceCheckpoint(content)
  await appendEvidence(input({ records: [merged(2)], attachments: [facts(2)] }), portsAt())
  expect(await verify()).toMatchObject({ outcome: 'verified' })
  expect(await deeply()).toMatchObject({
    outcome: 'integrity-failure',
    findings: [{ code, file: `commit ${bad}` }],
    history: { commits: 4 },
  })
})

test('deeply: no log is told as such', async () => {
  trustKey()
  expect(await deeply()).toMatchObject({ outcome: 'not-determined', history: undefined, isAbsent: true })
})
