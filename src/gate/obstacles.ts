import type { GateRule } from '../model/records.ts'
import type { Opinion } from './latest-opinions.ts'
import { looksAtChanges } from './looks-at-changes.ts'
import { objectionsElsewhere, standingObjections } from './objections.ts'
import type { RuleContext } from './rule-context.ts'
import type { Obstacle } from './summarise.ts'

/**
 * What stands in the way outside the rules: objections, and what could not be read.
 * @param stale why it is not known when head or base changed
 */
export function obstaclesOf(
  context: RuleContext,
  concerning: readonly GateRule[],
  stale: readonly string[],
  opinions: readonly Opinion[],
): readonly Obstacle[] {
  const { facts, contributors, described, actorOf } = context
  const unknown = [...contributors.unknown, ...stale]
  if (!facts.reviews.known) unknown.push(`the reviews could not be read: ${facts.reviews.why}`)
  if (facts.pull.merged && facts.pull.mergedAt === null) unknown.push('when it was merged is not known')
  if (looksAtChanges(concerning)) unknown.push(...described.unknown)
  if (!facts.elsewhere.known)
    unknown.push(`other pull requests with this head could not be read: ${facts.elsewhere.why}`)
  const objections = [
    ...standingObjections(opinions, facts, contributors, actorOf, context.moment),
    ...objectionsElsewhere(facts, contributors, actorOf, context.moment),
  ]
  return [
    ...objections.map(
      ({ certain, why }): Obstacle => ({ verdict: certain ? 'refused' : 'not-determined', message: why }),
    ),
    ...[...new Set(unknown)].map((message): Obstacle => ({ verdict: 'not-determined', message })),
  ]
}
