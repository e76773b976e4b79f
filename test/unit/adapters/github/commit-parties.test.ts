import { describe, expect, test } from 'vitest'
import { toCommit } from '../../../../src/adapters/github/commit-parties.ts'
import { ForgeUnreachable } from '../../../../src/model/forge-fault.ts'

const sha = 'a'.repeat(40)
const person = (id: number, login: string, type = 'User') => ({ id, login, type, email: `${login}@example.com` })
const commit = (message: string, more: object = {}) => ({
  sha,
  commit: { message, verification: { verified: false } },
  author: person(1, 'ana'),
  committer: person(1, 'ana'),
  parents: [],
  ...more,
})
const coAuthors = (message: string, host = 'github.com') =>
  toCommit(commit(message), host)
    .parties.filter(({ as }) => as === 'co-author')
    .map(({ account }) => account && `${account.id} ${account.login} ${account.type}`)

describe('co-authors of a message', () => {
  test.each([
    ['as GitHub writes it', 'Fix\n\nCo-authored-by: Ben <2+ben@users.noreply.github.com>', ['2 ben user']],
    ['in any case', 'Fix\n\nCO-AUTHORED-BY: Ben <2+Ben@USERS.noreply.GitHub.com>', ['2 Ben user']],
    ['in any paragraph', 'Co-authored-by: B <2+ben@users.noreply.github.com>\n\nmore text', ['2 ben user']],
    [
      'indented, quoted or with CRLF',
      ' Co-Authored-By:<2+b@users.noreply.github.com>\r\n> co-authored-by: <3+c@users.noreply.github.com>\r\n',
      ['2 b user', '3 c user'],
    ],
    [
      'a bot',
      'x\n\nCo-authored-by: bot <49699333+dependabot[bot]@users.noreply.github.com>',
      ['49699333 dependabot[bot] bot'],
    ],
    [
      'the same one twice',
      'x\n\nCo-authored-by: a <2+b@users.noreply.github.com>\nCo-authored-by: c <2+b@users.noreply.github.com>',
      ['2 b user'],
    ],
    ['an address of their own', 'x\n\nCo-authored-by: Ben <ben@example.com>', [null]],
    ['the old form without a number', 'x\n\nCo-authored-by: Ben <ben@users.noreply.github.com>', [null]],
    ['the number of another forge', 'x\n\nCo-authored-by: Ben <2+ben@users.noreply.ghe.example>', [null]],
    ['a domain that only ends so', 'x\n\nCo-authored-by: Ben <2+ben@evil.users.noreply.github.com>', [null]],
    ['a number too large to be one', 'x\n\nCo-authored-by: B <9999999999999999+b@users.noreply.github.com>', [null]],
    ['no address', 'x\n\nCo-authored-by: Ben', [null]],
    ['a deleted account', 'x\n\nCo-authored-by: g <10137+ghost@users.noreply.github.com>', [null]],
    ['none', 'x\n\nReviewed-by: Ben <2+ben@users.noreply.github.com>\nno Co-authored-by: here', []],
  ])('%s', (_name, message, wanted) => {
    expect(coAuthors(message)).toEqual(wanted)
  })

  test('an address of GitHub Enterprise Server counts there', () => {
    expect(coAuthors('x\n\nCo-authored-by: B <2+b@users.noreply.ghe.example>', 'ghe.example')).toEqual(['2 b user'])
  })

  test('more than a commit can hold: one of them is nobody', () => {
    const lines = Array.from({ length: 300 }, (_each, at) => `Co-authored-by: x <${at + 1}+u@users.noreply.github.com>`)
    const { parties } = toCommit(commit(lines.join('\n')), 'github.com')
    expect(parties).toHaveLength(200)
    expect(parties.at(-1)).toEqual({ as: 'co-author', account: null })
  })
})

describe('the committer', () => {
  const webFlow = person(19_864_447, 'web-flow')
  const committer = (more: object) =>
    toCommit(commit('x', more), 'github.com')
      .parties.filter(({ as }) => as === 'committer')
      .map(({ account }) => account?.login ?? null)
  const signed = { message: 'x', verification: { verified: true } }

  test.each([
    ['the platform, signed', { committer: webFlow, commit: signed }, []],
    ['its name, unsigned', { committer: webFlow }, [null]],
    ['its name on another server, signed', { committer: person(7, 'web-flow'), commit: signed }, []],
    [
      'a signature that says "true" in words',
      { committer: webFlow, commit: { message: 'x', verification: { verified: 'true' } } },
      [null],
    ],
    ['a person, signed', { committer: person(2, 'ben'), commit: signed }, ['ben']],
    ['nobody', { committer: null }, [null]],
    ['an empty object', { committer: {} }, [null]],
  ])('%s', (_name, more, wanted) => {
    expect(committer(more)).toEqual(wanted)
  })

  test('accounts keep number, login and type and nothing else', () => {
    const { parties } = toCommit(commit('x', { author: person(3, 'imported', 'Mannequin') }), 'github.com')
    expect(parties[0]).toEqual({ as: 'author', account: { id: 3, login: 'imported', type: 'other' } })
  })
})

test.each([
  ['no id', { sha: undefined }],
  ['zeros for an id', { sha: '0'.repeat(40) }],
  ['no content', { commit: undefined }],
  ['no message', { commit: {} }],
  ['no parents', { parents: undefined }],
  ['a parent that is none', { parents: [{ sha: 'x' }] }],
  ['more parents than git allows in earnest', { parents: Array(65).fill({ sha }) }],
  ['an author without a number', { author: { login: 'ana' } }],
  ['a number that was rounded', { author: { id: 2 ** 53, login: 'ana' } }],
])('a commit with %s is no answer', (_name, more) => {
  expect(() => toCommit(commit('x', more), 'github.com')).toThrow(ForgeUnreachable)
})
