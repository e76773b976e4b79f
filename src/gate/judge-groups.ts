import { bestOf, combine, type Judged, leafNode, together } from './requirement.ts'
import { bestVerdict, worstOf } from './worst-verdict.ts'

/** All of the parts, by different people: nobody serves two of them. */
export function judgeAll(path: string, parts: readonly Judged[]): Judged {
  const ways = combine(parts.map(({ alternatives }) => alternatives))
  const verdict = ways === undefined ? 'not-determined' : bestOf(ways)
  const each = worstOf(parts.map(({ node }) => node.verdict))
  const telling = parts.filter(({ node }) => node.verdict === verdict).map(({ node }) => node.message)
  const message =
    ways === undefined
      ? 'the rules have too many combinations to be judged'
      : each === 'approved' && verdict !== 'approved'
        ? `it needs the approvals of different people, and those who approved serve only one of them each`
        : telling.join('; ') || 'all of them hold'
  const children = parts.map(({ node }) => node)
  return together({ ...leafNode(path, 'all', verdict, message), counted: names(parts), children }, parts)
}

/** One of the parts is enough; the best of them decides. */
export function judgeAny(path: string, parts: readonly Judged[]): Judged {
  const verdict = bestVerdict(parts.map(({ node }) => node.verdict))
  const telling = [...new Set(parts.filter(({ node }) => node.verdict === verdict).map(({ node }) => node.message))]
  const children = parts.map(({ node }) => node)
  const node = { ...leafNode(path, 'any', verdict, telling.join(', or ')), counted: names(parts), children }
  return {
    ...together(node, parts),
    // One way that asks for no approval is a way without any.
    asksApproval: parts.every(({ asksApproval }) => asksApproval),
    alternatives: parts.flatMap(({ alternatives }) => alternatives),
  }
}

const names = (parts: readonly Judged[]): readonly string[] =>
  [...new Set(parts.flatMap(({ node }) => node.counted))].sort()
