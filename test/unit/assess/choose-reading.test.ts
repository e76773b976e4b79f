import { expect, test } from 'vitest'
import { type AskedReading, chooseReading } from '../../../src/assess/choose-reading.ts'

const asOf = '2026-06-30'
const typeTwo = { reportType: 'type2', period: { start: '2026-01-01', end: '2026-12-31' } } as const
const typeOne = { reportType: 'type1' } as const

test.each<{ name: string; asked: AskedReading; program: typeof typeOne | typeof typeTwo; says: string }>([
  {
    name: 'Type I over a period',
    asked: { type: 'type1', from: asOf, to: asOf },
    program: typeTwo,
    says: 'has no --from',
  },
  { name: 'Type I from a day', asked: { type: 'type1', from: asOf }, program: typeTwo, says: 'has no --from' },
  { name: 'no last day', asked: { from: '2026-01-01' }, program: typeTwo, says: 'needs both of its days' },
  { name: 'no first day', asked: { to: '2026-01-01' }, program: typeTwo, says: 'needs both of its days' },
  { name: 'no period anywhere', asked: { type: 'type2' }, program: typeOne, says: 'needs a period' },
  { name: 'backwards', asked: { from: '2026-02-02', to: '2026-02-01' }, program: typeTwo, says: 'before it begins' },
  {
    name: 'too long',
    asked: { from: '2010-01-01', to: '2026-01-01' },
    program: typeTwo,
    says: 'longer than ten years',
  },
  { name: 'to come', asked: { from: '2026-07-01', to: '2026-12-31' }, program: typeTwo, says: 'after 2026-06-30' },
])('a reading that is $name is refused', ({ asked, program, says }) => {
  const found = chooseReading(asked, program, asOf)
  expect(found).toMatchObject({ kind: 'refused', what: expect.stringContaining(says) })
})

test('what is not asked for is as the program says', () => {
  expect(chooseReading({}, typeTwo, asOf)).toEqual({ kind: 'as-written' })
  expect(chooseReading({}, undefined, asOf)).toEqual({ kind: 'as-written' })
})

test('what is asked for is said, with what the program says', () => {
  expect(chooseReading({ from: '2026-02-01', to: '2026-02-01' }, typeOne, asOf)).toEqual({
    kind: 'other',
    reading: { type: 'type2', period: { start: '2026-02-01', end: '2026-02-01' } },
    note: 'Read as a Type II over 2026-02-01 to 2026-02-01, as was asked; the program says Type I.',
  })
  expect(chooseReading({ type: 'type1' }, typeTwo, asOf)).toMatchObject({ kind: 'other', reading: { type: 'type1' } })
  expect(chooseReading({ type: 'type2' }, typeTwo, asOf)).toMatchObject({
    reading: { type: 'type2', period: typeTwo.period },
  })
})
