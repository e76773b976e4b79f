import { describe, expect, test } from 'vitest'
import { findActors } from '../../../src/gate/actors.ts'
import { approvalOf, changeRequestsOf } from '../../../src/gate/change-requests.ts'
import type { Vote } from '../../../src/gate/votes.ts'
import { type ChangeCategory, rolesFor } from '../../../src/model/change-approvals.ts'
import type { SourceFile } from '../../../src/model/program-model.ts'
import type { ChangeRequest, GateRules } from '../../../src/model/records.ts'
import { readProgram } from '../../../src/read/read-program.ts'
import {
  account,
  baseFiles,
  changedFile,
  changeRequest,
  changeWith,
  type FactsPatch,
  facts,
  file,
  known,
  notKnown,
  people,
  review,
  twoReviewers,
} from '../../support/gate-facts.ts'

const described = (patch: FactsPatch, onBase: readonly SourceFile[] = []) => {
  const snapshot = facts(patch)
  const diff = snapshot.changeFiles.known ? snapshot.changeFiles.value : []
  const changes = readProgram(diff.map(({ path, text }) => file(path, text)))
  return changeRequestsOf(snapshot, readProgram(baseFiles(twoReviewers, '', onBase)).model, changes, '2026-03-04')
}
const inDiff = (...changes: readonly { readonly path: string; readonly text: string }[]) => ({
  changeFiles: known(changes),
})
const named = (...namedChanges: readonly string[]) => ({ pull: { namedChanges } })
const onBase = (category: ChangeCategory, id = 'CHG-1') => [
  file(
    `compliance/changes/${id}.yaml`,
    changeRequest('', id).text.replace('category: normal', `category: ${category}`),
  ),
]
const second = changeRequest('', 'CHG-2')

interface Row {
  readonly name: string
  readonly patch: FactsPatch
  readonly base?: readonly SourceFile[]
  readonly submitted?: readonly string[]
  readonly left?: readonly string[]
  readonly unknown?: readonly string[]
}

describe('the change requests that describe a pull request', () => {
  // biome-ignore format: one row, one line
  test.each<Row>([
    { name: 'none', patch: {} },
    { name: 'of the diff, by id', patch: inDiff(second, changeRequest()), submitted: ['CHG-1 normal', 'CHG-2 normal'] },
    { name: 'of the diff, whatever else lies there', patch: inDiff({ path: 'compliance/people.yaml', text: people }, changeRequest()), submitted: ['CHG-1 normal'] },
    { name: 'of the diff, named too', patch: { ...inDiff(changeWith('category: normal', 'category: emergency')), ...named('CHG-1') }, base: onBase('standard'), submitted: ['CHG-1 emergency'] },
    { name: 'of the diff, named too and not on the base', patch: { ...inDiff(changeRequest()), ...named('CHG-1') }, submitted: ['CHG-1 normal'] },
    { name: 'named', patch: named('CHG-1'), base: onBase('normal'), submitted: ['CHG-1 normal'] },
    { name: 'named, of a lighter category', patch: named('CHG-1'), base: onBase('emergency'), submitted: ['CHG-1 normal'], left: ['CHG-1, named in the body and not in the diff, is emergency: it is judged as normal'] },
    { name: 'named, nowhere', patch: named('CHG-8', 'CHG-7'), left: ['CHG-7, named in the body, does not exist', 'CHG-8, named in the body, does not exist'] },
    { name: 'a draft', patch: inDiff(changeWith('submitted', 'draft'), second), submitted: ['CHG-2 normal'], left: ['CHG-1 is draft, not submitted'] },
    { name: 'not read', patch: { changeFiles: notKnown }, unknown: ['the change requests in the diff could not be read: the list was cut'] },
    { name: 'twice in the diff', patch: inDiff(changeRequest(), { ...changeRequest(), path: 'compliance/changes/other.yaml' }), submitted: ['CHG-1 normal'], unknown: ['CHG-1 is in the diff more than once'] },
    { name: 'of somebody who is not in People', patch: inDiff(changeWith('requestedBy: ada', 'requestedBy: zoe')), submitted: ['CHG-1 normal'], unknown: ['CHG-1 names zoe, who is not in People'] },
    { name: 'to be deployed by people who are not in People', patch: inDiff(changeRequest('plannedDeployer: zoe\n'), changeRequest('plannedDeployer: abe\n', 'CHG-2')), submitted: ['CHG-1 normal', 'CHG-2 normal'], unknown: ['CHG-1 names zoe, who is not in People', 'CHG-2 names abe, who is not in People'] },
    { name: 'to be deployed by people who are not in People, sorted', patch: { ...inDiff(changeWith('requestedBy: ada', 'requestedBy: zoe', 'plannedDeployer: abe\n')) }, submitted: ['CHG-1 normal'], unknown: ['CHG-1 names abe, who is not in People', 'CHG-1 names zoe, who is not in People'] },
    { name: 'a draft of somebody who is not in People', patch: inDiff(changeWith('status: submitted\nrequestedBy: ada', 'status: draft\nrequestedBy: zoe')), left: ['CHG-1 is draft, not submitted'] },
  ])('$name', ({ patch, base, submitted = [], left = [], unknown = [] }) => {
    const found = described(patch, base)
    expect(found.submitted.map(({ id, category }) => `${id} ${category}`)).toEqual(submitted)
    expect(found.left).toEqual(left)
    expect(found.unknown).toEqual(unknown)
  })

  test('one that cannot be read is not known, another record that cannot be read says nothing of them', () => {
    const broken = (kind: string) => inDiff({ path: 'compliance/changes/b.yaml', text: `kind: ${kind}\nx: [` })
    expect(described(broken('ChangeRequest')).unknown).toHaveLength(1)
    expect(described(broken('Policy')).unknown).toEqual([])
  })
})

const policies = [file('compliance/changes/people.yaml', people.replaceAll('{id: ', '{id: x'))]

describe('nothing but change requests in the diff', () => {
  // biome-ignore format: one row, one line
  test.each<[string, FactsPatch, readonly SourceFile[], boolean]>([
    ['one', inDiff(changeRequest()), [], true],
    ['no record at all', {}, [], true],
    ['one beside a record of another kind', inDiff(changeRequest(), { path: 'compliance/changes/p.yaml', text: people }), [], false],
    ['a record of another kind on the base, in a file that is changed', { files: known([changedFile('compliance/changes/people.yaml')]) }, policies, false],
    ['a record of another kind on the base, in a file that got another name', { files: known([changedFile('compliance/changes/new.yaml', { previousPath: 'compliance/changes/people.yaml' })]) }, policies, false],
    ['a record of another kind on the base, in another file', { files: known([changedFile('compliance/changes/new.yaml')]) }, policies, true],
    ['one that is broken', inDiff({ path: 'compliance/changes/b.yaml', text: 'kind: ChangeRequest\nx: [' }), [], false],
    ['diff not read', { changeFiles: notKnown }, [], false],
    ['files not known', { files: notKnown }, [], false],
  ])('%s', (_name, patch, base, wanted) => {
    expect(described(patch, base).alone).toBe(wanted)
  })
})

const { model } = readProgram(baseFiles(twoReviewers))
const actorOf = findActors(model, [])
const vote = (login: string, more: Partial<Vote> = {}): Vote => {
  const actor = actorOf(account(login))
  return { key: actor.key, actor, review: review(login), reasons: [], unknown: [], ...more }
}
const request: ChangeRequest = {
  apiVersion: 'countersign/v1',
  kind: 'ChangeRequest',
  id: 'CHG-1',
  title: 'A change',
  description: 'Changes it',
  status: 'submitted',
  requestedBy: 'ada',
  requestedAt: '2026-03-01T09:00:00Z',
  category: 'normal',
}
const judged = (votes: readonly Vote[], more: Partial<ChangeRequest> = {}, rules: readonly GateRules[] = []) => {
  const { seats: _seats, ...found } = approvalOf({ ...request, ...more }, votes, model, rules, '2026-03-04')
  return found
}
const unread = { unknown: ['the list was cut'] }
const [ana, ben, cleo] = ['person:ana', 'person:ben', 'person:cleo'] as const
const settings = (changeApprovals: NonNullable<GateRules['changeApprovals']>): GateRules => ({
  apiVersion: 'countersign/v1',
  kind: 'GateRules',
  rules: [{ id: 'one' }],
  changeApprovals,
})

describe('the approval of a change request', () => {
  // biome-ignore format: one row, one line
  test.each<[string, ReturnType<typeof judged>, ReturnType<typeof judged>]>([
    ['by each role', judged([vote('ana'), vote('ben')]), { verdict: 'approved', missing: [], why: [], approvers: [ana, ben] }],
    ['by nobody', judged([]), { verdict: 'pending', missing: ['technical_lead', 'security_reviewer'], why: [], approvers: [] }],
    ['by two of one role', judged([vote('ana'), vote('cleo')]), { verdict: 'pending', missing: ['security_reviewer'], why: [], approvers: [ana, cleo] }],
    ['by somebody without a role', judged([vote('ana'), vote('mia')]), { verdict: 'pending', missing: ['security_reviewer'], why: [], approvers: [ana] }],
    ['by the requester', judged([vote('ana'), vote('ben')], { requestedBy: 'ben' }), { verdict: 'pending', missing: ['security_reviewer'], why: [], approvers: [ana] }],
    ['by a vote that does not stand', judged([vote('ana'), vote('ben', { reasons: ['no'] })]), { verdict: 'pending', missing: ['security_reviewer'], why: [], approvers: [ana] }],
    ['by a vote that may stand', judged([vote('ana'), vote('ben', unread)]), { verdict: 'not-determined', missing: ['security_reviewer'], why: ['the list was cut'], approvers: [ana] }],
    ['by votes that may stand, whose reasons are said once and sorted', judged([vote('ana', { unknown: ['z', 'the list was cut'] }), vote('ben', unread), vote('cleo', { reasons: ['no'], unknown: ['not said'] })]), { verdict: 'not-determined', missing: ['technical_lead', 'security_reviewer'], why: ['the list was cut', 'z'], approvers: [] }],
    ['by a vote that may stand where it does not help', judged([vote('cleo', unread)]), { verdict: 'pending', missing: ['technical_lead', 'security_reviewer'], why: [], approvers: [] }],
    ['by a role that does not exist', judged([], {}, [settings({ normal: ['king', 'technical_lead'] })]), { verdict: 'not-determined', missing: [], why: ['there is no role king in Roles'], approvers: [] }],
    ['by no role', judged([], {}, [settings({ normal: [] })]), { verdict: 'not-determined', missing: [], why: ['no role approves a normal change'], approvers: [] }],
  ])('%s', (_name, found, wanted) => {
    expect(found).toEqual(wanted)
  })

  test('somebody who holds two of the roles is named once, and fills one', () => {
    const on = (votes: readonly Vote[]) => approvalOf(request, votes, model, [], '2026-01-20')
    expect(on([vote('ana'), vote('ben')])).toMatchObject({ verdict: 'approved', approvers: [ana, ben] })
    expect(on([vote('ana')])).toMatchObject({ verdict: 'pending', missing: ['security_reviewer'], approvers: [ana] })
  })
})

describe('the roles of a category', () => {
  // biome-ignore format: one row, one line
  test.each<[string, ChangeCategory, readonly GateRules[], readonly string[]]>([
    ['standard, nothing said', 'standard', [], ['technical_lead']],
    ['normal, nothing said', 'normal', [settings({})], ['technical_lead', 'security_reviewer']],
    ['emergency, nothing said', 'emergency', [settings({ normal: ['a'] })], ['on_call_manager']],
    ['as said', 'emergency', [settings({ emergency: ['a', 'b'] })], ['a', 'b']],
    ['as said in one of two', 'emergency', [settings({}), settings({ emergency: ['a'] })], ['a']],
    ['as said in both, once', 'emergency', [settings({ emergency: ['a', 'b'] }), settings({ emergency: ['b', 'c'] })], ['a', 'b', 'c']],
    ['none: as normal', 'emergency', [settings({ emergency: [] })], ['technical_lead', 'security_reviewer']],
    ['none: as normal is said', 'standard', [settings({ standard: [], normal: ['a'] })], ['a']],
    ['normal, none', 'normal', [settings({ normal: [] })], []],
  ])('%s', (_name, category, rules, wanted) => {
    expect(rolesFor(category, rules)).toEqual(wanted)
  })
})
