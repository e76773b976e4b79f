import {
  account,
  baseFiles,
  changedFile,
  changeRequest,
  file,
  known,
  merged,
  roles,
} from '../../../support/gate-facts.ts'
import { by, type Row, two } from './row.ts'

const approvals = '  - {id: two, require: {approvals: 2}}'
const apart = (...parts: readonly string[]) =>
  `${approvals}\n  - {id: own, forbid: {samePerson: [${parts.join(', ')}]}}`
const pair = `${approvals}\n  - {id: own, forbid: {pairs: [SOD-LEAD-REVIEW]}}`
const pairs =
  '\nsegregationOfDuties:\n  - {id: SOD-LEAD-REVIEW, title: Leads do not review, roles: [technical_lead, security_reviewer], scope: same-change, reason: Nobody leads and reviews}\n'
const withPair = (rules = pair, more = '', pairsOf = pairs) =>
  baseFiles(rules).map((one) =>
    one.path.endsWith('roles.yaml') ? file(one.path, `${roles}${more}${pairsOf}`.replace('\n\n', '\n')) : one,
  )
/** cleo holds both roles. */
const both = '  - {role: security_reviewer, person: cleo, grantedAt: 2026-01-01}\n'
const change = (by_: string, more = '') => ({
  changeFiles: known([
    { ...changeRequest(more), text: changeRequest(more).text.replace('requestedBy: ada', `requestedBy: ${by_}`) },
  ]),
  files: known([changedFile('app/a.ts'), changedFile('compliance/changes/chg-1.yaml')]),
})
const three = by('ana', 'ben', 'cleo')
const merging = 'deployment: {merging: true}'
const same = ['rules.forbid.samePerson']
const sod = ['rules.forbid.pairs']

// biome-ignore format: one row, one line
export const prohibitionRows: readonly Row[] = [
  { keys: same, name: 'an open pull request that nobody merges yet', rules: apart('approver', 'merger'), facts: { reviews: two }, wanted: 'approved', says: '' },
  { keys: same, name: 'an approver who switched on auto-merge', rules: apart('approver', 'merger'), facts: { reviews: two, pull: { autoMergeBy: account('ana') } }, wanted: 'pending', says: 'switched on auto-merge, and so merges it' },
  { keys: same, name: 'auto-merge by an approver, where that is allowed', rules: apart('author', 'requester'), facts: { reviews: two, pull: { autoMergeBy: account('ana') } }, wanted: 'approved' },
  { keys: same, name: 'auto-merge by an approver, where a rule for other files keeps them apart', rules: `${approvals}\n  - {id: own, when: {paths: [docs/]}, forbid: {samePerson: [approver, merger]}}`, facts: { reviews: two, pull: { autoMergeBy: account('ana') } }, wanted: 'approved' },
  { keys: same, name: 'auto-merge by the author', rules: apart('author', 'merger'), facts: { reviews: two, pull: { autoMergeBy: account('ada') } }, wanted: 'refused', says: 'ada is to merge it and had a part in it: name another merger' },
  { keys: same, name: 'auto-merge by somebody else', rules: apart('author', 'merger'), facts: { reviews: two, pull: { autoMergeBy: account('mia') } }, wanted: 'approved' },
  { keys: same, name: 'a merge by an approver', rules: apart('approver', 'merger'), facts: { reviews: two, pull: merged('ana') }, wanted: 'refused', says: 'ana approved it and merged it' },
  { keys: same, name: 'a merge by somebody else', rules: apart('approver', 'merger'), facts: { reviews: two, pull: merged('mia') }, wanted: 'approved' },
  { keys: same, name: 'a merge by nobody knows whom', rules: apart('approver', 'merger'), facts: { reviews: two, pull: merged(null) }, wanted: 'not-determined', says: 'who merged it' },
  { keys: same, name: 'a merge by a contributor', rules: apart('contributor', 'merger'), facts: { reviews: two, pull: merged('ada') }, wanted: 'refused' },
  { keys: same, name: 'a merge by the requester', rules: apart('requester', 'merger'), facts: { reviews: two, ...change('mia'), pull: merged('mia') }, wanted: 'refused', says: 'mia requested it and merged it' },
  { keys: same, name: 'a merge by an approver, where merging deploys', rules: apart('approver', 'deployer'), head: merging, facts: { reviews: two, pull: merged('ben') }, wanted: 'refused', says: 'merged, and so deployed, it' },
  { keys: same, name: 'the same, where deploying is a step of its own', rules: apart('approver', 'deployer'), facts: { reviews: two, pull: merged('ben') }, wanted: 'approved' },
  { keys: same, name: 'the requester, who approves', rules: apart('approver', 'requester'), facts: { reviews: two, ...change('ana') }, wanted: 'pending', says: 'requested CHG-1' },
  { keys: same, name: 'the requester, who approves beside two others', rules: apart('approver', 'requester'), facts: { reviews: three, ...change('ana') }, wanted: 'approved' },
  { keys: same, name: 'the author, who requests', rules: apart('author', 'requester'), facts: { reviews: two, ...change('ada') }, wanted: 'refused', says: 'let somebody else request it' },
  { keys: same, name: 'somebody else, who requests', rules: apart('author', 'requester'), facts: { reviews: two, ...change('mia') }, wanted: 'approved' },
  { keys: same, name: 'the planned deployer, who requests', rules: apart('requester', 'deployer'), facts: { reviews: two, ...change('mia', 'plannedDeployer: mia\n') }, wanted: 'refused', says: 'name another deployer' },
  { keys: same, name: 'two parts that are never compared', rules: apart('author', 'contributor'), facts: { reviews: two }, wanted: 'not-determined', says: 'it keeps nothing apart' },
  { keys: same, name: 'merging and deploying alone', rules: apart('merger', 'deployer'), facts: { reviews: two }, wanted: 'not-determined', says: 'it keeps nothing apart' },
  { keys: same, name: 'a request that cannot be read', rules: apart('approver', 'requester'), facts: { reviews: two, changeFiles: { known: false, why: 'the list was cut' } }, wanted: 'not-determined' },

  { keys: sod, name: 'nobody who holds both roles', files: withPair(), facts: { reviews: two }, wanted: 'approved' },
  { keys: sod, name: 'somebody who holds both roles, and approves only', files: withPair(pair, both), facts: { reviews: by('ben', 'cleo') }, wanted: 'approved' },
  { keys: sod, name: 'somebody who holds both roles, requests and approves', files: withPair(pair, both), facts: { reviews: by('ben', 'cleo'), ...change('cleo') }, wanted: 'pending', says: 'requested CHG-1, and holds two roles that are kept apart' },
  { keys: sod, name: 'somebody who holds both roles, requests and approves beside two others', files: withPair(pair, both), facts: { reviews: three, ...change('cleo') }, wanted: 'approved' },
  { keys: sod, name: 'somebody who holds one of the roles, requests and approves', files: withPair(), facts: { reviews: by('ben', 'cleo'), ...change('cleo') }, wanted: 'approved' },
  { keys: sod, name: 'somebody who holds both roles, approves and switches on auto-merge', files: withPair(pair, both), facts: { reviews: by('ben', 'cleo'), pull: { autoMergeBy: account('cleo') } }, wanted: 'pending', says: 'switched on auto-merge, and holds two roles' },
  { keys: sod, name: 'somebody who holds both roles, approved and merged', files: withPair(pair, both), facts: { reviews: by('ben', 'cleo'), pull: merged('cleo') }, wanted: 'refused', says: 'holds technical_lead and security_reviewer and takes two steps of the change' },
  { keys: sod, name: 'the same by somebody who holds one of them', files: withPair(pair, both), facts: { reviews: by('ben', 'cleo'), pull: merged('ben') }, wanted: 'approved' },
  { keys: sod, name: 'a merge by nobody knows whom', files: withPair(pair, both), facts: { reviews: two, pull: merged(null) }, wanted: 'not-determined' },
  { keys: sod, name: 'one person for both roles that are asked for', files: withPair(`  - {id: lead, require: {from: {roles: [technical_lead]}}}\n  - {id: security, require: {from: {roles: [security_reviewer]}}}\n  - {id: own, forbid: {pairs: [SOD-LEAD-REVIEW]}}`, both), facts: { reviews: by('cleo', 'mia') }, wanted: 'pending', says: 'different people must approve it as technical_lead and as security_reviewer' },
  { keys: sod, name: 'two people for both roles that are asked for', files: withPair(`  - {id: lead, require: {from: {roles: [technical_lead]}}}\n  - {id: security, require: {from: {roles: [security_reviewer]}}}\n  - {id: own, forbid: {pairs: [SOD-LEAD-REVIEW]}}`, both), facts: { reviews: by('cleo', 'ben') }, wanted: 'approved' },
  { keys: sod, name: 'a pair that does not exist', files: withPair(pair, '', ''), facts: { reviews: two }, wanted: 'not-determined', says: 'there is no pair SOD-LEAD-REVIEW in Roles' },
  { keys: sod, name: 'a pair of a role that does not exist', files: withPair(pair, '', pairs.replace('[technical_lead, security_reviewer]', '[technical_lead, king]')), facts: { reviews: two }, wanted: 'not-determined', says: 'there is no role king in Roles' },
]
