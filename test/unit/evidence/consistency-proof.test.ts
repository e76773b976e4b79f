import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistencyRanges, isConsistent } from '../../../src/evidence/consistency-proof.ts'
import { hashLeaf } from '../../../src/evidence/merkle.ts'
import { subtreeRoots } from '../../../src/evidence/subtree-roots.ts'
import { leavesOf, naiveRoot } from '../../support/naive-tree.ts'

/** The reference tree of the Certificate Transparency implementations. */
const reference = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => hashLeaf(Buffer.from(hex, 'hex')))

function prove(leaves: readonly Buffer[], from: number, to: number): readonly Buffer[] {
  const passing = subtreeRoots(consistencyRanges(from, to))
  for (const leaf of leaves.slice(0, to)) passing.take(leaf)
  return passing.roots()
}
const head = (leaves: readonly Buffer[], size: number) => ({ size, root: naiveRoot(leaves.slice(0, size)) })

/** Proofs as transparency-dev/merkle has them (testdata/consistency, commit 417fb0c). */
const known = [
  { from: 1, to: 1, proof: [] },
  {
    ...{ from: 1, to: 8 },
    proof: [
      'lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=',
      'Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=',
      'a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=',
    ],
  },
  {
    ...{ from: 6, to: 8 },
    proof: [
      'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=',
      'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=',
      '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
    ],
  },
  {
    ...{ from: 2, to: 5 },
    proof: ['Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=', 'vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms='],
  },
  {
    ...{ from: 6, to: 7 },
    proof: [
      'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=',
      'sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=',
      '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=',
    ],
  },
]
test.each(known)('the known proof from $from to $to', ({ from, to, proof }) => {
  expect(prove(reference, from, to).map((hash) => hash.toString('base64'))).toEqual(proof)
  const hashes = proof.map((hash) => Buffer.from(hash, 'base64'))
  expect(isConsistent(head(reference, from), head(reference, to), hashes)).toBe(true)
})

/** RFC 6962 section 2.1.3 names the nodes of a tree of seven leaves: a..f, j are leaves; g=ab, h=cd, i=ef; k=gh, l=ij. */
test.each([
  {
    from: 3,
    nodes: [
      [2, 3],
      [3, 4],
      [0, 2],
      [4, 7],
    ],
  }, // c, d, g, l
  { from: 4, nodes: [[4, 7]] }, // l
  {
    from: 6,
    nodes: [
      [4, 6],
      [6, 7],
      [0, 4],
    ],
  }, // i, j, k
])('the example of RFC 6962 from $from to 7', ({ from, nodes }) => {
  expect(consistencyRanges(from, 7)).toEqual(nodes.map(([start, end]) => ({ from: start, to: end })))
})

/** Proofs that the witness of filippo.io/torchwood (cmd/litewitness, commit 341dc2f) takes from a log, and one that it refuses. */
const witnessed = (size: number, root: string) => ({ size, root: Buffer.from(root, 'base64') })
const one = witnessed(1, 'KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')
const threeLeaves = witnessed(3, 'RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=')
const five = witnessed(5, 'QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=')
const leafLike = (byte: number, last = 0) => {
  return Buffer.concat([Buffer.of(0x2a, byte), Buffer.alloc(29), Buffer.of(last)])
}
/** The pair of the first two leaves. */
const pair = Buffer.from('wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=', 'base64')
test.each([
  { what: 'from 1 to 3', from: one, to: threeLeaves, hashes: [leafLike(1), leafLike(2)], wanted: true },
  { what: 'without hashes', from: one, to: threeLeaves, hashes: [], wanted: false },
  { what: 'with a bit changed', from: one, to: threeLeaves, hashes: [leafLike(1), leafLike(2, 0x10)], wanted: false },
  {
    ...{ what: 'from 3 to 5', from: threeLeaves, to: five, wanted: true },
    hashes: [leafLike(2), leafLike(3), pair, leafLike(4)],
  },
])('a proof of another implementation $what is $wanted', ({ from, to, hashes, wanted }) => {
  expect(isConsistent(from, to, hashes)).toBe(wanted)
})

test('any two sizes of any tree are proved, and the proof shows no other tree', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }).chain((to) =>
        fc.record({
          to: fc.constant(to),
          from: fc.integer({ min: 1, max: to }),
          changed: fc.integer({ min: 0, max: to - 1 }),
          bit: fc.nat({ max: 255 }),
        }),
      ),
      ({ from, to, changed, bit }) => {
        const leaves = leavesOf(to)
        const proof = prove(leaves, from, to)
        const [smaller, larger] = [head(leaves, from), head(leaves, to)]
        expect(isConsistent(smaller, larger, proof)).toBe(true)
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(to)) + 1)
        // Another history behind either head.
        const other = leaves.with(changed, hashLeaf(Buffer.from('other')))
        expect(isConsistent(smaller, head(other, to), proof)).toBe(false)
        expect(isConsistent(smaller, head(other, to), prove(other, from, to))).toBe(changed >= from)
        // Any bit of any hash, one hash more, one less, and other sizes.
        const flip = (hash: Buffer) => {
          const copy = Buffer.from(hash)
          copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          return copy
        }
        for (const [index, hash] of proof.entries())
          expect(isConsistent(smaller, larger, proof.with(index, flip(hash)))).toBe(false)
        expect(isConsistent({ ...smaller, root: flip(smaller.root) }, larger, proof)).toBe(false)
        expect(isConsistent(smaller, { ...larger, root: flip(larger.root) }, proof)).toBe(false)
        expect(isConsistent(smaller, larger, [...proof, smaller.root])).toBe(false)
        if (proof.length > 0) expect(isConsistent(smaller, larger, proof.slice(1))).toBe(false)
        if (from < to) expect(isConsistent(larger, smaller, proof)).toBe(false)
      },
    ),
    { numRuns: 150 },
  )
})

test.each([
  { from: 0, to: 0 },
  { from: 0, to: 5 },
  { from: 5, to: 4 },
  { from: 1.5, to: 2 },
  { from: 1, to: Number.POSITIVE_INFINITY },
  { from: Number.NaN, to: 1 },
])('sizes $from and $to are refused', ({ from, to }) => {
  expect(() => consistencyRanges(from, to)).toThrow(RangeError)
  const root = Buffer.alloc(32)
  expect(isConsistent({ size: from, root }, { size: to, root }, [])).toBe(false)
})

test('the largest sizes are proved by few hashes and in no time', () => {
  const ranges = consistencyRanges(2 ** 52 + 1, Number.MAX_SAFE_INTEGER)
  expect(ranges.length).toBeLessThan(110)
  expect(
    isConsistent({ size: 2 ** 52 + 1, root: Buffer.alloc(32) }, { size: 2 ** 53 - 1, root: Buffer.alloc(32) }, []),
  ).toBe(false)
})
