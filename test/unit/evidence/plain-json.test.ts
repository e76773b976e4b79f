import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePlainJson } from '../../../src/evidence/plain-json.ts'

test('what JSON.stringify writes is read, with any white space between its parts', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 2, '\t', ' \t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      fc.pre(!text.includes('"__proto__"'))
      expect(parsePlainJson(` ${text.replaceAll('\n', '\r\n')}\n`)).toEqual({ value: JSON.parse(text) })
    }),
  )
})

test.each([
  ['a member twice', '{"a":1,"a":2}'],
  ['a member twice, once escaped', '{"a":1,"\\u0061":2}'],
  ['a prototype', '{"__proto__":1,"a":2,"__proto__":3}'],
  ['another form of a number', '{"a":1.0}'],
  ['an escape without need', '"\\/"'],
  ['no JSON', '{a:1}'],
  ['two values', '1 2'],
  ['nothing', ''],
])('%s is refused', (_what, text) => {
  expect(parsePlainJson(text)).toBeUndefined()
})

test.each(['"a \\" b"', '{" \\\\": " \\\\\\" x "}', '["", "\\\\", " "]'])(
  'quotes and spaces inside of %s stay',
  (text) => {
    expect(parsePlainJson(text)).toEqual({ value: JSON.parse(text) })
  },
)
