import type { ChangedFile, Check, WorkflowRun } from '../../../../src/model/facts.ts'
import {
  account,
  baseFiles,
  byCategory,
  changed,
  changedFile,
  changeWith,
  commit,
  file,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  people,
  permissions,
  push,
  review,
  type Situation,
  stranger,
  twoReviewers,
} from '../../../support/gate-facts.ts'
import type { Case, Cases } from './case.ts'

const two = [review('ana'), review('ben')]
const one: Situation = { facts: { reviews: known([review('ana')]) } }
const rule = (require: string, when = '') =>
  `  - {id: own, ${when === '' ? '' : `when: {${when}}, `}require: {${require}}}`
const ruled = (require: string, more: Situation = {}): Situation => changed({ rules: rule(require) }, more)
const lighter = (when: string) =>
  `${rule('approvals: 1', when)}\n  - {id: two, when: {not: {${when}}}, require: {approvals: 2}}`
const files = (...all: readonly (readonly [string, Partial<ChangedFile>?])[]): Situation => ({
  facts: {
    files: known(all.map(([path, more]) => changedFile(path, { mode: '100644', previousMode: '100644', ...more }))),
  },
})
const iam = { rules: `${twoReviewers}\n${rule('approvals: 1, from: {users: [cleo]}', 'paths: [iam/]')}` }
const texts = changed({ rules: lighter('onlyPaths: ["docs/**"]') }, changed(one, files(['docs/a.md'])))
const label = (by: string, name = 'trivial') => ({ name, setBy: account(by), setAt: null })
const labelled = changed(
  { rules: lighter('labels: {names: [trivial], setBy: {users: [mia]}}') },
  changed(one, { facts: { pull: { labels: [label('mia')] } } }),
)
const titled = changed(
  { rules: lighter('title: ["docs: *"]') },
  changed(one, { facts: { pull: { title: 'docs: x' } } }),
)
const check = (more: Partial<Check> = {}): Check => ({
  kind: 'check-run',
  name: 'ci',
  app: 'ci-app',
  by: null,
  state: 'success',
  text: '',
  annotations: null,
  at: '2026-03-03T09:30:00Z',
  id: '1',
  ...more,
})
const checked = ruled('approvals: 1, checks: [{name: ci, by: "ci-app[bot]"}]', { facts: { checks: known([check()]) } })
const checks = (...all: readonly Check[]): Situation => ({ facts: { checks: known(all) } })
const ran = (more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  path: '.github/workflows/ci.yml',
  event: 'push',
  state: 'success',
  number: 5,
  attempt: 1,
  id: 50,
  ...more,
})
const worked = ruled('approvals: 1, workflows: [{path: .github/workflows/ci.yml}]', {
  facts: { workflowRuns: known([ran()]) },
})
const owned = ruled('codeOwners: approved', {
  facts: { codeOwners: known([{ path: '.github/CODEOWNERS', text: '* @cleo\n/app/ @ana\n' }]) },
})
const emergency = changed(
  { rules: byCategory },
  {
    facts: {
      reviews: known([review('dan')]),
      changeFiles: known([changeWith('category: normal', 'category: emergency')]),
    },
  },
)
const outside = ruled('approvals: 1', one)
const objection = review('dan', { state: 'changes-requested' })
const broken = (name: string, rules: string): Case => ({
  name,
  change: { rules },
  wanted: 'not-determined',
  says: 'cannot be read',
})
const pair = '[{approvals: 1, from: {users: [ana, ben]}}, {approvals: 1, from: {users: [ana]}}]'

/** Lists, rules and their conditions, checks, and what happens after the merge: semantics 37 to 67. */
// biome-ignore format: one case, one line
export const rulesAndFacts: Cases = {
  37: [{ name: 'reviews that were not read whole', change: { facts: { reviews: notKnown } }, wanted: 'not-determined', says: 'the reviews could not be read' }],
  38: [
    { name: 'commits', change: { facts: { pull: { totals: { commits: 251, changedFiles: 1 } } } }, wanted: 'not-determined', says: '1 commits were read, the pull request has 251' },
    { name: 'files', from: iam, change: { facts: { pull: { totals: { commits: 1, changedFiles: 3001 } } } }, wanted: 'not-determined', says: '1 changed files were read, the pull request has 3001' },
  ],
  39: [{ name: 'commits of another head', change: { facts: { commits: known([commit({ sha: OLD })]) } }, wanted: 'not-determined', says: 'is not among the commits' }],
  40: [{ name: 'approvals of another head', change: { facts: { pull: { head: { ref: 'topic', sha: OLD, repositoryId: 500 } }, commits: known([commit({ sha: OLD })]), headChanges: known([opened({ after: OLD })]) } }, wanted: 'pending', says: 'is of commit aaaaaaa, the head is bbbbbbb' }],
  41: [
    { name: 'no list', from: { rules: rule('approvals: 1, from: {users: [ana]}') }, change: { rules: rule('approvals: 1, from: []') }, wanted: 'pending', says: 'nobody is left who may approve' },
    { name: 'no users', from: { rules: rule('approvals: 1, from: {users: [ana]}') }, change: { rules: rule('approvals: 1, from: {users: []}') }, wanted: 'pending', says: 'nobody is left who may approve' },
  ],
  42: [
    broken('a key that is not known', rule('approvals: 2, unless: []')),
    broken('a count of nothing', rule('approvals: 0')),
    broken('a negative count', rule('approvals: -1')),
    broken('an empty group', rule('all: []')),
    broken('an empty part of a group', rule('any: [{}]')),
    broken('groups within groups without end', rule('all: [{all: [{all: [{all: [{approvals: 1}]}]}]}]')),
    { name: 'a name that is not there', from: { rules: rule('approvals: 1, from: {users: [ana]}') }, change: { rules: rule('approvals: 1, from: {users: [ana], teams: [ops]}') }, wanted: 'not-determined', says: 'there is no team ops' },
    { name: 'an id twice', change: { rules: `${twoReviewers}\n${twoReviewers}` }, wanted: 'not-determined', says: 'more than one gate-rule two-reviewers' },
  ],
  43: [
    { name: 'all of two parts', from: { rules: rule(`all: ${pair}`) }, change: one, wanted: 'pending', says: 'each of its parts needs people of its own' },
    { name: 'any of two parts', from: { rules: rule(`any: ${pair}`) }, change: one, wanted: 'approved' },
    { name: 'any, beside a part that cannot be known', change: { rules: rule('any: [{approvals: 1, from: {users: [ana]}}, {approvals: 1, from: {githubTeams: [acme/ops]}}]') }, wanted: 'approved' },
    { name: 'all, beside a part that cannot be known', from: { rules: rule('all: [{approvals: 1}, {approvals: 1}]') }, change: { rules: rule('all: [{approvals: 1}, {approvals: 1, from: {githubTeams: [acme/ops]}}]') }, wanted: 'not-determined', says: 'the members of acme/ops were not read' },
    { name: 'all, of which one failed and one waits', from: checked, change: changed(checks(check({ state: 'failure' })), { facts: { reviews: known([]) } }), wanted: 'refused', says: 'ended with failure' },
  ],
  44: [
    { name: 'rules for other paths', change: { rules: rule('approvals: 2', 'paths: [docs/]') }, wanted: 'not-determined', says: 'no rule asks for an approval here' },
    { name: 'rules that only forbid', change: { rules: '  - {id: apart, forbid: {samePerson: [approver, deployer]}}' }, wanted: 'not-determined', says: 'no rule asks for an approval here' },
  ],
  45: [
    { name: 'a veto beside enough approvals', change: { facts: { reviews: known([...two, review('cleo'), objection]) } }, wanted: 'refused', says: 'dan asked for changes' },
    { name: 'what could not be read beside enough approvals', change: { facts: { commits: notKnown } }, wanted: 'not-determined', says: 'the commits could not be read' },
    { name: 'a veto beside what could not be read: known to be bad', change: { facts: { commits: notKnown, reviews: known([...two, objection]) } }, wanted: 'refused', says: 'dan asked for changes' },
  ],
  46: [
    { name: 'the old place of a rename', from: iam, change: files(['app/x', { previousPath: 'iam/x', status: 'renamed' }]), wanted: 'pending', says: 'own: 0 of 1' },
    { name: 'a deletion', from: iam, change: files(['iam/x', { status: 'removed' }]), wanted: 'pending', says: 'own: 0 of 1' },
    { name: 'an empty diff', from: texts, change: files(), wanted: 'pending', says: 'two: 1 of 2' },
    { name: 'a link', from: texts, change: files(['docs/a.md', { mode: '120000' }]), wanted: 'pending', says: 'two: 1 of 2' },
    { name: 'a submodule', from: texts, change: files(['docs/a', { mode: '160000' }]), wanted: 'pending', says: 'two: 1 of 2' },
    { name: 'something else beside', from: texts, change: files(['docs/a.md'], ['app/a.ts']), wanted: 'pending', says: 'two: 1 of 2' },
  ],
  47: [
    { name: 'set by the author', from: labelled, change: { facts: { pull: { labels: [label('ada')] } } }, wanted: 'pending', says: 'two: 1 of 2' },
    { name: 'set by nobody knows whom', from: labelled, change: { facts: { pull: { labels: [{ ...label('mia'), setBy: null }] } } }, wanted: 'not-determined', says: 'who set the label trivial is not known' },
    { name: 'one of two', from: labelled, change: { rules: lighter('labels: {names: [trivial, text], setBy: {users: [mia]}}') }, wanted: 'pending', says: 'two: 1 of 2' },
  ],
  48: [
    { name: 'a part of the title', from: titled, change: { facts: { pull: { title: 'see docs: x' } } }, wanted: 'pending', says: 'two: 1 of 2' },
    { name: 'one pattern of two', from: titled, change: { rules: lighter('title: ["docs: *", "text: *"]') }, wanted: 'approved' },
    { name: 'a pattern that must not match beside one that does', from: titled, change: { rules: `${rule('approvals: 1', 'title: ["docs: *"], not: {title: ["*x"]}')}\n  - {id: two, when: {title: ["*x"]}, require: {approvals: 2}}` }, wanted: 'pending', says: 'two: 1 of 2' },
  ],
  49: [
    { name: 'skipped', from: checked, change: checks(check({ state: 'skipped' })), wanted: 'refused', says: 'ended with skipped' },
    { name: 'neutral', from: checked, change: checks(check({ state: 'neutral' })), wanted: 'refused', says: 'ended with neutral' },
    { name: 'neutral, where the rule accepts it', from: checked, change: changed(checks(check({ state: 'neutral' })), { rules: rule('approvals: 1, checks: [{name: ci, by: ci-app, accept: [success, neutral]}]') }), wanted: 'approved' },
    { name: 'missing', from: checked, change: checks(), wanted: 'pending', says: 'has not been posted' },
  ],
  50: [
    { name: 'a newer run failed', from: worked, change: { facts: { workflowRuns: known([ran(), ran({ number: 6, id: 60, state: 'failure' })]) } }, wanted: 'refused', says: '(push): failure' },
    { name: 'a run for another event failed', from: worked, change: { facts: { workflowRuns: known([ran(), ran({ event: 'schedule', number: 1, id: 10, state: 'failure' })]) } }, wanted: 'refused', says: '(schedule): failure' },
    { name: 'an older run failed', from: worked, change: { facts: { workflowRuns: known([ran({ number: 4, id: 40, state: 'failure' }), ran()]) } }, wanted: 'approved' },
  ],
  51: [
    { name: 'a pull request that brings lighter rules', from: { rules: '  - {id: three, require: {approvals: 3}}', facts: { reviews: known([...two, review('cleo')]) } }, change: { facts: { reviews: known(two), changeFiles: known([{ path: 'compliance/gate-rules.yaml', text: `apiVersion: countersign/v1\nkind: GateRules\nrules:\n${twoReviewers}\n` }]) } }, wanted: 'pending', says: 'three: 2 of 3' },
    { name: 'no rules on the base', change: { files: baseFiles(twoReviewers).slice(1) }, wanted: 'not-applicable', says: 'There are no gate rules on main yet' },
    { name: 'broken people on the base', change: { files: [...baseFiles(twoReviewers).slice(0, 1), file('compliance/people.yaml', people.replace('people:', 'persons:'))] }, wanted: 'not-determined', says: 'cannot be read' },
  ],
  53: [
    { name: 'another App', from: checked, change: checks(check({ app: 'evil-app' })), wanted: 'pending', says: 'was posted by evil-app' },
    { name: 'a person with the name of the App', from: checked, change: checks(check({ kind: 'status', app: null, by: stranger('ci-app') })), wanted: 'pending', says: 'was posted by ci-app, not by ci-app[bot]' },
  ],
  54: [{ name: 'each of the group by its own facts', change: { facts: { trigger: null, reviews: known([review('ana')]) } }, wanted: 'pending', says: '1 of 2' }],
  55: [
    { name: 'the last line decides', from: owned, change: { facts: { codeOwners: known([{ path: '.github/CODEOWNERS', text: '/app/ @ana\n* @cleo\n' }]) } }, wanted: 'pending', says: '(@cleo)' },
    { name: 'one owner of a line is enough', from: owned, change: { facts: { codeOwners: known([{ path: '.github/CODEOWNERS', text: '* @cleo @ana @dan\n' }]) } }, wanted: 'approved' },
    { name: 'an owner without write', from: owned, change: { facts: { permissions: permissions({ ana: 'read' }) } }, wanted: 'pending', says: 'an owner must approve' },
    { name: 'an owner who wrote it', from: owned, change: { facts: { commits: known([commit({ parties: [{ as: 'author', account: account('ana') }] })]) } }, wanted: 'pending', says: 'an owner must approve' },
  ],
  56: [
    { name: 'approvals there', change: { facts: { reviews: known([review('ana')]), elsewhere: known([{ pull: 8, review: review('ben') }]) } }, wanted: 'pending', says: '1 of 2' },
    { name: 'an objection there', change: { facts: { elsewhere: known([{ pull: 8, review: objection }]) } }, wanted: 'refused', says: 'on pull request 8' },
  ],
  57: [
    { name: 'a branch of that name', from: changed({ rules: lighter('head: ["bot/*"]') }, changed(one, { facts: { pull: { head: { ref: 'bot/x', sha: HEAD, repositoryId: 500 } } } })), change: { facts: { pull: { head: { ref: 'bot/x', sha: HEAD, repositoryId: 777 } } } }, wanted: 'pending', says: 'two: 1 of 2' },
    { name: 'a fork that two people approve', change: { facts: { pull: { head: { ref: 'x', sha: HEAD, repositoryId: 777 } } } }, wanted: 'approved' },
  ],
  59: [
    { name: 'a dismissal afterwards', from: { facts: { pull: merged('mia') } }, change: { facts: { reviews: known([review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('ada'), dismissedAt: '2026-03-03T12:00:01Z' })]) } }, wanted: 'approved' },
    { name: 'an approval afterwards', from: { facts: { pull: merged('mia') } }, change: { facts: { reviews: known([review('ana'), review('ben', { submittedAt: '2026-03-03T12:00:01Z' })]) } }, wanted: 'pending', says: '1 of 2' },
    { name: 'a push afterwards', from: { facts: { pull: merged('mia') } }, change: { facts: { headChanges: known([opened(), push('2026-03-03T12:00:01Z', { after: OLD })]) } }, wanted: 'approved' },
  ],
  60: [{ name: 'one approval and a merge', change: { facts: { pull: merged('ben'), reviews: known([review('ana')]) } }, wanted: 'pending', says: '1 of 2' }],
  61: [
    { name: 'a label', change: { facts: { reviews: known([review('ana')]), pull: { labels: [label('ben', 'lgtm')] } } }, wanted: 'pending', says: '1 of 2' },
    { name: 'a title', change: { facts: { reviews: known([review('ana')]), pull: { title: 'x (Reviewed-by: ben)' } } }, wanted: 'pending', says: '1 of 2' },
  ],
  62: [
    { name: 'one approval', from: outside, change: { facts: { permissions: permissions({ ada: 'read' }) } }, wanted: 'pending', says: 'the author, ada, may not write here: two people must approve it' },
    { name: 'two approvals', from: outside, change: { facts: { permissions: permissions({ ada: 'read' }), reviews: known(two) } }, wanted: 'approved' },
    { name: 'an author of whom it is not known', from: outside, change: { facts: { permissions: permissions({ ada: 'unknown' }) } }, wanted: 'not-determined', says: 'whether the author, ada, may write here could not be read' },
    { name: 'a machine that acts for somebody who may not write', from: outside, change: { facts: { pull: { author: account('app[bot]'), requestedBy: account('eve') } } }, wanted: 'pending', says: 'the author, eve, may not write here' },
  ],
  63: [{ name: 'the forge asks for two reviews now', change: { facts: { reviews: known([]), branchRules: known([{ type: 'pull_request', ruleset: 1, checks: [] }]) } }, wanted: 'pending', says: '0 of 2' }],
  67: [
    { name: 'without the role', from: emergency, change: one, wanted: 'pending', says: 'it is judged as a normal change' },
    { name: 'a review is owed', from: emergency, change: { facts: { pull: { title: 'still' } } }, wanted: 'approved', says: 'reviews it within 3 business days' },
    { name: 'by a label of the author alone', from: emergency, change: { facts: { changeFiles: known([]), pull: { labels: [label('ada', 'emergency')] } } }, wanted: 'pending', says: '1 of 2' },
  ],
}
