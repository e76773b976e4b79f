import { millisecondsOf } from '../model/days.ts'
import type { DeploymentFacts, ForgeAccount } from '../model/facts.ts'
import type { ProgramModel, ProgramReading, SourceFile } from '../model/program-model.ts'
import { type Actor, type FindActor, findActors, isGhost } from './actors.ts'
import type {
  DeployerRow,
  DeploymentCode,
  DeploymentDecision,
  MergedChange,
  ShippedChange,
} from './deployment-decision.ts'
import { problemsOfRules } from './relevant-problems.ts'
import { worstOf } from './worst-verdict.ts'

export interface DeploymentInput {
  /** Rules, people and change requests at the tip of the protected branch. */
  readonly base: ProgramReading
  readonly baseFiles: readonly SourceFile[]
  readonly facts: DeploymentFacts
  /** `change.merged` records of the verified log. */
  readonly merged: readonly MergedChange[]
  /** Commits that the log names as not reviewed. */
  readonly unreviewed: ReadonlySet<string>
  /** Commits that were deployed to this environment before with an approved verdict, according to the log. */
  readonly deployedBefore: ReadonlySet<string>
}

type Obstacle = { readonly verdict: 'refused' | 'not-determined'; readonly message: string }

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
  const actorOf = findActors(base.model)
  const end = (code: DeploymentCode, verdict: DeploymentDecision['verdict'], summary: string): DeploymentDecision => ({
    verdict,
    code,
    summary,
    notes: [],
    rollback: code === 'rollback',
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
  const changes = shippedChanges(input, actorOf, direct)
  const merging = base.model.gateRules.some(({ value }) => value.deployment?.merging === true)
  const last = changes.at(-1)?.change?.mergedBy
  const merger = merging && last !== undefined && last !== null ? [deployerRow(toAccount(last), 'merger', actorOf)] : []
  const obstacles = [
    ...rangeObstacles(facts),
    ...direct.obstacles,
    ...environmentObstacles(facts, actorOf, direct.people),
    ...changes.flatMap(({ verdict, reasons }) =>
      verdict === 'approved' ? [] : reasons.map((message): Obstacle => ({ verdict, message })),
    ),
  ]
  const verdict = worstOf(obstacles.map((one) => one.verdict)) ?? 'approved'
  const causes = [...new Set(obstacles.filter((one) => one.verdict === verdict).map(({ message }) => message))]
  const rest = [...new Set(obstacles.filter((one) => one.verdict !== verdict).map(({ message }) => message))]
  const result = { code: 'judged', rollback: false, deployers: [...direct.rows, ...merger], changes } as const
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

interface Deployers {
  readonly rows: readonly DeployerRow[]
  /** Key -> name, of the people among them. */
  readonly people: ReadonlyMap<string, string>
  readonly obstacles: readonly Obstacle[]
}

/**
 * Who starts it: creator of the deployment, actor of the run and whoever triggered or re-ran it. A machine among them is fine
 * where a person is behind it; without any person nobody can be compared with the approvers.
 */
function directDeployers({ deployment, run }: DeploymentFacts, actorOf: FindActor): Deployers {
  const parts: readonly (readonly [ForgeAccount | null, DeployerRow['as']])[] = [
    ...(deployment === null ? [] : [[deployment.creator, 'creator'] as const]),
    ...(run === null ? [] : [[run.actor, 'actor'] as const, [run.triggeringActor, 'triggering-actor'] as const]),
  ]
  const known = parts.flatMap(([account, as]) => (account === null || isGhost(account) ? [] : [[account, as] as const]))
  const obstacles: Obstacle[] = []
  if (known.length < parts.length)
    obstacles.push({ verdict: 'not-determined', message: 'the account of a deployer was deleted' })
  const people = new Map(
    known
      .map(([account]) => actorOf(account))
      .filter(isPerson)
      .map(({ key, name }) => [key, name]),
  )
  if (people.size === 0) obstacles.push({ verdict: 'not-determined', message: 'no person is known to deploy it' })
  return { rows: known.map(([account, as]) => deployerRow(account, as, actorOf)), people, obstacles }
}

const isPerson = ({ account, person }: Actor): boolean =>
  person === undefined ? account.type === 'user' : person.type === 'employee' || person.type === 'contractor'

const deployerRow = (account: ForgeAccount, as: DeployerRow['as'], actorOf: FindActor): DeployerRow => ({
  name: actorOf(account).name,
  account,
  as,
})

function rangeObstacles({ commits, sha, redeployed }: DeploymentFacts): readonly Obstacle[] {
  const unknown = (message: string): readonly Obstacle[] => [{ verdict: 'not-determined', message }]
  if (redeployed) return unknown('it goes back to a commit that the log does not have as deployed there')
  if (!commits.known) return unknown(`what it brings could not be read: ${commits.why}`)
  if (commits.value.at(-1) !== sha) return unknown('the list of what it brings does not end with it')
  return []
}

/** Whoever lets a run into an environment approves it, and so must not be one of those who deploy. */
function environmentObstacles(
  { environmentApprovals }: DeploymentFacts,
  actorOf: FindActor,
  deployers: ReadonlyMap<string, string>,
): readonly Obstacle[] {
  if (!environmentApprovals.known) {
    return [
      {
        verdict: 'not-determined',
        message: `who let it into the environment could not be read: ${environmentApprovals.why}`,
      },
    ]
  }
  return environmentApprovals.value.flatMap(({ by, state }): readonly Obstacle[] => {
    const who = by === null || isGhost(by) ? undefined : actorOf(by)
    if (state === 'rejected')
      return [{ verdict: 'refused', message: `${who?.name ?? 'somebody'} did not let it into the environment` }]
    if (state === 'unknown')
      return [{ verdict: 'not-determined', message: 'an answer of the environment is not known' }]
    if (who === undefined)
      return [{ verdict: 'not-determined', message: 'who let it into the environment is not known' }]
    return deployers.has(who.key)
      ? [{ verdict: 'refused', message: `${who.name} deploys it and let it into the environment` }]
      : []
  })
}

function shippedChanges(input: DeploymentInput, actorOf: FindActor, direct: Deployers): readonly ShippedChange[] {
  const { facts, merged, unreviewed, base } = input
  const byCommit = new Map(merged.flatMap((change) => [...change.landed, change.mergeSha].map((sha) => [sha, change])))
  const merging = base.model.gateRules.some(({ value }) => value.deployment?.merging === true)
  const commits = facts.commits.known ? facts.commits.value : []
  const atMs = millisecondsOf(facts.deployment?.createdAt ?? facts.collectedAt)
  return commits.map((commit): ShippedChange => {
    const change = byCommit.get(commit)
    const short = commit.slice(0, 7)
    if (change === undefined) {
      return unreviewed.has(commit)
        ? {
            commit,
            change,
            verdict: 'refused',
            reasons: [`${short} came to the branch without an approved pull request`],
          }
        : {
            commit,
            change,
            verdict: 'not-determined',
            reasons: [`the log does not have ${short} yet: record it first`],
          }
    }
    // Where merging deploys, the last merge is what deploys all of it.
    const last = commit === facts.sha ? change.mergedBy : null
    const deployers = new Map(direct.people)
    if (merging && last !== null) {
      const merger = actorOf(toAccount(last))
      deployers.set(merger.key, merger.name)
    }
    const obstacles = [
      ...approvalObstacles(change, atMs, merging),
      ...separationObstacles(change, actorOf, deployers),
      ...windowObstacles(change, base.model, atMs),
    ]
    const verdict = worstOf(obstacles.map((one) => one.verdict))
    if (verdict !== 'refused' && verdict !== 'not-determined')
      return { commit, change, verdict: 'approved', reasons: [] }
    return {
      commit,
      change,
      verdict,
      reasons: obstacles.filter((one) => one.verdict === verdict).map(({ message }) => message),
    }
  })
}

function approvalObstacles(
  { pull, verdict, mergedAt, separation }: MergedChange,
  atMs: number,
  merging: boolean,
): readonly Obstacle[] {
  const found: Obstacle[] = []
  if (verdict === 'not-determined') found.push({ verdict, message: `whether #${pull} was approved is not known` })
  else if (verdict !== 'approved')
    found.push({ verdict: 'refused', message: `#${pull} was merged without its approvals` })
  if (millisecondsOf(mergedAt) > atMs)
    found.push({ verdict: 'refused', message: `#${pull} was merged after the deployment began` })
  if (merging && separation === 'fail')
    found.push({ verdict: 'refused', message: `#${pull} was merged, and so deployed, by one of its approvers` })
  if (merging && separation === 'not-determined')
    found.push({ verdict: separation, message: `who merged #${pull} is not known` })
  return found
}

const separationObstacles = (
  { pull, counted }: MergedChange,
  actorOf: FindActor,
  deployers: ReadonlyMap<string, string>,
) =>
  counted.flatMap((review): readonly Obstacle[] => {
    const name = deployers.get(actorOf(toAccount(review)).key)
    return name === undefined ? [] : [{ verdict: 'refused', message: `${name} deploys #${pull} and approved it` }]
  })

function windowObstacles(
  { pull, changeRequests }: MergedChange,
  { changes }: ProgramModel,
  atMs: number,
): readonly Obstacle[] {
  return changeRequests.flatMap((id): readonly Obstacle[] => {
    const request = changes.get(id)?.value
    if (request === undefined) return [{ verdict: 'not-determined', message: `${id} of #${pull} is not on the branch` }]
    const { window } = request
    if (window === undefined) return []
    const inside = millisecondsOf(window.start) <= atMs && atMs <= millisecondsOf(window.end)
    return inside
      ? []
      : [
          {
            verdict: 'refused',
            message: `${id} of #${pull} may be deployed from ${window.start} until ${window.end} only`,
          },
        ]
  })
}

/** An account as the log has it: numbers are text there, and machines are known by their login. */
const toAccount = ({ id, login }: { readonly id: string; readonly login: string }): ForgeAccount => ({
  id: Number(id),
  login,
  type: login.endsWith('[bot]') ? 'bot' : 'user',
})
