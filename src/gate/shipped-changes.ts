import { millisecondsOf } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { FindActor } from './actors.ts'
import { byMerging, type Holders, type Parts, partsOf, together } from './change-parts.ts'
import { requestObstacles } from './deployable-requests.ts'
import type { MergedChange, ShippedChange } from './deployment-decision.ts'
import type { DeploymentInput } from './deployment-input.ts'
import { freezeObstacles } from './emergencies-only.ts'
import { sharedDuties, sharedParts } from './judge-parts.ts'
import { type Obstacle, obstaclesOf } from './obstacle.ts'
import { pairsOf } from './parts.ts'
import { appliesTo } from './rules-of-change.ts'
import { worstOf } from './worst-verdict.ts'

/** Who takes part in a deployment, and when it is judged. */
export interface DeploymentParts {
  readonly actorOf: FindActor
  readonly deployers: Holders
  /** Who let it into the environment. */
  readonly environmentApprovers: Holders
  /** Merging to the protected branch deploys. */
  readonly merging: boolean
  /** ms since 1970: when the deployment began. */
  readonly atMs: number
  readonly day: string
}

export interface JudgedChange extends ShippedChange {
  readonly obstacles: readonly Obstacle[]
  /** Everybody whose part in it keeps them from deploying it. */
  readonly blocked: Holders
}

/** Judges everything that the commits bring: each change once, whole, and each commit that no change explains. */
export function shippedChanges(input: DeploymentInput, context: DeploymentParts): readonly JudgedChange[] {
  const { facts } = input
  const byCommit = changesByCommit(input.merged)
  const commits = facts.commits.known ? facts.commits.value : []
  const judged = new Set<MergedChange>()
  return commits.flatMap((commit): readonly JudgedChange[] => {
    // Of several records about one commit none mends another: all of them must hold.
    const changes = (byCommit.get(commit) ?? []).filter((change) => !judged.has(change))
    for (const change of changes) judged.add(change)
    const obstacle = unexplained(commit, input, byCommit.has(commit))
    return [
      ...(obstacle === undefined ? [] : [toJudged(commit, undefined, [obstacle])]),
      ...changes.map((change) => judgeChange(change, input, context)),
    ]
  })
}

function unexplained(
  commit: string,
  { unreviewed, protectedBranch }: DeploymentInput,
  isInLog: boolean,
): Obstacle | undefined {
  const short = commit.slice(0, 7)
  if (unreviewed.has(commit)) {
    return { verdict: 'refused', message: `${short} came to ${protectedBranch} without an approved pull request` }
  }
  return isInLog
    ? undefined
    : { verdict: 'not-determined', message: `the log does not have ${short} yet: record it first` }
}

function judgeChange(change: MergedChange, input: DeploymentInput, context: DeploymentParts): JudgedChange {
  const { facts, base } = input
  const { model } = base
  const parts = partsIn(change, model, context)
  const gateRules = model.gateRules.map(({ value }) => value)
  const obstacles = [
    ...approvalObstacles(change, context),
    ...wholeObstacles(change, facts.sha),
    ...freezeObstacles(gateRules, facts.environment, context.atMs, change),
    ...requestObstacles(change, base, facts, context.atMs),
    ...separationObstacles(change, parts, model, context),
  ]
  return toJudged(change.mergeSha, change, obstacles, blockedIn(change, parts, model))
}

function changesByCommit(merged: readonly MergedChange[]): ReadonlyMap<string, readonly MergedChange[]> {
  const found = new Map<string, MergedChange[]>()
  for (const change of merged) {
    for (const sha of new Set([...change.landed, change.mergeSha])) found.set(sha, [...(found.get(sha) ?? []), change])
  }
  return found
}

function toJudged(
  commit: string,
  change: MergedChange | undefined,
  obstacles: readonly Obstacle[],
  blocked: Holders = { people: new Map(), unknown: [] },
): JudgedChange {
  const worst = worstOf(obstacles.map(({ verdict }) => verdict)) ?? 'approved'
  const reasons = obstacles.filter(({ verdict }) => verdict === worst).map(({ message }) => message)
  return { commit, change, verdict: worst, reasons: [...new Set(reasons)], obstacles, blocked }
}

/** Where merging deploys, whoever merged a change deployed it then. */
function partsIn(change: MergedChange, model: ProgramModel, context: DeploymentParts): Parts {
  const { actorOf, deployers, environmentApprovers, merging } = context
  const parts = partsOf(change, model, actorOf, merging ? together(deployers, byMerging(change, actorOf)) : deployers)
  return { ...parts, approver: together(parts.approver, environmentApprovers) }
}

function approvalObstacles(
  { pull, verdict, mergedAt, separation }: MergedChange,
  { atMs, merging }: DeploymentParts,
): readonly Obstacle[] {
  const found: Obstacle[] = []
  if (verdict === 'not-determined') found.push({ verdict, message: `whether #${pull} was approved is not known` })
  else if (verdict !== 'approved')
    found.push({ verdict: 'refused', message: `#${pull} was merged without its approvals` })
  if (millisecondsOf(mergedAt) > atMs)
    found.push({ verdict: 'refused', message: `#${pull} was merged after the deployment began` })
  if (merging && separation === 'fail') {
    const message = `#${pull} was merged, and so deployed, by somebody who may not`
    found.push({ verdict: 'refused', message, about: 'people' })
  }
  if (merging && separation === 'not-determined')
    found.push({
      verdict: separation,
      message: `whether #${pull} was merged, and so deployed, by somebody who may is not known`,
      about: 'people',
    })
  return found
}

/** A rebase puts several commits on the branch; only with the last of them is it what was approved. */
function wholeObstacles({ pull, landed, mergeSha }: MergedChange, sha: string): readonly Obstacle[] {
  if (sha === mergeSha || !landed.includes(sha)) return []
  const message = `${sha.slice(0, 7)} is in the middle of #${pull}, which was approved as a whole: deploy ${mergeSha.slice(0, 7)}`
  return [{ verdict: 'refused', message }]
}

/** Approvers never deploy what they approved; other parts are kept apart where a rule that concerns the change says so. */
function separationObstacles(
  change: MergedChange,
  parts: Parts,
  model: ProgramModel,
  { day }: DeploymentParts,
): readonly Obstacle[] {
  const forbidden = prohibitionsOn(change, model).flatMap(({ rule, forbid, applies }): readonly Obstacle[] => {
    const found = [...sharedParts(forbid.samePerson ?? [], parts), ...sharedDuties(forbid, parts, model, day)]
    if (applies) return obstaclesOf(found, 'people')
    const message = `whether ${rule.id} applies to #${change.pull} is not known to the log`
    return found.length === 0 ? [] : [{ verdict: 'not-determined', message, about: 'people' }]
  })
  return [...obstaclesOf(sharedParts(['approver', 'deployer'], parts), 'people'), ...forbidden]
}

/** The people who could not deploy it either. */
function blockedIn(change: MergedChange, parts: Parts, model: ProgramModel): Holders {
  const named = prohibitionsOn(change, model).flatMap(({ forbid: { samePerson = [] } }) =>
    pairsOf(samePerson).flatMap(([one, other]) => (one === 'deployer' ? [other] : other === 'deployer' ? [one] : [])),
  )
  return named.map((part) => parts[part]).reduce(together, parts.approver)
}

/** Rules that keep parts in this change apart; `applies` is undefined where the log does not say whether they concern it. */
const prohibitionsOn = (change: MergedChange, { gateRules }: ProgramModel) =>
  gateRules
    .flatMap(({ value }) => value.rules)
    .flatMap((rule) => {
      const applies = appliesTo(rule, change)
      return rule.forbid === undefined || applies === false ? [] : [{ rule, forbid: rule.forbid, applies }]
    })
