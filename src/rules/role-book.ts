import type { Located, Place } from '../model/location.ts'
import type { People, Person, Role, RoleAssignment, Roles } from '../model/records.ts'
import type { RoleBook } from '../model/role-holders.ts'
import type { Revision } from '../read/record-history.ts'

interface BranchHistory {
  /** The first parents of the protected branch, oldest first. */
  readonly commits: readonly string[]
  readonly revisions: ReadonlyMap<string, readonly Revision[]>
}

/** People, roles and who held them as they stood at a commit; undefined where the branch was never there or they are not readable. */
export type RoleBookAt = (commit: string) => RoleBook | undefined

/**
 * Looks up who held what at a commit of the protected branch. An assignment that was replaced by the next one is no longer
 * in the files, and who approved last year held it nevertheless.
 */
export function roleBooks({ commits, revisions }: BranchHistory): RoleBookAt {
  const positions = new Map(commits.map((sha, index) => [sha, index]))
  const relevant = [...revisions.values()].filter((all) =>
    all.some(({ value }) => value?.kind === 'Roles' || value?.kind === 'People'),
  )
  const known = new Map<string, RoleBook | undefined>()
  return (commit) => {
    if (!known.has(commit)) known.set(commit, bookAt(positions.get(commit)))
    return known.get(commit)
  }

  function bookAt(position: number | undefined): RoleBook | undefined {
    if (position === undefined) return undefined
    const people = new Map<string, Located<Person>>()
    const roles = new Map<string, Located<Role>>()
    const assignments: Located<RoleAssignment>[] = []
    for (const all of relevant) {
      const revision = all.findLast(({ commit }) => (positions.get(commit.sha) ?? Number.POSITIVE_INFINITY) <= position)
      if (revision?.state === 'unreadable') return undefined
      if (revision?.value?.kind === 'People') {
        const { people: rows } = revision.value.data as People
        for (const value of rows) if (!people.has(value.id)) people.set(value.id, { value, at: nowhere })
      }
      if (revision?.value?.kind === 'Roles') {
        const rows = revision.value.data as Roles
        for (const value of rows.roles ?? []) if (!roles.has(value.id)) roles.set(value.id, { value, at: nowhere })
        assignments.push(...(rows.assignments ?? []).map((value) => ({ value, at: nowhere })))
      }
    }
    return { people, roles, assignments }
  }
}

/** An earlier version of a file has no place that a finding could point at. */
const nowhere: Place = {
  file: '',
  locate: () => {
    throw new Error('an earlier version of a record has no place in the files under check')
  },
}
