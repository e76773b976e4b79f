import type { PullRequestFacts } from '../model/facts.ts'
import { inSmallLetters } from '../model/role-holders.ts'
import { ownersOf, readCodeOwners } from '../read/code-owners.ts'
import type { Actor } from './actors.ts'
import { filesOf } from './changed-files.ts'
import { canBeInTree, namesOf } from './match-paths.ts'
import { rememberedBy } from './remembered-by.ts'
import { membersOf } from './team-members.ts'

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
    if (!canBeInTree(name)) return `who owns ${name} is not known: no git tree holds such a path`
    const owners = ownersOf(lines, name)
    if (owners !== undefined && owners.length > 0) owned.set(name, owners)
  }
  return new Map([...owned].sort(([one], [other]) => (one < other ? -1 : 1)))
})

/** Everybody who owns one of the changed files; a sentence where that, or who is in one of their teams, is not known. */
export const ownersOfChange = rememberedBy((facts: PullRequestFacts): readonly string[] | string => {
  const owned = ownersByFile(facts)
  if (typeof owned === 'string') return owned
  const owners = [...new Set([...owned.values()].flat())].sort()
  for (const owner of owners) {
    const team = owner.slice(1)
    const members = owner.startsWith('@') && team.includes('/') ? membersOf(team, facts) : undefined
    if (typeof members === 'string') return `the members of ${team}, a code owner, ${members}`
  }
  return owners
})

/** Who is meant by owners: logins in small letters, and numbers of the members of teams. Addresses mean nobody. */
export interface OwningAccounts {
  readonly logins: ReadonlySet<string>
  readonly ids: ReadonlySet<number>
  /** Why the members of one of the teams are not known. */
  readonly unread: string | undefined
}

export function accountsOfOwners(owners: readonly string[], facts: Pick<PullRequestFacts, 'teams'>): OwningAccounts {
  const names = owners.filter((owner) => owner.startsWith('@')).map((owner) => inSmallLetters(owner.slice(1)))
  const logins = new Set<string>()
  const ids = new Set<number>()
  let unread: string | undefined
  for (const name of names) {
    const members = name.includes('/') ? membersOf(name, facts) : undefined
    if (members === undefined) logins.add(name)
    else if (typeof members === 'string') unread ??= `the members of ${name}, a code owner, ${members}`
    else for (const id of members) ids.add(id)
  }
  return { logins, ids, unread }
}

export const isAmongOwners = ({ logins, ids }: OwningAccounts, { account }: Actor): boolean =>
  ids.has(account.id) || logins.has(inSmallLetters(account.login))
