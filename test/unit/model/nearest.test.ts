import { expect, test } from 'vitest'
import { nearest } from '../../../src/model/nearest.ts'

test.each([
  ['POL-ACESS', ['POL-ACCESS', 'POL-CHANGE'], 'POL-ACCESS'],
  ['titel', ['title', 'version'], 'title'],
  ['Polcy', ['Policy', 'People'], 'Policy'],
  ['OWNER', ['owner'], 'owner'],
  ['owner', ['owner'], undefined],
  ['zzzz', ['title', 'owner'], undefined],
  ['', ['a'], undefined],
  ['x'.repeat(65), ['x'.repeat(64)], undefined],
])('%s of %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})
