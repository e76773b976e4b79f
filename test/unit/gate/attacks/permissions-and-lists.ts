import {
  account,
  changedFile,
  commit,
  HEAD,
  known,
  notKnown,
  OLD,
  permissions,
  review,
  stranger,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const reviews = known([review('ana'), review('ben')])
const may = (role: Parameters<typeof permissions>[0]) => ({ facts: { permissions: permissions(role) } })
const maintainers = {
  rules: '  - {id: own, require: {approvals: 2, from: {permission: maintain}}}',
  facts: { reviews, permissions: permissions({ ana: 'maintain', ben: 'admin' }) },
}
const iam = {
  rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1, from: {users: [cleo]}}}`,
  facts: { reviews },
}
const team = {
  rules: '  - {id: own, require: {approvals: 1, from: {githubTeams: [acme/ops]}}}',
  facts: { reviews: known([review('zed')]), teams: [{ team: 'acme/ops', members: known([9]) }] },
}
const both = 'ben the permission of this account could not be read'

/** Somebody approves without the permission for it. */
// biome-ignore format: one row, one line
export const permissionAttacks: readonly Attack[] = [
  { name: 'an approval by somebody who may read', change: may({ ben: 'read' }), wanted: 'pending', says: 'ben has only read permission, write is needed' },
  { name: 'an approval by somebody who may triage', change: may({ ben: 'triage' }), wanted: 'pending', says: 'ben has only triage permission' },
  { name: 'an approval by somebody with no permission', change: may({ ben: 'none' }), wanted: 'pending', says: 'ben has only none permission' },
  { name: 'a permission that could not be read', change: may({ ben: 'unknown' }), wanted: 'not-determined', says: both },
  { name: 'a permission that nobody asked for', change: { facts: { permissions: permissions().filter(({ account: { login } }) => login !== 'ben') } }, wanted: 'not-determined', says: both },
  { name: 'no permissions at all', change: { facts: { permissions: [] } }, wanted: 'not-determined', says: both },
  { name: 'the permission of another account with that login', change: { facts: { permissions: [...permissions().filter(({ account: { login } }) => login !== 'ben'), { account: stranger('ben', 44), role: 'admin' }] } }, wanted: 'not-determined', says: both },
  { name: 'a permission listed twice, the higher one first', change: { facts: { permissions: [{ account: account('ben'), role: 'admin' }, ...permissions({ ben: 'triage' })] } }, wanted: 'pending', says: 'ben has only triage permission' },
  { name: 'a permission listed twice, the higher one last', change: { facts: { permissions: [...permissions({ ben: 'triage' }), { account: account('ben'), role: 'admin' }] } }, wanted: 'pending', says: 'ben has only triage permission' },
  { name: 'a permission listed twice, once not known', change: { facts: { permissions: [...permissions(), { account: account('ben'), role: 'unknown' }] } }, wanted: 'not-determined', says: both },
  { name: 'write where maintain is asked for', from: maintainers, change: may({ ana: 'maintain', ben: 'write' }), wanted: 'pending', says: 'has only write permission, maintain is needed' },
  { name: 'maintain where admin is asked for', from: { ...maintainers, rules: maintainers.rules.replace('maintain', 'admin'), facts: { reviews, permissions: permissions({ ana: 'admin', ben: 'admin' }) } }, change: may({ ana: 'maintain', ben: 'admin' }), wanted: 'pending', says: 'has only maintain permission, admin is needed' },
  { name: 'a person who is named and may only read', from: { rules: '  - {id: own, require: {approvals: 1, from: {users: [eve]}}}', facts: { reviews: known([review('eve')]), permissions: permissions({ eve: 'write' }) } }, change: may({ eve: 'read' }), wanted: 'pending', says: 'has only read permission' },
  { name: 'a person of a role who may only read', from: { rules: '  - {id: own, require: {approvals: 1, from: {roles: [security_reviewer]}}}', facts: { reviews } }, change: may({ ben: 'triage' }), wanted: 'pending', says: 'has only triage permission' },
  { name: 'a member of a team of the forge who may only read', from: team, change: may({ zed: 'read' }), wanted: 'pending', says: 'has only read permission' },
  { name: 'one approval for an author who may not write', from: { rules: '  - {id: one, require: {approvals: 1}}', facts: { reviews: known([review('ana')]) } }, change: may({ ada: 'none' }), wanted: 'pending', says: 'the author, ada, may not write here: two people must approve it' },
  { name: 'one approval for an author of whom nobody asked whether they may write', from: { rules: '  - {id: one, require: {approvals: 1}}', facts: { reviews: known([review('ana')]) } }, change: { facts: { permissions: [{ account: account('ana'), role: 'write' }] } }, wanted: 'not-determined', says: 'whether the author, ada, may write here could not be read' },
  { name: 'one person for two rules, and an author who may not write', from: { rules: '  - {id: one, require: {approvals: 1}}\n  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}', facts: { reviews: known([review('ana')]) } }, change: may({ ada: 'triage' }), wanted: 'pending', says: 'two people must approve it' },
  { name: 'somebody who is no member of the team', from: team, change: { facts: { reviews: known([review('ana')]) } }, wanted: 'pending', says: 'is not team acme/ops' },
  { name: 'a member of a team with the same name of another organisation', from: team, change: { facts: { teams: [{ team: 'evil/ops', members: known([9]) }] } }, wanted: 'not-determined', says: 'the members of acme/ops were not read' },
  { name: 'a team listed twice, of which one list has the reviewer', from: team, change: { facts: { teams: [{ team: 'acme/ops', members: known([3]) }, { team: 'acme/ops', members: known([9]) }] } }, wanted: 'not-determined', says: 'the members of acme/ops were read twice, and differ' },
  { name: 'a team that nobody is a member of', from: team, change: { facts: { teams: [{ team: 'acme/ops', members: known([]) }] } }, wanted: 'pending', says: 'is not team acme/ops' },
]

/** Something is hidden by a list that is not whole. */
// biome-ignore format: one row, one line
export const listAttacks: readonly Attack[] = [
  { name: 'commits that could not be read', change: { facts: { commits: notKnown } }, wanted: 'not-determined', says: 'the commits could not be read' },
  { name: 'fewer commits than the forge counts', change: { facts: { pull: { totals: { commits: 251, changedFiles: 1 } } } }, wanted: 'not-determined', says: '1 commits were read, the pull request has 251' },
  { name: 'more commits than the forge counts', change: { facts: { commits: known([commit(), commit({ sha: OLD })]), pull: { totals: { commits: 1, changedFiles: 1 } } } }, wanted: 'not-determined', says: '2 commits were read, the pull request has 1' },
  { name: 'no commits', change: { facts: { commits: known([]) } }, wanted: 'not-determined', says: `the head ${HEAD.slice(0, 7)} is not among the commits` },
  { name: 'reviews that could not be read', from: { rules: '  - {id: one, when: {paths: [docs/]}, require: {approvals: 1}}\n  - {id: two, require: {approvals: 2}}', facts: { reviews } }, change: { facts: { reviews: notKnown } }, wanted: 'not-determined', says: 'the reviews could not be read' },
  { name: 'no reviews', change: { facts: { reviews: known([]) } }, wanted: 'pending', says: '0 of 2 approvals' },
  { name: 'files that could not be read, where a rule looks at them', from: iam, change: { facts: { files: notKnown } }, wanted: 'not-determined', says: 'whether it applies is not known: the changed files could not be read' },
  { name: 'fewer files than the forge counts', from: iam, change: { facts: { pull: { totals: { commits: 1, changedFiles: 3001 } } } }, wanted: 'not-determined', says: '1 changed files were read, the pull request has 3001' },
  { name: 'no files where the forge counts one', from: iam, change: { facts: { files: known([]), pull: { totals: { commits: 1, changedFiles: 1 } } } }, wanted: 'not-determined', says: '0 changed files were read, the pull request has 1' },
  { name: 'one file twice in place of two', from: iam, change: { facts: { files: known([changedFile('app/a.ts'), changedFile('app/a.ts')]), pull: { totals: { commits: 1, changedFiles: 2 } } } }, wanted: 'not-determined', says: 'app/a.ts is listed twice' },
  { name: 'one commit twice in place of two', change: { facts: { commits: known([commit(), commit()]) } }, wanted: 'not-determined', says: 'commit aaaaaaa is listed twice' },
  { name: 'members of a team that could not be read', from: team, change: { facts: { teams: [{ team: 'acme/ops', members: notKnown }] } }, wanted: 'not-determined', says: 'the members of acme/ops could not be read: the list was cut' },
  { name: 'a team that nobody asked for', from: team, change: { facts: { teams: [] } }, wanted: 'not-determined', says: 'the members of acme/ops were not read' },
  { name: 'an approver whose permission is not known beside one who is enough', from: { rules: '  - {id: two, require: {approvals: 2}}', facts: { reviews: known([...reviews.value, review('cleo')]), permissions: permissions({ cleo: 'unknown' }) } }, change: may({ cleo: 'unknown', ben: 'unknown' }), wanted: 'not-determined', says: 'the permission of this account could not be read' },
]
