import type { Check, WorkflowRun } from '../../../../src/model/facts.ts'
import {
  account,
  baseFiles,
  changed,
  changedFile,
  changeRecord,
  changeRequest,
  file,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  permissions,
  push,
  replaced,
  review,
  roles,
  type Situation,
  stranger,
} from '../../../support/gate-facts.ts'
import type { Attack } from './attack.ts'

const rule = (require: string, id = 'own') => `  - {id: ${id}, require: {${require}}}`
const ana = review('ana')
const ben = review('ben')
const once = { reviews: known([ana]) }
const given = (require: string, facts: Situation['facts'] = {}): Situation =>
  changed({ rules: rule(require), facts: once }, { facts })

const run = (more: Partial<Check> = {}): Check => ({
  kind: 'check-run',
  name: 'ci',
  app: 'ci-app',
  by: null,
  state: 'success',
  text: '',
  annotations: 0,
  at: '2026-03-03T09:30:00Z',
  id: '1',
  ...more,
})
const status = (more: Partial<Check> = {}): Check =>
  run({ kind: 'status', app: null, by: stranger('ci-app[bot]', 950, 'bot'), annotations: null, ...more })
const checks = (...all: readonly Check[]) => ({ facts: { checks: known(all) } })
const checked = given('approvals: 1, checks: [{name: ci, by: "ci-app[bot]"}]', checks(run()).facts)
const file1 = '.github/workflows/ci.yml'
const workflow = (more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  path: file1,
  event: 'push',
  state: 'success',
  number: 5,
  attempt: 1,
  id: 50,
  ...more,
})
const runs = (...all: readonly WorkflowRun[]) => ({ facts: { workflowRuns: known(all) } })
const worked = given(`approvals: 1, workflows: [{path: ${file1}}]`, runs(workflow()).facts)
const scanned = given('approvals: 1, evidence: {scans: [{name: ci, by: ci-app, withinHours: 24}]}', checks(run()).facts)
const covered = given(
  'approvals: 1, evidence: {coverage: [{name: ci, by: ci-app, atLeast: 80}]}',
  checks(run({ text: '81% of lines' })).facts,
)
const state = (more: object = {}) => ({
  facts: {
    environmentStates: known([
      {
        environment: 'staging',
        deployment: 7,
        sha: HEAD,
        state: 'success' as const,
        at: '2026-03-04T08:00:00Z',
        ...more,
      },
    ]),
  },
})
const healthy = given('approvals: 1, evidence: {health: [{environment: staging, withinHours: 24}]}', state().facts)
const owners = (text: string) => ({ facts: { codeOwners: known([{ path: '.github/CODEOWNERS', text }]) } })
const owned = given('codeOwners: approved', owners('/app/ @ana\n').facts)
const teamOwned = given('codeOwners: approved', {
  ...owners('/app/ @acme/ops\n').facts,
  teams: [{ team: 'acme/ops', members: known([3]) }],
})
const ownerRule = '  - {id: two, require: {approvals: 2}}\n  - {id: own, require: {codeOwners: approved}}'
const both = known([ana, ben])
const distinct = {
  rules: rule('all: [{approvals: 1, from: {users: [ana, ben]}}, {approvals: 1, from: {users: [ana]}}]'),
  facts: { reviews: both },
}
const exact = {
  rules: rule('approvals: 1, exactCommit: true'),
  facts: { reviews: known([review('ana', { namedCommits: [HEAD] })]) },
}
const named = (...namedCommits: readonly string[]) => ({ facts: { reviews: known([review('ana', { namedCommits })]) } })
const cannot = 'the rules on main cannot be read'
const written = (require: string): Situation => ({ rules: rule(require) })
const two = known([review('ana'), review('ben')])
const forbid = (parts: string) =>
  `  - {id: two, require: {approvals: 2}}\n  - {id: apart, forbid: {samePerson: [${parts}]}}`
const requested = (by: string) => ({
  facts: {
    changeFiles: known([
      { ...changeRequest(), text: replaced(changeRequest().text, 'requestedBy: ada', `requestedBy: ${by}`) },
    ]),
  },
})
const pair =
  'segregationOfDuties:\n  - {id: SOD-REVIEW, roles: [technical_lead, security_reviewer], scope: same-change}\n'
const withPair = (rules: string, more = pair) =>
  baseFiles(rules).map((one) =>
    one.path.endsWith('roles.yaml') ? file(one.path, `${roles.replace(', expires: 2026-02-01', '')}${more}`) : one,
  )
const paired =
  '  - {id: lead, require: {approvals: 1, from: {roles: [technical_lead]}}}\n  - {id: security, require: {approvals: 1, from: {roles: [security_reviewer]}}}\n  - {id: apart, forbid: {pairs: [SOD-REVIEW]}}'
const freeze = (start: string, end: string, more = '') =>
  `deployment: {merging: true}\nfreezes: [{title: Holidays, start: ${start}, end: ${end}${more}}]`
const over = freeze('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')

/** What a rule asks for besides approvals is feigned, or one person serves for two. */
// biome-ignore format: one row, one line
export const requirementAttacks: readonly Attack[] = [
  ...(['failure', 'error', 'neutral', 'skipped', 'cancelled', 'timed-out', 'action-required', 'stale'] as const).map((result): Attack => ({ name: `a check that ended with ${result}`, from: checked, change: checks(run({ state: result })), wanted: 'refused', says: `ended with ${result}, success is needed` })),
  { name: 'a check that has not ended', from: checked, change: checks(run({ state: 'pending', at: null })), wanted: 'pending', says: 'has not ended yet' },
  { name: 'a check of which the result is not known', from: checked, change: checks(run({ state: 'unknown' })), wanted: 'not-determined', says: 'the result of `ci` by ci-app[bot] is not known' },
  { name: 'a check that is not there', from: checked, change: checks(), wanted: 'pending', says: 'has not been posted' },
  { name: 'checks that could not be read', from: checked, change: { facts: { checks: notKnown } }, wanted: 'not-determined', says: 'the checks could not be read' },
  { name: 'a check of another App', from: checked, change: checks(run({ app: 'evil-app' })), wanted: 'pending', says: 'was posted by evil-app, not by ci-app[bot]' },
  { name: 'a check of an App with a name that begins so', from: checked, change: checks(run({ app: 'ci-app2' })), wanted: 'pending', says: 'not by ci-app[bot]' },
  { name: 'a check of nobody knows which App', from: checked, change: checks(run({ app: null })), wanted: 'not-determined', says: 'who posted `ci` is not known' },
  { name: 'a status of a person', from: checked, change: checks(status({ by: account('ada') })), wanted: 'pending', says: 'was posted by ada, not by ci-app[bot]' },
  { name: 'a status of a person named like the App', from: checked, change: checks(status({ by: stranger('ci-app') })), wanted: 'pending', says: 'was posted by ci-app, not by ci-app[bot]' },
  { name: 'a status of nobody knows whom', from: checked, change: checks(status({ by: null })), wanted: 'not-determined', says: 'who posted `ci` is not known' },
  { name: 'a check in other letters', from: checked, change: checks(run({ name: 'CI' })), wanted: 'pending', says: 'has not been posted' },
  { name: 'a check that failed after it had succeeded', from: checked, change: checks(run(), run({ state: 'failure', at: '2026-03-03T09:30:01Z', id: '2' })), wanted: 'refused', says: 'ended with failure' },
  { name: 'a check that failed and succeeded in one second', from: checked, change: checks(run({ state: 'failure', id: '2' }), run()), wanted: 'refused', says: 'ended with failure' },
  { name: 'a check that runs again', from: checked, change: checks(run(), run({ state: 'pending', at: null, id: '2' })), wanted: 'pending', says: 'has not ended yet' },
  { name: 'a success of nobody knows when', from: checked, change: checks(run({ at: null })), wanted: 'not-determined', says: 'when `ci` by ci-app[bot] ended is not known' },
  { name: 'a check that succeeded after the merge', from: changed(checked, { facts: { pull: merged('mia') } }), change: checks(run({ at: '2026-03-03T12:00:01Z' })), wanted: 'not-determined', says: 'was posted later' },
  { name: 'a skipped check, where neutral is accepted', from: given('approvals: 1, checks: [{name: ci, by: ci-app, accept: [success, neutral]}]', checks(run({ state: 'neutral' })).facts), change: checks(run({ state: 'skipped' })), wanted: 'refused', says: 'ended with skipped, success or neutral is needed' },
  { name: 'checks without approvals', from: checked, change: { rules: rule('checks: [{name: ci, by: ci-app}]') }, wanted: 'not-determined', says: 'no rule asks for an approval here' },
  { name: 'a workflow that failed', from: worked, change: runs(workflow({ state: 'failure' })), wanted: 'refused', says: `${file1} (push): failure` },
  { name: 'a workflow that was skipped', from: worked, change: runs(workflow({ state: 'skipped' })), wanted: 'refused', says: `${file1} (push): skipped` },
  { name: 'a workflow that failed after it had succeeded', from: worked, change: runs(workflow(), workflow({ state: 'failure', number: 6, id: 60 })), wanted: 'refused', says: `${file1} (push): failure` },
  { name: 'a workflow that failed when it was run again', from: worked, change: runs(workflow({ attempt: 2, state: 'failure' }), workflow()), wanted: 'refused', says: `${file1} (push): failure` },
  { name: 'a workflow that failed for another event', from: worked, change: runs(workflow(), workflow({ event: 'pull_request', state: 'failure', number: 1, id: 10 })), wanted: 'refused', says: `${file1} (pull_request): failure` },
  { name: 'a workflow that has not ended', from: worked, change: runs(workflow({ state: 'pending' })), wanted: 'pending', says: 'has not ended' },
  { name: 'a workflow that ended in a way that is not known', from: worked, change: runs(workflow({ state: 'unknown' })), wanted: 'not-determined', says: 'ended in a way that is not known' },
  { name: 'a workflow of another file', from: worked, change: runs(workflow({ path: '.github/workflows/ci.yml.bak' })), wanted: 'pending', says: 'has not run on the head' },
  { name: 'a workflow of that name in another folder', from: worked, change: runs(workflow({ path: `x/${file1}` })), wanted: 'pending', says: 'has not run on the head' },
  { name: 'runs that could not be read', from: worked, change: { facts: { workflowRuns: notKnown } }, wanted: 'not-determined', says: 'the runs of workflows could not be read' },
  { name: 'a run for another event than the one that is asked for', from: given(`approvals: 1, workflows: [{path: ${file1}, event: push}]`, runs(workflow()).facts), change: runs(workflow({ event: 'workflow_dispatch' })), wanted: 'pending', says: 'has not run on the head' },
  { name: 'a scan with a finding', from: scanned, change: checks(run({ annotations: 1 })), wanted: 'refused', says: 'ended with 1 finding' },
  { name: 'a scan of which the findings are not known', from: scanned, change: checks(run({ annotations: null })), wanted: 'not-determined', says: 'whether `ci` by ci-app found anything is not known' },
  { name: 'a scan that is a status', from: scanned, change: checks(status()), wanted: 'not-determined', says: 'only a check run says so' },
  { name: 'a scan of the day before', from: scanned, change: { facts: { ...checks(run({ at: '2026-03-03T08:59:59Z' })).facts } }, wanted: 'pending', says: 'is more than 24 hours old' },
  { name: 'a scan that failed without findings', from: scanned, change: checks(run({ state: 'failure' })), wanted: 'refused', says: 'ended with failure' },
  { name: 'too little coverage', from: covered, change: checks(run({ text: '79.9% of lines' })), wanted: 'refused', says: 'states 79.9%, at least 80% is needed' },
  { name: 'coverage that a second number would mend', from: covered, change: checks(run({ text: '12% of lines, 100% of files' })), wanted: 'refused', says: 'states 12%' },
  { name: 'coverage without a number', from: covered, change: checks(run({ text: 'all of it' })), wanted: 'not-determined', says: 'states no percentage' },
  { name: 'never deployed to the environment', from: healthy, change: { facts: { environmentStates: known([]) } }, wanted: 'pending', says: 'has not been deployed to staging' },
  { name: 'another commit runs in the environment', from: healthy, change: state({ sha: OLD }), wanted: 'pending', says: 'has not been deployed to staging' },
  { name: 'it runs in another environment', from: healthy, change: state({ environment: 'stage' }), wanted: 'pending', says: 'has not been deployed to staging' },
  { name: 'the deployment to the environment failed', from: healthy, change: state({ state: 'failure' }), wanted: 'refused', says: 'ended with failure' },
  { name: 'it no longer runs in the environment', from: healthy, change: state({ state: 'inactive' }), wanted: 'pending', says: 'no longer runs' },
  { name: 'it ran in the environment long ago', from: healthy, change: state({ at: '2026-03-03T08:59:59Z' }), wanted: 'pending', says: 'more than 24 hours ago' },
  { name: 'states that could not be read', from: healthy, change: { facts: { environmentStates: notKnown } }, wanted: 'not-determined', says: 'could not be read' },
  { name: 'somebody who owns nothing', from: owned, change: { facts: { reviews: known([ben]) } }, wanted: 'pending', says: 'an owner must approve each of app/a.ts (@ana)' },
  { name: 'the owner wrote it', from: { rules: ownerRule, facts: { reviews: known([ben, review('cleo')]), ...owners('/app/ @ben\n').facts } }, change: owners('/app/ @ada\n'), wanted: 'pending', says: 'an owner must approve each of app/a.ts (@ada)' },
  { name: 'the owner may only read', from: owned, change: { facts: { permissions: permissions({ ana: 'read' }) } }, wanted: 'pending', says: 'an owner must approve each of app/a.ts' },
  { name: 'a later line gives it to somebody else', from: owned, change: owners('/app/ @ana\n*.ts @cleo\n'), wanted: 'pending', says: 'an owner must approve each of app/a.ts (@cleo)' },
  { name: 'one owned file of two', from: owned, change: { facts: { ...owners('/app/ @ana\n/iam/ @cleo\n').facts, files: known([changedFile('app/a.ts'), changedFile('iam/x.tf')]) } }, wanted: 'pending', says: 'iam/x.tf (@cleo)' },
  { name: 'an owned file moved away', from: owned, change: { facts: { ...owners('/app/ @ana\n/iam/ @cleo\n').facts, files: known([changedFile('app/a.ts', { previousPath: 'iam/a.ts', status: 'renamed' })]) } }, wanted: 'pending', says: 'iam/a.ts (@cleo)' },
  { name: 'an owner named by an address', from: owned, change: owners('/app/ ana@example.com\n'), wanted: 'not-determined', says: 'name a login or a team in CODEOWNERS' },
  { name: 'an owner with a login that only looks like it', from: owned, change: { facts: { reviews: known([review('x', { by: stranger('аna') })]), permissions: permissions({}, [stranger('аna')]) } }, wanted: 'pending', says: 'an owner must approve' },
  { name: 'no code owners file', from: owned, change: { facts: { codeOwners: known([]) } }, wanted: 'not-determined', says: 'there is no CODEOWNERS file on the base' },
  { name: 'code owners that could not be read', from: owned, change: { facts: { codeOwners: notKnown } }, wanted: 'not-determined', says: 'the code owners could not be read' },
  { name: 'a line of code owners that nobody understands', from: owned, change: owners('/app/ @ana\n!x @ben\n'), wanted: 'not-determined', says: 'cannot be relied on' },
  { name: 'owned files that were cut', from: owned, change: { facts: { pull: { totals: { commits: 1, changedFiles: 2 } } } }, wanted: 'not-determined', says: '1 changed files were read' },
  { name: 'somebody outside the team that owns it', from: teamOwned, change: { facts: { reviews: known([ben]) } }, wanted: 'pending', says: 'an owner must approve' },
  { name: 'a team that owns it and was not read', from: teamOwned, change: { facts: { teams: [] } }, wanted: 'not-determined', says: 'the members of acme/ops, a code owner, were not read' },
  { name: 'a team that owns it and was cut', from: teamOwned, change: { facts: { teams: [{ team: 'acme/ops', members: notKnown }] } }, wanted: 'not-determined', says: 'the members of acme/ops, a code owner, could not be read' },
  { name: 'a team that owns it, read twice, and the good list first', from: teamOwned, change: { facts: { teams: [{ team: 'acme/ops', members: known([3]) }, { team: 'acme/ops', members: known([4]) }] } }, wanted: 'not-determined', says: 'were read twice, and differ' },
  { name: 'nothing that is owned, and no other rule', from: owned, change: owners('/iam/ @ana\n'), wanted: 'not-determined', says: 'no rule asks for an approval here' },
  { name: 'one person for two parts that want two', from: distinct, change: { facts: { reviews: known([ana]) } }, wanted: 'pending', says: 'each of its parts needs people of its own' },
  { name: 'one person with two accounts for two parts', from: distinct, change: { facts: { reviews: known([ana, review('zed')]) }, files: baseFiles(distinct.rules).map((one) => one.path.endsWith('people.yaml') && 'bytes' in one ? file(one.path, replaced(new TextDecoder().decode(one.bytes), '{login: ana, id: 3}', '{login: ana, id: 3}, {login: zed, id: 9}')) : one) }, wanted: 'pending', says: 'each of its parts needs people of its own' },
  { name: 'one person for three parts, with two people', from: { rules: rule('all: [{approvals: 1}, {approvals: 1}, {approvals: 1, from: {users: [ana]}}]'), facts: { reviews: known([ana, ben, review('cleo')]) } }, change: { facts: { reviews: both } }, wanted: 'pending', says: 'each of its parts needs people of its own' },
  { name: 'the code owner is also the other approver, where all parts want people of their own', from: changed({ rules: rule('all: [{codeOwners: approved}, {approvals: 1}]'), facts: { reviews: both } }, owners('/app/ @ana\n')), change: { facts: { reviews: known([ana]) } }, wanted: 'pending', says: 'each of its parts needs people of its own' },
  { name: 'who approves the change request is also the other approver, where all parts want people of their own', from: { rules: rule('all: [{changeRequest: approved}, {approvals: 1}]'), facts: { reviews: known([ana, ben, review('cleo')]), changeFiles: known([changeRequest()]) } }, change: { facts: { reviews: both } }, wanted: 'pending', says: 'each of its parts needs people of its own' },
  { name: 'none of several ways', from: { rules: rule('any: [{approvals: 1, from: {users: [ana]}}, {approvals: 2}]'), facts: once }, change: { facts: { reviews: known([ben]) } }, wanted: 'pending', says: 'own: ' },
  { name: 'a way that asks for nobody', from: { rules: rule('any: [{approvals: 1}, {approvals: 2}]'), facts: once }, change: { rules: rule('any: [{checks: [{name: ci, by: ci-app}]}, {approvals: 2}]'), ...checks(run()) }, wanted: 'not-determined', says: 'no rule asks for an approval here' },
  { name: 'one way that waits and one that is not known', from: { rules: rule('any: [{approvals: 1, from: {users: [ana]}}, {approvals: 1, from: {githubTeams: [acme/ops]}}]'), facts: once }, change: { facts: { reviews: known([ben]) } }, wanted: 'pending', says: '0 of 1 approval' },
  { name: 'one way failed and the other not given', from: { rules: rule('approvals: 1, any: [{checks: [{name: ci, by: ci-app}]}, {approvals: 2}]'), facts: { ...once, ...checks(run()).facts } }, change: checks(run({ state: 'failure' })), wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'an approval that names no commit', from: exact, change: named(), wanted: 'pending', says: 'does not name the commit' },
  { name: 'an approval that names another commit', from: exact, change: named(OLD), wanted: 'pending', says: 'does not name the commit' },
  { name: 'an approval that names the commit, given for another', from: exact, change: { facts: { reviews: known([review('ana', { namedCommits: [HEAD], commit: OLD })]) } }, wanted: 'pending', says: 'is of commit bbbbbbb' },
  { name: 'an approval in which somebody else named the commit', from: exact, change: { facts: { reviews: known([review('ana', { namedCommits: [HEAD], editedBy: account('ada') })]) } }, wanted: 'pending', says: 'was edited by ada' },
  { name: 'a commit that is not signed, where all must be', from: given('approvals: 1, signatures: verified', { commits: known([{ sha: HEAD, parents: [], parties: [{ as: 'author', account: account('ada') }], signatureVerified: true, signatureReason: 'valid', updateType: null }]) }), change: { facts: { commits: known([{ sha: HEAD, parents: [], parties: [{ as: 'author', account: account('ada') }], signatureVerified: false, signatureReason: 'unknown_key', updateType: null }]) } }, wanted: 'refused', says: 'has no verified signature' },
  { name: 'a push a moment ago, where it must stand still', from: given('approvals: 1, minimumAge: {minutes: 60}'), change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-04T08:30:00Z')]), reviews: known([review('ana', { submittedAt: '2026-03-04T08:31:00Z' })]) } }, wanted: 'pending', says: 'it changed less than 60 minutes ago' },
  { name: 'the requester approves, where the two are apart', from: changed({ rules: forbid('approver, requester'), facts: { reviews: two } }, requested('mia')), change: requested('ben'), wanted: 'pending', says: 'ben requested CHG-1' },
  { name: 'the author requested it, where the two are apart', from: changed({ rules: forbid('author, requester'), facts: { reviews: two } }, requested('mia')), change: requested('ada'), wanted: 'refused', says: 'ada had a part in it and requested it' },
  { name: 'an approver merged, where the two are apart and merging does not deploy', from: { rules: forbid('approver, merger'), facts: { reviews: two, pull: merged('mia') } }, change: { facts: { pull: merged('ben') } }, wanted: 'refused', says: 'approved it and merged it' },
  { name: 'an approver switched on auto-merge, where approver and merger are apart', from: { rules: forbid('approver, merger'), facts: { reviews: two } }, change: { facts: { pull: { autoMergeBy: account('ben') } } }, wanted: 'pending', says: 'ben switched on auto-merge' },
  { name: 'somebody who pushed merged, where the two are apart', from: { rules: forbid('contributor, merger'), facts: { reviews: two, pull: merged('mia') } }, change: { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('mia') })]) } }, wanted: 'refused', says: 'had a part in it and merged it' },
  { name: 'nobody knows who merged, where author and merger are apart', from: { rules: forbid('author, merger'), facts: { reviews: two, pull: merged('mia') } }, change: { facts: { pull: merged(null) } }, wanted: 'not-determined', says: 'who merged it' },
  { name: 'the requester is to deploy, where the two are apart', from: { rules: forbid('requester, deployer'), facts: { reviews: two, changeFiles: known([changeRequest('plannedDeployer: mia\n')]) } }, change: { facts: { changeFiles: known([changeRequest('plannedDeployer: ada\n')]) } }, wanted: 'refused', says: 'ada is to deploy it' },
  { name: 'one person approves as two roles that exclude each other', from: { rules: paired, files: withPair(paired), facts: { reviews: two } }, change: { facts: { reviews: once.reviews } }, wanted: 'pending', says: 'different people must approve it as technical_lead and as security_reviewer' },
  { name: 'who holds two roles that exclude each other requests and approves', from: { rules: paired, files: withPair(paired), facts: { reviews: two, ...requested('mia').facts } }, change: requested('ana'), wanted: 'pending', says: '0 of 1 approval' },
  { name: 'a pair of roles that is not there', from: { rules: paired, files: withPair(paired), facts: { reviews: two } }, change: { files: withPair(paired, '') }, wanted: 'not-determined', says: 'there is no pair SOD-REVIEW in Roles' },
  { name: 'a freeze, where merging deploys', from: { head: over, facts: { reviews: two } }, change: { head: freeze('2026-03-04T00:00:00Z', '2026-03-05T00:00:00Z') }, wanted: 'pending', says: 'nothing but an emergency is merged before 2026-03-05T00:00:00Z' },
  { name: 'merged in a freeze, where merging deploys', from: { head: over, facts: { reviews: two, pull: merged('mia') } }, change: { head: freeze('2026-03-03T00:00:00Z', '2026-03-03T12:00:01Z') }, wanted: 'refused', says: 'in the freeze' },
  { name: 'an objection on another pull request with the same head', from: { facts: { reviews: two, elsewhere: known([{ pull: 8, review: review('dan') }]) } }, change: { facts: { elsewhere: known([{ pull: 8, review: review('dan', { state: 'changes-requested' }) }]) } }, wanted: 'refused', says: 'on pull request 8, which has the same head: dan asked for changes' },
  { name: 'an objection elsewhere, dismissed by the author', from: { facts: { reviews: two, elsewhere: known([{ pull: 8, review: review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('mia') }) }]) } }, change: { facts: { elsewhere: known([{ pull: 8, review: review('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('ada') }) }]) } }, wanted: 'refused', says: 'the dismissal by ada does not count' },
  { name: 'approvals of another pull request with the same head', from: { facts: { reviews: two } }, change: { facts: { reviews: known([ana]), elsewhere: known([{ pull: 8, review: review('ben') }]) } }, wanted: 'pending', says: '1 of 2 approvals' },
  { name: 'other pull requests that could not be read', from: { facts: { reviews: two } }, change: { facts: { elsewhere: notKnown } }, wanted: 'not-determined', says: 'other pull requests with this head could not be read' },
  ...['all: []', 'any: []', 'all: [{}]', 'checks: []', 'workflows: []', 'approvals: 1, evidence: {}', 'approvals: 1, evidence: {scans: []}', 'codeOwners: true', 'changeRequest: waived', 'signatures: unverified', 'minimumAge: {minutes: 0}', 'minimumAge: {}', 'checks: [{name: ci}]', 'checks: [{name: ci, by: x, accept: [failure]}]', 'checks: [{name: ci, by: x, accept: []}]', 'workflows: [{path: ""}]', 'exactCommit: false', 'all: [{all: [{all: [{all: [{approvals: 1}]}]}]}]', 'approvals: 11'].map((require): Attack => ({ name: `a requirement that cannot be: ${require}`, from: { rules: rule('approvals: 1'), facts: once }, change: written(require), wanted: 'not-determined', says: cannot })),
  { name: 'a change request that is not asked for by name', from: { rules: `${rule('approvals: 2')}\n${changeRecord}`, facts: { reviews: two, changeFiles: known([changeRequest()]) } }, change: { facts: { changeFiles: known([]) } }, wanted: 'pending', says: 'a submitted change request is needed' },
]
