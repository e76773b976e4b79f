import { fillSeats } from '../model/distinct-people.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { DecisionNode } from './gate-decision.ts'
import type { Judgement } from './judgement.ts'
import { bestVerdict, worstOf } from './worst-verdict.ts'

/** One approval that is asked for, with the keys of the people who give it, and of those of whom that is not known. */
export interface Seat {
  readonly sure: readonly string[]
  readonly maybe: readonly string[]
}

/** One way to meet a requirement: what must hold besides the approvals, and the approvals. */
export interface Alternative {
  readonly verdict: GateVerdict
  readonly seats: readonly Seat[]
}

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
  readonly alternatives: readonly Alternative[]
}

/** A part that is about no approval. */
export const plain = (node: DecisionNode): Judged => ({
  node,
  counted: new Set(),
  against: new Map(),
  asksApproval: false,
  roles: new Set(),
  alternatives: [{ verdict: node.verdict, seats: [] }],
})

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

/** Whether different people fill all of the seats. */
export function verdictOfSeats(seats: readonly Seat[]): GateVerdict {
  if (fillSeats(seats.map(({ sure }) => sure)).empty.length === 0) return 'approved'
  const possible = fillSeats(seats.map(({ sure, maybe }) => [...sure, ...maybe])).empty.length === 0
  return possible ? 'not-determined' : 'pending'
}

/** The best of the ways, each by different people. */
export function bestOf(alternatives: readonly Alternative[]): GateVerdict {
  return bestVerdict(alternatives.map(({ verdict, seats }) => worstOf([verdict, verdictOfSeats(seats)]) ?? 'approved'))
}

/** More ways than this are not gone through: rules that have them say nothing that a person could follow. */
export const mostWays = 200

/** Every combination of one way of each; undefined where there are too many. */
export function combine(lists: readonly (readonly Alternative[])[]): readonly Alternative[] | undefined {
  let ways: readonly Alternative[] = [{ verdict: 'not-applicable', seats: [] }]
  for (const list of lists) {
    if (ways.length * list.length > mostWays) return undefined
    ways = ways.flatMap((way) =>
      list.map((more) => ({
        verdict: worstOf([way.verdict, more.verdict]) ?? 'not-applicable',
        seats: [...way.seats, ...more.seats],
      })),
    )
  }
  return ways
}

/** What several parts that must all hold have in common. */
export function together(node: DecisionNode, parts: readonly Judged[]): Judged {
  const ways = combine(parts.map(({ alternatives }) => alternatives))
  return {
    node,
    counted: new Set(parts.flatMap(({ counted }) => [...counted])),
    against: new Map(parts.flatMap(({ against }) => [...against])),
    asksApproval: parts.some(({ asksApproval }) => asksApproval),
    roles: new Set(parts.flatMap(({ roles }) => [...roles])),
    alternatives: ways ?? [{ verdict: 'not-determined', seats: [] }],
  }
}
