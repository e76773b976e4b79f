import type { GateRule } from '../model/records.ts'
import { filesOf } from './changed-files.ts'
import { isOwner, ownersByFile } from './code-owners.ts'
import type { DecisionNode } from './gate-decision.ts'
import { type Judged, leafNode } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { standingOf } from './votes.ts'

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
  const counted = new Set<string>()
  const against = new Map<string, string>()
  const end = (node: DecisionNode, asksApproval: boolean): Judged => ({
    node,
    counted,
    against,
    asksApproval,
    roles: new Set(),
    alternatives: [{ verdict: node.verdict, seats: [] }],
  })
  const node = (verdict: DecisionNode['verdict'], message: string) => leafNode(path, 'codeOwners', verdict, message)
  const files = filesOf(facts)
  if (typeof files === 'string') return end(node('not-determined', files), true)
  const owned = ownersByFile(files, facts)
  if (typeof owned === 'string') return end(node('not-determined', owned), true)
  if (owned.size === 0) return end(node('not-applicable', 'no changed file has code owners'), false)

  const standing = votes.filter((vote) => standingOf(vote) !== 'no' && vote.actor !== undefined)
  const open: string[] = []
  const doubts: string[] = []
  const names = new Set<string>()
  for (const [file, owners] of owned) {
    const of = standing.map((vote) => ({ vote, is: isOwner(vote, owners, facts) }))
    const sure = of.filter(({ vote, is }) => is === true && standingOf(vote) === 'yes')
    for (const { vote } of sure) {
      counted.add(vote.key)
      names.add(vote.actor?.name ?? '')
    }
    if (sure.length > 0) continue
    const doubt = of.find(({ vote, is }) => is !== false && (typeof is === 'string' || standingOf(vote) === 'unknown'))
    if (doubt === undefined) open.push(`${file} (${owners.join(', ')})`)
    else
      doubts.push(
        typeof doubt.is === 'string' ? doubt.is : `${doubt.vote.actor?.name}: ${doubt.vote.unknown.join('; ')}`,
      )
  }
  for (const { key } of standing) if (!counted.has(key)) against.set(key, 'owns none of the changed files')
  const shown = { counted: [...names].sort() }
  if (open.length > 0) {
    const more = open.length > mostNamed ? ` and ${open.length - mostNamed} more` : ''
    const message = `an owner must approve each of ${open.slice(0, mostNamed).join(', ')}${more}`
    return end({ ...node('pending', message), ...shown }, true)
  }
  if (doubts.length > 0)
    return end({ ...node('not-determined', [...new Set(doubts)].sort().join('; ')), ...shown }, true)
  return end({ ...node('approved', 'owners of every owned file have approved'), ...shown }, true)
}
