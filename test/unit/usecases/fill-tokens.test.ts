import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { fillTokens, UnknownToken } from '../../../src/usecases/fill-tokens.ts'

const fill = (text: string, value: string) => fillTokens(text, new Map([['it', value]]))

test.each([
  { name: 'a day', value: '2026-03-02', wanted: 'at: 2026-03-02' },
  { name: 'an id', value: 'ana_b-2', wanted: 'at: ana_b-2' },
  { name: 'a word older readers take for false', value: 'no', wanted: 'at: "no"' },
  { name: 'the word for nothing', value: 'null', wanted: 'at: "null"' },
  { name: 'digits', value: '0123', wanted: 'at: "0123"' },
  { name: 'words', value: 'Example Ltd', wanted: 'at: "Example Ltd"' },
  { name: 'an attempt to add a key', value: 'x"\nstatus: "operating', wanted: 'at: "x\\"\\nstatus: \\"operating"' },
])('$name becomes $wanted', ({ value, wanted }) => {
  expect(fill('at: "{{it}}"', value)).toBe(wanted)
})

test('within a longer scalar the quotes stay', () => {
  expect(fill('at: "{{it}}T00:00:00Z"', '2026-03-02')).toBe('at: "2026-03-02T00:00:00Z"')
})

test('a value that looks like a token is not filled again', () => {
  expect(fill('at: "{{it}}"', '{{other}}')).toBe('at: "{{other}}"')
})

test('a token without a value is refused', () => {
  expect(() => fill('at: "{{itt}}"', 'x')).toThrow(UnknownToken)
})

test('any text arrives as it was given, alone and within, and adds nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(parse(fill('a: "{{it}}"\nb: ["x", "- {{it}}/**"]\nc: 1\n', value))).toEqual({
        a: value,
        b: ['x', `- ${value}/**`],
        c: 1,
      })
    }),
  )
})
