import { expect, test } from 'vitest'
import { attachmentPath } from '../../../src/evidence/attachments.ts'
import { formatCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { formatEdge } from '../../../src/evidence/edge-file.ts'
import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from '../../../src/evidence/merkle.ts'
import { formatVerifierKey, type SignerKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { readLine } from '../../../src/evidence/read-line.ts'
import { toLine } from '../../../src/evidence/record.ts'
import { segmentPath } from '../../../src/evidence/segments.ts'
import { layOut } from '../../../src/evidence/tree-layout.ts'
import { parseTrustPolicy, withLog, withoutLog } from '../../../src/evidence/trust-policy.ts'
import { type Expectations, logVerifier } from '../../../src/evidence/verify-log.ts'
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
import { anchorOf, testAuthority } from '../../support/time-stamp/anchored-log.ts'
import { trusted } from '../../support/time-stamp/make-certificate.ts'
import { TestWitness } from '../../support/witness.ts'

const key = (seed: number) => signerOfSeed(origin, Buffer.alloc(32, seed))
const [signer, stranger] = [key(1), key(2)]
const keys = [signer.verifier]
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))
const localBirth = logCreated('local-unsigned')
const records = [birth, merged(1), merged(2), unreviewed(3)]
const { files, grown } = logOf([records], signer, [facts(1), facts(2)])
const many = logOf([[birth, ...Array.from({ length: 520 }, (_, index) => unreviewed(100 + index))]], signer)

const found = (of: LogFiles, expected: Partial<Expectations> = {}) =>
  verifyFiles(of, { keys, ...expected }).verification
const told = (of: LogFiles, expected: Partial<Expectations> = {}) =>
  found(of, expected).findings.map(({ code, file, message }) => `${code} ${file}: ${message}`)
const changed = (of: LogFiles, changes: Record<string, Buffer | string | undefined>): LogFiles => {
  const copy = new Map(of)
  for (const [path, content] of Object.entries(changes))
    if (content === undefined) copy.delete(path)
    else copy.set(path, Buffer.from(content))
  return copy
}
const matching = (...patterns: readonly RegExp[]) => patterns.map((pattern) => expect.stringMatching(pattern))

/** Edge and signed checkpoint that fit whatever lines are given: what who holds the key could make. */
function resigned(lines: readonly (string | Buffer)[], by: SignerKey | undefined = signer, from: LogFiles = files) {
  const edge = lines.reduce<RightEdge>((before, line) => appendLeaf(before, hashLeaf(Buffer.from(line))), emptyEdge)
  const bytes = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))
  const note = formatCheckpoint({ origin, size: edge.size, root: rootOf(edge) }, by)
  return changed(from, { [segmentPath(0)]: bytes, edge: formatEdge(edge), checkpoint: note })
}
const lines = records.map(toLine)
const path = (number: number) => attachmentPath(facts(number).sha256)

test('attachments: content, size and being pointed to', () => {
  expect(told(files)).toEqual([])
  expect(told(changed(files, { [path(1)]: '{"number":7}\n' }))).toEqual(
    matching(/^E_ATTACHMENT att.*not what the name says$/),
  )
  const size = `"size":${facts(1).bytes.length}`
  const wrongSize = resigned(lines.with(1, (lines[1] ?? '').replace(size, '"size":99')))
  expect(told(wrongSize)).toEqual(matching(/^E_ATTACHMENT att.*: 13 bytes; record 1 says 99$/))
  const same = (lines[2] ?? '').replaceAll(facts(2).sha256, facts(1).sha256)
  expect(told(changed(resigned(lines.with(2, same)), { [path(2)]: undefined }))).toEqual([])
  const twoSizes = changed(resigned(lines.with(2, same.replace(size, '"size":98'))), { [path(2)]: undefined })
  expect(told(twoSizes)).toEqual(matching(/^E_ATTACHMENT entries.*records 1 and 2 give .* different sizes$/))
})

test('files that are larger than any of a log are findings of their own', () => {
  const tree = [...files.keys()].map((each) => ({ path: each, mode: '100644' }))
  const withLarge = (large: string) => {
    const verifier = logVerifier(tree, { keys, pins: [] })
    for (const each of verifier.order) verifier.take(each, each === large ? undefined : files.get(each))
    const { findings, size } = verifier.finish().verification
    return [...findings.map(({ code, file }) => `${code} ${file}`), size]
  }
  expect(withLarge('edge')).toEqual(['E_EDGE edge', 4])
  expect(withLarge('.gitattributes')).toEqual(['E_PATH .gitattributes', 4])
  expect(withLarge('checkpoint')).toEqual(['E_CHECKPOINT checkpoint', 4])
  expect(withLarge(path(1))).toEqual([`E_ATTACHMENT ${path(1)}`, 4])
  expect(withLarge(segmentPath(0)).slice(0, 1)).toEqual(['E_SEGMENT entries/000.jsonl'])
  expect(withLarge(segmentPath(0)).filter((each) => String(each).startsWith('E_SEGMENT'))).toHaveLength(1)
})

test('what was not asked for is not taken', () => {
  const verifier = logVerifier([{ path: 'edge', mode: '100644' }], { keys, pins: [] })
  expect(() => verifier.take('other', Buffer.alloc(0))).toThrow('other was not asked for')
  expect(() => verifier.takeAgain('edge', Buffer.alloc(0))).toThrow('edge was not asked for')
  expect(() => verifier.takeAgain('other', Buffer.alloc(0))).toThrow('other was not asked for')
})

test('files are asked for in the order that one pass needs, whatever the order of the tree', () => {
  const wanted = [
    ...[
      'entries/000.jsonl',
      'entries/999.jsonl',
      'entries/x999/000.jsonl',
      'entries/x001/x000/000.jsonl',
      '.gitattributes',
      'README.md',
      'verify.py',
    ],
    ...['edge', 'checkpoint', ...[path(1), path(2)].sort()],
  ]
  for (const tree of [wanted, wanted.toReversed(), wanted.toSorted()])
    expect(
      logVerifier(
        tree.map((each) => ({ path: each, mode: '100644' })),
        { keys, pins: [] },
      ).order,
    ).toEqual(wanted)
})

test('each file of the log is held against what it must be', () => {
  expect(told(changed(files, { '.gitattributes': '* text\n' }))).toEqual(
    matching(/^E_PATH .gitattributes: the content/),
  )
  expect(told(changed(files, { edge: 'x' }))).toEqual(matching(/^E_EDGE edge: not a list/))
  const edge = formatEdge(many.grown.edge)
  expect(told(changed(files, { edge }))).toEqual(matching(/^E_EDGE edge: not the right edge/))
  expect(told(changed(files, { checkpoint: 'x' }))).toEqual(matching(/^E_CHECKPOINT checkpoint: not a checkpoint$/))
  const notText = Buffer.concat([files.get('checkpoint') ?? Buffer.alloc(0), Buffer.of(0xff)])
  expect(told(changed(files, { checkpoint: notText }))).toEqual(matching(/^E_CHECKPOINT checkpoint: not a checkpoint$/))
  const short = changed(files, {
    [segmentPath(0)]: lines
      .slice(0, 3)
      .map((line) => `${line}\n`)
      .join(''),
  })
  expect(told(short)).toContainEqual(
    expect.stringMatching(/^E_SIZE entries\/000.jsonl: the log has 3 records, its checkpoint says 4$/),
  )
  const note = formatCheckpoint({ origin, size: 9, root: rootOf(grown.edge) }, signer)
  expect(told(changed(files, { checkpoint: note }))).toEqual(
    matching(/^E_SIZE checkpoint: the log has 4 records, its checkpoint says 9$/),
  )
})

const second = many.files.get(segmentPath(1))?.toString() ?? ''

test('a segment that is missing in the middle is named, and roots say nothing any more', () => {
  const gap = changed(many.files, { [segmentPath(1)]: undefined })
  const pins = [{ source: 'PIN', note: grown.note }]
  expect(told(gap, { pins })).toEqual(matching(/^E_SEGMENT entries\/001.jsonl: missing/))
  expect(found(gap, { pins }).pins).toMatchObject([{ outcome: 'not-checked' }])
})

test('a segment that is short in the middle is named, once', () => {
  const short = changed(many.files, { [segmentPath(1)]: second.replace(/^.*\n/, '') })
  expect(told(short)).toEqual(matching(/^E_SEGMENT entries\/001.jsonl: fewer than 256 lines/))
})

test('an empty segment is named', () => {
  const empty = changed(many.files, { [segmentPath(1)]: '' })
  expect(told(empty)).toEqual(matching(/^E_SEGMENT entries\/001.jsonl: empty/))
})

test('a gap of millions is not as many findings', () => {
  const far = changed(many.files, { [segmentPath(1)]: undefined, 'entries/x999/x999/999.jsonl': second })
  const { findings, moreFindings } = found(far)
  expect(findings).toHaveLength(100)
  expect(moreFindings).toBeLessThan(5)
})

const authority = testAuthority()
const authorities = trusted(authority.ca)
const anchor = anchorOf(grown.note, authority, { time: '2026-01-07T09:00:00Z' })
const anchored = (more: number) => {
  const after = Array.from({ length: more }, (_, index) => unreviewed(100 + index))
  return logOf([[...records, anchor.record, ...after]], signer, [facts(1), facts(2), ...anchor.attachments]).files
}
const longAnchored = anchored(520)

test('an anchor is held against its records and its receipt', () => {
  expect(found(anchored(0), { authorities })).toMatchObject({
    findings: [],
    anchors: [{ index: 4, size: 4, outcome: 'holds' }],
  })
})

test('an anchor says nothing where records are missing', () => {
  const gap = changed(longAnchored, { [segmentPath(1)]: undefined })
  expect(found(gap, { authorities }).anchors).toMatchObject([
    { outcome: 'not-checked', why: expect.stringContaining('records are missing') },
  ])
})

test('an attachment whose content was changed is given to no anchor', () => {
  const spoiled = Object.fromEntries(anchor.attachments.map(({ sha256 }) => [attachmentPath(sha256), 'x']))
  const { anchors, findings } = found(changed(anchored(0), spoiled), { authorities })
  expect(anchors).toMatchObject([{ outcome: 'not-checked', why: 'its receipt is missing' }])
  expect(findings.map(({ code }) => code)).toEqual(['E_ATTACHMENT', 'E_ATTACHMENT'])
})

test('the same twice, another under its key, and the same under another key', () => {
  const again = (line: string | undefined) => found(resigned([...lines, line ?? '']))
  expect(again(lines[3])).toMatchObject({ findings: [], warnings: [{ code: 'W_REPEAT', index: 4 }] })
  const other = (lines[3] ?? '').replace('without a pull request', 'at night')
  expect(again(other)).toMatchObject({ findings: [{ code: 'E_DUP', index: 4 }], warnings: [] })
  const replay = (lines[3] ?? '').replace(/("key":"[^"]+)"/, (_all, key: string) => `${key}0"`)
  expect(again(replay)).toMatchObject({ findings: [], warnings: [{ code: 'W_REPLAY', index: 4 }] })
  const verifier = logVerifier(
    [...files.keys()].map((each) => ({ path: each, mode: '100644' })),
    { keys, pins: [] },
  )
  const repeated = resigned([...lines, lines[3] ?? ''])
  for (const each of verifier.order) verifier.take(each, repeated.get(each))
  expect(verifier.again()).toEqual([segmentPath(0)])
  // What is read again is not what was read before.
  verifier.takeAgain(segmentPath(0), Buffer.alloc(0))
  verifier.takeAgain(segmentPath(0), Buffer.from('{}\n'.repeat(5)))
  expect(verifier.finish().verification.findings).toMatchObject([{ code: 'E_DUP', index: 4 }])
})

test.each([
  ['bytes that are no text', Buffer.of(0x22, 0xff, 0x22), 'not JSON in UTF-8'],
  ['no JSON', '{', 'not JSON in UTF-8'],
  ['null', 'null', 'not an in-toto statement'],
  ['a number', '7', 'not an in-toto statement'],
  ['text', '"x"', 'not an in-toto statement'],
  ['a list', '[]', 'not an in-toto statement'],
  ['an object without a type', '{}', 'not an in-toto statement'],
  ['a type that is no text', '{"predicateType":7}', 'predicateType is not text'],
  ['a space', (lines[3] ?? '').replace(',', ', '), 'not in the canonical form of RFC 8785'],
])('%s is no record', (_name, line, why) => {
  expect(readLine(Buffer.from(line))).toEqual({ kind: 'bad', why })
})

test('a number that has no canonical form is no record, and an escape that has one is', () => {
  const inexact = (lines[3] ?? '').replace('"pull":null', '"pull":9007199254740993')
  expect(readLine(Buffer.from(inexact))).toMatchObject({ kind: 'bad', why: expect.not.stringContaining('RFC 8785') })
  const quoted = toLine(unreviewed(3, 'the "hot" fix'))
  expect(readLine(Buffer.from(quoted))).toMatchObject({ kind: 'record' })
})

test('whose log it is', () => {
  expect(told(files, { origin })).toEqual([])
  expect(told(files, { origin: 'example.com/x' })).toEqual(matching(/^E_ORIGIN checkpoint: .*, not of example.com\/x$/))
  const elsewhere = { ...signer.verifier, name: 'example.com/x' }
  expect(told(files, { keys: [elsewhere] })).toContainEqual(
    expect.stringMatching(/^E_ORIGIN checkpoint: .*policy is for example.com\/x$/),
  )
  const ofAnother = resigned([toLine(logCreated('signed', 'example.com/x', null)), ...lines.slice(1)])
  expect(told(ofAnother)).toEqual(matching(/^E_ORIGIN checkpoint: record 0 is of example.com\/x/))
})

test('who vouches, where no key is given', () => {
  const no = { keys: [] }
  expect(found(files, no)).toMatchObject({ findings: [], authenticity: 'no-key', signedBy: null })
  expect(told(resigned(lines, stranger), no)).toEqual(matching(/^E_KEY checkpoint: .* though record 0 names/))
  const wrong = (files.get('checkpoint')?.toString() ?? '').replace(/.{8}\n$/, 'AAAAAAA=\n')
  expect(told(changed(files, { checkpoint: wrong }), no)).toEqual(
    matching(/^E_SIG checkpoint: the signature of .* is wrong$/),
  )
  const bare = (files.get('checkpoint')?.toString() ?? '').replace(/\n\n.*$/s, '\n')
  expect(told(changed(files, { checkpoint: bare }), no)).toEqual(matching(/^E_SIG checkpoint: not signed, though/))
  const nameless = resigned([toLine(logCreated('signed', origin, 'x')), ...lines.slice(1)])
  expect(told(nameless, no)).toEqual([])
  const local = logOf([[localBirth, unreviewed(3)]], undefined).files
  expect(found(local, no)).toMatchObject({ findings: [], authenticity: 'unsigned' })
  const signedLocal = changed(local, { checkpoint: logOf([[localBirth, unreviewed(3)]], signer).grown.note })
  expect(told(signedLocal, no)).toEqual(matching(/^E_SIG checkpoint: signed, though record 0 says local-unsigned$/))
})

test('who vouches, where keys are given', () => {
  expect(found(files)).toMatchObject({ authenticity: 'signed', unknownSignatures: 0 })
  expect(found(resigned(lines, stranger))).toMatchObject({
    authenticity: 'no-key',
    signedBy: null,
    findings: [{ code: 'E_KEY' }],
  })
  const two = [{ ...signer.verifier, validFrom: 0, validTo: 3 }, stranger.verifier]
  expect(told(files, { keys: two })).toEqual(matching(/^E_KEY checkpoint: signed at size 4/))
  const revoked = [{ ...signer.verifier, validTo: 3, revoked: true, reason: 'lost' }]
  expect(told(files, { keys: revoked })).toEqual(matching(/^E_KEY_REVOKED checkpoint: signed at size 4.*lost$/))
  const later = [{ ...stranger.verifier, validFrom: 0 }]
  expect(told(resigned(lines, stranger), { keys: later })).toEqual(
    matching(/^E_KEY entries\/000.jsonl: record 0 names .* does not list$/),
  )
  expect(told(resigned(lines, stranger), { keys: [stranger.verifier] })).toEqual([])
  for (const vkey of [null, 'x'])
    expect(
      told(resigned([toLine(logCreated('signed', origin, vkey)), ...lines.slice(1)], stranger), { keys: later }),
    ).toEqual([])
  const local = logOf([[localBirth, unreviewed(3)]], signer).files
  expect(told(local)).toEqual(matching(/^E_SIG entries\/000.jsonl: record 0 says local-unsigned/))
})

test('a wrong cosignature spoils the head', () => {
  const witness = new TestWitness('w.example/1', 9)
  const policy = parseTrustPolicy(`witness w ${witness.vkey}\nquorum none\n`)
  const witnesses = policy.ok ? policy.policy.witnesses : []
  const note = files.get('checkpoint')?.toString() ?? ''
  const good = found(changed(files, { checkpoint: note + witness.line(note, 5) }), { witnesses })
  expect(good).toMatchObject({ findings: [], unknownSignatures: 0, cosignatures: [{ witness: 'w', seconds: '5' }] })
  const bad = changed(files, { checkpoint: note + witness.line(many.grown.note, 5) })
  expect(told(bad, { witnesses })).toEqual(matching(/^E_SIG checkpoint: the cosignature of the witness w is wrong$/))
})

test('earlier heads are held against the log like pins, by any key that was ever trusted, and not listed', () => {
  const earlier = logOf([[birth]], signer).grown.note
  expect(found(files, { history: [{ source: 'commit', note: earlier }] })).toMatchObject({ findings: [], pins: [] })
  const forked = logOf([[birth, unreviewed(9)]], signer).grown.note
  expect(told(files, { history: [{ source: 'commit', note: forked }] })).toEqual(matching(/^E_FORK commit: /))
  const ended = [{ ...signer.verifier, validFrom: 0, validTo: 0 }, stranger.verifier]
  const both = resigned(lines, stranger)
  expect(told(both, { keys: ended, history: [{ source: 'commit', note: earlier }] })).toEqual([])
})

test('the head that was read is handed on, and the newest record is named', () => {
  const verified = verifyFiles(files, { keys })
  expect(verified.lastSegment).toEqual(files.get(segmentPath(0)))
  expect(verified.note).toBe(grown.note)
  expect(verified.verification.latest).toMatchObject({ recordedAt: '2026-01-06T09:05:00Z' })
  expect(verified.verification).toMatchObject({ size: 4, attachments: 2, mode: 'signed', foreign: 0 })
})

test('only record 0 makes a log, and it must', () => {
  expect(told(resigned([...lines.slice(1), lines[0] ?? '']))).toEqual([
    'E_SCHEMA entries/000.jsonl: record 0 is not log.created',
    'E_SCHEMA entries/000.jsonl: record 3 is log.created; only record 0 may be',
  ])
})

test('a path that is there twice is no file of a log, and the first of the two is read', () => {
  const twice = [
    { path: 'edge', mode: '100644' },
    { path: 'edge', mode: '100644' },
  ]
  expect(layOut(twice)).toEqual({
    files: [{ kind: 'edge', path: 'edge' }],
    strangers: [{ path: 'edge', why: 'there twice' }],
  })
})

test('a policy with one log more, or less, is otherwise as it was', () => {
  const text = `# who\n  log ${formatVerifierKey(signer.verifier)}\nquorum none\n# log ${formatVerifierKey(stranger.verifier)}\n`
  const more = withLog(text, stranger.verifier)
  expect(withoutLog(more, stranger.verifier)).toBe(text)
  expect(withoutLog(text, signer.verifier)).toBe(text.replace(/^ {2}log.*\n/m, ''))
  const asName = `witness ${formatVerifierKey(signer.verifier)} x\nwitnesses x\n`
  expect(withoutLog(asName, signer.verifier)).toBe(asName)
})
