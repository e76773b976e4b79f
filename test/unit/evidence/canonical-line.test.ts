import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, NotCanonical } from '../../../src/evidence/canonical-json.ts'
import { isPlainlyCanonical } from '../../../src/evidence/canonical-line.ts'

/** What the writer makes of the value that a text means; undefined where the text means none or has no canonical form. */
function written(text: string): string | undefined {
  try {
    return canonicalJson(JSON.parse(text))
  } catch (error) {
    if (error instanceof NotCanonical || error instanceof SyntaxError) return undefined
    throw error
  }
}
const isPlain = (text: string) => isPlainlyCanonical(Buffer.from(text))
const key = fc.oneof(
  fc.constantFrom(
    'a',
    'aa',
    'ab',
    'b',
    '10',
    '9',
    '_',
    '__a',
    '__proto__',
    'constructor',
    '',
    'é',
    '\ud83d\ude00',
    '\uffff',
  ),
  fc.string({ maxLength: 3 }),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -0, 1, -1, 0.5, 1e21, 2 ** 53, 2 ** 53 - 1, 999_999_999_999_999),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('\u2028', '\u2029', '\u2027', '\n', '"', '\\', '\u007f', 'true', ' ', '{', ','),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(key, tie('any'), { maxKeys: 4 }),
  ),
})).any

test('it agrees with the writer on whatever JSON there is', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1), (json, indent) => {
      const text = JSON.stringify(json, undefined, indent)
      if (isPlain(text)) expect(written(text)).toBe(text)
    }),
    { numRuns: 3000 },
  )
})

test('it agrees with the writer on canonical lines with something changed', () => {
  const nearly = fc.tuple(
    value,
    fc.nat(),
    fc.constantFrom(' ', ',', '"', '\\', '0', '.', 'e', '-', '[', '}', '\t', 'a'),
    fc.boolean(),
  )
  fc.assert(
    fc.property(nearly, ([json, place, character, isInserted]) => {
      const line = written(JSON.stringify(json)) ?? '{}'
      const at = place % (line.length + 1)
      // Through bytes: cutting a pair of surrogates leaves what no UTF-8 holds.
      const text = Buffer.from(`${line.slice(0, at)}${character}${line.slice(isInserted ? at : at + 1)}`).toString()
      // Only text that is JSON is ever asked about.
      try {
        JSON.parse(text)
      } catch {
        return
      }
      if (isPlain(text)) expect(written(text)).toBe(text)
    }),
    { numRuns: 5000 },
  )
})

test.each([
  ['{"a":1,"b":[{"a":2},{"a":1}],"c":"é"}', true],
  ['{"b":1,"a":1}', false],
  ['{"a":1,"a":1}', false],
  ['{"a": 1}', false],
  ['{"a":1}\n', false],
  ['{"a":01}', false],
  ['{"a":-0}', false],
  ['{"a":1.0}', false],
  ['{"a":1e2}', false],
  ['{"a":"\\u0041"}', false],
  ['{"a":"\u2028"}', false],
  ['{"__proto__":1}', false],
  ['{"a":{"b":1},"B":1}', false],
  [`${'['.repeat(32)}${']'.repeat(32)}`, true],
  [`${'['.repeat(40)}${']'.repeat(40)}`, false],
])('%j: %s', (text, wanted) => {
  expect(isPlain(text)).toBe(wanted)
  if (wanted) expect(written(text)).toBe(text)
})
