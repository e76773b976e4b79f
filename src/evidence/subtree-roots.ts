import { appendLeaf, emptyEdge, type RightEdge, rootOf } from './merkle.ts'

/** Leaves `from` up to, not including, `to`. */
export interface LeafRange {
  readonly from: number
  readonly to: number
}

/**
 * Takes the leaves of a log as they pass by, once and in order, and gives the root of the tree over each range (RFC 6962: the
 * hashes of a proof are such roots). Holds a right edge for the range at hand and one for the whole, whatever the size.
 *
 * @param ranges none empty, no two with a leaf in common; in any order
 */
export function subtreeRoots(ranges: readonly LeafRange[]): {
  take(leafHash: Buffer): void
  /** Leaves so far. */
  size(): number
  /** Root over all leaves so far. */
  root(): Buffer
  /** Roots in the order of the ranges. @throws RangeError where leaves are missing */
  roots(): readonly Buffer[]
} {
  const waiting = ranges.map((range, position) => ({ ...range, position })).sort((one, other) => one.from - other.from)
  const found = new Map<number, Buffer>()
  let whole = emptyEdge
  let part: RightEdge = emptyEdge
  let next = 0
  return {
    take(leafHash) {
      const index = whole.size
      whole = appendLeaf(whole, leafHash)
      const range = waiting[next]
      if (range === undefined || index < range.from) return
      part = appendLeaf(part, leafHash)
      if (index + 1 < range.to) return
      found.set(range.position, rootOf(part))
      part = emptyEdge
      next += 1
    },
    size: () => whole.size,
    root: () => rootOf(whole),
    roots: () =>
      ranges.map((range, position) => {
        const root = found.get(position)
        if (root === undefined) throw new RangeError(`leaves ${range.from} to ${range.to} were not all taken`)
        return root
      }),
  }
}
