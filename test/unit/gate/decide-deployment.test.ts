import { expect, test } from 'vitest'
import type { DecisionNode } from '../../../src/gate/gate-decision.ts'
import { checkRun } from '../../support/check-facts.ts'
import {
  A,
  B,
  C,
  D,
  type Deployment,
  decideDeploy,
  deployment,
  logged,
  mergedChange as merged,
  run,
  saidByDeployment,
} from '../../support/deployment-facts.ts'
import { account, changeRequest, changeWith, file, known, notKnown } from '../../support/gate-facts.ts'

const window = (start: string, end: string) => changeRequest(`window: {start: ${start}, end: ${end}}\n`).text
const withChange = [merged(1, [B], { changeRequests: ['CHG-1'] }), merged(2, [C])]
const merging = 'deployment: {merging: true}'

interface Row extends Deployment {
  readonly name: string
  readonly wanted: string
  readonly says?: string
  readonly separation?: string
}

// biome-ignore format: one row, one line
const rows: readonly Row[] = [
  { name: 'two approved changes by somebody else', wanted: 'approved', says: 'brings 2 approved changes', separation: 'pass' },
  { name: 'several commits of one pull request', merged: [merged(1, [B, C])], wanted: 'approved', says: '1 approved change' },
  { name: 'a commit in the middle of a pull request', facts: { sha: C }, merged: [merged(1, [B]), merged(2, [C, D])], wanted: 'refused', says: 'ccccccc is in the middle of #2, which was approved as a whole: deploy ddddddd' },
  { name: 'a commit that the log does not have', merged: [merged(2, [C])], wanted: 'not-determined', says: 'the log does not have bbbbbbb yet', separation: 'not-determined' },
  { name: 'a commit that nobody reviewed', merged: [merged(2, [C])], unreviewed: [B], wanted: 'refused', says: 'bbbbbbb came to main without an approved pull request' },
  { name: 'a commit that the log has twice, once without its approvals', merged: [merged(1, [B]), merged(2, [C]), merged(3, [B], { verdict: 'pending' })], wanted: 'refused', says: '#3 was merged without its approvals' },
  { name: 'a change merged while waiting', merged: [merged(1, [B], { verdict: 'pending' }), merged(2, [C])], wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a change merged although refused', merged: [merged(1, [B], { verdict: 'refused' }), merged(2, [C])], wanted: 'refused' },
  { name: 'a change that is not determined', merged: [merged(1, [B], { verdict: 'not-determined' }), merged(2, [C])], wanted: 'not-determined', says: 'whether #1 was approved is not known' },
  { name: 'a change merged after the deployment began', merged: [merged(1, [B], { mergedAt: '2026-03-04T09:00:01Z' }), merged(2, [C])], wanted: 'refused', says: 'merged after the deployment began' },

  { name: 'a commit that never was the tip of the branch', place: { isOn: false }, wanted: 'refused', says: 'ccccccc never was the tip of main' },
  { name: 'a commit that is not here', place: { isOn: undefined }, wanted: 'not-determined', says: 'whether ccccccc is on main is not known' },
  { name: 'the commits that git has', place: { line: [B, C] }, wanted: 'approved' },
  { name: 'facts without a commit that git has', facts: { commits: known([C]) }, place: { line: [B, C] }, wanted: 'not-determined', says: 'do not have the commits that git has' },
  { name: 'facts with another commit than git has', place: { line: [D, C] }, wanted: 'not-determined', says: 'do not have the commits that git has' },
  { name: 'the first one', facts: { previousSha: null, commits: notKnown }, wanted: 'not-determined', says: '--since' },
  { name: 'the first one from a commit on', wanted: 'approved', says: 'what lies before aaaaaaa was not judged' },
  { name: 'a list that was cut', facts: { commits: notKnown }, wanted: 'not-determined', says: 'could not be read' },
  { name: 'a list that ends elsewhere', facts: { commits: known([B]) }, wanted: 'not-determined', says: 'does not end with it' },
  { name: 'an empty list', facts: { commits: known([]) }, wanted: 'not-determined', says: 'does not end with it' },
  { name: 'facts that begin after the last deployment in the log', logged: D, wanted: 'not-determined', says: 'do not begin at the last deployment', separation: 'not-determined' },
  { name: 'facts that begin at the last deployment in the log', logged: A, wanted: 'approved' },

  { name: 'an approver who runs it', facts: { run: run({ actor: account('ana') }) }, wanted: 'refused', says: 'ana approved #1 and deploys it', separation: 'fail' },
  { name: 'an approver who re-runs it', facts: { run: run({ attempt: 2, triggeringActor: account('ben') }) }, wanted: 'refused', says: 'ben approved #1 and deploys it', separation: 'fail' },
  { name: 'an approver who re-ran an attempt before', facts: { run: run({ attempt: 3, reruns: known([{ attempt: 2, by: account('ana') }]) }) }, wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'somebody else who re-ran an attempt before', facts: { run: run({ attempt: 3, reruns: known([{ attempt: 2, by: account('cleo') }]) }) }, wanted: 'approved' },
  { name: 'an attempt that nobody is known to have started', facts: { run: run({ attempt: 3, reruns: known([{ attempt: 2, by: null }]) }) }, wanted: 'not-determined', says: 'the account of a deployer was deleted, or is not known' },
  { name: 'an attempt that is not in the facts', facts: { run: run({ attempt: 4, reruns: known([{ attempt: 2, by: account('cleo') }]) }) }, wanted: 'not-determined', says: 'who started attempt 3 of the run is not known' },
  { name: 'attempts that could not be read', facts: { run: run({ attempt: 3, reruns: notKnown }) }, wanted: 'not-determined', says: 'who re-ran it could not be read' },
  { name: 'an approver who created the deployment', facts: { deployment: deployment({ creator: account('ana') }) }, wanted: 'refused' },
  { name: 'an approver for whom it was created', facts: { deployment: deployment({ requestedBy: account('ana') }) }, wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'a machine, and the person it deploys for', facts: { deployment: deployment({ requestedBy: account('dan') }), run: run({ actor: account('app[bot]'), triggeringActor: account('app[bot]') }) }, wanted: 'approved' },
  { name: 'a machine, and somebody who is gone for whom it deploys', facts: { deployment: deployment({ requestedBy: account('ghost') }) }, wanted: 'not-determined', says: 'was deleted, or is not known' },
  { name: 'a machine and nobody behind it', facts: { run: run({ actor: account('app[bot]'), triggeringActor: account('app[bot]') }) }, wanted: 'not-determined', says: 'no person is known to deploy it', separation: 'not-determined' },
  { name: 'a service account of People', facts: { run: run({ actor: account('robo'), triggeringActor: account('robo') }) }, wanted: 'not-determined', says: 'no person is known' },
  { name: 'nothing that says who', facts: { run: null, deployment: null }, wanted: 'not-determined', says: 'no person is known' },
  { name: 'a deleted account', facts: { run: run({ triggeringActor: null }) }, wanted: 'not-determined', says: 'was deleted' },
  { name: 'somebody who left', facts: { run: run({ actor: account('gone') }) }, wanted: 'refused', says: 'gone may not act on 2026-03-04' },
  { name: 'somebody whom People does not know', facts: { run: run({ actor: account('zed'), triggeringActor: account('zed') }) }, wanted: 'approved' },
  { name: 'approvals that a full record may not have whole', merged: [merged(1, [B], { counted: Array.from({ length: 100 }, (_, at) => ({ id: String(1000 + at), login: `a${at}`, reviewId: '1', commit: D, submittedAt: '2026-03-03T10:00:00Z' })) }), merged(2, [C])], wanted: 'not-determined', says: 'may not have all who approved #1' },

  { name: 'the merger of the last change who approved one before, where merging deploys', head: merging, merged: [merged(1, [B]), merged(2, [C], { mergedBy: logged('ana'), parts: [], counted: [] })], wanted: 'refused', says: 'ana approved #1 and merged, and so deployed, #2' },
  { name: 'the merger approved it, where merging deploys', head: merging, merged: [merged(1, [B]), merged(2, [C], { mergedBy: logged('ana') })], wanted: 'refused', says: 'ana approved #2 and merged, and so deployed, #2' },
  { name: 'the merger of an earlier change approved it, where merging deploys', head: merging, merged: [merged(1, [B], { mergedBy: logged('ana') }), merged(2, [C])], wanted: 'refused', says: 'ana approved #1 and merged, and so deployed, #1' },
  { name: 'the merger approved it, where merging does not deploy', merged: [merged(1, [B]), merged(2, [C], { mergedBy: logged('ana') })], wanted: 'approved' },
  { name: 'a queue that merged for a person, where merging deploys', head: merging, facts: { deployment: null, run: run({ actor: account('app[bot]'), triggeringActor: account('app[bot]') }) }, merged: [merged(1, [B]), merged(2, [C], { mergedBy: logged('app[bot]') })], wanted: 'approved' },
  { name: 'a queue that merged for nobody who is known, where merging deploys', head: merging, merged: [merged(1, [B]), merged(2, [C], { mergedBy: logged('app[bot]'), parts: [] })], wanted: 'not-determined', says: 'who merged #2, or the person behind it, is not known' },
  { name: 'a merge recorded as not separate', head: merging, merged: [merged(1, [B], { separation: 'fail' }), merged(2, [C])], wanted: 'refused', says: '#1 was merged, and so deployed, by somebody who may not' },
  { name: 'a merge of which it is not known', head: merging, merged: [merged(1, [B], { separation: 'not-determined' }), merged(2, [C])], wanted: 'not-determined' },

  { name: 'a deployer who let it in', facts: { environmentApprovals: known([{ by: account('dan'), state: 'approved' }]) }, wanted: 'refused', says: 'dan let it into production and deploys it' },
  { name: 'somebody else who let it in', facts: { environmentApprovals: known([{ by: account('ana'), state: 'approved' }]) }, wanted: 'approved' },
  { name: 'somebody who did not let it in', facts: { environmentApprovals: known([{ by: account('ana'), state: 'rejected' }]) }, wanted: 'refused', says: 'ana did not let it into production' },
  { name: 'nobody knows who let it in', facts: { environmentApprovals: known([{ by: null, state: 'approved' }]) }, wanted: 'not-determined' },
  { name: 'an answer that is not known', facts: { environmentApprovals: known([{ by: account('ana'), state: 'unknown' }]) }, wanted: 'not-determined' },
  { name: 'answers that could not be read', facts: { environmentApprovals: notKnown }, wanted: 'not-determined' },
  { name: 'an environment that asks, and nobody who answered', facts: { environmentReviewers: known(['ana', 'ops']) }, wanted: 'refused', says: 'production asks for the approval of ana or ops, and it began without one' },
  { name: 'an environment that asks, before it began', facts: { environmentReviewers: known(['ana']), deployment: deployment({ begun: false }) }, wanted: 'approved' },
  { name: 'an environment that asks, and whether it began is not known', facts: { environmentReviewers: known(['ana']), deployment: deployment({ begun: null }) }, wanted: 'approved' },
  { name: 'an environment that asks, and somebody who answered', facts: { environmentReviewers: known(['ana']), environmentApprovals: known([{ by: account('ana'), state: 'approved' }]) }, wanted: 'approved' },

  { name: 'going back to what was deployed', facts: { previousSha: D, commits: notKnown, redeployed: true }, before: [C], wanted: 'approved', says: 'goes back', separation: 'not-applicable' },
  { name: 'going back, although git says that it goes forward', facts: { previousSha: D, commits: notKnown, redeployed: true }, before: [C], place: { line: [C] }, wanted: 'not-determined', says: 'do not have the commits that git has' },
  { name: 'going back to what was not', facts: { redeployed: true, commits: notKnown }, wanted: 'not-determined', says: 'does not have as deployed there' },
  { name: 'going back, which somebody did not let in', facts: { previousSha: D, commits: notKnown, redeployed: true, environmentApprovals: known([{ by: account('ana'), state: 'rejected' }]) }, before: [C], wanted: 'refused' },

  { name: 'inside its window', merged: withChange, change: window('2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z'), wanted: 'approved' },
  { name: 'a change request without a window', merged: withChange, change: changeRequest().text, wanted: 'approved' },
  { name: 'before its window', merged: withChange, change: window('2026-03-04T09:00:01Z', '2026-03-05T09:00:00Z'), wanted: 'refused', says: 'CHG-1 of #1 may be deployed from' },
  { name: 'after its window', merged: withChange, change: window('2026-03-01T09:00:00Z', '2026-03-04T08:59:59Z'), wanted: 'refused' },
  { name: 'a change request that is gone', merged: withChange, wanted: 'not-determined', says: 'CHG-1 of #1 is not on the branch' },
  { name: 'a change request that is there twice', merged: withChange, change: changeRequest().text, more: [file('compliance/changes/2.yaml', changeRequest().text)], wanted: 'not-determined', says: 'CHG-1 of #1 is on the branch more than once' },
  { name: 'a change request that was cancelled since', merged: withChange, change: changeWith('status: submitted', 'status: cancelled').text, wanted: 'refused', says: 'CHG-1 of #1 is cancelled, not submitted' },
  { name: 'a change request for this environment', merged: withChange, change: changeRequest('environments: [Staging, Production]\n').text, wanted: 'approved' },
  { name: 'a change request for another environment', merged: withChange, change: changeRequest('environments: [staging]\n').text, wanted: 'refused', says: 'CHG-1 of #1 is for staging, not for production' },
  { name: 'a change request for no environment', merged: withChange, change: changeRequest('environments: []\n').text, wanted: 'refused', says: 'is for no environment' },
]

test.each(rows)('$name: $wanted', ({ name: _, wanted, says = '', separation, ...situation }) => {
  const decision = decideDeploy(situation)
  expect(`${decision.verdict}\n${saidByDeployment(decision)}`).toMatch(new RegExp(`^${wanted}\n`))
  expect(saidByDeployment(decision)).toContain(says)
  if (separation !== undefined) expect(decision.separation).toBe(separation)
})

test('each change is one row, whatever number of commits it put on the branch', () => {
  const { changes } = decideDeploy({ merged: [merged(1, [B, C])] })
  expect(changes.map(({ commit, verdict }) => [commit, verdict])).toEqual([[C, 'approved']])
})

test('everybody who took part in starting it is named, with the part', () => {
  const { deployers } = decideDeploy({
    head: merging,
    facts: {
      deployment: deployment({ requestedBy: account('cleo') }),
      run: run({ attempt: 3, reruns: known([{ attempt: 2, by: account('eve') }]) }),
    },
  })
  expect(deployers.map(({ name, as }) => `${name}: ${as}`)).toEqual([
    'app[bot]: creator',
    'cleo: requester',
    'dan: actor',
    'dan: triggering-actor',
    'eve: re-runner',
    'mia: merger',
  ])
})

test('people that cannot be read decide nothing', () => {
  const unreadable = { path: 'compliance/more.yaml', unreadable: 'it is a link', remedy: 'Make it a file.' }
  const decision = decideDeploy({ more: [unreadable], before: [C], facts: { redeployed: true } })
  expect(decision).toMatchObject({ verdict: 'not-determined', code: 'unreadable-rules' })
})

test('the whole decision is a tree: what was asked, who approved each change, and what stands against it', () => {
  const head = 'deployment: {environments: [{name: production, checks: [{name: ci, by: github-actions}]}]}'
  const { tree } = decideDeploy({
    head,
    merged: [merged(1, [B]), merged(2, [C], { verdict: 'pending' })],
    facts: { checks: known([checkRun()]), run: run({ actor: account('ana') }) },
  })
  const print = ({ path, verdict, message, counted, children }: DecisionNode): readonly string[] => [
    `${path} ${verdict}: ${message}${counted.length === 0 ? '' : ` [${counted.join(' ')}]`}`,
    ...children.flatMap(print).map((line) => `  ${line}`),
  ]
  expect(print(tree)).toEqual([
    'deployment refused: Refused: ccccccc to production: #2 was merged without its approvals (and 2 more)',
    '  place approved: ccccccc is on main',
    '  changes/1 refused: ana approved #1 and deploys it [ana ben]',
    '    changes/1/0 refused: ana approved #1 and deploys it',
    '  changes/2 refused: #2 was merged without its approvals; ana approved #2 and deploys it [ana ben]',
    '    changes/2/0 refused: #2 was merged without its approvals',
    '    changes/2/1 refused: ana approved #2 and deploys it',
    '  environment approved: the environment lets it in',
    '  environments/0/checks approved: `ci` by github-actions ended with success',
    '    environments/0/checks/0 approved: `ci` by github-actions ended with success',
    '  deployers approved: deployed by ana and dan',
  ])
})

test('going back has a tree of its own', () => {
  const { tree } = decideDeploy({ before: [C], facts: { previousSha: D, redeployed: true, commits: notKnown } })
  expect(tree.children.map(({ path, verdict }) => [path, verdict])).toEqual([
    ['place', 'approved'],
    ['environment', 'approved'],
    ['deployers', 'approved'],
  ])
})
