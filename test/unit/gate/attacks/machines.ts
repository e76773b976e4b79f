import {
  account,
  changedFile,
  commit,
  HEAD,
  known,
  notKnown,
  OLD,
  opened,
  push,
  review,
  type Situation,
  stranger,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const machine = stranger('dependabot[bot]', 49_699_333, 'bot')
const part = (as: 'author' | 'committer' | 'co-author', by = machine) => ({ as, account: by })
const made = commit({
  parties: [part('author')],
  signatureVerified: true,
  signatureReason: 'valid',
  updateType: 'patch',
})
const lock = changedFile('package-lock.json', { mode: '100644', previousMode: '100644' })
/** A patch by a machine alone: one approval in place of two. */
const update: Situation = {
  rules: twoReviewers,
  head: 'botChanges:\n  - {id: updates, machines: ["dependabot[bot]"], paths: [package.json, package-lock.json], update: minor, approvals: 1, insteadOf: [two-reviewers]}',
  facts: {
    pull: { author: machine },
    commits: known([made]),
    headChanges: known([opened({ by: machine })]),
    files: known([lock]),
    reviews: known([review('ana')]),
  },
}
const commits = (...all: readonly (typeof made)[]) => ({ facts: { commits: known(all) } })
const says = 'two-reviewers: 1 of 2 approvals'

/** A person hides behind a machine whose changes need fewer approvals. */
// biome-ignore format: one row, one line
export const machineAttacks: readonly Attack[] = [
  { name: 'a person opened it', from: update, change: { facts: { pull: { author: account('ada') } } }, wanted: 'pending', says },
  { name: 'a person with the login of the machine opened it', from: update, change: { facts: { pull: { author: { ...machine, type: 'user' } } } }, wanted: 'pending', says },
  { name: 'another machine opened it', from: update, change: { facts: { pull: { author: stranger('evil[bot]', 907, 'bot') } } }, wanted: 'pending', says },
  { name: 'a machine named like it without brackets', from: update, change: { facts: { pull: { author: stranger('dependabot', 908, 'bot') } } }, wanted: 'pending', says },
  { name: 'the machine acted for somebody', from: update, change: { facts: { pull: { requestedBy: account('mia') } } }, wanted: 'pending', says },
  { name: 'one commit of a person', from: update, change: commits(made, { ...made, sha: OLD, parties: [part('author', account('ada'))] }), wanted: 'pending', says },
  { name: 'a person committed what the machine wrote', from: update, change: commits({ ...made, parties: [part('author'), part('committer', account('ada'))] }), wanted: 'pending', says },
  { name: 'a person as co-author', from: update, change: commits({ ...made, parties: [part('author'), part('co-author', account('ada'))] }), wanted: 'pending', says },
  { name: 'a commit in the name of the machine without its signature', from: update, change: commits({ ...made, signatureVerified: false }), wanted: 'pending', says },
  { name: 'a person pushed to it', from: update, change: { facts: { headChanges: known([opened({ by: machine, after: OLD }), push('2026-03-02T10:00:00Z', { by: account('ada') })]) } }, wanted: 'pending', says },
  { name: 'nobody knows who pushed to it', from: update, change: { facts: { headChanges: known([opened({ by: machine, after: OLD }), push('2026-03-02T10:00:00Z', { by: null })]) } }, wanted: 'pending', says },
  { name: 'a larger update than is agreed', from: update, change: commits({ ...made, updateType: 'major' }), wanted: 'pending', says },
  { name: 'an update of which the machine does not say how large it is', from: update, change: commits({ ...made, updateType: null }), wanted: 'pending', says },
  { name: 'one larger update among small ones', from: update, change: commits(made, { ...made, sha: OLD, updateType: 'major' }), wanted: 'pending', says },
  { name: 'code beside the list of packages', from: update, change: { facts: { files: known([lock, changedFile('app/a.ts', { mode: '100644', previousMode: '100644' })]) } }, wanted: 'pending', says },
  { name: 'a list of packages elsewhere', from: { ...update, head: update.head?.replace('[package.json, package-lock.json]', '[/package.json, /package-lock.json]') ?? '' }, change: { facts: { files: known([changedFile('app/package.json/x.ts', { mode: '100644', previousMode: '100644' })]) } }, wanted: 'pending', says },
  { name: 'a link in the place of the list of packages', from: update, change: { facts: { files: known([{ ...lock, mode: '120000' }]) } }, wanted: 'pending', says },
  { name: 'a kind of file that is not known', from: update, change: { facts: { files: known([{ ...lock, mode: null }]) } }, wanted: 'pending', says },
  { name: 'files that could not be read', from: update, change: { facts: { files: notKnown } }, wanted: 'pending', says },
  { name: 'no file', from: update, change: { facts: { files: known([]) } }, wanted: 'pending', says },
  { name: 'fewer files of the machine than the forge counts', from: update, change: { facts: { pull: { author: machine, totals: { commits: 1, changedFiles: 2 } } } }, wanted: 'pending', says },
  { name: 'nobody approves', from: update, change: { facts: { reviews: known([]) } }, wanted: 'pending', says: '0 of 1 approval' },
  { name: 'the machine approves itself', from: update, change: { facts: { reviews: known([review('x', { by: machine })]) } }, wanted: 'pending', says: 'is a machine' },
  { name: 'a rule that is not named asks for two', from: { ...update, rules: `${twoReviewers}\n  - {id: other, require: {approvals: 1}}` }, change: { rules: `${twoReviewers}\n  - {id: other, require: {approvals: 2}}` }, wanted: 'pending', says: 'other: 1 of 2 approvals' },
  { name: 'two agreements of which one asks for more', from: update, change: { head: `${update.head}\n  - {id: more, machines: ["dependabot[bot]"], paths: ["*"], approvals: 2, insteadOf: [two-reviewers]}` }, wanted: 'pending', says },
  { name: 'an agreement for every file', from: update, change: { head: 'botChanges:\n  - {id: updates, machines: ["dependabot[bot]"], paths: [], approvals: 1, insteadOf: [two-reviewers]}' }, wanted: 'not-determined', says: 'cannot be read' },
  { name: 'an agreement for nobody’s approval', from: update, change: { head: 'botChanges:\n  - {id: updates, machines: ["dependabot[bot]"], paths: ["*"], approvals: 0, insteadOf: [two-reviewers]}' }, wanted: 'not-determined', says: 'cannot be read' },
  { name: 'an approval of the commit before the machine pushed again', from: update, change: { facts: { headChanges: known([opened({ by: machine, after: OLD }), push('2026-03-03T11:00:00Z', { by: machine, after: HEAD })]) } }, wanted: 'pending', says: 'head or base changed at or after the approval' },
]
