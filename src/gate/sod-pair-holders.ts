import type { Day } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { holdersOf } from '../model/role-holders.ts'
import { keyOfPerson } from './actors.ts'

export interface PairedRole {
  readonly role: string
  /** Keys of its holders on the day. */
  readonly holders: ReadonlySet<string>
}

/** The two roles of a pair of Roles with their holders on a day; a sentence where the pair, or a role, does not exist. */
export function rolesOfPair(id: string, model: ProgramModel, day: Day): readonly [PairedRole, PairedRole] | string {
  const [one, other] = model.sodPairs.get(id)?.value.roles ?? []
  if (one === undefined || other === undefined) return `there is no pair ${id} in Roles`
  const missing = [one, other].find((role) => !model.roles.has(role))
  if (missing !== undefined) return `there is no role ${missing} in Roles`
  const read = (role: string): PairedRole => ({
    role,
    holders: new Set(holdersOf(model, role, day).map(keyOfPerson)),
  })
  return [read(one), read(other)]
}

/** Keys of the people who hold both roles of a pair; undefined where that is not known. */
export function holdersOfBoth(id: string, model: ProgramModel, day: Day): ReadonlySet<string> | undefined {
  const roles = rolesOfPair(id, model, day)
  if (typeof roles === 'string') return undefined
  const [one, other] = roles
  return new Set([...one.holders].filter((key) => other.holders.has(key)))
}
