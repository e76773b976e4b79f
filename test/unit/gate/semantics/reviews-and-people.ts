import type { Review } from '../../../../src/model/facts.ts'
import {
  account,
  changed,
  commit,
  known,
  merged,
  OLD,
  opened,
  peopleWith,
  permissions,
  push,
  review,
  type Situation,
  stranger,
} from '../../../support/gate-facts.ts'
import type { Cases } from './case.ts'

const two = [review('ana'), review('ben')]
const then = (...more: readonly Review[]): Situation => ({ facts: { reviews: known([...two, ...more]) } })
const by = (...reviews: readonly Review[]): Situation => ({ facts: { reviews: known(reviews) } })
const author = { as: 'author' as const, account: account('ada') }
const commits = (...all: ReturnType<typeof commit>[]): Situation => ({ facts: { commits: known(all) } })
const objects = (login: string, more: Partial<Review> = {}) =>
  review(login, { state: 'changes-requested', submittedAt: '2026-03-03T11:00:00Z', ...more })
const dismissed = (login: string, more: Partial<Review> = {}) =>
  objects(login, {
    state: 'dismissed',
    stateBeforeDismissal: 'changes-requested',
    dismissedBy: account('mia'),
    ...more,
  })
const pushed = (at: string, more: Parameters<typeof push>[1] = {}): Situation => ({
  facts: { headChanges: known([opened({ after: OLD }), push(at, more)]) },
})
const later = '2026-03-03T12:00:00Z'
const byBot = {
  pull: { author: account('app[bot]') },
  commits: known([commit({ parties: [{ as: 'author' as const, account: account('app[bot]') }] })]),
  headChanges: known([opened({ by: account('app[bot]') })]),
}
const own = (from: string, approvals = 1) => ({
  rules: `  - {id: own, require: {approvals: ${approvals}, from: ${from}}}`,
})
const team = changed(
  { ...own('{githubTeams: [acme/ops]}') },
  { facts: { reviews: known([review('zed')]), teams: [{ team: 'acme/ops', members: known([9]) }] } },
)
const asMerged = { facts: { pull: merged('mia'), reviews: known(two) } }

/** Reviews, the people who give them, and what they have to do with the change: semantics 1 to 36. */
// biome-ignore format: one case, one line
export const reviewsAndPeople: Cases = {
  1: [
    { name: 'approved, then asked for changes', change: then(objects('ben')), wanted: 'refused' },
    { name: 'asked for changes, then approved, and the list has it the other way round', change: by(review('ana'), review('ben', { submittedAt: later }), objects('ben')), wanted: 'approved' },
    { name: 'in one second the greater number is the later one', change: by(review('ana'), review('ben', { id: 21, submittedAt: later }), objects('ben', { id: 22, submittedAt: later })), wanted: 'refused' },
  ],
  2: [
    { name: 'a comment after an approval', change: then(review('ben', { state: 'commented', submittedAt: later })), wanted: 'approved' },
    { name: 'a comment after a request for changes', change: then(objects('dan'), review('dan', { state: 'commented', submittedAt: later })), wanted: 'refused' },
  ],
  3: [
    { name: 'a dismissed approval', change: by(review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('mia') })), wanted: 'pending', says: 'ben the review was dismissed' },
    { name: 'an older approval behind a dismissed review', change: then(dismissed('ben')), wanted: 'pending', says: 'ben the review was dismissed' },
  ],
  4: [
    { name: 'one by somebody with write', change: then(objects('dan')), wanted: 'refused', says: 'dan asked for changes' },
    { name: 'approvals of others after it', change: then(objects('dan'), review('cleo', { submittedAt: later }), review('mia', { submittedAt: later })), wanted: 'refused' },
    { name: 'that person approves', change: then(objects('dan'), review('dan', { submittedAt: later })), wanted: 'approved' },
    { name: 'somebody uninvolved dismisses it', change: then(dismissed('dan')), wanted: 'approved' },
  ],
  5: [
    { name: 'the author', from: then(dismissed('dan')), change: then(dismissed('dan', { dismissedBy: account('ada') })), wanted: 'refused', says: 'the dismissal by ada does not count' },
    { name: 'a contributor', from: then(dismissed('dan')), change: commits(commit({ parties: [author, { as: 'committer', account: account('mia') }] })), wanted: 'refused', says: 'the dismissal by mia does not count' },
    { name: 'a machine', from: then(dismissed('dan')), change: then(dismissed('dan', { dismissedBy: account('app[bot]') })), wanted: 'refused', says: 'the dismissal by app[bot] does not count' },
  ],
  6: [
    { name: 'read', change: then(objects('eve')), wanted: 'approved' },
    { name: 'triage', change: changed(then(objects('dan')), { facts: { permissions: permissions({ dan: 'triage' }) } }), wanted: 'approved' },
    { name: 'the same with write', change: changed(then(objects('eve')), { facts: { permissions: permissions({ eve: 'write' }) } }), wanted: 'refused' },
  ],
  7: [
    { name: 'pending', change: by(review('ana'), review('ben', { state: 'pending', submittedAt: null })), wanted: 'pending', says: 'was not submitted' },
    { name: 'a state that is not known', change: by(review('ana'), review('ben', { state: 'unknown' })), wanted: 'pending', says: 'not known never counts' },
  ],
  8: [
    { name: 'one account twice', change: by(review('ana'), review('ana', { submittedAt: later })), wanted: 'pending', says: '1 of 2' },
    { name: 'two accounts', from: by(review('ana'), review('zed')), change: { files: peopleWith('{login: ana, id: 3}', '{login: ana, id: 3}, {login: zed, id: 9}') }, wanted: 'pending', says: '1 of 2' },
  ],
  9: [
    { name: 'the author', change: by(review('ana'), review('ada')), wanted: 'pending', says: 'opened the pull request' },
    { name: 'the author with another account', change: by(review('ana'), review('ada-home')), wanted: 'pending', says: 'opened the pull request' },
  ],
  10: [
    { name: 'the author of a commit', change: commits(commit({ parties: [{ as: 'author', account: account('ben') }] })), wanted: 'pending', says: 'ben wrote commit' },
    { name: 'the committer of a commit', change: commits(commit({ parties: [author, { as: 'committer', account: account('ben') }] })), wanted: 'pending', says: 'ben committed commit' },
    { name: 'of a commit that is not the head', change: commits(commit(), commit({ sha: OLD, parties: [author, { as: 'committer', account: account('ben') }] })), wanted: 'pending', says: 'ben committed commit bbbbbbb' },
  ],
  11: [{ name: 'a suggestion that was applied', change: commits(commit({ parties: [author, { as: 'co-author', account: account('ben') }] })), wanted: 'pending', says: 'ben is a co-author' }],
  12: [{ name: 'who pushed first', change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('ben'), after: OLD }), push('2026-03-02T11:00:00Z')]) } }, wanted: 'pending', says: 'ben pushed to the branch' }],
  13: [{ name: 'who pushed what was overwritten by force', change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('ben'), after: OLD }), push('2026-03-02T11:00:00Z', { kind: 'force-push' })]) } }, wanted: 'pending', says: 'ben pushed to the branch' }],
  14: [{ name: 'the author of a branch that was merged into it', from: changed(by(...two), commits(commit({ parents: [OLD, 'e'.repeat(40)] }), commit({ sha: 'e'.repeat(40) }))), change: commits(commit({ parents: [OLD, 'e'.repeat(40)] }), commit({ sha: 'e'.repeat(40), parties: [{ as: 'author', account: account('ben') }] })), wanted: 'pending', says: 'ben wrote commit eeeeeee' }],
  15: (['author', 'committer', 'co-author'] as const).map((as) => ({ name: as, change: commits(commit({ parties: [author, { as, account: null }] })), wanted: 'not-determined' as const, says: `no account is known for the ${as}` })),
  16: [
    { name: 'somebody else written in as author', change: commits(commit({ parties: [{ as: 'author', account: account('ben') }] })), wanted: 'pending', says: 'ben wrote commit' },
    { name: 'somebody else written in as author does not let the pusher in', change: changed(commits(commit({ parties: [{ as: 'author', account: account('cleo') }] })), pushed('2026-03-02T10:00:00Z', { by: account('ben') })), wanted: 'pending', says: 'ben pushed to the branch' },
  ],
  17: [{ name: 'a list of committers to ignore', change: { rules: '  - {id: two-reviewers, require: {approvals: 2, ignoreCommitsBy: [ada]}}' }, wanted: 'not-determined', says: 'cannot be read' }],
  18: [
    { name: 'signed by the platform', change: commits(commit({ signatureVerified: true })), wanted: 'approved' },
    { name: 'its name without its signature', change: commits(commit({ parties: [author, { as: 'committer', account: null }] })), wanted: 'not-determined', says: 'no account is known for the committer' },
  ],
  19: [
    { name: 'a second before the push', change: pushed('2026-03-03T10:00:01Z'), wanted: 'pending', says: 'approve again' },
    { name: 'in the second of the push', change: pushed('2026-03-03T10:00:00Z'), wanted: 'pending', says: 'approve again' },
    { name: 'a second after the push', change: pushed('2026-03-03T09:59:59Z'), wanted: 'approved' },
    { name: 'of another commit', change: by(review('ana'), review('ben', { commit: OLD })), wanted: 'pending', says: 'approve again' },
  ],
  20: [{ name: 'away and back', change: { facts: { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { after: OLD }), push(later, { kind: 'force-push' })]) } }, wanted: 'pending', says: 'approve again' }],
  21: [{ name: 'on the page of the platform', change: changed(commits(commit({ parents: [OLD, 'e'.repeat(40)], signatureVerified: true })), pushed(later)), wanted: 'pending', says: 'approve again' }],
  22: [{ name: 'with the same patch', change: pushed(later, { kind: 'force-push' }), wanted: 'pending', says: 'approve again' }],
  23: [
    { name: 'the base moved on', change: { facts: { pull: { base: { ref: 'main', sha: 'f'.repeat(40) } } } }, wanted: 'approved' },
    { name: 'the base was rewritten', change: { facts: { headChanges: known([opened(), push(later, { kind: 'base-changed', after: null, by: null, source: 'timeline' })]) } }, wanted: 'pending', says: 'head or base changed' },
  ],
  24: [{ name: 'to another branch', change: { facts: { headChanges: known([opened(), push(later, { kind: 'base-changed', after: null, source: 'timeline' })]) } }, wanted: 'pending', says: 'head or base changed' }],
  25: [
    { name: 'a review that somebody else edited', change: by(review('ana'), review('ben', { editedBy: account('ada') })), wanted: 'pending', says: 'was edited by ada' },
    { name: 'a title that a rule looks at', from: { rules: '  - {id: two, when: {title: ["*"]}, require: {approvals: 2}}' }, change: { facts: { pull: { titleChanges: [{ at: later, by: account('ada') }] } } }, wanted: 'pending', says: 'the title, which a rule looks at, changed' },
  ],
  26: [{ name: 'a comment', change: by(review('ana'), review('ben', { state: 'commented' })), wanted: 'pending', says: 'a comment is no approval' }],
  27: [
    { name: 'an App', change: by(review('ana'), review('app[bot]')), wanted: 'pending', says: 'is a machine' },
    { name: 'a machine account with the look of a person', change: by(review('ana'), review('robo')), wanted: 'pending', says: 'is a machine' },
  ],
  28: [{ name: 'who asked for it approves', from: { facts: byBot }, change: { facts: { pull: { requestedBy: account('ben') } } }, wanted: 'pending', says: 'asked the author, a machine, for it' }],
  29: [
    { name: 'two people', change: { facts: byBot }, wanted: 'approved' },
    { name: 'one person', change: changed({ facts: byBot }, by(review('ana'))), wanted: 'pending', says: '1 of 2' },
  ],
  30: [
    { name: 'less than write', change: { facts: { permissions: permissions({ ben: 'triage' }) } }, wanted: 'pending', says: 'has only triage permission' },
    { name: 'more than is asked for', change: { facts: { permissions: permissions({ ben: 'admin' }) } }, wanted: 'approved' },
    { name: 'not read', change: { facts: { permissions: permissions({ ben: 'unknown' }) } }, wanted: 'not-determined', says: 'permission of this account could not be read' },
  ],
  31: [{ name: 'the permission of another account with that login', change: { facts: { permissions: [...permissions().filter((one) => one.account.login !== 'ben'), { account: stranger('ben', 44), role: 'admin' }] } }, wanted: 'not-determined', says: 'permission of this account could not be read' }],
  32: [{ name: 'named with read', from: changed(own('{users: [eve]}'), { facts: { reviews: known([review('eve')]), permissions: permissions({ eve: 'write' }) } }), change: { facts: { permissions: permissions() } }, wanted: 'pending', says: 'has only read permission' }],
  33: [
    { name: 'no member', from: team, change: by(review('ana')), wanted: 'pending', says: 'is not team acme/ops' },
    { name: 'a team that cannot be read', from: team, change: { facts: { teams: [{ team: 'acme/ops', members: { known: false, why: 'it is secret' } }] } }, wanted: 'not-determined', says: 'could not be read: it is secret' },
  ],
  34: [
    { name: 'a reviewer', change: by(review('ana'), review(null)), wanted: 'pending', says: 'the account was deleted' },
    { name: 'the author', change: { facts: { pull: { author: null } } }, wanted: 'not-determined', says: 'the account of the author was deleted' },
    { name: 'who merged is no reviewer', change: changed(by(review('ana')), { facts: { pull: merged('ghost') } }), wanted: 'pending', says: '1 of 2' },
  ],
  35: [
    { name: 'other letters', from: own('{users: [ana, ben]}', 2), change: by(review('ana'), review('x', { by: { id: 4, login: 'BeN', type: 'user' } })), wanted: 'approved' },
    { name: 'a pinned login under another number', from: own('{users: [ana, ben]}', 2), change: changed(by(review('ben'), review('x', { by: stranger('ana') })), { facts: { permissions: permissions({}, [stranger('ana')]) } }), wanted: 'pending', says: 'is not ana or ben' },
    { name: 'a pinned number under another login', from: own('{users: [ana, ben]}', 2), change: by(review('ben'), review('x', { by: stranger('renamed', 3) })), wanted: 'approved' },
  ],
  36: [
    { name: 'somebody who left', change: { files: peopleWith('name: Ben, type: employee, start: 2020-01-01', 'name: Ben, type: employee, start: 2020-01-01, end: 2026-03-03') }, wanted: 'pending', says: 'may not act on 2026-03-04' },
    { name: 'somebody who left after the merge', from: asMerged, change: { files: peopleWith('name: Ben, type: employee, start: 2020-01-01', 'name: Ben, type: employee, start: 2020-01-01, end: 2026-03-03') }, wanted: 'approved' },
    { name: 'somebody who lost permission', change: { facts: { permissions: permissions({ ben: 'none' }) } }, wanted: 'pending', says: 'has only none permission' },
  ],
}
