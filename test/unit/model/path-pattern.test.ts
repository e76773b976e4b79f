import { expect, test } from 'vitest'
import { matchesPath } from '../../../src/model/path-pattern.ts'

test.each([
  // [pattern, path, in CODEOWNERS, in .gitattributes]
  ['*', 'a/b.yaml', true, true],
  ['*.yaml', 'a/b.yaml', true, true],
  ['/a/', 'a/b/c.yaml', true, false],
  ['a/', 'x/a/c.yaml', true, false],
  ['/a', 'a/b.yaml', true, false],
  ['a', 'x/a/b.yaml', true, false],
  ['/a/*', 'a/b.yaml', true, true],
  // GitHub: files in the folder, not those in its folders.
  ['/a/*', 'a/b/c.yaml', false, false],
  ['/a/**', 'a/b/c.yaml', true, true],
  ['a/**', 'a/b.yaml', true, true],
  ['**/b.yaml', 'a/b.yaml', true, true],
  ['/b.yaml', 'a/b.yaml', false, false],
  ['a/b.yaml', 'x/a/b.yaml', false, false],
  ['A/', 'a/b.yaml', false, false],
  ['a[b]', 'ab', undefined, undefined],
  ['!a', 'a', undefined, undefined],
  ['a?', 'ab', undefined, undefined],
] as const)('%s and %s: %j, %j', (pattern, path, owners, attributes) => {
  expect([matchesPath(pattern, path, { folders: true }), matchesPath(pattern, path, { folders: false })]).toEqual([
    owners,
    attributes,
  ])
})

test('a pattern made to be slow is not', () => {
  const pattern = `/${'a*'.repeat(2000)}b`
  expect(matchesPath(pattern, 'a'.repeat(4000), { folders: true })).toBe(false)
})
