import type { PullRequestFacts } from '../model/facts.ts'
import { inSmallLetters } from '../model/role-holders.ts'
import { ownersOf, readCodeOwners } from '../read/code-owners.ts'
import type { Actor } from './actors.ts'
import { filesOf } from './changed-files.ts'
import { namesOf } from './match-paths.ts'
import { rememberedBy } from './remembered-by.ts'

/**
 * Owners of the changed files that have any, by path, from the CODEOWNERS file on the base; both names of a rename. A sentence
 * where that is not known: also for a line that GitHub does not understand, or that we do not, since it may own anything.
 * @see https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export const ownersByFile = rememberedBy((facts: PullRequestFacts): ReadonlyMap<string, readonly string[]> | string => {
  const files = filesOf(facts)
  if (typeof files === 'string') return files
  const { codeOwners } = facts
  if (!codeOwners.known) return `the code owners could not be read: ${codeOwners.why}`
  const [file] = codeOwners.value
  if (file === undefined) return 'there is no CODEOWNERS file on the base'
  const { lines, findings } = readCodeOwners(file.path, file.text)
  const [wrong] = findings
  if (wrong !== undefined) return `line ${wrong.at.line} of ${file.path} cannot be relied on: ${wrong.message}`
  const owned = new Map<string, readonly string[]>()
  for (const name of namesOf(files)) {
    const owners = ownersOf(lines, name)
    if (owners !== undefined && owners.length > 0) owned.set(name, owners)
  }
  return owned
})

/** Everybody who owns one of the changed files; a sentence where that, or who is in one of their teams, is not known. */
export const ownersOfChange = rememberedBy((facts: PullRequestFacts): readonly string[] | string => {
  const owned = ownersByFile(facts)
  if (typeof owned === 'string') return owned
  const owners = [...new Set([...owned.values()].flat())].sort()
  const unread = owners.find((owner) => owner.startsWith('@') && owner.includes('/') && !isReadTeam(owner, facts))
  return unread === undefined ? owners : `the members of ${unread.slice(1)}, a code owner, were not read`
})

const isReadTeam = (owner: string, { teams }: PullRequestFacts): boolean =>
  teams.some(({ team, members }) => team.toLowerCase() === owner.slice(1).toLowerCase() && members.known)

/** Who is meant by owners: logins in small letters, and numbers of the members of teams. Addresses mean nobody. */
export interface OwningAccounts {
  readonly logins: ReadonlySet<string>
  readonly ids: ReadonlySet<number>
  /** Why the members of one of the teams are not known. */
  readonly unread: string | undefined
}

export function accountsOfOwners(owners: readonly string[], facts: PullRequestFacts): OwningAccounts {
  const names = owners.filter((owner) => owner.startsWith('@')).map((owner) => inSmallLetters(owner.slice(1)))
  const teams = names.filter((name) => name.includes('/')).map((name) => membersOf(name, facts))
  return {
    logins: new Set(names.filter((name) => !name.includes('/'))),
    ids: new Set(teams.flatMap((members) => (typeof members === 'string' ? [] : members))),
    unread: teams.find((members) => typeof members === 'string'),
  }
}

export const isAmongOwners = ({ logins, ids }: OwningAccounts, { account }: Actor): boolean =>
  ids.has(account.id) || logins.has(inSmallLetters(account.login))

/** Who is in a team; a sentence where that is not known. Of two readings both must have the account. */
function membersOf(name: string, { teams }: PullRequestFacts): readonly number[] | string {
  const readings = teams.filter((one) => inSmallLetters(one.team) === name).map(({ members }) => members)
  const [first] = readings
  if (first === undefined) return `the members of ${name}, a code owner, were not read`
  const unread = readings.find((members) => !members.known)
  if (unread?.known === false) return `the members of ${name}, a code owner, could not be read: ${unread.why}`
  const sets = readings.map((members) => new Set(members.known ? members.value : []))
  return first.known ? first.value.filter((id) => sets.every((ids) => ids.has(id))) : []
}
