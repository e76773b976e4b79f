import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSignature, checkSignature, formatCheckpoint, parseCheckpoint } from '../../../src/evidence/checkpoint.ts'
import { checkCosignatures } from '../../../src/evidence/cosignature.ts'
import { checkForkProof, formatForkProof, parseForkProof } from '../../../src/evidence/fork-proof.ts'
import { formatLogKeys, parseLogKeys } from '../../../src/evidence/log-keys-file.ts'
import { parseTrustPolicy } from '../../../src/evidence/trust-policy.ts'
import { origin } from '../../support/evidence-records.ts'
import { keyNumber } from '../../support/trust-world.ts'
import { TestWitness } from '../../support/witness.ts'

const signer = keyNumber(1)
const witness = new TestWitness('witness.example/w1', 9)
const head = (size: number, byte: number) => formatCheckpoint({ origin, size, root: Buffer.alloc(32, byte) }, signer)
const cosigned = head(5, 1) + witness.line(head(5, 1), 1_780_000_000)
const policyText = `log ${origin}+x\nwitness w ${witness.vkey}\ngroup g 1 w\nquorum g\n`
const texts = [
  policyText,
  cosigned,
  addSignature(cosigned, keyNumber(2)),
  formatLogKeys([{ ...signer.verifier, validFrom: 0 }], [{ commit: 'a'.repeat(40), reason: 'r' }]),
  formatForkProof({
    ...{ origin, keys: [signer.verifier], consistency: undefined },
    smaller: { source: 'a', note: head(5, 1) },
    larger: { source: 'b', note: head(5, 2) },
  }),
]

/** A good text with a piece replaced: near enough to get far. */
const damaged = fc
  .record({
    text: fc.constantFrom(...texts),
    at: fc.nat({ max: 400 }),
    cut: fc.nat({ max: 30 }),
    put: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('\u2014 ', '\n\n', '"', '{', '+', '=', '\0'),
    ),
  })
  .map(({ text, at, cut, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut))

test('whatever is read, nothing throws, and nothing damaged is taken for signed', () => {
  const parsedWitness = parseTrustPolicy(`witness w ${witness.vkey}\nquorum none\n`)
  const witnesses = parsedWitness.ok ? parsedWitness.policy.witnesses : []
  fc.assert(
    fc.property(fc.oneof(damaged, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
      parseTrustPolicy(text)
      parseLogKeys(text)
      const proof = parseForkProof(text)
      if (typeof proof !== 'string') checkForkProof(proof)
      const note = parseCheckpoint(text)
      if (note === undefined) return
      const { kind } = checkSignature(note, [signer.verifier])
      const isText = note.signedText === parseCheckpoint(cosigned)?.signedText
      if (kind === 'signed') expect(isText).toBe(true)
      for (const { seconds } of checkCosignatures(note, witnesses).cosignatures) {
        expect(isText).toBe(true)
        expect(seconds).toBe('1780000000')
      }
    }),
    { numRuns: 1500 },
  )
})

test('a proof of two heads of one size is read back and convinces, with each damage told', () => {
  const text = texts.at(-1) ?? ''
  const proof = parseForkProof(text)
  expect(typeof proof !== 'string' && checkForkProof(proof).kind).toBe('forked')
  fc.assert(
    fc.property(fc.nat({ max: text.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
      const bytes = Buffer.from(text)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      const read = parseForkProof(bytes.toString('utf8'))
      if (typeof read === 'string') return
      const check = checkForkProof(read, [signer.verifier])
      // What may change is what proves nothing: the sources, and the key that the file names.
      if (check.kind === 'forked') expect([read.smaller.note, read.larger.note]).toEqual([head(5, 1), head(5, 2)])
    }),
    { numRuns: 400 },
  )
})
