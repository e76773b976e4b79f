import type { Day } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { GateRule } from '../model/records.ts'
import { rolesOn } from '../model/role-holders.ts'
import { type Holders, type Parts, together } from './change-parts.ts'
import type { Judgement } from './judgement.ts'
import { type Part, pairsOf } from './parts.ts'

/** What stands against one person in two of these parts. Empty: nobody is, and that is known. */
export const sharedParts = (forbidden: readonly Part[], parts: Parts): readonly Judgement[] =>
  pairsOf(forbidden).flatMap(([one, other]) => sharedBetween(parts[one], parts[other]))

/** The same for two lists of people; where nobody is in both, whoever is not known may be. */
export function sharedBetween(one: Holders, other: Holders): readonly Judgement[] {
  const both = [...one.people].flatMap(([key, { name, did }]): readonly Judgement[] => {
    const second = other.people.get(key)
    return second === undefined ? [] : [{ verdict: 'refused', message: `${name} ${did} and ${second.did}` }]
  })
  if (both.length > 0) return both
  return [...one.unknown, ...other.unknown].map((message) => ({ verdict: 'not-determined', message }))
}

/**
 * What stands against pairs of segregation of duties: nobody who holds both roles of a pair on that day takes two of the three
 * steps of a change, to make it, to approve it and to put it in force.
 */
export function sharedDuties(
  { pairs = [] }: NonNullable<GateRule['forbid']>,
  { author, contributor, requester, approver, merger, deployer }: Parts,
  model: ProgramModel,
  day: Day,
): readonly Judgement[] {
  const steps = [[author, contributor, requester].reduce(together), approver, together(deployer, merger)]
  const keys = [...new Set(steps.flatMap(({ people }) => [...people.keys()]))]
  const unknown = [...new Set(steps.flatMap((step) => step.unknown))]
  return pairs.flatMap((id): readonly Judgement[] => {
    const pair = model.sodPairs.get(id)?.value
    if (pair === undefined) return [{ verdict: 'not-determined', message: `there is no pair ${id} in Roles` }]
    return keys.flatMap((key): readonly Judgement[] => {
      const held = key.startsWith('person:') ? rolesOn(model, key.slice('person:'.length), day) : new Set<string>()
      if (!pair.roles.every((role) => held.has(role))) return []
      const [first, second] = steps.flatMap(({ people }) => people.get(key) ?? [])
      if (first === undefined || second === undefined) {
        return unknown.map((message) => ({ verdict: 'not-determined', message }))
      }
      const roles = pair.roles.join(' and ')
      const message = `${first.name} ${first.did} and ${second.did}, and holds ${roles}, which exclude each other (${id})`
      return [{ verdict: 'refused', message }]
    })
  })
}
