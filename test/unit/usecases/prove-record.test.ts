import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { writeNewFile, writeNewFolder } from '../../../src/adapters/write-whole.ts'
import { formatCheckpoint, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { parseConsistencyFile } from '../../../src/evidence/consistency-file.ts'
import { formatLogKeys } from '../../../src/evidence/log-keys-file.ts'
import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from '../../../src/evidence/merkle.ts'
import { signerOfSeed } from '../../../src/evidence/note-key.ts'
import { readSegment, segmentPath } from '../../../src/evidence/segments.ts'
import { formatTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import type { EvidenceLog } from '../../../src/ports/evidence-log.ts'
import { checkConsistency, checkProofFile } from '../../../src/usecases/check-proof-file.ts'
import { exportLog } from '../../../src/usecases/export-log.ts'
import { proveConsistency, type WantedHead } from '../../../src/usecases/prove-consistency.ts'
import { proveRecord } from '../../../src/usecases/prove-record.ts'
import { commitId, type LogFiles, origin, unreviewed } from '../../support/evidence-records.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'
import { commitFiles, logBranch, logSigner, logVkey, repositoryWithLog, signedLog } from '../../support/signed-log.ts'
import { TestWitness } from '../../support/witness.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const many = (count: number, from: number) => Array.from({ length: count }, (_, index) => unreviewed(from + index))
const { files, note } = signedLog([many(300, 100), many(230, 1000)])
const size = 531

let work = ''
beforeAll(() => {
  work = repositoryWithLog(sandbox, 'work', files)
})

const logAt = (remote: string) =>
  gitEvidenceLog({
    git: sandbox.git,
    remote,
    branch: logBranch,
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  })
const portsAt = (remote = work, log: EvidenceLog = logAt(remote)) => ({
  log,
  history: gitHistory(sandbox.git, { where: { cwd: work } }),
})
const prove = (wanted: string, ports = portsAt()) => proveRecord(wanted, defaultSettings, ports)
const nothing = { policy: undefined, keys: undefined, vkeys: [] }
const policy = formatTrustPolicy(logSigner.verifier)

/** Stored lines of the log, read without the code under test. */
function linesOf(log: LogFiles): readonly Buffer[] {
  return [0, 1, 2].flatMap((index) => {
    const segment = readSegment(log.get(segmentPath(index)) ?? Buffer.alloc(0))
    return segment.ok ? segment.lines : []
  })
}
const lines = linesOf(files)

/** The checkpoint that the log had when it was so large. */
function noteAt(at: number): string {
  const edge = lines.slice(0, at).reduce<RightEdge>((before, line) => appendLeaf(before, hashLeaf(line)), emptyEdge)
  return formatCheckpoint({ origin, size: at, root: rootOf(edge) }, logSigner)
}

describe('a proof', () => {
  test.each([0, 1, 255, 256, 300, 511, 512, 530])('of record %i stands alone', async (index) => {
    const { proof, line, ...rest } = await prove(String(index))
    expect(rest).toMatchObject({ index, size, notes: [] })
    expect(line).toEqual(lines[index])
    expect(checkProofFile(proof, line, { ...nothing, policy })).toMatchObject({ kind: 'proven', index })
    expect(checkProofFile(proof, line, { ...nothing, vkeys: [logVkey] })).toMatchObject({ kind: 'proven' })
    expect(proof.endsWith(`\n\n${note}`)).toBe(true)
  })

  test('is found by natural key and by leaf hash', async () => {
    const index = 42
    const leafHash = hashLeaf(lines[index] ?? Buffer.alloc(0)).toString('hex')
    expect((await prove(`github:R_1/unreviewed/${commitId(100 + index - 1)}`)).index).toBe(index)
    expect((await prove(leafHash)).index).toBe(index)
  })

  test.each([
    ['531', 'The log has 531 records'],
    ['99999999999999', 'The log has 531 records'],
    ['ab'.repeat(32), 'no record with this leaf hash'],
    ['github:R_1/unreviewed/none', 'no record with this natural key'],
    ['-1', 'no record with this natural key'],
  ])('of %s does not exist', async (wanted, message) => {
    await expect(prove(wanted)).rejects.toMatchObject({ status: 2, message: expect.stringContaining(message) })
  })

  test('is made through the network, too', async () => {
    const bare = sandbox.bare('remote.git')
    sandbox.run(work, 'push', '-q', bare, logBranch)
    const { proof, line } = await prove('7', portsAt(`file://${bare}`))
    expect(checkProofFile(proof, line, { ...nothing, policy })).toMatchObject({ kind: 'proven', index: 7 })
  })

  test('is not made from a log that does not verify, nor without one', async () => {
    const bad = sandbox.path('bad')
    sandbox.run(sandbox.folder, 'clone', '-q', work, bad)
    const segment = files.get('entries/001.jsonl')?.toString().replace('without a pull', 'with no pull') ?? ''
    commitFiles(bad, logBranch, new Map([...files, ['entries/001.jsonl', Buffer.from(segment)]]))
    await expect(prove('7', portsAt(bad))).rejects.toMatchObject({ status: 4 })
    sandbox.run(bad, 'update-ref', '-d', `refs/heads/${logBranch}`)
    sandbox.run(bad, 'update-ref', '-d', `refs/remotes/origin/${logBranch}`)
    await expect(prove('7', portsAt(bad))).rejects.toMatchObject({ status: 3 })
  })

  test('is not made where the records are others on the second reading', async () => {
    const honest = logAt(work)
    const lying: EvidenceLog = {
      ...honest,
      async *lines(commit, count) {
        let index = 0
        for await (const line of honest.lines(commit, count)) {
          yield index === 8 ? Buffer.from('{}') : line
          index += 1
        }
      },
    }
    await expect(prove('7', portsAt(work, lying))).rejects.toMatchObject({ status: 4 })
    const exported = await exportLog(defaultSettings, portsAt(work, lying))
    const [tiles, jsonl] = [sandbox.path('lying/tiles'), sandbox.path('lying/all.jsonl')]
    await expect(writeNewFolder(tiles, 'x', exported.tiles())).rejects.toMatchObject({ status: 4 })
    await expect(writeNewFile(jsonl, 'x', exported.lines())).rejects.toMatchObject({ status: 4 })
    expect(readdirSync(sandbox.path('lying'))).toEqual([])
  })
})

describe('checking a proof', () => {
  test('a line feed that an editor added to the record is no part of it; any other byte is', async () => {
    const { proof, line } = await prove('3')
    const check = (record: Buffer) => checkProofFile(proof, record, { ...nothing, policy }).kind
    expect(check(Buffer.concat([line, Buffer.of(10)]))).toBe('proven')
    expect(check(Buffer.concat([line, Buffer.of(10, 10)]))).toBe('refuted')
    expect(check(Buffer.concat([line, Buffer.of(13, 10)]))).toBe('refuted')
    expect(check(line.subarray(1))).toBe('refuted')
    expect(check(Buffer.alloc(0))).toBe('refuted')
  })

  test('without a key nobody vouches, and a witness that is asked for is missed', async () => {
    const { proof, line } = await prove('3')
    expect(checkProofFile(proof, line, nothing).kind).toBe('not-determined')
    const witness = new TestWitness('witness.example', 50)
    const watched = policy.replace('quorum none', `witness w ${witness.vkey}\nquorum w`)
    const check = (text: string) => checkProofFile(text, line, { ...nothing, policy: watched })
    expect(check(proof)).toMatchObject({ kind: 'not-determined', why: expect.stringContaining('witnesses') })
    const cosigned = `${note}${witness.line(note, 1_780_000_000)}`
    expect(check(proof.replace(note, cosigned))).toMatchObject({ kind: 'proven' })
    const wrong = proof.replace(note, cosigned.replace(/.{8}\n$/, 'AAAAAAA=\n'))
    expect(check(wrong)).toMatchObject({ kind: 'refuted', code: 'E_SIG' })
  })

  test('a key counts within its interval', async () => {
    const { proof, line } = await prove('3')
    const check = (validTo: number) => {
      const keys = formatLogKeys([{ ...logSigner.verifier, validFrom: 0, validTo }])
      return checkProofFile(proof, line, { ...nothing, keys })
    }
    expect(check(size)).toMatchObject({ kind: 'proven' })
    expect(check(size - 1)).toMatchObject({ kind: 'refuted', code: 'E_KEY' })
    const other = formatLogKeys([{ ...signerOfSeed(origin, Buffer.alloc(32, 9)).verifier, validFrom: 0 }])
    expect(() => checkProofFile(proof, line, { ...nothing, policy, keys: other })).toThrow('does not go with')
  })

  test('a key or policy that is none is refused, and so is the key of the demonstration', () => {
    const check = (brought: Parameters<typeof checkProofFile>[2]) => () => checkProofFile('x', Buffer.alloc(0), brought)
    expect(check({ ...nothing, vkeys: ['x+1+y'] })).toThrow('not an Ed25519 verifier key')
    expect(check({ ...nothing, policy: 'log x\n' })).toThrow('line 1')
    expect(check({ ...nothing, policy: '' })).toThrow('quorum')
  })
})

describe('a proof that the log grew', () => {
  const heads = new Map([1, 301, 531].map((at) => [at, noteAt(at)]))
  const noteOf = (at: number) => heads.get(at) ?? ''
  const kept = (at: number, text = noteOf(at)) => ({ kind: 'note', source: 'kept', note: text }) as const
  const from = (earlier: WantedHead, later?: WantedHead) => proveConsistency(earlier, later, defaultSettings, portsAt())
  const check = (proof: string, earlier: string) => checkConsistency(proof, earlier, { ...nothing, policy })

  test.each([
    [1, 531],
    [301, 531],
    [531, 531],
    [1, 301],
  ])('from %i to %i records stands alone with the two checkpoints', async (earlier, later) => {
    const { proof, ...rest } = await from(kept(earlier), kept(later))
    expect(rest).toEqual({ from: earlier, to: later, notes: [] })
    expect(check(proof, noteOf(earlier))).toMatchObject({ kind: 'proven', later: { size: later } })
    expect(parseConsistencyFile(proof)).toMatchObject({ from: earlier })
    const other = earlier === 1 ? 301 : 1
    expect(check(proof, noteOf(other))).toMatchObject({ kind: 'refuted', code: 'E_PROOF' })
    expect(check(proof.replace('old ', 'new '), noteOf(earlier))).toMatchObject({ kind: 'refuted', code: 'E_PROOF' })
    expect(checkConsistency(proof, noteOf(earlier), nothing).kind).toBe('not-determined')
  })

  test('up to any size, also one that nobody signed', async () => {
    const { proof } = await from({ kind: 'size', size: 7 }, { kind: 'size', size: 12 })
    expect(proof.split('\n\n')[1]?.split('\n').slice(0, 2)).toEqual([origin, '12'])
    expect((await from({ kind: 'size', size: 7 })).proof.endsWith(`\n\n${note}`)).toBe(true)
  })

  test.each([
    ['from nothing', { kind: 'size', size: 0 }, undefined, 2],
    ['backwards', { kind: 'size', size: 9 }, { kind: 'size', size: 8 }, 2],
    ['to a size it never had', { kind: 'size', size: 9 }, { kind: 'size', size: 532 }, 2],
    ['from what is no checkpoint', kept(0, 'hello'), undefined, 2],
    ['from a larger log', kept(0, noteOf(531).replace('\n531\n', '\n532\n')), undefined, 4],
    ['from another history', kept(0, signedLog([many(300, 7000)]).note), undefined, 4],
    ['from the log of somebody else', kept(0, noteOf(301).replace(origin, 'example.com/x')), undefined, 4],
  ] as const)('%s there is none', async (_name, earlier, later, status) => {
    await expect(from(earlier, later)).rejects.toMatchObject({ status })
  })

  test('is refuted where the later log does not continue the earlier', async () => {
    const { proof } = await from(kept(301), kept(531))
    const forged = signedLog([many(300, 7000)]).note
    expect(check(proof, forged)).toMatchObject({ kind: 'refuted', code: 'E_FORK' })
    const stranger = signerOfSeed(origin, Buffer.alloc(32, 9))
    const { checkpoint } = parseCheckpoint(noteOf(301)) ?? {}
    if (checkpoint === undefined) throw new Error('no checkpoint')
    expect(check(proof, formatCheckpoint(checkpoint, stranger))).toMatchObject({ kind: 'refuted', code: 'E_KEY' })
  })
})

describe('an export', () => {
  test('is a tlog-tiles tree with the signed checkpoint, written once', async () => {
    const folder = sandbox.path('out/tiles')
    const exported = await exportLog(defaultSettings, portsAt())
    expect(exported).toMatchObject({ size, notes: [] })
    await writeNewFolder(folder, 'x', exported.tiles())
    expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe(note)
    const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(found.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort()).toEqual([
      'checkpoint',
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/19',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/19',
    ])
    await expect(writeNewFolder(folder, 'x', exported.tiles())).rejects.toMatchObject({ status: 2 })
    expect(readdirSync(sandbox.path('out'))).toEqual(['tiles'])
  })

  test('is all records as lines', async () => {
    const file = sandbox.path('out/all.jsonl')
    const exported = await exportLog(defaultSettings, portsAt())
    await writeNewFile(file, 'x', exported.lines())
    expect(readFileSync(file, 'utf8')).toBe(lines.map((line) => `${line}\n`).join(''))
    await expect(writeNewFile(file, 'x', exported.lines())).rejects.toMatchObject({ status: 2 })
  })

  test('replaces an empty folder and nothing else', async () => {
    const folder = sandbox.path('taken')
    const one = async function* () {
      yield { path: 'a/b', bytes: Buffer.from('x') }
    }
    mkdirSync(folder)
    await writeNewFolder(folder, 'x', one())
    expect(readFileSync(join(folder, 'a/b'), 'utf8')).toBe('x')
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'mine')
    await expect(writeNewFolder(folder, 'x', one())).rejects.toMatchObject({ status: 2 })
    expect(readFileSync(folder, 'utf8')).toBe('mine')
    const below = join(folder, 'sub')
    await expect(writeNewFolder(below, 'x', one())).rejects.toMatchObject({ status: 2 })
    expect(existsSync(below)).toBe(false)
  })
})
