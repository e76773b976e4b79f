import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import {
  formatTrustPolicy,
  isQuorumMet,
  parseTrustPolicy,
  withLog,
  withoutLog,
} from '../../../src/evidence/trust-policy.ts'
import { TestWitness } from '../../support/witness.ts'

const name = 'github.com/acme/shop/evidence'
const { verifier } = signerOfSeed(name, Buffer.alloc(32, 1))
const vkey = formatVerifierKey(verifier)
const second = signerOfSeed(name, Buffer.alloc(32, 2)).verifier
const witnesses = Array.from({ length: 40 }, (_, index) => new TestWitness(`w${index}.example`, 50 + index))
const witness = (index: number) => `witness w${index} ${witnesses[index]?.vkey}`
const three = [0, 1, 2].map(witness).join('\n')

function read(text: string) {
  const reading = parseTrustPolicy(text)
  if (!reading.ok) throw new Error(`${reading.line}: ${reading.why}`)
  return reading.policy
}

test('the proposed policy is read back', () => {
  expect(parseTrustPolicy(formatTrustPolicy(verifier))).toEqual({
    ok: true,
    policy: { logs: [verifier], witnesses: [], groups: [], quorum: undefined },
  })
})

test('comments, empty lines, tabs and addresses are allowed', () => {
  const policy = read(
    `\n  # who, für alle\n\tlog\t${vkey}  https://log.example/\n${witness(0)} https://w.example/\nquorum w0`,
  )
  expect(policy).toMatchObject({ logs: [verifier], witnesses: [{ name: 'w0' }], quorum: 'w0' })
})

/** The structure of the example in c2sp.org/tlog-policy; its keys are left out there. */
const example = [
  `log ${vkey}`,
  ...[0, 1, 2].map((index) => `witness X${index + 1} ${witnesses[index]?.vkey}`),
  'group X-witnesses 2 X1 X2 X3',
  ...[3, 4, 5].map((index) => `witness Y${index - 2} ${witnesses[index]?.vkey}`),
  'group Y-witnesses any Y1 Y2 Y3',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
  '',
].join('\n')

test.each([
  { cosigned: [], met: false },
  { cosigned: ['X1', 'X2'], met: false },
  { cosigned: ['X1', 'Y1'], met: false },
  { cosigned: ['Y1', 'Y2', 'Y3'], met: false },
  { cosigned: ['X1', 'X3', 'Y2'], met: true },
  { cosigned: ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'], met: true },
])('two of X and one of Y: $cosigned is $met', ({ cosigned, met }) => {
  expect(isQuorumMet(read(example), new Set(cosigned))).toBe(met)
})

test('a quorum of none is met, one of a witness by that witness alone', () => {
  expect(isQuorumMet(read(`${three}\nquorum none`), new Set())).toBe(true)
  expect(isQuorumMet(read(`${three}\nquorum w1`), new Set(['w0', 'w2']))).toBe(false)
  expect(isQuorumMet(read(`${three}\nquorum w1`), new Set(['w1']))).toBe(true)
})

test('any, all and every number mean what they say', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((size) =>
        fc.record({
          size: fc.constant(size),
          threshold: fc.integer({ min: 1, max: size }),
          cosigned: fc.subarray(Array.from({ length: size }, (_, index) => `w${index}`)),
        }),
      ),
      ({ size, threshold, cosigned }) => {
        const lines = Array.from({ length: size }, (_, index) => witness(index))
        const members = lines.map((_line, index) => `w${index}`).join(' ')
        const quorum = (word: string) => read(`${lines.join('\n')}\ngroup g ${word} ${members}\nquorum g\n`)
        const met = (word: string) => isQuorumMet(quorum(word), new Set(cosigned))
        expect(met(String(threshold))).toBe(cosigned.length >= threshold)
        expect(met('any')).toBe(cosigned.length >= 1)
        expect(met('all')).toBe(cosigned.length === size)
      },
    ),
    { numRuns: 60 },
  )
})

test('32 logs, 32 witnesses and 32 groups are read, and not one more', () => {
  const log = (index: number) => {
    return `log ${formatVerifierKey(signerOfSeed(name, Buffer.alloc(32, 200 - index)).verifier)}`
  }
  const upTo = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index))
  const group = (index: number) => `group g${index} any w${index}`
  const whole = (logs: number, seen: number, groups: number) =>
    [...upTo(logs, log), ...upTo(seen, witness), ...upTo(groups, group), 'quorum none'].join('\n')
  expect(read(whole(32, 32, 32))).toMatchObject({ quorum: undefined })
  for (const text of [whole(33, 0, 0), whole(0, 33, 0), whole(0, 33, 33)])
    expect(parseTrustPolicy(text)).toMatchObject({ ok: false, why: expect.stringContaining('more than 32') })
})

const mlDsa = 'zeuge.example/m'
test.each([
  { what: 'no quorum', text: `log ${vkey}\n`, line: 2 },
  { what: 'two quorums', text: 'quorum none\nquorum none\n', line: 2 },
  { what: 'a quorum nobody named', text: 'quorum w9\n', line: 1 },
  { what: 'a quorum named below', text: `quorum w0\n${witness(0)}\n`, line: 1 },
  { what: 'a key twice', text: `log ${vkey}\nlog ${vkey}\nquorum none\n`, line: 2 },
  {
    what: 'a key whose id does not fit',
    text: `log ${vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')}\nquorum none\n`,
    line: 1,
  },
  { what: 'carriage returns', text: 'quorum none\r\n', line: 1 },
  { what: 'bytes that are no text', text: '# \ufffd\nquorum none\n', line: 1 },
  { what: 'a name twice', text: `${witness(0)}\nwitness w0 ${witnesses[1]?.vkey}\nquorum none\n`, line: 2 },
  { what: 'one key under two names', text: `${witness(0)}\nwitness w1 ${witnesses[0]?.vkey}\nquorum none\n`, line: 2 },
  { what: 'a witness called none', text: `witness none ${witnesses[0]?.vkey}\nquorum none\n`, line: 1 },
  { what: 'the key of a log as a witness', text: `witness w ${vkey}\nquorum none\n`, line: 1 },
  { what: 'the key of a witness as a log', text: `log ${witnesses[0]?.vkey}\nquorum none\n`, line: 1 },
  {
    what: 'one key as log and as witness',
    text: `log ${vkey}\nwitness w ${new TestWitness('w.example', 1).vkey}\nquorum none\n`,
    line: 2,
  },
  { what: 'a key of another kind', text: `witness w ${mlDsa}+00000000+BgAA\nquorum none\n`, line: 1 },
  { what: 'a group without members', text: `${three}\ngroup g any\nquorum none\n`, line: 4 },
  { what: 'a group of nobody named', text: `${three}\ngroup g any w0 w9\nquorum none\n`, line: 4 },
  { what: 'a group of a group below', text: `${three}\ngroup g any h\ngroup h any w0\nquorum none\n`, line: 4 },
  { what: 'a group of itself', text: `${three}\ngroup g any g\nquorum none\n`, line: 4 },
  { what: 'a group of none', text: `${three}\ngroup g any none\nquorum none\n`, line: 4 },
  { what: 'a group of 0', text: `${three}\ngroup g 0 w0 w1\nquorum none\n`, line: 4 },
  { what: 'a group of more than it has', text: `${three}\ngroup g 3 w0 w1\nquorum none\n`, line: 4 },
  { what: 'a number with a zero in front', text: `${three}\ngroup g 01 w0 w1\nquorum none\n`, line: 4 },
  { what: 'a number with a sign', text: `${three}\ngroup g +1 w0 w1\nquorum none\n`, line: 4 },
  { what: 'a member twice', text: `${three}\ngroup g 2 w0 w0\nquorum none\n`, line: 4 },
  { what: 'a member of two groups', text: `${three}\ngroup g any w0\ngroup h any w0\nquorum none\n`, line: 5 },
  { what: 'a group named like a witness', text: `${three}\ngroup w0 any w1\nquorum none\n`, line: 4 },
  { what: 'a misspelt word', text: 'quorum none\nLog x\n', line: 2 },
  { what: 'a word too many', text: `log ${vkey} https://a.example b\nquorum none\n`, line: 1 },
  { what: 'two names in a quorum', text: `${three}\nquorum w0 w1\n`, line: 4 },
])('a policy with $what is refused at line $line', ({ text, line }) => {
  expect(parseTrustPolicy(text)).toMatchObject({ ok: false, line })
})

test('a log is added and taken away, and all else stays as it was written', () => {
  const text = `# ours\nlog ${vkey} https://log.example/\n\n${witness(0)}\n# until May\nquorum w0\n`
  const both = withLog(text, second)
  expect(read(both).logs).toEqual([verifier, second])
  expect(withoutLog(both, second)).toBe(text)
  expect(read(withoutLog(both, verifier))).toMatchObject({ logs: [second], quorum: 'w0' })
  expect(read(withLog('quorum none\n', second)).logs).toEqual([second])
})
