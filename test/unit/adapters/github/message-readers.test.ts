import { describe, expect, test } from 'vitest'
import { namedCommitsOf } from '../../../../src/adapters/github/named-commits.ts'
import { updateTypeOf } from '../../../../src/adapters/github/update-type.ts'

const block = (...entries: readonly string[]) =>
  [
    'Bump things',
    '',
    '---',
    'updated-dependencies:',
    ...entries,
    '...',
    '',
    'Signed-off-by: dependabot[bot] <support@github.com>',
  ].join('\n')
const update = (type: string) => `- dependency-name: lodash\n  dependency-type: direct\n  update-type: ${type}`
const semver = (size: string) => update(`version-update:semver-${size}`)

describe('the size of an update', () => {
  test.each([
    ['one patch', block(semver('patch')), 'patch'],
    ['lines that end in CRLF', block(semver('minor')).replaceAll('\n', '\r\n'), 'minor'],
    ['the largest of several', block(semver('patch'), semver('major'), semver('minor')), 'major'],
    ['the largest of two blocks', `${block(semver('patch'))}\n${block(semver('minor'))}`, 'minor'],
    ['no block', 'Bump lodash from 1.0.0 to 1.0.1', null],
    ['a dependency without a type', block(semver('patch'), '- dependency-name: left-pad'), null],
    ['a type without a dependency', block('  update-type: version-update:semver-patch'), null],
    [
      'one type more than there are dependencies',
      block(semver('patch'), '  update-type: version-update:semver-patch'),
      null,
    ],
    ['a type of tomorrow', block(semver('patch'), update('version-update:semver-tiny')), null],
    ['a type with something behind it', block(update('version-update:semver-patch # or so')), null],
    ['a very long type', block(update(`version-update:semver-patch${' '.repeat(200)}x`)), null],
  ])('%s', (_name, message, size) => {
    expect(updateTypeOf(message)).toBe(size)
  })
})

const [one, two] = ['a'.repeat(40), 'b'.repeat(64)] as const

describe('commits that a review names', () => {
  test.each([
    ['on a line of its own', `Looks good.\n\nApproved-Commit: ${one}\n`, [one]],
    ['in any case, with CRLF', `approved-commit:${one.toUpperCase()}\r\nAPPROVED-COMMIT : ${two} \r\n`, [one, two]],
    ['twice', `Approved-Commit: ${one}\nApproved-Commit: ${one}`, [one]],
    ['shortened', `Approved-Commit: ${one.slice(1)}`, []],
    ['with more on the line', `Approved-Commit: ${one} and more\nSee Approved-Commit: ${one}`, []],
    ['in a quote', `> Approved-Commit: ${one}`, []],
    ['in a list', `- Approved-Commit: ${one}`, []],
    ['indented as code', `    Approved-Commit: ${one}`, []],
    ['in a block of code', `\`\`\`\nApproved-Commit: ${one}\n\`\`\`\nApproved-Commit: ${two}`, [two]],
    ['in a block that a shorter fence does not end', `~~~~\n~~~\nApproved-Commit: ${one}\n~~~~`, []],
    ['in a block that never ends', `\`\`\`js\nx\nApproved-Commit: ${one}`, []],
    ['in a comment of HTML', `<!--\nApproved-Commit: ${one}\n-->\nApproved-Commit: ${two}`, [two]],
    ['after a comment that begins again', `<!--\n--> x <!--\nApproved-Commit: ${one}\n-->`, []],
    ['nowhere', '', []],
  ])('%s', (_name, body, commits) => {
    expect(namedCommitsOf(body)).toEqual(commits)
  })

  test('at most twenty, and a long line costs no time', () => {
    const many = Array.from({ length: 30 }, (_each, at) => `Approved-Commit: ${at.toString(16).padStart(40, '0')}`)
    expect(namedCommitsOf(many.join('\n'))).toHaveLength(20)
    expect(namedCommitsOf(`Approved-Commit: ${' '.repeat(1_000_000)}x`)).toEqual([])
  })
})
