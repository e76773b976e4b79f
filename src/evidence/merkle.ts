import { createHash, hash } from 'node:crypto'
import { lineLimitBytes } from './segments.ts'

/**
 * The Merkle tree of RFC 6962 section 2.1 with SHA-256, grown at its right edge. The right edge of a tree of `size` leaves
 * is the list of roots of its complete subtrees, from left (largest) to right: one for every 1 in the binary form of `size`.
 * It is all that an append needs to know.
 */
export interface RightEdge {
  readonly size: number
  readonly hashes: readonly Buffer[]
}

export const emptyEdge: RightEdge = { size: 0, hashes: [] }

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

/** `SHA-256(0x00 || entry)`; the prefix keeps a leaf from passing as a node. */
export function hashLeaf(entry: Uint8Array): Buffer {
  return createHash('sha256').update(LEAF).update(entry).digest()
}

export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest()
}

/** The edge after one more leaf; joins subtrees of equal size as a binary counter carries. */
export function appendLeaf(edge: RightEdge, leafHash: Buffer): RightEdge {
  const hashes = [...edge.hashes]
  let joined = leafHash
  // Not bit operations: those end at 2^31 leaves.
  for (let rest = edge.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = hashes.pop()
    if (left === undefined) throw new RangeError('an edge with fewer hashes than its size needs')
    joined = hashNode(left, joined)
  }
  hashes.push(joined)
  return { size: edge.size + 1, hashes }
}

/** The root of the tree; SHA-256 of nothing where it has no leaf. */
export function rootOf(edge: RightEdge): Buffer {
  const last = edge.hashes.at(-1)
  if (last === undefined) return createHash('sha256').digest()
  return edge.hashes.slice(0, -1).reduceRight<Buffer>((right, left) => hashNode(left, right), last)
}

/** Levels of the complete subtrees of a tree of `size` leaves, descending: 300 -> [8, 5, 3, 2]. */
export function levelsOf(size: number): readonly number[] {
  const levels: number[] = []
  for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level += 1)
    if (rest % 2 === 1) levels.unshift(level)
  return levels
}

// One byte of prefix and the longest entry. Hashing in one call from one buffer takes half the time of a hash object.
const scratch = Buffer.alloc(1 + lineLimitBytes)
const pair = Buffer.alloc(65)
pair[0] = 1

/** `hashLeaf` with the 32 bytes as the characters of a string, which costs less than a Buffer when there are a million. */
export function leafText(entry: Uint8Array): string {
  if (entry.length > lineLimitBytes) throw new RangeError(`an entry of ${entry.length} bytes`)
  scratch.set(entry, 1)
  return hash('sha256', scratch.subarray(0, entry.length + 1), 'binary')
}

/** A tree that grows by one leaf at a time, for readers of whole logs. Hashes are as `leafText` gives them. */
export class GrowingTree {
  #size: number
  readonly #hashes: string[]

  constructor(edge: RightEdge = emptyEdge) {
    this.#size = edge.size
    this.#hashes = edge.hashes.map((bytes) => bytes.toString('latin1'))
  }

  get size(): number {
    return this.#size
  }

  add(leaf: string): void {
    let joined = leaf
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#hashes.pop()
      if (left === undefined) throw new RangeError('an edge with fewer hashes than its size needs')
      pair.write(left, 1, 'latin1')
      pair.write(joined, 33, 'latin1')
      joined = hash('sha256', pair, 'binary')
    }
    this.#hashes.push(joined)
    this.#size += 1
  }

  edge(): RightEdge {
    return { size: this.#size, hashes: this.#hashes.map((text) => Buffer.from(text, 'latin1')) }
  }
}

/** The shortest beginning of an edge that has at least `least` leaves; it is the edge of a smaller tree. */
export function edgeFrom(edge: RightEdge, least: number): RightEdge {
  const levels = levelsOf(edge.size)
  let size = 0
  let count = 0
  for (; size < least && count < levels.length; count += 1) size += 2 ** (levels[count] ?? 0)
  return { size, hashes: edge.hashes.slice(0, count) }
}

export function sameEdge(one: RightEdge, other: RightEdge): boolean {
  return (
    one.size === other.size && one.hashes.every((bytes, index) => bytes.equals(other.hashes[index] ?? Buffer.alloc(0)))
  )
}
