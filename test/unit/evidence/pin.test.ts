import { expect, test } from 'vitest'
import { signerOfSeed } from '../../../src/evidence/note-key.ts'
import { formatPin, type PinFile, parsePin } from '../../../src/evidence/pin.ts'
import { formatSpool, parseSpool } from '../../../src/evidence/spool.ts'
import { facts, logCreated, logOf, merged, origin, unreviewed } from '../../support/evidence-records.ts'

const { note } = logOf([[logCreated('signed')]], signerOfSeed(origin, Buffer.alloc(32, 1))).grown
const pin: PinFile = {
  schema: 'countersign/pin/v1',
  checkpoint: note,
  sourceCommit: 'a'.repeat(40),
  asOf: '2026-06-30',
  tool: 'countersign/0.1.0',
  pages: new Map([
    ['risks.md', 'b'.repeat(64)],
    ['README.md', 'c'.repeat(64)],
  ]),
}
const text = formatPin(pin)

test('a PIN file is read as it was written', () => {
  const parsed = parsePin(text)
  expect(parsed && { ...parsed, pages: new Map([...parsed.pages].sort()) }).toEqual({
    ...pin,
    pages: new Map([...pin.pages].sort()),
  })
  expect(text.indexOf('README.md')).toBeLessThan(text.indexOf('risks.md'))
})

test.each([
  { name: 'another schema', text: text.replace('pin/v1', 'pin/v2') },
  { name: 'an extra member', text: text.replace('{\n', '{\n  "aa": 1,\n') },
  { name: 'other spacing', text: text.replace('": "', '":"') },
  { name: 'no checkpoint', text: text.replace(JSON.stringify(note), '"x"') },
  { name: 'a short digest', text: text.replace('b'.repeat(64), 'b'.repeat(63)) },
  { name: 'a day that is none', text: text.replace('2026-06-30', 'today') },
  { name: 'a page named like a prototype', text: text.replace('"risks.md"', '"__proto__"') },
  { name: 'no JSON', text: 'x' },
])('a PIN file with $name is refused', ({ text: changed }) => {
  expect(changed).not.toBe(text)
  expect(parsePin(changed)).toBeUndefined()
})

test('a spool keeps records and attachments, and refuses what was altered', () => {
  const signer = signerOfSeed(origin, Buffer.alloc(32, 1))
  const spooled = { records: [merged(1), unreviewed(2)], attachments: [facts(1)] }
  for (const [by, keys] of [
    [undefined, []],
    [signer, [signer.verifier]],
  ] as const) {
    const kept = formatSpool(spooled, origin, by)
    expect(parseSpool(kept, origin, keys)).toEqual({ kind: 'read', spooled })
    expect(parseSpool(kept, 'elsewhere', keys)).toEqual({ kind: 'elsewhere', log: origin })
    const base64 = facts(1).bytes.toString('base64').slice(0, 4)
    expect(parseSpool(kept.replace(base64, 'AAAA'), origin, keys).kind).toBe('bad')
    expect(parseSpool(kept.replace('"result":"pass"', '"result": "pass"'), origin, keys).kind).toBe('bad')
    expect(parseSpool(kept.slice(0, 50), origin, keys).kind).toBe('bad')
  }
})
