import type { PullRequestFacts } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toId, toObject } from './json.ts'
import { wholeList } from './pages.ts'
import { notKnown, readingOf } from './reading.ts'

type TeamMembers = PullRequestFacts['teams'][number]

/** The limit of `schemas/pull-request-facts.json`; a team that is not in a snapshot is not known to the gate. */
const mostTeams = 50

/**
 * Active members of the teams, child teams included, each team once (names do not differ by case). A pending invitation is no
 * membership and not listed.
 */
export function readTeams(session: Session, wanted: readonly string[]): Promise<readonly TeamMembers[]> {
  const once = new Map<string, string>()
  for (const team of wanted) if (!once.has(team.toLowerCase())) once.set(team.toLowerCase(), team)
  return Promise.all([...once.values()].slice(0, mostTeams).map((team) => readTeam(session, team)))
}

async function readTeam(session: Session, team: string): Promise<TeamMembers> {
  const match = /^([^/\s]+)\/([^/\s]+)$/.exec(team)
  if (match === null) return { team, members: notKnown(`${team} is not written as organisation/team.`) }
  const [, org = '', slug = ''] = match
  const members = await readingOf(async () => {
    const entries = await wholeList(session, {
      endpoint: endpoints.teamMembers,
      parameters: { org, team_slug: slug },
      about: team,
    })
    return [...new Set(entries.map((entry) => toId(toObject(entry, 'a member')['id'], 'the id of a member')))]
  })
  return { team, members }
}
