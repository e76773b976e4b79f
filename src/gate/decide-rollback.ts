import type { FindActor } from './actors.ts'
import type { AllowedDeployers } from './allowed-deployers.ts'
import { attribution, type Deployers } from './deployers.ts'
import type { DeploymentDecision } from './deployment-decision.ts'
import type { DeploymentInput } from './deployment-input.ts'
import { deploymentSummary } from './deployment-summary.ts'
import { deploymentTree, section } from './deployment-tree.ts'
import { freezeAt } from './freezes.ts'
import { environmentObstacles } from './judge-environment.ts'
import { listObstacle } from './place-on-branch.ts'

/**
 * Decides about going back to a commit that was deployed there before with an approved verdict. It brings no change, so nobody has
 * approved anything that they could not deploy, and what was shown of the commit was shown then. Who may deploy there, and what the
 * environment itself answered, holds all the same.
 */
export function decideRollback(
  input: DeploymentInput,
  direct: Deployers,
  allowed: AllowedDeployers,
  atMs: number,
  actorOf: FindActor,
): DeploymentDecision {
  const { facts, base } = input
  const wrongList = listObstacle(input)
  const place = wrongList === undefined ? [] : [{ verdict: 'not-determined', message: wrongList } as const]
  const people = [...(allowed.isLimited ? attribution(direct) : []), ...allowed.obstacles]
  const sections = [
    section('place', 'place', place, 'it lies before what is deployed'),
    section('environment', 'environment', environmentObstacles(facts, actorOf), 'the environment lets it in'),
    section('deployers', 'deployers', people, 'whoever deploys it may'),
  ]
  const approved = `Approved: ${facts.sha.slice(0, 7)} to ${facts.environment} goes back to what was deployed there before.`
  const obstacles = sections.flatMap((one) => one.obstacles)
  const { notes, ...judged } = deploymentSummary(facts, obstacles, approved, () => allowed.whoCan(new Map()))
  const rules = base.model.gateRules.map(({ value }) => value)
  const freeze = freezeAt(rules, atMs, facts.environment)
  // Going back is how a change is undone, so a freeze does not forbid it; it is said.
  const frozen =
    freeze === undefined
      ? []
      : [`${facts.environment} is frozen until ${freeze.end} (${freeze.title}); going back brings no change.`]
  return {
    ...judged,
    notes: [...notes, ...frozen],
    tree: deploymentTree(sections, judged),
    code: 'rollback',
    rollback: true,
    separation: 'not-applicable',
    deployers: direct.rows,
    changes: [],
  }
}
