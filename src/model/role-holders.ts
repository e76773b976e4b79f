import type { Day } from './days.ts'
import type { ProgramModel } from './program-model.ts'
import type { Person } from './records.ts'

/** Who there is, which roles there are, and who was given which. */
export type RoleBook = Pick<ProgramModel, 'people' | 'roles' | 'assignments'>

/** An account as the forge names it: a number that stays, and a login that may change hands. */
export interface AccountName {
  readonly id: number
  readonly login: string
}

/** Only ASCII: a login holds no other letter, and none may turn into one by being written small. */
export const inSmallLetters = (login: string): string => login.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

export const isSameLogin = (one: string, other: string): boolean => inSmallLetters(one) === inSmallLetters(other)

/**
 * The person behind an account. Logins compare without case. Where People pins a numeric id, an account with that login
 * but another id is somebody else (a login can be registered again after its owner gave it up).
 */
export function personOfAccount(model: Pick<RoleBook, 'people'>, account: AccountName): Person | undefined {
  let byLogin: Person | undefined
  for (const { value: person } of model.people.values()) {
    for (const known of person.accounts ?? []) {
      // A pinned number wins over a login that somebody else gave up and the holder of that number took.
      if (known.id === account.id) return person
      if (known.id === undefined && isSameLogin(known.login, account.login)) byLogin ??= person
    }
  }
  return byLogin
}

/** Whether a person may act on a day: between the first and the last day, both included. */
export const isActive = (person: Person, day: Day): boolean =>
  person.start <= day && (person.end === undefined || day <= person.end)

/** `from 2025-01-01 to 2026-03-31` */
export const spanOf = ({ start, end }: Person): string =>
  end === undefined ? `from ${start}` : `from ${start} to ${end}`

/** A role together with everything it inherits. Cycles end (REF-007 reports them). Roles that do not exist are left out. */
export function withInherited(model: Pick<RoleBook, 'roles'>, role: string): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [role]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const known = model.roles.get(next)
    if (known === undefined || found.has(next)) continue
    found.add(next)
    open.push(...(known.value.inherits ?? []))
  }
  return found
}

/** Every role a person holds on a day, inherited ones included. Nobody holds a role while not active. */
export function rolesOn(model: RoleBook, personId: string, day: Day): ReadonlySet<string> {
  const person = model.people.get(personId)
  if (person === undefined || !isActive(person.value, day)) return new Set()
  const held = new Set<string>()
  for (const { value: assignment } of model.assignments) {
    if (assignment.person !== personId || assignment.grantedAt > day) continue
    if (assignment.expires !== undefined && assignment.expires < day) continue
    for (const role of withInherited(model, assignment.role)) held.add(role)
  }
  return held
}

/** Ids of everybody who holds a role on a day, sorted by code units. One pass over the assignments. */
export function holdersOf(model: ProgramModel, role: string, day: Day): readonly string[] {
  const holders = new Set<string>()
  const gives = new Map<string, boolean>()
  for (const { value: assignment } of model.assignments) {
    if (assignment.grantedAt > day || (assignment.expires !== undefined && assignment.expires < day)) continue
    const given = gives.get(assignment.role) ?? withInherited(model, assignment.role).has(role)
    gives.set(assignment.role, given)
    const person = given ? model.people.get(assignment.person) : undefined
    if (person !== undefined && isActive(person.value, day)) holders.add(assignment.person)
  }
  return [...holders].sort()
}
