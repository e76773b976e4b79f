import { largestPowerBelow } from './inclusion-proof.ts'
import { hashNode } from './merkle.ts'
import type { LeafRange } from './subtree-roots.ts'

/**
 * The subtrees whose roots prove that a tree continues a smaller one, in the order of the proof. Their roots are the proof.
 *
 * @param from size of the smaller tree, at least 1: every tree continues the empty one, so nothing would be proved
 * @param to at least `from`; where they are equal the proof is empty
 * @see https://www.rfc-editor.org/rfc/rfc6962#section-2.1.2
 */
export function consistencyRanges(from: number, to: number): readonly LeafRange[] {
  if (!areSizes(from, to)) throw new RangeError(`no tree of ${to} leaves continues one of ${from}`)
  const ranges: LeafRange[] = []
  let [start, end, isWhole] = [0, to, true]
  // Down to the subtree at which the smaller tree ends, then the rest from there up.
  while (from < end) {
    const middle = start + largestPowerBelow(end - start)
    if (from <= middle) {
      ranges.unshift({ from: middle, to: end })
      end = middle
    } else {
      ranges.unshift({ from: start, to: middle })
      start = middle
      isWhole = false
    }
  }
  return isWhole ? ranges : [{ from: start, to: end }, ...ranges]
}

export interface TreeHead {
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

/**
 * Whether a proof shows that the larger tree begins with all leaves of the smaller one, in their order. Never throws.
 *
 * @param hashes roots of `consistencyRanges`, in their order; one too many or too few is no proof
 * @see https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.2
 */
export function isConsistent(smaller: TreeHead, larger: TreeHead, hashes: readonly Buffer[]): boolean {
  if (!areSizes(smaller.size, larger.size)) return false
  if ([smaller.root, larger.root, ...hashes].some((hash) => hash.length !== 32)) return false
  const waiting = [...hashes]
  const roots = rootsBelow(smaller.size, larger.size, smaller.root, waiting)
  return (
    roots !== undefined && waiting.length === 0 && roots.before.equals(smaller.root) && roots.after.equals(larger.root)
  )
}

/**
 * Roots of one subtree before and after, by the recursion of RFC 6962; takes hashes from the front.
 *
 * @param whole root of the smaller tree, where the subtree may be that tree
 */
function rootsBelow(
  before: number,
  after: number,
  whole: Buffer | undefined,
  hashes: Buffer[],
): { readonly before: Buffer; readonly after: Buffer } | undefined {
  if (before === after) {
    const hash = whole ?? hashes.shift()
    return hash && { before: hash, after: hash }
  }
  const middle = largestPowerBelow(after)
  const inner =
    before <= middle
      ? rootsBelow(before, middle, whole, hashes)
      : rootsBelow(before - middle, after - middle, undefined, hashes)
  const other = hashes.shift()
  if (inner === undefined || other === undefined) return undefined
  return before <= middle
    ? { before: inner.before, after: hashNode(inner.after, other) }
    : { before: hashNode(other, inner.before), after: hashNode(other, inner.after) }
}

const areSizes = (from: number, to: number): boolean =>
  Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && from <= to
