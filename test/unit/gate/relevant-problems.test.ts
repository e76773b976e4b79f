import { describe, expect, test } from 'vitest'
import { mayHold, problemsOfRules } from '../../../src/gate/relevant-problems.ts'
import { startOf } from '../../../src/model/location.ts'
import { Problem } from '../../../src/model/problem.ts'
import type { SourceFile } from '../../../src/model/program-model.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { baseFiles, file, gateRules, people, roles, twoReviewers } from '../../support/gate-facts.ts'

const gateKinds = ['Program', 'People', 'Roles', 'GateRules'] as const
const otherKinds = ['Policy', 'Control', 'CriterionDecision', 'RiskRegister', 'ChangeRequest', 'Exception'] as const

describe('a file that could not be read whole', () => {
  test.each(gateKinds)('may hold a %s where its only kind is that', (kind) => {
    expect(mayHold(`kind: ${kind}\nx: [`, gateKinds)).toBe(true)
    expect(mayHold(`kind: ${kind}\nx: [`, ['ChangeRequest'])).toBe(false)
  })

  test.each(otherKinds)('holds no rules or people where its only kind is %s', (kind) => {
    expect(mayHold(`kind: ${kind}\nx: [`, gateKinds)).toBe(false)
  })

  // biome-ignore format: one row, one line
  test.each<[string, string | undefined, boolean]>([
    ['is not known at all', undefined, true],
    ['is empty', '', true],
    ['names no kind', 'id: x\n', true],
    ['names a kind that is not known', 'kind: Zoo\n', true],
    ['names another kind and one of them', 'kind: Policy\n---\nkind: People\n', true],
    ['names one of them and another kind', 'kind: People\n---\nkind: Policy\n', true],
    ['names a kind twice, so that a document without one is not missed', 'kind: Policy\nkind: Policy\n---\n{kind: People, people: [', true],
    ['begins a document behind the end of one', 'kind: Policy\n...\n{kind: People, people: [', true],
    ['has a document without a kind', 'kind: Policy\n---\nx: 1\n', true],
    ['has two documents of other kinds', 'kind: Policy\n---\nkind: Control\n', false],
    ['has an empty document before its own', '---\n\n---\nkind: Policy\n', false],
    ['ends with a mark and white space', 'kind: Policy\n---\n  \n', false],
    ['has a comment behind the kind', 'kind: Policy # one\n', false],
    ['has lines that end as on Windows', 'kind: Policy\r\nx: [\r\n', false],
    ['has lines that end as on old machines', 'kind: Policy\rkind: People\r', true],
    ['quotes the key', '"kind": Policy\n', true],
    ['quotes the value', 'kind: "Policy"\n', true],
    ['says more behind the kind', 'kind: Policy x\n', true],
    ['names the kind inside something', 'kind: Policy\nx:\n  kind: People\n', false],
  ])('that %s: %s', (_name, text, wanted) => {
    expect(mayHold(text, gateKinds)).toBe(wanted)
  })
})

const problems = (...more: readonly SourceFile[]) => {
  const files = baseFiles(twoReviewers, '', more)
  return problemsOfRules(readProgram(files), files)
}

const newPerson = (accounts: string) =>
  file(
    'compliance/b.yaml',
    `apiVersion: countersign/v1
kind: People
people:
  - {id: zoe, name: Zoe, type: employee, start: 2020-01-01, accounts: [${accounts}]}
`,
  )

describe('problems that keep rules and people from being known', () => {
  test('none', () => {
    expect(problems()).toEqual([])
  })

  // biome-ignore format: one row, one line
  test.each<[string, SourceFile, string]>([
    ['a record of rules that is broken', file('compliance/b.yaml', 'kind: GateRules\nrules: ['), 'compliance/b.yaml'],
    ['a file of records that is a link', { path: 'compliance/b.yaml', unreadable: 'it is a link', remedy: 'Make it a file.' }, 'compliance/b.yaml'],
    ['a folder that could not be read', { path: 'compliance/b', unreadable: 'it is a link', remedy: 'Make it a folder.' }, 'compliance/b:1:1 YML-001: The file it is a link. Make it a folder.'],
    ['a person twice', file('compliance/b.yaml', people.split('teams:').slice(0, 1).join('').replace(/ {2}- \{id: (?!ana).*\n/g, '')), 'there is more than one person ana'],
    ['a team twice', file('compliance/b.yaml', people.replace(/ {2}- \{id: (?!platform).*\n/g, '').replace('people:\n', 'people: []\n')), 'there is more than one team platform'],
    ['a role twice', file('compliance/b.yaml', roles.split('assignments:').slice(0, 1).join('').replace(/ {2}- \{id: (?!on_call_manager).*\n/g, '')), 'there is more than one role on_call_manager'],
    ['a rule twice', file('compliance/b.yaml', gateRules(twoReviewers)), 'there is more than one gate-rule two-reviewers'],
  ])('%s', (_name, one, wanted) => {
    const found = problems(one)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(wanted)
  })

  // biome-ignore format: one row, one line
  test.each<[string, SourceFile]>([
    ['a record of another kind that is broken', file('compliance/b.yaml', 'kind: Policy\nx: [')],
    ['the text of a policy that could not be read', { path: 'compliance/b.md', unreadable: 'it is a link', remedy: 'Make it a file.' }],
    ['something that is no record', file('compliance/b.txt', 'x')],
  ])('not %s', (_name, one) => {
    expect(problems(one)).toEqual([])
  })

  test('not an id of another kind that is there twice', () => {
    const change = (path: string) =>
      file(
        path,
        'apiVersion: countersign/v1\nkind: ChangeRequest\nid: CHG-1\ntitle: A\ndescription: B\nstatus: draft\nrequestedBy: ada\nrequestedAt: 2026-03-01T09:00:00Z\ncategory: normal\n',
      )
    expect(problems(change('compliance/b.yaml'), change('compliance/c.yaml'))).toEqual([])
  })

  test.each(gateKinds)('a broken record of kind %s', (kind) => {
    expect(problems(file('compliance/b.yaml', `kind: ${kind}\nx: [`))).toHaveLength(1)
  })

  test('not the text of a policy, which holds no record', () => {
    const problem = new Problem('YML-001', startOf('compliance/b.md'), 'The file is a link', 'Make it a file.')
    expect(problemsOfRules({ ...readProgram(baseFiles(twoReviewers)), problems: [problem] }, [])).toEqual([])
  })

  test('an account of two people, and not one that a person lists twice', () => {
    expect(problems(newPerson('{login: zoe}, {login: Zoe}'))).toEqual([])
    expect(problems(newPerson('{login: zoe}, {login: BEN}'))).toEqual(['account ben is of zoe and of ben'])
    expect(problems(newPerson('{login: zoe, id: 3}'))).toEqual(['account 3 is of zoe and of ana'])
  })

  test('each once, sorted', () => {
    const found = problems(
      { path: 'compliance/z', unreadable: 'it is a link', remedy: 'Make it a folder.' },
      file('compliance/c.yaml', gateRules(twoReviewers)),
      file('compliance/d.yaml', gateRules(twoReviewers)),
      newPerson('{login: zoe, id: 3}'),
      { path: 'compliance/a', unreadable: 'it is a link', remedy: 'Make it a folder.' },
    )
    expect(found).toEqual([
      'account 3 is of zoe and of ana',
      'compliance/a:1:1 YML-001: The file it is a link. Make it a folder.',
      'compliance/z:1:1 YML-001: The file it is a link. Make it a folder.',
      'there is more than one gate-rule two-reviewers',
    ])
  })
})
