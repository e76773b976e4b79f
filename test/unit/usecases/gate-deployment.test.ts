import { expect, test } from 'vitest'
import { makeRecord, toLine } from '../../../src/evidence/record.ts'
import type { EvidencePredicate, EvidenceRecord } from '../../../src/model/evidence.ts'
import type { DeploymentFacts } from '../../../src/model/facts.ts'
import type { DeploymentRef } from '../../../src/ports/forge.ts'
import { deploymentRecord } from '../../../src/usecases/change-records.ts'
import { deploymentHistory, gateDeployment } from '../../../src/usecases/gate-deployment.ts'
import { fakeForge } from '../../support/fake-forge.ts'
import { account, baseFiles, facts, known, twoReviewers } from '../../support/gate-facts.ts'

const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]

const record = (predicate: object): EvidenceRecord =>
  makeRecord(predicate as EvidencePredicate, 'git+https://github.com/acme/shop', A)
const deployment = (sha: string, verdict: string, environment = 'production') =>
  record({ kind: 'deployment', data: { sha, verdict, environment } })

test('the last approved deployment to the environment is where the next begins', () => {
  const records = [
    deployment(A, 'approved'),
    deployment(B, 'refused'),
    deployment(C, 'approved', 'staging'),
    record({ kind: 'change.merged', data: { pull: 1 } }),
    record({ kind: 'change.unreviewed', data: { commit: B } }),
  ]
  const history = deploymentHistory(records, 'production')
  expect(history).toEqual({
    previousSha: A,
    merged: [{ pull: 1 }],
    unreviewed: new Set([B]),
    deployedBefore: new Set([A]),
  })
  expect(deploymentHistory(records, 'elsewhere').previousSha).toBeNull()
})

test('a merge to another branch, which has rules of its own, approves nothing that is deployed', () => {
  const records = [
    record({ kind: 'log.created', data: { protectedBranch: 'main' } }),
    record({ kind: 'change.merged', data: { pull: 1, baseRef: 'main' } }),
    record({ kind: 'change.merged', data: { pull: 2, baseRef: 'my-rules' } }),
  ]
  expect(deploymentHistory(records, 'production').merged.map(({ pull }) => pull)).toEqual([1])
})

const snapshot = (more: Partial<DeploymentFacts> = {}): DeploymentFacts => ({
  schema: 'countersign/deployment-facts/v1',
  collectedAt: '2026-03-04T10:00:00Z',
  repository: { id: 500, owner: 'acme', name: 'shop' },
  environment: 'production',
  sha: C,
  deployment: { id: 1, createdAt: '2026-03-04T09:00:00Z', creator: account('dan'), requestedBy: null },
  run: null,
  environmentApprovals: known([]),
  previousSha: A,
  redeployed: false,
  checks: known([]),
  environmentStates: known([]),
  commits: known([C]),
  ...more,
})
const question = {
  owner: 'acme',
  name: 'shop',
  environment: 'production',
  sha: C,
  deploymentId: 1,
  runId: null,
  since: undefined,
}
const source = { settings: undefined, files: baseFiles(twoReviewers), sha: A }
const asked: DeploymentRef[] = []
const forge = fakeForge(facts(), source.files, {
  deploymentFacts: async (ref) => {
    asked.push(ref)
    return snapshot({ previousSha: ref.previousSha })
  },
})

test('the forge is asked from the last deployment on, or from --since where there is none', async () => {
  asked.length = 0
  await gateDeployment(question, deploymentHistory([deployment(A, 'approved')], 'production'), source, { forge })
  await gateDeployment({ ...question, since: B }, deploymentHistory([], 'production'), source, { forge })
  await gateDeployment(question, deploymentHistory([], 'production'), source, { forge })
  expect(asked.map(({ previousSha }) => previousSha)).toEqual([A, B, null])
})

test('--since cannot pass over what came after a recorded deployment', async () => {
  const history = deploymentHistory([deployment(A, 'approved')], 'production')
  await expect(gateDeployment({ ...question, since: B }, history, source, { forge })).rejects.toThrow(
    'already has a deployment',
  )
})

test('what was decided fits the published schema of a record', async () => {
  const gated = await gateDeployment(question, deploymentHistory([deployment(A, 'approved')], 'production'), source, {
    forge,
  })
  const frame = {
    repositoryId: '500',
    address: 'git+https://github.com/acme/shop',
    nowMs: Date.parse('2026-03-04T10:00:00Z'),
    producer: { tool: 'countersign/0.1.0', run: 'local' },
  }
  const line = toLine(deploymentRecord(gated, frame).record)
  expect(line).toContain('"verdict":"not-determined"')
  expect(line).toContain('"separation":"not-determined"')
})
