import { millisecondsOf } from '../model/days.ts'
import type { Label } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import { isActive } from '../model/role-holders.ts'
import { isAccountable, isGhost } from './actors.ts'
import { approverSource } from './approver-source.ts'
import { allHold, type ConditionContext, type Holds, type Position } from './condition-context.ts'
import { reaches, roleOf } from './permissions.ts'

type LabelCondition = NonNullable<NonNullable<GateRule['when']>['labels']>

/**
 * Whether all of the labels are set, each by a person who counts. A label is no more than what whoever set it says: anybody
 * with triage permission, and any workflow with a token, can set one. So nobody who had a part in the change counts, unless the
 * rule names that person. A label by somebody who does not count takes no rule off below `not`, and elsewhere leaves open whether
 * the rule applies: it is neither as if it were set nor as if it were not. Names compare without case, as the forge compares them.
 */
export function areLabelsSet(wanted: LabelCondition, context: ConditionContext, position: Position): Holds {
  const { facts, model, moment } = context
  const source = approverSource(wanted.setBy, model, facts, moment.day)
  if (source.unknown.length > 0) return source.unknown.join('; ')
  return allHold(
    wanted.names.map((name): Holds => {
      const set = facts.pull.labels.filter((one) => one.name.toLowerCase() === name.toLowerCase())
      if (set.length === 0) return false
      const why = set.map((label) => reasonAgainst(label, wanted, source, context)).find((one) => one !== undefined)
      if (why === undefined) return true
      return why.known && position === 'negated' ? false : why.text
    }),
  )
}

/** Why a label does not count, or why that is not known; undefined where it counts. */
function reasonAgainst(
  { name, setBy, setAt }: Label,
  { setBy: wanted }: LabelCondition,
  source: ReturnType<typeof approverSource>,
  { facts, actorOf, contributors, moment }: ConditionContext,
): { readonly known: boolean; readonly text: string } | undefined {
  const open = (text: string) => ({ known: false, text })
  const not = (text: string) => ({ known: true, text: `${text}: somebody else has to take it off, or set it anew` })
  if (setBy === null || isGhost(setBy)) return open(`who set the label ${name} is not known`)
  // What the label was at the merge is not known, nor whether it was there.
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
  if (reaches(roleOf(facts, setBy.id), 'write') === undefined) return open(`${by}, whose permission could not be read`)
  const reason = source.reasonAgainst(actor)
  return reason === undefined ? undefined : not(`${by}, who ${reason}`)
}
