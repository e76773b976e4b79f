import type { GateRule } from '../model/records.ts'
import { inSmallLetters } from '../model/role-holders.ts'
import { accountsOfOwners, ownersByFile } from './code-owners.ts'
import type { DecisionNode } from './gate-decision.ts'
import { rememberedBy } from './remembered-by.ts'
import { type Judged, leafNode, type Seat, seated } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { standingOf, type Vote } from './votes.ts'

/** Files named in a message. */
const mostNamed = 3

/**
 * Every changed file that has owners has the approval of one of them. An owner who had a part in the change does not count:
 * GitHub takes an author who is an owner for an approval, which would let one person write and approve.
 */
export function judgeCodeOwners(
  _requirement: NonNullable<GateRule['require']>,
  context: RuleContext,
  path: string,
): Judged {
  const { facts } = context
  const owned = ownersByFile(facts)
  const node = (verdict: DecisionNode['verdict'], message: string) => leafNode(path, 'codeOwners', verdict, message)
  const asking = (asked: DecisionNode, seats: readonly Seat[] = []): Judged => ({
    ...seated(
      asked,
      seats.map((seat) => [seat]),
    ),
    asksApproval: true,
  })
  if (typeof owned === 'string') return asking(node('not-determined', owned))
  if (owned.size === 0) return seated(node('not-applicable', 'no changed file has code owners'), [])

  const { found, counted, names, against } = approvalsOfOwners(context)
  const unmet = found.filter(({ sure }) => sure.length === 0)
  const open = unmet.filter(({ doubts }) => doubts.length === 0)
  const end = (verdict: DecisionNode['verdict'], message: string): Judged => ({
    ...asking({ ...node(verdict, message), counted: names }, found),
    counted,
    against,
  })
  if (open.length > 0) {
    const files = open.flatMap(({ owners, files: own }) => own.map((file) => `${file} (${owners.join(', ')})`)).sort()
    const more = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : ''
    return end('pending', `an owner must approve each of ${files.slice(0, mostNamed).join(', ')}${more}`)
  }
  if (unmet.length > 0) {
    return end('not-determined', [...new Set(unmet.flatMap(({ doubts }) => doubts))].sort().join('; '))
  }
  return end('approved', 'owners of every owned file have approved')
}

/** Files that the same owners own, by the owners: one list of them is looked at once, however many files there are. */
function filesByOwners(owned: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>()
  for (const [file, owners] of owned) {
    const names = owners.join(' ')
    const known = files.get(names)
    if (known === undefined) files.set(names, [file])
    else known.push(file)
  }
  return files
}

interface OwnersOfFiles extends Seat {
  readonly owners: readonly string[]
  readonly files: readonly string[]
  /** Why it is not known of somebody whether they own or approve. */
  readonly doubts: readonly string[]
}

/** What does not depend on the rule: it is looked at once, however many rules ask for owners. */
const approvalsOfOwners = rememberedBy(({ facts, votes }: RuleContext) => {
  const owned = ownersByFile(facts)
  const standing = votes.filter((vote) => standingOf(vote) !== 'no')
  const byLogin = new Map<string, Vote[]>()
  const byId = new Map<number, Vote[]>()
  for (const vote of standing) {
    if (vote.actor === undefined) continue
    const { id, login } = vote.actor.account
    const name = inSmallLetters(login)
    byLogin.set(name, [...(byLogin.get(name) ?? []), vote])
    byId.set(id, [...(byId.get(id) ?? []), vote])
  }
  const found = [...filesByOwners(typeof owned === 'string' ? new Map() : owned)].map(
    ([names, files]): OwnersOfFiles => {
      const owners = names.split(' ')
      const accounts = accountsOfOwners(owners, facts)
      const own = new Set([
        ...[...accounts.logins].flatMap((login) => byLogin.get(login) ?? []),
        ...[...accounts.ids].flatMap((id) => byId.get(id) ?? []),
      ])
      return { owners, files, ...votesOf(owners, own, accounts.unread, standing) }
    },
  )
  const counted: ReadonlySet<string> = new Set(found.flatMap(({ sure }) => sure))
  const names = standing.flatMap(({ key, actor }) => (actor !== undefined && counted.has(key) ? [actor.name] : []))
  const against: ReadonlyMap<string, string> = new Map(
    standing.filter(({ key }) => !counted.has(key)).map(({ key }) => [key, 'owns none of the changed files']),
  )
  return { found, counted, names: names.sort(), against }
})

/** Keys of those who own and approve, of those of whom that is not known, and why it is not. */
function votesOf(
  owners: readonly string[],
  own: ReadonlySet<Vote>,
  unread: string | undefined,
  standing: readonly Vote[],
): Omit<OwnersOfFiles, 'owners' | 'files'> {
  const yes = [...own].filter((vote) => standingOf(vote) === 'yes')
  const unsure = [...own].filter((vote) => standingOf(vote) === 'unknown')
  // Anybody may be in a team whose members are not known.
  const others = unread === undefined ? [] : standing.filter((vote) => !own.has(vote))
  const doubts = unsure.map(({ actor, unknown }) => `${actor?.name}: ${unknown.join('; ')}`)
  if (unread !== undefined && others.length > 0) doubts.push(unread)
  // The forge does not tell whose an address is.
  if (owners.every((owner) => !owner.startsWith('@'))) {
    doubts.push(`who is meant by ${owners.join(', ')} is not known: name a login or a team in CODEOWNERS`)
  }
  const keys = (list: readonly Vote[]) => list.map(({ key }) => key)
  return { sure: keys(yes), maybe: keys([...unsure, ...others]), doubts }
}
