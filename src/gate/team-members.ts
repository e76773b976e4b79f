import type { PullRequestFacts } from '../model/facts.ts'
import { isSameLogin } from '../model/role-holders.ts'

type Members = PullRequestFacts['teams'][number]['members']

/** Numbers of the accounts in a team of the forge; what was not read, as it reads after "the members of x ". */
export function membersOf(team: string, { teams }: Pick<PullRequestFacts, 'teams'>): ReadonlySet<number> | string {
  const [first, ...more] = teams.filter((found) => isSameLogin(found.team, team)).map(({ members }) => members)
  if (first === undefined) return 'were not read'
  if (more.some((other) => !isSameReading(first, other))) return 'were read twice, and differ'
  return first.known ? new Set(first.value) : `could not be read: ${first.why}`
}

function isSameReading(one: Members, other: Members): boolean {
  if (!one.known || !other.known) return false
  const ids = new Set(one.value)
  return ids.size === new Set(other.value).size && other.value.every((id) => ids.has(id))
}
