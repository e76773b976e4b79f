import { expect, test } from 'vitest'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { formatTrustPolicy, parseTrustPolicy } from '../../../src/evidence/trust-policy.ts'

const { verifier } = signerOfSeed('github.com/acme/shop/evidence', Buffer.alloc(32, 1))
const vkey = formatVerifierKey(verifier)
const witness = `witness w1 ${formatVerifierKey(signerOfSeed('w.example', Buffer.alloc(32, 2)).verifier)}`

test('the proposed policy is read back', () => {
  expect(parseTrustPolicy(formatTrustPolicy(verifier))).toEqual({
    ok: true,
    policy: { logs: [verifier], witnesses: [], quorum: undefined },
  })
})

test('comments, empty lines, tabs and addresses are allowed', () => {
  const text = `\n  # who\n\tlog\t${vkey}  https://log.example/\n${witness}\nquorum w1`
  expect(parseTrustPolicy(text)).toEqual({ ok: true, policy: { logs: [verifier], witnesses: ['w1'], quorum: 'w1' } })
})

test.each([
  { name: 'no quorum', text: `log ${vkey}\n`, line: 2 },
  { name: 'two quorums', text: 'quorum none\nquorum none\n', line: 2 },
  { name: 'a quorum nobody named', text: 'quorum w9\n', line: 1 },
  { name: 'a line that is not understood', text: `log ${vkey}\ngroup g any w1\nquorum none\n`, line: 2 },
  { name: 'a key twice', text: `log ${vkey}\nlog ${vkey}\nquorum none\n`, line: 2 },
  {
    name: 'a key whose id does not fit',
    text: `log ${vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')}\nquorum none\n`,
    line: 1,
  },
  { name: 'carriage returns', text: 'quorum none\r\n', line: 1 },
  { name: 'a name twice', text: `${witness}\n${witness}\nquorum none\n`, line: 2 },
  { name: 'a misspelt word', text: 'quorum none\nLog x\n', line: 2 },
])('a policy with $name is refused at line $line', ({ text, line }) => {
  expect(parseTrustPolicy(text)).toMatchObject({ ok: false, line })
})
