import { expect, test } from 'vitest'
import {
  account,
  baseFiles,
  decide,
  file,
  HEAD,
  known,
  notKnown,
  people,
  review,
  type Situation,
  twoReviewers,
} from '../../support/gate-facts.ts'

const rowsOf = (situation: Situation) => decide(situation).reviewers
const of = (login: string | null, id: number, more: Parameters<typeof review>[1] = {}) => review(login, { id, ...more })
const lead = '  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}'

test('a row says everything of a review that counts', () => {
  expect(rowsOf({ facts: { reviews: known([of('ana', 1)]) } })).toEqual([
    {
      review: 1,
      name: 'ana',
      person: 'ana',
      account: { id: 3, login: 'ana' },
      state: 'approved',
      submittedAt: '2026-03-03T10:00:00Z',
      commit: HEAD,
      url: 'https://github.com/acme/shop/pull/7#pullrequestreview-1',
      counted: 'yes',
      countedFor: ['two-reviewers'],
      reasons: [],
    },
  ])
})

test('a row of a deleted account, of no commit and no moment', () => {
  expect(
    rowsOf({ facts: { reviews: known([of(null, 1, { commit: null, submittedAt: null, state: 'pending' })]) } }),
  ).toEqual([
    {
      review: 1,
      name: 'a deleted account',
      person: undefined,
      account: undefined,
      state: 'pending',
      submittedAt: undefined,
      commit: undefined,
      url: 'https://github.com/acme/shop/pull/7#pullrequestreview-1',
      counted: 'no',
      countedFor: [],
      reasons: ['the review was not submitted', 'the account was deleted'],
    },
  ])
})

test('somebody who is not in People has no id there', () => {
  expect(rowsOf({ facts: { reviews: known([of('zed', 1)]) } })).toMatchObject([{ name: 'zed', person: undefined }])
})

const counted = (situation: Situation) =>
  rowsOf(situation).map(({ name, counted: how, countedFor, reasons }) => ({ name, how, countedFor, reasons }))

test('a review counts for the rules that let its giver approve, and says why not for the others', () => {
  const rules = `${twoReviewers}\n${lead}`
  expect(counted({ rules, facts: { reviews: known([of('ana', 1), of('mia', 2)]) } })).toEqual([
    { name: 'ana', how: 'yes', countedFor: ['two-reviewers', 'lead'], reasons: [] },
    { name: 'mia', how: 'yes', countedFor: ['two-reviewers'], reasons: ['lead: is not role technical_lead'] },
  ])
})

test('a review that counts for no rule says so', () => {
  expect(counted({ rules: lead, facts: { reviews: known([of('mia', 1)]) } })).toEqual([
    { name: 'mia', how: 'no', countedFor: [], reasons: ['lead: is not role technical_lead'] },
  ])
  expect(
    counted({
      rules: '  - {id: apart, forbid: {samePerson: [approver, deployer]}}',
      facts: { reviews: known([of('mia', 1)]) },
    }),
  ).toEqual([{ name: 'mia', how: 'no', countedFor: [], reasons: ['no rule asks for it'] }])
})

test('a review that cannot count says why it cannot, and nothing of the rules', () => {
  expect(counted({ rules: lead, facts: { reviews: known([of('ada', 1)]) } })).toEqual([
    { name: 'ada', how: 'no', countedFor: [], reasons: ['opened the pull request', 'wrote commit aaaaaaa'] },
  ])
})

test('a review of which something is not known is not known to count', () => {
  const row = { how: 'unknown', countedFor: [] as readonly string[] }
  expect(counted({ facts: { reviews: known([of('ana', 1)]), permissions: [] } })).toEqual([
    { name: 'ana', ...row, reasons: ['the permission of this account could not be read'] },
  ])
  expect(counted({ facts: { reviews: known([of('ana', 1)]), headChanges: notKnown } })).toEqual([
    { name: 'ana', ...row, reasons: ['when the head changed could not be read: the list was cut'] },
  ])
  expect(counted({ rules: lead, facts: { reviews: known([of('mia', 1)]), permissions: [] } })).toEqual([
    {
      name: 'mia',
      ...row,
      reasons: ['the permission of this account could not be read', 'lead: is not role technical_lead'],
    },
  ])
})

test('rows are sorted by name, then by review', () => {
  const reviews = known([of('zed', 1), of(null, 10), of(null, 9), of('ben', 2), of('ana', 3)])
  expect(rowsOf({ facts: { reviews } }).map(({ name, review: id }) => `${name} ${id}`)).toEqual([
    'a deleted account 9',
    'a deleted account 10',
    'ana 3',
    'ben 2',
    'zed 1',
  ])
})

test('a machine that works as a user is one where People says so', () => {
  const robot = people.replace('type: service', 'type: bot')
  const files = [...baseFiles(twoReviewers).slice(0, 1), file('compliance/people.yaml', robot)]
  expect(counted({ files, facts: { reviews: known([of('robo', 1)]) } })).toEqual([
    { name: 'robo', how: 'no', countedFor: [], reasons: ['is a machine, not a person'] },
  ])
})

test('every reason is said', () => {
  const odd = of('eve', 1, { commit: null, submittedAt: null, editedBy: account('dan') })
  expect(counted({ facts: { reviews: known([odd]) } })).toEqual([
    {
      name: 'eve',
      how: 'no',
      countedFor: [],
      reasons: [
        'has only read permission, write is needed',
        'is of no commit',
        'when it was submitted is not known',
        'was edited by dan',
      ],
    },
  ])
})
