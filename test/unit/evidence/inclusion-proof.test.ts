import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inclusionPath, rootByInclusion } from '../../../src/evidence/inclusion-proof.ts'
import { hashLeaf } from '../../../src/evidence/merkle.ts'
import { type LeafRange, subtreeRoots } from '../../../src/evidence/subtree-roots.ts'
import { leavesOf, naiveRoot } from '../../support/naive-tree.ts'

interface Probe {
  readonly name: string
  readonly index: number
  readonly size: number
  readonly root: string
  readonly leafHash: string
  readonly proof: readonly string[]
  readonly wrong: boolean
}

/** https://github.com/transparency-dev/merkle, testdata/inclusion at 417fb0c314750d94e53942e9f92e79b6d35915db (Apache-2.0). */
const probes = readFileSync(join(import.meta.dirname, 'inclusion-probes.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Probe)
const bytes = (base64: string) => Buffer.from(base64, 'base64')

describe('the inclusion probes of transparency-dev', () => {
  test('there are 98, good and bad', () => {
    expect(probes).toHaveLength(98)
    expect(new Set(probes.map(({ wrong }) => wrong))).toEqual(new Set([true, false]))
  })

  test.each(probes)('$name', ({ index, size, root, leafHash, proof, wrong }) => {
    const found = rootByInclusion(index, size, bytes(leafHash), proof.map(bytes))
    expect(found?.equals(bytes(root)) === true).toBe(!wrong)
  })
})

/** RFC 6962 section 2.1.1, word for word. */
function naivePath(index: number, leaves: readonly Buffer[]): readonly Buffer[] {
  if (leaves.length === 1) return []
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)]
  return index < split
    ? [...naivePath(index, left), naiveRoot(right)]
    : [...naivePath(index - split, right), naiveRoot(left)]
}

const hashesOf = (leaves: readonly Buffer[], ranges: readonly LeafRange[]) => {
  const passing = subtreeRoots(ranges)
  for (const leaf of leaves) passing.take(leaf)
  return { hashes: passing.roots(), root: passing.root() }
}

test('one pass gives the path of the definition, which leads to the root, for any leaf of any tree', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, seed) => {
      const index = seed % size
      const leaves = leavesOf(size)
      const { hashes, root } = hashesOf(leaves, inclusionPath(index, size))
      expect(hashes).toEqual(naivePath(index, leaves))
      const leaf = leaves[index] ?? Buffer.alloc(0)
      expect(rootByInclusion(index, size, leaf, hashes)).toEqual(root)
      expect(root).toEqual(naiveRoot(leaves))
    }),
    { numRuns: 40 },
  )
})

test('no other leaf, index, size or hash leads to the same root', () => {
  const size = 11
  const leaves = leavesOf(size)
  for (const [index, leaf] of leaves.entries()) {
    const { hashes, root } = hashesOf(leaves, inclusionPath(index, size))
    const leadsTo = (...[at, of, from, by]: Parameters<typeof rootByInclusion>) =>
      rootByInclusion(at, of, from, by)?.equals(root) === true
    expect(leadsTo(index, size, leaf, hashes)).toBe(true)
    for (let other = 0; other < 16; other += 1)
      if (other !== index) expect(leadsTo(other, size, leaf, hashes)).toBe(false)
    expect(leadsTo(index, size, hashLeaf(Buffer.from('other')), hashes)).toBe(false)
    expect(leadsTo(index, size, leaf, hashes.slice(1))).toBe(false)
    expect(leadsTo(index, size, leaf, [...hashes, root])).toBe(false)
    for (const position of hashes.keys()) {
      const changed = hashes.map((hash, at) => (at === position ? Buffer.from(hash.map((byte) => byte ^ 1)) : hash))
      expect(leadsTo(index, size, leaf, changed)).toBe(false)
    }
  }
})

test('a leaf that is not there has no path, and ranges that were not passed have no root', () => {
  for (const [index, size] of [
    [0, 0],
    [3, 3],
    [-1, 3],
    [0.5, 3],
    [1, 2 ** 60],
  ] as const) {
    expect(() => inclusionPath(index, size)).toThrow(RangeError)
    expect(rootByInclusion(index, size, Buffer.alloc(32), [])).toBeUndefined()
  }
  expect(rootByInclusion(0, 1, Buffer.alloc(31), [])).toBeUndefined()
  const passing = subtreeRoots([{ from: 0, to: 3 }])
  for (const leaf of leavesOf(2)) passing.take(leaf)
  expect(() => passing.roots()).toThrow('leaves 0 to 3 were not all taken')
})

test('a tree of more than 2^31 leaves has paths, too', () => {
  const size = 2 ** 40 + 1
  expect(inclusionPath(2 ** 40, size)).toEqual([{ from: 0, to: 2 ** 40, side: 'left' }])
  expect(inclusionPath(0, size)).toHaveLength(41)
})
