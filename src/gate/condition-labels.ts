import { millisecondsOf } from '../model/days.ts'
import type { Label } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import { isActive } from '../model/role-holders.ts'
import { isAccountable, isGhost } from './actors.ts'
import { approverSource } from './approver-source.ts'
import { allHold, type ConditionContext, type Holds, type OnlyAdds } from './condition-context.ts'
import { reaches, roleOf } from './permissions.ts'

type LabelCondition = NonNullable<NonNullable<GateRule['when']>['labels']>

/**
 * Whether all of the labels are set, each by a person who counts. A label is no more than what whoever set it says: anybody
 * with triage permission, and any workflow with a token, can set one. So nobody who had a part in the change counts, unless the
 * rule names that person. A label by somebody who does not count only adds: a rule that it makes apply is judged, but nothing
 * passes by it, and below `not` it takes no rule off. Names compare without case, as the forge compares them.
 */
export function areLabelsSet(wanted: LabelCondition, context: ConditionContext): Holds | OnlyAdds {
  const { facts, model, moment } = context
  const source = approverSource(wanted.setBy, model, facts, moment.day)
  if (source.unknown.length > 0) return source.unknown.join('; ')
  return allHold(
    wanted.names.map((name): Holds | OnlyAdds => {
      const set = facts.pull.labels.filter((one) => one.name.toLowerCase() === name.toLowerCase())
      if (set.length === 0) return false
      return allHold(set.map((label) => countsAsSet(label, wanted, source, context)))
    }),
  )
}

function countsAsSet(
  { name, setBy, setAt }: Label,
  { setBy: wanted }: LabelCondition,
  source: ReturnType<typeof approverSource>,
  { facts, actorOf, contributors, moment }: ConditionContext,
): Holds | OnlyAdds {
  const not = (why: string): OnlyAdds => ({ onlyAdds: `${why}: somebody else has to take it off, or set it anew` })
  if (setBy === null || isGhost(setBy)) return `who set the label ${name} is not known`
  // What was set at the merge is not known where a label was set anew.
  if (moment.untilMs !== Number.POSITIVE_INFINITY && (setAt === null || millisecondsOf(setAt) > moment.untilMs)) {
    return not(`the label ${name} was set after the merge`)
  }
  const actor = actorOf(setBy)
  const by = `the label ${name} was set by ${actor.name}`
  if (!isAccountable(actor)) return not(`${by}, behind whom no one person stands`)
  if (actor.person !== undefined && !isActive(actor.person, moment.day)) {
    return not(`${by}, who may not act on ${moment.day} according to People`)
  }
  const [part] = contributors.reasons.get(actor.key) ?? []
  const isNamed = actor.person !== undefined && wanted?.users?.includes(actor.person.id) === true
  if (part !== undefined && !isNamed) return not(`${by}, who ${part}`)
  if (reaches(roleOf(facts, setBy.id), 'write') === undefined) {
    return `the permission of ${actor.name}, who set the label ${name}, could not be read`
  }
  const reason = source.reasonAgainst(actor)
  return reason === undefined ? true : not(`${by}, who ${reason}`)
}
