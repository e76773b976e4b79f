import { inclusionPath, largestPowerBelow } from './inclusion-proof.ts'
import { hashNode } from './merkle.ts'

/**
 * The inclusion proofs of several leaves of one tree. Each subtree is hashed once, however many proofs go by it.
 *
 * @param leafHashes all of the tree, 32 bytes each, in order
 * @param indexes from 0, each below the size of the tree
 * @returns for each index the hashes from the leaf's sibling up to a child of the root
 */
export function inclusionProofs(
  leafHashes: readonly Buffer[],
  indexes: readonly number[],
): ReadonlyMap<number, readonly Buffer[]> {
  const known = new Map<string, Buffer>()
  const rootOf = (from: number, to: number): Buffer => {
    const [leaf] = to - from === 1 ? leafHashes.slice(from, to) : []
    if (leaf !== undefined) return leaf
    const name = `${from} ${to}`
    const before = known.get(name)
    if (before !== undefined) return before
    const middle = from + largestPowerBelow(to - from)
    const made = hashNode(rootOf(from, middle), rootOf(middle, to))
    known.set(name, made)
    return made
  }
  return new Map(
    [...new Set(indexes)].map((index) => [
      index,
      inclusionPath(index, leafHashes.length).map(({ from, to }) => rootOf(from, to)),
    ]),
  )
}
