import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { attachmentPath } from '../../../src/evidence/attachments.ts'
import { formatCheckpoint, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import type { EvidenceRecord } from '../../../src/model/evidence.ts'
import { logCreated, logOf, origin, unreviewed, verifyFiles } from '../../support/evidence-records.ts'
import { anchorOf, type TestAnchor, testAuthority } from '../../support/time-stamp/anchored-log.ts'
import { trusted } from '../../support/time-stamp/make-certificate.ts'
import { makeReceipt, sha256 } from '../../support/time-stamp/make-receipt.ts'

const signer = signerOfSeed(origin, createHash('sha256').update('test').digest())
const keys = [signer.verifier]
const birth = logCreated('signed', origin, formatVerifierKey(signer.verifier))
const authority = testAuthority()
const authorities = trusted(authority.ca)
const many = (count: number, from = 100) => Array.from({ length: count }, (_, index) => unreviewed(from + index))
const noteOf = (records: readonly EvidenceRecord[]) => logOf([records], signer).grown.note

/** A log of these records, then these anchors, then these records. */
function withAnchors(
  anchors: readonly TestAnchor[],
  before: readonly EvidenceRecord[],
  after: readonly EvidenceRecord[] = [],
) {
  const attachments = anchors.flatMap((anchor) => anchor.attachments)
  return logOf([[...before, ...anchors.map(({ record }) => record), ...after]], signer, attachments).files
}
const verify = (files: Parameters<typeof verifyFiles>[0], over = {}) =>
  verifyFiles(files, { keys, authorities, ...over }).verification

const base = [birth, ...many(5)]
const note = noteOf(base)
const time = '2026-01-07T09:00:00Z'
const codes = (...anchors: readonly TestAnchor[]) => {
  const { findings, anchors: checks } = verify(withAnchors(anchors, base, many(2, 900)))
  return { codes: findings.map(({ code }) => code), outcomes: checks.map(({ outcome }) => outcome) }
}

test('an anchor holds where its receipt is for its checkpoint and its checkpoint is that of the records before', () => {
  const { findings, anchors } = verify(withAnchors([anchorOf(note, authority, { time })], base, many(2, 900)))
  expect(findings).toEqual([])
  expect(anchors).toEqual([
    {
      index: 6,
      anchor: 'rfc3161',
      size: 6,
      authority: 'https://tsa.example.invalid/tsr',
      outcome: 'holds',
      why: null,
      time: '2026-01-07T09:00:00.000Z',
      accuracySeconds: 1.5,
      certificateEnds: '2040-01-01T00:00:00Z',
      hasExpired: false,
    },
  ])
})

test('without a certificate that vouches for its authority a receipt is not checked, and that is said', () => {
  const files = withAnchors([anchorOf(note, authority, { time })], base)
  for (const [over, why] of [
    [{ authorities: [] }, 'no certificate of an authority lies on the protected branch'],
    [{ authorities: trusted(testAuthority().ca) }, 'no certificate on the protected branch vouches for its authority'],
  ] as const) {
    const { findings, anchors } = verify(files, over)
    expect(findings).toEqual([])
    expect(anchors).toMatchObject([{ outcome: 'not-checked', why, time: null, accuracySeconds: null }])
  }
})

test('also without certificates, other bytes and another history are noticed', () => {
  const elsewhere = makeReceipt({ digest: sha256('x'), signer: authority.signer })
  const wrong = verify(withAnchors([anchorOf(note, authority, { time, receipt: elsewhere })], base), {
    authorities: [],
  })
  expect(wrong.findings).toMatchObject([{ code: 'E_ANCHOR', index: 6 }])
  const forked = withAnchors([anchorOf(note, authority, { time })], [birth, ...many(5, 200)])
  expect(verify(forked, { authorities: [] }).findings).toMatchObject([{ code: 'E_FORK', index: 6 }])
})

test('each half that does not fit the other is found', () => {
  const receipt = makeReceipt({ digest: sha256(note), signer: authority.signer, time: '2026-01-07T09:00:01Z' })
  const other = formatCheckpoint({ origin, size: 6, root: sha256('other') }, signer)
  const broken = { codes: ['E_ANCHOR'], outcomes: ['broken'] }
  expect(codes(anchorOf(note, authority, { time, receipt }))).toEqual(broken)
  expect(codes(anchorOf(note, authority, { time, data: { accuracySeconds: 1 } }))).toEqual(broken)
  expect(codes(anchorOf(note, authority, { time, data: { time: null } }))).toEqual(broken)
  expect(codes(anchorOf(note, authority, { time, note: other }))).toEqual(broken)
  expect(codes(anchorOf(note, authority, { time, note: 'not a checkpoint' }))).toEqual(broken)
  expect(codes(anchorOf(note, authority, { time, data: { size: 5 } }))).toEqual(broken)
  expect(codes(anchorOf(note, authority, { time, receipt: Buffer.from('<html>') }))).toEqual(broken)
  const refusal = makeReceipt({ digest: sha256(note), signer: authority.signer, status: 2 })
  expect(codes(anchorOf(note, authority, { time, receipt: refusal }))).toEqual(broken)
})

test('a checkpoint of another log, or one that the key of the log signed wrongly, is none', () => {
  const head = parseCheckpoint(note)?.checkpoint
  if (head === undefined) throw new Error('no head')
  const elsewhere = formatCheckpoint({ ...head, origin: 'example.com/other' }, undefined)
  expect(codes(anchorOf(note, authority, { time, note: elsewhere })).codes).toEqual(['E_ANCHOR'])
  const other = formatCheckpoint({ ...head, size: 7 }, signer)
  const spoiled = `${note.split('\n\n')[0]}\n\n${other.split('\n\n')[1]}`
  expect(codes(anchorOf(note, authority, { time, note: spoiled })).codes).toEqual(['E_ANCHOR'])
})

test('an anchor of more records than there are is a rollback, one of itself is nonsense', () => {
  const longer = noteOf([...base, ...many(50, 500)])
  expect(codes(anchorOf(longer, authority, { time })).codes).toEqual(['E_ROLLBACK'])
  expect(codes(anchorOf(noteOf([...base, unreviewed(500)]), authority, { time })).codes).toEqual(['E_ANCHOR'])
})

test('what is attached must be there', () => {
  const anchor = anchorOf(note, authority, { time })
  const detached = verify(withAnchors([anchorOf(note, authority, { time, detached: true })], base))
  expect(detached.findings.map(({ code }) => code)).toEqual(['E_ATTACHMENT', 'E_ATTACHMENT'])
  const files = new Map(withAnchors([anchor], base))
  files.delete(attachmentPath(anchor.attachments[0]?.sha256 ?? ''))
  const { findings, anchors } = verify(files)
  expect(findings).toMatchObject([{ code: 'E_ATTACHMENT' }])
  expect(anchors).toMatchObject([{ outcome: 'not-checked', why: 'its receipt is missing' }])
})

test('where records are missing anchors say nothing', () => {
  const files = new Map(withAnchors([anchorOf(note, authority, { time })], base))
  files.set('entries/000.jsonl', Buffer.from('cut'))
  expect(verify(files).anchors).toEqual([])
  const large = new Map(
    withAnchors([anchorOf(noteOf([birth, ...many(600)]), authority, { time })], [birth, ...many(600)]),
  )
  large.delete('entries/000.jsonl')
  expect(verify(large).anchors).toMatchObject([{ outcome: 'not-checked' }])
})

test('roots are known at every size of the past that is near, across segments', () => {
  const records = [birth, ...many(1000)]
  for (const size of [1, 255, 256, 257, 511, 512, 513, 768, 1000, 1001]) {
    const early = anchorOf(noteOf(records.slice(0, size)), authority, { time })
    expect(verify(withAnchors([early], records)).anchors).toMatchObject([{ size, outcome: 'holds' }])
  }
})

test('an anchor of records that are too long before it is not checked, and nothing is made up', () => {
  const records = [birth, ...many(16_700)]
  const anchors = [1, 16_690].map((size) => anchorOf(noteOf(records.slice(0, size)), authority, { time }))
  expect(verify(withAnchors(anchors, records)).anchors).toMatchObject([
    { size: 1, outcome: 'not-checked', why: 'it vouches for records too long before it' },
    { size: 16_690, outcome: 'holds' },
  ])
})

test('receipts of kinds that cannot be checked are not taken for good', () => {
  const anchor = anchorOf(note, authority, { time, data: { anchor: 's3', time: null, accuracySeconds: null } })
  const { findings, anchors } = verify(withAnchors([anchor], base))
  expect(findings).toEqual([])
  expect(anchors).toMatchObject([{ outcome: 'not-checked', why: 'receipts of this kind cannot be checked yet' }])
})
