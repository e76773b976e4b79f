import { fillSeats } from '../model/distinct-people.ts'
import { holdersOf } from '../model/role-holders.ts'
import { keyOfPerson } from './actors.ts'
import type { Judgement } from './judgement.ts'
import { nameOfKey } from './names.ts'
import { holdersOfPart, type PartHolders } from './parts.ts'
import type { RuleContext } from './rule-context.ts'

/**
 * Keeps two roles apart in one change: nobody who holds both takes two of its steps (making it, approving it, putting it in
 * force), and where approvals of both roles are asked for, different people give them.
 *
 * @param id of a pair in Roles
 * @param asked roles from which the rules that apply ask for approvals
 */
export function judgeSodPair(id: string, context: RuleContext, asked: ReadonlySet<string>): Judgement {
  const { model, moment } = context
  const pair = model.sodPairs.get(id)?.value
  const [one, other] = pair?.roles ?? []
  if (one === undefined || other === undefined) {
    return { verdict: 'not-determined', message: `there is no pair ${id} in Roles` }
  }
  const holders = [one, other].map((role) => new Set(holdersOf(model, role, moment.day).map(keyOfPerson)))
  const [ofOne = new Set<string>(), ofOther = new Set<string>()] = holders
  const steps = stepsOf(context)
  const unknown = steps.find((step) => typeof step === 'string')
  if (typeof unknown === 'string') return { verdict: 'not-determined', message: unknown }
  for (const key of [...ofOne].filter((holder) => ofOther.has(holder)).sort()) {
    const taken = steps.filter((step) => typeof step !== 'string' && step.has(key)).length
    if (taken > 1) {
      const message = `${nameOfKey(key, context)} holds ${one} and ${other} and takes two steps of the change: let somebody else take one`
      return { verdict: 'refused', message }
    }
  }
  if (asked.has(one) && asked.has(other)) {
    const approvers = holdersOfPart('approver', context)
    const seats = holders.map((set) =>
      typeof approvers === 'string' ? [] : [...approvers].filter((key) => set.has(key)),
    )
    const both = seats.every((seat) => seat.length > 0)
    if (both && fillSeats(seats).empty.length > 0) {
      return { verdict: 'pending', message: `different people must approve it as ${one} and as ${other}` }
    }
  }
  return { verdict: 'approved', message: `nobody acts both as ${one} and as ${other}` }
}

function stepsOf(context: RuleContext): readonly PartHolders[] {
  const union = (...parts: readonly Parameters<typeof holdersOfPart>[0][]): PartHolders => {
    const sets = parts.map((part) => holdersOfPart(part, context))
    const unknown = sets.find((set) => typeof set === 'string')
    return typeof unknown === 'string'
      ? unknown
      : new Set(sets.flatMap((set) => (typeof set === 'string' ? [] : [...set])))
  }
  return [union('author', 'contributor', 'requester'), union('approver'), union('merger', 'deployer')]
}
