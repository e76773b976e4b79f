import { describe, expect, test } from 'vitest'
import type { ChangedFile, Check, Review } from '../../../src/model/facts.ts'
import { approval, type Deployment, decideDeploy, mergedChange, sha } from '../../support/deployment-facts.ts'
import {
  account,
  apart,
  baseFiles,
  byCategory,
  changed,
  changedFile,
  changeRecord,
  changeRequest,
  changeWith,
  commit,
  decide,
  file,
  HEAD,
  known,
  legitimate,
  merged,
  notKnown,
  OLD,
  opened,
  peopleWith,
  permissions,
  push,
  review,
  type Situation,
  stranger,
  twoReviewers,
} from '../../support/gate-facts.ts'

const two = [review('ana'), review('ben')]
const bot = account('app[bot]')
const author = { as: 'author' as const, account: account('ada') }
const later = '2026-03-03T11:00:00Z'
const then = (...more: readonly Review[]) => ({ facts: { reviews: known([...two, ...more]) } })
const objects = (login: string, more: Partial<Review> = {}) =>
  review(login, { state: 'changes-requested', submittedAt: '2026-03-03T09:00:00Z', ...more })
const byBot = {
  pull: { author: bot },
  commits: known([commit({ parties: [{ as: 'author', account: bot }] })]),
  headChanges: known([opened({ by: bot })]),
}
const emergency = changeWith('category: normal', 'category: emergency')
const standard = changeWith('category: normal', 'category: standard')
const separate = { rules: `${twoReviewers}\n${apart}`, head: 'deployment: {merging: true}' }
const from = (source: string, approvals = 1) => `  - {id: own, require: {approvals: ${approvals}, from: ${source}}}`
const files = (...paths: readonly (readonly [string, Partial<ChangedFile>?])[]) =>
  known(paths.map(([path, more]) => changedFile(path, more)))

const lighter = (when: string) =>
  `  - {id: one, when: {${when}}, require: {approvals: 1}}\n  - {id: two, when: {not: {${when}}}, require: {approvals: 2}}`
const once = known([review('ana')])
const check = (more: Partial<Check> = {}): Check => ({
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
const own = (require: string) => `  - {id: own, require: {${require}}}`

/** What people do all day must stay possible. */
// biome-ignore format: one row, one line
const cases: Readonly<Record<string, Situation>> = {
  'two people who had no part in it': {},
  'more people than are needed': then(review('cleo'), review('mia')),
  'somebody with write who is not in People': { facts: { reviews: known([review('ana'), review('zed')]) } },
  'a contractor': { facts: { reviews: known([review('ana'), review('dan')]) } },
  'a login in other letters than in People': { facts: { reviews: known([review('ana'), review('ben', { by: { id: 4, login: 'BEN', type: 'user' } })]) } },
  'a reviewer who was renamed, pinned by number': { facts: { reviews: known([review('ben'), review('ana', { by: stranger('ana-new', 3) })]) } },
  'a reviewer who got a login that somebody else gave up': { facts: { reviews: known([review('ana'), review('x', { by: stranger('cleo', 901) })]), permissions: permissions({}, [stranger('cleo', 901)]) } },
  'several accounts of one person of which one approves': { files: peopleWith('accounts: [{login: Ben}]', 'accounts: [{login: Ben}, {login: zed, id: 9}]') },
  'several accounts of one person of which the other approves': { files: peopleWith('accounts: [{login: Ben}]', 'accounts: [{login: Ben}, {login: zed, id: 9}]'), facts: { reviews: known([review('ana'), review('zed')]) } },
  'a machine opened it and two people approve': { facts: byBot },
  'a machine opened it for somebody, and two others approve': { facts: { ...byBot, pull: { author: bot, requestedBy: account('mia') } } },
  'a machine pushes to it too': { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: bot })]) } },
  'a machine account whose owner does not review': { files: peopleWith('name: Robo, type: service', 'name: Robo, type: service, owner: mia'), facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('robo') })]) } },
  'an automaton whose owner reviews': { files: peopleWith('name: Robo, type: service', 'name: Robo, type: bot, owner: ben'), facts: { headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { by: account('robo') })]) } },
  'a pull request from a fork': { facts: { pull: { head: { ref: 'main', sha: HEAD, repositoryId: 777 } } } },
  'a fork that was deleted after the merge': { facts: { pull: { ...merged('mia'), head: { ref: 'topic', sha: HEAD, repositoryId: null } } } },
  'a repository that was renamed': { facts: { repository: { id: 500, owner: 'acme-corp', name: 'store' } } },
  'a co-author whose address has a number': { facts: { commits: known([commit({ parties: [author, { as: 'co-author', account: stranger('pair', 950) }] })]) } },
  'a co-author who approves beside two others': { facts: { commits: known([commit({ parties: [author, { as: 'co-author', account: account('cleo') }] })]), ...then(review('cleo')).facts } },
  'the platform committed, signed': { facts: { commits: known([commit({ signatureVerified: true })]) } },
  'the base merged into it before the approvals': { facts: { commits: known([commit({ parents: [OLD, 'e'.repeat(40)] }), commit({ sha: OLD })]), headChanges: known([opened({ after: OLD }), push('2026-03-03T09:00:00Z')]) } },
  'an approval a second after the push': { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-03T09:59:59Z')]) } },
  'pushed by force before the approvals': { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-03T09:00:00Z', { kind: 'force-push' }), push('2026-03-03T09:00:00Z', { kind: 'force-push', source: 'timeline', id: 'timeline/1' })]) } },
  'another base before the approvals': { facts: { headChanges: known([opened(), push('2026-03-03T09:00:00Z', { kind: 'base-changed', source: 'timeline', after: null, by: account('ana') })]) } },
  'an earlier approval given again after a push': { facts: { headChanges: known([opened({ after: OLD }), push(later)]), reviews: known([...two.map((one) => ({ ...one, commit: OLD })), review('ana', { submittedAt: '2026-03-03T12:00:00Z' }), review('ben', { submittedAt: '2026-03-03T12:00:00Z' })]) } },
  'who pushed is not known, and every commit is signed': { facts: { commits: known([commit({ signatureVerified: true })]), headChanges: known([opened({ after: OLD }), push('2026-03-02T10:00:00Z', { kind: 'unknown', source: 'check-suite', by: null })]) } },
  'sixty commits': { facts: { commits: known([commit(), ...Array.from({ length: 59 }, (_, index) => commit({ sha: (index + 1).toString(16).padStart(40, '0') }))]) } },
  'comments after an approval': then(review('ana', { state: 'commented', submittedAt: later }), review('ben', { state: 'commented', submittedAt: later })),
  'a comment of a deleted account': then(review(null, { state: 'commented' })),
  'an objection of a deleted account': then(objects('ghost', { by: null })),
  'an objection of somebody who may only read': then(objects('eve', { submittedAt: later })),
  'an objection of an app': then(objects('app[bot]', { submittedAt: later })),
  'an objection that was withdrawn by approving': then(objects('dan'), review('dan')),
  'an objection that was withdrawn with the second account': { files: peopleWith('{login: dan, id: 6}', '{login: dan, id: 6}, {login: zed, id: 9}'), ...then(objects('dan'), review('zed')) },
  'an objection dismissed by somebody uninvolved': then(objects('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('mia') })),
  'an objection dismissed by whoever made it': then(objects('dan', { state: 'dismissed', stateBeforeDismissal: 'changes-requested', dismissedBy: account('dan') })),
  'a dismissed approval that is not needed': then(review('cleo', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedBy: account('ada') })),
  'an approval edited by the reviewer': { facts: { reviews: known([review('ana'), review('ben', { editedBy: account('ben') })]) } },
  'an approval edited by the reviewer, renamed since': { facts: { reviews: known([review('ben'), review('ana', { editedBy: stranger('ana-new', 3) })]) } },
  'asked for changes, which were made, and approved': { facts: { headChanges: known([opened({ after: OLD }), push('2026-03-03T09:30:00Z')]), reviews: known([objects('ben', { commit: OLD }), ...two]) } },
  'a permission above the floor': { rules: from('{permission: maintain}', 2), facts: { permissions: permissions({ ana: 'maintain', ben: 'admin' }) } },
  'the union of users and teams': { rules: from('{users: [cleo], teams: [platform]}', 2), facts: { reviews: known([review('cleo'), review('ben')]) } },
  'a role that is held today': { rules: from('{roles: [security_reviewer]}') },
  'a member of a team of the forge': { rules: from('{githubTeams: [acme/ops]}'), facts: { reviews: known([review('zed')]), teams: [{ team: 'Acme/Ops', members: known([9]) }] } },
  'a member of a team of the forge that was read twice': { rules: from('{githubTeams: [acme/ops]}'), facts: { reviews: known([review('zed')]), teams: [{ team: 'acme/ops', members: known([9, 3]) }, { team: 'acme/ops', members: known([3, 9]) }] } },
  'one person for two rules': { rules: `  - {id: one, require: {approvals: 1}}\n${from('{roles: [technical_lead]}')}`, facts: { reviews: known([review('ana')]) } },
  'files that could not be read, where no rule looks at them': { facts: { files: notKnown } },
  'paths that nobody owns': { rules: `${twoReviewers}\n  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1, from: {users: [cleo]}}}` },
  'an owned path whose owner approved': { rules: `  - {id: iam, when: {paths: [iam/]}, require: {approvals: 1, from: {users: [ana]}}}`, facts: { files: files(['iam/x.tf'], ['app/x', { previousPath: 'iam/y', status: 'renamed' }]) } },
  'names in every alphabet': { facts: { files: files(['доступ/ключ.tf'], ['文件'], ['emoji 😀.md'], ['con trol.md']) } },
  'a change request in the diff': { rules: changeRecord, facts: { changeFiles: known([changeRequest()]) } },
  'a change request on the base, named in the body': { rules: changeRecord, files: baseFiles(changeRecord, '', [file('compliance/changes/1.yaml', changeRequest().text)]), facts: { pull: { namedChanges: ['CHG-1'] } } },
  'a change request alone needs none': { rules: `${twoReviewers}\n${changeRecord}`, facts: { files: files(['compliance/changes/chg-1.yaml', { status: 'added' }]) } },
  'an emergency with the on-call manager': { rules: byCategory, facts: { reviews: known([review('dan')]), changeFiles: known([emergency]) } },
  'an emergency without the on-call manager, approved as a normal change': { rules: byCategory, facts: { changeFiles: known([emergency]) } },
  'a standard change with its technical lead': { rules: '  - {id: two, when: {category: [normal]}, require: {approvals: 2}}\n  - {id: one, when: {category: [standard]}, require: {approvals: 1}}', facts: { reviews: known([review('ana')]), changeFiles: known([standard]) } },
  'merged by somebody who did not approve, where merging deploys': { ...separate, facts: { pull: merged('mia') } },
  'merged by the author, where only approver and deployer are apart': { ...separate, facts: { pull: merged('ada') } },
  'merged by a machine for somebody who did not approve': { ...separate, facts: { pull: { ...merged('app[bot]'), autoMergeBy: account('mia') } } },
  'an objection after the merge': { facts: { pull: merged('mia'), ...then(objects('dan', { submittedAt: '2026-03-03T12:00:01Z' })).facts } },
  'an approval dismissed after the merge': { facts: { pull: merged('mia'), reviews: known([review('ana'), review('ben', { state: 'dismissed', stateBeforeDismissal: 'approved', dismissedAt: '2026-03-03T12:00:01Z', dismissedBy: account('ada') })]) } },
  'a reviewer who left after the merge': { files: peopleWith('name: Ben, type: employee, start: 2020-01-01', 'name: Ben, type: employee, start: 2020-01-01, end: 2026-03-03'), facts: { pull: merged('mia') } },
  'a small change that somebody with the say labelled': { rules: lighter('labels: {names: [small], setBy: {roles: [technical_lead]}}'), facts: { reviews: once, pull: { labels: [{ name: 'Small', setBy: account('cleo'), setAt: null }] } } },
  'texts alone with one approval': { rules: lighter('onlyPaths: ["docs/**"]'), facts: { reviews: once, files: files(['docs/a.md', { mode: '100644', previousMode: '100644' }], ['docs/b.md', { mode: '100644', status: 'added' }]) } },
  'a title that was changed before the approvals': { rules: lighter('title: ["docs: *"]'), facts: { reviews: once, pull: { title: 'docs: a typo', titleChanges: [{ at: '2026-03-03T09:59:59Z', by: account('ada') }] } } },
  'a title that was changed later, where no rule looks at it': { facts: { pull: { titleChanges: [{ at: later, by: account('ada') }] } } },
  'a check that failed and then succeeded': { rules: own('approvals: 1, checks: [{name: ci, by: ci-app}]'), facts: { checks: known([check({ state: 'failure' }), check({ id: '2', at: '2026-03-03T09:31:00Z' })]) } },
  'a status of an account that the rule names': { rules: own('approvals: 1, checks: [{name: ci, by: zed}]'), facts: { checks: known([check({ kind: 'status', app: null, by: account('zed'), annotations: null })]) } },
  'a check of the same name by another App beside the right one': { rules: own('approvals: 1, checks: [{name: ci, by: ci-app}]'), facts: { checks: known([check(), check({ app: 'other', state: 'failure', id: '2' })]) } },
  'a workflow that was run again and passed': { rules: own('approvals: 1, workflows: [{path: .github/workflows/ci.yml}]'), facts: { workflowRuns: known([1, 2].map((attempt) => ({ path: '.github/workflows/ci.yml', event: 'push', state: attempt === 1 ? ('failure' as const) : ('success' as const), number: 1, attempt, id: 1 }))) } },
  'the owner of every owned file': { rules: own('codeOwners: approved'), facts: { codeOwners: known([{ path: 'CODEOWNERS', text: '* @ana\n/iam/ @ben\n/docs/\n' }]), files: files(['app/a'], ['iam/a'], ['docs/a']) } },
  'different people for two parts, whichever way they fit': { rules: own('all: [{approvals: 1, from: {users: [ana, ben]}}, {approvals: 1, from: {users: [ana]}}]') },
  'a code owner and another person': { rules: own('all: [{codeOwners: approved}, {approvals: 1}]'), facts: { codeOwners: known([{ path: 'CODEOWNERS', text: '* @ana @ben\n' }]) } },
  'the roles of a change request and another person': { rules: own('all: [{changeRequest: approved}, {approvals: 1}]'), facts: { changeFiles: known([changeRequest()]), reviews: known([...two, review('mia')]) } },
  'one of several ways': { rules: own('any: [{approvals: 3}, {approvals: 1, from: {roles: [technical_lead]}}]'), facts: { reviews: once } },
  'an approval that names the commit': { rules: own('approvals: 1, exactCommit: true'), facts: { reviews: known([review('ana', { namedCommits: [OLD, HEAD] })]) } },
  'nothing was pushed for long enough': { rules: own('approvals: 1, minimumAge: {minutes: 60}') },
  'a rule for forks, and a branch of this repository': { rules: `${twoReviewers}\n  - {id: forks, when: {headRepository: fork}, require: {approvals: 3}}` },
  'an emergency in a freeze, where merging deploys': { rules: byCategory, head: 'deployment: {merging: true}\nfreezes: [{title: Holidays, start: 2026-03-04T00:00:00Z, end: 2026-03-05T00:00:00Z}]', facts: { reviews: known([review('dan')]), changeFiles: known([emergency]) } },
  'an objection on another pull request that was withdrawn': { facts: { elsewhere: known([{ pull: 8, review: objects('dan') }, { pull: 8, review: review('dan') }]) } },
  'a patch by a machine alone': { rules: twoReviewers, head: 'botChanges: [{id: updates, machines: ["app[bot]"], paths: ["*.lock"], update: patch, approvals: 1, insteadOf: [two-reviewers]}]', facts: { ...byBot, commits: known([commit({ parties: [{ as: 'author', account: bot }], signatureVerified: true, updateType: 'patch' })]), files: files(['a.lock', { mode: '100644', previousMode: '100644' }]), reviews: once } },
  'requested, approved and merged by different people': { rules: `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [requester, approver, merger]}}`, facts: { pull: merged('mia'), changeFiles: known([changeWith('requestedBy: ada', 'requestedBy: cleo')]) } },
  'a policy that cannot be read beside the rules': { files: [...baseFiles(twoReviewers), file('compliance/p.yaml', 'apiVersion: countersign/v1\nkind: Policy\nid: POL-X\n')] },
  'a login that two people had one after the other, told by number': { files: peopleWith('accounts: [{login: cleo, id: 5}]', 'accounts: [{login: cleo, id: 5}, {login: ana, id: 4000}]') },
}

test.each(Object.entries(cases))('%s is approved', (_name, situation) => {
  const { verdict, summary, notes } = decide(changed(legitimate, situation))
  expect(`${verdict} ${[summary, ...notes].join('\n')}`).toMatch(/^approved /)
})

const [B, C] = [sha('b'), sha('c')]
const window = (start: string, end: string) => changeRequest(`window: {start: ${start}, end: ${end}}\n`).text
// biome-ignore format: one row, one line
const deployments: Readonly<Record<string, Deployment>> = {
  'two approved changes by somebody else': {},
  'several commits of one change': { merged: [mergedChange(1, [B, C])] },
  'the author deploys': { facts: { run: { id: 2, attempt: 1, reruns: known([]), actor: account('ada'), triggeringActor: account('ada') } } },
  'run again by a third person': { facts: { run: { id: 2, attempt: 2, reruns: known([{ attempt: 1, by: account('dan') }]), actor: account('dan'), triggeringActor: account('mia') } } },
  'a person behind a machine': { facts: { run: { id: 2, attempt: 1, reruns: known([]), actor: account('app[bot]'), triggeringActor: account('dan') } } },
  'an approver lets it in and somebody else deploys': { facts: { environmentApprovals: known([{ by: account('ana'), state: 'approved' }]) } },
  'back to what was deployed there with approval': { before: [C], facts: { redeployed: true, previousSha: sha('d'), commits: notKnown } },
  'inside its window': { merged: [mergedChange(1, [B], { changeRequests: ['CHG-1'] }), mergedChange(2, [C])], change: window('2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z') },
  'at the very end of its window': { merged: [mergedChange(1, [B], { changeRequests: ['CHG-1'] }), mergedChange(2, [C])], change: window('2026-03-04T08:00:00Z', '2026-03-04T09:00:00Z') },
  'somebody whose review did not count deploys': { merged: [mergedChange(1, [B], { notCounted: [{ id: '6', login: 'dan', reason: 'is of another commit' }] }), mergedChange(2, [C])] },
  'the merger did not approve, where merging deploys': { merging: true, merged: [mergedChange(1, [B]), mergedChange(2, [C])] },
  'an approver who is not in People, and another such deploys': { merged: [mergedChange(1, [B, C], { counted: [approval('zed', '9')] })], facts: { run: { id: 2, attempt: 1, reruns: known([]), actor: stranger('yan'), triggeringActor: stranger('yan') } } },
}

describe('a deployment', () => {
  test.each(Object.entries(deployments))('%s is approved', (_name, deployment) => {
    const { verdict, summary, notes } = decideDeploy(deployment)
    expect(`${verdict} ${[summary, ...notes].join('\n')}`).toMatch(/^approved /)
  })
})
