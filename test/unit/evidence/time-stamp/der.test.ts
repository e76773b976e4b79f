import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  DerReader,
  der,
  derInteger,
  derOid,
  inside,
  NotDer,
  readOne,
  tag,
  toBoolean,
  toMomentMs,
  toOid,
  toSmallInteger,
} from '../../../../src/evidence/time-stamp/der.ts'

const hex = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex')
const any = (bytes: Buffer) => new DerReader(bytes).any('it')
const octets = (bytes: Buffer) => readOne(bytes, tag.octetString, 'it').content

test('what is written is read again, whatever its length', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(300), fc.constantFrom(127, 128, 255, 256, 65_535, 65_536)), (length) => {
      const content = Buffer.alloc(length, 7)
      expect(octets(der(tag.octetString, content)).equals(content)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('there is one spelling for every length', () => {
  expect(any(hex('04 01 00')).content).toEqual(hex('00'))
  for (const wrong of [
    '04 80 00 00',
    '04 81 01 00',
    `04 82 00 81${'00'.repeat(0x81)}`,
    '04 85 00 00 00 00 01 00',
    '04 ff 00',
  ])
    expect(() => any(hex(wrong))).toThrow(NotDer)
  expect(any(Buffer.concat([hex('04 81 80'), Buffer.alloc(128)])).content).toHaveLength(128)
})

test('cut elements, long tags and what follows are refused', () => {
  for (const wrong of ['', '04', '04 02 00', '04 82 01', '1f 01 00', '3f 81 00'])
    expect(() => any(hex(wrong))).toThrow(NotDer)
  expect(() => octets(hex('04 00 00'))).toThrow(NotDer)
  expect(() => inside(any(hex('30 02 05 00')), 'it', () => undefined)).toThrow(NotDer)
  expect(() => new DerReader(hex('05 00')).take(tag.integer, 'it')).toThrow(NotDer)
  expect(new DerReader(hex('05 00')).takeIf(tag.integer)).toBeUndefined()
})

test('never more than what is there, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        const { bytes: read } = any(Buffer.from(bytes))
        expect(read.length).toBeLessThanOrEqual(bytes.length)
      } catch (error) {
        expect(error).toBeInstanceOf(NotDer)
      }
    }),
  )
})

test('object identifiers', () => {
  for (const oid of ['0.4.0.2023.1.1', '1.2.840.113549.1.9.16.1.4', '2.5.29.37', '2.16.840.1.101.3.4.2.1', '2.999.3'])
    expect(toOid(any(derOid(oid)))).toBe(oid)
  for (const wrong of ['06 00', '06 02 2a 80', '06 03 2a 80 01', '06 09 2a ff ff ff ff ff ff ff 7f'])
    expect(() => toOid(any(hex(wrong)))).toThrow(NotDer)
})

test('numbers', () => {
  expect(derInteger(hex('00 00 80'))).toEqual(hex('02 02 00 80'))
  expect(derInteger(hex('00'))).toEqual(hex('02 01 00'))
  expect(toSmallInteger(any(hex('02 02 00 80')), 'it')).toBe(128)
  for (const wrong of ['02 00', '02 01 80', '02 02 00 7f', '02 06 00 ff ff ff ff ff', '02 05 00 ff ff ff ff'])
    expect(() => toSmallInteger(any(hex(wrong)), 'it')).toThrow(NotDer)
  expect(toBoolean(any(hex('01 01 ff')), 'it')).toBe(true)
  expect(toBoolean(any(hex('01 01 00')), 'it')).toBe(false)
  expect(() => toBoolean(any(hex('01 01 01')), 'it')).toThrow(NotDer)
})

test('moments', () => {
  const at = (kind: number, text: string) => toMomentMs(any(der(kind, Buffer.from(text))), 'it')
  expect(at(tag.generalizedTime, '20260301120000Z')).toBe(Date.parse('2026-03-01T12:00:00Z'))
  expect(at(tag.generalizedTime, '20260301120000.25Z')).toBe(Date.parse('2026-03-01T12:00:00.250Z'))
  expect(at(tag.generalizedTime, '20260301120000.123456Z')).toBe(Date.parse('2026-03-01T12:00:00.123Z'))
  expect(at(tag.utcTime, '491231235959Z')).toBe(Date.parse('2049-12-31T23:59:59Z'))
  expect(at(tag.utcTime, '500101000000Z')).toBe(Date.parse('1950-01-01T00:00:00Z'))
  for (const wrong of [
    '20260301120000',
    '202603011200Z',
    '20260301120000+0100',
    '20260301120000.Z',
    '20260301120000.10Z',
    '20260230120000Z',
    '20261301120000Z',
    '20260301250000Z',
    '20260301120060Z',
    '',
  ])
    expect(() => at(tag.generalizedTime, wrong), wrong).toThrow(NotDer)
  expect(() => at(tag.utcTime, '260301120000.5Z')).toThrow(NotDer)
  expect(() => at(tag.integer, '20260301120000Z')).toThrow(NotDer)
})

const ofContent = (text: string) => any(der(tag.octetString, hex(text)))

test('lengths and numbers beyond what is read as one are refused like all else', () => {
  expect(() => any(hex('04 87 01 00 00 00 00 00 00'))).toThrow(NotDer)
  expect(toSmallInteger(ofContent('01 05'), 'it')).toBe(261)
  expect(toSmallInteger(ofContent('00 80'), 'it')).toBe(128)
  expect(() => toSmallInteger(ofContent('01 00 00 00 00 00 00'), 'it')).toThrow(NotDer)
  expect(derInteger(Buffer.alloc(0))).toEqual(hex('02 01 00'))
})

test('an object identifier may hold a zero septet, but not begin an arc with one, nor end within one', () => {
  expect(toOid(ofContent('2a 81 80 00'))).toBe('1.2.16384')
  for (const wrong of ['2a 80 01', '2a 81', '']) expect(() => toOid(ofContent(wrong))).toThrow(NotDer)
})

test('a boolean is one byte, and a moment is not empty', () => {
  for (const wrong of ['ff 00', '00 ff', '', '01']) expect(() => toBoolean(ofContent(wrong), 'it')).toThrow(NotDer)
  expect(() => toMomentMs(any(der(tag.generalizedTime)), 'it')).toThrow(NotDer)
})
