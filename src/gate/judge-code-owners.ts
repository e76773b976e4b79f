import type { GateRule } from '../model/records.ts'
import { filesOf } from './changed-files.ts'
import { isOwner, ownersByFile } from './code-owners.ts'
import type { DecisionNode } from './gate-decision.ts'
import { type Alternative, type Judged, leafNode, mostWays, type Seat } from './requirement.ts'
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
  const end = (node: DecisionNode, asksApproval: boolean, ways?: readonly Alternative[]): Judged => ({
    node,
    counted,
    against,
    asksApproval,
    roles: new Set(),
    alternatives: ways ?? [{ verdict: node.verdict, seats: [] }],
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
  const seats: Seat[] = []
  for (const [file, owners] of owned) {
    const of = standing.map((vote) => ({ vote, is: isOwner(vote, owners, facts) }))
    const sure = of.filter(({ vote, is }) => is === true && standingOf(vote) === 'yes')
    seats.push({
      sure: sure.map(({ vote }) => vote.key),
      maybe: of.filter((one) => one.is !== false && !sure.includes(one)).map(({ vote }) => vote.key),
    })
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
  const ways = waysToOwn(seats)
  for (const { key } of standing) if (!counted.has(key)) against.set(key, 'owns none of the changed files')
  const shown = { counted: [...names].sort() }
  if (open.length > 0) {
    const more = open.length > mostNamed ? ` and ${open.length - mostNamed} more` : ''
    const message = `an owner must approve each of ${open.slice(0, mostNamed).join(', ')}${more}`
    return end({ ...node('pending', message), ...shown }, true, ways)
  }
  if (doubts.length > 0)
    return end({ ...node('not-determined', [...new Set(doubts)].sort().join('; ')), ...shown }, true, ways)
  return end({ ...node('approved', 'owners of every owned file have approved'), ...shown }, true, ways)
}

/**
 * Every choice of owners of whom one approves each file: one person may own many of the files, so that a file more wants another
 * person only where nobody who was chosen owns it.
 */
function waysToOwn(seats: readonly Seat[]): readonly Alternative[] {
  let ways: ReadonlyMap<string, readonly Seat[]> = new Map([['', []]])
  for (const seat of seats) {
    const next = new Map<string, readonly Seat[]>()
    for (const chosen of ways.values()) {
      const isOwned = chosen.some((one) => [...one.sure, ...one.maybe].some((key) => seat.sure.includes(key)))
      const one = seat.sure.length === 0 ? [[seat]] : seat.sure.map((key): Seat[] => [{ sure: [key], maybe: [] }])
      for (const more of isOwned ? [[]] : one) {
        const way = [...chosen, ...more]
        next.set(nameOfWay(way), way)
      }
    }
    if (next.size > mostWays) return [{ verdict: 'not-determined', seats: [] }]
    ways = next
  }
  return [...ways.values()].map((chosen): Alternative => ({ verdict: 'not-applicable', seats: chosen }))
}

const nameOfWay = (way: readonly Seat[]): string =>
  way
    .map(({ sure, maybe }) => JSON.stringify([sure, [...maybe].sort()]))
    .sort()
    .join()
