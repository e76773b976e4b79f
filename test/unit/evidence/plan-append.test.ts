import { expect, test } from 'vitest'
import { baseOf, type LogBase } from '../../../src/evidence/log-base.ts'
import { keyOf } from '../../../src/evidence/natural-key.ts'
import { formatVerifierKey, type SignerKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { type AppendRequest, missingLog, planAppend } from '../../../src/evidence/plan-append.ts'
import { makeRecord } from '../../../src/evidence/record.ts'
import type { EvidencePredicate, EvidenceRecord } from '../../../src/model/evidence.ts'
import {
  commitId,
  facts,
  logCreated,
  logOf,
  merged,
  origin,
  repository,
  unreviewed,
  verifyFiles,
} from '../../support/evidence-records.ts'

const key = (seed: number, name = origin) => signerOfSeed(name, Buffer.alloc(32, seed))
const [signer, next, stranger] = [key(1), key(2), key(3)]
const vkey = (of: SignerKey) => formatVerifierKey(of.verifier)
const keys = [signer.verifier, next.verifier]
const birth = logCreated('signed', origin, vkey(signer))
const localBirth = logCreated('local-unsigned')

const common = {
  actor: { id: null, login: null },
  occurredAt: '2026-01-07T09:00:00Z',
  recordedAt: '2026-01-07T09:00:00Z',
  producer: { tool: 'countersign/0.1.0', run: 'github:1/1' },
  attachments: [],
  result: 'none',
} as const
const about = (predicate: EvidencePredicate) => makeRecord(predicate, repository, commitId(1))
const rotated = (from: SignerKey, to: SignerKey) =>
  about({
    ...common,
    kind: 'key.rotated',
    key: keyOf.keyRotated(from.verifier.id, to.verifier.id),
    data: { from: vkey(from), to: vkey(to), validFrom: 3 },
  })
const closed = about({
  ...common,
  kind: 'log.closed',
  key: keyOf.logClosed(),
  data: { reason: 'moved', successor: null },
})

function baseWith(records: readonly EvidenceRecord[], first = birth): LogBase {
  const by = first === birth ? signer : undefined
  const { files } = logOf([[first, ...records]], by)
  const base = baseOf(verifyFiles(files, { keys: by === undefined ? [] : keys }))
  expect(base.findings).toEqual([])
  return base
}
const log = baseWith([unreviewed(1)])
const local = baseWith([unreviewed(1)], localBirth)
const plan = (base: LogBase | undefined, over: Partial<AppendRequest> = {}) =>
  planAppend(base, {
    records: [unreviewed(2)],
    attachments: [],
    expected: { keys, pins: [] },
    signer,
    birth: undefined,
    ...over,
  })
const refused = (why: RegExp) => ({ kind: 'not-entitled', why: expect.stringMatching(why) })
const pins = [{ source: 'PIN', note: log.note }]

test('what is new is written, with what it attaches, and the whole still verifies', () => {
  const written = plan(log, { records: [unreviewed(1), unreviewed(2), merged(5)], attachments: [facts(5), facts(6)] })
  expect(written).toMatchObject({ kind: 'write', warnings: [], present: [{ index: 1 }] })
  if (written.kind !== 'write') return
  expect(written.records.map(({ predicate }) => predicate.key)).toEqual(
    [unreviewed(2), merged(5)].map((one) => one.predicate.key),
  )
  expect(written.grown.edge.size).toBe(4)
  const { files } = logOf([[birth, unreviewed(1)]], signer)
  const { verification } = verifyFiles(new Map([...files, ...written.grown.files]), { keys })
  expect(verification).toMatchObject({ findings: [], size: 4, attachments: 1, authenticity: 'signed' })
})

test('what is there is not written again, and what says something else is a conflict', () => {
  expect(plan(log, { records: [unreviewed(1)] })).toMatchObject({
    kind: 'nothing-new',
    present: [{ index: 1 }],
    note: log.note,
  })
  const conflict = { kind: 'conflict', conflicts: [{ key: unreviewed(1).predicate.key, index: 1 }] }
  expect(plan(log, { records: [unreviewed(1, 'something else'), unreviewed(2)] })).toEqual(conflict)
})

test('a log with findings, or of no known name, is not added to', () => {
  const findings = [{ code: 'E_ROOT', file: 'entries/000.jsonl', message: 'x' }] as const
  expect(plan({ ...log, findings })).toEqual({ kind: 'bad-log', findings })
  expect(plan({ ...log, origin: null })).toEqual({ kind: 'bad-log', findings: [] })
})

test.each([
  { name: 'a local log and a key', base: local, over: {}, why: /local and unsigned/ },
  { name: 'no trust policy', base: { ...log, authenticity: 'no-key' as const }, over: {}, why: /no trust policy/ },
  { name: 'no key', base: log, over: { signer: undefined }, why: /no signing key/ },
  { name: 'a key that nobody named', base: log, over: { signer: stranger }, why: /does not name the signing key/ },
  {
    name: 'a key of another log',
    base: log,
    over: { signer: key(1, 'example.com/x') },
    why: /the signing key is for example\.com\/x/,
  },
  {
    name: 'a key listed under another name',
    base: log,
    over: { expected: { keys: [{ ...signer.verifier, name: 'example.com/x' }], pins: [] } },
    why: /does not name the signing key/,
  },
  {
    name: 'a key whose interval ends',
    base: log,
    over: { expected: { keys: [{ ...signer.verifier, validTo: 2 }], pins: [] } },
    why: /may sign size 0 to 2; the log would have 3/,
  },
  {
    name: 'a key that was replaced',
    base: baseWith([rotated(signer, next)]),
    over: {},
    why: /record 1 says that the signing key was replaced/,
  },
  { name: 'a log that was closed', base: baseWith([unreviewed(1), closed]), over: {}, why: /record 2 closed the log/ },
])('refused: $name', ({ base, over, why }) => {
  expect(plan(base, over)).toEqual(refused(why))
})

test('the key that took the place of another may go on, and so may one that came back', () => {
  expect(plan(baseWith([rotated(signer, next)]), { signer: next })).toMatchObject({ kind: 'write' })
  expect(plan(baseWith([rotated(signer, next), rotated(next, signer)]))).toMatchObject({ kind: 'write' })
  expect(plan(baseWith([rotated(next, stranger)]))).toMatchObject({ kind: 'write' })
  const lastOfOthers = [rotated(signer, next), rotated(stranger, key(4)), unreviewed(1)]
  expect(plan(baseWith(lastOfOthers))).toEqual(refused(/record 1 says that the signing key was replaced/))
  const interval = { keys: [{ ...signer.verifier, validTo: 3 }], pins: [] }
  expect(plan(log, { expected: interval })).toMatchObject({ kind: 'write' })
})

test('a local log stays one, and goes on without a key', () => {
  const written = plan(local, { signer: undefined, expected: { keys: [], pins: [] } })
  expect(written).toMatchObject({ kind: 'write', grown: { note: expect.not.stringContaining('\u2014') } })
})

test('a successor signs the same head too', () => {
  const written = plan(log, { successor: next })
  const note = written.kind === 'write' ? written.grown.note : ''
  expect(note.split('\n').filter((line) => line.startsWith('\u2014'))).toHaveLength(2)
  expect(written.kind === 'write' && written.grown.files.get('checkpoint')?.toString()).toBe(note)
})

test.each([
  { name: 'nothing is unproven', over: {}, wanted: 'write', unproven: undefined },
  { name: 'the same key signed it', over: {}, wanted: 'write', unproven: {} },
  { name: 'another key signed it', over: { signer: next }, wanted: 'read-all', unproven: {} },
  { name: 'it may hold the record', over: {}, wanted: 'read-all', unproven: { keys: [unreviewed(2).predicate.key] } },
  {
    name: 'it may hold one of two',
    over: { records: [unreviewed(3), unreviewed(2)] },
    wanted: 'read-all',
    unproven: { keys: [unreviewed(2).predicate.key] },
  },
  { name: 'it may be closed', over: {}, wanted: 'read-all', unproven: { keys: [keyOf.logClosed()] } },
  { name: 'it may hold the end of the key', over: {}, wanted: 'read-all', unproven: { hasRotation: true } },
])('where $name the plan is: $wanted', ({ over, wanted, unproven }) => {
  const part = unproven && { keys: new Set<string>(unproven.keys ?? []), hasRotation: unproven.hasRotation ?? false }
  expect(plan({ ...log, unproven: part }, over).kind).toBe(wanted)
})

test('a local log that was read in part goes on', () => {
  const unproven = { keys: new Set<string>(), hasRotation: false }
  const over = { signer: undefined, expected: { keys: [], pins: [] } }
  expect(plan({ ...local, unproven }, over).kind).toBe('write')
})

test('a clock that is behind the anchors is said', () => {
  const nowMs = Date.parse('2026-01-07T09:00:00Z')
  const anchored = { ...log, anchoredAt: ['2026-01-07T10:00:00Z'] }
  expect(plan(anchored, { nowMs })).toMatchObject({ kind: 'write', warnings: [expect.stringMatching(/^W_SKEW/)] })
  expect(plan(anchored)).toMatchObject({ kind: 'write', warnings: [] })
})

test('a first append makes the log', () => {
  const made = plan(undefined, { birth, records: [birth, merged(5)], attachments: [facts(5)] })
  expect(made).toMatchObject({ kind: 'write', present: [], warnings: [], grown: { edge: { size: 2 } } })
  const files = made.kind === 'write' ? made.grown.files : new Map<string, Buffer>()
  expect(verifyFiles(files, { keys }).verification).toMatchObject({ findings: [], size: 2, mode: 'signed' })
  const unsigned = { birth: localBirth, signer: undefined, expected: { keys: [], pins: [] } }
  expect(plan(undefined, unsigned)).toMatchObject({ kind: 'write' })
})

test.each([
  {
    name: 'a log is pinned',
    over: { birth, expected: { keys, pins } },
    wanted: { kind: 'bad-log', findings: [{ code: 'E_REF_MISSING', file: 'PIN' }] },
  },
  { name: 'there must be one', over: {}, wanted: { kind: 'no-log' } },
  { name: 'its first record is another', over: { birth: unreviewed(1) }, wanted: { kind: 'no-log' } },
  {
    name: 'it is to be signed, and there is no key',
    over: { birth, signer: undefined },
    wanted: refused(/signed, without a key/),
  },
  {
    name: 'it is to be unsigned, and there is a key',
    over: { birth: localBirth },
    wanted: refused(/local-unsigned, with a key/),
  },
  { name: 'nobody named the key', over: { birth, signer: stranger }, wanted: refused(/does not name the signing key/) },
  {
    name: 'the key is of another log',
    over: { birth, signer: key(1, 'example.com/x') },
    wanted: refused(/is for example/),
  },
  { name: 'the policy names a key', over: { birth: localBirth, signer: undefined }, wanted: refused(/must be signed/) },
  {
    name: 'the batch contradicts itself',
    over: { birth, records: [unreviewed(2), unreviewed(2, 'x')] },
    wanted: { kind: 'conflict', conflicts: [{ key: unreviewed(2).predicate.key, index: null }] },
  },
  {
    name: 'the key may sign later heads only',
    over: { birth, expected: { keys: [{ ...signer.verifier, validFrom: 3 }], pins: [] } },
    wanted: refused(/the log would have 2/),
  },
])('no log is begun where $name', ({ over, wanted }) => {
  expect(plan(undefined, over)).toMatchObject(wanted)
})

test('a log that is pinned and not there is named by every pin', () => {
  expect(missingLog({ keys, pins: [...pins, { source: 'other', note: 'x' }] }).map(({ file }) => file)).toEqual([
    'PIN',
    'other',
  ])
})
