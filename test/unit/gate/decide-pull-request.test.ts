import { describe, expect, test } from 'vitest'
import type { GateVerdict } from '../../../src/model/outcome.ts'
import {
  account,
  apart,
  baseFiles,
  byCategory,
  changedFile,
  changeRecord,
  changeRequest,
  changeWith,
  commit,
  decide,
  file,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  people,
  push,
  review,
  roles,
  type Situation,
  twoReviewers,
} from '../../support/gate-facts.ts'

interface Row extends Situation {
  readonly name: string
  readonly wanted: GateVerdict
  /** A part of the summary, a note or a reason in the table. */
  readonly says?: string
}

const two = known([review('ana'), review('ben')])
const merging = 'deployment: {merging: true}'
const co = (login: string | null) => ({ as: 'co-author' as const, account: login === null ? null : account(login) })
const author = { as: 'author' as const, account: account('ada') }

// biome-ignore format: one row, one line
const rows: Record<string, readonly Row[]> = {
  'one person, one vote': [
    { name: 'two people who had no part in it', facts: { reviews: two }, wanted: 'approved', says: 'Approved by ana and ben' },
    { name: 'nobody', wanted: 'pending', says: '0 of 2 approvals; 2 more needed' },
    { name: 'one of two', facts: { reviews: known([review('ana')]) }, wanted: 'pending', says: '1 of 2' },
    { name: 'one person twice', facts: { reviews: known([review('ana'), review('ana')]) }, wanted: 'pending' },
    { name: 'one person with two accounts', files: [...baseFiles(twoReviewers).slice(0, 1), file('compliance/people.yaml', people.replace('login: ana, id: 3', 'login: zed, id: 9}, {login: ana, id: 3'))], facts: { reviews: known([review('ana'), review('zed')]) }, wanted: 'pending' },
    { name: 'somebody with write who is not in People', facts: { reviews: known([review('ana'), review('zed')]) }, wanted: 'approved' },
    { name: 'one account under two logins, pinned by its number', facts: { reviews: known([review('ben', { by: { id: 5, login: 'ben', type: 'user' } }), review('cleo')]) }, wanted: 'pending' },
  ],
  'who never counts': [
    { name: 'the author', facts: { reviews: known([review('ada'), review('ana')]) }, wanted: 'pending', says: 'opened the pull request' },
    { name: 'the author with a second account', facts: { reviews: known([review('ada-home'), review('ana')]) }, wanted: 'pending', says: 'opened the pull request' },
    { name: 'who asked an agent for it', facts: { pull: { author: account('app[bot]'), requestedBy: account('ana') }, commits: known([commit({ parties: [{ as: 'author', account: account('app[bot]') }] })]), headChanges: known([opened({ by: account('app[bot]') })]), reviews: two }, wanted: 'pending', says: 'asked the author, a machine, for it' },
    { name: 'two people on the pull request of a bot', facts: { pull: { author: account('app[bot]') }, commits: known([commit({ parties: [{ as: 'author', account: account('app[bot]') }] })]), headChanges: known([opened({ by: account('app[bot]') })]), reviews: two }, wanted: 'approved' },
    { name: 'the author of a commit', facts: { commits: known([commit({ parties: [{ as: 'author', account: account('ana') }] })]), reviews: two }, wanted: 'pending', says: 'wrote commit aaaaaaa' },
    { name: 'the committer of a commit', facts: { commits: known([commit({ parties: [author, { as: 'committer', account: account('ana') }] })]), reviews: two }, wanted: 'pending', says: 'committed commit aaaaaaa' },
    { name: 'a co-author', facts: { commits: known([commit({ parties: [author, co('ana')] })]), reviews: two }, wanted: 'pending', says: 'is a co-author of commit aaaaaaa' },
    { name: 'the author of a commit off the first-parent line', facts: { commits: known([commit({ parents: [OLD, 'e'.repeat(40)] }), commit({ sha: 'e'.repeat(40), parties: [{ as: 'author', account: account('ana') }] })]), reviews: two }, wanted: 'pending', says: 'wrote commit eeeeeee' },
    { name: 'somebody who pushed before, not last', facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('ana'), after: OLD }), push('2026-03-02T11:00:00Z')]), reviews: two }, wanted: 'pending', says: 'pushed to the branch' },
    { name: 'an app', facts: { reviews: known([review('ana'), review('app[bot]')]) }, wanted: 'pending', says: 'is a machine' },
    { name: 'a machine account listed in People', facts: { reviews: known([review('ana'), review('robo')]) }, wanted: 'pending', says: 'is a machine' },
    { name: 'somebody who may only read', facts: { reviews: known([review('ana'), review('eve')]) }, wanted: 'pending', says: 'has only read permission' },
    { name: 'the lower of two permissions is taken', facts: { reviews: two, permissions: [{ account: account('ana'), role: 'write' }, { account: account('ben'), role: 'admin' }, { account: account('ben'), role: 'triage' }] }, wanted: 'pending', says: 'has only triage permission' },
    { name: 'somebody whose last day was before', facts: { reviews: known([review('ana'), review('gone')]) }, wanted: 'pending', says: 'may not act on 2026-03-04' },
    { name: 'a deleted account', facts: { reviews: known([review('ana'), review(null)]) }, wanted: 'pending', says: 'the account was deleted' },
    { name: 'the account that stands for deleted ones', facts: { reviews: known([review('ana'), review('ghost')]), permissions: [{ account: account('ana'), role: 'write' }, { account: account('ghost'), role: 'write' }] }, wanted: 'pending', says: 'the account was deleted' },
  ],
  'states of a review': [
    { name: 'a comment', facts: { reviews: known([review('ana'), review('ben', { state: 'commented' })]) }, wanted: 'pending', says: 'a comment is no approval' },
    { name: 'a comment after the approval', facts: { reviews: known([...two.value, review('ana', { state: 'commented', submittedAt: '2026-03-03T11:00:00Z' })]) }, wanted: 'approved' },
    { name: 'a kind that is not known', facts: { reviews: known([review('ana'), review('ben', { state: 'unknown' })]) }, wanted: 'pending', says: 'not known never counts' },
    { name: 'one not submitted', facts: { reviews: known([review('ana'), review('ben', { state: 'pending', submittedAt: null })]) }, wanted: 'pending', says: 'not submitted' },
    { name: 'an approval without a moment', facts: { reviews: known([review('ana'), review('ben', { submittedAt: null })]) }, wanted: 'pending', says: 'when it was submitted is not known' },
    { name: 'a dismissed approval', facts: { reviews: known([review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('ada') })]) }, wanted: 'pending', says: 'was dismissed' },
    { name: 'an older approval behind a dismissed one', facts: { reviews: known([review('ana'), review('ben'), review('ben', { state: 'dismissed', submittedAt: '2026-03-03T11:00:00Z', stateBeforeDismissal: 'approved' })]) }, wanted: 'pending' },
    { name: 'edited by somebody else', facts: { reviews: known([review('ana'), review('ben', { editedBy: account('dan') })]) }, wanted: 'pending', says: 'was edited by dan' },
    { name: 'edited by the reviewer', facts: { reviews: known([review('ana'), review('ben', { editedBy: account('ben') })]) }, wanted: 'approved' },
    { name: 'the later one by time, first in the list', facts: { reviews: known([review('ana'), review('ben', { submittedAt: '2026-03-03T12:00:00Z' }), review('ben', { state: 'changes-requested' })]) }, wanted: 'approved' },
    { name: 'at the same second the greater id speaks', facts: { reviews: known([review('ana'), review('ben', { id: 9, state: 'changes-requested' }), review('ben', { id: 8 })]) }, wanted: 'refused' },
  ],
  freshness: [
    { name: 'an approval of an earlier commit', facts: { reviews: known([review('ana'), review('ben', { commit: OLD })]) }, wanted: 'pending', says: 'is of commit bbbbbbb, the head is aaaaaaa' },
    { name: 'an approval of no commit', facts: { reviews: known([review('ana'), review('ben', { commit: null })]) }, wanted: 'pending', says: 'is of no commit' },
    { name: 'an approval re-bound to a head pushed later', facts: { headChanges: known([opened({ after: OLD }), push('2026-03-03T10:00:01Z', { kind: 'force-push' })]), reviews: two }, wanted: 'pending', says: 'approve again' },
    { name: 'an approval in the same second as the push', facts: { headChanges: known([opened({ after: OLD }), push('2026-03-03T10:00:00Z')]), reviews: two }, wanted: 'pending', says: 'approve again' },
    { name: 'a push back to the approved commit', facts: { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { after: OLD }), push('2026-03-03T12:00:00Z')]), reviews: two }, wanted: 'pending', says: 'approve again' },
    { name: 'a change of the base', facts: { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { kind: 'base-changed', after: null, by: null })]), reviews: two }, wanted: 'pending', says: 'approve again' },
    { name: 'a change of the base before the approvals', facts: { headChanges: known([opened(), push('2026-03-03T09:00:00Z', { kind: 'base-changed', after: null, by: account('ana') })]), reviews: two }, wanted: 'approved' },
    { name: 'a head that no entry leads to', facts: { headChanges: known([opened({ after: OLD })]), reviews: two }, wanted: 'not-determined', says: 'when the head got to its present commit is not known' },
    { name: 'a list that is behind', facts: { headChanges: known([opened(), push('2026-03-03T09:00:00Z', { after: OLD })]), reviews: two }, wanted: 'not-determined' },
    { name: 'no list', facts: { headChanges: notKnown, reviews: two }, wanted: 'not-determined', says: 'the list was cut' },
    { name: 'a deleted repository of the head', facts: { pull: { head: { ref: 'x', sha: HEAD, repositoryId: null } }, reviews: two }, wanted: 'not-determined', says: 'was deleted' },
    { name: 'an approval before it was opened', facts: { pull: { createdAt: '2026-03-03T10:00:00Z' }, reviews: two }, wanted: 'pending' },
  ],
  'what is not known': [
    { name: 'commits', facts: { commits: notKnown, reviews: two }, wanted: 'not-determined', says: 'the commits could not be read' },
    { name: 'fewer commits than the forge counts', facts: { pull: { totals: { commits: 2, changedFiles: 1 } }, reviews: two }, wanted: 'not-determined', says: '1 commits were read' },
    { name: 'the head among the commits', facts: { commits: known([commit({ sha: OLD })]), reviews: two }, wanted: 'not-determined', says: 'is not among the commits' },
    { name: 'the account of a commit', facts: { commits: known([commit({ parties: [{ as: 'author', account: null }] })]), reviews: two }, wanted: 'not-determined', says: 'no account is known' },
    { name: 'the account of a co-author', facts: { commits: known([commit({ parties: [author, co(null)] })]), reviews: two }, wanted: 'not-determined', says: 'co-author' },
    { name: 'anybody who wrote a commit', facts: { commits: known([commit({ parties: [] })]), reviews: two }, wanted: 'not-determined', says: 'nobody is named as author' },
    { name: 'the author', facts: { pull: { author: null }, reviews: two }, wanted: 'not-determined', says: 'the account of the author was deleted' },
    { name: 'who pushed', facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: null })]), reviews: two }, wanted: 'not-determined', says: 'who pushed to the branch is not known' },
    { name: 'who pushed, of verified signatures', facts: { commits: known([commit({ signatureVerified: true })]), headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: null, kind: 'unknown', source: 'check-suite' })]), reviews: two }, wanted: 'approved' },
    { name: 'reviews', facts: { reviews: notKnown }, wanted: 'not-determined', says: 'the reviews could not be read' },
    { name: 'the permission of an approver who is needed', facts: { reviews: two, permissions: [{ account: account('ana'), role: 'write' }, { account: account('ben'), role: 'unknown' }] }, wanted: 'not-determined', says: 'permission of this account could not be read' },
    { name: 'the permission of an approver who is not needed', facts: { reviews: known([...two.value, review('cleo')]), permissions: [{ account: account('ana'), role: 'write' }, { account: account('ben'), role: 'write' }] }, wanted: 'approved' },
    { name: 'a permission that is listed twice, once unknown', facts: { reviews: two, permissions: [{ account: account('ana'), role: 'write' }, { account: account('ben'), role: 'write' }, { account: account('ben'), role: 'unknown' }] }, wanted: 'not-determined', says: 'permission of this account could not be read' },
    { name: 'files, where a rule looks at them', rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1}}`, facts: { files: notKnown, reviews: two }, wanted: 'not-determined', says: 'changed files could not be read' },
    { name: 'some of the files', rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1}}`, facts: { pull: { totals: { commits: 1, changedFiles: 2 } }, reviews: two }, wanted: 'not-determined', says: '1 changed files were read' },
    { name: 'files, where no rule looks at them', facts: { files: notKnown, reviews: two }, wanted: 'approved' },
    { name: 'when it was merged', facts: { pull: { ...merged('cleo'), mergedAt: null }, reviews: two }, wanted: 'not-determined', says: 'when it was merged' },
  ],
  objections: [
    { name: 'by somebody with write', facts: { reviews: known([...two.value, review('dan', { state: 'changes-requested' })]) }, wanted: 'refused', says: 'dan asked for changes: dan can withdraw it' },
    { name: 'of an earlier commit', facts: { reviews: known([...two.value, review('dan', { state: 'changes-requested', commit: OLD, submittedAt: '2026-03-01T00:00:00Z' })]) }, wanted: 'refused' },
    { name: 'by somebody who may only read', facts: { reviews: known([...two.value, review('eve', { state: 'changes-requested' })]) }, wanted: 'approved' },
    { name: 'by an app', facts: { reviews: known([...two.value, review('app[bot]', { state: 'changes-requested' })]) }, wanted: 'approved' },
    { name: 'by a deleted account', facts: { reviews: known([...two.value, review(null, { state: 'changes-requested' })]) }, wanted: 'approved' },
    { name: 'withdrawn by a person who is also a co-author', facts: { commits: known([commit({ parties: [author, co('dan')] })]), reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('dan') })]) }, wanted: 'approved' },
    { name: 'dismissed by another co-author', facts: { commits: known([commit({ parties: [author, co('mia')] })]), reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('mia') })]) }, wanted: 'refused' },
    { name: 'with the account that may only read of somebody with write', files: [...baseFiles(twoReviewers).slice(0, 1), file('compliance/people.yaml', people .replace('login: dan, id: 6', 'login: eve, id: 7}, {login: dan, id: 6') .replace(/ {2}- \{id: eve.*\n/, ''))], facts: { reviews: known([...two.value, review('dan', { state: 'commented' }), review('eve', { state: 'changes-requested' })]) }, wanted: 'refused' },
    { name: 'permission not known', facts: { reviews: known([...two.value, review('mia', { state: 'changes-requested' })]), permissions: ['ana', 'ben'].map((login) => ({ account: account(login), role: 'write' as const })) }, wanted: 'not-determined', says: 'not known whether the request for changes by mia' },
    { name: 'withdrawn by approving', facts: { reviews: known([review('ana'), review('dan', { state: 'changes-requested' }), review('dan', { submittedAt: '2026-03-03T11:00:00Z' })]) }, wanted: 'approved' },
    { name: 'followed by a comment', facts: { reviews: known([...two.value, review('dan', { state: 'changes-requested' }), review('dan', { state: 'commented', submittedAt: '2026-03-03T11:00:00Z' })]) }, wanted: 'refused' },
    { name: 'dismissed by somebody uninvolved', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('mia') })]) }, wanted: 'approved' },
    { name: 'dismissed by the author', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('ada') })]) }, wanted: 'refused', says: 'the dismissal by ada does not count' },
    { name: 'dismissed by the second account of the author', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('ada-home') })]) }, wanted: 'refused' },
    { name: 'dismissed by a machine', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('app[bot]') })]) }, wanted: 'refused' },
    { name: 'dismissed by nobody knows whom', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested' })]) }, wanted: 'not-determined' },
    { name: 'perhaps, dismissed by the author', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'unknown', dismissedBy: account('ada') })]) }, wanted: 'not-determined' },
    { name: 'withdrawn by the person', facts: { reviews: known([...two.value, review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('dan') })]) }, wanted: 'approved' },
    { name: 'without a moment', facts: { reviews: known([...two.value, review('dan', { submittedAt: null, state: 'changes-requested' }), review('dan')]) }, wanted: 'refused' },
    { name: 'before what is not known', facts: { commits: notKnown, reviews: known([review('dan', { state: 'changes-requested' })]) }, wanted: 'refused' },
    { name: 'on a draft', facts: { pull: { draft: true }, reviews: known([review('dan', { state: 'changes-requested' })]) }, wanted: 'pending', says: 'it is a draft' },
  ],
  'who may approve': [
    { name: 'an empty list is nobody', rules: '  - {id: closed, require: {approvals: 1, from: []}}', facts: { reviews: two }, wanted: 'pending', says: 'nobody is left who may approve' },
    { name: 'lists that name nobody', rules: '  - {id: closed, require: {approvals: 1, from: {users: []}}}', facts: { reviews: two }, wanted: 'pending', says: 'nobody is left' },
    { name: 'a named person', rules: '  - {id: own, require: {approvals: 1, from: {users: [ana]}}}', facts: { reviews: known([review('ana')]) }, wanted: 'approved' },
    { name: 'somebody not named', rules: '  - {id: own, require: {approvals: 1, from: {users: [ana]}}}', facts: { reviews: known([review('ben')]) }, wanted: 'pending', says: '1 more needed from ana' },
    { name: 'a union of users and teams', rules: '  - {id: own, require: {approvals: 2, from: {users: [cleo], teams: [platform]}}}', facts: { reviews: known([review('cleo'), review('ben')]) }, wanted: 'approved' },
    { name: 'a role held on that day', rules: '  - {id: own, require: {approvals: 1, from: {roles: [security_reviewer]}}}', facts: { reviews: known([review('ben')]) }, wanted: 'approved' },
    { name: 'a role that has expired', rules: '  - {id: own, require: {approvals: 1, from: {roles: [security_reviewer]}}}', facts: { reviews: known([review('ana')]) }, wanted: 'pending', says: 'from ben' },
    { name: 'a higher floor', rules: '  - {id: own, require: {approvals: 1, from: {permission: maintain}}}', facts: { reviews: known([review('ana')]) }, wanted: 'pending', says: 'maintain is needed' },
    { name: 'named without write', rules: '  - {id: own, require: {approvals: 1, from: {users: [eve]}}}', facts: { reviews: known([review('eve')]) }, wanted: 'pending', says: 'has only read permission' },
    { name: 'a person who is not in People', rules: '  - {id: own, require: {approvals: 1, from: {users: [ana, nobody-known]}}}', facts: { reviews: known([review('ana')]) }, wanted: 'not-determined', says: 'there is no person nobody-known' },
    { name: 'a team that does not exist', rules: '  - {id: own, require: {approvals: 1, from: {teams: [ops]}}}', facts: { reviews: two }, wanted: 'not-determined', says: 'there is no team ops' },
    { name: 'a role that does not exist', rules: '  - {id: own, require: {approvals: 1, from: {roles: [king]}}}', facts: { reviews: two }, wanted: 'not-determined', says: 'there is no role king' },
    { name: 'a team of the forge', rules: '  - {id: own, require: {approvals: 1, from: {githubTeams: [acme/ops]}}}', facts: { reviews: known([review('zed')]), teams: [{ team: 'acme/ops', members: known([9]) }] }, wanted: 'approved' },
    { name: 'somebody outside the team of the forge', rules: '  - {id: own, require: {approvals: 1, from: {githubTeams: [acme/ops]}}}', facts: { reviews: known([review('ana')]), teams: [{ team: 'acme/ops', members: known([9]) }] }, wanted: 'pending', says: 'is not team acme/ops' },
    { name: 'a team of the forge that cannot be read', rules: '  - {id: own, require: {approvals: 1, from: {githubTeams: [acme/ops]}}}', facts: { reviews: known([review('zed')]), teams: [{ team: 'acme/ops', members: notKnown }] }, wanted: 'not-determined', says: 'acme/ops could not be read' },
    { name: 'a team of the forge that was not read', rules: '  - {id: own, require: {approvals: 1, from: {githubTeams: [acme/ops]}}}', facts: { reviews: known([review('zed')]) }, wanted: 'not-determined', says: 'were not read' },
    { name: 'the only one named wrote it', rules: '  - {id: own, require: {approvals: 1, from: {users: [ada]}}}', wanted: 'pending', says: 'nobody is left who may approve: ada opened the pull request' },
    { name: 'the only one named has no account', files: [...baseFiles('  - {id: own, require: {approvals: 1, from: {users: [cleo]}}}').slice(0, 1), file('compliance/people.yaml', people.replace(', accounts: [{login: cleo, id: 5}]', ''))], wanted: 'pending', says: 'cleo has no account in People' },
    { name: 'too few are left', rules: '  - {id: own, require: {approvals: 2, from: {users: [ada, ana]}}}', wanted: 'pending', says: 'only ana is left' },
    { name: 'from without a number asks for one', rules: '  - {id: own, require: {from: {users: [ana]}}}', facts: { reviews: known([review('ben')]) }, wanted: 'pending' },
    { name: 'one person serves two rules', rules: '  - {id: one, require: {approvals: 1}}\n  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}', facts: { reviews: known([review('ana')]) }, wanted: 'approved' },
    { name: 'all rules must hold', rules: '  - {id: one, require: {approvals: 1}}\n  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}', facts: { reviews: known([review('ben')]) }, wanted: 'pending', says: 'lead: 0 of 1 approval' },
  ],
  'which rules apply': [
    { name: 'another base than the rules name', rules: '  - {id: one, when: {base: ["release/**"]}, require: {approvals: 1}}', facts: { reviews: two }, wanted: 'not-determined', says: 'no rule asks for an approval' },
    { name: 'the same with default allow', rules: '  - {id: one, when: {base: ["release/**"]}, require: {approvals: 1}}', head: 'default: allow', wanted: 'not-applicable' },
    { name: 'a base that is not protected', rules: '  - {id: one, when: {base: ["release/**"]}, require: {approvals: 1}}', facts: { pull: { base: { ref: 'topic/x', sha: OLD } } }, wanted: 'not-applicable' },
    { name: 'a pattern of the base', rules: '  - {id: one, when: {base: ["release/**"]}, require: {approvals: 1}}', facts: { pull: { base: { ref: 'release/1/2', sha: OLD } } }, wanted: 'pending' },
    { name: 'a rule that only forbids approves nothing', rules: apart, head: merging, facts: { reviews: two }, wanted: 'not-determined', says: 'no rule asks for an approval' },
    { name: 'a path that matches', rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1, from: {users: [cleo]}}}`, facts: { reviews: two, files: known([changedFile('iam/x.tf', { status: 'added' })]) }, wanted: 'pending', says: 'iam: 0 of 1' },
    { name: 'a path that does not', rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1, from: {users: [cleo]}}}`, facts: { reviews: two }, wanted: 'approved' },
    { name: 'the old name of a rename', rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1, from: {users: [cleo]}}}`, facts: { reviews: two, files: known([changedFile('app/x.tf', { previousPath: 'iam/x.tf', status: 'renamed' })]) }, wanted: 'pending' },
    { name: 'a draft', facts: { pull: { draft: true }, reviews: two }, wanted: 'pending', says: 'Mark it ready' },
    { name: 'closed without a merge', facts: { pull: { state: 'closed' }, reviews: two }, wanted: 'not-applicable' },
    { name: 'no rules on the base', files: baseFiles(twoReviewers).slice(1), facts: { reviews: two }, wanted: 'not-applicable', says: 'no gate rules on main yet' },
    { name: 'rules on the base that cannot be read', files: [file('compliance/gate-rules.yaml', `apiVersion: countersign/v1\nkind: GateRules\nrulez: []\nrules:\n${twoReviewers}\n`), ...baseFiles(twoReviewers).slice(1)], facts: { reviews: two }, wanted: 'not-determined', says: 'cannot be read' },
    { name: 'people on the base that cannot be read', files: [...baseFiles(twoReviewers), { path: 'compliance/more.yaml', unreadable: 'it is a link', remedy: 'Make it a file.' }], facts: { reviews: two }, wanted: 'not-determined', says: 'cannot be read' },
    { name: 'a link that may hide people', files: [...baseFiles(twoReviewers), { path: 'compliance/more', unreadable: 'it is a link', remedy: 'Make it a folder.' }], facts: { reviews: two }, wanted: 'not-determined', says: 'it is a link' },
    { name: 'a text on the base that cannot be read', files: [...baseFiles(twoReviewers), { path: 'compliance/text.md', unreadable: 'it is a link', remedy: 'Make it a file.' }], facts: { reviews: two }, wanted: 'approved' },
    { name: 'a policy that cannot be read, and people beside it', files: [...baseFiles(twoReviewers), file('compliance/p.yaml', 'apiVersion: countersign/v1\nkind: Policy\nid: POL-X\n---\n{apiVersion: countersign/v1, kind: People}\n')], facts: { reviews: two }, wanted: 'not-determined', says: 'cannot be read' },
    { name: 'the same change request twice on the base', files: [...baseFiles(twoReviewers), file('compliance/changes/1.yaml', changeRequest().text), file('compliance/changes/2.yaml', changeRequest().text)], facts: { reviews: two }, wanted: 'approved' },
    { name: 'a policy on the base that cannot be read', files: [...baseFiles(twoReviewers), file('compliance/p.yaml', 'apiVersion: countersign/v1\nkind: Policy\nid: POL-X\n')], facts: { reviews: two }, wanted: 'approved' },
    { name: 'the same person twice in People', files: [...baseFiles(twoReviewers), file('compliance/more.yaml', 'apiVersion: countersign/v1\nkind: People\npeople:\n  - {id: ana, name: Ana, type: employee, start: 2020-01-01, accounts: [{login: ben}]}\n')], facts: { reviews: two }, wanted: 'not-determined', says: 'more than one person ana' },
    { name: 'the same rule twice', rules: `${twoReviewers}\n${twoReviewers}`, facts: { reviews: two }, wanted: 'not-determined', says: 'more than one gate-rule two-reviewers' },
  ],
  'change requests': [
    { name: 'none', rules: changeRecord, facts: { reviews: two }, wanted: 'pending', says: 'a submitted change request is needed' },
    { name: 'approved by both roles', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeRequest()]) }, wanted: 'approved' },
    { name: 'one role is missing', rules: changeRecord, facts: { reviews: known([review('ana')]), changeFiles: known([changeRequest()]) }, wanted: 'pending', says: 'security_reviewer, from ben' },
    { name: 'somebody with the role who may only read', rules: changeRecord, facts: { reviews: two, permissions: [{ account: account('ana'), role: 'write' }, { account: account('ben'), role: 'triage' }], changeFiles: known([changeRequest()]) }, wanted: 'pending', says: 'has only triage permission' },
    { name: 'two people of one role', rules: changeRecord, facts: { reviews: known([review('ana'), review('cleo')]), changeFiles: known([changeRequest()]) }, wanted: 'pending' },
    { name: 'one person with both roles is one person', rules: changeRecord, facts: { pull: merged('mia', '2026-01-20T12:00:00Z'), headChanges: known([opened({ at: '2026-01-10T12:00:00Z' })]), reviews: known([review('ana', { submittedAt: '2026-01-15T12:00:00Z' })]), changeFiles: known([changeRequest()]) }, wanted: 'pending' },
    { name: 'the requester is one of the approvers', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeWith('requestedBy: ada', 'requestedBy: ana')]) }, wanted: 'pending', says: 'technical_lead, from cleo' },
    { name: 'the planned deployer is one of the approvers', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeRequest('plannedDeployer: ben\n')]) }, wanted: 'pending', says: 'is the planned deployer of CHG-1' },
    { name: 'the planned deployer under any rule', rules: `${twoReviewers}\n${apart}`, facts: { reviews: two, changeFiles: known([changeRequest('plannedDeployer: ben\n')]) }, wanted: 'pending', says: 'is the planned deployer of CHG-1' },
    { name: 'a draft', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeWith('submitted', 'draft')]) }, wanted: 'pending', says: 'CHG-1 is draft' },
    { name: 'a cancelled one', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeWith('submitted', 'cancelled')]) }, wanted: 'pending', says: 'CHG-1 is cancelled' },
    { name: 'one that cannot be read', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeWith('category: normal', 'category: urgent')]) }, wanted: 'not-determined', says: 'chg-1.yaml' },
    { name: 'files that could not be read', rules: changeRecord, facts: { reviews: two, changeFiles: notKnown }, wanted: 'not-determined', says: 'change requests in the diff could not be read' },
    { name: 'files that no rule needs', facts: { reviews: two, changeFiles: notKnown }, wanted: 'approved' },
    { name: 'a requester who is nobody', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeWith('requestedBy: ada', 'requestedBy: nobody')]) }, wanted: 'not-determined', says: 'names nobody, who is not in People' },
    { name: 'named in the body, on the base', rules: changeRecord, files: baseFiles(changeRecord, '', [file('compliance/changes/1.yaml', changeRequest().text)]), facts: { pull: { namedChanges: ['CHG-1'] }, reviews: two }, wanted: 'approved' },
    { name: 'a lighter category named in the body, which can be rewritten after the approval', rules: changeRecord, files: baseFiles(changeRecord, '', [file('compliance/changes/1.yaml', changeWith('category: normal', 'category: standard').text)]), facts: { pull: { namedChanges: ['CHG-1'] }, reviews: known([review('ana')]) }, wanted: 'pending', says: 'CHG-1 (normal) needs the approval of security_reviewer' },
    { name: 'an old emergency named in the body lightens no rule', rules: byCategory, files: baseFiles(byCategory, '', [file('compliance/changes/1.yaml', changeWith('category: normal', 'category: emergency').text)]), facts: { pull: { namedChanges: ['CHG-1'] }, reviews: known([review('dan')]) }, wanted: 'pending', says: 'it is judged as normal' },
    { name: 'people and roles in the folder of change requests are no change requests', rules: `${twoReviewers}\n${changeRecord}`, facts: { files: known([changedFile('compliance/changes/more.yaml', { status: 'added' })]), changeFiles: known([{ path: 'compliance/changes/more.yaml', text: 'apiVersion: countersign/v1\nkind: Roles\nassignments:\n  - {role: security_reviewer, person: ada, grantedAt: 2026-01-01}\n' }]), reviews: known([review('ana'), review('cleo')]) }, wanted: 'pending', says: 'a submitted change request is needed' },
    { name: 'nor is taking them away from there', rules: `${twoReviewers}\n${changeRecord}`, files: [...baseFiles(`${twoReviewers}\n${changeRecord}`).slice(0, 2), file('compliance/changes/roles.yaml', roles)], facts: { files: known([changedFile('compliance/changes/roles.yaml', { status: 'removed' })]), reviews: known([review('ana'), review('cleo')]) }, wanted: 'pending', says: 'a submitted change request is needed' },
    { name: 'named in the body, nowhere', rules: changeRecord, facts: { pull: { namedChanges: ['CHG-9'] }, reviews: two }, wanted: 'pending', says: 'CHG-9, named in the body, does not exist' },
    { name: 'on the base, but not named', rules: changeRecord, files: baseFiles(changeRecord, '', [file('compliance/changes/1.yaml', changeRequest().text)]), facts: { reviews: two }, wanted: 'pending' },
    { name: 'twice in the diff', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeRequest(), { ...changeRequest(), path: 'compliance/changes/other.yaml' }]) }, wanted: 'not-determined', says: 'CHG-1 is in the diff more than once' },
    { name: 'two, of which one lacks a role', rules: changeRecord, facts: { reviews: two, changeFiles: known([changeRequest(), { path: 'compliance/changes/b.yaml', text: changeRequest('', 'CHG-2').text.replace('category: normal', 'category: emergency') }]) }, wanted: 'pending', says: 'CHG-2 (emergency)' },
    { name: 'only change requests are touched', rules: `${twoReviewers}\n${changeRecord}`, facts: { reviews: two, files: known([changedFile('compliance/changes/chg-1.yaml', { status: 'added' })]) }, wanted: 'approved' },
    { name: 'only change requests, and no other rule', rules: changeRecord, facts: { reviews: two, files: known([changedFile('compliance/changes/chg-1.yaml', { status: 'added' })]) }, wanted: 'not-determined', says: 'no rule asks' },
    { name: 'a file moved out of the change requests', rules: changeRecord, facts: { reviews: two, files: known([changedFile('app/x.yaml', { previousPath: 'compliance/changes/x.yaml', status: 'renamed' })]) }, wanted: 'pending' },
    { name: 'a role of the settings that does not exist', rules: changeRecord, head: 'changeApprovals: {normal: [king]}', facts: { reviews: two, changeFiles: known([changeRequest()]) }, wanted: 'not-determined', says: 'there is no role king' },
    { name: 'no role at all', rules: changeRecord, head: 'changeApprovals: {normal: []}', facts: { reviews: two, changeFiles: known([changeRequest()]) }, wanted: 'not-determined', says: 'no role approves a normal change' },
  ],
  categories: [
    { name: 'an emergency that is only claimed', rules: byCategory, facts: { reviews: known([review('ana')]), changeFiles: known([changeWith('category: normal', 'category: emergency')]) }, wanted: 'pending', says: 'without the approval of on_call_manager it is judged as a normal change' },
    { name: 'an emergency with its role', rules: byCategory, facts: { reviews: known([review('dan')]), changeFiles: known([changeWith('category: normal', 'category: emergency')]) }, wanted: 'approved', says: 'reviews it within 3 business days' },
    { name: 'an emergency without its role, approved as a normal change', rules: byCategory, facts: { reviews: two, changeFiles: known([changeWith('category: normal', 'category: emergency')]) }, wanted: 'approved' },
    { name: 'an emergency whose role approved an earlier commit', rules: byCategory, facts: { reviews: known([review('dan', { commit: OLD })]), changeFiles: known([changeWith('category: normal', 'category: emergency')]) }, wanted: 'pending' },
    { name: 'an emergency requested by its role', rules: byCategory, facts: { reviews: known([review('dan')]), changeFiles: known([changeWith('category: normal', 'category: emergency').text.replace('requestedBy: ada', 'requestedBy: dan')].map((lines) => ({ path: 'compliance/changes/1.yaml', text: lines }))) }, wanted: 'pending' },
    { name: 'an emergency still to be submitted', rules: byCategory, facts: { reviews: known([review('dan')]), changeFiles: known([{ path: 'compliance/changes/1.yaml', text: changeWith('category: normal', 'category: emergency').text.replace('submitted', 'draft') }]) }, wanted: 'pending' },
    { name: 'a standard change that is only claimed', rules: '  - {id: two, when: {category: [normal]}, require: {approvals: 2}}\n  - {id: one, when: {category: [standard]}, require: {approvals: 1}}', facts: { reviews: known([review('ben')]), changeFiles: known([changeWith('category: normal', 'category: standard')]) }, wanted: 'pending' },
    { name: 'a standard change with its role', rules: '  - {id: two, when: {category: [normal]}, require: {approvals: 2}}\n  - {id: one, when: {category: [standard]}, require: {approvals: 1}}', facts: { reviews: known([review('ana')]), changeFiles: known([changeWith('category: normal', 'category: standard')]) }, wanted: 'approved' },
    { name: 'a category without a role is as normal', rules: '  - {id: two, when: {category: [normal]}, require: {approvals: 2}}\n  - {id: one, when: {category: [standard]}, require: {approvals: 1}}', head: 'changeApprovals: {standard: []}', facts: { reviews: known([review('ana')]), changeFiles: known([changeWith('category: normal', 'category: standard')]) }, wanted: 'pending' },
    { name: 'a category for which there is no rule', rules: '  - {id: two, when: {category: [normal]}, require: {approvals: 2}}', head: 'default: allow', facts: { reviews: known([review('ana')]), changeFiles: known([changeWith('category: normal', 'category: standard')]) }, wanted: 'pending' },
    { name: 'a category for which a rule only forbids', rules: `  - {id: two, when: {category: [normal]}, require: {approvals: 2}}\n${apart}`, head: 'default: allow', facts: { reviews: known([review('ana')]), changeFiles: known([changeWith('category: normal', 'category: standard')]) }, wanted: 'pending' },
    { name: 'a category that could not be read', rules: byCategory, facts: { reviews: two, changeFiles: notKnown }, wanted: 'not-determined' },
    { name: 'an earned emergency beside a normal change', rules: byCategory, facts: { reviews: known([review('dan')]), changeFiles: known([{ path: 'compliance/changes/1.yaml', text: changeWith('category: normal', 'category: emergency').text }, changeRequest('', 'CHG-2')]) }, wanted: 'pending' },
    { name: 'no change request is a normal change', rules: byCategory, facts: { reviews: known([review('dan')]) }, wanted: 'pending' },
  ],
  'approver and deployer': [
    { name: 'before the merge it says who must not merge', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { reviews: two }, wanted: 'approved', says: 'whoever merges must not be one of the approvers (ana, ben)' },
    { name: 'an approver switched on auto-merge', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: { autoMergeBy: account('ben') }, reviews: two }, wanted: 'pending', says: 'switched on auto-merge' },
    { name: 'auto-merge where merging does not deploy', rules: `${twoReviewers}\n${apart}`, facts: { pull: { autoMergeBy: account('ben') }, reviews: two }, wanted: 'approved' },
    { name: 'merged by an approver', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged('ana'), reviews: two }, wanted: 'refused', says: 'ana approved it and merged' },
    { name: 'merged by somebody else', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged('mia'), reviews: two }, wanted: 'approved' },
    { name: 'merged by the author', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged('ada'), reviews: two }, wanted: 'approved' },
    { name: 'merged by the author where that is forbidden', rules: `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, deployer]}}`, head: merging, facts: { pull: merged('ada'), reviews: two }, wanted: 'refused', says: 'had a part in' },
    { name: 'the author is to deploy where that is forbidden', rules: `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, deployer]}}`, facts: { reviews: two, changeFiles: known([changeRequest('plannedDeployer: ada\n')]) }, wanted: 'refused', says: 'name another deployer' },
    { name: 'merged by an approver where merging does not deploy', rules: `${twoReviewers}\n${apart}`, facts: { pull: merged('ana'), reviews: two }, wanted: 'approved' },
    { name: 'merged by an approver where no rule forbids it', rules: twoReviewers, head: merging, facts: { pull: merged('ana'), reviews: two }, wanted: 'approved' },
    { name: 'merged by nobody knows whom', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged(null), reviews: two }, wanted: 'not-determined', says: 'who merged it' },
    { name: 'merged by a machine for nobody', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged('app[bot]'), reviews: two }, wanted: 'not-determined' },
    { name: 'merged by an approver who is not in People', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: merged('zed'), reviews: known([review('ana'), review('zed')]) }, wanted: 'refused', says: 'zed approved it and merged' },
    { name: 'merged by a machine that People gives to an approver', files: [...baseFiles(`${twoReviewers}\n${apart}`, merging).slice(0, 1), file('compliance/people.yaml', people.replace('login: ana, id: 3', 'login: "app[bot]", id: 12}, {login: ana, id: 3'))], facts: { pull: merged('app[bot]'), reviews: two }, wanted: 'refused' },
    { name: 'merged by a machine for another machine', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: { ...merged('app[bot]'), autoMergeBy: account('robo') }, reviews: two }, wanted: 'not-determined' },
    { name: 'merged by nobody knows whom, where only author and approver are apart', rules: `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, approver]}}`, head: merging, facts: { pull: merged(null), reviews: two }, wanted: 'approved' },
    { name: 'merged by a machine for who switched on auto-merge', rules: `${twoReviewers}\n${apart}`, head: merging, facts: { pull: { ...merged('app[bot]'), autoMergeBy: account('mia') }, reviews: two }, wanted: 'approved' },
  ],
  'as of the merge': [
    { name: 'approvals after it', facts: { pull: merged('mia', '2026-03-03T09:00:00Z'), reviews: two }, wanted: 'pending' },
    { name: 'an objection after it', facts: { pull: merged('mia'), reviews: known([...two.value, review('dan', { state: 'changes-requested', submittedAt: '2026-03-03T13:00:00Z' })]) }, wanted: 'approved' },
    { name: 'a dismissal after it', facts: { pull: merged('mia'), reviews: known([review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedAt: '2026-03-03T13:00:00Z', dismissedBy: account('ada') })]) }, wanted: 'approved' },
    { name: 'a dismissal before it', facts: { pull: merged('mia'), reviews: known([review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedAt: '2026-03-03T11:00:00Z', dismissedBy: account('ada') })]) }, wanted: 'pending' },
    { name: 'a push after it', facts: { pull: merged('mia'), headChanges: known([opened(), push('2026-03-03T13:00:00Z', { after: OLD, by: account('ana') })]), reviews: two }, wanted: 'approved' },
    { name: 'a role that was held then', rules: '  - {id: own, require: {approvals: 1, from: {roles: [security_reviewer]}}}', facts: { pull: { ...merged('mia', '2026-01-20T12:00:00Z'), createdAt: '2026-01-10T12:00:00Z' }, headChanges: known([opened({ at: '2026-01-10T12:00:00Z' })]), reviews: known([review('ana', { submittedAt: '2026-01-15T12:00:00Z' })]) }, wanted: 'approved' },
  ],
}

describe.each(Object.entries(rows))('%s', (_group, group) => {
  test.each(group)('$name: $wanted', ({ wanted, says, ...situation }) => {
    const decision = decide(situation)
    const said = [decision.summary, ...decision.notes, ...decision.reviewers.flatMap(({ reasons }) => reasons)].join(
      '\n',
    )
    expect(`${decision.verdict}\n${said}`).toMatch(new RegExp(`^${wanted}\n`))
    if (says !== undefined) expect(said).toContain(says)
  })
})

test('a rule whose change requests are not known is not determined itself', () => {
  const { rules } = decide({ rules: changeRecord, facts: { reviews: two, changeFiles: notKnown } })
  expect(rules).toMatchObject([{ rule: 'change-record', verdict: 'not-determined' }])
})

test('separation is a question of merges that deploy', () => {
  const rules = `${twoReviewers}\n${apart}`
  expect(decide({ rules, head: merging, facts: { reviews: two } }).separation).toBeUndefined()
  expect(decide({ rules, facts: { pull: merged('ana'), reviews: two } }).separation).toBeUndefined()
  expect(decide({ head: merging, facts: { pull: merged('ana'), reviews: two } }).separation).toBeUndefined()
  expect(decide({ rules, head: merging, facts: { pull: merged('ana'), reviews: two } }).separation).toBe('fail')
  expect(decide({ rules, head: merging, facts: { pull: merged('mia'), reviews: two } }).separation).toBe('pass')
})

test('a comment needs one reason only', () => {
  const { reviewers } = decide({
    facts: {
      reviews: known([review('ana', { state: 'commented', commit: OLD, submittedAt: '2026-03-01T00:00:00Z' })]),
    },
  })
  expect(reviewers).toMatchObject([{ name: 'ana', counted: 'no', reasons: ['a comment is no approval'] }])
})

test('the first line names who can help before it speaks of anybody', () => {
  const own = '  - {id: own, require: {approvals: 1, from: {roles: [on_call_manager]}}}'
  const { summary, notes } = decide({ rules: `${twoReviewers}\n${own}`, facts: { reviews: known([review('ana')]) } })
  expect(summary).toMatch(/^Waiting: own: .*dan.* \(and 1 more\)$/)
  expect(notes.join('\n')).toContain('two-reviewers: 1 of 2 approvals')
})
