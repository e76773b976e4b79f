import { describe, expect, test } from 'vitest'
import { findActors } from '../../../src/gate/actors.ts'
import { contributorsOf } from '../../../src/gate/contributors.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import {
  account,
  baseFiles,
  commit,
  type FactsPatch,
  facts,
  file,
  HEAD,
  known,
  notKnown,
  OLD,
  opened,
  people,
  push,
  twoReviewers,
} from '../../support/gate-facts.ts'

const actorOf = findActors(readProgram(baseFiles(twoReviewers)).model, [])
const untilMs = Date.parse('2026-03-03T12:00:00Z')
const contributors = (patch: FactsPatch = {}) => contributorsOf(facts(patch), actorOf, { untilMs, day: '2026-03-04' })
const reasons = (patch: FactsPatch = {}) => Object.fromEntries(contributors(patch).reasons)
const by = (as: 'author' | 'committer' | 'co-author', login: string | null) => ({
  as,
  account: login === null ? null : account(login),
})
/** A commit whose name shows that seven letters of it are said. */
const sha = (start: string) => `${start}${'0'.repeat(40 - start.length)}`
const ghost = account('ghost')

const plain = { 'person:ada': ['opened the pull request', 'wrote commit aaaaaaa'] }

describe('parts that people had', () => {
  // biome-ignore format: one row, one line
  test.each<[string, FactsPatch, Record<string, readonly string[]>]>([
    ['the author of pull request and commit', {}, plain],
    ['the author alone', { commits: known([commit({ parties: [by('author', 'mia')] })]), headChanges: known([]) }, { 'person:ada': ['opened the pull request'], 'person:mia': ['wrote commit aaaaaaa'] }],
    ['who opened it, where it is another account', { headChanges: known([opened({ by: account('mia') })]) }, { ...plain, 'person:mia': ['opened the pull request'] }],
    ['who asked for it', { pull: { requestedBy: account('mia') } }, { ...plain, 'person:mia': ['asked the author, a machine, for it'] }],
    ['several parts, sorted', { commits: known([commit({ parties: [by('author', 'ada'), by('co-author', 'mia'), by('committer', 'mia')] })]), headChanges: known([push('2026-03-02T10:00:00Z', { by: account('mia') })]) }, { 'person:ada': ['opened the pull request', 'wrote commit aaaaaaa'], 'person:mia': ['committed commit aaaaaaa', 'is a co-author of commit aaaaaaa', 'pushed to the branch'] }],
    ['two commits, sorted', { commits: known([commit({ sha: sha('b1234567') }), commit({ sha: sha('a1234567') }), commit()]) }, { 'person:ada': ['opened the pull request', 'wrote commit a123456 and 2 more'] }],
    ['a push at the moment of the merge', { headChanges: known([opened(), push('2026-03-03T12:00:00Z', { by: account('mia') })]) }, { ...plain, 'person:mia': ['pushed to the branch'] }],
    ['no push after the merge', { headChanges: known([opened(), push('2026-03-03T12:00:01Z', { by: account('mia') })]) }, plain],
    ['no change of the base', { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { kind: 'base-changed', by: account('mia') })]) }, plain],
  ])('%s', (_name, patch, wanted) => {
    expect(reasons(patch)).toEqual(wanted)
    expect(contributors(patch).unknown).toEqual([])
  })
})

// biome-ignore format: one row, one line
test.each<[string, FactsPatch, readonly string[]]>([
  ['who opened it', { commits: known([]), headChanges: known([]) }, ['person:ada']],
  ['who asked a machine for it', { pull: { requestedBy: account('mia') } }, ['person:ada', 'person:mia']],
  ['who wrote a commit', { commits: known([commit({ parties: [by('author', 'mia')] })]) }, ['person:ada', 'person:mia']],
  ['not who committed, is a co-author or pushed', { commits: known([commit({ parties: [by('author', 'ada'), by('committer', 'ana'), by('co-author', 'ben')] })]), headChanges: known([opened(), push('2026-03-02T10:00:00Z', { by: account('mia') })]) }, ['person:ada']],
])('an author is %s', (_name, patch, wanted) => {
  expect([...contributors(patch).authors].sort()).toEqual(wanted)
})

describe('a machine account that people use', () => {
  const service = (more: string) => {
    const files = [
      ...baseFiles(twoReviewers).slice(0, 1),
      file('compliance/people.yaml', people.replace('name: Robo, type: service', `name: Robo, type: service${more}`)),
    ]
    const find = findActors(readProgram(files).model, [])
    const patch = { commits: known([commit({ parties: [by('author', 'robo')] })]), headChanges: known([]) }
    return contributorsOf(facts(patch), find, { untilMs, day: '2026-03-04' })
  }
  const robo = { 'person:ada': ['opened the pull request'], 'person:robo': ['wrote commit aaaaaaa'] }

  test('is a part of whoever answers for it', () => {
    const { reasons: found, unknown } = service(', owner: mia')
    expect(Object.fromEntries(found)).toEqual({
      ...robo,
      'person:mia': ['answers for robo, which wrote commit aaaaaaa'],
    })
    expect(unknown).toEqual([])
  })

  test('is a part of nobody else, where nobody answers for it', () => {
    expect(Object.fromEntries(service('').reasons)).toEqual(robo)
  })
})

const signed = commit({ signatureVerified: true })
const nobody = push('2026-03-02T10:00:00Z', { by: null })

describe('parts that nobody knows', () => {
  // biome-ignore format: one row, one line
  test.each<[string, FactsPatch, readonly string[]]>([
    ['the author', { pull: { author: null } }, ['the account of the author was deleted']],
    ['the author, shown as a deleted account', { pull: { author: ghost } }, ['the account of the author was deleted']],
    ['the author of a commit', { commits: known([commit({ sha: HEAD, parties: [by('author', null)] })]) }, ['no account is known for the author of aaaaaaa']],
    ['the author of a commit, shown as a deleted account', { commits: known([commit({ parties: [by('author', 'ghost')] })]) }, ['no account is known for the author of aaaaaaa']],
    ['a commit without an author', { commits: known([commit({ parties: [by('committer', 'ada')] })]) }, ['nobody is named as author of aaaaaaa']],
    ['commits', { commits: notKnown }, ['the commits could not be read: the list was cut']],
    ['some commits', { pull: { totals: { commits: 2, changedFiles: 1 } } }, ['1 commits were read, the pull request has 2']],
    ['the head', { commits: known([commit({ sha: OLD })]) }, ['the head aaaaaaa is not among the commits']],
    ['pushes', { headChanges: notKnown }, ['who pushed to the branch could not be read: the list was cut']],
    ['who pushed', { headChanges: known([opened(), nobody]) }, ['who pushed to the branch is not known']],
    ['who pushed, shown as a deleted account', { headChanges: known([opened(), { ...nobody, by: ghost }]) }, ['who pushed to the branch is not known']],
    ['who pushed, where one commit is not signed', { commits: known([signed, commit({ sha: OLD })]), headChanges: known([opened(), nobody]) }, ['who pushed to the branch is not known']],
    ['who pushed, where commits are not known', { commits: notKnown, headChanges: known([opened(), nobody]) }, ['the commits could not be read: the list was cut', 'who pushed to the branch is not known']],
    ['who pushed, where all is signed', { commits: known([signed]), headChanges: known([opened(), nobody]) }, []],
    ['who opened it: that is the author', { headChanges: known([opened({ by: null })]) }, []],
    ['who changed the base: nothing was written', { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { kind: 'base-changed', by: null })]) }, []],
    ['who pushed after the merge', { headChanges: known([opened(), push('2026-03-03T12:00:01Z', { by: null })]) }, []],
    ['two things, sorted', { pull: { author: null }, commits: known([commit({ sha: sha('f1234567'), parties: [] })]) }, ['nobody is named as author of f123456', 'the account of the author was deleted', 'the head aaaaaaa is not among the commits']],
  ])('%s', (_name, patch, wanted) => {
    expect(contributors(patch).unknown).toEqual(wanted)
  })
})
