import {
  account,
  commit,
  HEAD,
  known,
  OLD,
  opened,
  peopleWith,
  push,
  review,
  stranger,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const author = { as: 'author' as const, account: account('ada') }
const co = (login: string | null) => ({ as: 'co-author' as const, account: login === null ? null : account(login) })
const wrote = (login: string | null) => ({ as: 'author' as const, account: login === null ? null : account(login) })
const committed = (login: string | null) => ({
  as: 'committer' as const,
  account: login === null ? null : account(login),
})
const by = (...parties: ReturnType<typeof wrote | typeof co | typeof committed>[]) => ({
  commits: known([commit({ parties })]),
})
const side = 'e'.repeat(40)
const pushedBy = (login: string | null, more: Parameters<typeof push>[1] = {}) => ({
  headChanges: known([
    opened({ after: OLD }),
    push('2026-03-02T10:00:00Z', { by: login === null ? null : account(login), after: OLD, ...more }),
    push('2026-03-02T11:00:00Z'),
  ]),
})
/** Not in People, and reviewing beside ana. */
const zed = { facts: { reviews: known([review('ana'), review('zed')]) } }
/** In People by the login alone, and reviewing beside ana. */
const addressOf = (id: number, login: string) => ({ as: 'co-author' as const, account: stranger(login, id) })

/** Somebody who took part in the change approves it, or hides that they took part. */
// biome-ignore format: one row, one line
export const authorshipAttacks: readonly Attack[] = [
  { name: 'the author of the commit', change: { facts: by(wrote('ben')) }, wanted: 'pending', says: 'ben wrote commit aaaaaaa' },
  { name: 'the author of the commit with a second account of the approver', from: { facts: { reviews: known([review('ana'), review('zed')]) } }, change: { files: peopleWith('{login: Ben}', '{login: Ben}, {login: zed, id: 9}'), facts: by(wrote('ben')) }, wanted: 'pending', says: 'ben (zed) wrote commit aaaaaaa' },
  { name: 'the committer of somebody else’s commit', change: { facts: by(author, committed('ben')) }, wanted: 'pending', says: 'ben committed commit aaaaaaa' },
  { name: 'a co-author', change: { facts: by(author, co('ben')) }, wanted: 'pending', says: 'ben is a co-author of commit aaaaaaa' },
  { name: 'a co-author through an applied suggestion', change: { facts: by(author, co('ana'), co('ben')) }, wanted: 'pending', says: 'ana is a co-author of commit aaaaaaa' },
  { name: 'a co-author of the squashed head', change: { facts: { commits: known([commit({ parties: [author, co('dan'), co('mia'), co('ben')] })]) } }, wanted: 'pending', says: 'ben is a co-author' },
  { name: 'a co-author behind more names than anybody reads', change: { facts: { commits: known([commit({ parties: [author, ...Array.from({ length: 197 }, (_, index) => addressOf(2000 + index, `person-${index}`)), co('ben')] })]) } }, wanted: 'pending', says: 'ben is a co-author' },
  { name: 'a co-author whose address has the login of before', change: { facts: by(author, addressOf(4, 'ben-before')) }, wanted: 'pending', says: 'ben is a co-author of commit aaaaaaa' },
  { name: 'a co-author whose address has the own number and the login of somebody else', from: zed, change: { facts: by(author, addressOf(9, 'mia')) }, wanted: 'pending', says: 'zed is a co-author of commit aaaaaaa' },
  { name: 'a co-author whose address has the own number and a login that People does not pin', from: zed, change: { facts: by(author, addressOf(9, 'ben')) }, wanted: 'pending', says: 'zed is a co-author of commit aaaaaaa' },
  { name: 'the number of a reviewer in an address brings nobody the vote of somebody else', from: { rules: '  - {id: own, require: {approvals: 1, from: {users: [ben]}}}', facts: { reviews: known([review('zed'), review('ben')]) } }, change: { facts: { ...by(author, addressOf(9, 'ben')), reviews: known([review('zed')]) } }, wanted: 'pending', says: '0 of 1 approval' },
  { name: 'the author of an earlier commit', from: { facts: { reviews: known([review('ana'), review('ben')]), commits: known([commit(), commit({ sha: OLD })]) } }, change: { facts: { commits: known([commit(), commit({ sha: OLD, parties: [wrote('ben')] })]) } }, wanted: 'pending', says: 'ben wrote commit bbbbbbb' },
  { name: 'the author of a commit off the first-parent line', from: { facts: { reviews: known([review('ana'), review('ben')]), commits: known([commit({ parents: [OLD, side] }), commit({ sha: side })]) } }, change: { facts: { commits: known([commit({ parents: [OLD, side] }), commit({ sha: side, parties: [wrote('ben')] })]) } }, wanted: 'pending', says: 'ben wrote commit eeeeeee' },
  { name: 'the committer of a commit off the first-parent line', from: { facts: { reviews: known([review('ana'), review('ben')]), commits: known([commit({ parents: [OLD, side] }), commit({ sha: side })]) } }, change: { facts: { commits: known([commit({ parents: [OLD, side] }), commit({ sha: side, parties: [author, committed('ben')] })]) } }, wanted: 'pending', says: 'ben committed commit eeeeeee' },
  { name: 'whoever merged the base into it', change: { facts: { commits: known([commit({ parents: [OLD, side], parties: [wrote('ben')] }), commit({ sha: OLD })]) } }, wanted: 'pending', says: 'ben wrote commit aaaaaaa' },
  { name: 'another author written into the commits, while the approver pushed them', change: { facts: { ...by(wrote('cleo')), headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('ben') })]) } }, wanted: 'pending', says: 'ben pushed to the branch' },
  { name: 'commits written again under another name by force', from: { facts: { reviews: known([review('ana'), review('ben')]), ...pushedBy('ada') } }, change: { facts: pushedBy('ben') }, wanted: 'pending', says: 'ben pushed to the branch' },
  { name: 'somebody who pushed first and was overwritten by force', from: { facts: { reviews: known([review('ana'), review('ben')]), ...pushedBy('ada', { kind: 'force-push' }) } }, change: { facts: pushedBy('ben', { kind: 'force-push' }) }, wanted: 'pending', says: 'ben pushed to the branch' },
  { name: 'a push by the second account of the approver', from: { facts: { reviews: known([review('ana'), review('ben')]) } }, change: { files: peopleWith('{login: Ben}', '{login: Ben}, {login: zed, id: 9}'), facts: pushedBy('zed') }, wanted: 'pending', says: 'ben pushed to the branch' },
  { name: 'a push under the login of before, by a number that is not in People', from: zed, change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: stranger('zed-before', 9) })]) } }, wanted: 'pending', says: 'zed pushed to the branch' },
  { name: 'a push of a kind that is not known', change: { facts: pushedBy('ben', { kind: 'unknown' }) }, wanted: 'pending', says: 'ben pushed to the branch' },
  { name: 'opened by somebody else than the author that is shown', change: { facts: { headChanges: known([opened({ by: account('ben') })]) } }, wanted: 'pending', says: 'ben opened the pull request' },
  { name: 'an author with an address that no account has', change: { facts: by(wrote(null)) }, wanted: 'not-determined', says: 'no account is known for the author of aaaaaaa' },
  { name: 'a committer with an address that no account has', change: { facts: by(author, committed(null)) }, wanted: 'not-determined', says: 'no account is known for the committer of aaaaaaa' },
  { name: 'a co-author with an address that no account has', change: { facts: by(author, co(null)) }, wanted: 'not-determined', says: 'no account is known for the co-author of aaaaaaa' },
  { name: 'one such commit among many', change: { facts: { commits: known([commit(), ...Array.from({ length: 40 }, (_, index) => commit({ sha: index.toString(16).padStart(40, '0'), parties: [index === 33 ? wrote(null) : author] }))]) } }, wanted: 'not-determined', says: 'no account is known for the author of 0000000' },
  { name: 'an author whose account was deleted', change: { facts: by(wrote('ghost')) }, wanted: 'not-determined', says: 'no account is known for the author' },
  { name: 'a commit without an author', change: { facts: by(committed('ada')) }, wanted: 'not-determined', says: 'nobody is named as author of aaaaaaa' },
  { name: 'a commit in which nobody is named', change: { facts: by() }, wanted: 'not-determined', says: 'nobody is named as author of aaaaaaa' },
  { name: 'a pull request of a deleted account', change: { facts: { pull: { author: null } } }, wanted: 'not-determined', says: 'the account of the author was deleted' },
  { name: 'a pull request of the account that stands for deleted ones', change: { facts: { pull: { author: account('ghost') } } }, wanted: 'not-determined', says: 'the account of the author was deleted' },
  { name: 'a push by nobody knows whom', change: { facts: pushedBy(null) }, wanted: 'not-determined', says: 'who pushed to the branch is not known' },
  { name: 'a push by a deleted account', change: { facts: pushedBy('ghost') }, wanted: 'not-determined', says: 'who pushed to the branch is not known' },
  { name: 'a push by nobody knows whom, with one commit that is not signed', from: { facts: { reviews: known([review('ana'), review('ben')]), ...pushedBy(null), commits: known([commit({ signatureVerified: true }), commit({ sha: OLD, signatureVerified: true })]) } }, change: { facts: { commits: known([commit({ signatureVerified: true }), commit({ sha: OLD })]) } }, wanted: 'not-determined', says: 'who pushed to the branch is not known' },
  { name: 'a signature does not make the author independent', from: { facts: { reviews: known([review('ana'), review('ben')]), commits: known([commit({ signatureVerified: true })]) } }, change: { facts: { commits: known([commit({ signatureVerified: true, parties: [author, committed('ben')] })]) } }, wanted: 'pending', says: 'ben committed commit aaaaaaa' },
  { name: 'commits pushed with an account that several people use', change: { files: peopleWith('name: Robo, type: service', 'name: Robo, type: service, shared: true'), facts: pushedBy('robo') }, wanted: 'not-determined', says: 'robo, which pushed to the branch, is used by several people' },
  { name: 'commits of a machine account whose owner approves', from: { facts: { ...by(wrote('robo')), reviews: known([review('ana'), review('ben')]) } }, change: { files: peopleWith('name: Robo, type: service', 'name: Robo, type: service, owner: ben') }, wanted: 'pending', says: 'ben answers for robo, which wrote commit aaaaaaa' },
  { name: 'the head is another commit than those of which the authors are known', change: { facts: { commits: known([commit({ sha: OLD })]) } }, wanted: 'not-determined', says: `the head ${HEAD.slice(0, 7)} is not among the commits` },
]
