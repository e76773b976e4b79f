import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkTlogProof } from '../../../src/evidence/check-proof.ts'
import { formatCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { inclusionPath } from '../../../src/evidence/inclusion-proof.ts'
import { hashLeaf } from '../../../src/evidence/merkle.ts'
import { signerOfSeed } from '../../../src/evidence/note-key.ts'
import { subtreeRoots } from '../../../src/evidence/subtree-roots.ts'
import { formatTlogProof, parseTlogProof } from '../../../src/evidence/tlog-proof.ts'

const origin = 'github.com/acme/shop/evidence'
const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
const stranger = signerOfSeed(origin, Buffer.alloc(32, 2))
const keys = [signer.verifier]
const lines = Array.from({ length: 13 }, (_, index) => Buffer.from(`{"record":${index}}`))
const line = (index: number) => lines[index] ?? Buffer.alloc(0)

function proofOf(index: number, by = signer, of = origin): string {
  const passing = subtreeRoots(inclusionPath(index, lines.length))
  for (const each of lines) passing.take(hashLeaf(each))
  const note = formatCheckpoint({ origin: of, size: lines.length, root: passing.root() }, by)
  return formatTlogProof({ index, hashes: passing.roots(), note })
}
const checked = (text: string, record: Buffer, trusted = keys) => {
  const proof = parseTlogProof(text)
  return proof === undefined ? 'no proof' : checkTlogProof(proof, record, { keys: trusted })
}

test('a proof has the form of C2SP tlog-proof and stands alone', () => {
  const text = proofOf(5)
  const [header, index, ...rest] = text.split('\n')
  expect(header).toBe('c2sp.org/tlog-proof@v1')
  expect(index).toBe('index 5')
  expect(rest.slice(0, 4).every((hash) => /^[A-Za-z0-9+/]{43}=$/.test(hash))).toBe(true)
  expect(rest.slice(4, 7)).toEqual(['', origin, '13'])
  expect(checked(text, line(5))).toMatchObject({ kind: 'proven', index: 5, checkpoint: { origin, size: 13 } })
})

test('every record of the log is proven, and none by the proof of another', () => {
  for (const index of lines.keys())
    for (const other of lines.keys())
      expect(checked(proofOf(index), line(other))).toMatchObject({ kind: index === other ? 'proven' : 'refuted' })
})

test('extra data is passed over, since nothing vouches for it', () => {
  const text = proofOf(2).replace('\nindex', `\nextra ${Buffer.from('hello').toString('base64')}\nindex`)
  expect(checked(text, line(2))).toMatchObject({ kind: 'proven' })
  expect(checked(text.replace('extra aGVsbG8=', 'extra aGVsbG9='), line(2))).toBe('no proof')
})

describe('who vouches', () => {
  test.each([
    { name: 'nobody, where no key is given', text: proofOf(1), trusted: [], wanted: { kind: 'not-determined' } },
    {
      name: 'another key',
      text: proofOf(1, stranger),
      trusted: keys,
      wanted: { kind: 'refuted', code: 'E_KEY' },
    },
    {
      name: 'another log',
      text: proofOf(1, signerOfSeed('github.com/acme/other', Buffer.alloc(32, 1)), 'github.com/acme/other'),
      trusted: keys,
      wanted: { kind: 'refuted', code: 'E_ORIGIN' },
    },
    {
      name: 'a signature that was changed',
      text: proofOf(1).replace(/.{8}\n$/, 'AAAAAAA=\n'),
      trusted: keys,
      wanted: { kind: 'refuted', code: 'E_SIG' },
    },
    {
      name: 'no signature',
      text: proofOf(1).replace(/\n\n\u2014 .*\n$/, '\n'),
      trusted: keys,
      wanted: { kind: 'refuted', code: 'E_SIG' },
    },
  ])('$name', ({ text, trusted, wanted }) => {
    expect(checked(text, line(1), trusted)).toMatchObject(wanted)
  })
})

test.each([
  ['nothing', ''],
  ['another header', proofOf(3).replace('@v1', '@v2')],
  ['no index', proofOf(3).replace('index 3\n', '')],
  ['an index with a leading zero', proofOf(3).replace('index 3', 'index 03')],
  ['a negative index', proofOf(3).replace('index 3', 'index -3')],
  ['an index above all numbers', proofOf(3).replace('index 3', 'index 9999999999999999')],
  ['carriage returns', proofOf(3).replaceAll('\n', '\r\n')],
  ['a short hash', proofOf(3).replace(/\n[^\n]{44}\n/, '\nAAAA\n')],
  ['a hash that is none', proofOf(3).replace(/\n[^\n]{44}\n/, '\nhello world\n')],
  ['no checkpoint', proofOf(3).replace(/\n\n.*$/s, '\n\n')],
  [
    'fifty-four hashes',
    proofOf(3).replace('index 3\n', `index 3\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(54)}`),
  ],
])('%s is no proof', (_name, text) => {
  expect(parseTlogProof(text)).toBeUndefined()
})

test('a proof survives reading', () => {
  fc.assert(
    fc.property(fc.nat({ max: 12 }), (index) => {
      const parsed = parseTlogProof(proofOf(index))
      expect(parsed && formatTlogProof(parsed)).toBe(proofOf(index))
    }),
  )
})

test('no changed character passes', () => {
  const text = proofOf(6)
  for (let position = 0; position < text.length; position += 1)
    for (const other of ['A', '\n', '0']) {
      if (text[position] === other) continue
      const changed = text.slice(0, position) + other + text.slice(position + 1)
      // A key id that is another one is a signature by somebody unknown, so nobody known is left.
      expect({ position, other, result: checked(changed, line(6)) }).not.toMatchObject({ result: { kind: 'proven' } })
    }
})

/** The checkpoint of the specification (https://c2sp.org/tlog-checkpoint): its form, for which no key is published. */
test('the example checkpoint of C2SP is read inside a proof', () => {
  const note =
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
    '\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n'
  const hash = createHash('sha256').digest()
  expect(parseTlogProof(formatTlogProof({ index: 7, hashes: [hash], note }))).toEqual({
    index: 7,
    hashes: [hash],
    note,
  })
})
