import { decideDeployment } from '../gate/decide-deployment.ts'
import type { DeploymentDecision } from '../gate/deployment-decision.ts'
import { factsNeeded } from '../gate/facts-needed.ts'
import type { EvidenceRecord } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { readProgram } from '../read/read-program.ts'
import type { RulesSource } from './judge-pull-request.ts'

export interface DeploymentQuestion extends RepositoryName {
  readonly environment: string
  readonly sha: string
  readonly deploymentId: number | null
  readonly runId: number | null
  /** Where the first deployment begins: this commit and what is before it is not judged. */
  readonly since: string | undefined
}

/** What the log knows about deployments to one environment and about the changes that may be in them. */
export interface DeploymentHistory {
  readonly previousSha: string | null
  readonly merged: readonly Extract<EvidenceRecord['predicate'], { readonly kind: 'change.merged' }>['data'][]
  readonly unreviewed: ReadonlySet<string>
  readonly deployedBefore: ReadonlySet<string>
}

/**
 * Reads it from the records of a verified log, in their order. The baseline is the last deployment there that was approved:
 * what a refused one brought is judged again with the next.
 */
export function deploymentHistory(records: readonly EvidenceRecord[], environment: string): DeploymentHistory {
  const predicates = records.map(({ predicate }) => predicate)
  // Another branch has rules of its own, which whoever made it chose: a merge there approves nothing on this one.
  const branch = predicates.flatMap((one) => (one.kind === 'log.created' ? [one.data.protectedBranch] : []))[0]
  const deployed = predicates.flatMap((one) =>
    one.kind === 'deployment' && one.data.environment === environment && one.data.verdict === 'approved'
      ? [one.data.sha]
      : [],
  )
  return {
    previousSha: deployed.at(-1) ?? null,
    merged: predicates.flatMap((one) =>
      one.kind === 'change.merged' && (branch === undefined || one.data.baseRef === branch) ? [one.data] : [],
    ),
    unreviewed: new Set(predicates.flatMap((one) => (one.kind === 'change.unreviewed' ? [one.data.commit] : []))),
    deployedBefore: new Set(deployed),
  }
}

export interface GatedDeployment {
  readonly facts: DeploymentFacts
  readonly decision: DeploymentDecision
}

/** Decides about given facts. @throws Refusal where they are of another deployment than the log is asked about */
export function judgeDeployment(
  facts: DeploymentFacts,
  history: DeploymentHistory,
  source: RulesSource,
): GatedDeployment {
  const decision = decideDeployment({
    base: readProgram(source.files),
    baseFiles: source.files,
    facts,
    previousSha: history.previousSha,
    merged: history.merged,
    unreviewed: history.unreviewed,
    deployedBefore: history.deployedBefore,
  })
  return { facts, decision }
}

/** @throws ForgeRefused, ForgeUnreachable, Refusal */
export async function gateDeployment(
  { since, ...question }: DeploymentQuestion,
  history: DeploymentHistory,
  source: RulesSource,
  { forge }: { readonly forge: Forge },
): Promise<GatedDeployment> {
  if (history.previousSha !== null && since !== undefined) {
    const what = `The log already has a deployment to ${question.environment}`
    throw new Refusal(exitStatus.usage, what, 'Leave `--since` out: it would skip what came after that deployment.')
  }
  const previousSha = history.previousSha ?? since ?? null
  const needed = factsNeeded(readProgram(source.files).model)
  const facts = await forge.deploymentFacts({ ...question, previousSha }, needed)
  return judgeDeployment(facts, history, source)
}
