import { decideDeployment } from '../../src/gate/decide-deployment.ts'
import type { DeploymentDecision, MergedChange } from '../../src/gate/deployment-decision.ts'
import type { DeploymentFacts } from '../../src/model/facts.ts'
import type { SourceFile } from '../../src/model/program-model.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { account, baseFiles, file, known, twoReviewers } from './gate-facts.ts'

export const sha = (letter: string): string => letter.repeat(40)

/** A merge by mia of a change of ada's that ana and ben approved, as the log has it. */
export const mergedChange = (
  pull: number,
  landed: readonly string[],
  more: Partial<MergedChange> = {},
): MergedChange => ({
  pull,
  title: 'A change',
  headSha: sha('9'),
  mergeSha: landed.at(-1) ?? '',
  landed,
  baseRef: 'main',
  baseShaBefore: sha('a'),
  mergedAt: '2026-03-03T12:00:00Z',
  mergedBy: { id: '11', login: 'mia' },
  method: 'squash',
  verdict: 'approved',
  decisionDigest: '0'.repeat(64),
  factsDigest: '0'.repeat(64),
  engine: 'countersign/0.1.0',
  author: { id: '1', login: 'ada' },
  counted: [approvedBy('3', 'ana'), approvedBy('4', 'ben')],
  notCounted: [],
  changeRequests: [],
  category: null,
  emergencyReviewDue: null,
  separation: 'pass',
  reasons: [],
  ...more,
})

export const approvedBy = (id: string, login: string): MergedChange['counted'][number] => ({
  id,
  login,
  reviewId: id,
  commit: sha('9'),
  submittedAt: '2026-03-03T10:00:00Z',
})

/** Dan deploys the commits b and c, of which c is the last, to production, where a was before. */
export const deploymentFacts = (more: Partial<DeploymentFacts> = {}): DeploymentFacts => ({
  schema: 'countersign/deployment-facts/v1',
  collectedAt: '2026-03-04T10:00:00Z',
  repository: { id: 500, owner: 'acme', name: 'shop' },
  environment: 'production',
  sha: sha('c'),
  deployment: { id: 1, createdAt: '2026-03-04T09:00:00Z', creator: account('app[bot]'), requestedBy: null },
  run: { id: 2, attempt: 1, actor: account('dan'), triggeringActor: account('dan') },
  environmentApprovals: known([]),
  previousSha: sha('a'),
  redeployed: false,
  checks: known([]),
  environmentStates: known([]),
  commits: known([sha('b'), sha('c')]),
  ...more,
})

export interface Deployment {
  readonly facts?: Partial<DeploymentFacts>
  /** Left out: b came with 1 and c with 2. */
  readonly merged?: readonly MergedChange[]
  readonly unreviewed?: readonly string[]
  readonly before?: readonly string[]
  /** The last deployment in the log. */
  readonly logged?: string
  readonly merging?: boolean
  /** Text of a change request on the base. */
  readonly change?: string
  /** Other files of the base than these settings give. */
  readonly files?: readonly SourceFile[]
}

export function decideDeploy({ facts, merged, unreviewed, before, logged, merging, change, files }: Deployment) {
  const more = change === undefined ? [] : [file('compliance/changes/1.yaml', change)]
  const base = files ?? baseFiles(twoReviewers, merging === true ? 'deployment: {merging: true}' : '', more)
  return decideDeployment({
    base: readProgram(base),
    baseFiles: base,
    facts: deploymentFacts(facts),
    previousSha: logged ?? null,
    merged: merged ?? [mergedChange(1, [sha('b')]), mergedChange(2, [sha('c')])],
    unreviewed: new Set(unreviewed),
    deployedBefore: new Set(before),
  })
}

/** Everything a decision about a deployment says. */
export const saidByDeployment = ({ summary, notes, changes }: DeploymentDecision): string =>
  [summary, ...notes, ...changes.flatMap(({ reasons }) => reasons)].join('\n')
