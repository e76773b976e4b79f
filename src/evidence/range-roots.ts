import { largestPowerBelow } from './inclusion-proof.ts'
import { hashNode } from './merkle.ts'
import type { LeafRange } from './subtree-roots.ts'

/**
 * Roots over ranges of leaves that may lie in each other, as many proofs of one tree need them. `subtreeRoots` holds less and
 * takes ranges that do not overlap.
 *
 * @param leafHashes 32 bytes each, one after the other
 * @returns root over a range that RFC 6962 makes when it splits the tree; each is computed once
 */
export function rangeRoots(leafHashes: Buffer): (range: LeafRange) => Buffer {
  const known = new Map<string, Buffer>()
  const rootOf = (from: number, to: number): Buffer => {
    if (to - from === 1) return leafHashes.subarray(from * 32, to * 32)
    const key = `${from}-${to}`
    const found = known.get(key)
    if (found !== undefined) return found
    const middle = from + largestPowerBelow(to - from)
    const root = hashNode(rootOf(from, middle), rootOf(middle, to))
    known.set(key, root)
    return root
  }
  return ({ from, to }) => rootOf(from, to)
}
