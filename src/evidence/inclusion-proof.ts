import { hashNode } from './merkle.ts'
import type { LeafRange } from './subtree-roots.ts'

/** A sibling on the way from a leaf to the root: the leaves below it, and the side on which it is. */
export interface Sibling extends LeafRange {
  readonly side: 'left' | 'right'
}

/**
 * The siblings whose hashes prove that a leaf is in a tree, from the leaf's own up to a child of the root.
 *
 * @param index from 0, below `size`
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1.1
 */
export function inclusionPath(index: number, size: number): readonly Sibling[] {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError(`there is no leaf ${index} in a tree of ${size}`)
  const path: Sibling[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    path.unshift(index < middle ? { from: middle, to, side: 'right' } : { from, to: middle, side: 'left' })
    if (index < middle) to = middle
    else from = middle
  }
  return path
}

/** Where RFC 6962 splits a tree: the largest power of two below its size. @param size at least 2 */
export function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/**
 * The root that a proof leads to.
 *
 * @param leafHash 32 bytes
 * @param hashes from the leaf's sibling up; a hash too many or too few is no proof
 * @returns undefined where there is no such leaf, or the hashes cannot be a proof of it
 */
export function rootByInclusion(
  index: number,
  size: number,
  leafHash: Buffer,
  hashes: readonly Buffer[],
): Buffer | undefined {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return undefined
  const path = inclusionPath(index, size)
  if (path.length !== hashes.length || [leafHash, ...hashes].some((hash) => hash.length !== 32)) return undefined
  return hashes.reduce(
    (hash, sibling, step) => (path[step]?.side === 'left' ? hashNode(sibling, hash) : hashNode(hash, sibling)),
    leafHash,
  )
}
