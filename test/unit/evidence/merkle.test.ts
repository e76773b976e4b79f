import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatEdge, parseEdge } from '../../../src/evidence/edge-file.ts'
import { appendLeaf, emptyEdge, hashLeaf, levelsOf, rootOf } from '../../../src/evidence/merkle.ts'
import { naiveRoot } from '../../support/naive-tree.ts'

/** The entries and roots that the Certificate Transparency implementations share as their reference. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const edgeOf = (data: readonly Uint8Array[]) =>
  data.reduce((edge, entry) => appendLeaf(edge, hashLeaf(entry)), emptyEdge)

test.each(roots.map((root, size) => ({ size, root })))('the known root of $size entries', ({ size, root }) => {
  expect(rootOf(edgeOf(entries.slice(0, size).map((hex) => Buffer.from(hex, 'hex')))).toString('hex')).toBe(root)
})

test('the right edge gives the root of the definition, for any entries', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 4 }), { minLength: 1, maxLength: 70 }), (data) => {
      expect(rootOf(edgeOf(data))).toEqual(naiveRoot(data.map(hashLeaf)))
    }),
  )
})

test('an edge survives its file, and levels say the size', () => {
  fc.assert(
    fc.property(fc.nat({ max: 600 }), (size) => {
      const edge = edgeOf(Array.from({ length: size }, (_, index) => Buffer.from(String(index))))
      expect(parseEdge(formatEdge(edge))).toEqual(edge)
      expect(levelsOf(size).reduce((sum, level) => sum + 2 ** level, 0)).toBe(size)
    }),
    { numRuns: 30 },
  )
})

const hash = 'ab'.repeat(32)
test.each([
  { name: 'no last line feed', text: `1 ${hash}` },
  { name: 'a leading zero', text: `01 ${hash}\n` },
  { name: 'a level twice', text: `1 ${hash}\n1 ${hash}\n` },
  { name: 'rising levels', text: `1 ${hash}\n2 ${hash}\n` },
  { name: 'capital digits', text: `1 ${hash.toUpperCase()}\n` },
  { name: 'a carriage return', text: `1 ${hash}\r\n` },
  { name: 'an empty line', text: `1 ${hash}\n\n` },
  { name: 'a level no log reaches', text: `41 ${hash}\n` },
])('an edge file with $name is refused', ({ text }) => {
  expect(parseEdge(text)).toBeUndefined()
})
