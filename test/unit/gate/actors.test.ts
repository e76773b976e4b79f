import { describe, expect, test } from 'vitest'
import { findActors, isGhost, isPerson, nameOfPerson } from '../../../src/gate/actors.ts'
import type { Person } from '../../../src/model/records.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import { account, baseFiles, twoReviewers } from '../../support/gate-facts.ts'

const { model } = readProgram(baseFiles(twoReviewers))
const actorOf = findActors(model, [])
const person = (accounts?: Person['accounts']): Person => ({
  id: 'ana',
  name: 'Ana',
  type: 'employee',
  start: '2020-01-01',
  ...(accounts === undefined ? {} : { accounts }),
})

describe('the name of a person', () => {
  test.each([
    ['without an account', undefined, 'ana'],
    ['with no account in the list', [], 'ana'],
    ['with a login that says nothing new', [{ login: 'Ana' }], 'ana'],
    ['with another login', [{ login: 'ana-codes' }], 'ana (ana-codes)'],
    ['with two, the first', [{ login: 'work' }, { login: 'home' }], 'ana (work)'],
  ])('%s', (_name, accounts, wanted) => {
    expect(nameOfPerson(person(accounts))).toBe(wanted)
  })
})

test.each([
  ['ada', 'person:ada', 'ada'],
  ['ada-home', 'person:ada', 'ada (ada-home)'],
  ['zed', 'account:9', 'zed'],
])('the account %s is %s, shown as %s', (login, key, name) => {
  expect(actorOf(account(login))).toMatchObject({ key, name, account: account(login) })
})

test('a login in other letters says nothing new either', () => {
  expect(actorOf({ ...account('ben'), login: 'Ben' }).name).toBe('ben')
})

test('one number under another login is not taken for the account before', () => {
  expect(actorOf({ id: 99, login: 'ben', type: 'user' }).key).toBe('person:ben')
  expect(actorOf({ id: 99, login: 'zoe', type: 'user' }).key).toBe('account:99')
})

test.each([
  ['ana', true],
  ['dan', true],
  ['zed', true],
  ['robo', false],
  ['app[bot]', false],
])('%s is held to what they do: %s', (login, wanted) => {
  expect(isPerson(actorOf(account(login)))).toBe(wanted)
})

test.each([
  ['ghost', true],
  ['Ghost', true],
  ['ghostwriter', false],
])('%s stands for deleted accounts: %s', (login, wanted) => {
  expect(isGhost({ id: 1, login, type: 'user' })).toBe(wanted)
})
