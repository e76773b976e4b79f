import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { formatCheckpoint } from '../../src/evidence/checkpoint.ts'
import { formatEdge } from '../../src/evidence/edge-file.ts'
import { emptyEdge, GrowingTree, leafText, rootOf } from '../../src/evidence/merkle.ts'
import { formatVerifierKey, signerOfSeed } from '../../src/evidence/note-key.ts'
import { readLine } from '../../src/evidence/read-line.ts'
import { RecordRefused, sameBody, toLine } from '../../src/evidence/record.ts'
import { segmentPath } from '../../src/evidence/segments.ts'
import type { EvidenceRecord } from '../../src/model/evidence.ts'
import { printable } from '../../src/report/printable.ts'
import {
  facts,
  type LogFiles,
  logCreated,
  logOf,
  merged,
  origin,
  unreviewed,
  verifyFiles,
} from '../support/evidence-records.ts'

const signer = signerOfSeed(origin, createHash('sha256').update('faults').digest())
const keys = [signer.verifier]
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))
const many = (count: number) => Array.from({ length: count }, (_, index) => unreviewed(100 + index))
const { files } = logOf([[birth, merged(1), ...many(700)]], signer, [facts(1)])
const verified = (changed: LogFiles, modes = new Map<string, string>()) =>
  verifyFiles(changed, { keys }, modes).verification
const codes = (changed: LogFiles, modes?: Map<string, string>) =>
  verified(changed, modes).findings.map(({ code, file }) => `${code} ${file}`)
const withFile = (path: string, content: Buffer | string) => new Map([...files, [path, Buffer.from(content)] as const])
const linesOf = (path: string) => (files.get(path)?.toString() ?? '').split('\n').slice(0, -1)
const withLines = (path: string, lines: readonly string[]) => withFile(path, lines.map((line) => `${line}\n`).join(''))

/** A log of these lines, with the edge and the signed checkpoint that fit: what who holds the key could make. */
function signedLog(lines: readonly (string | Buffer)[]): LogFiles {
  const tree = new GrowingTree(emptyEdge)
  const changed = new Map([...files].filter(([path]) => !/^(entries|attachments)\//.test(path)))
  for (const line of lines) tree.add(leafText(Buffer.from(line)))
  for (let first = 0; first < lines.length; first += 256) {
    const segment = lines.slice(first, first + 256).flatMap((line) => [Buffer.from(line), Buffer.from('\n')])
    changed.set(segmentPath(first / 256), Buffer.concat(segment))
  }
  const edge = tree.edge()
  changed.set('edge', Buffer.from(formatEdge(edge)))
  changed.set('checkpoint', Buffer.from(formatCheckpoint({ origin, size: edge.size, root: rootOf(edge) }, signer)))
  return changed
}

test('fault 07: two bodies under one key in a stored log are an integrity failure that names both', () => {
  const lines = [birth, unreviewed(5), unreviewed(6), unreviewed(5, 'something else')].map(toLine)
  expect(verified(signedLog(lines)).findings).toMatchObject([
    { code: 'E_DUP', index: 3, message: expect.stringMatching(/records 1 and 3 have the same key/) },
  ])
})

test.each([
  { name: 'in the future', occurredAt: '2026-01-06T09:15:01Z', refused: true },
  { name: 'ten minutes ahead, as clocks differ', occurredAt: '2026-01-06T09:15:00Z', refused: false },
  { name: 'before 2000', occurredAt: '1999-12-31T23:59:59Z', refused: true },
])('fault 11: a record that happened $name', ({ occurredAt, refused }) => {
  const record = unreviewed(1)
  const changed: EvidenceRecord = {
    ...record,
    predicate: { ...record.predicate, occurredAt } as typeof record.predicate,
  }
  if (refused) expect(() => toLine(changed)).toThrow(RecordRefused)
  else expect(toLine(changed)).toContain(occurredAt)
})

test('fault 12: a record of what happened sixty days before is kept, with both times', () => {
  const record = unreviewed(1)
  const late = {
    ...record,
    predicate: { ...record.predicate, recordedAt: '2026-03-07T09:00:00Z' } as typeof record.predicate,
  }
  const { entries } = verifyFiles(signedLog([birth, late].map(toLine)), { keys })
  expect(entries[1]?.record.predicate).toMatchObject({
    occurredAt: '2026-01-06T09:00:00Z',
    recordedAt: '2026-03-07T09:00:00Z',
  })
})

test('fault 13: one bit in any segment is found, and the file and its records are named where `edge` allows', () => {
  for (const path of [segmentPath(0), segmentPath(1), segmentPath(2)])
    for (const position of [10, 5_000, 50_000]) {
      const bytes = Buffer.from(files.get(path) ?? '')
      bytes[position] = (bytes[position] ?? 0) ^ 1
      expect(codes(withFile(path, bytes)).some((one) => one.endsWith(path))).toBe(true)
    }
  const [first = '', ...rest] = linesOf(segmentPath(2))
  const edited = withLines(segmentPath(2), [first.replace('alice', 'alicf'), ...rest])
  expect(verified(edited).findings).toMatchObject([
    { code: 'E_ROOT', file: segmentPath(2), message: expect.stringMatching(/^records 512 to 639/) },
  ])
})

test('fault 15: a segment that is cut', () => {
  const last = files.get(segmentPath(2)) ?? Buffer.alloc(0)
  expect(codes(withFile(segmentPath(2), last.subarray(0, -1)))).toContain(`E_SEGMENT ${segmentPath(2)}`)
  expect(codes(withLines(segmentPath(1), linesOf(segmentPath(1)).slice(0, -1)))).toContain(
    `E_SEGMENT ${segmentPath(1)}`,
  )
})

test.each([
  { name: 'removed', change: (lines: string[]) => lines.slice(1), code: 'E_SIZE' },
  { name: 'inserted', change: (lines: string[]) => [...lines, toLine(unreviewed(9_999))], code: 'E_SIZE' },
  {
    name: 'swapped with its neighbour',
    change: ([a = '', b = '', ...rest]: string[]) => [b, a, ...rest],
    code: 'E_ROOT',
  },
  { name: 'edited', change: ([a = '', ...rest]: string[]) => [a.replace('pushed', 'bushed'), ...rest], code: 'E_ROOT' },
])('fault 16: a record that was $name', ({ change, code }) => {
  expect(codes(withLines(segmentPath(2), change(linesOf(segmentPath(2)))))).toEqual([`${code} ${segmentPath(2)}`])
})

test('fault 27: what only looks the same is not the same, and is printed so that one sees it', () => {
  const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'].map((reason) => unreviewed(1, reason))
  if (composed === undefined || decomposed === undefined) throw new Error('no records')
  expect(sameBody(composed, decomposed)).toBe(false)
  for (const record of [composed, decomposed, unreviewed(1, 'p\u0430yment'), unreviewed(1, 'a\u202eb')]) {
    const reading = readLine(Buffer.from(toLine(record)))
    expect(reading).toEqual({ kind: 'record', record })
  }
  expect(codes(signedLog([birth, composed, decomposed].map(toLine)))).toEqual([`E_DUP ${segmentPath(0)}`])
  expect(printable('a\u202eb\u001b[31m')).not.toMatch(/[\u202e\u001b]/)
})

const line = toLine(unreviewed(1))
test.each([
  { name: 'half a surrogate pair', bad: line.replace('pushed', '\\ud800'), written: '\ud800' },
  { name: 'NUL', bad: line.replace('pushed', '\\u0000'), written: '\u0000' },
  { name: 'a line separator', bad: line.replace('pushed', '\u2028'), written: '\u2028' },
  { name: 'a key twice', bad: line.replace('"result":"fail"', '"result":"fail","result":"fail"') },
  { name: 'a huge number', bad: line.replace('"pull":null', '"pull":1e400') },
  { name: 'a prototype key', bad: line.replace('"pull":null', '"__proto__":{"pull":1},"pull":null') },
  { name: 'depth 10,000', bad: line.replace('"pull":null', `"pull":${'['.repeat(10_000)}${']'.repeat(10_000)}`) },
  { name: 'bytes that are no UTF-8', bad: Buffer.concat([Buffer.from(line.slice(0, -1)), Buffer.of(0xff, 0x7d)]) },
])('fault 28: $name', ({ bad, written }) => {
  expect(codes(signedLog([toLine(birth), bad]))).toEqual([`E_SCHEMA ${segmentPath(0)}`])
  if (written !== undefined) expect(() => toLine(unreviewed(1, written))).toThrow(RecordRefused)
})

/** A record with a line of so many bytes. */
function recordOf(bytes: number): EvidenceRecord {
  const record = merged(1)
  if (record.predicate.kind !== 'change.merged') throw new Error('another kind')
  const made = (reasons: readonly string[]): EvidenceRecord => ({
    ...record,
    predicate: { ...record.predicate, data: { ...record.predicate.data, reasons } } as typeof record.predicate,
  })
  const full = Array.from({ length: 120 }, () => 'x'.repeat(500))
  const missing = bytes - Buffer.byteLength(JSON.stringify(made([...full, ''])))
  const rest = Array.from({ length: Math.floor(missing / 503) }, () => 'x'.repeat(500))
  return made([...full, ...rest, 'x'.repeat(missing - rest.length * 503)])
}
test('fault 29: a record of 65,535 bytes is stored, one byte more is refused and found', () => {
  const longest = toLine(recordOf(65_535))
  expect(Buffer.byteLength(longest)).toBe(65_535)
  expect(() => toLine(recordOf(65_536))).toThrow(/65536 bytes; the limit is 65535/)
  // Attachments are not stored here.
  expect(codes(signedLog([toLine(birth), longest])).filter((one) => !one.startsWith('E_ATTACHMENT'))).toEqual([])
  const tooLong = new Map([
    ...signedLog([toLine(birth)]),
    [segmentPath(0), Buffer.from(`${toLine(birth)}\n${'x'.repeat(65_536)}\n`)],
  ])
  expect(verified(tooLong).findings[0]).toMatchObject({
    code: 'E_SEGMENT',
    message: expect.stringContaining('line 2 is longer than 65535 bytes'),
  })
})

test.each([
  { name: 'a symbolic link', path: 'edge', mode: '120000' },
  { name: 'a submodule', path: 'module', mode: '160000' },
  { name: 'an executable', path: segmentPath(0), mode: '100755' },
  { name: 'a path that leads out', path: '../outside', mode: '100644' },
  { name: 'another file', path: 'entries/notes.txt', mode: '100644' },
  { name: 'another spelling of a segment', path: 'entries/x000/000.jsonl', mode: '100644' },
  { name: 'an empty folder', path: 'entries/x001', mode: '040000' },
])('fault 34: $name in the tree', ({ path, mode }) => {
  const changed = files.has(path) ? files : withFile(path, 'x')
  expect(codes(changed, new Map([[path, mode]]))).toContain(`E_PATH ${path}`)
})

test('fault 50: a record of a later format is kept and hashed, another layout of the tree is refused', () => {
  const later = line.replace('urn:countersign:evidence:v1', 'urn:countersign:evidence:v2')
  const { verification, entries } = verifyFiles(signedLog([toLine(birth), later, line]), { keys })
  expect(verification).toMatchObject({ findings: [], size: 3, foreign: 1 })
  expect(entries.map(({ index }) => index)).toEqual([0, 2])
  expect(codes(withFile('entries.v2/000.jsonl', 'x'))).toEqual(['E_PATH entries.v2/000.jsonl'])
})

test('fault 52: a segment with the same git id but other bytes gives another root', () => {
  // What git calls the file is not asked: only its bytes count, and their hash is SHA-256.
  const [first = '', second = '', ...rest] = linesOf(segmentPath(1))
  const twin = withLines(segmentPath(1), [first, second.replace('alice', 'mallo'), ...rest])
  expect(codes(twin)).toEqual([`E_ROOT ${segmentPath(0)}`])
})
