import { expect, test } from 'vitest'
import { checkPayloads } from '../../../src/evidence/check-payloads.ts'
import { checkPins, pinOf, sizesOf } from '../../../src/evidence/check-pins.ts'
import { checkConsistencyFile, checkTlogProof } from '../../../src/evidence/check-proof.ts'
import { addSignature, checkSignature, formatCheckpoint, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { consistencyRanges, isConsistent } from '../../../src/evidence/consistency-proof.ts'
import { checkCosignatures } from '../../../src/evidence/cosignature.ts'
import { checkForkProof, type ForkProof, formatForkProof, parseForkProof } from '../../../src/evidence/fork-proof.ts'
import { describeInterval, isValidAt } from '../../../src/evidence/key-intervals.ts'
import { formatLogKeys, parseLogKeys, reasonKeysDisagree } from '../../../src/evidence/log-keys-file.ts'
import { hashLeaf } from '../../../src/evidence/merkle.ts'
import { signerOfSeed } from '../../../src/evidence/note-key.ts'
import { payloadPath } from '../../../src/evidence/payload.ts'
import { formatPin } from '../../../src/evidence/pin.ts'
import { subtreeRoots } from '../../../src/evidence/subtree-roots.ts'
import { formatTlogProof, parseTlogProof } from '../../../src/evidence/tlog-proof.ts'
import { isQuorumMet, parseTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { naiveRoot } from '../../support/naive-tree.ts'
import { TestWitness } from '../../support/witness.ts'

const origin = 'github.com/acme/shop/evidence'
const elsewhere = 'github.com/acme/other/evidence'
const keyOf = (seed: number, name = origin) => signerOfSeed(name, Buffer.alloc(32, seed))
const signer = keyOf(1)
const stranger = keyOf(2)
const keys = [signer.verifier]
const witness = new TestWitness('witness.example/w1', 9)
const policy = parseTrustPolicy(`witness w ${witness.vkey}\nquorum w\n`)
const witnesses = policy.ok ? policy.policy.witnesses : []

const leaves = Array.from({ length: 9 }, (_, index) => hashLeaf(Buffer.from(`{"record":${index}}`)))
const rewritten = leaves.with(1, hashLeaf(Buffer.from('{"record":"another"}')))
const rootAt = (size: number, of = leaves) => naiveRoot(of.slice(0, size))
const noteAt = (size: number, by: typeof signer | undefined = signer, of = leaves) =>
  formatCheckpoint({ origin: by?.verifier.name ?? origin, size, root: rootAt(size, of) }, by)
const roots = new Map([0, 3, 5, 9].map((size) => [size, rootAt(size)]))
const head = { origin, size: 9, root: rootAt(9) }
const spoiled = (note: string) => note.replace(/.{8}\n$/, 'AAAAAAA=\n')
const proof = (from: number, to: number, of = leaves) => {
  const passing = subtreeRoots(consistencyRanges(from, to))
  for (const leaf of of.slice(0, to)) passing.take(leaf)
  return passing.roots()
}

test.each([
  { name: 'of the log', note: noteAt(5), wanted: undefined },
  { name: 'that is no checkpoint', note: 'x', wanted: 'E_CHECKPOINT' },
  { name: 'of another log', note: noteAt(5, keyOf(1, elsewhere)), wanted: 'E_ORIGIN' },
  {
    name: 'without a signature',
    note: formatCheckpoint({ origin, size: 5, root: rootAt(5) }, undefined),
    wanted: 'E_SIG',
  },
  { name: 'with a wrong signature', note: spoiled(noteAt(5)), wanted: 'E_SIG' },
  { name: 'of an unknown key', note: noteAt(5, stranger), wanted: 'E_KEY' },
  { name: 'with a cosignature', note: noteAt(5) + witness.line(noteAt(5), 1), wanted: undefined },
  { name: 'with a wrong cosignature', note: noteAt(5) + witness.line(noteAt(3), 1), wanted: 'E_SIG' },
  {
    name: 'of a longer log',
    note: formatCheckpoint({ origin, size: 10, root: rootAt(9) }, signer),
    wanted: 'E_ROLLBACK',
  },
  { name: 'of another past', note: noteAt(5, signer, rewritten), wanted: 'E_FORK' },
])('a pin $name gives $wanted', ({ note, wanted }) => {
  const { checks, findings } = checkPins([{ source: 'PIN', note }], head, roots, { keys, witnesses })
  expect(findings.map(({ code, file }) => `${code} ${file}`)).toEqual(wanted === undefined ? [] : [`${wanted} PIN`])
  expect(checks).toEqual([
    {
      source: 'PIN',
      size: parseCheckpoint(note)?.checkpoint.size ?? null,
      outcome: wanted === undefined ? 'holds' : 'broken',
    },
  ])
})

test('a pin says nothing where records could not be read, and its signature nothing where no key is known', () => {
  const pins = [{ source: 'PIN', note: noteAt(5) }]
  expect(checkPins(pins, head, undefined, { keys })).toEqual({
    checks: [{ source: 'PIN', size: 5, outcome: 'not-checked' }],
    findings: [],
  })
  expect(checkPins([{ source: 'PIN', note: noteAt(5, stranger) }], head, roots, { keys: [] }).findings).toEqual([])
  expect(checkPins([{ source: 'PIN', note: noteAt(4) }], head, roots, { keys }).findings).toMatchObject([
    { code: 'E_FORK' },
  ])
})

test('each of many pins is answered, and a broken one says what was made from it', () => {
  const bad = noteAt(3, signer, rewritten)
  const pins = [
    { source: 'a', note: bad, made: 'documents of May' },
    { source: 'b', note: noteAt(3) },
    { source: 'c', note: bad },
  ]
  const { checks, findings } = checkPins(pins, head, roots, { keys })
  expect(checks.map(({ outcome }) => outcome)).toEqual(['broken', 'holds', 'broken'])
  expect(findings).toMatchObject([
    { code: 'E_FORK', file: 'a', message: expect.stringMatching(/\(documents of May\)$/) },
    { code: 'E_FORK', file: 'c', message: expect.stringMatching(/rewritten$/) },
  ])
  expect([...sizesOf([...pins, { source: 'd', note: noteAt(5) }, { source: 'e', note: 'x' }])]).toEqual([3, 5])
})

test('a PIN file that is none is a pin that does not hold', () => {
  expect(parseCheckpoint(pinOf('PIN', '{}').note)).toBeUndefined()
  const page = { schema: 'countersign/pin/v1', sourceCommit: 'a'.repeat(40), asOf: '2026-05-01' } as const
  const text = formatPin({
    ...page,
    checkpoint: noteAt(3),
    tool: 'countersign/0.1.0',
    pages: new Map([['a.md', '0'.repeat(64)]]),
  })
  expect(pinOf('PIN', text)).toMatchObject({
    source: 'PIN',
    note: noteAt(3),
    made: expect.stringContaining('2026-05-01'),
  })
})

const file = (from: number, note: string, hashes = proof(from, 9)) => ({ from, note, hashes })
test.each([
  {
    name: 'of the log',
    kept: noteAt(5),
    later: file(5, noteAt(9)),
    wanted: { kind: 'proven', signedBy: `${origin}+${signer.verifier.id}` },
  },
  { name: 'of no checkpoint', kept: 'x', later: file(5, noteAt(9)), wanted: { kind: 'refuted', code: 'E_CHECKPOINT' } },
  { name: 'to no checkpoint', kept: noteAt(5), later: file(5, 'x'), wanted: { kind: 'refuted', code: 'E_CHECKPOINT' } },
  {
    name: 'from another log',
    kept: noteAt(5, keyOf(1, elsewhere)),
    later: file(5, noteAt(9)),
    wanted: { kind: 'refuted', code: 'E_ORIGIN' },
  },
  {
    name: 'from another size',
    kept: noteAt(5),
    later: file(3, noteAt(9)),
    wanted: { kind: 'refuted', code: 'E_PROOF' },
  },
  {
    name: 'to a smaller log',
    kept: noteAt(9),
    later: file(9, noteAt(5), []),
    wanted: { kind: 'refuted', code: 'E_ROLLBACK' },
  },
  {
    name: 'to another past',
    kept: noteAt(5),
    later: file(5, noteAt(9, signer, rewritten), proof(5, 9, rewritten)),
    wanted: { kind: 'refuted', code: 'E_FORK' },
  },
  {
    name: 'with a hash too many',
    kept: noteAt(5),
    later: file(5, noteAt(9), [...proof(5, 9), rootAt(9)]),
    wanted: { kind: 'refuted', code: 'E_FORK' },
  },
  {
    name: 'with a hash too few',
    kept: noteAt(5),
    later: file(5, noteAt(9), proof(5, 9).slice(1)),
    wanted: { kind: 'refuted', code: 'E_FORK' },
  },
  {
    name: 'with a short hash',
    kept: noteAt(5),
    later: file(5, noteAt(9), [Buffer.alloc(31), ...proof(5, 9).slice(1)]),
    wanted: { kind: 'refuted', code: 'E_FORK' },
  },
  {
    name: 'from a head of a stranger',
    kept: noteAt(5, stranger),
    later: file(5, noteAt(9)),
    wanted: { kind: 'refuted', code: 'E_KEY' },
  },
  {
    name: 'to a head of a stranger',
    kept: noteAt(5),
    later: file(5, noteAt(9, stranger)),
    wanted: { kind: 'refuted', code: 'E_KEY' },
  },
])('a consistency proof $name', ({ kept, later, wanted }) => {
  expect(checkConsistencyFile(later, kept, { keys })).toMatchObject(wanted)
})

test('heads of two logs are told apart even where both keys are known', () => {
  const kept = noteAt(5, keyOf(1, elsewhere))
  const both = [...keys, keyOf(1, elsewhere).verifier]
  expect(checkConsistencyFile(file(5, noteAt(9)), kept, { keys: both })).toMatchObject({
    kind: 'refuted',
    code: 'E_ORIGIN',
  })
})

test('a checkpoint has a bound, and so have a proof and its index', () => {
  const line = `\u2014 x ${Buffer.alloc(3000).toString('base64')}\n`
  const note = (count: number) => noteAt(5) + line.repeat(count)
  expect(parseCheckpoint(note(30))?.signatures).toHaveLength(31)
  expect(parseCheckpoint(note(40))).toBeUndefined()
  expect(parseCheckpoint(`${noteAt(5).slice(0, -1)}x`)).toBeUndefined()
  const bare = formatCheckpoint({ origin, size: 5, root: rootAt(5) }, undefined)
  expect(parseCheckpoint(bare)).toBeDefined()
  expect(parseCheckpoint(bare.replace(origin, 'a+b'))).toBeUndefined()
  const foreign = { ...signer.verifier, name: 'example.com/x' }
  const renamed = noteAt(5).replace(/\u2014 \S+/, '\u2014 example.com/x')
  expect(parseCheckpoint(renamed) && checkSignature(parseCheckpoint(renamed) ?? never(), keys)).toEqual({
    kind: 'unsigned',
  })
  expect(checkSignature(parseCheckpoint(noteAt(5)) ?? never(), [foreign])).toMatchObject({ kind: 'unknown-key' })
  const text = formatTlogProof({ index: 4, hashes: [rootAt(1)], note: note(4) })
  expect(parseTlogProof(text)).toBeDefined()
  expect(parseTlogProof(formatTlogProof({ index: 4, hashes: [rootAt(1)], note: note(9) }))).toBeUndefined()
  expect(parseTlogProof(text.split('\n\n')[0] ?? '')).toBeUndefined()
  expect(parseTlogProof(text.replace('index 4', 'index four'))).toBeUndefined()
})
const never = (): never => {
  throw new Error('not a checkpoint')
}

test('roots have 32 bytes, also where nothing is to be proved', () => {
  const [good, short] = [32, 31].map((length) => ({ size: 3, root: Buffer.alloc(length) }))
  if (good === undefined || short === undefined) throw new Error('two heads')
  expect(isConsistent(good, good, [])).toBe(true)
  expect(isConsistent(short, short, [])).toBe(false)
})

test('trust.policy and keys.json name the same keys', () => {
  const log = signer.verifier
  expect(reasonKeysDisagree([log], [log])).toBeUndefined()
  expect(reasonKeysDisagree([log], [{ ...log, name: elsewhere }])).toMatch(/^it does not list/)
  expect(reasonKeysDisagree([log], [log, stranger.verifier])).toMatch(/sign without end/)
  expect(reasonKeysDisagree([log], [log, { ...stranger.verifier, validTo: 4 }])).toBeUndefined()
})

test('a proof counts with the witnesses that the policy asks for', () => {
  const line = Buffer.from('{"record":0}')
  const of = (note: string, hashes: readonly Buffer[] = []) =>
    checkTlogProof({ index: 0, hashes, note }, line, { keys, witnesses, quorum: 'w' })
  const one = noteAt(1)
  expect(of(one)).toMatchObject({ kind: 'not-determined' })
  expect(of(one + witness.line(one, 5))).toMatchObject({ kind: 'proven' })
  expect(of(one + witness.line(noteAt(3), 5))).toMatchObject({
    kind: 'refuted',
    code: 'E_SIG',
    why: expect.stringContaining('witness'),
  })
  expect(of('x')).toMatchObject({ kind: 'refuted', code: 'E_CHECKPOINT' })
  expect(of(one, [rootAt(1)])).toMatchObject({
    kind: 'refuted',
    code: 'E_ROOT',
    why: expect.stringContaining('1 hashes'),
  })
  const other = checkTlogProof({ index: 0, hashes: [], note: one }, Buffer.from('{}'), { keys })
  expect(other).toMatchObject({ kind: 'refuted', code: 'E_ROOT', why: expect.stringContaining('not record 0') })
})

const fork = (over: Partial<ForkProof> = {}): ForkProof => ({
  ...{ origin, keys },
  smaller: { source: 'a', note: noteAt(5, signer, rewritten) },
  larger: { source: 'b', note: noteAt(9) },
  consistency: { root: rootAt(5), hashes: proof(5, 9) },
  ...over,
})
const ofOneSize = { smaller: { source: 'a', note: noteAt(9) }, consistency: undefined }
const named = (note: string) => ({ source: 'x', note })
const foreignHead = formatCheckpoint({ origin: elsewhere, size: 5, root: rootAt(5) }, keyOf(1, elsewhere))
const both = [...keys, keyOf(1, elsewhere).verifier]

test.each([
  { name: 'two sizes', over: {}, wanted: 'forked' },
  { name: 'one size', over: { ...ofOneSize, larger: named(noteAt(9, signer, rewritten)) }, wanted: 'forked' },
  { name: 'no checkpoint', over: { smaller: named('x') }, wanted: /smaller checkpoint is none/ },
  { name: 'no later checkpoint', over: { larger: named('x') }, wanted: /larger checkpoint is none/ },
  {
    name: 'a head of a stranger',
    over: { smaller: named(noteAt(5, stranger, rewritten)) },
    wanted: /smaller checkpoint is not signed/,
  },
  {
    name: 'a later head of a stranger',
    over: { larger: named(noteAt(9, stranger)) },
    wanted: /larger checkpoint is not signed/,
  },
  { name: 'a head of another log', over: { keys: both, smaller: named(foreignHead) }, wanted: /different logs/ },
  {
    name: 'a later head of another log',
    over: { keys: both, ...ofOneSize, smaller: named(noteAt(5, signer, rewritten)), larger: named(foreignHead) },
    wanted: /different logs/,
  },
  {
    name: 'heads in the wrong order',
    over: { smaller: named(noteAt(9)), larger: named(noteAt(5, signer, rewritten)) },
    wanted: /is the larger one/,
  },
  { name: 'no proof', over: { consistency: undefined }, wanted: /nothing shows/ },
  {
    name: 'a proof of something else',
    over: { consistency: { root: rootAt(5, rewritten), hashes: proof(5, 9) } },
    wanted: /does not lead/,
  },
  {
    name: 'a proof where none is needed',
    over: { ...ofOneSize, consistency: fork().consistency, larger: named(noteAt(9, signer, rewritten)) },
    wanted: /need no consistency proof/,
  },
  { name: 'a log that only grew', over: { smaller: named(noteAt(5)) }, wanted: /only grew/ },
  { name: 'one head twice', over: { ...ofOneSize, larger: named(noteAt(9)) }, wanted: /only grew/ },
])('a fork proof of $name: $wanted', ({ over, wanted }) => {
  const check = checkForkProof(fork(over as Partial<ForkProof>))
  if (wanted === 'forked') expect(check).toMatchObject({ kind: 'forked', origin })
  else expect(check).toEqual({ kind: 'not-proved', why: expect.stringMatching(wanted) })
})

test('a fork proof survives its file, and a file that is none is refused', () => {
  for (const each of [fork(), fork({ ...ofOneSize, larger: named(noteAt(9, signer, rewritten)) })])
    expect(parseForkProof(formatForkProof(each))).toEqual(each)
  const text = formatForkProof(fork())
  expect(parseForkProof(' '.repeat(1_048_577))).toMatch(/longer than/)
  expect(parseForkProof(text.replace('"origin"', '"origin":"x","origin"'))).toMatch(/plain form/)
  expect(parseForkProof(text.replace('"origin"', '"name"'))).toMatch(/origin|additional/)
  expect(parseForkProof(text.replace(`+${signer.verifier.id}+`, '+00000000+'))).toMatch(/a key is not/)
  const hash = rootAt(5).toString('base64')
  // The last digit has bits that say nothing; only one spelling of them is taken.
  const last = hash.at(-2) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const other = `${hash.slice(0, -2)}${alphabet[alphabet.indexOf(last) + 1]}=`
  expect(parseForkProof(text.replace(hash, other))).toMatch(/not in base64/)
})

test('who signed: wrong beats right, an interval ends, a revoked key is named', () => {
  const checked = (note: string, trusted: Parameters<typeof checkSignature>[1]) => {
    const parsed = parseCheckpoint(note)
    return parsed && checkSignature(parsed, trusted)
  }
  const [one, two] = [signer.verifier, stranger.verifier]
  const twice = addSignature(noteAt(5), stranger)
  expect(checked(twice, [one, two])).toMatchObject({ kind: 'signed', by: one, unknownSignatures: 0 })
  expect(checked(twice, [two])).toMatchObject({ kind: 'signed', by: two, unknownSignatures: 1 })
  expect(checked(spoiled(twice), [one, two])).toMatchObject({ kind: 'wrong', by: two })
  expect(checked(noteAt(5), [two])).toEqual({ kind: 'unknown-key', keyId: one.id })
  expect(checked(noteAt(5), [{ ...one, validTo: 4 }])).toMatchObject({ kind: 'outside-interval', by: one })
  expect(
    checked(twice, [
      { ...one, validTo: 4 },
      { ...two, validFrom: 6, revoked: true },
    ]),
  ).toMatchObject({
    kind: 'outside-interval',
    by: two,
  })
  expect(
    checked(twice, [
      { ...one, validTo: 4 },
      { ...two, validFrom: 6 },
    ]),
  ).toMatchObject({ kind: 'outside-interval', by: one })
  expect(checked(twice, [{ ...one, validTo: 4 }, two])).toMatchObject({ kind: 'signed', by: two })
})

test('an interval, and how it is said', () => {
  expect([2, 3, 7, 8].map((size) => isValidAt({ ...signer.verifier, validFrom: 3, validTo: 7 }, size))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(isValidAt(signer.verifier, 0)).toBe(true)
  expect(describeInterval(signer.verifier)).toBe('size 0 on')
  expect(describeInterval({ ...signer.verifier, validFrom: 3, validTo: 7, revoked: true, reason: 'lost' })).toBe(
    'size 3 to 7, revoked: lost',
  )
  expect(describeInterval({ ...signer.verifier, validTo: 7 })).toBe('size 0 to 7')
})

test('keys.json survives reading, and ends are not before beginnings', () => {
  const listed = [
    { ...signer.verifier, validFrom: 0, validTo: 4, revoked: true, reason: 'lost' },
    { ...stranger.verifier, validFrom: 4 },
  ]
  const setAside = [{ commit: 'a'.repeat(40), reason: 'made by mistake' }]
  expect(parseLogKeys(formatLogKeys(listed, setAside))).toEqual({ ok: true, keys: listed, setAside })
  expect(parseLogKeys(formatLogKeys(listed))).toEqual({ ok: true, keys: listed, setAside: [] })
  expect(formatLogKeys(listed)).not.toContain('setAside')
  for (const only of [signer.verifier, { ...signer.verifier, revoked: false }])
    expect(Object.keys(JSON.parse(formatLogKeys([only])).keys[0])).toEqual(['vkey', 'validFrom'])
  const long = formatLogKeys(listed, [{ commit: 'a'.repeat(40), reason: 'x'.repeat(131_072) }])
  expect(parseLogKeys(long)).toMatchObject({ ok: false, why: expect.stringMatching(/^longer than/) })
})

test.each([
  [
    'a control character in the name of a witness',
    (note: string) => note.replace('witness.example/w1', 'witness.example/\u0007w1'),
  ],
  ['a byte that is no text', (note: string) => note.replace('witness.example/w1', 'witness.example/\ufffd')],
  ['a length above the bound', (note: string) => note.replace('witness.example/w1', 'w'.repeat(131_072))],
  ['no line feed at the end', (note: string) => note.slice(0, -1)],
  ['a plus in the name of a witness', (note: string) => note.replace('witness.example/w1', 'witness+w1')],
  ['a plus in the origin', (note: string) => note.replaceAll(origin, 'a+b')],
  ['a signature of no bytes', (note: string) => note.replace(/ [A-Za-z0-9+/=]+\n$/, ' AAAAAA==\n')],
])('a checkpoint with %s is none', (_name, change) => {
  const note = noteAt(5) + witness.line(noteAt(5), 1)
  expect(parseCheckpoint(note)).toBeDefined()
  expect(change(note)).not.toBe(note)
  expect(parseCheckpoint(change(note))).toBeUndefined()
})

test('cosignatures: the earliest counts, other keys of the name do not, and a short one is wrong', () => {
  const cosigned = (lines: string, known = witnesses) => {
    const note = parseCheckpoint(noteAt(5) + lines)
    return note && checkCosignatures(note, known)
  }
  const line = (seconds: number) => witness.line(noteAt(5), seconds)
  expect(cosigned(line(9) + line(7) + line(8))).toMatchObject({
    known: 3,
    cosignatures: [{ witness: 'w', seconds: '7' }],
  })
  const namesake = new TestWitness('witness.example/w1', 8)
  expect(cosigned(namesake.line(noteAt(5), 9))).toMatchObject({ known: 0, cosignatures: [], wrong: undefined })
  const renamed = witnesses.map((each) => ({ ...each, key: { ...each.key, name: 'witness.example/w2' } }))
  expect(cosigned(line(9), renamed)).toMatchObject({ known: 0, wrong: undefined })
  const short = line(9).replace(/ ([A-Za-z0-9+/=]+)\n$/, (_all, text: string) => {
    return ` ${Buffer.from(text, 'base64').subarray(0, 10).toString('base64')}\n`
  })
  expect(cosigned(short)).toMatchObject({ wrong: { name: 'w' }, cosignatures: [] })
  const long = line(9).replace(/ ([A-Za-z0-9+/=]+)\n$/, (_all, text: string) => {
    return ` ${Buffer.concat([Buffer.from(text, 'base64'), Buffer.of(0)]).toString('base64')}\n`
  })
  expect(cosigned(long)).toMatchObject({ wrong: { name: 'w' } })
  const unreadable = witnesses.map((each) => ({ ...each, key: { ...each.key, algorithm: 'ml-dsa-44' as const } }))
  expect(cosigned(line(9), unreadable)).toMatchObject({
    known: 1,
    cosignatures: [],
    wrong: undefined,
    unchecked: ['w'],
  })
})

test('a payload is whole, gone by a record, kept against a record, missing or altered', () => {
  const known = (index: number, disposedBy?: number) => ({
    ...{ index, leafHash: '', kind: 'collection.window', key: `k${index}`, recordedAt: '', name: `p${index}` },
    ...{ commitment: String(index).repeat(64), size: 7, disposedBy },
  })
  const path = (index: number) => payloadPath(String(index).repeat(64))
  const stored = new Map(
    [
      [1, { kind: 'whole', size: 7 }],
      [2, { kind: 'altered' }],
      [3, { kind: 'whole', size: 8 }],
      [6, { kind: 'whole', size: 7 }],
      [7, { kind: 'altered' }],
    ].map(([index, how]) => [String(index).repeat(64), how] as const),
  ) as Parameters<typeof checkPayloads>[1]
  const all = [known(1), known(2), known(3), known(4), known(5, 9), known(6, 9), known(7, 9)]
  const { findings, ...rest } = checkPayloads(all, stored)
  expect(findings.map(({ code, file, index }) => [code, file, index])).toEqual([
    ['E_PAYLOAD_DIGEST', path(2), 2],
    ['E_PAYLOAD_DIGEST', path(3), 3],
    ['E_PAYLOAD_MISSING', path(4), 4],
  ])
  expect(rest).toEqual({
    whole: 1,
    disposed: [{ index: 5, name: 'p5', by: 9 }],
    kept: [6, 7].map((index) => ({ index, name: `p${index}`, by: 9 })),
  })
})

test('a policy: what is too long, too many or not a line of it is refused', () => {
  const vkey = (seed: number) => new TestWitness('w.example', seed).vkey
  const why = (text: string) => {
    const read = parseTrustPolicy(text)
    return read.ok ? 'read' : read.why
  }
  expect(why(`#${'x'.repeat(262_144)}\nquorum none\n`)).toMatch(/^longer/)
  expect(why('quorum none\r\n')).toMatch(/control character/)
  expect(why('#\u0007\nquorum none\n')).toMatch(/control character/)
  const witnessLine = `witness w ${vkey(1)}`
  expect(why(`${witnessLine} https://w.example extra\nquorum none\n`)).toMatch(/^not a log, witness/)
  expect(why(`${witnessLine}\ngroup g any\nquorum none\n`)).toMatch(/^not a log, witness/)
  expect(why(`${witnessLine}\nquorums w any w\nquorum none\n`)).toMatch(/^not a log, witness/)
  expect(why(`${witnessLine}\nquorum\n`)).toMatch(/^not a log, witness/)
  expect(why(`${witnessLine}\nthreshold w\n`)).toMatch(/^not a log, witness/)
  const lines = Array.from({ length: 33 }, (_, index) => [
    `witness w${index} ${vkey(index + 1)}`,
    `group g${index} any w${index}`,
  ])
  const few = lines.slice(0, 32).flat().join('\n')
  expect(why(`${few}\nquorum g31\n`)).toBe('read')
  expect(why(`${few}\ngroup g32 any g1\nquorum g31\n`)).toBe('more than 32 groups')
  const read = parseTrustPolicy(`${few}\nquorum g31\n`)
  const quorum = read.ok && [['w31'], ['w30'], []].map((seen) => isQuorumMet(read.policy, new Set(seen)))
  expect(quorum).toEqual([true, false, false])
})
