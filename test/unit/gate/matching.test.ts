import { expect, test } from 'vitest'
import { firstOutside, liesBelow, matcherOf, touches } from '../../../src/gate/match-paths.ts'
import { fillSeats } from '../../../src/model/distinct-people.ts'
import { matchesBranch } from '../../../src/model/match-branch.ts'
import { changedFile } from '../../support/gate-facts.ts'

test.each([
  ['main', 'main', true],
  ['main', 'maintenance', false],
  ['main', 'feature/main', false],
  ['release/*', 'release/1', true],
  ['release/*', 'release/1/2', false],
  ['release/**', 'release/1/2', true],
  ['release/**', 'release', false],
  ['**', 'any/branch', true],
  ['*', 'any/branch', false],
  ['v*.x', 'v1.2.x', true],
  ['v*.x', 'v1.2', false],
  ['**/hotfix', 'hotfix', true],
  ['**/hotfix', 'a/b/hotfix', true],
  ['a**b', 'axxb', true],
  ['main', 'xmain', false],
  ['main', 'nain', false],
  ['main', 'maim', false],
  ['main', 'mai', false],
  ['release/**', 'release/1', true],
  ['release/**/fix', 'release/fix', true],
  ['release/**/fix', 'release/1/2/fix', true],
  ['release/*/fix', 'release/fix', false],
  ['v*', 'v', true],
  ['v*', 'v1', true],
  ['v**', 'v', true],
  ['*v', 'v', true],
  ['v*v', 'v', false],
  ['ab*bc', 'abc', false],
  ['ab*bc', 'ababc', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*aab', 'aaab', true],
  ['*ab', 'axb', false],
  ['main', '', false],
  ['*', '', true],
])('branch pattern %s and %s: %s', (pattern, branch, wanted) => {
  expect(matchesBranch(pattern, branch)).toBe(wanted)
})

test('a long name takes no long time', () => {
  expect(matchesBranch(`${'*a'.repeat(50)}b`, 'a'.repeat(250))).toBe(false)
  expect(
    matchesBranch(Array.from({ length: 30 }, () => '**').join('/'), Array.from({ length: 100 }, () => 'a').join('/')),
  ).toBe(true)
})

const program = ['compliance/**', '!compliance/changes/**', 'iam/**']
test.each([
  [program, 'compliance/people.yaml', true],
  [program, 'compliance/changes/1.yaml', false],
  [program, 'app/x', false],
  [['iam/'], 'iam/a/b.tf', true],
  [['iam'], 'iam/a/b.tf', true],
  [['/iam'], 'x/iam/b.tf', false],
  [['*.tf'], 'deep/down/x.tf', true],
  [['app/*.ts'], 'app/a.ts', true],
  [['app/*.ts'], 'app/b/a.ts', false],
  [['!docs/**'], 'app/a.ts', true],
  [['!docs/**'], 'docs/a.md', false],
  [['a/**', '!a/b/**', 'a/b/c.ts'], 'a/b/c.ts', true],
  [['IAM/'], 'iam/x', false],
  [['#x'], '#x', true],
  [['iam/'], '../iam/x', true],
  [['iam/'], '', true],
  [['iam/'], '/iam/x', true],
  [['iam/'], 'app/../iam/x', true],
  [['iam/'], 'app/./x', true],
  [['iam/'], 'app//x', true],
  [['iam/'], 'app/...', false],
])('path patterns %j and %s: %s', (patterns, path, wanted) => {
  expect(touches(patterns, [changedFile(path)])).toBe(wanted)
})

const changed = (path: string, previousPath: string | null = null) => changedFile(path, { previousPath })
test.each([
  [[changed('c/changes/1.yaml')], true],
  [[changed('c/changes/1.yaml'), changed('c/changes/deep/2.yaml')], true],
  [[], false],
  [[changed('c/changes.yaml')], false],
  [[changed('c/changes/1.yaml'), changed('c/people.yaml')], false],
  [[changed('c/changes/1.yaml', 'c/people.yaml')], false],
  [[changed('c/people.yaml', 'c/changes/1.yaml')], false],
  [[changed('c/changes/../people.yaml')], false],
  [[changed('c/changes//people.yaml')], false],
  [[changed('c/changes/./people.yaml')], false],
])('%j lies below the folder: %s', (files, wanted) => {
  expect(liesBelow('c/changes', files)).toBe(wanted)
})

test.each([
  [['app/'], [changed('app/a.ts')], undefined],
  [['app/'], [changed('app/a.ts'), changed('app/b.ts')], undefined],
  [['app/'], [changed('app/a.ts'), changed('iam/b.tf')], 'iam/b.tf'],
  [['app/'], [changed('app/a.ts', 'iam/a.ts')], 'iam/a.ts'],
  [['**'], [changed('app/../a.ts')], 'app/../a.ts'],
  [['!iam/'], [changed('app/../a.ts')], 'app/../a.ts'],
  [['!iam/'], [changed('app/a.ts')], undefined],
  [['app/', '!app/a.ts'], [changed('app/a.ts')], 'app/a.ts'],
])('patterns %j of %j do not mean %s', (patterns, files, wanted) => {
  expect(firstOutside(patterns, files)).toBe(wanted)
})

test('a path that no tree can hold is meant by no single pattern, and breaks none', () => {
  expect(matcherOf('iam/')('../iam/x')).toBe(false)
  expect(matcherOf('iam/')('')).toBe(false)
})

test('no file is no match, even for everything', () => {
  expect(touches(['**', '!docs/**'], [])).toBe(false)
})

test.each([
  [[['a', 'b'], ['a']], []],
  [[['a'], ['a']], [1]],
  [[['a', 'b'], ['a'], ['b']], [2]],
  [[['a', 'b'], ['b', 'c'], ['a']], []],
  [[[], ['a']], [0]],
])('seats %j stay empty: %j', (candidates, empty) => {
  expect(fillSeats(candidates).empty).toEqual(empty)
})
