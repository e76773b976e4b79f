import { expect, test } from 'vitest'
import { blocksOf } from '../../../src/render/page-text.ts'
import { everyOr } from '../../../src/render/register-words.ts'

const rows = (count: number) => Array.from({ length: count }, (_, index) => index)

test.each([
  ['more records', 1, '1 more record'],
  ['more policies', 1, '1 more policy'],
  ['more policies', 2, '2 more policies'],
  ['more', 1, '1 more'],
])('%s of which %i is folded away', (noun, count, summary) => {
  expect(blocksOf(rows(3 + count), 3, noun)[1]).toMatchObject({ summary })
})

test.each([
  ['P1Y', 'year'],
  ['P3M', '3 months'],
  ['PT1H', 'hour'],
  ['P1DT2H', '1 day 2 hours'],
])('every %s is every %s', (duration, words) => {
  expect(everyOr(duration)).toBe(words)
})
