import type { SourceFile } from '../../../../src/model/program-model.ts'
import {
  baseFiles,
  file,
  known,
  OLD,
  people,
  peopleWith,
  review,
  roles,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const reviews = known([review('ana'), review('ben')])
const one = known([review('ana')])
const from = (source: string, approvals = 1) => ({
  rules: `  - {id: own, require: {approvals: ${approvals}, from: ${source}}}`,
  facts: { reviews },
})
const byUsers = from('{users: [ana]}')
const record = (kind: string, lines: string) => `apiVersion: countersign/v1\nkind: ${kind}\n${lines}\n`
/** The rules of the base in the words that are given; people and roles as ever. */
const written = (text: string, ...more: readonly SourceFile[]) => ({
  files: [file('compliance/gate-rules.yaml', text), ...baseFiles(twoReviewers).slice(1), ...more],
})
const rules = (lines: string) => written(record('GateRules', `rules:\n${lines}`))
const beside = (path: string, text: string) => ({ files: baseFiles(twoReviewers, '', [file(path, text)]) })
const cannot = 'the rules on main cannot be read'
const nobodyAsks = 'main is protected, and no rule asks for an approval here'

/** Rules that say less than somebody thinks, or that nobody can read, let something through. */
// biome-ignore format: one row, one line
export const ruleAttacks: readonly Attack[] = [
  { name: 'from an empty list', from: byUsers, change: from('[]'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from no users', from: byUsers, change: from('{users: []}'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from no teams', from: byUsers, change: from('{teams: []}'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from no roles', from: byUsers, change: from('{roles: []}'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from no teams of the forge', from: byUsers, change: from('{githubTeams: []}'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from an empty list with a permission', from: byUsers, change: from('{users: [], permission: write}'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from a team without members', from: from('{teams: [platform]}'), change: { files: peopleWith('members: [ana, ben]', 'members: []', from('{teams: [platform]}').rules) }, wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from a role that nobody holds', from: from('{roles: [on_call_manager, technical_lead]}'), change: from('{roles: [on_call_manager]}'), wanted: 'pending', says: 'own: 0 of 1 approval' },
  { name: 'from a role that has run out', from: from('{roles: [technical_lead]}'), change: { files: baseFiles(from('{roles: [technical_lead]}').rules).map((each) => each.path.endsWith('roles.yaml') ? file(each.path, roles.replace('{role: technical_lead, person: ana, grantedAt: 2026-01-01}', '{role: technical_lead, person: ana, grantedAt: 2026-01-01, expires: 2026-03-03}')) : each) }, wanted: 'pending', says: 'is not role technical_lead' },
  { name: 'from a role that begins tomorrow', from: from('{roles: [technical_lead]}'), change: { files: baseFiles(from('{roles: [technical_lead]}').rules).map((each) => each.path.endsWith('roles.yaml') ? file(each.path, roles.replace('{role: technical_lead, person: ana, grantedAt: 2026-01-01}', '{role: technical_lead, person: ana, grantedAt: 2026-03-05}')) : each) }, wanted: 'pending', says: 'is not role technical_lead' },
  { name: 'from a person who is not in People, among others', from: byUsers, change: from('{users: [ana, nobody-known]}'), wanted: 'not-determined', says: 'there is no person nobody-known in People' },
  { name: 'from a team that is not there, among others', from: byUsers, change: from('{users: [ana], teams: [ops]}'), wanted: 'not-determined', says: 'there is no team ops in People' },
  { name: 'from a role that is not there, among others', from: byUsers, change: from('{users: [ana], roles: [king]}'), wanted: 'not-determined', says: 'there is no role king in Roles' },
  { name: 'from a machine account', from: byUsers, change: from('{users: [robo]}'), wanted: 'pending', says: 'nobody is left who may approve' },
  { name: 'from somebody who is named like a property of every object', from: byUsers, change: from('{users: [constructor]}'), wanted: 'not-determined', says: 'there is no person constructor in People' },
  { name: 'one person for a rule that asks for two', from: from('{users: [ana, ben]}', 2), change: { facts: { reviews: one } }, wanted: 'pending', says: '1 of 2 approvals; 1 more needed from ben' },
  { name: 'one of two rules', from: { rules: `${twoReviewers}\n  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}`, facts: { reviews } }, change: { facts: { reviews: known([review('ben'), review('mia')]) } }, wanted: 'pending', says: 'lead: 0 of 1 approval' },
  { name: 'a count of nothing', change: rules('  - {id: two-reviewers, require: {approvals: 0}}'), wanted: 'not-determined', says: cannot },
  { name: 'a negative count', change: rules('  - {id: two-reviewers, require: {approvals: -1}}'), wanted: 'not-determined', says: cannot },
  { name: 'a part of a count', change: rules('  - {id: two-reviewers, require: {approvals: 0.5}}'), wanted: 'not-determined', says: cannot },
  { name: 'a count that is text', change: rules('  - {id: two-reviewers, require: {approvals: "2"}}'), wanted: 'not-determined', says: cannot },
  { name: 'a count that is no number', change: rules('  - {id: two-reviewers, require: {approvals: .nan}}'), wanted: 'not-determined', says: cannot },
  { name: 'a count that is left empty', change: rules('  - {id: two-reviewers, require: {approvals: }}'), wanted: 'not-determined', says: cannot },
  { name: 'a permission below write', change: rules('  - {id: two-reviewers, require: {approvals: 2, from: {permission: read}}}'), wanted: 'not-determined', says: cannot },
  { name: 'a list of approvers with a name in it', change: rules('  - {id: two-reviewers, require: {approvals: 2, from: [ana]}}'), wanted: 'not-determined', says: cannot },
  { name: 'a key that is not known', change: rules('  - {id: two-reviewers, require: {approvals: 2, ignoreCommitsBy: [ada]}}'), wanted: 'not-determined', says: cannot },
  { name: 'a key of the record that is not known', change: written(record('GateRules', `disabled: true\nrules:\n${twoReviewers}`)), wanted: 'not-determined', says: cannot },
  { name: 'a key that is there twice', change: rules('  - id: two-reviewers\n    require: {approvals: 2}\n    require: {approvals: 1}'), wanted: 'not-determined', says: cannot },
  { name: 'no rules in the record', change: written(record('GateRules', 'rules: []')), wanted: 'not-determined', says: cannot },
  { name: 'a rule without an id', change: rules('  - {require: {approvals: 1}}'), wanted: 'not-determined', says: cannot },
  { name: 'a rule with the id of another', change: rules(`${twoReviewers}\n  - {id: two-reviewers, require: {approvals: 1}}`), wanted: 'not-determined', says: 'more than one gate-rule two-reviewers' },
  { name: 'a rule with the id of another, in another file', change: beside('compliance/more.yaml', record('GateRules', 'rules:\n  - {id: two-reviewers, when: {paths: [docs/]}, require: {approvals: 1}}')), wanted: 'not-determined', says: 'more than one gate-rule two-reviewers' },
  { name: 'a second record that asks for more', change: beside('compliance/more.yaml', record('GateRules', 'rules:\n  - {id: more, require: {approvals: 3}}')), wanted: 'pending', says: 'more: 2 of 3 approvals' },
  { name: 'a second record that cannot be read', change: beside('compliance/more.yaml', record('GateRules', 'rules: 7')), wanted: 'not-determined', says: cannot },
  { name: 'a second document in the file that cannot be read', change: written(`${record('GateRules', `rules:\n${twoReviewers}`)}---\n${record('GateRules', 'rules: {}')}`), wanted: 'not-determined', says: cannot },
  { name: 'rules that are no YAML', change: written(`${record('GateRules', `rules:\n${twoReviewers}`)}  - {`), wanted: 'not-determined', says: cannot },
  { name: 'a file that is no YAML and may hold rules', change: beside('compliance/more.yaml', '\t{'), wanted: 'not-determined', says: cannot },
  { name: 'a kind that is not known', change: beside('compliance/more.yaml', record('GateRule', `rules:\n${twoReviewers}`)), wanted: 'not-determined', says: cannot },
  { name: 'a version that is not known', change: beside('compliance/more.yaml', record('GateRules', 'rules:\n  - {id: more, require: {approvals: 3}}').replace('/v1', '/v9')), wanted: 'not-determined', says: cannot },
  { name: 'people that cannot be read', change: { files: [...baseFiles(twoReviewers).slice(0, 1), file('compliance/people.yaml', people.replace('type: contractor', 'type: king'))] }, wanted: 'not-determined', says: cannot },
  { name: 'roles that cannot be read', change: { files: [...baseFiles(twoReviewers).slice(0, 2), file('compliance/roles.yaml', roles.replace('grantedAt', 'since'))] }, wanted: 'not-determined', says: cannot },
  { name: 'a link in the place of a file', change: { files: [...baseFiles(twoReviewers), { path: 'compliance/more.yaml', unreadable: 'it is a link', remedy: 'Make it a file.' }] }, wanted: 'not-determined', says: 'it is a link' },
  { name: 'a link in the place of a folder', change: { files: [...baseFiles(twoReviewers), { path: 'compliance/more', unreadable: 'it is a link', remedy: 'Make it a folder.' }] }, wanted: 'not-determined', says: 'it is a link' },
  { name: 'no rules at all', change: { files: baseFiles(twoReviewers).slice(1) }, wanted: 'not-applicable', says: 'There are no gate rules on main yet' },
  { name: 'rules for another branch only', change: { rules: '  - {id: two-reviewers, when: {base: ["release/**"]}, require: {approvals: 2}}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a branch in other letters', from: { rules: '  - {id: two, when: {base: [main]}, require: {approvals: 2}}', facts: { reviews } }, change: { rules: '  - {id: two, when: {base: [Main]}, require: {approvals: 2}}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a branch that begins like the protected one', from: { rules: '  - {id: two, when: {base: ["mai*"]}, require: {approvals: 2}}', facts: { reviews } }, change: { rules: '  - {id: two, when: {base: ["mai*/**"]}, require: {approvals: 2}}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'rules for no branch', change: { rules: '  - {id: two-reviewers, when: {base: []}, require: {approvals: 2}}' }, wanted: 'not-determined', says: 'Not determined' },
  { name: 'rules for paths that are not touched', change: { rules: '  - {id: two-reviewers, when: {paths: [docs/]}, require: {approvals: 2}}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a rule that asks for nothing', change: { rules: '  - {id: nothing}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a rule that asks for nothing before the merge', change: { rules: '  - {id: later, require: {reviewAfter: {days: 5, by: somebody-else}}}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a rule that only forbids', change: { rules: '  - {id: apart, forbid: {samePerson: [approver, deployer]}}' }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a record that allows by default beside one that denies', from: { rules: twoReviewers, head: 'default: deny', facts: { reviews } }, change: { files: [file('compliance/gate-rules.yaml', record('GateRules', 'default: deny\nrules:\n  - {id: docs, when: {paths: [docs/]}, require: {approvals: 1}}')), file('compliance/more.yaml', record('GateRules', 'default: allow\nrules:\n  - {id: more, when: {paths: [docs/]}, require: {approvals: 1}}')), ...baseFiles(twoReviewers).slice(1)] }, wanted: 'not-determined', says: nobodyAsks },
  { name: 'a pull request closed without a merge', change: { facts: { pull: { state: 'closed' } } }, wanted: 'not-applicable', says: 'Closed without a merge' },
  { name: 'a base that no rule is for and nobody protects', from: { rules: '  - {id: two, when: {base: [main]}, require: {approvals: 2}}', facts: { reviews } }, change: { facts: { pull: { base: { ref: 'MAIN', sha: OLD } } } }, wanted: 'not-applicable', says: 'No rule asks for an approval on MAIN' },
]
