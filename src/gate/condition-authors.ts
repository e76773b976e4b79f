import type { GateRule } from '../model/records.ts'
import { isSameLogin, rolesOn } from '../model/role-holders.ts'
import { isGhost } from './actors.ts'
import type { ConditionContext, Holds } from './condition-context.ts'

type AuthorCondition = NonNullable<NonNullable<GateRule['when']>['authors']>

/**
 * Whether the author is one of these people, or one of these machines. Where a machine opened it for somebody, that person is the
 * author. A name that does not exist is not known.
 */
export function isByAuthor(
  { users = [], teams = [], roles = [], machines = [] }: AuthorCondition,
  { facts, model, moment, actorOf }: ConditionContext,
): Holds {
  const author = facts.pull.requestedBy ?? facts.pull.author
  const missing = [
    ...users.filter((id) => !model.people.has(id)).map((id) => `there is no person ${id} in People`),
    ...teams.filter((id) => !model.teams.has(id)).map((id) => `there is no team ${id} in People`),
    ...roles.filter((id) => !model.roles.has(id)).map((id) => `there is no role ${id} in Roles`),
  ]
  if (missing.length > 0) return missing.join('; ')
  if (author === null || isGhost(author)) return 'the account of the author was deleted'
  const isMachine = author.type === 'bot' && machines.some((login) => isSameLogin(login, author.login))
  const { person } = actorOf(author)
  if (person === undefined) return isMachine
  const held = rolesOn(model, person.id, moment.day)
  return (
    isMachine ||
    users.includes(person.id) ||
    teams.some((id) => model.teams.get(id)?.value.members?.includes(person.id) === true) ||
    roles.some((role) => held.has(role))
  )
}
