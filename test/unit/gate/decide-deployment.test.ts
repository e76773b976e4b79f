import { expect, test } from 'vitest'
import {
  type Deployment,
  decideDeploy,
  mergedChange as merged,
  saidByDeployment,
  sha,
} from '../../support/deployment-facts.ts'
import { account, baseFiles, changeRequest, known, notKnown, twoReviewers } from '../../support/gate-facts.ts'

const [A, B, C] = [sha('a'), sha('b'), sha('c')]

const window = (start: string, end: string) => changeRequest(`window: {start: ${start}, end: ${end}}\n`).text
const inWindow = window('2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z')
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
  { name: 'a commit that the log does not have', merged: [merged(2, [C])], wanted: 'not-determined', says: 'the log does not have bbbbbbb yet', separation: 'not-determined' },
  { name: 'a commit that nobody reviewed', merged: [merged(2, [C])], unreviewed: [B], wanted: 'refused', says: 'without an approved pull request' },
  { name: 'a change merged while waiting', merged: [merged(1, [B], { verdict: 'pending' }), merged(2, [C])], wanted: 'refused', says: '#1 was merged without its approvals' },
  { name: 'a change merged although refused', merged: [merged(1, [B], { verdict: 'refused' }), merged(2, [C])], wanted: 'refused' },
  { name: 'a change that is not determined', merged: [merged(1, [B], { verdict: 'not-determined' }), merged(2, [C])], wanted: 'not-determined', says: 'whether #1 was approved is not known' },
  { name: 'a change merged after the deployment began', merged: [merged(1, [B], { mergedAt: '2026-03-04T09:00:01Z' }), merged(2, [C])], wanted: 'refused', says: 'merged after the deployment began' },
  { name: 'an approver who runs it', facts: { run: { id: 2, attempt: 1, actor: account('ana'), triggeringActor: account('dan') } }, wanted: 'refused', says: 'ana deploys #1 and approved it', separation: 'fail' },
  { name: 'an approver who re-runs it', facts: { run: { id: 2, attempt: 2, actor: account('dan'), triggeringActor: account('ben') } }, wanted: 'refused', says: 'ben deploys', separation: 'fail' },
  { name: 'an approver who created the deployment', facts: { deployment: { id: 1, createdAt: '2026-03-04T09:00:00Z', creator: account('ana'), requestedBy: null } }, wanted: 'refused' },
  { name: 'a machine and nobody behind it', facts: { run: { id: 2, attempt: 1, actor: account('app[bot]'), triggeringActor: account('app[bot]') } }, wanted: 'not-determined', says: 'no person is known to deploy it', separation: 'not-determined' },
  { name: 'a service account of People', facts: { run: { id: 2, attempt: 1, actor: account('robo'), triggeringActor: account('robo') } }, wanted: 'not-determined', says: 'no person is known' },
  { name: 'nothing that says who', facts: { run: null, deployment: null }, wanted: 'not-determined', says: 'no person is known' },
  { name: 'a deleted account', facts: { run: { id: 2, attempt: 1, actor: account('dan'), triggeringActor: null } }, wanted: 'not-determined', says: 'was deleted' },
  { name: 'the merger of the last change, where merging deploys', merging: true, merged: [merged(1, [B], { counted: [] }), merged(2, [C], { mergedBy: { id: '3', login: 'ana' }, counted: [], separation: 'pass' })], wanted: 'approved' },
  { name: 'the merger approved it, where merging deploys', merging: true, merged: [merged(1, [B]), merged(2, [C], { mergedBy: { id: '3', login: 'ana' } })], wanted: 'refused', says: 'ana deploys #2 and approved it' },
  { name: 'the merger approved it, where merging does not deploy', merged: [merged(1, [B]), merged(2, [C], { mergedBy: { id: '3', login: 'ana' } })], wanted: 'approved' },
  { name: 'a merge recorded as not separate', merging: true, merged: [merged(1, [B], { separation: 'fail' }), merged(2, [C])], wanted: 'refused', says: '#1 was merged, and so deployed, by one of its approvers' },
  { name: 'a merge of which it is not known', merging: true, merged: [merged(1, [B], { separation: 'not-determined' }), merged(2, [C])], wanted: 'not-determined' },
  { name: 'a deployer who let it in', facts: { environmentApprovals: known([{ by: account('dan'), state: 'approved' }]) }, wanted: 'refused', says: 'dan deploys it and let it into the environment' },
  { name: 'somebody else who let it in', facts: { environmentApprovals: known([{ by: account('ana'), state: 'approved' }]) }, wanted: 'approved' },
  { name: 'somebody who did not let it in', facts: { environmentApprovals: known([{ by: account('ana'), state: 'rejected' }]) }, wanted: 'refused' },
  { name: 'nobody knows who let it in', facts: { environmentApprovals: known([{ by: null, state: 'approved' }]) }, wanted: 'not-determined' },
  { name: 'an answer that is not known', facts: { environmentApprovals: known([{ by: account('ana'), state: 'unknown' }]) }, wanted: 'not-determined' },
  { name: 'answers that could not be read', facts: { environmentApprovals: notKnown }, wanted: 'not-determined' },
  { name: 'the first one', facts: { previousSha: null, commits: notKnown }, wanted: 'not-determined', says: '--since' },
  { name: 'a list that was cut', facts: { commits: notKnown }, wanted: 'not-determined', says: 'could not be read' },
  { name: 'a list that ends elsewhere', facts: { commits: known([B]) }, wanted: 'not-determined', says: 'does not end with it' },
  { name: 'an empty list', facts: { commits: known([]) }, wanted: 'not-determined', says: 'does not end with it' },
  { name: 'facts that begin after the last deployment in the log', logged: sha('d'), wanted: 'not-determined', says: 'do not begin at the last deployment', separation: 'not-determined' },
  { name: 'facts that begin at the last deployment in the log', logged: A, wanted: 'approved' },
  { name: 'going back to what was deployed', facts: { previousSha: sha('d'), commits: notKnown, redeployed: true }, before: [C], wanted: 'approved', says: 'goes back', separation: 'not-applicable' },
  { name: 'going back to what was not', facts: { redeployed: true }, wanted: 'not-determined', says: 'does not have as deployed there' },
  { name: 'inside its window', merged: [merged(1, [B], { changeRequests: ['CHG-1'] }), merged(2, [C])], change: inWindow, wanted: 'approved' },
  { name: 'a change request without a window', merged: [merged(1, [B], { changeRequests: ['CHG-1'] }), merged(2, [C])], change: changeRequest().text, wanted: 'approved' },
  { name: 'before its window', merged: [merged(1, [B], { changeRequests: ['CHG-1'] }), merged(2, [C])], change: window('2026-03-04T09:00:01Z', '2026-03-05T09:00:00Z'), wanted: 'refused', says: 'CHG-1 of #1 may be deployed from' },
  { name: 'after its window', merged: [merged(1, [B], { changeRequests: ['CHG-1'] }), merged(2, [C])], change: window('2026-03-01T09:00:00Z', '2026-03-04T08:59:59Z'), wanted: 'refused' },
  { name: 'a change request that is gone', merged: [merged(1, [B], { changeRequests: ['CHG-1'] }), merged(2, [C])], wanted: 'not-determined', says: 'CHG-1 of #1 is not on the branch' },
]

test.each(rows)('$name: $wanted', ({ wanted, says, separation, ...deployment }) => {
  const decision = decideDeploy(deployment)
  const said = saidByDeployment(decision)
  expect(`${decision.verdict}\n${said}`).toMatch(new RegExp(`^${wanted}\n`))
  if (says !== undefined) expect(said).toContain(says)
  if (separation !== undefined) expect(decision.separation).toBe(separation)
})

test('people that cannot be read decide nothing', () => {
  const files = [
    ...baseFiles(twoReviewers),
    { path: 'compliance/more.yaml', unreadable: 'it is a link', remedy: 'Make it a file.' },
  ]
  expect(decideDeploy({ files, before: [C] })).toMatchObject({ verdict: 'not-determined', code: 'unreadable-rules' })
})
