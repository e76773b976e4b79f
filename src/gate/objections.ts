import type { Day } from '../model/days.ts'
import type { PullRequestFacts, Review } from '../model/facts.ts'
import { isActive } from '../model/role-holders.ts'
import { type FindActor, isAccountable, isGhost } from './actors.ts'
import type { Contributors } from './contributors.ts'
import { latestOpinions, type Opinion } from './latest-opinions.ts'
import type { Moment } from './moment-of-judgement.ts'
import { reaches, roleOf } from './permissions.ts'

/** A request for changes that blocks, or that may block where it is not known whether it does. */
export interface Objection {
  readonly by: string
  readonly certain: boolean
  /** One sentence for a person, with what ends it. */
  readonly why: string
}

/**
 * The requests for changes that still stand. One by a person with write permission refuses the pull request, whatever was
 * pushed since, until that person approves or withdraws it, or somebody uninvolved dismisses it. A dismissal by the author, by
 * a contributor, by somebody who may not act on that day or by an account that no one person stands behind (anybody with write
 * can make a machine act) is none. People who may only read cannot block.
 */
export function standingObjections(
  opinions: readonly Opinion[],
  facts: PullRequestFacts,
  contributors: Contributors,
  actorOf: FindActor,
  { day }: Moment,
): readonly Objection[] {
  const mayBlock = whoMayBlock(facts, actorOf)
  return opinions.flatMap(({ key, actor, review }) => {
    if (actor === undefined || actor.account.type !== 'user') return []
    const may = mayBlock.get(key)
    const stands = standsStill(key, review, contributors, actorOf, day)
    if (may === false || stands === false) return []
    const certain = may === true && stands === true
    return [{ by: actor.name, certain, why: sentence(actor.name, review, certain) }]
  })
}

/** A person may block with any account they review with; undefined where that is not known. By key. */
function whoMayBlock(facts: PullRequestFacts, actorOf: FindActor): ReadonlyMap<string, boolean | undefined> {
  const may = new Map<string, boolean | undefined>()
  for (const { by } of facts.reviews.known ? facts.reviews.value : []) {
    if (by === null) continue
    const { key } = actorOf(by)
    const reached = reaches(roleOf(facts, by.id), 'write')
    const before = may.has(key) ? may.get(key) : false
    may.set(key, before === true || reached === true ? true : before === undefined ? undefined : reached)
  }
  return may
}

function standsStill(
  key: string,
  { state, dismissedBy, stateBeforeDismissal }: Review,
  contributors: Contributors,
  actorOf: FindActor,
  day: Day,
): boolean | undefined {
  if (state === 'changes-requested') return true
  if (state !== 'dismissed' || stateBeforeDismissal === 'approved') return false
  const before = stateBeforeDismissal === 'changes-requested' ? true : undefined
  if (dismissedBy === null || isGhost(dismissedBy)) return undefined
  const dismisser = actorOf(dismissedBy)
  if (dismisser.key === key) return false
  const { person } = dismisser
  const mayNot = !isAccountable(dismisser) || (person !== undefined && !isActive(person, day))
  return mayNot || contributors.reasons.has(dismisser.key) ? before : false
}

function sentence(name: string, { state, dismissedBy }: Review, certain: boolean): string {
  const end = `${name} can withdraw it by approving, or somebody who had no part in the change can dismiss it`
  if (!certain) return `it is not known whether the request for changes by ${name} still stands: ${end}`
  if (state === 'changes-requested') return `${name} asked for changes: ${end}`
  return `${name} asked for changes, and the dismissal by ${dismissedBy?.login ?? 'nobody'} does not count: ${end}`
}

/**
 * Objections on other open pull requests with the same head: they are about the same commits, so they travel. Approvals do
 * not: they were given for another base.
 */
export function objectionsElsewhere(
  facts: PullRequestFacts,
  contributors: Contributors,
  actorOf: FindActor,
  moment: Moment,
): readonly Objection[] {
  const { elsewhere } = facts
  if (!elsewhere.known) return []
  const byPull = new Map<number, Review[]>()
  for (const { pull, review } of elsewhere.value) {
    const known = byPull.get(pull)
    if (known === undefined) byPull.set(pull, [review])
    else known.push(review)
  }
  return [...byPull]
    .sort(([a], [b]) => a - b)
    .flatMap(([pull, reviews]) => {
      const there = { ...facts, reviews: { known: true, value: reviews } as const }
      const opinions = latestOpinions(reviews, actorOf, moment)
      return standingObjections(opinions, there, contributors, actorOf, moment).map((objection) => ({
        ...objection,
        why: `on pull request ${pull}, which has the same head: ${objection.why}`,
      }))
    })
}
