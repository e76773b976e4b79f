import { afterAll, describe, expect, test } from 'vitest'
import { addSignature, formatCheckpoint } from '../../src/evidence/checkpoint.ts'
import { checkForkProof, formatForkProof, parseForkProof } from '../../src/evidence/fork-proof.ts'
import { growLog } from '../../src/evidence/grow-log.ts'
import { formatVerifierKey } from '../../src/evidence/note-key.ts'
import { formatTrustPolicy } from '../../src/evidence/trust-policy.ts'
import { proveFork } from '../../src/usecases/prove-fork.ts'
import { repairEvidence } from '../../src/usecases/repair-evidence.ts'
import { origin, unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { logBranch } from '../support/signed-log.ts'
import { filesOf, replaceTree, store } from '../support/tampered-tree.ts'
import { keyNumber, resigned, TrustWorld, trustPlaces } from '../support/trust-world.ts'
import { TestWitness } from '../support/witness.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
let count = 0
async function world(records = 1): Promise<TrustWorld> {
  count += 1
  const made = new TrustWorld(sandbox, `trust-${count}`)
  for (let number = 2; number < 2 + records; number += 1) await made.append(number)
  return made
}
/** Puts other files on top of the log, as somebody may who can push to its branch. */
function putFiles(at: TrustWorld, changed: ReadonlyMap<string, Buffer>): void {
  const files = filesOf(at.work, logBranch).map((file) => {
    const bytes = changed.get(file.path)
    return bytes === undefined ? file : { ...file, oid: store(at.work, bytes) }
  })
  replaceTree(at.work, logBranch, files)
}
const putCheckpoint = (at: TrustWorld, text: string) => putFiles(at, new Map([['checkpoint', Buffer.from(text)]]))
const codes = ({ findings }: { readonly findings: readonly { readonly code: string }[] }) =>
  findings.map(({ code }) => code)

describe('fault 17: the last records removed and the checkpoint used again', () => {
  test.each(['on the protected branch', 'on the documents branch', 'given by hand', 'on the protected branch of old'])(
    'a pin %s shows it',
    async (where) => {
      const at = await world()
      const before = at.tip
      await at.append(8)
      const saved = { source: 'saved.txt', text: at.note() }
      if (where === 'on the documents branch') at.publish()
      if (where.startsWith('on the protected branch')) at.pin()
      at.reset(before)
      if (where.endsWith('of old')) at.pin()
      const result = await at.verify(where === 'given by hand' ? [saved] : [])
      expect(result.outcome).toBe('integrity-failure')
      expect(codes(result)).toEqual(['E_ROLLBACK'])
      if (where !== 'given by hand') expect((await at.append(9)).kind).toBe('bad-log')
    },
  )

  test('without any memory it is not seen, and verify says that nothing is protected', async () => {
    const at = await world()
    const before = at.tip
    await at.append(8)
    at.reset(before)
    expect(await at.verify()).toMatchObject({
      outcome: 'verified',
      protection: { pinned: { size: 0, source: null }, anchored: null, cosignatures: [] },
    })
  })
})

describe('fault 18: history rewritten and signed again with the true key', () => {
  test.each([
    { what: 'of the same size', rewritten: 3 },
    { what: 'that is longer', rewritten: 9 },
  ])('a pin shows a history $what, and the proof convinces others', async ({ rewritten }) => {
    const at = await world(3)
    at.pin()
    at.replaceLog(
      Array.from({ length: rewritten }, (_, index) => unreviewed(100 + index)),
      keyNumber(1),
    )
    const result = await at.verify()
    expect(result).toMatchObject({
      outcome: 'integrity-failure',
      findings: [
        { code: 'E_FORK', file: 'main:compliance/PIN', message: expect.stringContaining('documents of 2026-03-01') },
      ],
    })
    const proof = await proveFork(result, at.ports())
    if (proof === undefined) throw new Error('no proof')
    const file = parseForkProof(formatForkProof(proof))
    if (typeof file === 'string') throw new Error(file)
    expect(file).toEqual(proof)
    // By the key that a third party knows, and by no other.
    expect(checkForkProof(file, [keyNumber(1).verifier])).toEqual({
      kind: 'forked',
      origin,
      signedBy: [1, 2].map(() => `${origin}+${keyNumber(1).verifier.id}`),
      sizes: [4, rewritten + 1],
    })
    expect(checkForkProof(file, [keyNumber(2).verifier]).kind).toBe('not-proved')
  })

  test('without a pin the history of the branch itself shows it, and gives the proof', async () => {
    const at = await world(3)
    const before = at.tip
    at.replaceLog([unreviewed(100), unreviewed(101), unreviewed(102), unreviewed(103)], keyNumber(1))
    // Pushed without force.
    at.reset(at.run('commit-tree', at.run('rev-parse', `${logBranch}^{tree}`), '-p', before, '-m', 'size 5'))
    expect((await at.verify()).outcome).toBe('verified')
    const result = await at.verifyDeeply()
    expect(new Set(codes(result))).toEqual(new Set(['E_FORK']))
    const proof = await proveFork(result, at.ports())
    expect(proof && checkForkProof(proof, [keyNumber(1).verifier]).kind).toBe('forked')
  })

  test('a history that only grew gives no proof, whatever is left out of it or changed', async () => {
    const at = await world(3)
    const smaller = { source: 'saved', note: at.note() }
    await at.append(20)
    const larger = { source: 'log', note: at.note() }
    const proof = { origin, keys: [keyNumber(1).verifier], smaller, larger }
    const consistency = { root: Buffer.alloc(32, 1), hashes: [Buffer.alloc(32, 2)] }
    for (const wrong of [
      { ...proof, consistency: undefined },
      { ...proof, consistency },
      { ...proof, larger: smaller, consistency: undefined },
      { ...proof, smaller: larger, larger: smaller, consistency },
      { ...proof, larger: { ...larger, note: resigned(larger.note, keyNumber(2)) }, consistency },
      { ...proof, origin: 'another.example/log', consistency: undefined },
    ])
      expect(checkForkProof(wrong).kind).toBe('not-proved')
    expect(await proveFork(await at.verify([{ source: 'saved', text: smaller.note }]), at.ports())).toBeUndefined()
  })

  test('a file that is no fork proof is told apart from one that proves nothing', async () => {
    const key = formatVerifierKey(keyNumber(1).verifier)
    const note = { source: 's', note: 'n' }
    const text = (value: object) => JSON.stringify(value)
    const whole = { schema: 'countersign/fork-proof/v1', origin, keys: [key], smaller: note, larger: note }
    expect(typeof parseForkProof(text(whole))).toBe('object')
    for (const wrong of [
      '',
      '[]',
      text({ ...whole, more: 1 }),
      text({ ...whole, keys: [] }),
      text({ ...whole, keys: [key.replace(/\+[0-9a-f]{8}\+/, '+00000000+')] }),
      text(whole).replace('{', '{"origin":"other",'),
      text({ ...whole, consistency: { root: 'A', hashes: [] } }),
      text({ ...whole, schema: 'countersign/fork-proof/v2' }),
    ])
      expect(typeof parseForkProof(wrong)).toBe('string')
  })
})

describe('fault 19: two heads shown to two readers', () => {
  test('each of the two readers sees it in what the other one saw', async () => {
    const at = await world(2)
    const common = at.tip
    await at.append(50)
    const shown = { one: at.note(), commit: at.tip }
    at.reset(common)
    await at.append(60)
    const other = at.note()
    expect((await at.verify()).outcome).toBe('verified')
    const result = await at.verify([{ source: 'what Ana saw', text: shown.one }])
    expect(result).toMatchObject({ outcome: 'integrity-failure', findings: [{ code: 'E_FORK', file: 'what Ana saw' }] })
    const proof = await proveFork(result, at.ports())
    expect(proof && checkForkProof(proof, [keyNumber(1).verifier]).kind).toBe('forked')
    at.reset(shown.commit)
    expect(codes(await at.verify([{ source: 'what Ben saw', text: other }]))).toEqual(['E_FORK'])
  })

  test('a witness that is asked for signs one of them only', async () => {
    const at = await world(2)
    const witness = new TestWitness('witness.example/w1', 9)
    at.write(
      'compliance/trust.policy',
      formatTrustPolicy(keyNumber(1).verifier).replace('quorum none', `witness w ${witness.vkey}\nquorum w`),
    )
    at.commit('Ask for a witness')
    const common = at.tip
    await at.append(50)
    const line = witness.line(at.note(), 1_780_000_000)
    putCheckpoint(at, at.note() + line)
    expect((await at.verify()).outcome).toBe('verified')
    at.reset(common)
    await at.append(60)
    expect(await at.verify()).toMatchObject({ outcome: 'not-determined', why: expect.stringContaining('witness') })
    putCheckpoint(at, at.note() + line)
    expect(codes(await at.verify())).toEqual(['E_SIG'])
  })
})

describe('fault 21: the branch is gone', () => {
  test.each([
    { pinned: true, outcome: 'integrity-failure', kind: 'bad-log' },
    { pinned: false, outcome: 'not-determined', kind: 'appended' },
  ])('pinned $pinned: $outcome, and an append is $kind', async ({ pinned, outcome, kind }) => {
    const at = await world()
    if (pinned) {
      at.pin()
      // Taking the present PIN away makes nobody forget it.
      at.run('rm', '-q', 'compliance/PIN')
      at.commit('Forget')
    }
    at.run('update-ref', '-d', `refs/heads/${logBranch}`)
    const result = await at.verify()
    expect(result.outcome).toBe(outcome)
    expect(codes(result)).toEqual(pinned ? ['E_REF_MISSING'] : [])
    expect((await at.append(9)).kind).toBe(kind)
  })
})

describe('fault 22: the log key replaced together with trust.policy', () => {
  const takeOver = async (where: 'main' | 'docs', keys: 'none' | 'new alone' | 'old cut short') => {
    const at = await world(2)
    if (where === 'main') at.pin()
    else at.publish()
    const [old, stranger] = [keyNumber(1).verifier, keyNumber(2)]
    at.replaceLog([unreviewed(70), unreviewed(71), unreviewed(72)], stranger)
    // The present pin is replaced too.
    if (where === 'main') at.pin()
    else at.publish()
    const policy = formatTrustPolicy(stranger.verifier)
    at.write('compliance/trust.policy', policy)
    at.commit('Trust another key')
    if (keys === 'new alone') at.listKeys([{ ...stranger.verifier, validFrom: 0 }], policy)
    if (keys === 'old cut short')
      at.listKeys(
        [
          { ...old, validFrom: 0, validTo: 1 },
          { ...stranger.verifier, validFrom: 0 },
        ],
        policy,
      )
    return at
  }

  test.each([
    { where: 'main', keys: 'none' },
    { where: 'main', keys: 'new alone' },
    { where: 'main', keys: 'old cut short' },
    { where: 'docs', keys: 'new alone' },
  ] as const)('pins on $where signed by the old key say so; keys.json: $keys', async ({ where, keys }) => {
    const at = await takeOver(where, keys)
    const result = await at.verify()
    expect(result.outcome).toBe('integrity-failure')
    expect(codes(result)).toEqual(['E_KEY'])
    expect(result.findings[0]?.file).toMatch(
      where === 'main' ? /^main@[0-9a-f]{12}:compliance\/PIN$/ : /^compliance-docs@/,
    )
    expect((await at.append(80, keyNumber(2))).kind).toBe('bad-log')
  })

  test('a log that says another key began it than keys.json lists was replaced', async () => {
    const at = await world()
    const policy = formatTrustPolicy(keyNumber(2).verifier)
    at.listKeys([{ ...keyNumber(2).verifier, validFrom: 0 }], policy)
    putCheckpoint(at, resigned(at.note(), keyNumber(2)))
    expect(codes(await at.verify())).toEqual(['E_KEY'])
  })

  test('two files that do not say the same are trusted neither', async () => {
    const at = await world()
    at.listKeys([{ ...keyNumber(2).verifier, validFrom: 0 }])
    await expect(at.verify()).rejects.toMatchObject({ status: 3, message: expect.stringContaining('does not list') })
  })
})

describe('fault 23: a revoked key signs a new head', () => {
  test('what it signed before is good, and nothing after it', async () => {
    const at = await world(3)
    const [lost, next] = [keyNumber(1).verifier, keyNumber(2)]
    const old = at.tip
    const policy = formatTrustPolicy(next.verifier)
    at.listKeys(
      [
        { ...lost, validFrom: 0, validTo: 4, revoked: true, reason: 'laptop stolen' },
        { ...next.verifier, validFrom: 4 },
      ],
      policy,
    )
    expect(await at.verify()).toMatchObject({
      outcome: 'verified',
      protection: { revoked: [`${origin}+${lost.id}`] },
    })
    // Refused to the writer, so it is put there by hand.
    expect(await at.append(90)).toMatchObject({
      kind: 'not-entitled',
      why: expect.stringContaining('size 0 to 4, revoked'),
    })
    at.replaceLog(
      [2, 3, 4, 90].map((number) => unreviewed(number)),
      keyNumber(1),
    )
    const result = await at.verify()
    expect(result).toMatchObject({
      outcome: 'integrity-failure',
      findings: [{ code: 'E_KEY_REVOKED', message: expect.stringContaining('laptop stolen') }],
    })
    at.reset(old)
    expect((await at.append(90, next)).kind).toBe('appended')
    expect((await at.verify()).outcome).toBe('verified')
  })

  test('a key that was only replaced is E_KEY, and both together are good', async () => {
    const at = await world(3)
    const [old, next] = [keyNumber(1), keyNumber(2)]
    at.listKeys(
      [
        { ...old.verifier, validFrom: 0, validTo: 3 },
        { ...next.verifier, validFrom: 4 },
      ],
      formatTrustPolicy(next.verifier),
    )
    expect(codes(await at.verify())).toEqual(['E_KEY'])
    putCheckpoint(at, addSignature(at.note(), next))
    expect((await at.verify()).outcome).toBe('verified')
  })
})

describe('fault 24: an unsigned head pushed by somebody with write access', () => {
  const damaged = async (pinned: boolean) => {
    const at = await world(3)
    if (pinned) at.pin()
    const good = at.tip
    const reading = await at.ports().log.read({ keys: [], pins: [] })
    if (reading.kind !== 'read') throw new Error(reading.kind)
    const { edge, lastSegment } = reading.log
    const { files } = growLog({ origin, edge, lastSegment }, [unreviewed(66), unreviewed(67)], [], undefined)
    putFiles(at, files)
    return { at, good, bad: at.tip }
  }
  const repair = (at: TrustWorld, to: string, signer: ReturnType<typeof keyNumber> | undefined = keyNumber(1)) =>
    repairEvidence(
      { to, signer, producer: { tool: 'countersign/0.1.0', run: 'local' }, places: trustPlaces },
      at.ports(),
    )

  test('it is E_SIG, and nobody appends on top', async () => {
    const { at, bad } = await damaged(false)
    expect(codes(await at.verify())).toEqual(['E_SIG'])
    expect((await at.append(9)).kind).toBe('bad-log')
    expect(at.tip).toBe(bad)
  })

  test('a repair is a new commit with the good tree and the record of it, and appends go on', async () => {
    const { at, good, bad } = await damaged(true)
    expect(await repair(at, good)).toMatchObject({
      kind: 'repaired',
      size: 5,
      damage: { badCommit: bad, goodCommit: good, size: 4, findings: ['E_SIG'], lost: 2 },
    })
    expect(at.run('rev-parse', `${logBranch}^`)).toBe(bad)
    const result = await at.verify()
    expect(result.outcome).toBe('verified')
    expect(result.log?.entries.at(-1)?.record.predicate).toMatchObject({ kind: 'log.repaired', data: { lost: 2 } })
    expect((await at.append(9)).kind).toBe('appended')
    expect(await repair(at, good)).toMatchObject({ kind: 'nothing-to-repair' })
    // The bad commits are still in the history, and the log says what they were.
    expect(await at.verifyDeeply()).toMatchObject({ outcome: 'verified', history: { commits: 5, repaired: 1 } })
    putCheckpoint(at, resigned(at.note(), undefined))
    expect(codes(await at.verifyDeeply())).toContain('E_SIG')
  })

  test('it is not repaired to a state that is older than a pin, nor to a bad one, nor without the key', async () => {
    const { at, good, bad } = await damaged(true)
    expect(await repair(at, `${good}~1`)).toMatchObject({ kind: 'bad-target', findings: [{ code: 'E_ROLLBACK' }] })
    expect(await repair(at, bad)).toMatchObject({ kind: 'bad-target', findings: [{ code: 'E_SIG' }] })
    expect(await repair(at, good, keyNumber(2))).toMatchObject({ kind: 'not-entitled' })
    await expect(
      repairEvidence(
        { to: good, signer: undefined, producer: { tool: 'c/1', run: 'local' }, places: trustPlaces },
        at.ports(),
      ),
    ).rejects.toMatchObject({ status: 2 })
    await expect(repair(at, 'nowhere')).rejects.toMatchObject({ status: 2 })
    expect(await repair(at, 'f'.repeat(40))).toMatchObject({ kind: 'unreadable' })
    expect(at.tip).toBe(bad)
  })

  test('a good state that only a clone still has is restored from there', async () => {
    const { at, good } = await damaged(false)
    const server = sandbox.bare(`server-${count}.git`)
    // The history of the server was replaced by force; this clone remembers.
    at.run('push', '-q', server, 'main', `${logBranch}:${logBranch}`)
    const stranger = at.run('commit-tree', at.run('rev-parse', `${logBranch}^{tree}`), '-m', 'all new')
    at.run('push', '-q', '--force', server, `${stranger}:refs/heads/${logBranch}`)
    expect(
      await repair({ ports: () => ({ ...at.ports(), repair: at.ports(server).repair }) } as TrustWorld, good),
    ).toMatchObject({
      kind: 'repaired',
      damage: { badCommit: stranger },
    })
    expect((await at.ports(server).log.read({ keys: [keyNumber(1).verifier], pins: [] })).kind).toBe('read')
  })
})

describe('fault 25: lines of signatures', () => {
  const stranger = keyNumber(7, 'somebody.example/else')
  const other = formatCheckpoint({ origin, size: 1, root: Buffer.alloc(32) }, keyNumber(1))
  const lineOf = (note: string) => note.slice(note.indexOf('\u2014'))
  test.each([
    { what: 'an unknown key beside a good one', line: (note: string) => addSignature(note, stranger), found: [] },
    {
      what: 'an unknown key of the name of the log beside a good one',
      line: (note: string) => addSignature(note, keyNumber(9)),
      found: [],
    },
    {
      what: 'a known key that is wrong beside a good one',
      line: (note: string) => note + lineOf(other),
      found: ['E_SIG'],
    },
    { what: 'an unknown key alone', line: (note: string) => resigned(note, keyNumber(9)), found: ['E_KEY'] },
    { what: 'no key of the name of the log', line: (note: string) => resigned(note, undefined), found: ['E_SIG'] },
  ])('$what: $found', async ({ line, found }) => {
    const at = await world()
    putCheckpoint(at, line(at.note()))
    const result = await at.verify()
    expect(codes(result)).toEqual(found)
    expect(result.outcome).toBe(found.length === 0 ? 'verified' : 'integrity-failure')
  })
})

describe('fault 37: the evidence of another repository', () => {
  test('it is E_ORIGIN, also where its key has the same bytes', async () => {
    const at = await world()
    at.replaceLog([unreviewed(2)], keyNumber(1, 'github.com/other/shop/evidence'), 'github.com/other/shop/evidence')
    expect(codes(await at.verify())).toContain('E_ORIGIN')
    expect((await at.append(9)).kind).toBe('bad-log')
  })
})

describe('fault 48: a repository that is renamed', () => {
  test('the name of the log stays, and the log goes on', async () => {
    const at = await world()
    at.pin()
    const renamed = sandbox.path(`renamed-${count}`)
    sandbox.run(sandbox.folder, 'clone', '-q', at.work, renamed)
    sandbox.run(renamed, 'remote', 'set-url', 'origin', 'https://github.com/new-owner/new-name.git')
    sandbox.run(renamed, 'branch', '-q', logBranch, `origin/${logBranch}`)
    expect(await at.verify([], renamed)).toMatchObject({ outcome: 'verified', verification: { origin } })
    expect((await at.append(9)).kind).toBe('appended')
  })
})

describe('fault 54: documents made from a head that is not anchored, and the log rewritten', () => {
  test.each([
    { where: 'main', file: 'main:compliance/PIN' },
    { where: 'compliance-docs', file: 'compliance-docs:PIN' },
  ])('the pin on $where differs, and the documents are named', async ({ where, file }) => {
    const at = await world(2)
    if (where === 'main') at.pin()
    else at.publish()
    at.replaceLog([unreviewed(5), unreviewed(6), unreviewed(7)], keyNumber(1))
    const result = await at.verify()
    expect(result).toMatchObject({
      outcome: 'integrity-failure',
      findings: [
        {
          code: 'E_FORK',
          file,
          message: expect.stringContaining(`documents of 2026-03-01, made from commit ${'a'.repeat(40)}`),
        },
      ],
    })
  })

  test('also where newer documents were put over them', async () => {
    const at = await world(2)
    const made = at.publish()
    at.replaceLog([unreviewed(5), unreviewed(6), unreviewed(7)], keyNumber(1))
    at.publish()
    const result = await at.verify()
    expect(result.findings).toEqual([
      expect.objectContaining({ code: 'E_FORK', file: `compliance-docs@${made.slice(0, 12)}:PIN` }),
    ])
  })

  test('reviewers may set a pin of the past aside, by its commit and with a reason, and verify says so', async () => {
    const at = await world(2)
    const made = at.publish()
    at.replaceLog([unreviewed(5), unreviewed(6), unreviewed(7)], keyNumber(1))
    at.publish()
    const reason = 'the first log was a trial'
    const keys = [{ ...keyNumber(1).verifier, validFrom: 0 }]
    at.listKeys(keys, undefined, [{ commit: 'c'.repeat(40), reason }])
    expect(codes(await at.verify())).toEqual(['E_FORK'])
    at.listKeys(keys, undefined, [{ commit: made, reason }])
    expect(await at.verify()).toMatchObject({
      outcome: 'verified',
      past: [{}, { branch: 'compliance-docs', seen: 1, setAside: [{ commit: made, reason }] }],
    })
    // The present one is not of the past.
    at.run('update-ref', 'refs/heads/compliance-docs', made)
    expect(codes(await at.verify())).toEqual(['E_FORK'])
  })

  test('a cut history is said to be cut', async () => {
    const at = await world(2)
    at.publish()
    at.replaceLog([unreviewed(5), unreviewed(6), unreviewed(7)], keyNumber(1))
    at.publish()
    const shallow = sandbox.path(`shallow-${count}`)
    const flags = ['--depth=1', '--no-single-branch']
    sandbox.run(sandbox.folder, 'clone', '-q', ...flags, `file://${at.work}`, shallow)
    expect(await at.verify([], shallow)).toMatchObject({ isShallow: true, past: [{ seen: 0 }, { seen: 0 }] })
  })
})
