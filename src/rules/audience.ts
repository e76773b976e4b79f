import { isActive, withInherited } from '../model/role-holders.ts'
import type { RuleContext } from './rule-context.ts'

/** Everybody who works here. */
export const allStaff = 'all-staff'

/** Whether an id names people inside: a role, a team, or all staff. */
export const isAudience = ({ model }: Pick<RuleContext, 'model'>, id: string): boolean =>
  id === allStaff || model.roles.has(id) || model.teams.has(id)

/** Ids of the people an audience is made of on the day of the check, machines left out; undefined for an unknown audience. */
export function audienceOf(
  context: Pick<RuleContext, 'model' | 'asOf' | 'assignmentsOf'>,
  id: string,
): readonly string[] | undefined {
  const { model, asOf } = context
  const staff = [...model.people.values()]
    .map(({ value }) => value)
    .filter((person) => person.type !== 'service' && person.type !== 'bot' && isActive(person, asOf))
    .map((person) => person.id)
  if (id === allStaff) return staff
  const team = model.teams.get(id)
  if (team !== undefined) {
    const members = new Set(team.value.members)
    return staff.filter((person) => members.has(person))
  }
  if (!model.roles.has(id)) return undefined
  return staff.filter((person) =>
    (context.assignmentsOf.get(person) ?? []).some(
      ({ value: { role, grantedAt, expires } }) =>
        grantedAt <= asOf && (expires === undefined || asOf <= expires) && withInherited(model, role).has(id),
    ),
  )
}
