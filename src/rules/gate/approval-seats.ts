import type { Day } from '../../model/days.ts'
import type { RecordPath } from '../../model/location.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import type { GateRule, Person } from '../../model/records.ts'
import { holdersOf, isActive } from '../../model/role-holders.ts'

type Requirement = NonNullable<GateRule['require']>

/** Approvals that a requirement asks for by name. */
export interface NamedApprovals {
  readonly path: RecordPath
  readonly approvals: number
  /** Ids of everybody who could give one on the day, in order of People; undefined where others than people of People may. */
  readonly able: readonly string[] | undefined
}

/** What a requirement itself asks for; what is nested in it is another requirement. */
export function namedApprovals(
  { approvals, from, exactCommit }: Requirement,
  model: ProgramModel,
  day: Day,
  path: RecordPath,
): NamedApprovals | undefined {
  if (approvals === undefined && from === undefined && exactCommit === undefined) return undefined
  return {
    path: [...path, approvals === undefined ? (from === undefined ? 'exactCommit' : 'from') : 'approvals'],
    approvals: approvals ?? 1,
    able: whoIsAble(from, model, day),
  }
}

function whoIsAble(from: Requirement['from'], model: ProgramModel, day: Day): readonly string[] | undefined {
  if (Array.isArray(from)) return []
  const { users, teams, roles, githubTeams, codeOwners } = (from as Exclude<typeof from, readonly unknown[]>) ?? {}
  if (githubTeams !== undefined || codeOwners !== undefined) return undefined
  if (users === undefined && teams === undefined && roles === undefined) return undefined
  // REF-002 tells of a name that leads nowhere.
  const isKnown = [
    ...(users ?? []).map((id) => model.people.has(id)),
    ...(teams ?? []).map((id) => model.teams.has(id)),
    ...(roles ?? []).map((id) => model.roles.has(id)),
  ]
  if (isKnown.includes(false)) return undefined
  const named = [
    ...(users ?? []),
    ...(teams ?? []).flatMap((id) => model.teams.get(id)?.value.members ?? []),
    ...(roles ?? []).flatMap((role) => holdersOf(model, role, day)),
  ]
  return ablePeople(named, model, day)
}

/** Those of them who can review: active people with an account of their own. */
export function ablePeople(ids: readonly string[], model: ProgramModel, day: Day): readonly string[] {
  const wanted = new Set(ids)
  return [...model.people.values()]
    .filter(({ value }) => wanted.has(value.id) && canReview(value) && isActive(value, day))
    .map(({ value }) => value.id)
}

const canReview = ({ type, shared, accounts }: Person): boolean =>
  (type === 'employee' || type === 'contractor') && shared !== true && (accounts ?? []).length > 0
