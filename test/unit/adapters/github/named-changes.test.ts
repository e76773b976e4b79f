import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedChangesOf } from '../../../../src/adapters/github/named-changes.ts'

test.each([
  ['Change: CHG-2026-0042', ['CHG-2026-0042']],
  ['why\r\n\r\n  change :\tCHG-1  \r\n', ['CHG-1']],
  ['CHANGE:CHG-1, CHG-2,CHG-1', ['CHG-1', 'CHG-2']],
  ['Change: CHG-1\nChange: CHG-2', ['CHG-1', 'CHG-2']],
  ['Change: chg-1', []],
  ['Change: CHG-1 and more', []],
  ['Change: CHG-1, POL-2', []],
  ['see Change: CHG-1', []],
  ['Changes: CHG-1', []],
  ['Change:', []],
  [`Change: CHG-${'1'.repeat(61)}`, []],
])('%j', (body, wanted) => {
  expect(namedChangesOf(body)).toEqual(wanted)
})

test('at most 20, the first ones', () => {
  const body = Array.from({ length: 30 }, (_each, at) => `Change: CHG-${at}`).join('\n')
  expect(namedChangesOf(body)).toHaveLength(20)
  expect(namedChangesOf(body)[19]).toBe('CHG-19')
})

test('whatever a body holds, only ids come out, and soon', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('Change: ', 'CHG-1', ',', '\n', ' ', '\t', '\r'))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 50 }), (parts) => {
      const ids = namedChangesOf(parts.join(''))
      expect(ids.length).toBeLessThanOrEqual(20)
      for (const id of ids) expect(id).toMatch(/^CHG-[A-Z0-9-]{1,60}$/)
    }),
  )
  expect(namedChangesOf(`Change:${' '.repeat(100_000)}x`)).toEqual([])
})
