import { appendLeaf, type RightEdge, rootOf } from './merkle.ts'
import { linesPerSegment } from './segments.ts'

/** Segments that are remembered: 16,384 records. */
const remembered = 64

interface Block {
  /** Before its first record. */
  readonly edge: RightEdge
  readonly leafHashes: Buffer[]
}

/** A record that says it was recorded later than all before it. */
interface Latest {
  readonly index: number
  /** Milliseconds since 1970. */
  readonly recordedAtMs: number
}

/**
 * What a log was some thousand records ago, while it is read from its begin: what an anchor vouches for lies shortly before
 * the record of the anchor. Memory does not grow with the log.
 */
export class RecentPast {
  readonly #blocks = new Map<number, Block>()
  #latest: Latest[] = []
  #size = 0

  /** @param edge before this leaf */
  addLeaf(edge: RightEdge, leafHash: Buffer): void {
    const number = Math.floor(edge.size / linesPerSegment)
    let block = this.#blocks.get(number)
    if (block === undefined) {
      block = { edge, leafHashes: [] }
      this.#blocks.set(number, block)
      this.#blocks.delete(number - remembered)
    }
    block.leafHashes.push(leafHash)
    this.#size = edge.size + 1
  }

  addRecord(index: number, recordedAtMs: number): void {
    if (recordedAtMs <= (this.#latest.at(-1)?.recordedAtMs ?? Number.NEGATIVE_INFINITY)) return
    this.#latest.push({ index, recordedAtMs })
    const limit = remembered * linesPerSegment
    if (this.#latest.length > 2 * limit) this.#latest = this.#latest.slice(-limit)
  }

  /** Root of the first `size` records; undefined where that is too long ago or still to come. */
  rootAt(size: number): Buffer | undefined {
    if (size > this.#size || size < 1) return undefined
    // By its last record, so that a full segment is found where the next has not begun.
    const block = this.#blocks.get(Math.floor((size - 1) / linesPerSegment))
    if (block === undefined) return undefined
    const leaves = block.leafHashes.slice(0, size - block.edge.size)
    return rootOf(leaves.reduce<RightEdge>(appendLeaf, block.edge))
  }

  /** Of the first `size` records the one that says it was recorded last; undefined where none says, or too long ago. */
  latestBefore(size: number): Latest | undefined {
    return this.#latest.findLast(({ index }) => index < size)
  }
}
