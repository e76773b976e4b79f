import type { PullRequestFacts } from '../model/facts.ts'
import { isSameLogin } from '../model/role-holders.ts'
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

/** Whether somebody is one of the owners; a sentence where the members of a team are not known. Addresses match nobody. */
export function isOwner(actor: Actor, owners: readonly string[], facts: PullRequestFacts): boolean | string {
  const found = owners.map((owner) => matchesOwner(actor, owner.toLowerCase(), facts))
  return found.includes(true) || (found.find((one) => typeof one === 'string') ?? false)
}

function matchesOwner({ account }: Actor, owner: string, facts: PullRequestFacts): boolean | string {
  if (!owner.startsWith('@')) return false
  const name = owner.slice(1)
  if (!name.includes('/')) return isSameLogin(account.login, name)
  const members = membersOf(name, facts)
  return typeof members === 'string' ? `the members of ${name}, a code owner, ${members}` : members.has(account.id)
}
