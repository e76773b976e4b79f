import { dayOf, millisecondsOf } from '../model/days.ts'
import { isSameEnvironment } from '../model/environment-name.ts'
import { type FindActor, findActors } from './actors.ts'
import { allowedDeployers } from './allowed-deployers.ts'
import { listed } from './candidates.ts'
import { byMerging, type Holders, together } from './change-parts.ts'
import { decideRollback } from './decide-rollback.ts'
import { attribution, directDeployers } from './deployers.ts'
import type { DeployerRow, DeploymentDecision, MergedChange } from './deployment-decision.ts'
import type { DeploymentInput } from './deployment-input.ts'
import { deploymentSummary } from './deployment-summary.ts'
import { deploymentTree, section, sectionOf, sectionOfChange } from './deployment-tree.ts'
import { judgeChecks } from './judge-checks.ts'
import { environmentApprovers, environmentObstacles } from './judge-environment.ts'
import { judgeEvidence } from './judge-evidence.ts'
import { sharedBetween } from './judge-parts.ts'
import { toAccount } from './logged-account.ts'
import { type Obstacle, obstaclesOf } from './obstacle.ts'
import { placeObstacles } from './place-on-branch.ts'
import { problemsOfRules } from './relevant-problems.ts'
import { leafNode } from './requirement.ts'
import { accountsOfDeployment } from './seen-accounts.ts'
import { type JudgedChange, shippedChanges } from './shipped-changes.ts'
import { worstOf } from './worst-verdict.ts'

/**
 * Decides whether what a deployment brings may be deployed by whoever deploys it: every first-parent commit since the last
 * deployment comes from a pull request that the log has as approved, merged before, and its change request lets it be deployed
 * there and then; nobody who approved any of it, or let it into the environment, is among the deployers; and what the rules ask of
 * the environment holds. Going back to what was deployed there before brings nothing, so only people are looked at.
 *
 * Refused where something is known to be wrong; not-determined where a commit, a person or the start is not known; pending where
 * something that is asked for of the commit is not there yet. Throws nothing for facts that satisfy the schema.
 */
export function decideDeployment(input: DeploymentInput): DeploymentDecision {
  const { base, baseFiles, facts, deployedBefore } = input
  const { model } = base
  const actorOf = findActors(model, accountsOfDeployment(facts))
  const direct = directDeployers(facts, actorOf)
  const end = (code: DeploymentDecision['code'], why: string, notes: readonly string[]): DeploymentDecision => ({
    verdict: 'not-determined',
    code,
    summary: `Not determined: ${why}`,
    notes,
    rollback: false,
    separation: 'not-determined',
    tree: leafNode('deployment', 'deployment', 'not-determined', why),
    deployers: direct.rows,
    changes: [],
  })
  const unreadable = problemsOfRules(base, baseFiles)
  if (unreadable.length > 0) return end('unreadable-rules', `the rules cannot be read: ${unreadable[0]}`, unreadable)

  const at = facts.deployment?.createdAt ?? facts.collectedAt
  const day = dayOf(at, model.programs[0]?.value.timezone)
  const rules = model.gateRules
    .flatMap(({ value }) => value.deployment?.environments ?? [])
    .filter(({ name }) => isSameEnvironment(name, facts.environment))
  const allowed = allowedDeployers(rules, direct.actors, facts, model, day)
  const atMs = millisecondsOf(at)
  const where = `${facts.sha.slice(0, 7)} to ${facts.environment}`

  if (facts.redeployed && deployedBefore.has(facts.sha)) return decideRollback(input, direct, allowed, atMs, actorOf)
  if (facts.previousSha === null) {
    const remedy = 'Say from which commit on it is judged with `--since SHA`.'
    return end('no-baseline', `the log has no earlier deployment to ${facts.environment}. ${remedy}`, [])
  }

  const merging = model.gateRules.some(({ value }) => value.deployment?.merging === true)
  const last = merging ? input.merged.find(({ mergeSha }) => mergeSha === facts.sha) : undefined
  // Where merging deploys, the last merge deploys all of it.
  const deployers = last === undefined ? direct : together(direct, byMerging(last, actorOf))
  const inEnvironment = environmentApprovers(facts, actorOf)
  const context = { actorOf, deployers, environmentApprovers: inEnvironment, merging, atMs, day }
  const changes = shippedChanges(input, context)
  const place = placeObstacles(input)
  const people = [
    ...attribution(deployers),
    ...allowed.obstacles,
    ...obstaclesOf(sharedBetween(inEnvironment, deployers), 'people'),
  ]
  const names = [...new Set([...deployers.people.values()].map(({ name }) => name))].sort()
  const sections = [
    section('place', 'place', place, `${facts.sha.slice(0, 7)} is on ${input.protectedBranch}`),
    ...changes.map(sectionOfChange),
    section('environment', 'environment', environmentObstacles(facts, actorOf), 'the environment lets it in'),
    ...rules.flatMap(({ checks = [], evidence = {} }, index) => [
      ...sectionOf(`environments/${index}/checks`, 'checks', judgeChecks(checks, facts.checks, atMs)),
      ...sectionOf(
        `environments/${index}/evidence`,
        'evidence',
        judgeEvidence(evidence, facts, { atMs, untilMs: atMs }),
      ),
    ]),
    section('deployers', 'deployers', people, `deployed by ${listed(names, 'and')}`),
  ]
  const obstacles = sections.flatMap((one) => one.obstacles)
  const pulls = new Set(changes.flatMap(({ change }) => (change === undefined ? [] : [change.pull])))
  const approved = `Approved: ${where} brings ${pulls.size} approved change${pulls.size === 1 ? '' : 's'}.`
  const isFirst = deployedBefore.size === 0
  const before = `No deployment to ${facts.environment} is recorded yet: what lies before ${facts.previousSha.slice(0, 7)} was not judged.`
  // Of several reasons the first is told.
  const blocked = new Map([...blockedBy(changes), ...didOf(inEnvironment)].reverse())
  const { notes, ...judged } = deploymentSummary(facts, obstacles, approved, () => allowed.whoCan(blocked))
  return {
    ...judged,
    notes: [...notes, ...(isFirst ? [before] : [])],
    tree: deploymentTree(sections, judged),
    code: 'judged',
    rollback: false,
    separation: separationOf(obstacles, place.length > 0 || changes.some(isUnseen)),
    deployers: [...direct.rows, ...mergerRow(last, actorOf)],
    changes: changes.map(({ commit, change, verdict, reasons }) => ({ commit, change, verdict, reasons })),
  }
}

const didOf = ({ people }: Holders) => [...people].map(([key, { did }]) => [key, did] as const)

const blockedBy = (changes: readonly JudgedChange[]) => changes.flatMap(({ blocked }) => didOf(blocked))

const isUnseen = ({ change, verdict }: JudgedChange): boolean => change === undefined && verdict === 'not-determined'

/** What is brought is another question: a change without its approvals has no approvers who could deploy it. */
function separationOf(obstacles: readonly Obstacle[], unseen: boolean): DeploymentDecision['separation'] {
  const worst = worstOf(obstacles.filter(({ about }) => about === 'people').map(({ verdict }) => verdict))
  if (worst === 'refused') return 'fail'
  return unseen || worst !== undefined ? 'not-determined' : 'pass'
}

const mergerRow = (change: MergedChange | undefined, actorOf: FindActor): readonly DeployerRow[] => {
  if (change === undefined || change.mergedBy === null) return []
  const account = toAccount(change.mergedBy)
  return [{ name: actorOf(account).name, account, as: 'merger' }]
}
