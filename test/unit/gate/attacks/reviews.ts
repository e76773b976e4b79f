import type { Review } from '../../../../src/model/facts.ts'
import {
  account,
  commit,
  known,
  OLD,
  opened,
  peopleWith,
  permissions,
  push,
  review,
  stranger,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const two = [review('ana'), review('ben')]
const author = { as: 'author' as const, account: account('ada') }
const ben = (more: Partial<Review>) => ({ facts: { reviews: known([review('ana'), review('ben', more)]) } })
const then = (...more: readonly Review[]) => ({ facts: { reviews: known([...two, ...more]) } })
const later = '2026-03-03T11:00:00Z'
const latest = '2026-03-03T11:30:00Z'
const objects = (login: string, more: Partial<Review> = {}) =>
  review(login, { state: 'changes-requested', submittedAt: later, ...more })
const dismissed = (by: string | null, more: Partial<Review> = {}) =>
  objects('dan', {
    state: 'dismissed',
    stateBeforeDismissal: 'changes-requested',
    dismissedBy: by === null ? null : account(by),
    ...more,
  })
/** Dan objected, and mia, who had no part in it, dismissed that. */
const mended = then(dismissed('mia'))
const dismissedBy = (by: string | null, more: Partial<Review> = {}) => then(dismissed(by, more))

/** Something that is no approval passes for one, or an objection is made to go away. */
// biome-ignore format: one row, one line
export const reviewAttacks: readonly Attack[] = [
  { name: 'a comment that says approved', change: ben({ state: 'commented' }), wanted: 'pending', says: 'ben a comment is no approval' },
  { name: 'a review that was not submitted', change: ben({ state: 'pending', submittedAt: null }), wanted: 'pending', says: 'ben the review was not submitted' },
  { name: 'a review that was not submitted, with a moment', change: ben({ state: 'pending' }), wanted: 'pending', says: 'ben the review was not submitted' },
  { name: 'a state that is not known', change: ben({ state: 'unknown' }), wanted: 'pending', says: 'ben a kind of review that is not known never counts' },
  { name: 'a dismissed approval', change: ben({ state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('ada') }), wanted: 'pending', says: 'ben the review was dismissed' },
  { name: 'an older approval comes back when a later one is dismissed', change: then(review('ben', { state: 'dismissed', submittedAt: later, stateBeforeDismissal: 'approved', dismissedBy: account('ben') })), wanted: 'pending', says: 'ben the review was dismissed' },
  { name: 'an older approval comes back when an objection is dismissed', change: then(review('ben', { state: 'dismissed', submittedAt: later, stateBeforeDismissal: 'changes-requested', dismissedBy: account('mia') })), wanted: 'pending', says: 'ben the review was dismissed' },
  { name: 'a comment after a dismissed approval', change: { facts: { reviews: known([review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('mia') }), review('ben', { state: 'commented', submittedAt: later })]) } }, wanted: 'pending', says: 'ben the review was dismissed' },
  { name: 'an approval edited by somebody else', change: ben({ editedBy: account('ada') }), wanted: 'pending', says: 'ben was edited by ada' },
  { name: 'an approval edited by an app', change: ben({ editedBy: account('app[bot]') }), wanted: 'pending', says: 'ben was edited by app[bot]' },
  { name: 'two approvals of one person', change: { facts: { reviews: known([review('ana'), review('ana', { submittedAt: later })]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'ninety-nine approvals of one person', change: { facts: { reviews: known(Array.from({ length: 99 }, () => review('ana'))) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'approving, then asking for changes', change: then(objects('ben')), wanted: 'refused', says: 'ben asked for changes' },
  { name: 'the objection comes first in the list and last in time', change: { facts: { reviews: known([objects('ben'), ...two]) } }, wanted: 'refused', says: 'ben asked for changes' },
  { name: 'approving and asking for changes in one second', change: { facts: { reviews: known([review('ana'), objects('ben', { id: 12 }), review('ben', { id: 11, submittedAt: later })]) } }, wanted: 'refused', says: 'asked for changes' },
  { name: 'an objection by somebody with write', change: then(objects('dan')), wanted: 'refused', says: 'dan asked for changes: dan can withdraw it' },
  { name: 'an objection by somebody with write who is not in People', change: then(objects('zed')), wanted: 'refused', says: 'zed asked for changes' },
  { name: 'an objection by an administrator', change: { facts: { ...then(objects('dan')).facts, permissions: permissions({ dan: 'admin' }) } }, wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection to a commit that has been replaced', change: then(objects('dan', { commit: OLD })), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection that nobody knows the time of, with a later approval', from: then(review('dan')), change: then(review('dan'), objects('dan', { submittedAt: null })), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection by the second account of a reviewer', from: then(review('zed', { submittedAt: later })), change: { files: peopleWith('{login: Ben}', '{login: Ben}, {login: zed, id: 9}'), ...then(objects('zed')) }, wanted: 'refused', says: 'ben (zed) asked for changes' },
  { name: 'an objection by an author of it', change: then(objects('ada-home')), wanted: 'refused', says: 'ada (ada-home) asked for changes' },
  { name: 'an objection that a comment follows', change: then(objects('dan'), review('dan', { state: 'commented', submittedAt: latest })), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection that a review of a kind not known follows', change: then(objects('dan'), review('dan', { state: 'unknown', submittedAt: latest })), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection withdrawn and made again', from: then(objects('dan', { submittedAt: '2026-03-03T09:00:00Z' }), review('dan')), change: then(objects('dan', { submittedAt: '2026-03-03T09:00:00Z' }), review('dan'), objects('dan')), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'the approvals of everybody else', change: then(objects('dan'), review('cleo', { submittedAt: latest }), review('mia', { submittedAt: latest })), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection by somebody of whom the permission is not known', change: { facts: { ...then(objects('dan')).facts, permissions: permissions({ dan: 'unknown' }) } }, wanted: 'not-determined', says: 'not known whether the request for changes by dan' },
  { name: 'an objection with the account that may read of somebody with write', from: then(objects('eve')), change: { files: peopleWith('accounts: [{login: eve, id: 7}]', 'accounts: [{login: eve, id: 7}, {login: zed, id: 9}]'), ...then(objects('eve'), review('zed', { state: 'commented' })) }, wanted: 'refused', says: 'eve asked for changes' },
  { name: 'an objection dismissed by the author', from: mended, change: dismissedBy('ada'), wanted: 'refused', says: 'the dismissal by ada does not count' },
  { name: 'an objection dismissed with a second account of the author', from: mended, change: dismissedBy('ada-home'), wanted: 'refused', says: 'the dismissal by ada-home does not count' },
  { name: 'an objection dismissed by the renamed author', from: mended, change: dismissedBy(null, { dismissedBy: stranger('new-name', 1) }), wanted: 'refused', says: 'the dismissal by new-name does not count' },
  { name: 'an objection dismissed by a co-author', from: mended, change: { facts: { commits: known([commit({ parties: [author, { as: 'co-author', account: account('mia') }] })]) } }, wanted: 'refused', says: 'the dismissal by mia does not count' },
  { name: 'an objection dismissed by a committer', from: mended, change: { facts: { commits: known([commit({ parties: [author, { as: 'committer', account: account('mia') }] })]) } }, wanted: 'refused', says: 'the dismissal by mia does not count' },
  { name: 'an objection dismissed by somebody who pushed', from: mended, change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('mia') })]) } }, wanted: 'refused', says: 'the dismissal by mia does not count' },
  { name: 'an objection dismissed by whoever asked a machine for the change', from: mended, change: { facts: { pull: { requestedBy: account('mia') } } }, wanted: 'refused', says: 'the dismissal by mia does not count' },
  { name: 'an objection dismissed by an app', from: mended, change: dismissedBy('app[bot]'), wanted: 'refused', says: 'the dismissal by app[bot] does not count' },
  { name: 'an objection dismissed by a machine account that people use', from: mended, change: dismissedBy('robo'), wanted: 'refused', says: 'the dismissal by robo does not count' },
  { name: 'an objection dismissed with an account that several people use', from: mended, change: { files: peopleWith('name: Mia, type: employee', 'name: Mia, type: employee, shared: true') }, wanted: 'refused', says: 'the dismissal by mia does not count' },
  { name: 'an objection dismissed by an organisation', from: mended, change: dismissedBy(null, { dismissedBy: stranger('acme', 905, 'organization') }), wanted: 'refused', says: 'the dismissal by acme does not count' },
  { name: 'an objection dismissed by somebody who left', from: mended, change: dismissedBy('gone'), wanted: 'refused', says: 'the dismissal by gone does not count' },
  { name: 'an objection dismissed by nobody knows whom', from: mended, change: dismissedBy(null), wanted: 'not-determined', says: 'not known whether the request for changes by dan' },
  { name: 'an objection dismissed by a deleted account', from: mended, change: dismissedBy('ghost'), wanted: 'not-determined', says: 'not known whether the request for changes by dan' },
  { name: 'what may have been an objection, dismissed by the author', from: mended, change: dismissedBy('ada', { stateBeforeDismissal: 'unknown' }), wanted: 'not-determined', says: 'not known whether the request for changes by dan' },
  { name: 'what nobody knows to have been, dismissed by the author', from: mended, change: dismissedBy('ada', { stateBeforeDismissal: null }), wanted: 'not-determined', says: 'not known whether the request for changes by dan' },
  { name: 'an objection that was dismissed, made again', from: mended, change: then(dismissed('mia'), objects('dan', { submittedAt: latest })), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'an objection before the merge dismissed after it', from: { facts: { ...mended.facts, pull: { state: 'closed', merged: true, mergedAt: '2026-03-03T12:00:00Z', mergedBy: account('mia'), mergeSha: 'd'.repeat(40) } } }, change: dismissedBy('mia', { dismissedAt: '2026-03-03T12:00:01Z' }), wanted: 'refused', says: 'dan asked for changes' },
  { name: 'a label that says approved', change: { facts: { reviews: known([review('ana')]), pull: { labels: ['lgtm', 'approved'].map((name) => ({ name, setBy: account('ben'), setAt: '2026-03-03T10:00:00Z' })) } } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'a title that says reviewed by', change: { facts: { reviews: known([review('ana')]), pull: { title: 'Fix (Reviewed-by: ben)' } } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'merging is no approval', change: { facts: { reviews: known([review('ana')]), pull: { state: 'closed', merged: true, mergedAt: '2026-03-03T12:00:00Z', mergedBy: account('ben'), mergeSha: 'd'.repeat(40) } } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'being asked for a review is no approval', change: { facts: { reviews: known([review('ana')]), pull: { requestedReviewers: [account('ben')] } } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'a draft', change: { facts: { pull: { draft: true } } }, wanted: 'pending', says: 'it is a draft' },
]
