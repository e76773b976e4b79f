/** Users, organizations and teams. */
import { actorOf } from '../access.ts'
import { type Call, listOf, type Operations, ok, reads } from '../call.ts'
import { notFound, Refusal } from '../refusal.ts'
import { orgView, publicUserView, teamFullView, teamView, userView } from '../view-people.ts'
import { type Account, accountById, accountNamed, type Team, teamNamed, withChildTeams } from '../world.ts'
import { isOwner } from './inventory.ts'

function orgOf(call: Call): Account {
  const org = accountNamed(call.world, call.param('org'))
  if (org === undefined || org.type !== 'Organization') throw notFound()
  return org
}

/** To who is not a member, teams and memberships do not exist. */
function insideOrg(call: Call): Account {
  const org = orgOf(call)
  const who = call.credential
  if (who === undefined) throw new Refusal(401, 'Requires authentication')
  if (who.kind === 'user' && org.members.get(who.account.id)?.state !== 'active') throw notFound()
  return org
}

function teamOf(call: Call): Team {
  insideOrg(call)
  const team = teamNamed(call.world, call.param('org'), call.param('team_slug'))
  if (team === undefined) throw notFound()
  return team
}

const unique = <T>(items: readonly T[]) => [...new Set(items)]

export const peopleOperations: Operations = {
  'users/get-authenticated': reads([], (call) => {
    if (call.credential?.kind === 'installation') throw new Refusal(403, 'Resource not accessible by integration')
    return ok(publicUserView(call.world, actorOf(call.credential)))
  }),

  /** Asking costs nothing. */
  'rate-limit/get': reads([], ({ world }) => {
    if (world.requestsLeft === null) throw new Refusal(404, 'Rate limiting is not enabled.')
    const core = { limit: 5000, used: 5000 - world.requestsLeft, remaining: world.requestsLeft, reset: 1_800_000_000 }
    return ok({ resources: { core, search: { ...core, limit: 30, used: 0, remaining: 30 } }, rate: core })
  }),

  'users/get-by-username': reads([], (call) => {
    const account = accountNamed(call.world, call.param('username'))
    if (account === undefined) throw notFound()
    return ok(publicUserView(call.world, account))
  }),

  'orgs/list-members': reads(
    ['members:read'],
    (call) => {
      const org = insideOrg(call)
      const [role = 'all', filter = 'all'] = [call.query('role'), call.query('filter')]
      if (filter !== 'all' && !isOwner(call, org)) throw new Refusal(422, 'Only owners can use this filter.')
      const ids = [...org.members]
        .filter(([, member]) => member.state === 'active' && (role === 'all' || member.role === role))
        .map(([id]) => id)
        .filter((id) => filter !== '2fa_disabled' || call.world.inventory.without2fa.has(id))
      return listOf(accountsOf(call, ids), (account) => userView(call.world, account))
    },
    ['role', 'filter'],
  ),

  'orgs/get-membership-for-user': reads(['members:read'], (call) => {
    const org = insideOrg(call)
    const account = accountNamed(call.world, call.param('username'))
    const member = account === undefined ? undefined : org.members.get(account.id)
    if (account === undefined || member === undefined) throw notFound()
    const organization = orgView(call.world, org)
    return ok({
      url: `${organization.url}/memberships/${account.login}`,
      state: member.state,
      role: member.role,
      organization_url: organization.url,
      organization,
      user: userView(call.world, account),
    })
  }),

  'teams/list': reads(['members:read'], (call) => {
    const org = insideOrg(call)
    const teams = call.world.teams.filter((team) => team.org === org)
    return listOf(teams, (team) => teamView(call.world, team))
  }),

  'teams/get-by-name': reads(['members:read'], (call) => ok(teamFullView(call.world, teamOf(call)))),

  /** Active members, those of child teams too. */
  'teams/list-members-in-org': reads(
    ['members:read'],
    (call) => {
      const wanted = call.query('role') ?? 'all'
      const ids = withChildTeams(call.world, teamOf(call)).flatMap((team) =>
        [...team.members]
          .filter(([, member]) => member.state === 'active' && (wanted === 'all' || member.role === wanted))
          .map(([id]) => id),
      )
      return listOf(accountsOf(call, unique(ids)), (account) => userView(call.world, account))
    },
    ['role'],
  ),

  'teams/get-membership-for-user-in-org': reads(['members:read'], (call) => {
    const team = teamOf(call)
    const account = accountNamed(call.world, call.param('username'))
    const found = withChildTeams(call.world, team).map((each) =>
      account === undefined ? undefined : each.members.get(account.id),
    )
    const member = found.find((each) => each !== undefined)
    if (account === undefined || member === undefined) throw notFound()
    const url = `${call.world.url}/organizations/${team.org.id}/team/${team.id}/memberships/${account.login}`
    return ok({ url, role: member.role, state: member.state })
  }),

  'teams/list-child-in-org': reads(['members:read'], (call) => {
    const parent = teamOf(call)
    const children = call.world.teams.filter((team) => team.parent === parent)
    return listOf(children, (team) => teamView(call.world, team))
  }),
}

const accountsOf = (call: Call, ids: readonly number[]) => ids.flatMap((id) => accountById(call.world, id) ?? [])
