import type { Check, EnvironmentState, PullRequestFacts, WorkflowRun } from '../../../../src/model/facts.ts'
import {
  account,
  changedFile,
  changeRequest,
  changeWith,
  commit,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  permissions,
  push,
  review,
} from '../../../support/gate-facts.ts'
import { by, type Row, two } from './row.ts'

const rule = (require: string) => `  - {id: own, require: {${require}}}`
/** Two people approve, and something else is asked for. */
const beside = (require: string) => rule(`approvals: 2, ${require}`)

const check = (more: Partial<Check> = {}): Check => ({
  kind: 'check-run',
  name: 'ci',
  app: 'github-actions',
  by: null,
  state: 'success',
  text: '',
  annotations: 0,
  at: '2026-03-03T09:00:00Z',
  id: '1',
  ...more,
})
const checks = (...all: readonly Check[]) => ({ reviews: two, checks: known(all) })
const run = (more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  path: '.github/workflows/ci.yml',
  event: 'pull_request',
  state: 'success',
  number: 1,
  attempt: 1,
  id: 1,
  ...more,
})
const runs = (...all: readonly WorkflowRun[]) => ({ reviews: two, workflowRuns: known(all) })
const state = (more: Partial<EnvironmentState> = {}): EnvironmentState => ({
  environment: 'staging',
  deployment: 1,
  sha: HEAD,
  state: 'success',
  at: '2026-03-03T09:00:00Z',
  ...more,
})
const states = (...all: readonly EnvironmentState[]) => ({ reviews: two, environmentStates: known(all) })
const owners = (text: string) => ({ codeOwners: known([{ path: 'CODEOWNERS', text }]) })
const team = (members: PullRequestFacts['teams'][number]['members']) => ({
  teams: [{ team: 'acme/security', members }],
})
const names = (login: string, ...commits: readonly string[]) => review(login, { namedCommits: [...commits] })
const change = {
  changeFiles: known([changeRequest()]),
  files: known([changedFile('app/a.ts'), changedFile('compliance/changes/chg-1.yaml')]),
}

const approvals = ['rules.require.approvals']
const from = (key: string) => [`rules.require.from.${key}`]
const exact = ['rules.require.exactCommit']
const owned = ['rules.require.codeOwners']
const requested = ['rules.require.changeRequest']
const signed = ['rules.require.signatures']
const aged = ['rules.require.minimumAge.minutes']
const checked = (...keys: readonly string[]) => keys.map((key) => `rules.require.checks.${key}`)
const ran = (...keys: readonly string[]) => keys.map((key) => `rules.require.workflows.${key}`)
const shown = (...keys: readonly string[]) => keys.map((key) => `rules.require.evidence.${key}`)
const all = ['rules.require.all']
const any = ['rules.require.any']

const ci = 'checks: [{name: ci, by: github-actions}]'
const workflow = 'workflows: [{path: .github/workflows/ci.yml}]'
const onPull = 'workflows: [{path: .github/workflows/ci.yml, event: pull_request}]'
const scan = 'evidence: {scans: [{name: scan, by: scanner}]}'
const scanned = (more: Partial<Check> = {}) => check({ name: 'scan', app: 'scanner', ...more })
const coverage = 'evidence: {coverage: [{name: cover, by: github-actions, atLeast: 80}]}'
const covered = (text: string, more: Partial<Check> = {}) => check({ name: 'cover', text, ...more })
const healthy = 'evidence: {health: [{environment: staging}]}'
const leadAndOther = 'all: [{approvals: 1, from: {roles: [technical_lead]}}, {approvals: 1, from: {users: [ana, ben]}}]'
const unsigned = commit()
const verified = commit({ signatureVerified: true })
const age = 'minimumAge: {minutes: 60}'
/** Pushed an hour before the facts were read, but for so many seconds. */
const pushed = (seconds: number) => ({
  reviews: known([
    review('ana', { submittedAt: '2026-03-04T08:59:00Z' }),
    review('ben', { submittedAt: '2026-03-04T08:59:00Z' }),
  ]),
  headChanges: known([
    opened({ after: OLD }),
    push(new Date(Date.parse('2026-03-04T08:00:00Z') + seconds * 1000).toISOString()),
  ]),
})

// biome-ignore format: one row, one line
export const requirementRows: readonly Row[] = [
  { keys: approvals, name: 'as many as are asked for', rules: rule('approvals: 2'), facts: { reviews: two }, wanted: 'approved' },
  { keys: approvals, name: 'one fewer', rules: rule('approvals: 3'), facts: { reviews: two }, wanted: 'pending', says: '2 of 3 approvals; 1 more needed' },
  { keys: approvals, name: 'one of whom it is not known', rules: rule('approvals: 2'), facts: { reviews: two, permissions: permissions({ ben: 'unknown' }) }, wanted: 'not-determined', says: 'ben' },
  { keys: from('users'), name: 'one who is named', rules: rule('from: {users: [ana]}'), facts: { reviews: by('ana') }, wanted: 'approved' },
  { keys: from('users'), name: 'others than are named', rules: rule('from: {users: [cleo]}'), facts: { reviews: two }, wanted: 'pending', says: 'is not cleo' },
  { keys: from('users'), name: 'somebody who is not in People', rules: rule('from: {users: [ana, nobody-known]}'), facts: { reviews: by('ana') }, wanted: 'not-determined', says: 'there is no person nobody-known' },
  { keys: from('users'), name: 'nobody', rules: rule('from: {users: []}'), facts: { reviews: two }, wanted: 'pending' },
  { keys: ['rules.require.from'], name: 'an empty list', rules: rule('approvals: 1, from: []'), facts: { reviews: two }, wanted: 'pending', says: 'nobody is left who may approve' },
  { keys: from('teams'), name: 'one of the team', rules: rule('from: {teams: [platform]}'), facts: { reviews: by('ana') }, wanted: 'approved' },
  { keys: from('teams'), name: 'somebody of no team', rules: rule('from: {teams: [platform]}'), facts: { reviews: by('cleo') }, wanted: 'pending', says: 'is not team platform' },
  { keys: from('teams'), name: 'a team that does not exist', rules: rule('from: {teams: [platform, ops]}'), facts: { reviews: by('ana') }, wanted: 'not-determined', says: 'there is no team ops' },
  { keys: from('githubTeams'), name: 'one of the team of the forge', rules: rule('from: {githubTeams: [acme/security]}'), facts: { reviews: by('zed'), ...team(known([9])) }, wanted: 'approved' },
  { keys: from('githubTeams'), name: 'somebody else than the team of the forge', rules: rule('from: {githubTeams: [acme/security]}'), facts: { reviews: by('ana'), ...team(known([9])) }, wanted: 'pending' },
  { keys: from('githubTeams'), name: 'a team of the forge that was not read', rules: rule('from: {githubTeams: [acme/security]}'), facts: { reviews: by('zed'), ...team(notKnown) }, wanted: 'not-determined', says: 'could not be read' },
  { keys: from('roles'), name: 'a holder of the role', rules: rule('from: {roles: [technical_lead]}'), facts: { reviews: by('cleo') }, wanted: 'approved' },
  { keys: from('roles'), name: 'nobody who holds the role', rules: rule('from: {roles: [technical_lead]}'), facts: { reviews: by('ben') }, wanted: 'pending', says: 'is not role technical_lead' },
  { keys: from('roles'), name: 'a role that does not exist', rules: rule('from: {roles: [technical_lead, king]}'), facts: { reviews: by('cleo') }, wanted: 'not-determined', says: 'there is no role king' },
  { keys: from('permission'), name: 'somebody with the permission', rules: rule('from: {permission: maintain}'), facts: { reviews: by('ana'), permissions: permissions({ ana: 'maintain' }) }, wanted: 'approved' },
  { keys: from('permission'), name: 'somebody with less permission', rules: rule('from: {permission: maintain}'), facts: { reviews: by('ana') }, wanted: 'pending', says: 'has only write permission, maintain is needed' },
  { keys: from('permission'), name: 'a permission that was not read', rules: rule('from: {permission: maintain}'), facts: { reviews: by('ana'), permissions: permissions({ ana: 'unknown' }) }, wanted: 'not-determined' },
  { keys: from('codeOwners'), name: 'an owner of a changed file', rules: rule('from: {codeOwners: true}'), facts: { reviews: by('ana'), ...owners('* @ana') }, wanted: 'approved' },
  { keys: from('codeOwners'), name: 'the owner of other files', rules: rule('from: {codeOwners: true}'), facts: { reviews: by('ben'), ...owners('* @ana\ndocs/ @ben') }, wanted: 'pending', says: 'is not a code owner of the changed files' },
  { keys: from('codeOwners'), name: 'owners that were not read', rules: rule('from: {codeOwners: true}'), facts: { reviews: by('ana'), codeOwners: notKnown }, wanted: 'not-determined', says: 'the code owners could not be read' },
  { keys: from('codeOwners'), name: 'a team of owners that was not read', rules: rule('from: {codeOwners: true}'), facts: { reviews: by('ana'), ...owners('* @ana @acme/security') }, wanted: 'not-determined', says: 'the members of acme/security, a code owner, were not read' },

  { keys: exact, name: 'a review that names the head', rules: rule('approvals: 1, exactCommit: true'), facts: { reviews: known([names('ana', OLD, HEAD)]) }, wanted: 'approved' },
  { keys: exact, name: 'a review that names an older commit', rules: rule('approvals: 1, exactCommit: true'), facts: { reviews: known([names('ana', OLD)]) }, wanted: 'pending', says: `does not name the commit: add a line \`Approved-Commit: ${HEAD}\`` },
  { keys: exact, name: 'a review that names nothing', rules: rule('exactCommit: true'), facts: { reviews: two }, wanted: 'pending', says: 'with a line `Approved-Commit:' },
  { keys: exact, name: 'a review that names the head, by somebody whose permission was not read', rules: rule('exactCommit: true'), facts: { reviews: known([names('ana', HEAD)]), permissions: permissions({ ana: 'unknown' }) }, wanted: 'not-determined' },
  { keys: exact, name: 'a review with the line that somebody else wrote into it', rules: rule('exactCommit: true'), facts: { reviews: known([review('ana', { namedCommits: [HEAD], editedBy: account('ada') })]) }, wanted: 'pending', says: 'was edited by ada' },

  { keys: owned, name: 'the owner', rules: rule('approvals: 1, codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @ana') }, wanted: 'approved' },
  { keys: owned, name: 'one of the owners', rules: rule('codeOwners: approved'), facts: { reviews: by('ben'), ...owners('* @ana @BEN') }, wanted: 'approved' },
  { keys: owned, name: 'no owner', rules: rule('approvals: 1, codeOwners: approved'), facts: { reviews: by('ben'), ...owners('* @ana') }, wanted: 'pending', says: 'an owner must approve each of app/a.ts (@ana)' },
  { keys: owned, name: 'the owner of an earlier line', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @ana\napp/ @ben') }, wanted: 'pending', says: 'app/a.ts (@ben)' },
  { keys: owned, name: 'a last line that takes the owners away', rules: rule('approvals: 1, codeOwners: approved'), facts: { reviews: by('ben'), ...owners('* @ana\napp/') }, wanted: 'approved' },
  { keys: owned, name: 'no owner of the old name', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), files: known([changedFile('app/a.ts', { status: 'renamed', previousPath: 'iam/a.ts' })]), ...owners('app/ @ana\niam/ @ben') }, wanted: 'pending', says: 'iam/a.ts (@ben)' },
  { keys: owned, name: 'the author, who is the owner', rules: rule('codeOwners: approved'), facts: { reviews: by('ada'), ...owners('* @ada') }, wanted: 'pending', says: 'opened the pull request' },
  { keys: owned, name: 'somebody of the team that owns', rules: rule('codeOwners: approved'), facts: { reviews: by('zed'), ...owners('* @Acme/Security'), ...team(known([9])) }, wanted: 'approved' },
  { keys: owned, name: 'somebody who is not of the team that owns', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @acme/security'), ...team(known([9])) }, wanted: 'pending' },
  { keys: owned, name: 'a team of owners that could not be read', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @acme/security'), ...team(notKnown) }, wanted: 'not-determined', says: 'could not be read' },
  { keys: owned, name: 'a team of owners that was read twice, with other members', rules: rule('codeOwners: approved'), facts: { reviews: by('zed'), ...owners('* @acme/security'), teams: [{ team: 'acme/security', members: known([9]) }, { team: 'Acme/security', members: known([3]) }] }, wanted: 'not-determined', says: 'were read twice, and differ' },
  { keys: owned, name: 'an owner by address', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* ana@example.com') }, wanted: 'not-determined', says: 'name a login or a team in CODEOWNERS' },
  { keys: owned, name: 'an owner by address beside one by login', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* ben@example.com @ana') }, wanted: 'approved' },
  { keys: owned, name: 'an owner whose permission was not read', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @ana'), permissions: permissions({ ana: 'unknown' }) }, wanted: 'not-determined' },
  { keys: owned, name: 'an owner who may only read', rules: rule('codeOwners: approved'), facts: { reviews: by('eve'), ...owners('* @eve') }, wanted: 'pending', says: 'has only read permission' },
  { keys: owned, name: 'a line that GitHub does not understand', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @ana\n!app/ @ben') }, wanted: 'not-determined', says: 'line 2 of CODEOWNERS cannot be relied on' },
  { keys: owned, name: 'no file of owners', rules: rule('codeOwners: approved'), facts: { reviews: two }, wanted: 'not-determined', says: 'there is no CODEOWNERS file on the base' },
  { keys: owned, name: 'some of the files', rules: rule('codeOwners: approved'), facts: { reviews: by('ana'), ...owners('* @ana'), pull: { totals: { commits: 1, changedFiles: 2 } } }, wanted: 'not-determined' },
  { keys: owned, name: 'files that nobody owns, where nothing else is asked for', rules: rule('codeOwners: approved'), facts: { reviews: two, ...owners('docs/ @ana') }, wanted: 'not-determined', says: 'no rule asks for an approval here' },

  { keys: requested, name: 'a change that its roles approved', rules: rule('changeRequest: approved'), facts: { reviews: two, ...change }, wanted: 'approved' },
  { keys: requested, name: 'a change that one of its roles approved', rules: rule('changeRequest: approved'), facts: { reviews: by('ana'), ...change }, wanted: 'pending', says: 'CHG-1 (normal) needs the approval of security_reviewer' },
  { keys: requested, name: 'a change that nobody requested', rules: rule('changeRequest: approved'), facts: { reviews: two }, wanted: 'pending', says: 'a submitted change request is needed' },
  { keys: requested, name: 'a change by somebody who is not in People', rules: rule('changeRequest: approved'), facts: { reviews: two, ...change, changeFiles: known([changeWith('requestedBy: ada', 'requestedBy: nobody-known')]) }, wanted: 'not-determined' },

  { keys: signed, name: 'signed commits', rules: beside('signatures: verified'), facts: { reviews: two, commits: known([verified]) }, wanted: 'approved' },
  { keys: signed, name: 'an unsigned commit', rules: beside('signatures: verified'), facts: { reviews: two, commits: known([unsigned]) }, wanted: 'refused', says: 'commit aaaaaaa has no verified signature: sign it and push again' },
  { keys: signed, name: 'one unsigned commit of two', rules: beside('signatures: verified'), facts: { reviews: two, commits: known([verified, commit({ sha: OLD })]) }, wanted: 'refused', says: 'commit bbbbbbb has no verified signature' },
  { keys: signed, name: 'some of the commits', rules: beside('signatures: verified'), facts: { reviews: two, commits: known([verified]), pull: { totals: { commits: 2, changedFiles: 1 } } }, wanted: 'not-determined', says: '1 commits were read' },

  { keys: aged, name: 'head and base that stood still for as long as is asked for', rules: beside(age), facts: pushed(0), wanted: 'approved' },
  { keys: aged, name: 'one second less', rules: beside(age), facts: pushed(1), wanted: 'pending', says: 'wait until 2026-03-04T09:00:01Z' },
  { keys: aged, name: 'pushes that were not read', rules: beside(age), facts: { reviews: two, headChanges: notKnown }, wanted: 'not-determined' },
  { keys: aged, name: 'a merge after as long as is asked for', rules: beside(age), facts: { reviews: two, pull: merged('mia', '2026-03-03T12:00:00Z'), headChanges: known([opened({ at: '2026-03-02T09:00:00Z' })]) }, wanted: 'approved' },
  { keys: aged, name: 'a merge before that', rules: beside(age), facts: { reviews: known([review('ana', { submittedAt: '2026-03-03T11:40:00Z' }), review('ben', { submittedAt: '2026-03-03T11:40:00Z' })]), pull: merged('mia', '2026-03-03T12:00:00Z'), headChanges: known([opened({ after: OLD }), push('2026-03-03T11:30:00Z')]) }, wanted: 'pending' },

  { keys: checked('name', 'by'), name: 'a check that succeeded', rules: beside(ci), facts: checks(check()), wanted: 'approved' },
  { keys: checked('name'), name: 'another check', rules: beside(ci), facts: checks(check({ name: 'lint' })), wanted: 'pending', says: '`ci` by github-actions has not been posted' },
  { keys: checked('by'), name: 'the check by another App', rules: beside(ci), facts: checks(check({ app: 'evil' })), wanted: 'pending', says: 'was posted by evil, not by github-actions' },
  { keys: checked('by'), name: 'a status of that name by a person', rules: beside(ci), facts: checks(check({ kind: 'status', app: null, by: account('ada') })), wanted: 'pending', says: 'was posted by ada' },
  { keys: checked('by'), name: 'a check by nobody knows whom', rules: beside(ci), facts: checks(check({ app: null })), wanted: 'not-determined', says: 'who posted `ci` is not known' },
  { keys: checked('name', 'by'), name: 'a check that failed', rules: beside(ci), facts: checks(check({ state: 'failure' })), wanted: 'refused', says: 'ended with failure' },
  { keys: checked('name', 'by'), name: 'checks that could not be read', rules: beside(ci), facts: { reviews: two, checks: notKnown }, wanted: 'not-determined', says: 'the checks could not be read' },
  { keys: checked('accept'), name: 'a check that did not run, where that is enough', rules: beside('checks: [{name: ci, by: github-actions, accept: [success, skipped]}]'), facts: checks(check({ state: 'skipped' })), wanted: 'approved' },
  { keys: checked('accept'), name: 'a check that did not run', rules: beside(ci), facts: checks(check({ state: 'skipped' })), wanted: 'refused', says: 'ended with skipped, success is needed' },
  { keys: checked('accept'), name: 'a check that succeeded, where it must not', rules: beside('checks: [{name: ci, by: github-actions, accept: [skipped]}]'), facts: checks(check()), wanted: 'refused' },
  { keys: checked('accept'), name: 'a result that is not known', rules: beside('checks: [{name: ci, by: github-actions, accept: [success, neutral, skipped]}]'), facts: checks(check({ state: 'unknown' })), wanted: 'not-determined' },

  { keys: ran('path'), name: 'a run that succeeded', rules: beside(workflow), facts: runs(run()), wanted: 'approved' },
  { keys: ran('path'), name: 'a run, named with its branch', rules: beside(workflow), facts: runs(run({ path: '.github/workflows/ci.yml@topic' })), wanted: 'approved' },
  { keys: ran('path'), name: 'a run of another workflow', rules: beside(workflow), facts: runs(run({ path: '.github/workflows/lint.yml' })), wanted: 'pending', says: '.github/workflows/ci.yml has not run on the head' },
  { keys: ran('path'), name: 'a run of a workflow whose file is named like another and a branch', rules: beside(workflow), facts: runs(run({ path: '.github/workflows/ci.yml@x.yml' })), wanted: 'pending' },
  { keys: ran('path'), name: 'the same with a branch', rules: beside(workflow), facts: runs(run({ path: '.github/workflows/ci.yml@x.yaml@topic' })), wanted: 'pending' },
  { keys: ran('path'), name: 'a run of a workflow of another repository', rules: beside(workflow), facts: runs(run({ path: 'evil/shop/.github/workflows/ci.yml@main' })), wanted: 'pending' },
  { keys: ran('path'), name: 'a run that failed', rules: beside(workflow), facts: runs(run({ state: 'failure' })), wanted: 'refused', says: 'ci.yml (pull_request): failure' },
  { keys: ran('path'), name: 'a run that has not ended', rules: beside(workflow), facts: runs(run({ state: 'pending' })), wanted: 'pending', says: 'has not ended' },
  { keys: ran('path'), name: 'a run before which another failed', rules: beside(workflow), facts: runs(run({ number: 2, id: 2 }), run({ state: 'failure' })), wanted: 'approved' },
  { keys: ran('path'), name: 'a run after which another failed', rules: beside(workflow), facts: runs(run(), run({ number: 2, id: 2, state: 'failure' })), wanted: 'refused' },
  { keys: ran('path'), name: 'a second attempt that succeeded', rules: beside(workflow), facts: runs(run({ attempt: 2 }), run({ state: 'failure' })), wanted: 'approved' },
  { keys: ran('path'), name: 'a second attempt that failed', rules: beside(workflow), facts: runs(run(), run({ attempt: 2, state: 'failure' })), wanted: 'refused' },
  { keys: ran('path'), name: 'a later run of a number that began anew', rules: beside(workflow), facts: runs(run(), run({ id: 2, state: 'failure' })), wanted: 'refused' },
  { keys: ran('path'), name: 'a result that is not known', rules: beside(workflow), facts: runs(run({ state: 'unknown' })), wanted: 'not-determined' },
  { keys: ran('path'), name: 'runs that could not be read', rules: beside(workflow), facts: { reviews: two, workflowRuns: notKnown }, wanted: 'not-determined', says: 'the runs of workflows could not be read' },
  { keys: ran('event'), name: 'a run for the event, beside one for another that failed', rules: beside(onPull), facts: runs(run(), run({ event: 'push', state: 'failure' })), wanted: 'approved' },
  { keys: ran('event'), name: 'a run for another event', rules: beside(onPull), facts: runs(run({ event: 'workflow_dispatch' })), wanted: 'pending', says: 'has not run on the head' },
  { keys: ran('event'), name: 'runs for two events, one of which failed', rules: beside(workflow), facts: runs(run(), run({ event: 'push', number: 2, state: 'failure' })), wanted: 'refused', says: '(push): failure' },
  { keys: ran('event'), name: 'a run for the event that ended in a way that is not known', rules: beside(onPull), facts: runs(run({ state: 'unknown' })), wanted: 'not-determined' },
  { keys: ran('accept'), name: 'a run that was skipped, where that is enough', rules: beside('workflows: [{path: .github/workflows/ci.yml, accept: [skipped]}]'), facts: runs(run({ state: 'skipped' })), wanted: 'approved' },
  { keys: ran('accept'), name: 'a run that was skipped', rules: beside(workflow), facts: runs(run({ state: 'skipped' })), wanted: 'refused' },
  { keys: ran('accept'), name: 'a result that is not known, where much is accepted', rules: beside('workflows: [{path: .github/workflows/ci.yml, accept: [success, neutral, skipped]}]'), facts: runs(run({ state: 'unknown' })), wanted: 'not-determined' },

  { keys: shown('scans.name', 'scans.by'), name: 'a scan without findings', rules: beside(scan), facts: checks(scanned()), wanted: 'approved' },
  { keys: shown('scans.name', 'scans.by'), name: 'a scan with a finding', rules: beside(scan), facts: checks(scanned({ annotations: 1 })), wanted: 'refused', says: 'ended with 1 finding' },
  { keys: shown('scans.name'), name: 'another scan', rules: beside(scan), facts: checks(scanned({ name: 'other' })), wanted: 'pending' },
  { keys: shown('scans.by'), name: 'a scan by somebody else', rules: beside(scan), facts: checks(scanned({ app: 'evil' })), wanted: 'pending' },
  { keys: shown('scans.name', 'scans.by'), name: 'a scan whose findings were not read', rules: beside(scan), facts: checks(scanned({ annotations: null })), wanted: 'not-determined' },
  { keys: shown('scans.withinHours'), name: 'a scan as old as it may be', rules: beside('evidence: {scans: [{name: scan, by: scanner, withinHours: 24}]}'), facts: checks(scanned({ at: '2026-03-03T09:00:00Z' })), wanted: 'approved' },
  { keys: shown('scans.withinHours'), name: 'an older scan', rules: beside('evidence: {scans: [{name: scan, by: scanner, withinHours: 24}]}'), facts: checks(scanned({ at: '2026-03-03T08:59:59Z' })), wanted: 'pending', says: 'more than 24 hours old' },
  { keys: shown('scans.withinHours'), name: 'a scan of which it is not known when it ended', rules: beside('evidence: {scans: [{name: scan, by: scanner, withinHours: 24}]}'), facts: checks(scanned({ at: null })), wanted: 'not-determined' },
  { keys: shown('coverage.name', 'coverage.by', 'coverage.atLeast'), name: 'as much coverage as is asked for', rules: beside(coverage), facts: checks(covered('80% of lines')), wanted: 'approved' },
  { keys: shown('coverage.atLeast'), name: 'less coverage', rules: beside(coverage), facts: checks(covered('79.9% of lines')), wanted: 'refused', says: 'at least 80% is needed' },
  { keys: shown('coverage.name'), name: 'the coverage of something else', rules: beside(coverage), facts: checks(covered('99%', { name: 'other' })), wanted: 'pending' },
  { keys: shown('coverage.by'), name: 'coverage by somebody else', rules: beside(coverage), facts: checks(covered('99%', { app: 'evil' })), wanted: 'pending' },
  { keys: shown('coverage.name', 'coverage.by', 'coverage.atLeast'), name: 'coverage without a number', rules: beside(coverage), facts: checks(covered('good')), wanted: 'not-determined', says: 'states no percentage' },
  { keys: shown('health.environment'), name: 'a healthy environment', rules: beside(healthy), facts: states(state({ environment: 'Staging' })), wanted: 'approved' },
  { keys: shown('health.environment'), name: 'another environment', rules: beside(healthy), facts: states(state({ environment: 'test' })), wanted: 'pending', says: 'has not been deployed to staging' },
  { keys: shown('health.environment'), name: 'another commit in the environment', rules: beside(healthy), facts: states(state({ sha: OLD })), wanted: 'pending' },
  { keys: shown('health.environment'), name: 'an environment that is not healthy', rules: beside(healthy), facts: states(state({ state: 'failure' })), wanted: 'refused' },
  { keys: shown('health.environment'), name: 'environments that could not be read', rules: beside(healthy), facts: { reviews: two, environmentStates: notKnown }, wanted: 'not-determined' },
  { keys: shown('health.withinHours'), name: 'health that was seen lately', rules: beside('evidence: {health: [{environment: staging, withinHours: 24}]}'), facts: states(state()), wanted: 'approved' },
  { keys: shown('health.withinHours'), name: 'health that was seen long ago', rules: beside('evidence: {health: [{environment: staging, withinHours: 23}]}'), facts: states(state()), wanted: 'pending' },
  { keys: shown('health.withinHours'), name: 'health that is not known', rules: beside('evidence: {health: [{environment: staging, withinHours: 24}]}'), facts: states(state({ state: 'unknown' })), wanted: 'not-determined' },

  { keys: all, name: 'a person for each part', rules: rule(leadAndOther), facts: { reviews: by('cleo', 'ben') }, wanted: 'approved' },
  { keys: all, name: 'one person for both parts', rules: rule(leadAndOther), facts: { reviews: by('ana') }, wanted: 'pending', says: 'each of its parts needs people of its own' },
  { keys: all, name: 'two people, of whom each has to take the right part', rules: rule(leadAndOther), facts: { reviews: by('ana', 'ben') }, wanted: 'approved' },
  { keys: all, name: 'two people for the same part', rules: rule(leadAndOther), facts: { reviews: by('cleo', 'mia') }, wanted: 'pending', says: '0 of 1 approval; 1 more needed' },
  { keys: all, name: 'a second person of whom it is not known', rules: rule(leadAndOther), facts: { reviews: by('ana', 'ben'), permissions: permissions({ ben: 'unknown' }) }, wanted: 'not-determined', says: 'whether different people approved for each of its parts is not known' },
  { keys: all, name: 'one person for a part and for `any` in another', rules: rule('all: [{from: {users: [ana]}}, {any: [{from: {users: [ana]}}, {from: {users: [cleo]}}]}]'), facts: { reviews: by('ana', 'ben') }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'another person for `any` in the other part', rules: rule('all: [{from: {users: [ana]}}, {any: [{from: {users: [ana]}}, {from: {users: [cleo]}}]}]'), facts: { reviews: by('ana', 'cleo') }, wanted: 'approved' },
  { keys: all, name: 'a part that does not apply below `any` in the other part', rules: rule('all: [{from: {users: [ana]}}, {any: [{codeOwners: approved}, {approvals: 2}]}]'), facts: { reviews: by('ana', 'ben'), ...owners('docs/ @ana') }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'a third person besides', rules: rule('all: [{from: {users: [ana]}}, {any: [{codeOwners: approved}, {approvals: 2}]}]'), facts: { reviews: by('ana', 'ben', 'cleo'), ...owners('docs/ @ana') }, wanted: 'approved' },
  { keys: all, name: 'the code owner, who is needed for another part too', rules: rule('all: [{codeOwners: approved}, {approvals: 1}]'), facts: { reviews: by('ana'), ...owners('* @ana') }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'the code owner and somebody else', rules: rule('all: [{codeOwners: approved}, {approvals: 1}]'), facts: { reviews: by('ana', 'ben'), ...owners('* @ana') }, wanted: 'approved' },
  { keys: all, name: 'two owners, of whom one owns all there is', rules: rule('all: [{codeOwners: approved}, {from: {users: [ana]}}]'), facts: { reviews: by('ana', 'ben'), files: known([changedFile('app/a.ts'), changedFile('b.ts')]), ...owners('* @ana @ben\napp/ @ben') }, wanted: 'approved' },
  { keys: all, name: 'two owners, of whom both are needed', rules: rule('all: [{codeOwners: approved}, {from: {users: [ana]}}]'), facts: { reviews: by('ana', 'ben'), files: known([changedFile('app/a.ts'), changedFile('b.ts')]), ...owners('* @ana\napp/ @ben') }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'a role of the change request, who is needed for another part too', rules: rule('all: [{changeRequest: approved}, {from: {users: [ana]}}]'), facts: { reviews: by('ana', 'ben'), ...change }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'the roles of the change request and somebody else', rules: rule('all: [{changeRequest: approved}, {from: {users: [ana]}}]'), facts: { reviews: by('ana', 'ben', 'cleo'), ...change }, wanted: 'approved' },
  { keys: all, name: 'one person for two keys of one part', rules: rule('all: [{approvals: 2, changeRequest: approved}, {from: {users: [cleo]}}]'), facts: { reviews: by('ana', 'ben', 'cleo'), ...change }, wanted: 'approved' },
  { keys: all, name: '`all` in `all`', rules: rule('all: [{all: [{from: {users: [ana]}}, {from: {users: [ana, ben]}}]}, {from: {users: [ana, ben]}}]'), facts: { reviews: by('ana', 'ben') }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'two approvals of one part, of whom one is needed for another', rules: rule('all: [{approvals: 2}, {from: {users: [ana]}}]'), facts: { reviews: two }, wanted: 'pending', says: 'people of its own' },
  { keys: all, name: 'a check beside an approval', rules: rule(`all: [{approvals: 1}, {${ci}}]`), facts: checks(check()), wanted: 'approved' },
  { keys: all, name: 'a check that failed beside an approval', rules: rule(`all: [{approvals: 1}, {${ci}}]`), facts: checks(check({ state: 'failure' })), wanted: 'refused' },
  { keys: all, name: 'checks that could not be read beside an approval', rules: rule(`all: [{approvals: 1}, {${ci}}]`), facts: { reviews: two, checks: notKnown }, wanted: 'not-determined' },
  { keys: all, name: 'more ways than anybody can follow', rules: rule(`all: [${Array.from({ length: 4 }, () => '{any: [{approvals: 1}, {approvals: 1}, {approvals: 1}, {approvals: 1}, {approvals: 1}, {approvals: 1}]}').join(', ')}]`), facts: { reviews: by('ana', 'ben', 'cleo', 'dan') }, wanted: 'not-determined', says: 'more than 1000 ways' },
  { keys: all, name: 'the same before anybody approved', rules: rule(`all: [${Array.from({ length: 4 }, () => '{any: [{approvals: 1}, {approvals: 1}, {approvals: 1}, {approvals: 1}, {approvals: 1}, {approvals: 1}]}').join(', ')}]`), wanted: 'not-determined', says: 'more than 1000 ways' },

  { keys: any, name: 'the first part', rules: rule('any: [{from: {users: [ana]}}, {approvals: 2, from: {teams: [platform]}}]'), facts: { reviews: by('ana') }, wanted: 'approved' },
  { keys: any, name: 'the second part', rules: rule('any: [{from: {users: [cleo]}}, {approvals: 2, from: {teams: [platform]}}]'), facts: { reviews: two }, wanted: 'approved' },
  { keys: any, name: 'neither part', rules: rule('any: [{from: {users: [cleo]}}, {approvals: 2, from: {users: [ana, mia]}}]'), facts: { reviews: two }, wanted: 'pending', says: 'or' },
  { keys: any, name: 'a part that is not known beside one that holds', rules: rule('any: [{approvals: 1}, {approvals: 1, from: {roles: [king]}}]'), facts: { reviews: by('ana') }, wanted: 'approved' },
  { keys: any, name: 'a part that is not known beside one that is refused', rules: rule(`any: [{approvals: 1, ${ci}}, {approvals: 1, from: {roles: [king]}}]`), facts: checks(check({ state: 'failure' })), wanted: 'not-determined' },
  { keys: any, name: 'a part that is refused beside one that waits', rules: rule(`any: [{approvals: 1, ${ci}}, {approvals: 3}]`), facts: checks(check({ state: 'failure' })), wanted: 'pending' },
  { keys: any, name: 'two parts that are refused', rules: rule(`any: [{approvals: 1, ${ci}}, {approvals: 1, signatures: verified}]`), facts: checks(check({ state: 'failure' })), wanted: 'refused' },
  { keys: any, name: 'a part that does not apply beside one that waits', rules: rule('any: [{codeOwners: approved}, {approvals: 3}]'), facts: { reviews: two, ...owners('docs/ @ana') }, wanted: 'pending', says: '2 of 3 approvals' },
  { keys: any, name: 'a part that does not apply beside one that holds', rules: rule('any: [{codeOwners: approved}, {approvals: 2}]'), facts: { reviews: two, ...owners('docs/ @ana') }, wanted: 'approved' },
  { keys: any, name: 'a part that asks for nothing beside one that waits', rules: rule('any: [{x-note: nothing}, {approvals: 3}]'), facts: { reviews: two }, wanted: 'pending' },
  { keys: any, name: 'a way without an approval', rules: rule(`any: [{${ci}}, {approvals: 2}]`), facts: checks(check()), wanted: 'not-determined', says: 'no rule asks for an approval here' },
  { keys: any, name: 'a way without an approval beside a rule that asks for two', rules: `${rule(`any: [{${ci}}, {approvals: 3}]`)}\n  - {id: two, require: {approvals: 2}}`, facts: checks(check()), wanted: 'approved' },

  { keys: ['rules.require.reviewAfter.days', 'rules.require.reviewAfter.by'], name: 'a review afterwards holds nothing back', rules: rule('approvals: 1, reviewAfter: {days: 5, by: somebody-else}'), facts: { reviews: by('ana') }, wanted: 'approved', says: 'After the merge somebody who neither wrote, approved nor merged it reviews it within 5 business days (own).' },
  { keys: ['rules.require.reviewAfter.days', 'rules.require.reviewAfter.by'], name: 'a review afterwards is no approval', rules: rule('reviewAfter: {days: 5, by: somebody-else}'), facts: { reviews: two }, wanted: 'not-determined', says: 'no rule asks for an approval here' },
  { keys: ['rules.when.category'], name: 'a rule for normal changes, of a change without a request', rules: '  - {id: own, when: {category: [normal]}, require: {approvals: 2}}', facts: { reviews: two }, wanted: 'approved' },
  { keys: ['rules.when.category'], name: 'a lighter rule for emergencies, of a change that only claims to be one', rules: '  - {id: own, when: {category: [standard, normal]}, require: {approvals: 3}}\n  - {id: fast, when: {category: [emergency]}, require: {approvals: 1}}', facts: { reviews: two, ...change, changeFiles: known([changeWith('category: normal', 'category: emergency')]) }, wanted: 'pending', says: 'it is judged as a normal change' },
  { keys: ['rules.when.category'], name: 'a change whose request cannot be read', rules: '  - {id: own, when: {category: [standard, normal]}, require: {approvals: 2}}', facts: { reviews: two, ...change, changeFiles: notKnown }, wanted: 'not-determined' },
  { keys: ['default'], name: 'a check alone on a branch that is protected', rules: rule(ci), facts: checks(check()), wanted: 'not-determined', says: 'no rule asks for an approval here' },
  { keys: ['default'], name: 'a check alone, where that is allowed', rules: rule(ci), head: 'default: allow', facts: checks(check()), wanted: 'approved', says: 'no rule that applies asks for an approval' },
  { keys: ['default'], name: 'a check alone that waits, where that is allowed', rules: rule(ci), head: 'default: allow', facts: { reviews: two }, wanted: 'pending', says: 'has not been posted' },
  { keys: ['default'], name: 'a check alone that was not read, where that is allowed', rules: rule(ci), head: 'default: allow', facts: { reviews: two, checks: notKnown }, wanted: 'not-determined' },
  { keys: ['default'], name: 'no rule that applies, where that is allowed', rules: '  - {id: own, when: {paths: [docs/]}, require: {approvals: 1}}', head: 'default: allow', facts: { reviews: two }, wanted: 'not-applicable' },
]
