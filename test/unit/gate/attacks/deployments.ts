import type { DeploymentDecision } from '../../../../src/gate/deployment-decision.ts'
import {
  approval,
  type Deployment,
  deployment as deploymentOf,
  mergedChange as merged,
  run as runOf,
  sha,
} from '../../../support/deployment-facts.ts'
import {
  account,
  changeRequest,
  file,
  known,
  notKnown,
  peopleWith,
  stranger,
  twoReviewers,
} from '../../../support/gate-facts.ts'

export interface DeploymentAttack {
  readonly name: string
  /** Approved as it is; left out: dan deploys two approved changes. */
  readonly from?: Deployment
  readonly change: Deployment
  readonly wanted: Exclude<DeploymentDecision['verdict'], 'approved'>
  readonly says: string
}

const [A, B, C, D] = [sha('a'), sha('b'), sha('c'), sha('d')]
const second = merged(2, [C])
const first = (more: Parameters<typeof merged>[2]) => ({ merged: [merged(1, [B], more), second] })
const who = (login: string | null) => (login === null ? null : account(login))
const run = (actor: string | null, triggering: string | null = actor) => ({
  facts: { run: runOf({ actor: who(actor), triggeringActor: who(triggering) }) },
})
const deployment = (creator: string | null) => ({ facts: { deployment: deploymentOf({ creator: who(creator) }) } })
const letIn = (by: string | null, state: 'approved' | 'rejected' | 'unknown' = 'approved') => ({
  facts: { environmentApprovals: known([{ by: by === null ? null : account(by), state }]) },
})
const window = (start: string, end: string) => changeRequest(`window: {start: ${start}, end: ${end}}\n`).text
const inWindow = {
  ...first({ changeRequests: ['CHG-1'] }),
  change: window('2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z'),
}
/** Mia merges, and merging deploys; nobody else takes part. */
const merging = { merging: true, ...run('mia') }
const attempts = (attempt: number, ...by: readonly (string | null)[]) => ({
  facts: { run: runOf({ attempt, reruns: known(by.map((login, index) => ({ attempt: index + 2, by: who(login) }))) }) },
})
const environment = (lines: string) => ({ head: `deployment: {environments: [{name: Production, ${lines}}]}` })
const onlyDan = environment('deployers: {users: [dan]}')
const freezes = (start: string, end: string) => ({
  head: `freezes: [{title: Holidays, start: ${start}, end: ${end}, environments: [production]}]`,
})
const passedFreeze = freezes('2026-03-01T00:00:00Z', '2026-03-04T09:00:00Z')
const requested = (lines: string) => ({ ...first({ changeRequests: ['CHG-1'] }), change: changeRequest(lines).text })
const apartFromAuthor = { rules: `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, deployer]}}` }
const files = (from: string, to: string) => ({ files: peopleWith(from, to) })

/** Something gets deployed that nobody approved, or by somebody who approved it. */
// biome-ignore format: one row, one line
export const deploymentAttacks: readonly DeploymentAttack[] = [
  { name: 'a commit that the log does not have', change: { merged: [second] }, wanted: 'not-determined', says: 'the log does not have bbbbbbb yet' },
  { name: 'nothing in the log', change: { merged: [] }, wanted: 'not-determined', says: 'the log does not have bbbbbbb yet' },
  { name: 'an unreviewed commit in the middle', change: { merged: [second], unreviewed: [B] }, wanted: 'refused', says: 'bbbbbbb came to main without an approved pull request' },
  { name: 'an unreviewed commit that a later record claims', change: { unreviewed: [B] }, wanted: 'refused', says: 'bbbbbbb came to main without an approved pull request' },
  { name: 'an unreviewed commit at the end', change: { merged: [merged(1, [B])], unreviewed: [C] }, wanted: 'refused', says: 'ccccccc came to main without an approved pull request' },
  { name: 'a change merged while it waited', change: first({ verdict: 'pending' }), wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a change merged although it was refused', change: first({ verdict: 'refused' }), wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a change of which it is not known whether it was approved', change: first({ verdict: 'not-determined' }), wanted: 'not-determined', says: 'whether #1 was approved is not known' },
  { name: 'a change of which the record was made twice, the good one last', change: { merged: [merged(1, [B], { verdict: 'refused' }), merged(1, [B]), second] }, wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a change of which the record was made twice, the good one first', change: { merged: [merged(1, [B]), merged(1, [B], { verdict: 'refused' }), second] }, wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a commit that an approved change claims beside the one that brought it', change: { merged: [merged(1, [B], { verdict: 'pending' }), merged(2, [B, C])] }, wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a change merged after the deployment began', change: first({ mergedAt: '2026-03-04T09:00:01Z' }), wanted: 'refused', says: '#1 was merged after the deployment began' },
  { name: 'a change merged after the deployment began, in another time zone', change: first({ mergedAt: '2026-03-04T08:30:00-02:00' }), wanted: 'refused', says: '#1 was merged after the deployment began' },
  { name: 'a commit of another branch', change: { facts: { sha: D, commits: known([B, C, D]) } }, wanted: 'not-determined', says: 'the log does not have ddddddd yet' },
  { name: 'a list that leaves out the end', change: { facts: { commits: known([B]) } }, wanted: 'not-determined', says: 'the list of what it brings does not end with it' },
  { name: 'a list in another order', change: { facts: { commits: known([C, B]) } }, wanted: 'not-determined', says: 'the list of what it brings does not end with it' },
  { name: 'an empty list', change: { facts: { commits: known([]) } }, wanted: 'not-determined', says: 'the list of what it brings does not end with it' },
  { name: 'a list that was cut', change: { facts: { commits: notKnown } }, wanted: 'not-determined', says: 'what it brings could not be read: the list was cut' },
  { name: 'facts that begin later than the log', from: { logged: A }, change: { facts: { previousSha: B, commits: known([C]) } }, wanted: 'not-determined', says: 'the facts do not begin at the last deployment in the log' },
  { name: 'facts that begin elsewhere than the log', from: { logged: A }, change: { logged: D }, wanted: 'not-determined', says: 'the facts do not begin at the last deployment in the log' },
  { name: 'facts without a beginning, where the log has one', from: { logged: A }, change: { facts: { previousSha: null } }, wanted: 'not-determined', says: '--since' },
  { name: 'the first deployment without a beginning', change: { facts: { previousSha: null, commits: notKnown } }, wanted: 'not-determined', says: 'the log has no earlier deployment to production' },
  { name: 'back to a commit that was never deployed with approval', from: { before: [C], facts: { redeployed: true, previousSha: D } }, change: { before: [] }, wanted: 'not-determined', says: 'goes back to a commit that the log does not have as deployed there' },
  { name: 'back to a commit that was deployed elsewhere', from: { before: [C], facts: { redeployed: true, previousSha: D } }, change: { before: [B] }, wanted: 'not-determined', says: 'goes back to a commit that the log does not have as deployed there' },
  { name: 'back to a commit that was deployed, with rules that cannot be read', from: { before: [C] }, change: { files: [...peopleWith('Ana', 'Ana'), file('compliance/more.yaml', '\t{')] }, wanted: 'not-determined', says: 'the rules cannot be read' },
  { name: 'an approver begins the run', change: run('ana', 'dan'), wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'an approver runs it again', change: run('dan', 'ben'), wanted: 'refused', says: 'ben approved #1 and deploys it' },
  { name: 'an approver creates the deployment', change: deployment('ana'), wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'an approver of one change of many', change: { ...run('cleo'), merged: [merged(1, [B], { counted: [approval('ana', '3'), approval('cleo', '5')] }), second] }, wanted: 'refused', says: 'cleo approved #1 and deploys it' },
  { name: 'an approver with another account', change: { ...files('{login: Ben}', '{login: Ben}, {login: zed, id: 9}'), ...run('zed') }, wanted: 'refused', says: 'ben approved #1 and deploys it' },
  { name: 'an approver who was renamed since', from: { ...files('{login: Ben}', '{login: benedict}'), ...run('dan') }, change: { facts: { run: runOf({ actor: stranger('benedict', 4), triggeringActor: stranger('benedict', 4) }) } }, wanted: 'refused', says: 'ben (benedict) approved #1 and deploys it' },
  { name: 'an approver who is not in People', from: first({ counted: [approval('zed', '9'), approval('ben', '4')] }), change: run('zed'), wanted: 'refused', says: 'zed approved #1 and deploys it' },
  { name: 'an approver who is not in People and was renamed since', from: first({ counted: [approval('zed-before', '9'), approval('ben', '4')] }), change: run('zed'), wanted: 'refused', says: 'zed approved #1 and deploys it' },
  { name: 'a machine and nobody behind it', change: run('app[bot]'), wanted: 'not-determined', says: 'no person is known to deploy it' },
  { name: 'a machine account that people use', change: run('robo'), wanted: 'not-determined', says: 'no person is known to deploy it' },
  { name: 'an account that several people use', change: files('name: Dan, type: contractor', 'name: Dan, type: contractor, shared: true'), wanted: 'not-determined', says: 'no person is known to deploy it' },
  { name: 'nothing that says who', change: { facts: { run: null, deployment: null } }, wanted: 'not-determined', says: 'no person is known to deploy it' },
  { name: 'a deleted account', change: run('dan', null), wanted: 'not-determined', says: 'the account of a deployer was deleted' },
  { name: 'the account that stands for deleted ones', change: run('dan', 'ghost'), wanted: 'not-determined', says: 'the account of a deployer was deleted' },
  { name: 'a deployment created by a deleted account', change: deployment(null), wanted: 'not-determined', says: 'the account of a deployer was deleted' },
  { name: 'whoever deploys let it into the environment', change: letIn('dan'), wanted: 'refused', says: 'dan let it into production and deploys it' },
  { name: 'whoever deploys let it into the environment with another account', change: { ...files('{login: dan, id: 6}', '{login: dan, id: 6}, {login: zed, id: 9}'), ...letIn('zed') }, wanted: 'refused', says: 'dan (zed) let it into production and deploys it' },
  { name: 'somebody did not let it into the environment', change: letIn('mia', 'rejected'), wanted: 'refused', says: 'mia did not let it into production' },
  { name: 'one let it in and one did not', change: { facts: { environmentApprovals: known([{ by: account('mia'), state: 'approved' }, { by: account('cleo'), state: 'rejected' }]) } }, wanted: 'refused', says: 'cleo did not let it into production' },
  { name: 'nobody knows who let it into the environment', change: letIn(null), wanted: 'not-determined', says: 'who let it into production is not known' },
  { name: 'a deleted account let it into the environment', change: letIn('ghost'), wanted: 'not-determined', says: 'who let it into production is not known' },
  { name: 'an answer of the environment that is not known', change: letIn('mia', 'unknown'), wanted: 'not-determined', says: 'an answer of production is not known' },
  { name: 'answers of the environment that could not be read', change: { facts: { environmentApprovals: notKnown } }, wanted: 'not-determined', says: 'who let it into production could not be read' },
  { name: 'before the window', from: inWindow, change: { change: window('2026-03-04T09:00:01Z', '2026-03-05T09:00:00Z') }, wanted: 'refused', says: 'CHG-1 of #1 may be deployed from' },
  { name: 'after the window', from: inWindow, change: { change: window('2026-03-01T09:00:00Z', '2026-03-04T08:59:59Z') }, wanted: 'refused', says: 'CHG-1 of #1 may be deployed from' },
  { name: 'a window in another time zone', from: inWindow, change: { change: window('2026-03-04T08:00:00+05:00', '2026-03-04T10:00:00+05:00') }, wanted: 'refused', says: 'CHG-1 of #1 may be deployed from' },
  { name: 'a request whose record is gone', from: inWindow, change: { ...files('Ana', 'Ana') }, wanted: 'not-determined', says: 'CHG-1 of #1 is not on the branch' },
  { name: 'a second request with a window that is over', from: { ...inWindow, files: [...peopleWith('Ana', 'Ana'), file('compliance/changes/1.yaml', inWindow.change)] }, change: { ...first({ changeRequests: ['CHG-1', 'CHG-2'] }), files: [...peopleWith('Ana', 'Ana'), file('compliance/changes/1.yaml', inWindow.change), file('compliance/changes/2.yaml', window('2026-03-01T09:00:00Z', '2026-03-02T09:00:00Z').replace('CHG-1', 'CHG-2'))] }, wanted: 'refused', says: 'CHG-2 of #1 may be deployed from' },
  { name: 'the merger approved it, where merging deploys', from: merging, change: { merged: [merged(1, [B]), merged(2, [C], { mergedBy: { id: '3', login: 'ana' } })] }, wanted: 'refused', says: 'ana approved #2 and merged, and so deployed, #2' },
  { name: 'the last merger approved another change that goes with it, where merging deploys', from: { ...merging, merged: [merged(1, [B], { counted: [] }), merged(2, [C], { mergedBy: { id: '3', login: 'ana' }, counted: [] })] }, change: { merged: [merged(1, [B]), merged(2, [C], { mergedBy: { id: '3', login: 'ana' }, counted: [] })] }, wanted: 'refused', says: 'ana approved #1 and merged, and so deployed, #2' },
  { name: 'a merge recorded as not separate, where merging deploys', from: merging, change: first({ separation: 'fail' }), wanted: 'refused', says: '#1 was merged, and so deployed, by somebody who may not' },
  { name: 'a merge of which nobody knows who made it, where merging deploys', from: merging, change: first({ separation: 'not-determined', mergedBy: null, parts: [] }), wanted: 'not-determined', says: 'who merged #1, or the person behind it, is not known' },
  { name: 'a commit that never was the tip of the branch', change: { place: { isOn: false } }, wanted: 'refused', says: 'ccccccc never was the tip of main' },
  { name: 'a commit of which nobody knows whether it is on the branch', change: { place: { isOn: undefined } }, wanted: 'not-determined', says: 'whether ccccccc is on main is not known' },
  { name: 'a list of the forge that leaves out what git has', from: { place: { line: [B, C] } }, change: { place: { line: [D, B, C] } }, wanted: 'not-determined', says: 'do not have the commits that git has' },
  { name: 'a list of the forge in another order than in git', from: { place: { line: [B, C] } }, change: { place: { line: [C, B] } }, wanted: 'not-determined', says: 'do not have the commits that git has' },
  { name: 'the middle of a rebase, which was approved as a whole', from: { merged: [merged(1, [B, C])] }, change: { merged: [merged(1, [B, C, D])] }, wanted: 'refused', says: 'ccccccc is in the middle of #1' },
  { name: 'an approver runs it again, and somebody else once more', from: attempts(3, 'mia'), change: attempts(3, 'ana'), wanted: 'refused', says: 'ana' },
  { name: 'an attempt between of nobody knows whom', from: attempts(3, 'mia'), change: attempts(3), wanted: 'not-determined', says: 'who started attempt 2 of the run is not known' },
  { name: 'an attempt between by a deleted account', from: attempts(3, 'mia'), change: attempts(3, null), wanted: 'not-determined', says: 'the account of a deployer was deleted' },
  { name: 'attempts that could not be read', from: attempts(3, 'mia'), change: { facts: { run: runOf({ attempt: 3, reruns: notKnown }) } }, wanted: 'not-determined', says: 'who re-ran it could not be read' },
  { name: 'an approver asked a machine to deploy it', change: { facts: { deployment: deploymentOf({ requestedBy: account('ana') }) } }, wanted: 'refused', says: 'ana' },
  { name: 'somebody who may not deploy there', from: onlyDan, change: run('mia'), wanted: 'refused', says: 'mia may not deploy to production' },
  { name: 'somebody who may not deploy there runs it again', from: onlyDan, change: run('dan', 'mia'), wanted: 'refused', says: 'mia may not deploy to production' },
  { name: 'nobody may deploy there', from: onlyDan, change: environment('deployers: {users: []}'), wanted: 'refused', says: 'dan may not deploy to production' },
  { name: 'who may deploy there is a name that leads nowhere', from: onlyDan, change: environment('deployers: {users: [dan], teams: [ops]}'), wanted: 'not-determined', says: 'there is no team ops in People' },
  { name: 'somebody who left deploys', change: run('gone'), wanted: 'refused', says: 'gone may not act on 2026-03-04' },
  { name: 'an administrator passed over the reviewers of the environment', from: { ...letIn('mia'), facts: { ...letIn('mia').facts, environmentReviewers: known(['mia']) } }, change: { facts: { environmentApprovals: known([]) } }, wanted: 'refused', says: 'asks for the approval of mia, and it began without one' },
  { name: 'in a freeze', from: passedFreeze, change: freezes('2026-03-04T09:00:00Z', '2026-03-05T00:00:00Z'), wanted: 'refused', says: 'production is frozen until 2026-03-05T00:00:00Z' },
  { name: 'in a freeze, with an emergency that was judged as a normal change', from: { ...freezes('2026-03-04T09:00:00Z', '2026-03-05T00:00:00Z'), merged: [merged(1, [B, C], { category: 'emergency', judgedAs: ['emergency'] })] }, change: { merged: [merged(1, [B, C], { category: 'emergency', judgedAs: ['normal'] })] }, wanted: 'refused', says: 'was not approved as an emergency' },
  { name: 'in a freeze, with one normal change beside an emergency', from: { ...freezes('2026-03-04T09:00:00Z', '2026-03-05T00:00:00Z'), merged: [merged(1, [B, C], { category: 'emergency', judgedAs: ['emergency'] })] }, change: { merged: [merged(1, [B], { category: 'emergency', judgedAs: ['emergency'] }), second] }, wanted: 'refused', says: '#2 was not approved as an emergency' },
  { name: 'a request that was cancelled since', from: requested(''), change: { change: changeRequest().text.replace('submitted', 'cancelled') }, wanted: 'refused', says: 'CHG-1 of #1 is cancelled' },
  { name: 'a request for another environment', from: requested('environments: [production]\n'), change: requested('environments: [staging]\n'), wanted: 'refused', says: 'is for staging, not for production' },
  { name: 'the author deploys, where the two are apart', from: apartFromAuthor, change: run('ada'), wanted: 'refused', says: 'ada' },
  { name: 'the author deploys with a second account, where the two are apart', from: apartFromAuthor, change: { facts: { run: runOf({ actor: account('ada-home'), triggeringActor: account('ada-home') }) } }, wanted: 'refused', says: 'ada' },
  { name: 'nobody knows who the author is, where author and deployer are apart', from: apartFromAuthor, change: first({ author: null }), wanted: 'not-determined', says: 'the account that opened #1 is gone' },
  { name: 'a check that the environment asks for failed', from: { ...environment('checks: [{name: ci, by: ci-app}]'), facts: { checks: known([{ kind: 'check-run', name: 'ci', app: 'ci-app', by: null, state: 'success', text: '', annotations: 0, at: '2026-03-04T08:00:00Z', id: '1' }]) } }, change: { facts: { checks: known([{ kind: 'check-run', name: 'ci', app: 'ci-app', by: null, state: 'failure', text: '', annotations: 0, at: '2026-03-04T08:00:00Z', id: '1' }]) } }, wanted: 'refused', says: 'ended with failure' },
  { name: 'a check that the environment asks for was not read', from: { ...environment('checks: [{name: ci, by: ci-app}]'), facts: { checks: known([{ kind: 'check-run', name: 'ci', app: 'ci-app', by: null, state: 'success', text: '', annotations: 0, at: '2026-03-04T08:00:00Z', id: '1' }]) } }, change: { facts: { checks: notKnown } }, wanted: 'not-determined', says: 'the checks could not be read' },
  { name: 'people that cannot be read', change: { files: [...peopleWith('Ana', 'Ana'), { path: 'compliance/more.yaml', unreadable: 'it is a link', remedy: 'Make it a file.' }] }, wanted: 'not-determined', says: 'the rules cannot be read' },
  { name: 'people in which an account is of two', change: files('accounts: [{login: cleo, id: 5}]', 'accounts: [{login: cleo, id: 5}, {login: x, id: 6}]'), wanted: 'not-determined', says: 'the rules cannot be read' },
  { name: 'rules that are there twice', change: { files: peopleWith('Ana', 'Ana', `${twoReviewers}\n${twoReviewers}`) }, wanted: 'not-determined', says: 'more than one gate-rule two-reviewers' },
]
