import { millisecondsOf } from '../model/days.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import type { ProgramModel, ProgramReading, SourceFile } from '../model/program-model.ts'
import type { FindActor } from './actors.ts'
import { type Deployers, type Obstacle, toAccount } from './deployers.ts'
import type { MergedChange, ShippedChange } from './deployment-decision.ts'
import { worstOf } from './worst-verdict.ts'

export interface DeploymentInput {
  /** Rules, people and change requests at the tip of the protected branch. */
  readonly base: ProgramReading
  readonly baseFiles: readonly SourceFile[]
  readonly facts: DeploymentFacts
  /** The last approved deployment to this environment, according to the log; null where there is none. */
  readonly previousSha: string | null
  /** `change.merged` records of the verified log. */
  readonly merged: readonly MergedChange[]
  /** Commits that the log names as not reviewed. */
  readonly unreviewed: ReadonlySet<string>
  /** Commits that were deployed to this environment before with an approved verdict, according to the log. */
  readonly deployedBefore: ReadonlySet<string>
}

/** What can be said about each commit, and everything that stands in the way. */
export function shippedChanges(
  input: DeploymentInput,
  actorOf: FindActor,
  direct: Deployers,
): { readonly changes: readonly ShippedChange[]; readonly obstacles: readonly Obstacle[] } {
  const { facts, merged, unreviewed, base } = input
  const byCommit = new Map<string, Set<MergedChange>>()
  for (const change of merged) {
    for (const sha of [...change.landed, change.mergeSha])
      byCommit.set(sha, (byCommit.get(sha) ?? new Set()).add(change))
  }
  const merging = base.model.gateRules.some(({ value }) => value.deployment?.merging === true)
  const commits = facts.commits.known ? facts.commits.value : []
  const deployers = new Map(direct.people)
  // Where merging deploys, the last merge is what deploys all of it.
  for (const { mergedBy } of merging ? (byCommit.get(facts.sha) ?? []) : []) {
    const merger = mergedBy === null ? undefined : actorOf(toAccount(mergedBy))
    if (merger !== undefined) deployers.set(merger.key, merger.name)
  }
  const atMs = millisecondsOf(facts.deployment?.createdAt ?? facts.collectedAt)
  const all: Obstacle[] = []
  const judge = (commit: string, change: MergedChange | undefined, found: readonly Obstacle[]): ShippedChange => {
    all.push(...found)
    const worst = worstOf(found.map(({ verdict }) => verdict))
    const verdict = worst === 'refused' || worst === 'not-determined' ? worst : 'approved'
    return {
      commit,
      change,
      verdict,
      reasons: found.filter((one) => one.verdict === worst).map(({ message }) => message),
    }
  }
  const changes = commits.map((commit): ShippedChange => {
    const records = [...(byCommit.get(commit) ?? [])].sort((a, b) => a.pull - b.pull)
    const short = commit.slice(0, 7)
    const found: Obstacle[] = []
    if (unreviewed.has(commit)) {
      found.push({ verdict: 'refused', message: `${short} came to the branch without an approved pull request` })
    } else if (records.length === 0) {
      found.push({ verdict: 'not-determined', message: `the log does not have ${short} yet: record it first` })
    }
    // Of several records about one commit none mends another: all of them must hold.
    for (const change of records) {
      found.push(
        ...approvalObstacles(change, atMs, merging),
        ...separationObstacles(change, actorOf, deployers),
        ...windowObstacles(change, base.model, atMs),
      )
    }
    return judge(commit, records[0], found)
  })
  return { changes, obstacles: all }
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
    found.push({
      verdict: 'refused',
      message: `#${pull} was merged, and so deployed, by one of its approvers`,
      about: 'people',
    })
  if (merging && separation === 'not-determined')
    found.push({ verdict: separation, message: `who merged #${pull} is not known`, about: 'people' })
  return found
}

const separationObstacles = (
  { pull, counted }: MergedChange,
  actorOf: FindActor,
  deployers: ReadonlyMap<string, string>,
) =>
  counted.flatMap((review): readonly Obstacle[] => {
    const name = deployers.get(actorOf(toAccount(review)).key)
    return name === undefined
      ? []
      : [{ verdict: 'refused', message: `${name} deploys #${pull} and approved it`, about: 'people' }]
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
