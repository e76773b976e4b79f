import { decideDeployment } from '../gate/decide-deployment.ts'
import type { DeploymentDecision } from '../gate/deployment-decision.ts'
import { isSameEnvironment } from '../model/environment-name.ts'
import type { EvidenceRecord } from '../model/evidence.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import { Refusal } from '../model/refusal.ts'
import type { DeploymentWanted, Forge, RepositoryName } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import { readProgram } from '../read/read-program.ts'
import type { RulesSource } from './judge-pull-request.ts'
import { placeOnBranch } from './place-on-branch.ts'

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
  /** What the log is about: commits up to the baseline are not judged. undefined where it does not say. */
  readonly log: { readonly repositoryId: string; readonly baseline: string } | undefined
}

/**
 * Reads it from the records of a verified log, in their order. The baseline is the last deployment there that was approved:
 * what a refused one brought is judged again with the next.
 */
export function deploymentHistory(records: readonly EvidenceRecord[], environment: string): DeploymentHistory {
  const predicates = records.map(({ predicate }) => predicate)
  // Another branch has rules of its own, which whoever made it chose: a merge there approves nothing on this one.
  const birth = predicates.flatMap((one) => (one.kind === 'log.created' ? [one.data] : []))[0]
  const branch = birth?.protectedBranch
  const deployed = predicates.flatMap((one) =>
    one.kind === 'deployment' && isSameEnvironment(one.data.environment, environment) && one.data.verdict === 'approved'
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
    log: birth === undefined ? undefined : { repositoryId: birth.repository.id, baseline: birth.baseline },
  }
}

export interface GatedDeployment {
  readonly facts: DeploymentFacts
  readonly decision: DeploymentDecision
}

/** The protected branch: its name, and the commit whose rules apply. */
export interface BranchRules {
  readonly protectedBranch: string
  readonly tip: string
  readonly source: RulesSource
}

/**
 * Decides about given facts; where the commit lies comes from the repository that is here.
 * @throws Refusal where they are of another repository than the log
 */
export async function judgeDeployment(
  facts: DeploymentFacts,
  history: DeploymentHistory,
  { protectedBranch, tip, source }: BranchRules,
  ports: { readonly history: History },
): Promise<GatedDeployment> {
  const { id } = facts.repository
  if (history.log !== undefined && history.log.repositoryId !== String(id)) {
    const what = `The facts are of repository ${id}, the log is of ${history.log.repositoryId}`
    throw new Refusal(exitStatus.usage, what, 'Ask where the log of that repository is.')
  }
  const decision = decideDeployment({
    base: readProgram(source.files),
    baseFiles: source.files,
    facts,
    protectedBranch,
    place: await placeOnBranch(ports.history, tip, facts),
    previousSha: history.previousSha,
    merged: history.merged,
    unreviewed: history.unreviewed,
    deployedBefore: history.deployedBefore,
  })
  return { facts, decision }
}

/** Where a deployment begins; the first one to an environment where somebody says, or else with what the log has judged. */
export const startOf = ({ previousSha, log }: DeploymentHistory, since?: string): string | null =>
  previousSha ?? since ?? log?.baseline ?? null

/** What the rules of an environment look at, so that nothing else is asked for. */
export function wantedFor(files: RulesSource['files'], environment: string): DeploymentWanted {
  const rules = readProgram(files)
    .model.gateRules.flatMap(({ value }) => value.deployment?.environments ?? [])
    .filter(({ name }) => isSameEnvironment(name, environment))
  return {
    checks: rules.some(
      ({ checks, evidence }) =>
        checks !== undefined || evidence?.scans !== undefined || evidence?.coverage !== undefined,
    ),
    environmentStates: rules.some(({ evidence }) => evidence?.health !== undefined),
    permissions: rules.some(({ deployers }) => deployers !== undefined),
    githubTeams: rules.flatMap(({ deployers }) =>
      deployers !== undefined && 'githubTeams' in deployers ? (deployers.githubTeams ?? []) : [],
    ),
  }
}

/** @throws ForgeRefused, ForgeUnreachable, Refusal */
export async function gateDeployment(
  { since, ...question }: DeploymentQuestion,
  history: DeploymentHistory,
  branch: BranchRules,
  ports: { readonly forge: Forge; readonly history: History },
): Promise<GatedDeployment> {
  if (history.previousSha !== null && since !== undefined) {
    const what = `The log already has a deployment to ${question.environment}`
    throw new Refusal(exitStatus.usage, what, 'Leave `--since` out: it would skip what came after that deployment.')
  }
  const facts = await ports.forge.deploymentFacts({
    ...question,
    previousSha: startOf(history, since),
    wanted: wantedFor(branch.source.files, question.environment),
  })
  return judgeDeployment(facts, history, branch, ports)
}
