import type { Label } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import { isActive } from '../model/role-holders.ts'
import { isGhost, isPerson } from './actors.ts'
import { approverSource } from './approver-source.ts'
import { allHold, type ConditionContext, type Holds } from './condition-context.ts'
import { reaches, roleOf } from './permissions.ts'

type LabelCondition = NonNullable<NonNullable<GateRule['when']>['labels']>

/**
 * Whether all of the labels are set, each by a person who counts. A label is no more than what whoever set it says: anybody
 * with triage permission, and any workflow with a token, can set one. Names compare without case, as the forge compares them.
 */
export function areLabelsSet({ names, setBy }: LabelCondition, context: ConditionContext): Holds {
  const { facts, model, moment } = context
  const source = approverSource(setBy, model, facts, moment.day)
  if (source.unknown.length > 0) return source.unknown.join('; ')
  return allHold(
    names.map((name): Holds => {
      const found = facts.pull.labels.filter((one) => one.name.toLowerCase() === name.toLowerCase())
      return found.length > 0 && allHold(found.map((label) => countsAsSet(label, source, context)))
    }),
  )
}

function countsAsSet(
  { name, setBy }: Label,
  source: ReturnType<typeof approverSource>,
  { facts, actorOf, moment }: ConditionContext,
): Holds {
  if (setBy === null || isGhost(setBy)) return `who set the label ${name} is not known`
  const actor = actorOf(setBy)
  if (!isPerson(actor) || (actor.person !== undefined && !isActive(actor.person, moment.day))) return false
  if (reaches(roleOf(facts, setBy.id), 'write') === undefined) {
    return `the permission of ${actor.name}, who set the label ${name}, could not be read`
  }
  return source.reasonAgainst(actor) === undefined
}
