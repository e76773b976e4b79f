import type { DeploymentFacts } from '../model/facts.ts'
import { findActors } from './actors.ts'
import { deployerRow, directDeployers, environmentObstacles, type Obstacle, toAccount } from './deployers.ts'
import type { DeploymentCode, DeploymentDecision } from './deployment-decision.ts'
import { problemsOfRules } from './relevant-problems.ts'
import { accountsOfDeployment } from './seen-accounts.ts'
import { type DeploymentInput, shippedChanges } from './shipped-changes.ts'
import { worstOf } from './worst-verdict.ts'

/**
 * Decides whether what a deployment brings may be deployed by whoever deploys it: every first-parent commit since the last
 * deployment comes from a pull request that the log has as approved, merged before, inside the window of its change request;
 * and none of its approvers, nor an approver of the environment, is among the deployers.
 *
 * Refused where something is known to be wrong; not-determined where a commit, a person or the start is not known.
 * Throws nothing for facts that satisfy the schema.
 */
export function decideDeployment(input: DeploymentInput): DeploymentDecision {
  const { base, baseFiles, facts, deployedBefore } = input
  const where = `${facts.sha.slice(0, 7)} to ${facts.environment}`
  const actorOf = findActors(base.model, accountsOfDeployment(facts))
  const end = (code: DeploymentCode, verdict: DeploymentDecision['verdict'], summary: string): DeploymentDecision => ({
    verdict,
    code,
    summary,
    notes: [],
    rollback: code === 'rollback',
    separation: code === 'rollback' ? 'not-applicable' : 'not-determined',
    deployers: directDeployers(facts, actorOf).rows,
    changes: [],
  })

  const unreadable = problemsOfRules(base, baseFiles)
  if (unreadable.length > 0) {
    return {
      ...end('unreadable-rules', 'not-determined', `Not determined: the rules cannot be read: ${unreadable[0]}`),
      notes: unreadable,
    }
  }
  if (deployedBefore.has(facts.sha)) {
    return end('rollback', 'approved', `Approved: ${where} goes back to what was deployed there before.`)
  }
  if (facts.previousSha === null) {
    const remedy = 'Say from which commit on it is judged with `--since SHA`.'
    return end(
      'no-baseline',
      'not-determined',
      `Not determined: the log has no earlier deployment to ${facts.environment}. ${remedy}`,
    )
  }

  const direct = directDeployers(facts, actorOf)
  const { changes, obstacles: found } = shippedChanges(input, actorOf, direct)
  const merging = base.model.gateRules.some(({ value }) => value.deployment?.merging === true)
  const last = changes.at(-1)?.change?.mergedBy
  const merger = merging && last !== undefined && last !== null ? [deployerRow(toAccount(last), 'merger', actorOf)] : []
  const range = rangeObstacles(facts, input.previousSha)
  const unseen = range.length > 0 || changes.some((one) => one.change === undefined && one.verdict === 'not-determined')
  const obstacles = [...range, ...direct.obstacles, ...environmentObstacles(facts, actorOf, direct.people), ...found]
  const verdict = worstOf(obstacles.map((one) => one.verdict)) ?? 'approved'
  const causes = [...new Set(obstacles.filter((one) => one.verdict === verdict).map(({ message }) => message))]
  const rest = [...new Set(obstacles.filter((one) => one.verdict !== verdict).map(({ message }) => message))]
  const result = {
    code: 'judged',
    rollback: false,
    separation: unseen ? 'not-determined' : separationOf(obstacles),
    deployers: [...direct.rows, ...merger],
    changes,
  } as const
  if (verdict !== 'refused' && verdict !== 'not-determined') {
    const pulls = new Set(changes.flatMap(({ change }) => (change === undefined ? [] : [change.pull])))
    const count = `${pulls.size} approved change${pulls.size === 1 ? '' : 's'}`
    return { ...result, verdict: 'approved', summary: `Approved: ${where} brings ${count}.`, notes: [] }
  }
  const opening = verdict === 'refused' ? 'Refused' : 'Not determined'
  const more = causes.length < 2 ? '' : ` (and ${causes.length - 1} more)`
  return {
    ...result,
    verdict,
    summary: `${opening}: ${where}: ${causes[0]}${more}`,
    notes: [...causes.slice(1), ...rest],
  }
}

function rangeObstacles(
  { commits, sha, redeployed, previousSha }: DeploymentFacts,
  logged: string | null,
): readonly Obstacle[] {
  const unknown = (message: string): readonly Obstacle[] => [{ verdict: 'not-determined', message }]
  // Facts that begin later than the log would pass over what lies between.
  if (logged !== null && previousSha !== logged)
    return unknown('the facts do not begin at the last deployment in the log')
  if (redeployed) return unknown('it goes back to a commit that the log does not have as deployed there')
  if (!commits.known) return unknown(`what it brings could not be read: ${commits.why}`)
  if (commits.value.at(-1) !== sha) return unknown('the list of what it brings does not end with it')
  return []
}

/** What is brought is another question: a change without its approvals has no approvers who could deploy it. */
function separationOf(obstacles: readonly Obstacle[]): DeploymentDecision['separation'] {
  const worst = worstOf(obstacles.filter(({ about }) => about === 'people').map(({ verdict }) => verdict))
  return worst === 'refused' ? 'fail' : worst === 'not-determined' ? 'not-determined' : 'pass'
}
