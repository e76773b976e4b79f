import type { GateVerdict } from '../model/outcome.ts'
import type { DecisionNode } from './gate-decision.ts'
import type { Judgement } from './judgement.ts'
import { worstOf } from './worst-verdict.ts'

/** One approval that is asked for, with the keys of the people who give it, and of those of whom that is not known. */
export interface Seat {
  readonly sure: readonly string[]
  readonly maybe: readonly string[]
}

/** Different people fill the seats of one list; somebody may sit in several lists of a group. */
export type SeatGroup = readonly (readonly Seat[])[]

/** One way in which a requirement holds: below `all` nobody may sit in two of its groups. */
export type Way = readonly SeatGroup[]

/** What was found about a requirement, or a part of one. */
export interface Judged {
  readonly node: DecisionNode
  /** Keys of the people whose approval counts for it. */
  readonly counted: ReadonlySet<string>
  /** Key -> why an approval that stands does not count for it. */
  readonly against: ReadonlyMap<string, string>
  /** It cannot be met without an approval. */
  readonly asksApproval: boolean
  /** Roles from which it asks for approvals. */
  readonly roles: ReadonlySet<string>
  /** In how many ways it could hold, by how it is written and not by who approved. */
  readonly size: number
  /** The ways in which it holds; none where it does not. To be asked only where there are not too many (`mostWays`). */
  readonly ways: () => readonly Way[]
}

/** More ways than this are not gone through: rules that have them say nothing that a person could follow. */
export const mostWays = 1000

/** A part that is about no approval. */
export const plain = (node: DecisionNode): Judged => seated(node, [])

/** A part with one way to hold. */
export const seated = (node: DecisionNode, group: SeatGroup): Judged => ({
  node,
  counted: new Set(),
  against: new Map(),
  asksApproval: false,
  roles: new Set(),
  size: 1,
  ways: () => (holds(node) ? [group.length === 0 ? [] : [group]] : []),
})

/** What does not apply asks for nothing. */
export const holds = ({ verdict }: DecisionNode): boolean => verdict === 'approved' || verdict === 'not-applicable'

/** A node that has nothing below it. */
export const leafNode = (path: string, kind: string, verdict: GateVerdict, message: string): DecisionNode => ({
  path,
  kind,
  verdict,
  message,
  counted: [],
  missing: undefined,
  children: [],
})

/** One node below `path` for each thing that was asked for; all of them must hold. */
export function plainList(path: string, kind: string, judgements: readonly Judgement[]): Judged {
  const children = judgements.map(({ verdict, message }, index) => leafNode(`${path}/${index}`, kind, verdict, message))
  const verdict = worstOf(children.map((node) => node.verdict)) ?? 'not-determined'
  const telling = children.filter((node) => node.verdict === verdict).map(({ message }) => message)
  return plain({ ...leafNode(path, kind, verdict, telling.join('; ')), children })
}

/** What several parts that must all hold have in common; `join` makes one way of a way of each. */
export function together(node: DecisionNode, parts: readonly Judged[], join: (ways: readonly Way[]) => Way): Judged {
  return {
    node,
    counted: new Set(parts.flatMap(({ counted }) => [...counted])),
    against: new Map(parts.flatMap(({ against }) => [...against])),
    asksApproval: parts.some(({ asksApproval }) => asksApproval),
    roles: new Set(parts.flatMap(({ roles }) => [...roles])),
    size: parts.reduce((product, { size }) => product * size, 1),
    ways: () => (holds(node) ? everyCombination(parts.map(({ ways }) => ways())).map(join) : []),
  }
}

/** Parts that stand side by side: one person may serve several. Only what lies below an `all` keeps its people apart. */
export function besides(ways: readonly Way[]): Way {
  const shared = ways.flatMap((way) => (way.length === 1 ? way.flat() : []))
  return [...(shared.length === 0 ? [] : [shared]), ...ways.flatMap((way) => (way.length === 1 ? [] : way))]
}

/** Parts each of which has people of its own. */
export const apart = (ways: readonly Way[]): Way => ways.flat()

const everyCombination = (lists: readonly (readonly Way[])[]): readonly (readonly Way[])[] =>
  lists.reduce<readonly (readonly Way[])[]>(
    (found, list) => found.flatMap((one) => list.map((way) => [...one, way])),
    [[]],
  )
