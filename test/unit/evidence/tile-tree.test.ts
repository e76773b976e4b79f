import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashLeaf } from '../../../src/evidence/merkle.ts'
import { tileWriter } from '../../../src/evidence/tile-tree.ts'
import { naiveRoot } from '../../support/naive-tree.ts'

const entriesOf = (size: number) => Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`))

function tilesOf(entries: readonly Buffer[]) {
  const writer = tileWriter()
  const files = [...entries.flatMap((entry) => writer.take(entry)), ...writer.finish()]
  return { files: new Map(files.map(({ path, bytes }) => [path, bytes])), count: files.length, writer }
}

/** Paths and lengths as the specification defines them, from the size alone. */
function expectedTiles(size: number): Map<string, number> {
  const wanted = new Map<string, number>()
  const numbered = (n: number): string =>
    n < 1000 ? String(n).padStart(3, '0') : `x${numbered(Math.floor(n / 1000))}/${String(n % 1000).padStart(3, '0')}`
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / 256)) {
    for (let n = 0; n < Math.floor(count / 256); n += 1) wanted.set(`tile/${level}/${numbered(n)}`, 256)
    if (count % 256 > 0) wanted.set(`tile/${level}/${numbered(Math.floor(count / 256))}.p/${count % 256}`, count % 256)
  }
  return wanted
}

function hashesIn(tile: Buffer): readonly Buffer[] {
  return Array.from({ length: tile.length / 32 }, (_, index) => tile.subarray(index * 32, index * 32 + 32))
}

test('any size up to a thousand gives the tiles of the specification, and they give the root', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (size) => {
      const entries = entriesOf(size)
      const { files, count, writer } = tilesOf(entries)
      expect(count).toBe(files.size)
      const tiles = new Map([...files].filter(([path]) => !path.startsWith('tile/entries/')))
      const lengths = new Map([...tiles].map(([path, bytes]) => [path, bytes.length / 32]))
      expect(lengths).toEqual(expectedTiles(size))
      const leaves = entries.map(hashLeaf)
      expect(writer.root()).toEqual(naiveRoot(leaves))
      for (const [path, bytes] of tiles) {
        const [, level = '', number = ''] = /^tile\/(\d+)\/(\d{3})(?:\.p\/\d+)?$/.exec(path) ?? []
        const span = 256 ** Number(level)
        const start = Number(number) * 256
        for (const [at, hash] of hashesIn(bytes).entries())
          expect(hash).toEqual(naiveRoot(leaves.slice((start + at) * span, (start + at + 1) * span)))
      }
    }),
    { numRuns: 25 },
  )
})

test('bundles hold the entries, each after its length', () => {
  const entries = [...entriesOf(257), Buffer.alloc(65_535, 97), Buffer.alloc(0)]
  const { files } = tilesOf(entries)
  const bundles = [...files].filter(([path]) => path.startsWith('tile/entries/'))
  expect(bundles.map(([path]) => path)).toEqual(['tile/entries/000', 'tile/entries/001.p/3'])
  const read: Buffer[] = []
  for (const [, bytes] of bundles)
    for (let at = 0; at < bytes.length; ) {
      const length = bytes.readUInt16BE(at)
      read.push(bytes.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
  expect(read).toEqual(entries)
  expect(() => tileWriter().take(Buffer.alloc(65_536))).toThrow(RangeError)
})

test('the example of the specification: 70,000 entries', () => {
  const writer = tileWriter()
  let full = 0
  for (let index = 0; index < 70_000; index += 1)
    full += writer.take(Buffer.from('x')).filter(({ path }) => path.startsWith('tile/0/')).length
  expect(full).toBe(273)
  expect(writer.finish().map(({ path }) => path)).toEqual([
    'tile/entries/273.p/112',
    'tile/0/273.p/112',
    'tile/1/001.p/17',
    'tile/2/000.p/1',
  ])
})
