import { rolesFor } from '../model/change-approvals.ts'
import type { Day } from '../model/days.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { ChangeRequest, GateRules } from '../model/records.ts'
import { keyOfPerson } from './actors.ts'
import { holdsRole } from './approver-source.ts'
import type { Seat } from './requirement.ts'
import { standingOf, type Vote } from './votes.ts'

/** Who approves a change request in a role, for certain and perhaps: never the requester. */
export function seatOf(
  role: string,
  { requestedBy }: ChangeRequest,
  votes: readonly Vote[],
  model: ProgramModel,
  day: Day,
): Seat {
  const able = votes.filter(
    ({ key, actor }) => key !== keyOfPerson(requestedBy) && holdsRole(model, actor?.person, role, day),
  )
  const keys = (standing: 'yes' | 'unknown') =>
    able.filter((vote) => standingOf(vote) === standing).map(({ key }) => key)
  return { sure: keys('yes'), maybe: keys('unknown') }
}

/** One seat for each role that approves any of them; it is filled by somebody who approves all that need the role. */
export function seatsOfChanges(
  changes: readonly ChangeRequest[],
  votes: readonly Vote[],
  model: ProgramModel,
  rules: readonly GateRules[],
  day: Day,
): readonly Seat[] {
  const byRole = new Map<string, Seat>()
  for (const change of changes) {
    for (const role of rolesFor(change.category, rules)) {
      const seat = seatOf(role, change, votes, model, day)
      const known = byRole.get(role) ?? seat
      byRole.set(role, {
        sure: known.sure.filter((key) => seat.sure.includes(key)),
        maybe: known.maybe.filter((key) => seat.maybe.includes(key)),
      })
    }
  }
  return [...byRole.values()]
}
