import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attachmentOfPath, attachmentPath, toAttachment } from '../../../src/evidence/attachments.ts'
import { readSegment, segmentOfPath, segmentPath } from '../../../src/evidence/segments.ts'

test.each([
  { index: 0, path: 'entries/000.jsonl' },
  { index: 999, path: 'entries/999.jsonl' },
  { index: 1000, path: 'entries/x001/000.jsonl' },
  { index: 1234067, path: 'entries/x001/x234/067.jsonl' },
])('segment $index is $path', ({ index, path }) => {
  expect(segmentPath(index)).toBe(path)
  expect(segmentOfPath(path)).toBe(index)
})

test('every segment has one path', () => {
  fc.assert(fc.property(fc.nat({ max: 999_999_999 }), (index) => segmentOfPath(segmentPath(index)) === index))
})

test.each([
  'entries/x000/001.jsonl',
  'entries/1.jsonl',
  'entries/1000.jsonl',
  'entries/001/000.jsonl',
  'entries/000.jsonl.p',
  'x/entries/000.jsonl',
])('%s is not a segment', (path) => expect(segmentOfPath(path)).toBeUndefined())

test('an attachment is found by its digest only', () => {
  const { sha256 } = toAttachment('x')
  expect(attachmentOfPath(attachmentPath(sha256))).toBe(sha256)
  expect(attachmentOfPath(`attachments/sha256/00/${sha256}`)).toBeUndefined()
})

test('an attachment above the limit is refused with the limit', () => {
  expect(() => toAttachment(Buffer.alloc(8 * 1024 * 1024 + 1))).toThrow(/limit is 8388608/)
})

test.each([
  { name: 'nothing', text: '', why: /empty/ },
  { name: 'a cut last line', text: 'a\nb', why: /no line feed/ },
  { name: 'an empty line', text: 'a\n\nb\n', why: /line 2 is empty/ },
  { name: 'changed line endings', text: 'a\r\n', why: /line endings/ },
  { name: '257 lines', text: 'a\n'.repeat(257), why: /more than 256/ },
  { name: 'a line of 65,536 bytes', text: `${'a'.repeat(65_536)}\n`, why: /longer than 65535/ },
])('a segment with $name is refused', ({ text, why }) => {
  expect(readSegment(Buffer.from(text))).toMatchObject({ ok: false, why: expect.stringMatching(why) })
})

test('256 lines and a line of 65,535 bytes are read', () => {
  const text = `${'a'.repeat(65_535)}\n${'b\n'.repeat(255)}`
  const reading = readSegment(Buffer.from(text))
  expect(reading.ok && reading.lines.length).toBe(256)
})
