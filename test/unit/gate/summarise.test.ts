import { describe, expect, test } from 'vitest'
import {
  account,
  apart,
  byCategory,
  changeRecord,
  changeRequest,
  changeWith,
  decide,
  known,
  merged,
  notKnown,
  review,
  type Situation,
  twoReviewers,
} from '../../support/gate-facts.ts'

const said = (situation: Situation) => {
  const { summary, notes } = decide(situation)
  return { summary, notes }
}
const two = known([review('ana'), review('ben')])
const objection = (login: string) => review(login, { state: 'changes-requested' })
const ends = (login: string) =>
  `${login} asked for changes: ${login} can withdraw it by approving, or somebody who had no part in the change can dismiss it`
const needsTwo = '0 of 2 approvals; 2 more needed from somebody with write permission who had no part in the change'
const merging = 'deployment: {merging: true}'
const emergency = changeWith('category: normal', 'category: emergency')

describe('the first line and the notes', () => {
  // biome-ignore format: one row, one line
  test.each<[string, Situation, string, readonly string[]]>([
    ['approved by those who count', { facts: { reviews: known([...two.value, review('mia', { state: 'commented' })]) } }, 'Approved by ana and ben.', []],
    ['one cause', {}, `Waiting: two-reviewers: ${needsTwo}`, []],
    ['two causes', { rules: `${twoReviewers}\n  - {id: again, require: {approvals: 2}}` }, `Waiting: two-reviewers: ${needsTwo} (and 1 more)`, [`again: ${needsTwo}`]],
    ['an objection alone, where the approvals are there', { facts: { reviews: known([...two.value, objection('dan')]) } }, `Refused: ${ends('dan')}`, []],
    ['two objections', { facts: { reviews: known([...two.value, objection('dan'), objection('mia')]) } }, `Refused: ${ends('dan')} (and 1 more)`, [ends('mia')]],
    ['what waits says nothing where something is refused', { facts: { reviews: known([objection('dan')]) } }, `Refused: ${ends('dan')}`, []],
    ['what is not known is a note where something is refused', { facts: { reviews: known([objection('dan')]), headChanges: notKnown } }, `Refused: ${ends('dan')}`, ['who pushed to the branch could not be read: the list was cut', 'when the head changed could not be read: the list was cut']],
    ['what is not known', { facts: { pull: { author: null }, reviews: two } }, 'Not determined: the account of the author was deleted', []],
    ['a draft', { facts: { pull: { draft: true } } }, 'Waiting: it is a draft. Mark it ready for review.', [`two-reviewers: ${needsTwo}`]],
    ['a draft with an objection', { facts: { pull: { draft: true }, reviews: known([objection('dan')]) } }, 'Waiting: it is a draft. Mark it ready for review.', [`two-reviewers: ${needsTwo}`, ends('dan')]],
    ['a draft that nothing else keeps waiting', { facts: { pull: { draft: true }, reviews: two } }, 'Waiting: it is a draft. Mark it ready for review.', []],
  ])('%s', (_name, situation, summary, notes) => {
    expect(said(situation)).toEqual({ summary, notes })
  })
})

describe('a rule that names who can help comes first', () => {
  test.each([
    ['roles', 'require: {approvals: 1, from: {roles: [on_call_manager]}}'],
    ['users', 'require: {approvals: 1, from: {users: [dan]}}'],
    ['teams', 'require: {approvals: 1, from: {teams: [platform]}}'],
    ['one of three lists', 'require: {approvals: 1, from: {roles: [], teams: [], users: [dan]}}'],
    ['a change request', 'require: {changeRequest: approved}'],
  ])('%s', (_name, rule) => {
    expect(decide({ rules: `${twoReviewers}\n  - {id: own, ${rule}}` }).summary).toMatch(/^Waiting: own: /)
  })

  test.each([
    ['anybody', 'require: {approvals: 1}'],
    ['anybody who may do more', 'require: {approvals: 1, from: {permission: admin}}'],
    ['empty lists', 'require: {approvals: 1, from: {roles: [], users: [], teams: []}}'],
    ['nobody', 'require: {approvals: 1, from: []}'],
  ])('not %s', (_name, rule) => {
    expect(decide({ rules: `${twoReviewers}\n  - {id: own, ${rule}}` }).summary).toMatch(/^Waiting: two-reviewers: /)
  })
})

const claims = 'It claims to be emergency; without the approval of on_call_manager it is judged as a normal change.'
const owes =
  'After the merge somebody who neither wrote, approved nor merged it reviews it within 3 business days (emergency).'

describe('a category', () => {
  // biome-ignore format: one row, one line
  test.each<[string, Situation, readonly string[]]>([
    ['that is only claimed', { rules: byCategory, facts: { reviews: two, changeFiles: known([emergency]) } }, [claims, owes.replace('3 business', '5 business')]],
    ['that is earned', { rules: byCategory, facts: { reviews: known([review('dan')]), changeFiles: known([emergency]) } }, [owes]],
    ['that is normal', { rules: byCategory, facts: { reviews: two, changeFiles: known([changeRequest()]) } }, []],
    ['of a draft of a change request', { rules: byCategory, facts: { reviews: two, changeFiles: known([changeWith('submitted', 'draft')]) } }, ['CHG-1 is draft, not submitted']],
  ])('%s', (_name, situation, notes) => {
    expect(said(situation)).toEqual({ summary: expect.stringMatching(/^Approved by /), notes })
  })
})

const mustNot = ['Merging deploys: whoever merges must not be one of the approvers (ana, ben).']

describe('where merging deploys', () => {
  // biome-ignore format: one row, one line
  test.each<[string, Situation, readonly string[]]>([
    ['approvers must not merge', { rules: `${twoReviewers}\n${apart}`, head: merging, facts: { reviews: known([...two.value, review('mia', { state: 'commented' })]) } }, mustNot],
    ['the only approver must not merge', { rules: `  - {id: one, require: {approvals: 1}}\n${apart}`, head: merging, facts: { reviews: known([review('ana')]) } }, ['Merging deploys: whoever merges must not be one of the approvers (ana).']],
    ['approvers may merge, where no rule forbids it', { head: merging, facts: { reviews: two } }, []],
    ['nobody needs to be told, where nobody approved', { rules: `${twoReviewers}\n${apart}`, head: merging }, []],
    ['nobody needs to be told after the merge', { rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged('mia'), reviews: two } }, []],
    ['approvers may merge, where it does not deploy', { rules: `${twoReviewers}\n${apart}`, facts: { reviews: two } }, []],
    ['a rule for another branch says nothing', { rules: `${twoReviewers}\n  - {id: apart, when: {base: [release]}, forbid: {samePerson: [approver, deployer]}}`, head: merging, facts: { reviews: two } }, []],
  ])('%s', (_name, situation, notes) => {
    expect(said(situation).notes).toEqual(notes)
  })
})

test('a change request that is missing says how to add one, and who approves the one there is', () => {
  expect(said({ rules: changeRecord, facts: { reviews: two } }).summary).toContain('add one below compliance/changes/')
  const facts = {
    reviews: known([review('ben')]),
    changeFiles: known([changeRequest()]),
    pull: { author: account('ada') },
  }
  expect(said({ rules: changeRecord, facts }).summary).toBe(
    'Waiting: change-record: CHG-1 (normal) needs the approval of technical_lead, from ana or cleo',
  )
})
