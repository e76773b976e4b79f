import type { TeamItem } from '../../../model/dataset-items.ts'
import { accountIn } from '../account.ts'
import type { Session } from '../client.ts'
import { endpoints } from '../endpoints.ts'
import { malformed, orNull, toObject } from '../json.ts'
import { partLog } from './part-log.ts'
import { type CollectSubject, itemText } from './subject.ts'
import type { SystemReading } from './system-reading.ts'

/** Teams and who is in them; those of child teams are members of their parents, too. Nothing where a person owns the repository. */
export async function readTeamMembers(
  session: Session,
  { organisation }: CollectSubject,
): Promise<readonly SystemReading[]> {
  if (organisation === undefined) return []
  const { parameters, about, system } = organisation
  const log = partLog(session)
  const teams = await log.list({
    part: 'teams',
    endpoint: endpoints.teams,
    parameters,
    about,
    parse: (entry) => {
      const { slug, parent } = toObject(entry, 'a team')
      return {
        team: itemText(slug, 'the slug of a team'),
        parent: orNull(parent, (above) => itemText(toObject(above, 'a team')['slug'], 'the slug of a team')),
      }
    },
  })
  const lists = await Promise.all(
    teams.entries.flatMap(({ team, parent }) =>
      (['maintainer', 'member'] as const).map((role) =>
        log.list({
          part: role === 'member' ? 'members of teams' : 'maintainers of teams',
          endpoint: endpoints.teamMembers,
          parameters: { ...parameters, team_slug: team, role },
          about: `${about}, team ${team}`,
          parse: (entry): TeamItem => {
            const account = accountIn({ member: entry }, 'member', 'a member of a team')
            if (account === null) throw malformed('a member of a team', 'an account')
            return { team, parent, account: account.login, role }
          },
        }),
      ),
    ),
  )
  return [{ system, items: lists.flatMap(({ entries }) => entries), parts: log.parts() }]
}
