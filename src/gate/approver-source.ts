import type { Day } from '../model/days.ts'
import type { DeploymentFacts, PullRequestFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { GateRule } from '../model/records.ts'
import { holdersOf, isActive } from '../model/role-holders.ts'
import type { Actor } from './actors.ts'
import { accountsOfOwners, isAmongOwners, ownersOfChange } from './code-owners.ts'
import { type Floor, reaches, roleOf } from './permissions.ts'
import { membersOf } from './team-members.ts'

type From = NonNullable<GateRule['require']>['from']

/** What the forge knows about people. */
export type ApproverFacts = PullRequestFacts | Pick<DeploymentFacts, 'permissions' | 'teams'>

/** Whom a rule lets approve. */
export interface ApproverSource {
  /** As it reads after "from". */
  readonly description: string
  /** Names that do not exist, or lists that cannot be read: the rule cannot be determined then. */
  readonly unknown: readonly string[]
  /** Ids in People of everybody it names on that day; undefined where anybody with the permission may approve. */
  readonly people: readonly string[] | undefined
  /** Roles that it names. */
  readonly roles: ReadonlySet<string>
  /** Teams of the forge and code owners may be people who are not in People. */
  readonly open: boolean
  /** Why this person's approval does not count for the rule; undefined where it does. */
  reasonAgainst(actor: Actor): string | undefined
}

/**
 * Reads `from`. Left out: anybody with write permission. An empty list, or lists that name nobody: nobody. Users, teams, teams
 * of the forge and roles are a union; `permission` is a floor under all of them. A role is held on `day`.
 */
export function approverSource(from: From, model: ProgramModel, facts: ApproverFacts, day: Day): ApproverSource {
  if (Array.isArray(from)) {
    return {
      description: 'nobody',
      unknown: [],
      people: [],
      roles: new Set(),
      open: false,
      reasonAgainst: () => 'the rule lets nobody approve',
    }
  }
  const {
    users,
    teams,
    githubTeams,
    roles,
    codeOwners,
    permission = 'write',
  } = (from as Exclude<From, readonly unknown[] | undefined>) ?? {}
  const belowFloor = (actor: Actor) => floorReason(facts, actor, permission)
  if (
    users === undefined &&
    teams === undefined &&
    githubTeams === undefined &&
    roles === undefined &&
    codeOwners === undefined
  ) {
    const description = `somebody with ${permission} permission who had no part in the change`
    return { description, unknown: [], people: undefined, roles: new Set(), open: true, reasonAgainst: belowFloor }
  }

  const unknown: string[] = []
  const people = new Set<string>()
  for (const id of users ?? []) {
    if (model.people.has(id)) people.add(id)
    else unknown.push(`there is no person ${id} in People`)
  }
  for (const id of teams ?? []) {
    const team = model.teams.get(id)
    if (team === undefined) unknown.push(`there is no team ${id} in People`)
    for (const member of team?.value.members ?? []) people.add(member)
  }
  for (const role of roles ?? []) {
    if (!model.roles.has(role)) unknown.push(`there is no role ${role} in Roles`)
    else for (const holder of holdersOf(model, role, day)) people.add(holder)
  }
  const accounts = new Set<number>()
  for (const name of githubTeams ?? []) {
    const members = membersOf(name, facts)
    if (typeof members === 'string') unknown.push(`the members of ${name} ${members}`)
    else for (const id of members) accounts.add(id)
  }

  const pull = 'pull' in facts ? facts : undefined
  const owned = codeOwners === true && pull !== undefined ? ownersOfChange(pull) : []
  if (typeof owned === 'string') unknown.push(owned)
  const owning = accountsOfOwners(typeof owned === 'string' ? [] : owned, facts)
  const named = [
    ...(users ?? []),
    ...(roles ?? []).map((role) => `role ${role}`),
    ...[...(teams ?? []), ...(githubTeams ?? [])].map((team) => `team ${team}`),
    ...(codeOwners === true ? ['a code owner of the changed files'] : []),
  ]
  const description = named.length === 0 ? 'nobody' : named.join(' or ')
  return {
    description,
    unknown: unknown.sort(),
    roles: new Set(roles ?? []),
    open: (githubTeams ?? []).length > 0 || codeOwners === true,
    people: [...people].filter((id) => isListedActive(model, id, day)).sort(),
    reasonAgainst: (actor) =>
      accounts.has(actor.account.id) ||
      (actor.person !== undefined && people.has(actor.person.id)) ||
      isAmongOwners(owning, actor)
        ? belowFloor(actor)
        : `is not ${description}`,
  }
}

function isListedActive(model: ProgramModel, id: string, day: Day): boolean {
  const person = model.people.get(id)?.value
  return person !== undefined && isActive(person, day) && person.type !== 'bot' && person.type !== 'service'
}

function floorReason(facts: ApproverFacts, { account }: Actor, floor: Floor): string | undefined {
  const role = roleOf(facts, account.id)
  return reaches(role, floor) === false ? `has only ${role} permission, ${floor} is needed` : undefined
}
