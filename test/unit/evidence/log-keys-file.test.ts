import { expect, test } from 'vitest'
import { isValidAt } from '../../../src/evidence/key-intervals.ts'
import { formatLogKeys, parseLogKeys, reasonKeysDisagree } from '../../../src/evidence/log-keys-file.ts'
import { formatVerifierKey } from '../../../src/evidence/note-key.ts'
import { keyNumber } from '../../support/trust-world.ts'

const [one, two] = [keyNumber(1).verifier, keyNumber(2).verifier]
const keys = [
  { ...one, validFrom: 0, validTo: 40, revoked: true, reason: 'laptop stolen' },
  { ...two, validFrom: 41 },
]
const setAside = [{ commit: 'a'.repeat(40), reason: 'of a log that was given up' }]
const text = formatLogKeys(keys, setAside)

test('what is written is read back, with any white space', () => {
  expect(parseLogKeys(text)).toEqual({ ok: true, keys, setAside })
  expect(parseLogKeys(JSON.stringify(JSON.parse(text), null, '\t').replaceAll('\n', '\r\n'))).toEqual({
    ok: true,
    keys,
    setAside,
  })
})

const vkey = formatVerifierKey(one)
const file = (...listed: readonly object[]) => JSON.stringify({ schema: 'countersign/log-keys/v1', keys: listed })
test.each([
  { what: 'nothing', text: '' },
  { what: 'no keys', text: file() },
  { what: 'a member it does not have', text: text.replace('"keys"', '"more": 1, "keys"') },
  { what: 'another version', text: text.replace('v1', 'v2') },
  { what: 'a member twice', text: text.replace('"validTo": 40', '"validTo": 40, "validTo": 400') },
  { what: 'a number in another form', text: text.replace('40', '4e1') },
  { what: 'an escape without need', text: text.replace('laptop', '\\u006captop') },
  { what: 'a size below zero', text: file({ vkey, validFrom: -1 }) },
  { what: 'half a record', text: file({ vkey, validFrom: 0.5 }) },
  { what: 'a time for a size', text: file({ vkey, validFrom: '2026-01-01' }) },
  {
    what: 'a key whose id does not fit',
    text: file({ vkey: vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), validFrom: 0 }),
  },
  { what: 'a key twice', text: file({ vkey, validFrom: 0, validTo: 1 }, { vkey, validFrom: 2 }) },
  {
    what: 'keys of two logs',
    text: file({ vkey, validFrom: 0 }, { vkey: formatVerifierKey(keyNumber(3, 'b.example').verifier), validFrom: 0 }),
  },
  { what: 'an end before the beginning', text: file({ vkey, validFrom: 5, validTo: 4 }) },
  { what: 'a revoked key without an end', text: file({ vkey, validFrom: 0, revoked: true, reason: 'r' }) },
  { what: 'a revoked key without a reason', text: file({ vkey, validFrom: 0, validTo: 1, revoked: true }) },
  { what: 'a key that is not revoked, said so', text: file({ vkey, validFrom: 0, revoked: false }) },
  { what: 'a commit set aside twice', text: text.replace(/(\{\s*"commit"[^}]*\})/, '$1, $1') },
  { what: 'a commit set aside without a reason', text: text.replace(/,\s*"reason": "of a[^"]*"/, '') },
  { what: 'a short commit set aside', text: text.replace('a'.repeat(40), 'aaaa') },
  { what: 'a prototype', text: text.replace('"keys"', '"__proto__": {}, "keys"') },
])('a file with $what is refused', ({ text: wrong }) => {
  expect(wrong).not.toBe(text)
  expect(parseLogKeys(wrong)).toMatchObject({ ok: false, why: expect.any(String) })
})

test('an interval has both its ends, and none is all sizes', () => {
  const at = (size: number) => isValidAt({ ...one, validFrom: 3, validTo: 5 }, size)
  expect([2, 3, 4, 5, 6].map(at)).toEqual([false, true, true, true, false])
  expect([0, 1, Number.MAX_SAFE_INTEGER].every((size) => isValidAt(one, size))).toBe(true)
})

test.each([
  {
    what: 'the same keys',
    logs: [one, two],
    listed: [
      { ...one, validFrom: 0 },
      { ...two, validFrom: 1 },
    ],
    says: undefined,
  },
  { what: 'a retired key that the policy has dropped', logs: [two], listed: keys, says: undefined },
  {
    what: 'a key that only the policy names',
    logs: [one, two],
    listed: [{ ...one, validFrom: 0 }],
    says: 'does not list',
  },
  { what: 'an open key that the policy does not name', logs: [one], listed: keys, says: 'without end' },
])('$what: $says', ({ logs, listed, says }) => {
  const why = reasonKeysDisagree(logs, listed)
  if (says === undefined) expect(why).toBeUndefined()
  else expect(why).toContain(says)
})
