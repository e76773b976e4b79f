import { GrowingTree, type RightEdge, rootOf } from './merkle.ts'
import { linesPerSegment } from './segments.ts'

/** Segments that are remembered: 16,384 records. */
const remembered = 64

interface Block {
  /** Before its first record. */
  readonly edge: RightEdge
  /** As `leafText` gives them. */
  readonly leaves: string[]
}

/** A record that says it was recorded later than all before it. */
export interface Latest {
  readonly index: number
  readonly recordedAt: string
}

/**
 * What a log was some thousand records ago, while it is read from its begin: what an anchor vouches for lies shortly before
 * the record of the anchor. Memory does not grow with the log.
 */
export class RecentPast {
  readonly #blocks = new Map<number, Block>()
  #newest: Block | undefined
  #latest: Latest[] = []
  #size = 0

  /** @param tree before this leaf */
  addLeaf(tree: Pick<GrowingTree, 'size' | 'edge'>, leaf: string): void {
    if (this.#newest === undefined || tree.size % linesPerSegment === 0) {
      const number = Math.floor(tree.size / linesPerSegment)
      this.#newest = { edge: tree.edge(), leaves: [] }
      this.#blocks.set(number, this.#newest)
      this.#blocks.delete(number - remembered)
    }
    this.#newest.leaves.push(leaf)
    this.#size = tree.size + 1
  }

  addRecord(index: number, recordedAt: string): void {
    if (recordedAt <= (this.#latest.at(-1)?.recordedAt ?? '')) return
    this.#latest.push({ index, recordedAt })
    const limit = remembered * linesPerSegment
    if (this.#latest.length > 2 * limit) this.#latest = this.#latest.slice(-limit)
  }

  /** Root of the first `size` records; undefined where that is too long ago or still to come. */
  rootAt(size: number): Buffer | undefined {
    if (size > this.#size || size < 1) return undefined
    // By its last record, so that a full segment is found where the next has not begun.
    const block = this.#blocks.get(Math.floor((size - 1) / linesPerSegment))
    if (block === undefined) return undefined
    const tree = new GrowingTree(block.edge)
    for (const leaf of block.leaves.slice(0, size - block.edge.size)) tree.add(leaf)
    return rootOf(tree.edge())
  }

  /** Of the first `size` records the one that says it was recorded last; undefined where none says, or too long ago. */
  latestBefore(size: number): Latest | undefined {
    return this.#latest.findLast(({ index }) => index < size)
  }
}
