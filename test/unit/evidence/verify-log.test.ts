import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attachmentPath } from '../../../src/evidence/attachments.ts'
import { formatCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { formatEdge } from '../../../src/evidence/edge-file.ts'
import { growLog, withoutPresent } from '../../../src/evidence/grow-log.ts'
import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from '../../../src/evidence/merkle.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { toLine } from '../../../src/evidence/record.ts'
import { segmentPath } from '../../../src/evidence/segments.ts'
import { logVerifier } from '../../../src/evidence/verify-log.ts'
import type { EvidenceRecord } from '../../../src/model/evidence.ts'
import {
  facts,
  type LogFiles,
  logCreated,
  logOf,
  merged,
  origin,
  unreviewed,
  verifyFiles,
} from '../../support/evidence-records.ts'

const signer = signerOfSeed(origin, createHash('sha256').update('test').digest())
const keys = [signer.verifier]
const vkey = formatVerifierKey(signer.verifier)
const attachments = [facts(1), facts(2)]
const birth = logCreated('signed', origin, vkey)
const many = (count: number, from = 100) => Array.from({ length: count }, (_, index) => unreviewed(from + index))
const small = logOf(
  [
    [birth, merged(1)],
    [merged(2), unreviewed(3)],
  ],
  signer,
  attachments,
)
const large = logOf([[birth], many(300), many(700, 1000)], signer)
const codes = (files: LogFiles, expected = {}, modes = new Map<string, string>()) =>
  verifyFiles(files, { keys, ...expected }, modes).verification.findings.map(({ code, file }) => `${code} ${file}`)
const changed = (files: LogFiles, changes: Record<string, Buffer | string | undefined>): LogFiles => {
  const copy = new Map(files)
  for (const [path, content] of Object.entries(changes))
    if (content === undefined) copy.delete(path)
    else copy.set(path, Buffer.from(content))
  return copy
}
const textOf = (files: LogFiles, path: string) => files.get(path)?.toString() ?? ''

test('a whole log is verified and read', () => {
  const { verification, entries } = verifyFiles(small.files, {
    keys,
    pins: [{ source: 'PIN', note: small.grown.note }],
  })
  expect(verification).toMatchObject({
    findings: [],
    origin,
    size: 4,
    mode: 'signed',
    authenticity: 'signed',
    foreign: 0,
    attachments: 2,
    pins: [{ source: 'PIN', size: 4, outcome: 'holds' }],
  })
  expect(entries.map(({ index, record }) => [index, record.predicate.kind])).toEqual([
    [0, 'log.created'],
    [1, 'change.merged'],
    [2, 'change.merged'],
    [3, 'change.unreviewed'],
  ])
})

test('any batches give the files of one batch, with the root of the definition', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 270 }), { minLength: 1, maxLength: 3 }), (sizes) => {
      const batches = sizes.map((size, index) => many(size, (index + 1) * 1000))
      const apart = logOf([[birth], ...batches], signer)
      const together = logOf([[birth, ...batches.flat()]], signer)
      expect([...apart.files].sort()).toEqual([...together.files].sort())
      expect(codes(apart.files)).toEqual([])
    }),
    { numRuns: 4 },
  )
})

const mutation = fc.record({
  what: fc.constantFrom('flip', 'insert', 'delete'),
  file: fc.nat(),
  at: fc.nat(),
  byte: fc.integer({ min: 1, max: 255 }),
})
test.each([
  { name: 'signed', files: small.files, expected: { keys } },
  { name: 'signed, key not known', files: small.files, expected: { keys: [] } },
  {
    name: 'local and unsigned',
    files: logOf([[logCreated('local-unsigned'), merged(1), unreviewed(3)]], undefined, attachments).files,
    expected: { keys: [] },
  },
])('any changed byte of a $name log is noticed and its file named', ({ files, expected }) => {
  fc.assert(
    fc.property(mutation, ({ what, file, at, byte }) => {
      const [path, bytes] = [...files][file % files.size] ?? ['', Buffer.alloc(0)]
      const position = at % bytes.length
      const before = bytes.subarray(0, position)
      const old = bytes[position] ?? 0
      const middle = what === 'delete' ? [] : what === 'insert' ? [byte, old] : [old ^ byte]
      const mutated = Buffer.concat([before, Buffer.from(middle), bytes.subarray(position + 1)])
      const { findings, warnings } = verifyFiles(changed(files, { [path]: mutated }), expected).verification
      const told = path === 'README.md' || path === 'verify.py' ? warnings : findings
      expect(told.map((each) => each.file)).toContain(path)
    }),
    { numRuns: 400 },
  )
})

test.each([
  { name: 'whose key is known', expected: { keys } },
  { name: 'whose key is not known', expected: { keys: [] } },
])('each byte of a checkpoint $name counts', ({ expected }) => {
  const bytes = small.files.get('checkpoint') ?? Buffer.alloc(0)
  for (const position of bytes.keys())
    for (const bit of [1, 2, 32, 128]) {
      const mutated = Buffer.from(bytes)
      mutated[position] = (bytes[position] ?? 0) ^ bit
      const { findings } = verifyFiles(changed(small.files, { checkpoint: mutated }), expected).verification
      expect({ position, bit, files: findings.map(({ file }) => file) }).toMatchObject({
        files: expect.arrayContaining(['checkpoint']),
      })
    }
})

test.each([
  { name: 'the first segment', path: 'entries/000.jsonl' },
  { name: 'a segment in the middle', path: 'entries/002.jsonl' },
  { name: 'the last segment', path: 'entries/003.jsonl' },
])('a record rewritten in $name of a large log is E_ROOT there', ({ path }) => {
  const edited = textOf(large.files, path).replace('without a pull request', 'with the best intentions')
  const { findings } = verifyFiles(changed(large.files, { [path]: edited }), { keys }).verification
  expect(findings).toHaveLength(1)
  const [first] = findings
  expect(first?.code).toBe('E_ROOT')
  expect(`${first?.file} ${first?.message}`).toContain(path)
})

test.each([
  { path: 'verify.py', code: 'W_VERIFIER' },
  { path: 'README.md', code: 'W_README' },
])('another $path, or none, is a warning and no failure: no record depends on it', ({ path, code }) => {
  for (const content of ['x', '', undefined]) {
    const { findings, warnings } = verifyFiles(changed(small.files, { [path]: content }), { keys }).verification
    expect(findings).toEqual([])
    expect(warnings).toMatchObject([{ code, file: path }])
  }
  const verifier = logVerifier(
    [...small.files.keys()].map((each) => ({ path: each, mode: '100644' })),
    { keys, pins: [] },
  )
  for (const each of verifier.order) verifier.take(each, each === path ? undefined : small.files.get(each))
  expect(verifier.finish().verification).toMatchObject({ findings: [], warnings: [{ code, file: path }] })
})

test('an append puts both back, so that a log does not keep those of an old version', () => {
  const { files } = logOf([[birth], [unreviewed(3)]], signer)
  const tip = growLog(
    { origin, edge: small.grown.edge, lastSegment: small.files.get('entries/000.jsonl') ?? Buffer.alloc(0) },
    [unreviewed(9)],
    [],
    signer,
  )
  for (const path of ['README.md', 'verify.py']) expect(tip.files.get(path)).toEqual(files.get(path))
  expect(tip.files.has('.gitattributes')).toBe(false)
})

const first = textOf(small.files, 'entries/000.jsonl')
const lines = first.split('\n')
test.each([
  { name: 'a stray file', files: changed(small.files, { 'notes.txt': 'x' }), wanted: 'E_PATH notes.txt' },
  { name: 'a path upwards', files: changed(small.files, { '../x': 'x' }), wanted: 'E_PATH ../x' },
  {
    name: 'no .gitattributes',
    files: changed(small.files, { '.gitattributes': undefined }),
    wanted: 'E_PATH .gitattributes',
  },
  { name: 'no edge', files: changed(small.files, { edge: undefined }), wanted: 'E_EDGE edge' },
  { name: 'no checkpoint', files: changed(small.files, { checkpoint: undefined }), wanted: 'E_CHECKPOINT checkpoint' },
  {
    name: 'no segment',
    files: changed(small.files, { 'entries/000.jsonl': undefined }),
    wanted: 'E_SEGMENT entries/000.jsonl',
  },
  {
    name: 'a cut segment',
    files: changed(small.files, { 'entries/000.jsonl': first.slice(0, -1) }),
    wanted: 'E_SEGMENT entries/000.jsonl',
  },
  {
    name: 'CRLF',
    files: changed(small.files, { 'entries/000.jsonl': first.replaceAll('\n', '\r\n') }),
    wanted: 'E_SEGMENT entries/000.jsonl',
  },
  {
    name: 'the last record removed',
    files: changed(small.files, { 'entries/000.jsonl': `${lines.slice(0, 3).join('\n')}\n` }),
    wanted: 'E_SIZE entries/000.jsonl',
  },
  {
    name: 'a record twice',
    files: changed(small.files, { 'entries/000.jsonl': `${first}${lines[3]}\n` }),
    wanted: 'E_SIZE',
  },
  {
    name: 'two records swapped',
    files: changed(small.files, { 'entries/000.jsonl': `${[lines[0], lines[2], lines[1], lines[3]].join('\n')}\n` }),
    wanted: 'E_ROOT entries/000.jsonl',
  },
  {
    name: 'an attachment removed',
    files: changed(small.files, { [attachmentPath(facts(1).sha256)]: undefined }),
    wanted: 'E_ATTACHMENT entries/000.jsonl',
  },
  {
    name: 'an attachment of no record',
    files: changed(small.files, { [attachmentPath(facts(9).sha256)]: facts(9).bytes }),
    wanted: `E_ATTACHMENT ${attachmentPath(facts(9).sha256)}`,
  },
  {
    name: 'a segment in the middle removed',
    files: changed(large.files, { 'entries/001.jsonl': undefined }),
    wanted: 'E_SEGMENT entries/001.jsonl',
  },
  {
    name: 'a short segment in the middle',
    files: changed(large.files, { 'entries/001.jsonl': textOf(large.files, 'entries/001.jsonl').replace(/^.*\n/, '') }),
    wanted: 'E_SEGMENT entries/001.jsonl',
  },
])('$name is $wanted', ({ files, wanted }) => {
  expect(codes(files).join('\n')).toContain(wanted)
})

test.each(['120000', '100755', '160000'])('a file of mode %s is E_PATH', (mode) => {
  expect(codes(small.files, {}, new Map([['edge', mode]]))).toContain('E_PATH edge')
})

test('a folder that holds nothing is E_PATH', () => {
  expect(codes(changed(small.files, { junk: '' }), {}, new Map([['junk', '040000']]))).toEqual(['E_PATH junk'])
  expect(codes(changed(small.files, { entries: '' }), {}, new Map([['entries', '040000']]))).toEqual([])
})

test('a log with no record at all is not a log', () => {
  const empty = new Map(
    [...small.files].filter(([path]) => !path.startsWith('entries/') && !path.startsWith('attachments/')),
  )
  const note = formatCheckpoint({ origin, size: 0, root: rootOf(emptyEdge) }, signer)
  expect(codes(changed(empty, { edge: '', checkpoint: note }))).toEqual(['E_SEGMENT entries/000.jsonl'])
})

/** Writes the edge and checkpoint that fit whatever lines are given: what somebody who holds the key could do. */
function resigned(lines: readonly string[], by: typeof signer | null = signer, of = origin): LogFiles {
  const edge = lines.reduce<RightEdge>((before, line) => appendLeaf(before, hashLeaf(Buffer.from(line))), emptyEdge)
  const segments: Record<string, string> = {}
  for (let first = 0; first < lines.length; first += 256)
    segments[segmentPath(first / 256)] = `${lines.slice(first, first + 256).join('\n')}\n`
  return changed(new Map([...small.files].filter(([path]) => !path.startsWith('attachments/'))), {
    ...segments,
    edge: formatEdge(edge),
    checkpoint: formatCheckpoint({ origin: of, size: edge.size, root: rootOf(edge) }, by ?? undefined),
  })
}
const zero = lines[0] ?? ''
const plain = lines[3] ?? ''

test.each([
  { name: 'a record that is not JSON', added: '{"a":', wanted: ['E_SCHEMA entries/000.jsonl'] },
  {
    name: 'a key twice',
    added: plain.replace('"result":"fail"', '"result":"fail","result":"fail"'),
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  {
    name: 'a space',
    added: plain.replace('"result":"fail"', '"result": "fail"'),
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  {
    name: 'an unknown member',
    added: plain.replace('"result":"fail"', '"result":"fail","secret":"x"'),
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  {
    name: 'an unknown kind',
    added: plain.replace('change.unreviewed', 'change.praised'),
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  {
    name: 'depth 10,000',
    added: `{"predicateType":"urn:countersign:evidence:v1","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  {
    name: 'a prototype key',
    added: '{"__proto__":{"a":1},"predicateType":"urn:countersign:evidence:v1"}',
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  {
    name: 'a huge number',
    added: '{"a":1e400,"predicateType":"urn:countersign:evidence:v1"}',
    wanted: ['E_SCHEMA entries/000.jsonl'],
  },
  { name: 'a second log.created', added: zero, wanted: ['E_SCHEMA entries/000.jsonl'] },
  {
    name: 'facts that are not attached',
    added: lines[1]?.replace(/"factsDigest":"[0-9a-f]+"/, `"factsDigest":"${'0'.repeat(64)}"`) ?? '',
    // Beside it: what the record does attach is not stored here.
    wanted: ['E_ATTACHMENT entries/000.jsonl', 'E_ATTACHMENT entries/000.jsonl'],
  },
  {
    name: 'a decision that is not attached',
    added: lines[1]?.replace(/"decisionDigest":"[0-9a-f]+"/, `"decisionDigest":"${'0'.repeat(64)}"`) ?? '',
    // Beside it: what the record does attach is not stored here.
    wanted: ['E_ATTACHMENT entries/000.jsonl', 'E_ATTACHMENT entries/000.jsonl'],
  },
  {
    name: 'a statement of another tool',
    added: '{"predicateType":"https://slsa.dev/provenance/v1","x":1.5}',
    wanted: [],
  },
])('$name, properly signed, gives $wanted', ({ added, wanted }) => {
  expect(codes(resigned([zero, added]))).toEqual(wanted)
})

test('a statement of another tool is counted and never read', () => {
  const { verification, entries } = verifyFiles(resigned([zero, '{"predicateType":"x"}', plain]), { keys })
  expect(verification).toMatchObject({ foreign: 1, size: 3 })
  expect(entries.map(({ index }) => index)).toEqual([0, 2])
})

test('a log that does not begin with log.created is refused', () => {
  expect(codes(resigned([plain]))).toEqual(['E_SCHEMA entries/000.jsonl'])
})

test('a fact stored twice that says the same is a warning, and readers are given the first only', () => {
  const again = toLine(unreviewed(3, undefined, 'github:2/1'))
  const { verification, entries } = verifyFiles(resigned([zero, plain, again, plain]), { keys })
  expect(verification).toMatchObject({
    findings: [],
    size: 4,
    warnings: [
      { code: 'W_REPEAT', file: 'entries/000.jsonl', index: 2 },
      { code: 'W_REPEAT', file: 'entries/000.jsonl', index: 3 },
    ],
  })
  expect(entries.map(({ index }) => index)).toEqual([0, 1])
})

test('one key with two bodies is E_DUP, also between repeats of one of them and over segments', () => {
  const other = toLine(unreviewed(3, 'something else'))
  expect(codes(resigned([zero, plain, other]))).toEqual(['E_DUP entries/000.jsonl'])
  const far = Array.from({ length: 300 }, (_, index) => toLine(unreviewed(5000 + index)))
  const { verification } = verifyFiles(resigned([zero, plain, ...far, plain, other, plain]), { keys })
  expect(verification.findings).toMatchObject([{ code: 'E_DUP', file: 'entries/001.jsonl', index: 303 }])
  expect(verification.warnings.map(({ index }) => index)).toEqual([302, 304])
})

test('a repeat that is not looked at a second time counts as another body', () => {
  const files = resigned([zero, plain, plain])
  const verifier = logVerifier(
    [...files.keys()].map((path) => ({ path, mode: '100644' })),
    { keys, pins: [] },
  )
  for (const path of verifier.order) verifier.take(path, files.get(path))
  expect(verifier.again()).toEqual(['entries/000.jsonl'])
  expect(verifier.finish().verification.findings).toMatchObject([{ code: 'E_DUP', index: 2 }])
})

test('a second look that shows other records than the first does not make a repeat harmless', () => {
  const files = resigned([zero, plain, plain])
  const verifier = logVerifier(
    [...files.keys()].map((path) => ({ path, mode: '100644' })),
    { keys, pins: [] },
  )
  for (const path of verifier.order) verifier.take(path, files.get(path))
  for (const path of verifier.again()) verifier.takeAgain(path, Buffer.from(`${zero}\n`))
  expect(verifier.finish().verification.findings).toMatchObject([{ code: 'E_DUP', index: 2 }])
})

test('no more than a hundred warnings are listed', () => {
  const { verification } = verifyFiles(resigned([zero, ...Array.from({ length: 150 }, () => plain)]), { keys })
  expect(verification.warnings).toHaveLength(100)
  expect(verification).toMatchObject({ moreWarnings: 49, findings: [] })
})

const other = signerOfSeed(origin, Buffer.alloc(32, 3))
const elsewhere = signerOfSeed('github.com/eve/shop/evidence', Buffer.alloc(32, 4))
const unsignedZero = textOf(logOf([[logCreated('local-unsigned')]], undefined).files, 'entries/000.jsonl').trim()
test.each([
  {
    name: 'an unsigned head on a signed log',
    files: resigned([zero, plain], null),
    expected: { keys },
    wanted: ['E_SIG checkpoint'],
  },
  {
    name: 'an unsigned head, key not known',
    files: resigned([zero, plain], null),
    expected: { keys: [] },
    wanted: ['E_SIG checkpoint'],
  },
  { name: 'another key', files: resigned([zero, plain], other), expected: { keys }, wanted: ['E_KEY checkpoint'] },
  {
    name: 'a log that became unsigned',
    files: resigned([unsignedZero], null),
    expected: { keys },
    wanted: ['E_SIG entries/000.jsonl', 'E_SIG checkpoint'],
  },
  {
    name: 'a signature on an unsigned log',
    files: resigned([unsignedZero]),
    expected: { keys: [] },
    wanted: ['E_SIG checkpoint'],
  },
  {
    name: 'the log of another repository',
    files: resigned([zero, plain], elsewhere, elsewhere.verifier.name),
    expected: { keys: [elsewhere.verifier], origin },
    wanted: ['E_ORIGIN checkpoint', 'E_ORIGIN checkpoint'],
  },
  {
    name: 'a name the policy is not for',
    files: resigned([zero, plain], elsewhere, elsewhere.verifier.name),
    expected: { keys },
    wanted: ['E_ORIGIN checkpoint', 'E_ORIGIN checkpoint', 'E_KEY checkpoint'],
  },
])('$name is refused', ({ files, expected, wanted }) => {
  expect(verifyFiles(files, expected).verification.findings.map(({ code, file }) => `${code} ${file}`)).toEqual(wanted)
})

test('without a key nothing is called signed', () => {
  expect(verifyFiles(small.files).verification).toMatchObject({ findings: [], authenticity: 'no-key', signedBy: null })
})

const head = (records: readonly EvidenceRecord[], by: typeof signer | null = signer) =>
  logOf([records], by ?? undefined, attachments).grown.note
test.each([
  { name: 'the present head', note: small.grown.note, wanted: [] },
  { name: 'an earlier head', note: head([birth, merged(1)]), wanted: [] },
  {
    name: 'a longer head',
    note: head([birth, merged(1), merged(2), unreviewed(3), unreviewed(4)]),
    wanted: ['E_ROLLBACK PIN'],
  },
  { name: 'a head of another history', note: head([birth, unreviewed(8)]), wanted: ['E_FORK PIN'] },
  { name: 'an unsigned head', note: head([birth, merged(1)], null), wanted: ['E_SIG PIN'] },
  { name: 'a head by another key', note: head([birth, merged(1)], other), wanted: ['E_KEY PIN'] },
  { name: 'something else', note: 'x', wanted: ['E_CHECKPOINT PIN'] },
])('a pin of $name gives $wanted', ({ note, wanted }) => {
  expect(codes(small.files, { pins: [{ source: 'PIN', note }] })).toEqual(wanted)
})

test('where records cannot be counted, nothing is said about pins', () => {
  const cut = changed(large.files, { 'entries/001.jsonl': undefined })
  const { pins } = verifyFiles(cut, { keys, pins: [{ source: 'PIN', note: large.grown.note }] }).verification
  expect(pins).toEqual([{ source: 'PIN', size: 1001, outcome: 'not-checked' }])
})

test('a batch is freed of what is there, and differences are told', () => {
  const { entries } = verifyFiles(small.files, { keys })
  const batch = [unreviewed(3, undefined, 'github:2/1'), unreviewed(4), unreviewed(4), merged(1, ['f'.repeat(40)])]
  const { fresh, present, conflicts } = withoutPresent(entries, batch)
  expect(fresh.map(({ predicate }) => predicate.key)).toEqual([unreviewed(4).predicate.key])
  expect(present.map(({ index }) => index)).toEqual([3])
  expect(conflicts).toEqual([{ key: merged(1).predicate.key, index: 1 }])
})
