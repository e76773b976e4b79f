import type { GateVerdict } from '../model/outcome.ts'
import { apart, type Judged, leafNode, mostWays, together, type Way } from './requirement.ts'
import { canBeSeated } from './seat-groups.ts'
import { bestVerdict, worstOf } from './worst-verdict.ts'

/** All of the parts, by different people: nobody serves two of them. */
export function judgeAll(path: string, parts: readonly Judged[]): Judged {
  const children = parts.map(({ node }) => node)
  const each = worstOf(children.map((node) => node.verdict)) ?? 'not-applicable'
  const end = (verdict: GateVerdict, message: string): Judged =>
    together({ ...leafNode(path, 'all', verdict, message), counted: names(parts), children }, parts, apart)
  // Counted as it is written: one approval more must never make it too many.
  if (parts.reduce((product, { size }) => product * size, 1) > mostWays) {
    return end(
      'not-determined',
      `it can be met in more than ${mostWays} ways: write it with fewer \`any\` below \`all\``,
    )
  }
  if (each !== 'approved') {
    const telling = children.filter((node) => node.verdict === each).map(({ message }) => message)
    return end(each, telling.join('; '))
  }
  const seats = seatsOf(end('approved', '').ways())
  if (seats === 'approved') return end('approved', 'all of them hold')
  return end(
    seats,
    seats === 'pending'
      ? 'each of its parts needs people of its own, and some of those who approved are needed for two of them: one more person has to approve'
      : 'whether different people approved for each of its parts is not known',
  )
}

/** Whether different people fill the seats of one of the ways. */
function seatsOf(ways: readonly Way[]): GateVerdict {
  const outcomes = ways.map((way) => {
    if (canBeSeated(way.map((group) => group.map((list) => list.map(({ sure }) => sure)))) === true) return 'approved'
    const most = way.map((group) => group.map((list) => list.map(({ sure, maybe }) => [...sure, ...maybe])))
    return canBeSeated(most) === false ? 'pending' : 'not-determined'
  })
  return (['approved', 'not-determined', 'pending'] as const).find((one) => outcomes.includes(one)) ?? 'not-determined'
}

/** One of the parts that apply is enough; the best of them decides. */
export function judgeAny(path: string, parts: readonly Judged[]): Judged {
  const children = parts.map(({ node }) => node)
  const verdict = bestVerdict(children.map((node) => node.verdict))
  const telling = [...new Set(children.filter((node) => node.verdict === verdict).map(({ message }) => message))]
  const node = { ...leafNode(path, 'any', verdict, telling.join(', or ')), counted: names(parts), children }
  // A part that does not apply asks for nothing: it is no way around the others.
  const applying = parts.filter((part) => part.node.verdict !== 'not-applicable')
  return {
    ...together(node, parts, apart),
    // One way that asks for no approval is a way without any.
    asksApproval: applying.length > 0 && applying.every(({ asksApproval }) => asksApproval),
    size: parts.reduce((sum, { size }) => sum + size, 0),
    ways: () => (applying.length === 0 ? [[]] : applying.flatMap(({ ways }) => ways())),
  }
}

const names = (parts: readonly Judged[]): readonly string[] =>
  [...new Set(parts.flatMap(({ node }) => node.counted))].sort()
