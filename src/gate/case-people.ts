import type { CasePerson } from '../model/gate-cases.ts'
import type { ProgramModel } from '../model/program-model.ts'
import { readProgram } from '../read/read-program.ts'

/** Long before any case, so that everybody is there. */
const since = '2000-01-01'

/**
 * The program with other people: those of the cases hold the roles that the cases give them, and nobody else does. What roles
 * there are and what rules say stays. Ids that are no roles or teams of the program are told.
 */
export function withCasePeople(
  model: ProgramModel,
  people: readonly CasePerson[],
): { readonly model: ProgramModel; readonly unknown: readonly string[] } {
  const teamIds = new Set(people.flatMap(({ teams }) => teams ?? []))
  // JSON is YAML: read like any program, so that cases mean what records mean.
  const records = [
    {
      apiVersion: 'countersign/v1',
      kind: 'People',
      people: people.map(({ id, type }, index) => ({
        id,
        name: id,
        type: type ?? 'employee',
        start: since,
        accounts: [{ login: loginOf(id), id: accountIdOf(index) }],
      })),
      teams: [...teamIds].map((id) => ({
        id,
        title: id,
        members: people.filter(({ teams }) => teams?.includes(id) === true).map((person) => person.id),
      })),
    },
    {
      apiVersion: 'countersign/v1',
      kind: 'Roles',
      roles: [],
      assignments: people.flatMap(({ id, roles }) =>
        (roles ?? []).map((role) => ({ role, person: id, grantedAt: since })),
      ),
    },
  ]
  const files = records.map((record, index) => ({
    path: `cases-${index}.yaml`,
    bytes: new TextEncoder().encode(JSON.stringify(record)),
  }))
  const read = readProgram(files)
  const ids = people.map(({ id }) => id)
  const unknown = [
    ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the id ${id} is given twice`)),
    ...[...new Set(people.flatMap(({ roles }) => roles ?? []))]
      .filter((role) => !model.roles.has(role))
      .map((role) => `there is no role ${role}`),
    ...[...teamIds].filter((team) => !model.teams.has(team)).map((team) => `there is no team ${team}`),
    ...read.problems.map(({ message }) => message),
  ]
  const { people: persons, teams, assignments } = read.model
  return { model: { ...model, people: persons, teams, assignments }, unknown }
}

/** A login ends in no `_` or `-`; the number tells two of them apart. */
function loginOf(id: string): string {
  const end = [...id].findLastIndex((letter) => letter !== '_' && letter !== '-') + 1
  return end === 0 ? id : id.slice(0, end)
}

const accountIdOf = (index: number): number => 1_000_000 + index
