import { approval, type Deployment, mergedChange as merged, sha } from '../../../support/deployment-facts.ts'
import { account, known } from '../../../support/gate-facts.ts'

export interface DeploymentCase {
  readonly name: string
  readonly from?: Deployment
  readonly change: Deployment
  readonly wanted: 'approved' | 'refused' | 'not-determined'
  readonly says?: string
}

const [B, C] = [sha('b'), sha('c')]
const run = (actor: string, triggering = actor): Deployment => ({
  facts: { run: { id: 2, attempt: 1, reruns: known([]), actor: account(actor), triggeringActor: account(triggering) } },
})
const letIn = (by: string): Deployment => ({
  facts: { environmentApprovals: known([{ by: account(by), state: 'approved' }]) },
})

/** Cases of semantics that show in deployments, by number. */
// biome-ignore format: one case, one line
export const deploymentCases: Readonly<Record<number, readonly DeploymentCase[]>> = {
  64: [
    { name: 'whoever deploys let it in', change: letIn('dan'), wanted: 'refused', says: 'dan let it into production and deploys it' },
    { name: 'somebody else let it in', change: letIn('mia'), wanted: 'approved' },
  ],
  65: [
    { name: 'an approver runs it again', change: run('dan', 'ana'), wanted: 'refused', says: 'ana approved #1 and deploys it' },
    { name: 'a machine and nobody behind it', change: run('app[bot]'), wanted: 'not-determined', says: 'no person is known to deploy it' },
    { name: 'the merger, where merging deploys', from: { merging: true }, change: { merged: [merged(1, [B]), merged(2, [C], { mergedBy: { id: '3', login: 'ana' } })] }, wanted: 'refused', says: 'ana approved #2 and merged, and so deployed, #2' },
    { name: 'the merger, where merging does not deploy', change: { merged: [merged(1, [B]), merged(2, [C], { mergedBy: { id: '3', login: 'ana' } })] }, wanted: 'approved' },
  ],
  66: [
    { name: 'one change of many was not approved', change: { merged: [merged(1, [B], { verdict: 'pending' }), merged(2, [C])] }, wanted: 'refused', says: '#1 was merged without its approvals' },
    { name: 'one commit of many came around review', change: { merged: [merged(2, [C])], unreviewed: [B] }, wanted: 'refused', says: 'came to main without an approved pull request' },
    { name: 'an approver of one change of many', change: { ...run('cleo'), merged: [merged(1, [B], { counted: [approval('cleo', '5')] }), merged(2, [C])] }, wanted: 'refused', says: 'cleo approved #1 and deploys it' },
  ],
}
