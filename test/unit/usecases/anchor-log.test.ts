import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { timeBrackets } from '../../../src/evidence/time-bracket.ts'
import { type AnchorPorts, anchorLog, statusOfAnchoring } from '../../../src/usecases/anchor-log.ts'
import { appendEvidence } from '../../../src/usecases/append-evidence.ts'
import { describeAnchoring } from '../../../src/usecases/describe-anchoring.ts'
import { describeBracket } from '../../../src/usecases/describe-anchors.ts'
import { describeAppend, describeVerification } from '../../../src/usecases/describe-evidence.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { authorityOpener } from '../../../src/wiring/open-authority.ts'
import { unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { logSigner, repositoryWithLog, signedLog } from '../../support/signed-log.ts'
import { testAuthority } from '../../support/time-stamp/anchored-log.ts'
import { makeCertificate, toPem } from '../../support/time-stamp/make-certificate.ts'
import { accuracyOf, makeReceipt, sha256 } from '../../support/time-stamp/make-receipt.ts'
import { type ServedAuthority, serveAuthority } from '../../support/time-stamp/serve-authority.ts'

const sandbox = new GitSandbox()
const authority = testAuthority()
const hour = 3_600_000
let nowMs = 0
let served: ServedAuthority
let work = ''
let count = 0
const stamp: ServedAuthority['answer'] = ({ digest, nonce }, reply) =>
  reply(
    makeReceipt({
      digest,
      nonce,
      signer: authority.signer,
      time: new Date(nowMs).toISOString().slice(0, 19).concat('Z'),
      accuracy: accuracyOf(1, 0),
    }),
  )

beforeAll(async () => {
  served = await serveAuthority(stamp)
})
afterAll(async () => {
  await served.close()
  sandbox.remove()
})
beforeEach(() => {
  nowMs = Date.parse('2026-03-01T12:00:00Z')
  served.answer = stamp
  count += 1
  work = repositoryWithLog(sandbox, `work-${count}`, signedLog([[unreviewed(1), unreviewed(2)]]).files)
  trust(authority.ca)
  settings(`authorities: [{url: '${served.url}'}]`)
})

const places: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
const producer = { tool: 'countersign/0.1.0', run: 'local' }

function trust(certificate: { readonly bytes: Buffer }) {
  sandbox.write(work, 'compliance/anchors/tsa.pem', toPem(certificate))
  sandbox.commit(work, 'trust an authority')
}
function settings(anchors: string) {
  sandbox.write(
    work,
    'countersign.yaml',
    `apiVersion: countersign/v1\nkind: Config\nevidence: {anchors: {${anchors}}}\n`,
  )
  sandbox.commit(work, 'settings')
}
function ports(): AnchorPorts {
  const log = gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
  return {
    log,
    history: gitHistory(sandbox.git, { where: { cwd: work } }),
    spool: fileSpool(sandbox.path(`spool-${count}`)),
    clock: { now: () => nowMs },
    openAuthority: authorityOpener(new AbortController().signal),
  }
}
const anchor = () => anchorLog({ places, signer: logSigner, producer }, ports())
const append = (...numbers: readonly number[]) =>
  appendEvidence(
    {
      records: numbers.map((number) => unreviewed(number)),
      attachments: [],
      signer: logSigner,
      create: undefined,
      producer,
      places,
    },
    ports(),
  )
const verify = () => verifyEvidence(places, ports())

test('the log is anchored once for what is new in it, verifies, and every record has a bracket', async () => {
  const first = await anchor()
  expect(first).toMatchObject({ kind: 'answered', size: 3, time: '2026-03-01T12:00:00Z', failed: [] })
  expect(statusOfAnchoring(first)).toBe(0)
  expect(describeAnchoring(first)).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/tsr saw 3 records at 2026-03-01T12:00:00Z\.\nAppended 1 /,
  )
  expect(await anchor()).toEqual({ kind: 'nothing-new', size: 3, by: '2026-03-01T12:00:01.000Z' })
  await append(3)
  nowMs += 24 * hour
  expect(await anchor()).toMatchObject({ kind: 'answered', size: 5 })
  const again = await anchor()
  expect(describeAnchoring(again)).toBe(
    'Nothing new to anchor: the first 5 records are anchored, and existed by 2026-03-02T12:00:01.000Z.\n',
  )
  expect(statusOfAnchoring(again)).toBe(0)
  expect(served.questions).toHaveLength(2)
  await append(4)
  const verified = await verify()
  expect(verified).toMatchObject({ outcome: 'verified', protection: { anchored: { size: 5 } } })
  const { bracketOf } = timeBrackets(verified.verification?.anchors ?? [])
  expect(bracketOf(2)).toEqual({ after: null, by: '2026-03-01T12:00:01.000Z' })
  expect(bracketOf(4)).toEqual({ after: '2026-03-01T11:59:59.000Z', by: '2026-03-02T12:00:01.000Z' })
  expect(bracketOf(6)).toEqual({ after: '2026-03-02T11:59:59.000Z', by: null })
  expect([2, 4, 6].map((index) => describeBracket(bracketOf(index)))).toEqual([
    'By the clocks of others it existed by 2026-03-01T12:00:01.000Z.',
    'By the clocks of others it existed by 2026-03-02T12:00:01.000Z. It was recorded after 2026-03-01T11:59:59.000Z.',
    'No anchor says yet by when it existed. It was recorded after 2026-03-02T11:59:59.000Z.',
  ])
  const text = describeVerification(verified)
  expect(text).toContain('  anchors     2 hold, 0 not checked, 0 broken\n')
  expect(text).toContain('records 0..4 existed by 2026-03-02T12:00:01.000Z; the newest 2 are not anchored yet\n')
  expect(text).toContain('- Anchors: the first 5 of 7 records existed by 2026-03-02T12:00:01.000Z.')
  expect(text).toMatch(/newest: 2026-03-02T12:00:00\.000Z \(to 1 s\) by http:\/\/127\.0\.0\.1:\d+\/tsr\n/)
})

test('settings and certificates count as they are on the protected branch, not in the work tree', async () => {
  sandbox.write(work, 'compliance/anchors/tsa.pem', toPem(testAuthority().ca))
  sandbox.write(work, 'countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\n')
  expect((await anchor()).kind).toBe('answered')
})

test('an authority whose certificate was not reviewed is refused, and somebody has to hear of it', async () => {
  trust(testAuthority().ca)
  const result = await anchor()
  expect(result).toMatchObject({ kind: 'not-anchored', failed: [{ kind: 'refused' }] })
  expect(statusOfAnchoring(result)).toBe(5)
  expect(describeAnchoring(result)).toMatch(/refused: no certificate on the protected branch vouches for it\nW_ANCHOR /)
  expect((await verify()).verification).toMatchObject({ size: 3 })
})

test('where no authority answers it is said, and a failure only where that was asked for; the next is tried', async () => {
  served.answer = (_question, _reply, response) => void response.writeHead(503).end()
  const result = await anchor()
  expect(result).toMatchObject({
    kind: 'not-anchored',
    failed: [{ kind: 'unreachable', why: 'it answers with status 503' }],
  })
  expect(statusOfAnchoring(result)).toBe(0)
  expect(describeAnchoring(result)).toMatch(/no receipt: it answers with status 503\nW_ANCHOR Not anchored/)
  settings(`required: true, authorities: [{url: '${served.url}'}]`)
  expect(statusOfAnchoring(await anchor())).toBe(5)
  const other = await serveAuthority(stamp)
  settings(`authorities: [{url: '${served.url}'}, {url: '${other.url}'}]`)
  const second = await anchor()
  await other.close()
  expect(second).toMatchObject({
    kind: 'answered',
    authority: other.url.href,
    failed: [{ authority: served.url.href }],
  })
  expect(describeAnchoring(second)).toContain('no receipt: it answers with status 503\n')
})

test('two runs at once leave one anchor', async () => {
  let release: (() => void) | undefined
  served.answer = (question, reply, response) => {
    // The first waits until the second has recorded its own.
    if (release !== undefined) return stamp(question, reply, response)
    release = () => stamp(question, reply, response)
  }
  const slow = anchor()
  while (release === undefined) await new Promise((resolve) => setTimeout(resolve, 20))
  nowMs += 1000
  expect((await anchor()).kind).toBe('answered')
  nowMs += 1000
  release()
  expect(await slow).toMatchObject({ kind: 'nothing-new', size: 3 })
  expect((await verify()).verification).toMatchObject({ size: 4, findings: [], anchors: [{ outcome: 'holds' }] })
})

test('a log that is not intact is not anchored', async () => {
  sandbox.write(work, 'compliance/PIN', 'not a PIN')
  sandbox.commit(work, 'pin')
  const result = await anchor()
  expect(result.kind).toBe('bad-log')
  expect(statusOfAnchoring(result)).toBe(4)
  expect(describeAnchoring(result)).toContain('NOT INTACT')
  expect(served.questions.length).toBeGreaterThan(0)
})

test('no log, nothing to anchor', async () => {
  sandbox.run(work, 'branch', '-D', 'compliance-evidence')
  const result = await anchor()
  expect(result).toMatchObject({ kind: 'not-determined' })
  expect(statusOfAnchoring(result)).toBe(3)
})

test.each([
  [
    'no authority named',
    () => sandbox.write(work, 'countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\n'),
    /names no time stamping authority/,
  ],
  ['settings with a mistake', () => settings('authorities: []'), /main: /],
  ['plain http elsewhere', () => settings("authorities: [{url: 'http://tsa.example.invalid/'}]"), /is not https/],
  [
    'a name and a password in the address',
    () => settings("authorities: [{url: 'https://a:b@tsa.example.invalid/'}]"),
    /main: /,
  ],
  ['no certificate', () => sandbox.run(work, 'rm', '-q', '-r', 'compliance/anchors'), /No certificate of an authority/],
  ['rubbish', () => sandbox.write(work, 'compliance/anchors/x.pem', 'x'), /x\.pem holds no certificate/],
  [
    'a certificate of nobody who certifies',
    () => trust(makeCertificate({ name: 'x' })),
    /holds no certificate of a cert/,
  ],
  [
    'a broken certificate',
    () =>
      sandbox.write(
        work,
        'compliance/anchors/x.pem',
        '-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n',
      ),
    /a certificate cannot be read/,
  ],
])('refused: %s', async (_name, spoil, why) => {
  spoil()
  sandbox.commit(work, 'spoil')
  await expect(anchor()).rejects.toThrow(why)
})

test('plain http is followed where it was said', async () => {
  settings("authorities: [{url: 'http://tsa.example.invalid/', plainHttp: true}]")
  expect(await anchor()).toMatchObject({ kind: 'not-anchored', failed: [{ authority: 'http://tsa.example.invalid/' }] })
})

test('files that are no certificates beside them do not count, nor folders in there', async () => {
  sandbox.write(work, 'compliance/anchors/README.md', 'x')
  sandbox.write(work, 'compliance/anchors/old/x.pem', 'x')
  sandbox.write(work, 'compliance/other.pem', 'x')
  sandbox.commit(work, 'more')
  expect((await anchor()).kind).toBe('answered')
})

test('an anchor that was made by another hand is judged like our own', async () => {
  served.answer = ({ nonce }, reply) => reply(makeReceipt({ digest: sha256('x'), nonce, signer: authority.signer }))
  expect(await anchor()).toMatchObject({ failed: [{ kind: 'refused' }] })
})

test('clocks that do not agree keep an anchor out that would contradict the log for ever', async () => {
  // The clock here is behind.
  served.answer = ({ digest, nonce }, reply) =>
    reply(makeReceipt({ digest, nonce, signer: authority.signer, time: '2026-03-01T14:00:00Z' }))
  const behind = await anchor()
  expect(behind).toMatchObject({ kind: 'clock', why: expect.stringContaining('2026-03-01T12:00:00Z') })
  expect(statusOfAnchoring(behind)).toBe(5)
  expect(describeAnchoring(behind)).toMatch(/^W_SKEW Not anchored: the clock here/)
  served.answer = ({ digest, nonce }, reply) =>
    reply(makeReceipt({ digest, nonce, signer: authority.signer, time: '2026-03-01T11:49:59Z' }))
  expect(await anchor()).toMatchObject({ kind: 'clock', why: expect.stringContaining('2026-03-01T11:49:59Z') })
  // Records were made by a clock that was ahead: 09:05 of 6 January.
  nowMs = Date.parse('2026-01-06T08:00:00Z')
  served.answer = ({ digest, nonce }, reply) =>
    reply(makeReceipt({ digest, nonce, signer: authority.signer, time: '2026-01-06T08:00:00Z' }))
  const ahead = await anchor()
  expect(ahead).toMatchObject({ kind: 'clock', why: expect.stringContaining('record 1 says') })
  expect((await verify()).verification?.size).toBe(3)
})

test('an append by a clock that is behind the newest anchor says so, and goes on', async () => {
  await anchor()
  nowMs -= 2 * hour
  const result = await append(3)
  expect(result.outcome).toMatchObject({ kind: 'appended' })
  expect(describeAppend(result)).toContain(
    'W_SKEW the clock here shows 2026-03-01T10:00:00Z, but the log was anchored at 2026-03-01T12:00:00Z\n',
  )
  nowMs += 2 * hour
  expect(describeAppend(await append(4))).not.toContain('W_SKEW')
})

test('a receipt that cannot be recorded is not kept: the next run gets another', async () => {
  const result = await anchorLog({ places, signer: undefined, producer }, ports())
  expect(result).toMatchObject({
    kind: 'answered',
    append: { outcome: { kind: 'not-entitled' }, spoolFile: undefined },
  })
  expect(statusOfAnchoring(result)).toBe(2)
  expect(describeAnchoring(result)).toMatch(/Not appended: the log is signed, and there is no signing key\.\n$/)
  expect(readdirSync(sandbox.path(`spool-${count}`))).toEqual([])
})
