import { afterAll, expect, test } from 'vitest'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { makeRecord, toLine } from '../../../src/evidence/record.ts'
import type { EvidencePredicate, EvidenceRecord } from '../../../src/model/evidence.ts'
import type { DeploymentFacts } from '../../../src/model/facts.ts'
import type { DeploymentRef } from '../../../src/ports/forge.ts'
import { deploymentRecord } from '../../../src/usecases/change-records.ts'
import { deploymentHistory, gateDeployment, wantedFor } from '../../../src/usecases/gate-deployment.ts'
import { deploymentFacts, deployment as deploymentOf } from '../../support/deployment-facts.ts'
import { fakeForge } from '../../support/fake-forge.ts'
import { account, baseFiles, facts, known, twoReviewers } from '../../support/gate-facts.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]

const record = (predicate: object): EvidenceRecord =>
  makeRecord(predicate as EvidencePredicate, 'git+https://github.com/acme/shop', A)
const deployment = (sha: string, verdict: string, environment = 'production') =>
  record({ kind: 'deployment', data: { sha, verdict, environment } })

const created = (baseline: string, id = '500') =>
  record({ kind: 'log.created', data: { protectedBranch: 'main', baseline, repository: { id, name: 'acme/shop' } } })

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
    log: undefined,
  })
  expect(deploymentHistory(records, 'Production').previousSha).toBe(A)
  expect(deploymentHistory(records, 'elsewhere').previousSha).toBeNull()
})

test('a merge to another branch, which has rules of its own, approves nothing that is deployed', () => {
  const records = [
    created(A),
    record({ kind: 'change.merged', data: { pull: 1, baseRef: 'main' } }),
    record({ kind: 'change.merged', data: { pull: 2, baseRef: 'my-rules' } }),
  ]
  expect(deploymentHistory(records, 'production').merged.map(({ pull }) => pull)).toEqual([1])
})

const snapshot = (more: Partial<DeploymentFacts> = {}): DeploymentFacts =>
  deploymentFacts({
    deployment: deploymentOf({ creator: account('dan') }),
    run: null,
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
const branch = { protectedBranch: 'main', tip: C, source }
const asked: DeploymentRef[] = []
const forge = fakeForge(facts(), source.files, {
  deploymentFacts: async (ref) => {
    asked.push(ref)
    return snapshot({ previousSha: ref.previousSha })
  },
})

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const ports = { forge, history: gitHistory(sandbox.git, { where: { cwd: sandbox.work('shop') } }) }

test('the forge is asked from the last deployment on, or from --since or the start of the log where there is none', async () => {
  asked.length = 0
  await gateDeployment(question, deploymentHistory([deployment(A, 'approved')], 'production'), branch, ports)
  await gateDeployment({ ...question, since: B }, deploymentHistory([], 'production'), branch, ports)
  await gateDeployment(question, deploymentHistory([], 'production'), branch, ports)
  await gateDeployment(question, deploymentHistory([created(B)], 'production'), branch, ports)
  await gateDeployment({ ...question, since: A }, deploymentHistory([created(B)], 'production'), branch, ports)
  expect(asked.map(({ previousSha }) => previousSha)).toEqual([A, B, null, B, A])
})

test('--since cannot pass over what came after a recorded deployment', async () => {
  const history = deploymentHistory([deployment(A, 'approved')], 'production')
  await expect(gateDeployment({ ...question, since: B }, history, branch, ports)).rejects.toThrow(
    'already has a deployment',
  )
})

test('what was decided fits the published schema of a record', async () => {
  const gated = await gateDeployment(
    question,
    deploymentHistory([deployment(A, 'approved')], 'production'),
    branch,
    ports,
  )
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

test('facts of another repository than that of the log are refused', async () => {
  const history = deploymentHistory([created(A, '501')], 'production')
  await expect(gateDeployment(question, history, branch, ports)).rejects.toThrow(
    'The facts are of repository 500, the log is of 501',
  )
})

// biome-ignore format: one row, one line
test.each([
  ['nothing where nothing is asked for', '', {}],
  ['checks for checks', '{name: Production, checks: [{name: ci, by: github-actions}]}', { checks: true }],
  ['checks for a scan', '{name: production, evidence: {scans: [{name: scan, by: github-actions}]}}', { checks: true }],
  ['checks for coverage', '{name: production, evidence: {coverage: [{name: cov, by: codecov, atLeast: 80}]}}', { checks: true }],
  ['deployments for health', '{name: production, evidence: {health: [{environment: staging}]}}', { environmentStates: true }],
  ['permissions for deployers', '{name: production, deployers: {users: [dan]}}', { permissions: true }],
  ['members of teams of the forge', '{name: production, deployers: {githubTeams: [acme/ops]}}', { permissions: true, githubTeams: ['acme/ops'] }],
  ['permissions where nobody may', '{name: production, deployers: []}', { permissions: true }],
  ['nothing for another environment', '{name: staging, checks: [{name: ci, by: github-actions}]}', {}],
])('the forge is asked for %s', (_name, environment, wanted) => {
  const head = environment === '' ? '' : `deployment: {environments: [${environment}]}`
  const none = { checks: false, environmentStates: false, permissions: false, githubTeams: [] }
  expect(wantedFor(baseFiles(twoReviewers, head), 'production')).toEqual({ ...none, ...wanted })
})
