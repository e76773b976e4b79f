import type { ProgramModel } from '../../model/program-model.ts'
import type { Program } from '../../model/records.ts'
import { isActive, withInherited } from '../../model/role-holders.ts'
import type { RuleContext } from '../rule-context.ts'

/** Common practice; the Program record may say otherwise. */
const defaults = {
  privilegedTerm: 'P90D',
  removeLeaversWithin: 'P1D',
  reviewEvery: 'P3M',
  decideWithin: 'P14D',
  removeWithin: 'P7D',
  dormantAfter: 'P90D',
} as const

/** How access is granted, reviewed and removed: ISO 8601 durations. */
export const accessMethodOf = (program: Program | undefined): Readonly<Record<keyof typeof defaults, string>> => ({
  ...defaults,
  ...program?.access,
})

/** Whether a role, or one that it inherits, is privileged. */
export const isPrivileged = (model: ProgramModel, role: string): boolean =>
  [...withInherited(model, role)].some((id) => model.roles.get(id)?.value.privileged === true)

/** Every role a person holds on a day, inherited ones included; looks at the assignments of that person only. */
export function rolesHeldOn({ model, assignmentsOf }: RuleContext, personId: string, day: string): ReadonlySet<string> {
  const person = model.people.get(personId)
  if (person === undefined || !isActive(person.value, day)) return new Set()
  const held = (assignmentsOf.get(personId) ?? []).filter(
    ({ value: { grantedAt, expires } }) => grantedAt <= day && (expires === undefined || day <= expires),
  )
  return new Set(held.flatMap(({ value }) => [...withInherited(model, value.role)]))
}
