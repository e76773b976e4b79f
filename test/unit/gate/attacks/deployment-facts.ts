import type { DeploymentDecision } from '../../../../src/gate/deployment-decision.ts'
import { checkRun, commitStatus } from '../../../support/check-facts.ts'
import {
  type Deployment,
  deployment as deploymentOf,
  mergedChange as merged,
  run as runOf,
  sha,
} from '../../../support/deployment-facts.ts'
import { account, changeRequest, file, known, twoReviewers } from '../../../support/gate-facts.ts'

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
const window = (start: string, end: string) => changeRequest(`window: {start: ${start}, end: ${end}}\n`).text
const inWindow = {
  ...first({ changeRequests: ['CHG-1'] }),
  change: window('2026-03-04T08:00:00Z', '2026-03-04T10:00:00Z'),
}
/** A machine deploys for somebody, as its payload claims, in a run of somebody. */
const claimed = (requestedBy: string, actor: string) => ({
  facts: {
    deployment: deploymentOf({ requestedBy: account(requestedBy) }),
    run: runOf({ actor: account(actor), triggeringActor: account(actor) }),
  },
})
const freeze =
  'freezes: [{title: Year end, start: 2026-03-04T00:00:00Z, end: 2026-03-05T00:00:00Z, environments: [production]}]'
const emergency = (judgedAs: readonly string[]) => ({
  merged: [merged(1, [B, C], { category: 'emergency', judgedAs })],
})
const listed = 'deployment: {environments: [{name: production, deployers: {users: [dan]}}]}'
const checks = 'deployment: {environments: [{name: production, checks: [{name: ci, by: github-actions}]}]}'
const authorApart = `${twoReviewers}\n  - {id: apart, forbid: {samePerson: [author, deployer]}}`

/** Deployers, places on the branch, freezes and environments that are not what they seem. */
// biome-ignore format: one row, one line
export const deploymentFactsAttacks: readonly DeploymentAttack[] = [

  { name: 'a payload that names somebody else than the approver who runs it', from: claimed('dan', 'mia'), change: claimed('dan', 'ana'), wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'a machine that deploys for an approver', from: claimed('dan', 'app[bot]'), change: claimed('ana', 'app[bot]'), wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'a machine that deploys for nobody there is', from: claimed('dan', 'app[bot]'), change: claimed('ghost', 'app[bot]'), wanted: 'not-determined', says: 'the account of a deployer was deleted, or is not known' },
  { name: 'a machine that deploys for another machine', from: claimed('dan', 'app[bot]'), change: claimed('robo', 'app[bot]'), wanted: 'not-determined', says: 'no person is known to deploy it' },
  { name: 'facts that pass over a commit that git has', from: { place: { line: [B, C] } }, change: { facts: { commits: known([C]) }, merged: [merged(2, [C])] }, wanted: 'not-determined', says: 'the facts do not have the commits that git has' },
  { name: 'facts that put an approved commit in the place of another', from: { place: { line: [B, C] } }, change: { place: { line: [D, C] } }, wanted: 'not-determined', says: 'the facts do not have the commits that git has' },
  { name: 'facts that call going forward going back', from: { before: [C], place: { line: [] }, facts: { redeployed: true, previousSha: D } }, change: { place: { line: [C] } }, wanted: 'not-determined', says: 'the facts do not have the commits that git has' },
  { name: 'an approver goes forward again after somebody went back', from: { before: [A, C] }, change: { ...run('ana') }, wanted: 'refused', says: 'ana approved #1 and deploys it' },
  { name: 'a change that only claims to be an emergency, in a freeze', from: { head: freeze, ...emergency(['emergency']) }, change: emergency(['normal']), wanted: 'refused', says: 'production is frozen until 2026-03-05T00:00:00Z (Year end), and #1 was not approved as an emergency' },
  { name: 'an ordinary change beside an emergency, in a freeze', from: { head: freeze, ...emergency(['emergency']) }, change: { merged: [merged(1, [B], { judgedAs: ['emergency'] }), second] }, wanted: 'refused', says: '#2 was not approved as an emergency' },
  { name: 'an environment in other letters, in its freeze', from: { head: freeze, ...emergency(['emergency']) }, change: { facts: { environment: 'PRODUCTION' }, ...emergency(['normal']) }, wanted: 'refused', says: 'PRODUCTION is frozen until' },
  { name: 'somebody who may not deploy goes back', from: { head: listed, before: [C], facts: { redeployed: true, previousSha: D } }, change: { facts: { redeployed: true, previousSha: D, run: runOf({ actor: account('cleo') }) } }, wanted: 'refused', says: 'cleo may not deploy to production' },
  { name: 'somebody who may not deploy to the environment in other letters', from: { head: listed }, change: { facts: { environment: 'Production', run: runOf({ actor: account('cleo') }) } }, wanted: 'refused', says: 'cleo may not deploy to Production' },
  { name: 'somebody who may not deploy hides behind somebody who may', from: { head: listed }, change: { facts: { deployment: deploymentOf({ requestedBy: account('cleo') }) } }, wanted: 'refused', says: 'cleo may not deploy to production' },
  { name: 'a check that a person posted under the name of the real one', from: { head: checks, facts: { checks: known([checkRun()]) } }, change: { facts: { checks: known([commitStatus('eve')]) } }, wanted: 'pending', says: '`ci` was posted by eve, not by github-actions' },
  { name: 'a check that was run again until it passed, after it began', from: { head: checks, facts: { checks: known([checkRun()]) } }, change: { facts: { checks: known([checkRun({ state: 'failure' }), checkRun({ at: '2026-03-04T09:30:00Z' })]) } }, wanted: 'refused', says: '`ci` by github-actions ended with failure' },
  { name: 'an administrator lets it past those whom the environment asks', from: { facts: { environmentReviewers: known(['mia']), environmentApprovals: known([{ by: account('mia'), state: 'approved' }]) } }, change: { facts: { environmentReviewers: known(['mia']), environmentApprovals: known([]) } }, wanted: 'refused', says: 'production asks for the approval of mia, and it began without one' },
  { name: 'a request that was cancelled after it was approved', from: inWindow, change: { change: inWindow.change.replace('status: submitted', 'status: cancelled') }, wanted: 'refused', says: 'CHG-1 of #1 is cancelled' },
  { name: 'a second record of the request without its window', from: inWindow, change: { more: [file('compliance/changes/0.yaml', changeRequest().text)] }, wanted: 'not-determined', says: 'CHG-1 of #1 is on the branch more than once' },
  { name: 'a contributor deploys whom the log lost, and a rule keeps them apart', from: { rules: authorApart.replace('author', 'contributor') }, change: first({ parts: null }), wanted: 'not-determined', says: 'who had a part in #1 is not known to the log' },
]
