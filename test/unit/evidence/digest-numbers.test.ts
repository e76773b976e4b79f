import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DigestNumbers } from '../../../src/evidence/digest-numbers.ts'

test('numbers are those of a Map', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 4000 }), { minLength: 3000, maxLength: 6000 }), (values) => {
      const numbers = new DigestNumbers()
      const map = new Map<number, number>()
      for (const value of values) {
        const wanted = map.get(value) ?? map.size
        map.set(value, wanted)
        expect(numbers.numberOf(hash('sha256', String(value), 'binary'))).toBe(wanted)
      }
      expect(numbers.count).toBe(map.size)
    }),
    { numRuns: 10 },
  )
})

test('digests that differ in one of the first 16 bytes are told apart, even where all fall into one slot', () => {
  const numbers = new DigestNumbers()
  const zero = '\0'.repeat(32)
  expect(numbers.numberOf(zero)).toBe(0)
  for (let at = 0; at < 16; at += 1)
    expect(numbers.numberOf(`${zero.slice(0, at)}\u0080${zero.slice(at + 1)}`)).toBe(at + 1)
  expect(numbers.numberOf(zero)).toBe(0)
  expect(numbers.count).toBe(17)
})

test('numbers stay over several growths', () => {
  const numbers = new DigestNumbers()
  const digests = Array.from({ length: 210_000 }, (_, index) => hash('sha256', String(index), 'binary'))
  expect(digests.filter((digest, index) => numbers.numberOf(digest) !== index)).toEqual([])
  expect(digests.filter((digest, index) => numbers.numberOf(digest) !== index)).toEqual([])
  expect(numbers.count).toBe(digests.length)
})
