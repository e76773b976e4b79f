import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { formatEdge, parseEdge } from '../../../src/evidence/edge-file.ts'
import { emptyTip, type GrownLog, growLog } from '../../../src/evidence/grow-log.ts'
import { baseOf, type LogBase } from '../../../src/evidence/log-base.ts'
import { appendLeaf, edgeFrom, emptyEdge, hashLeaf, type RightEdge } from '../../../src/evidence/merkle.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { planAppend } from '../../../src/evidence/plan-append.ts'
import { readTail, segmentsToRead } from '../../../src/evidence/read-tail.ts'
import { toLine } from '../../../src/evidence/record.ts'
import { segmentOfPath, segmentPath } from '../../../src/evidence/segments.ts'
import type { Expectations } from '../../../src/evidence/verify-log.ts'
import { type LogFiles, logCreated, logOf, origin, unreviewed, verifyFiles } from '../../support/evidence-records.ts'

const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const expected: Expectations = { keys: [signer.verifier], pins: [] }
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))
const records = [birth, ...Array.from({ length: 5_375 }, (_, index) => unreviewed(index + 10))]
/** The same log at several sizes, grown from one to the next. */
const sizes = [1, 255, 257, 4_096, 4_097, 5_000, 5_376]
const logs = new Map<number, LogFiles>()
const notes = new Map<number, string>()
{
  let tip = emptyTip(origin)
  const files = new Map<string, Buffer>()
  let from = 0
  for (const size of sizes) {
    const grown: GrownLog = growLog(tip, records.slice(from, size), [], signer)
    for (const [path, bytes] of grown.files) files.set(path, bytes)
    tip = {
      origin,
      edge: grown.edge,
      lastSegment: files.get(segmentPath(Math.ceil(size / 256) - 1)) ?? Buffer.alloc(0),
    }
    from = size
    logs.set(size, new Map(files))
    notes.set(size, grown.note)
  }
}
const filesOf = (size: number): LogFiles => logs.get(size) ?? new Map()
const bases = new Map<number, LogBase>()
function knownAt(size: number): LogBase {
  const base = bases.get(size) ?? baseOf(verifyFiles(filesOf(size), expected))
  bases.set(size, base)
  return base
}
function tailOf(files: LogFiles, known?: LogBase, over: Partial<Expectations> = {}) {
  const numbers = [...files.keys()].flatMap((path) => segmentOfPath(path) ?? [])
  const last = Math.max(-1, ...numbers)
  const asked = segmentsToRead(last, { ...expected, ...over }, known)
  const segments = new Map(asked.map((number) => [number, files.get(segmentPath(number))]))
  const rest = { checkpoint: files.get('checkpoint'), edge: files.get('edge'), last, segments }
  return readTail(rest, { ...expected, ...over }, known)
}
const codes = ({ findings }: LogBase) => findings.map(({ code, file }) => `${code} ${file}`)

test.each(sizes)('the end of a log of %i records is in order, alone and after any earlier size', (size) => {
  const alone = tailOf(filesOf(size))
  expect(alone).toMatchObject({ findings: [], origin, mode: 'signed', authenticity: 'signed' })
  for (const { index, record } of alone.entries) expect(record).toEqual(records[index])
  if (size <= 4_096) expect(alone).toMatchObject({ unproven: undefined, entries: { length: size } })
  for (const earlier of sizes.filter((one) => one <= size)) {
    const after = tailOf(filesOf(size), knownAt(earlier))
    expect([earlier, codes(after), after.entries.length, after.unproven]).toEqual([earlier, [], size, undefined])
  }
})

test('an append after the end alone makes the very files that one after all of it makes', () => {
  for (const size of sizes) {
    const request = { attachments: [], expected, signer, birth: undefined, records: [unreviewed(99_999)] }
    const one = planAppend(tailOf(filesOf(size)), request)
    const other = planAppend(knownAt(size), request)
    expect(one.kind === 'write' && [...one.grown.files]).toEqual(other.kind === 'write' && [...other.grown.files])
  }
})

test('pins: of the end and after it they are held, older ones are not compared unless they were before', () => {
  const pins = sizes.map((size) => ({ source: String(size), note: notes.get(size) ?? '' }))
  const outcomes = (base: LogBase) => base.pins.map(({ source, outcome }) => `${source} ${outcome}`)
  expect(outcomes(tailOf(filesOf(5_376), undefined, { pins }))).toEqual([
    ...['1', '255', '257', '4096'].map((source) => `${source} not-checked`),
    ...['4097 holds', '5000 holds', '5376 holds'],
  ])
  const base = baseOf(verifyFiles(filesOf(5_000), { ...expected, pins: pins.slice(0, 6) }))
  expect(outcomes(tailOf(filesOf(5_376), base, { pins })).every((one) => one.endsWith(' holds'))).toBe(true)
  expect(codes(tailOf(filesOf(5_000), undefined, { pins }))).toEqual(['E_ROLLBACK 5376'])
  const other = logOf([[birth, unreviewed(1)]], signer).grown.note
  const forged = formatCheckpoint({ origin, size: 5_000, root: Buffer.alloc(32) }, signer)
  const wrong = [
    { source: 'fork', note: forged },
    { source: 'elsewhere', note: other },
    { source: 'no checkpoint', note: 'x' },
    { source: 'unsigned', note: formatCheckpoint({ origin, size: 2, root: Buffer.alloc(32) }, undefined) },
  ]
  expect(codes(tailOf(filesOf(5_000), undefined, { pins: wrong }))).toEqual([
    'E_FORK fork',
    'E_CHECKPOINT no checkpoint',
    'E_SIG unsigned',
  ])
})

test('a log that is shorter than it was, or another one, is not continued', () => {
  expect(codes(tailOf(filesOf(4_097), knownAt(5_000)))).toEqual(['E_ROLLBACK checkpoint'])
  const rewritten = logOf([[birth, ...records.slice(2, 5_002)]], signer).files
  expect(codes(tailOf(rewritten, knownAt(5_000)))).toEqual(['E_FORK entries/019.jsonl', 'E_ROOT entries/019.jsonl'])
})

test('any byte of what is read that changes is noticed', () => {
  const [files, known] = [filesOf(5_000), knownAt(4_097)]
  const proven = ['checkpoint', 'edge', ...[16, 17, 18, 19].map(segmentPath)]
  fc.assert(
    fc.property(
      fc.constantFrom(...proven),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      (path, at, bits, knows) => {
        const bytes = Buffer.from(files.get(path) ?? '')
        const position = at % bytes.length
        bytes[position] = (bytes[position] ?? 0) ^ bits
        expect(tailOf(new Map([...files, [path, bytes]]), knows ? known : undefined).findings).not.toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  { name: 'no checkpoint', without: 'checkpoint', wanted: 'E_CHECKPOINT checkpoint' },
  { name: 'no edge', without: 'edge', wanted: 'E_EDGE edge' },
  { name: 'no last segment', without: segmentPath(19), wanted: 'E_SIZE entries/018.jsonl' },
  { name: 'a segment less', without: segmentPath(17), wanted: 'E_SEGMENT entries/017.jsonl' },
])('a log with $name is not continued', ({ without, wanted }) => {
  const files = new Map([...filesOf(5_000)].filter(([path]) => path !== without))
  expect(codes(tailOf(files))).toEqual([wanted])
})

test('a key among records that nothing proves asks for the whole log, also where another key signed', () => {
  const request = { attachments: [], expected, signer, birth: undefined }
  const base = tailOf(filesOf(5_000))
  expect(base.unproven?.keys.size).toBe(4_096 - 1_024)
  expect(planAppend(base, { ...request, records: [unreviewed(4_000)] }).kind).toBe('read-all')
  expect(planAppend(base, { ...request, records: [unreviewed(4_200)] }).kind).toBe('nothing-new')
  // What is older is not seen: the record is stored again, which readers pass over.
  expect(planAppend(base, { ...request, records: [unreviewed(100)] }).kind).toBe('write')
  const successor = signerOfSeed(origin, Buffer.alloc(32, 2))
  const both = { ...expected, keys: [signer.verifier, successor.verifier] }
  expect(planAppend(base, { ...request, expected: both, signer: successor, records: [unreviewed(7)] }).kind).toBe(
    'read-all',
  )
})

test('a log without signatures says so in record 0, which is read beside its end', () => {
  const unsigned = logOf([[logCreated('local-unsigned'), ...records.slice(1, 5_000)]], undefined).files
  expect(tailOf(unsigned, undefined, { keys: [] })).toMatchObject({
    findings: [],
    mode: 'local-unsigned',
    authenticity: 'unsigned',
  })
  const stripped = new Map([
    ...filesOf(5_000),
    ['checkpoint', Buffer.from(`${notes.get(5_000)?.split('\n\n')[0]}\n`)] as const,
  ])
  expect(codes(tailOf(stripped, undefined, { keys: [] }))).toEqual(['E_SIG checkpoint'])
  expect(codes(tailOf(stripped))).toEqual(['E_SIG checkpoint'])
})

test('the beginning of an edge is the edge of a smaller tree', () => {
  fc.assert(
    fc.property(fc.constantFrom(...sizes), fc.nat({ max: 6_500 }), (size, least) => {
      const edge = parseEdge(filesOf(size).get('edge')?.toString() ?? '')
      if (edge === undefined) throw new Error('no edge')
      const start = edgeFrom(edge, least)
      expect(start.size >= Math.min(least, size)).toBe(true)
      const same = records.slice(0, start.size).reduce<RightEdge>((before, record) => {
        return appendLeaf(before, hashLeaf(Buffer.from(toLine(record))))
      }, emptyEdge)
      expect(formatEdge(start)).toBe(formatEdge(same))
    }),
    { numRuns: 5 },
  )
})
