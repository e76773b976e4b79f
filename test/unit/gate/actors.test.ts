import { describe, expect, test } from 'vitest'
import { findActors, isAccountable, isGhost, isPerson, nameOfPerson } from '../../../src/gate/actors.ts'
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

test('a machine that belongs to a person is held to nothing by itself', () => {
  expect(isAccountable(actorOf(account('ana')))).toBe(true)
  expect(isAccountable(actorOf(account('robo')))).toBe(false)
  expect(isAccountable(actorOf({ ...account('ana'), type: 'bot' }))).toBe(false)
})

describe('which of two logins of one number is the present one', () => {
  const other = (login: string, type: 'user' | 'bot' = 'user') => ({ id: 77, login, type })
  test.each([
    ['the one that People has, first by name', other('ben'), other('zoe'), 'person:ben'],
    ['the one that People has, last by name', other('ben'), other('abe'), 'person:ben'],
    ['the first by name, where People has none', other('abe'), other('zoe'), 'account:77'],
    ['the machine, of two that differ in nothing else', other('abe', 'bot'), other('abe'), 'account:77'],
  ])('%s', (_name, wanted, left, key) => {
    for (const seen of [
      [wanted, left],
      [left, wanted],
    ]) {
      expect(findActors(model, seen)(other('old'))).toMatchObject({ key, account: wanted })
    }
  })
})

test.each([
  ['ghost', true],
  ['Ghost', true],
  ['ghostwriter', false],
])('%s stands for deleted accounts: %s', (login, wanted) => {
  expect(isGhost({ id: 1, login, type: 'user' })).toBe(wanted)
})
