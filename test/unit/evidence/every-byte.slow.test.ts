import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { formatVerifierKey, signerOfSeed } from '../../../src/evidence/note-key.ts'
import { shippedFiles } from '../../../src/evidence/tree-layout.ts'
import { facts, logCreated, logOf, merged, origin, unreviewed, verifyFiles } from '../../support/evidence-records.ts'

const signer = signerOfSeed(origin, createHash('sha256').update('every byte').digest())
const signed = logCreated('signed', origin, formatVerifierKey(signer.verifier))
const batches = (birth: typeof signed) =>
  [
    [birth, merged(1)],
    [unreviewed(3), merged(2)],
  ] as const

/** One bit of each byte, another one from byte to byte. */
test.each([
  { name: 'signed', log: logOf(batches(signed), signer, [facts(1), facts(2)]), keys: [signer.verifier] },
  { name: 'signed, key not known', log: logOf(batches(signed), signer, [facts(1), facts(2)]), keys: [] },
  {
    name: 'local and unsigned',
    log: logOf(batches(logCreated('local-unsigned')), undefined, [facts(1), facts(2)]),
    keys: [],
  },
])('every byte of a $name log, one at a time, is noticed and its file named', ({ log, keys }) => {
  const { files } = log
  const unnoticed: string[] = []
  let tried = 0
  for (const [path, bytes] of files) {
    for (const position of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[position] = (changed[position] ?? 0) ^ (1 << (position % 8))
      const { findings, warnings } = verifyFiles(new Map([...files, [path, changed]]), { keys }).verification
      const told = shippedFiles.has(path) ? warnings : findings
      if (!told.some((one) => one.file === path)) unnoticed.push(`${path}:${position}`)
      tried += 1
    }
  }
  expect(unnoticed).toEqual([])
  expect(tried).toBeGreaterThan(5_000)
})
