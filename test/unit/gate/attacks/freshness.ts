import {
  account,
  commit,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  push,
  review,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const ana = review('ana')
const at = (submittedAt: string | null, more: Parameters<typeof review>[1] = {}) => ({
  facts: { reviews: known([ana, review('ben', { submittedAt, ...more })]) },
})
const pushed = (when: string, more: Parameters<typeof push>[1] = {}) => ({
  facts: { headChanges: known([opened({ after: OLD }), push(when, more)]) },
})
/** Both approve after the last push. */
const afterPush = { facts: { reviews: known([ana, review('ben')]), ...pushed('2026-03-03T09:00:00Z').facts } }
const retargeted = (when: string) => ({
  facts: {
    headChanges: known([
      opened(),
      push(when, { kind: 'base-changed', source: 'timeline', after: null, by: account('ada') }),
    ]),
  },
})
const third = 'e'.repeat(40)

/** An approval of something else passes for one of the head. */
// biome-ignore format: one row, one line
export const freshnessAttacks: readonly Attack[] = [
  { name: 'an approval of an earlier commit', change: at('2026-03-03T10:00:00Z', { commit: OLD }), wanted: 'pending', says: 'ben is of commit bbbbbbb, the head is aaaaaaa' },
  { name: 'an approval of a later commit than the head', change: at('2026-03-03T10:00:00Z', { commit: third }), wanted: 'pending', says: 'ben is of commit eeeeeee' },
  { name: 'an approval of no commit', change: at('2026-03-03T10:00:00Z', { commit: null }), wanted: 'pending', says: 'ben is of no commit' },
  { name: 'an approval of a commit whose name begins like the head', change: at('2026-03-03T10:00:00Z', { commit: `${HEAD.slice(0, 39)}b` }), wanted: 'pending', says: 'approve again' },
  { name: 'an approval that the forge bound to a head pushed later', from: afterPush, change: pushed('2026-03-03T10:00:01Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'an approval that the forge bound to a head pushed later by force', from: afterPush, change: pushed('2026-03-03T10:00:01Z', { kind: 'force-push', source: 'timeline' }), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a push in the second of the approval', from: afterPush, change: pushed('2026-03-03T10:00:00Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a push in the second of the approval, with parts of a second', from: afterPush, change: pushed('2026-03-03T10:00:00.500Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a push in another time zone, whose text is smaller', from: afterPush, change: pushed('2026-03-03T08:30:00-02:00'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'an approval in another time zone, whose text is greater', from: afterPush, change: at('2026-03-03T10:30:00+02:00'), wanted: 'pending', says: 'ben head or base changed at or after the approval' },
  { name: 'a push by force back to the commit that was approved', from: afterPush, change: { facts: { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { after: OLD }), push('2026-03-03T12:00:00Z', { kind: 'force-push' })]) } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a push whose kind is not known', from: afterPush, change: pushed('2026-03-03T11:00:00Z', { kind: 'unknown' }), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a head first seen by a check after the approval', from: { facts: { ...afterPush.facts, commits: known([commit({ signatureVerified: true })]) } }, change: pushed('2026-03-03T11:00:00Z', { kind: 'unknown', source: 'check-suite', by: null }), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'the base merged into it on the page of the forge', from: afterPush, change: { facts: { ...pushed('2026-03-03T11:00:00Z', { by: account('ada') }).facts, commits: known([commit({ parents: [OLD, third], signatureVerified: true })]) } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a rebase that changes nothing', from: afterPush, change: pushed('2026-03-03T11:00:00Z', { kind: 'force-push', source: 'activity' }), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'another base after the approval', change: retargeted('2026-03-03T11:00:00Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'another base in the second of the approval', change: retargeted('2026-03-03T10:00:00Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'the base rewritten by force after the approval', change: { facts: { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { kind: 'base-changed', source: 'timeline', after: null, by: null })]) } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'another base and back', change: { facts: { headChanges: known([opened(), push('2026-03-03T11:00:00Z', { kind: 'base-changed', after: null }), push('2026-03-03T11:00:01Z', { kind: 'base-changed', after: null })]) } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'an approval from before it was opened', change: { facts: { pull: { createdAt: '2026-03-03T10:00:01Z' } } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'an approval in the second of the opening', change: { facts: { pull: { createdAt: '2026-03-03T10:00:00Z' } } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'an approval without a moment', change: at(null), wanted: 'pending', says: 'ben when it was submitted is not known' },
  { name: 'an approval without a moment behind one that was dismissed', change: { facts: { reviews: known([ana, review('ben', { submittedAt: null }), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('mia') })]) } }, wanted: 'pending', says: 'ben the review was dismissed' },
  { name: 'an approval of the year 1', change: at('0001-01-01T00:00:00Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a comment on the head beside an approval of an earlier commit', change: { facts: { reviews: known([ana, review('ben', { commit: OLD }), review('ben', { state: 'commented', submittedAt: '2026-03-03T11:00:00Z' })]) } }, wanted: 'pending', says: 'ben is of commit bbbbbbb' },
  { name: 'a later approval of an earlier commit takes the place of one of the head', change: { facts: { reviews: known([ana, review('ben'), review('ben', { commit: OLD, submittedAt: '2026-03-03T11:00:00Z' })]) } }, wanted: 'pending', says: 'ben is of commit bbbbbbb' },
  { name: 'a head that no push leads to', change: { facts: { headChanges: known([opened({ after: OLD })]) } }, wanted: 'not-determined', says: 'when the head got to its present commit is not known' },
  { name: 'a list of pushes that is behind', change: { facts: { headChanges: known([opened(), push('2026-03-03T09:00:00Z', { after: OLD })]) } }, wanted: 'not-determined', says: 'when the head got to its present commit is not known' },
  { name: 'a list of pushes with a gap at its end', change: { facts: { headChanges: known([opened({ after: null })]) } }, wanted: 'not-determined', says: 'when the head got to its present commit is not known' },
  { name: 'a change of the base is no push that leads to the head', change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-03T09:00:00Z', { kind: 'base-changed' })]) } }, wanted: 'not-determined', says: 'when the head got to its present commit is not known' },
  { name: 'an empty list of pushes', change: { facts: { headChanges: known([]) } }, wanted: 'not-determined', says: 'when the head got to its present commit is not known' },
  { name: 'a list of pushes that was cut', change: { facts: { headChanges: notKnown } }, wanted: 'not-determined', says: 'when the head changed could not be read: the list was cut' },
  { name: 'the repository of the head deleted after the approval', change: { facts: { pull: { head: { ref: 'topic', sha: HEAD, repositoryId: null } } } }, wanted: 'not-determined', says: 'the repository of the head was deleted' },
  { name: 'the approval of another head, which the pull request had when it was merged', from: { rules: twoReviewers, facts: { pull: merged('mia'), reviews: known([ana, review('ben')]) } }, change: { facts: { pull: { ...merged('mia'), head: { ref: 'topic', sha: OLD, repositoryId: 500 } }, commits: known([commit({ sha: OLD })]), headChanges: known([opened({ after: OLD })]) } }, wanted: 'pending', says: 'is of commit aaaaaaa, the head is bbbbbbb' },
  { name: 'an approval after the merge', from: { facts: { pull: merged('mia'), reviews: known([ana, review('ben')]) } }, change: at('2026-03-03T12:00:01Z'), wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'a push between the last approval and the merge', from: { facts: { pull: merged('mia'), reviews: known([ana, review('ben')]) } }, change: pushed('2026-03-03T11:59:59Z'), wanted: 'pending', says: 'head or base changed at or after the approval' },
  { name: 'a merge of which nobody knows when', from: { facts: { pull: merged('mia'), reviews: known([ana, review('ben')]) } }, change: { facts: { pull: { mergedAt: null } } }, wanted: 'not-determined', says: 'when it was merged is not known' },
]
