import {
  account,
  apart,
  baseFiles,
  byCategory,
  changedFile,
  changeRecord,
  changeRequest,
  changeWith,
  file,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  review,
  roles,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const two = known([review('ana'), review('ben')])
const brings = (...changes: readonly ReturnType<typeof changeRequest>[]) => ({ facts: { changeFiles: known(changes) } })
/** A normal change with its request in the diff, approved by a technical lead and a security reviewer. */
const normal = { rules: changeRecord, facts: { reviews: two, ...brings(changeRequest()).facts } }
const emergency = changeWith('category: normal', 'category: emergency')
const standard = changeWith('category: normal', 'category: standard')
/** An emergency that the on-call manager approved alone. */
const urgent = { rules: byCategory, facts: { reviews: known([review('dan')]), ...brings(emergency).facts } }
const perCategory =
  '  - {id: two, when: {category: [normal]}, require: {approvals: 2}}\n  - {id: one, when: {category: [standard]}, require: {approvals: 1}}'
/** A standard change that a technical lead approved alone. */
const repeated = { rules: perCategory, facts: { reviews: known([review('ana')]), ...brings(standard).facts } }
const onBase = (text: string, rules: string) => ({
  files: baseFiles(rules, '', [file('compliance/changes/1.yaml', text)]),
})
/** The same request, on the base and named in the body. */
const named = {
  rules: changeRecord,
  ...onBase(changeRequest().text, changeRecord),
  facts: { pull: { namedChanges: ['CHG-1'] }, reviews: two },
}
const merging = 'deployment: {merging: true}'
const separate = `${twoReviewers}\n${apart}`
const apartFromAuthor = `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, deployer]}}`
const onlyRequests = {
  rules: `${twoReviewers}\n${changeRecord}`,
  facts: {
    reviews: known([review('cleo'), review('ben')]),
    files: known([changedFile('compliance/changes/chg-1.yaml', { status: 'added' })]),
  },
}
const rolesRecord =
  'apiVersion: countersign/v1\nkind: Roles\nassignments:\n  - {role: security_reviewer, person: ada, grantedAt: 2026-01-01}\n'

/** A change request that is none, or a category that nobody agreed to, makes the rules lighter. */
// biome-ignore format: one row, one line
export const changeRequestAttacks: readonly Attack[] = [
  { name: 'no change request', from: normal, change: brings(), wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'a change request that is a draft', from: normal, change: brings(changeWith('submitted', 'draft')), wanted: 'pending', says: 'CHG-1 is draft, not submitted' },
  { name: 'a change request that was cancelled', from: normal, change: brings(changeWith('submitted', 'cancelled')), wanted: 'pending', says: 'CHG-1 is cancelled, not submitted' },
  { name: 'a change request twice in the diff', from: normal, change: brings(changeRequest(), { ...changeRequest(), path: 'compliance/changes/other.yaml' }), wanted: 'not-determined', says: 'CHG-1 is in the diff more than once' },
  { name: 'a change request that cannot be read', from: normal, change: brings(changeWith('category: normal', 'category: tiny')), wanted: 'not-determined', says: 'chg-1.yaml' },
  { name: 'a change request beside a file that may hold another', from: normal, change: brings(changeRequest(), { path: 'compliance/changes/x.yaml', text: '\t{' }), wanted: 'not-determined', says: 'x.yaml' },
  { name: 'files of the program that could not be read', from: normal, change: { facts: { changeFiles: notKnown } }, wanted: 'not-determined', says: 'the change requests in the diff could not be read: the list was cut' },
  { name: 'a change request of somebody who is nobody', from: normal, change: brings(changeWith('requestedBy: ada', 'requestedBy: nobody')), wanted: 'not-determined', says: 'CHG-1 names nobody, who is not in People' },
  { name: 'a change request to be deployed by somebody who is nobody', from: normal, change: brings(changeRequest('plannedDeployer: nobody\n')), wanted: 'not-determined', says: 'CHG-1 names nobody, who is not in People' },
  { name: 'the requester approves', from: normal, change: brings(changeWith('requestedBy: ada', 'requestedBy: ana')), wanted: 'pending', says: 'technical_lead, from cleo' },
  { name: 'the planned deployer approves', from: normal, change: brings(changeRequest('plannedDeployer: ben\n')), wanted: 'pending', says: 'ben is the planned deployer of CHG-1' },
  { name: 'the planned deployer approves under a rule that asks for no change request', from: { rules: separate, facts: { reviews: two, ...brings(changeRequest()).facts } }, change: brings(changeRequest('plannedDeployer: ben\n')), wanted: 'pending', says: 'ben is the planned deployer of CHG-1' },
  { name: 'who deploys is not known, where that decides whose approval counts', from: { rules: separate, facts: { reviews: two, ...brings(changeRequest()).facts } }, change: { facts: { changeFiles: notKnown } }, wanted: 'not-determined', says: 'the change requests in the diff could not be read' },
  { name: 'the requester names another person as requester', from: normal, change: brings(changeWith('requestedBy: ada', 'requestedBy: ben')), wanted: 'pending', says: 'requested CHG-1' },
  { name: 'one role approves for both', from: normal, change: { facts: { reviews: known([review('ana'), review('cleo')]) } }, wanted: 'pending', says: 'security_reviewer, from ben' },
  { name: 'somebody without a role approves for one', from: normal, change: { facts: { reviews: known([review('ana'), review('mia')]) } }, wanted: 'pending', says: 'security_reviewer, from ben' },
  { name: 'one person holds both roles', from: normal, change: { facts: { pull: { ...merged('mia', '2026-01-20T12:00:00Z'), createdAt: '2026-01-10T12:00:00Z' }, headChanges: known([opened({ at: '2026-01-10T12:00:00Z' })]), reviews: known([review('ana', { submittedAt: '2026-01-15T12:00:00Z' })]) } }, wanted: 'pending', says: 'CHG-1 (normal) needs the approval of' },
  { name: 'a role that is held through a claim in the request', from: normal, change: { facts: { ...brings(changeRequest('approvers: [mia]\n')).facts, reviews: known([review('ana'), review('mia')]) } }, wanted: 'pending', says: 'security_reviewer, from ben' },
  { name: 'the approvals of a role of an earlier commit', from: normal, change: { facts: { reviews: known([review('ana'), review('ben', { commit: OLD })]) } }, wanted: 'pending', says: 'security_reviewer, from ben' },
  { name: 'two requests of which one is not approved', from: normal, change: brings(changeRequest(), { path: 'compliance/changes/b.yaml', text: emergency.text.replace('CHG-1', 'CHG-2') }), wanted: 'pending', says: 'CHG-2 (emergency) needs the approval of on_call_manager' },
  { name: 'settings that let no role approve', from: normal, change: { head: 'changeApprovals: {normal: []}' }, wanted: 'not-determined', says: 'no role approves a normal change' },
  { name: 'settings that name a role that is not there', from: normal, change: { head: 'changeApprovals: {normal: [king]}' }, wanted: 'not-determined', says: 'there is no role king in Roles' },
  { name: 'a request named in the body that does not exist', from: named, change: { facts: { pull: { namedChanges: ['CHG-9'] } } }, wanted: 'pending', says: 'CHG-9, named in the body, does not exist' },
  { name: 'a request on the base that nobody named', from: named, change: { facts: { pull: { namedChanges: [] } } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'a request named like a property of every object', from: named, change: { facts: { pull: { namedChanges: ['__proto__', 'constructor'] } } }, wanted: 'pending', says: '__proto__, named in the body, does not exist' },
  { name: 'a request named in the body that the diff cancels', from: named, change: brings(changeWith('submitted', 'cancelled')), wanted: 'pending', says: 'CHG-1 is cancelled, not submitted' },
  { name: 'an emergency that nobody confirmed', from: urgent, change: { facts: { reviews: known([review('ana')]) } }, wanted: 'pending', says: 'without the approval of on_call_manager it is judged as a normal change' },
  { name: 'an emergency confirmed on an earlier commit', from: urgent, change: { facts: { reviews: known([review('dan', { commit: OLD })]) } }, wanted: 'pending', says: 'it is judged as a normal change' },
  { name: 'an emergency that the on-call manager only commented on', from: urgent, change: { facts: { reviews: known([review('dan', { state: 'commented' })]) } }, wanted: 'pending', says: 'it is judged as a normal change' },
  { name: 'an emergency that the on-call manager requested', from: urgent, change: brings({ ...emergency, text: emergency.text.replace('requestedBy: ada', 'requestedBy: dan') }), wanted: 'pending', says: 'it is judged as a normal change' },
  { name: 'an emergency that the on-call manager is to deploy', from: urgent, change: brings({ ...emergency, text: `${emergency.text}plannedDeployer: dan\n` }), wanted: 'pending', says: 'dan is the planned deployer of CHG-1' },
  { name: 'an emergency that the on-call manager wrote', from: urgent, change: { facts: { headChanges: known([opened({ by: account('dan') })]) } }, wanted: 'pending', says: 'dan opened the pull request' },
  { name: 'an emergency whose request is a draft', from: urgent, change: brings({ ...emergency, text: emergency.text.replace('submitted', 'draft') }), wanted: 'pending', says: 'two-reviewers: 1 of 2 approvals' },
  { name: 'an emergency named in the body and not in the diff', from: urgent, change: { ...onBase(emergency.text, byCategory), facts: { changeFiles: known([]), pull: { namedChanges: ['CHG-1'] } } }, wanted: 'pending', says: 'is emergency: it is judged as normal' },
  { name: 'an emergency beside a normal change', from: urgent, change: brings(emergency, changeRequest('', 'CHG-2')), wanted: 'pending', says: 'two-reviewers: 1 of 2 approvals' },
  { name: 'an emergency in a file that could not be read', from: urgent, change: { facts: { changeFiles: notKnown } }, wanted: 'not-determined', says: 'the change requests in the diff could not be read' },
  { name: 'an emergency in the title', from: urgent, change: { facts: { changeFiles: known([]), pull: { title: 'category: emergency' } } }, wanted: 'pending', says: 'two-reviewers: 1 of 2 approvals' },
  { name: 'an emergency by a label', from: urgent, change: { facts: { changeFiles: known([]), pull: { labels: [{ name: 'emergency', setBy: account('dan'), setAt: '2026-03-03T09:00:00Z' }] } } }, wanted: 'pending', says: 'two-reviewers: 1 of 2 approvals' },
  { name: 'a standard change that nobody confirmed', from: repeated, change: { facts: { reviews: known([review('ben')]) } }, wanted: 'pending', says: 'it is judged as a normal change' },
  { name: 'a standard change named in the body and not in the diff', from: repeated, change: { ...onBase(standard.text, perCategory), facts: { changeFiles: known([]), pull: { namedChanges: ['CHG-1'] } } }, wanted: 'pending', says: 'is standard: it is judged as normal' },
  { name: 'a category for which no rule asks for anything', from: repeated, change: { rules: perCategory.split('\n')[0] ?? '' }, wanted: 'pending', says: 'two: 1 of 2 approvals' },
  { name: 'a category for which a rule only forbids', from: repeated, change: { rules: `${perCategory.split('\n')[0]}\n${apart}` }, wanted: 'pending', says: 'two: 1 of 2 approvals' },
  { name: 'a category that no role approves', from: repeated, change: { head: 'changeApprovals: {standard: []}' }, wanted: 'pending', says: 'two: 1 of 2 approvals' },
  { name: 'code beside a change request', from: onlyRequests, change: { facts: { files: known([changedFile('compliance/changes/chg-1.yaml', { status: 'added' }), changedFile('app/a.ts')]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'a file moved out of the change requests', from: onlyRequests, change: { facts: { files: known([changedFile('app/x.yaml', { status: 'renamed', previousPath: 'compliance/changes/x.yaml' })]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'a file moved into the change requests', from: onlyRequests, change: { facts: { files: known([changedFile('compliance/changes/x.yaml', { status: 'renamed', previousPath: 'compliance/people.yaml' })]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'a folder that begins like that of the change requests', from: onlyRequests, change: { facts: { files: known([changedFile('compliance/changes-of-mine/x.yaml', { status: 'added' })]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'a way out of the folder of change requests', from: onlyRequests, change: { facts: { files: known([changedFile('compliance/changes/../people.yaml', { status: 'modified' })]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'an empty diff', from: onlyRequests, change: { facts: { files: known([]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'roles in the folder of change requests', from: onlyRequests, change: { facts: { changeFiles: known([{ path: 'compliance/changes/chg-1.yaml', text: rolesRecord }]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'roles taken away from the folder of change requests', from: onlyRequests, change: { files: [...baseFiles(onlyRequests.rules).slice(0, 2), file('compliance/changes/chg-1.yaml', roles)], facts: { files: known([changedFile('compliance/changes/chg-1.yaml', { status: 'removed' })]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
  { name: 'an approver switched on auto-merge, where merging deploys', from: { rules: separate, head: merging, facts: { reviews: two } }, change: { facts: { pull: { autoMergeBy: account('ben') } } }, wanted: 'pending', says: 'ben switched on auto-merge, and merging deploys' },
  { name: 'an approver merged, where merging deploys', from: { rules: separate, head: merging, facts: { pull: merged('mia'), reviews: two } }, change: { facts: { pull: merged('ana') } }, wanted: 'refused', says: 'ana approved it and merged, and so deployed, it' },
  { name: 'an approver merged with a second account, where merging deploys', from: { rules: separate, head: merging, facts: { pull: merged('mia'), reviews: two } }, change: { files: baseFiles(separate, merging).map((each) => each.path.endsWith('people.yaml') && 'bytes' in each ? file(each.path, new TextDecoder().decode(each.bytes).replace('{login: ana, id: 3}', '{login: ana, id: 3}, {login: zed, id: 9}')) : each), facts: { pull: merged('zed') } }, wanted: 'refused', says: 'ana approved it and merged' },
  { name: 'an approver let a machine merge, where merging deploys', from: { rules: separate, head: merging, facts: { pull: { ...merged('app[bot]'), autoMergeBy: account('mia') }, reviews: two } }, change: { facts: { pull: { autoMergeBy: account('ben') } } }, wanted: 'pending', says: 'ben switched on auto-merge' },
  { name: 'merged by a machine for nobody, where merging deploys', from: { rules: separate, head: merging, facts: { pull: merged('mia'), reviews: two } }, change: { facts: { pull: merged('app[bot]') } }, wanted: 'not-determined', says: 'who merged it, or the person behind it, is not known' },
  { name: 'merged by nobody knows whom, where merging deploys', from: { rules: separate, head: merging, facts: { pull: merged('mia'), reviews: two } }, change: { facts: { pull: merged(null) } }, wanted: 'not-determined', says: 'who merged it' },
  { name: 'merged by a machine account that people use, where merging deploys', from: { rules: separate, head: merging, facts: { pull: merged('mia'), reviews: two } }, change: { facts: { pull: merged('robo') } }, wanted: 'not-determined', says: 'who merged it' },
  { name: 'the author merged, where author and deployer are apart', from: { rules: apartFromAuthor, head: merging, facts: { pull: merged('mia'), reviews: two } }, change: { facts: { pull: merged('ada-home') } }, wanted: 'refused', says: 'ada had a part in it and merged, and so deployed, it' },
  { name: 'the author is to deploy, where author and deployer are apart', from: { rules: apartFromAuthor, facts: { reviews: two, ...brings(changeRequest('plannedDeployer: mia\n')).facts } }, change: brings(changeRequest('plannedDeployer: ada\n')), wanted: 'refused', says: 'name another deployer' },
]
