import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnchorCheck } from '../../../src/evidence/anchor-check.ts'
import { clockIsBehind } from '../../../src/evidence/clock-skew.ts'
import { anchoredUpTo, timeBrackets } from '../../../src/evidence/time-bracket.ts'

const day = (number: number) => new Date(Date.UTC(2026, 0, number)).toISOString()
const anchor = (
  index: number,
  size: number,
  time: string | null,
  accuracySeconds: number | null = null,
): AnchorCheck => ({
  index,
  anchor: 'rfc3161',
  size,
  authority: 'https://tsa.example.invalid/',
  outcome: time === null ? 'not-checked' : 'holds',
  why: null,
  time,
  accuracySeconds,
  certificateEnds: null,
  hasExpired: false,
})

test('a record lies after the anchors recorded before it, and before the anchors that cover it', () => {
  const { bracketOf } = timeBrackets([anchor(10, 10, day(1)), anchor(20, 18, day(2), 60), anchor(30, 30, null)])
  expect(bracketOf(0)).toEqual({ after: null, by: day(1) })
  expect(bracketOf(9)).toEqual({ after: null, by: day(1) })
  // The anchor itself: after nothing, covered by the next.
  expect(bracketOf(10)).toEqual({ after: null, by: '2026-01-02T00:01:00.000Z' })
  expect(bracketOf(11)).toEqual({ after: day(1), by: '2026-01-02T00:01:00.000Z' })
  // Recorded while the second was asked for.
  expect(bracketOf(19)).toEqual({ after: day(1), by: null })
  expect(bracketOf(25)).toEqual({ after: '2026-01-01T23:59:00.000Z', by: null })
})

test('brackets are what a look at all anchors gives', () => {
  const anchors = fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(300), fc.boolean()), { maxLength: 12 })
  fc.assert(
    fc.property(anchors, fc.nat(60), (drawn, index) => {
      const list = drawn.map(([at, size, number, holds]) => anchor(at, size, holds ? day(number) : null))
      const held = list.filter(({ time }) => time !== null)
      const by = held.filter(({ size }) => size > index).map(({ time }) => time ?? '')
      const after = held.filter((one) => one.index < index).map(({ time }) => time ?? '')
      expect(timeBrackets(list).bracketOf(index)).toEqual({
        after: after.toSorted().at(-1) ?? null,
        by: by.toSorted()[0] ?? null,
      })
    }),
  )
})

test('what is covered at most, and by when it was there', () => {
  expect(anchoredUpTo([])).toBeUndefined()
  expect(anchoredUpTo([anchor(5, 5, null)])).toBeUndefined()
  expect(anchoredUpTo([anchor(5, 5, day(3)), anchor(9, 8, day(4)), anchor(12, 12, null)])).toEqual({
    size: 8,
    by: day(4),
  })
})

test('a clock that shows less than an anchor is behind', () => {
  const anchors = [day(3)]
  expect(clockIsBehind([], 0)).toEqual([])
  expect(clockIsBehind(anchors, Date.parse(day(3)) - 600_000)).toEqual([])
  expect(clockIsBehind(anchors, Date.parse(day(3)) - 600_001)).toEqual([
    'W_SKEW the clock here shows 2026-01-02T23:49:59Z, but the log was anchored at 2026-01-03T00:00:00Z',
  ])
})
