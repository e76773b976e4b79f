import { fillSeats } from '../model/distinct-people.ts'
import type { Judgement } from './judgement.ts'
import { nameOfKey } from './names.ts'
import { holdersOfPart, type PartHolders } from './parts.ts'
import type { RuleContext } from './rule-context.ts'
import { rolesOfPair } from './sod-pair-holders.ts'

/**
 * Keeps two roles apart in one change: nobody who holds both takes two of its steps (making it, approving it, putting it in
 * force), and where approvals of both roles are asked for, different people give them. Before the merge an approval by somebody
 * who takes another step does not count (`exclusionsOf`), so that it is nothing to refuse.
 *
 * @param id of a pair in Roles
 * @param asked roles from which the rules that apply ask for approvals
 */
export function judgeSodPair(id: string, context: RuleContext, asked: ReadonlySet<string>): Judgement {
  const { model, moment } = context
  const roles = rolesOfPair(id, model, moment.day)
  if (typeof roles === 'string') return { verdict: 'not-determined', message: roles }
  const [one, other] = roles
  const steps = stepsOf(context)
  const unknown = steps.find((step) => typeof step === 'string')
  if (typeof unknown === 'string') return { verdict: 'not-determined', message: unknown }
  for (const key of [...one.holders].filter((holder) => other.holders.has(holder)).sort()) {
    const taken = steps.filter((step) => typeof step !== 'string' && step.has(key)).length
    if (taken > 1) {
      const message = `${nameOfKey(key, context)} holds ${one.role} and ${other.role} and takes two steps of the change: let somebody else take one`
      return { verdict: 'refused', message }
    }
  }
  if (asked.has(one.role) && asked.has(other.role)) {
    const approvers = holdersOfPart('approver', context)
    const seats = roles.map(({ holders: set }) =>
      typeof approvers === 'string' ? [] : [...approvers].filter((key) => set.has(key)),
    )
    const both = seats.every((seat) => seat.length > 0)
    if (both && fillSeats(seats).empty.length > 0) {
      return { verdict: 'pending', message: `different people must approve it as ${one.role} and as ${other.role}` }
    }
  }
  return { verdict: 'approved', message: `nobody acts both as ${one.role} and as ${other.role}` }
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
