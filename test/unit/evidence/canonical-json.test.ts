import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../../src/evidence/canonical-json.ts'

test('keys are in the order of UTF-16 code units, as the example of RFC 8785 section 3.2.3', () => {
  const value = { '\u20ac': 1, '\ufb33': 2, '1': 3, '\ud83d\ude00': 4, '\u0080': 5, '\u00f6': 6 }
  expect(canonicalJson(value)).toBe('{"1":3,"\u0080":5,"\u00f6":6,"\u20ac":1,"\ud83d\ude00":4,"\ufb33":2}')
})

test('what it writes is read back as it was', () => {
  const text = fc
    .string({ unit: 'grapheme' })
    .filter((it) => !/[\u0000-\u001f\u2028\u2029]/.test(it) && it !== '__proto__')
  const tree = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  })).value
  fc.assert(
    fc.property(tree, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

const deep = (levels: number): unknown => (levels === 0 ? null : [deep(levels - 1)])
test.each([
  { name: 'a fraction', value: { a: 1.5 }, where: '/a' },
  { name: 'a number beyond the safe integers', value: [2 ** 53], where: '/0' },
  { name: 'not a number', value: Number.NaN, where: '' },
  { name: 'half a surrogate pair', value: { a: { b: '\ud800' } }, where: '/a/b' },
  { name: 'a line separator', value: 'a\u2028b', where: '' },
  { name: 'a control character', value: 'a\nb', where: '' },
  { name: 'a control character in a key', value: { 'a\u0000': 1 }, where: '/a\u0000' },
  { name: 'a prototype key', value: JSON.parse('{"__proto__":1}'), where: '/__proto__' },
  { name: 'nothing', value: { a: undefined }, where: '/a' },
  { name: 'a hole', value: new Array(2), where: '/0' },
  { name: 'a date', value: new Date(0), where: '' },
  { name: 'a big integer', value: 1n, where: '' },
  { name: 'more than 32 levels', value: deep(34), where: '/0'.repeat(33) },
])('$name is refused', ({ value, where }) => {
  expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: 'NotCanonical', where }))
})

test('32 levels are written', () => {
  expect(canonicalJson(deep(32))).toBe(`${'['.repeat(32)}null${']'.repeat(32)}`)
})
