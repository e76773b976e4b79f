import type { ForgeAccount } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import { isSameLogin, rolesOn } from '../model/role-holders.ts'
import { isGhost } from './actors.ts'
import type { ConditionContext, Holds, Position } from './condition-context.ts'

type AuthorCondition = NonNullable<NonNullable<GateRule['when']>['authors']>

/**
 * Whether one of the authors is among these people or machines; below `not`, whether all of them are. Authors are who opened the
 * pull request, who asked a machine for it, and who wrote a commit: a machine that opens it for somebody, or a person who lends a
 * name, changes nothing. A name that does not exist is not known.
 */
export function isByAuthor(wanted: AuthorCondition, context: ConditionContext, position: Position): Holds {
  const { users = [], teams = [], roles = [] } = wanted
  const { facts, model } = context
  const missing = [
    ...users.filter((id) => !model.people.has(id)).map((id) => `there is no person ${id} in People`),
    ...teams.filter((id) => !model.teams.has(id)).map((id) => `there is no team ${id} in People`),
    ...roles.filter((id) => !model.roles.has(id)).map((id) => `there is no role ${id} in Roles`),
  ]
  if (missing.length > 0) return missing.join('; ')
  const { pull, commits } = facts
  const written = commits.known
    ? commits.value.flatMap(({ parties }) => parties.filter(({ as }) => as === 'author').map(({ account }) => account))
    : []
  const authors = [pull.author, ...(pull.requestedBy === null ? [] : [pull.requestedBy]), ...written]
  const known = authors.flatMap((account) => (account === null || isGhost(account) ? [] : [account]))
  const among = known.map((account) => isAmong(account, wanted, context))
  if (position === 'plain' ? among.includes(true) : among.includes(false)) return position === 'plain'
  if (!commits.known) return `the commits could not be read: ${commits.why}`
  if (known.length < authors.length) return 'the account of an author is not known'
  return position === 'negated'
}

function isAmong(
  account: ForgeAccount,
  { users = [], teams = [], roles = [], machines = [] }: AuthorCondition,
  { model, moment, actorOf }: ConditionContext,
): boolean {
  if (account.type === 'bot' && machines.some((login) => isSameLogin(login, account.login))) return true
  const { person } = actorOf(account)
  if (person === undefined) return false
  const held = rolesOn(model, person.id, moment.day)
  return (
    users.includes(person.id) ||
    teams.some((id) => model.teams.get(id)?.value.members?.includes(person.id) === true) ||
    roles.some((role) => held.has(role))
  )
}
