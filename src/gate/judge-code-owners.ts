import type { GateRule } from '../model/records.ts'
import { isOwner, ownersByFile } from './code-owners.ts'
import type { DecisionNode } from './gate-decision.ts'
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
  const { facts, votes } = context
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

  const standing = votes.filter((vote) => standingOf(vote) !== 'no')
  const found = [...filesByOwners(owned)].map(([names, files]) => {
    const owners = names.split(' ')
    return { owners, files, ...votesOf(owners, standing, context) }
  })
  const counted = new Set(found.flatMap(({ sure }) => sure))
  const names = standing.flatMap(({ key, actor }) => (actor !== undefined && counted.has(key) ? [actor.name] : []))
  const against = new Map(
    standing.filter(({ key }) => !counted.has(key)).map(({ key }) => [key, 'owns none of the changed files']),
  )
  const unmet = found.filter(({ sure }) => sure.length === 0)
  const open = unmet.filter(({ doubts }) => doubts.length === 0)
  const end = (verdict: DecisionNode['verdict'], message: string): Judged => ({
    ...asking({ ...node(verdict, message), counted: names.sort() }, found),
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

/** Keys of those who own and approve, of those of whom that is not known, and why it is not. */
function votesOf(owners: readonly string[], standing: readonly Vote[], { facts }: RuleContext) {
  const sure: string[] = []
  const maybe: string[] = []
  const doubts: string[] = []
  // The forge does not tell whose an address is.
  if (owners.every((owner) => !owner.startsWith('@'))) {
    doubts.push(`who is meant by ${owners.join(', ')} is not known: name a login or a team in CODEOWNERS`)
  }
  for (const vote of standing) {
    const owns = vote.actor !== undefined && isOwner(vote.actor, owners, facts)
    if (vote.actor === undefined || owns === false) continue
    if (owns === true && standingOf(vote) === 'yes') {
      sure.push(vote.key)
      continue
    }
    maybe.push(vote.key)
    doubts.push(owns === true ? `${vote.actor.name}: ${vote.unknown.join('; ')}` : owns)
  }
  return { sure, maybe, doubts }
}
