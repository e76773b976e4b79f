import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { attachmentPath, toAttachment } from '../../src/evidence/attachments.ts'
import { formatCheckpoint } from '../../src/evidence/checkpoint.ts'
import { formatEdge } from '../../src/evidence/edge-file.ts'
import { formatLogKeys } from '../../src/evidence/log-keys-file.ts'
import { appendLeaf, emptyEdge, hashLeaf, type RightEdge, rootOf } from '../../src/evidence/merkle.ts'
import { formatVerifierKey, signerOfSeed } from '../../src/evidence/note-key.ts'
import { readLine } from '../../src/evidence/read-line.ts'
import { formatTrustPolicy } from '../../src/evidence/trust-policy.ts'
import {
  facts,
  type LogFiles,
  logCreated,
  logOf,
  merged,
  origin,
  unreviewed,
  verifyFiles,
} from '../support/evidence-records.ts'
import { runVerifier, verifierFile, writeCheckout } from '../support/run-verifier.ts'
import { logSigner, logVkey, proofFrom, signedLog } from '../support/signed-log.ts'
import { anchorOf, testAuthority } from '../support/time-stamp/anchored-log.ts'
import { toPem } from '../support/time-stamp/make-certificate.ts'
import { TestWitness } from '../support/witness.ts'

const folder = mkdtempSync(join(tmpdir(), 'verifier-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
function place(): string {
  count += 1
  return join(folder, `case-${count}`)
}
const file = (name: string, content: string | Buffer) => {
  const path = `${place()}-${name}`
  writeFileSync(path, content)
  return path
}
const many = (number: number, from: number) => Array.from({ length: number }, (_, index) => unreviewed(from + index))
const attachments = [facts(1), facts(2)]
const small = signedLog(
  [
    [merged(1), merged(2)],
    [unreviewed(3), unreviewed(4), unreviewed(5)],
  ],
  attachments,
)
const large = signedLog([many(300, 100), [merged(1), merged(2)], many(600, 1000)], attachments)
const run = (files: LogFiles, args: readonly string[] = ['--key', logVkey]) =>
  runVerifier(writeCheckout(place(), files), args)
const changed = (files: LogFiles, changes: Record<string, Buffer | string | undefined>): LogFiles => {
  const copy = new Map(files)
  for (const [path, content] of Object.entries(changes))
    if (content === undefined) copy.delete(path)
    else copy.set(path, Buffer.from(content))
  return copy
}
const textOf = (files: LogFiles, path: string) => files.get(path)?.toString() ?? ''

test('it has less than a hundred lines, and uses the standard library alone', () => {
  const text = readFileSync(verifierFile, 'utf8')
  expect(text.trimEnd().split('\n').length).toBeLessThan(100)
  const imports = [...text.matchAll(/^(?:import (.*?)(?:;|$)|.*from (\w+) import)/gm)].map(([line]) => line)
  expect(imports).toEqual([
    'import argparse, base64, calendar, functools, hashlib, json, re, subprocess, sys, tempfile, time;',
  ])
})

describe('a log that is whole', () => {
  test.each([
    { name: 'small', log: small, size: 6 },
    { name: 'of several segments', log: large, size: 903 },
    { name: 'of one record', log: signedLog([]), size: 1 },
    { name: 'of one full segment', log: signedLog([many(255, 100)]), size: 256 },
    { name: 'of one record more', log: signedLog([many(256, 100)]), size: 257 },
  ])('$name', async ({ log, size }) => {
    const { status, stdout } = await run(log.files)
    expect(stdout).toContain(`INTACT: ${size} records of ${origin}, root `)
    expect(stdout).toContain(`signed by ${origin}+${logSigner.verifier.id}`)
    expect(status).toBe(0)
    expect(verifyFiles(log.files, { keys: [logSigner.verifier] }).verification.findings).toEqual([])
  })

  test('by the policy of the protected branch, and by the list of keys beside it', async () => {
    const policy = file('trust.policy', formatTrustPolicy(logSigner.verifier))
    expect((await run(small.files, ['--policy', policy])).status).toBe(0)
    const keys = (validTo: number) =>
      file(
        'keys.json',
        formatLogKeys([{ ...logSigner.verifier, validFrom: 0, validTo, revoked: true, reason: 'lost' }]),
      )
    expect((await run(small.files, ['--policy', keys(6)])).status).toBe(0)
    expect((await run(small.files, ['--policy', keys(5)])).status).toBe(4)
  })

  test('that continues a checkpoint that was kept, and none that is not of it', async () => {
    const kept = file('kept', signedLog([[merged(1)]], attachments).note)
    expect((await run(small.files, ['--key', logVkey, '--checkpoint', kept])).status).toBe(0)
    expect((await run(large.files, ['--key', logVkey, '--checkpoint', kept])).status).toBe(4)
    const later = file('later', large.note)
    expect((await run(small.files, ['--key', logVkey, '--checkpoint', later])).status).toBe(4)
  })

  test('for which nobody known vouches is not known to be anything', async () => {
    const without = await run(small.files, [])
    expect(without).toMatchObject({ status: 3, stdout: expect.stringContaining('NOT KNOWN') })
    const unsigned = logOf([[logCreated('local-unsigned'), merged(1)]], undefined, attachments).files
    expect((await run(unsigned, [])).status).toBe(3)
    expect((await run(unsigned)).status).toBe(4)
    const witnessed = `${formatTrustPolicy(logSigner.verifier).replace('quorum none', `witness w ${new TestWitness('w.example', 5).vkey}`)}quorum w\n`
    expect((await run(small.files, ['--policy', file('trust.policy', witnessed)])).status).toBe(3)
  })

  test('in a place without openssl is not known to be signed', async () => {
    const { status, stdout } = await runVerifier(
      writeCheckout(place(), small.files),
      ['--key', logVkey],
      '/nonexistent',
    )
    expect(stdout).toContain('openssl')
    expect(status).toBe(3)
  })
})

test.each([['--key', 'x'], ['--key', logVkey.replace('+', '-')], ['--policy', '/nonexistent'], ['--frobnicate']])(
  '%s %s is bad usage',
  async (...args) => {
    expect((await run(small.files, args)).status).toBe(2)
  },
)

const stranger = signerOfSeed(origin, Buffer.alloc(32, 2))
const elsewhere = signerOfSeed('github.com/acme/other/evidence', Buffer.alloc(32, 1))
const first = textOf(small.files, 'entries/000.jsonl')
const lines = first.split('\n').slice(0, -1)
const withLines = (changedLines: readonly string[]) =>
  changed(small.files, { 'entries/000.jsonl': changedLines.map((line) => `${line}\n`).join('') })
const attached = attachmentPath(facts(1).sha256)

/** Every kind of tampering, each judged by both. */
describe('a log that was tampered with is told so by both', () => {
  test.each([
    { name: 'a record edited', files: withLines(lines.map((line) => line.replace('alice', 'mallo'))) },
    {
      name: 'a record edited in a large log',
      files: changed(large.files, {
        'entries/001.jsonl': textOf(large.files, 'entries/001.jsonl').replace('alice', 'mallo'),
      }),
    },
    { name: 'a record removed', files: withLines(lines.filter((_, index) => index !== 2)) },
    { name: 'a record inserted', files: withLines([...lines.slice(0, 2), lines[1] ?? '', ...lines.slice(2)]) },
    {
      name: 'two records swapped',
      files: withLines(lines.map((line, index) => (index === 2 ? lines[3] : index === 3 ? lines[2] : line) ?? '')),
    },
    { name: 'the last records cut off', files: withLines(lines.slice(0, 4)) },
    { name: 'no line feed at the end', files: changed(small.files, { 'entries/000.jsonl': first.slice(0, -1) }) },
    { name: 'an empty line more', files: changed(small.files, { 'entries/000.jsonl': `${first}\n` }) },
    { name: 'an empty segment', files: changed(small.files, { 'entries/000.jsonl': '' }) },
    { name: 'a segment missing', files: changed(large.files, { 'entries/001.jsonl': undefined }) },
    { name: 'the last segment missing', files: changed(large.files, { 'entries/003.jsonl': undefined }) },
    { name: 'a segment more', files: changed(small.files, { 'entries/001.jsonl': first }) },
    {
      name: 'a segment under another name',
      files: changed(small.files, { 'entries/000.jsonl': undefined, 'entries/x000/000.jsonl': first }),
    },
    { name: 'an attachment changed', files: changed(small.files, { [attached]: '{"number":7}\n' }) },
    { name: 'an attachment missing', files: changed(small.files, { [attached]: undefined }) },
    {
      name: 'an attachment of no record',
      files: changed(small.files, { [attachmentPath(facts(9).sha256)]: facts(9).bytes }),
    },
    {
      name: 'the edge changed',
      files: changed(small.files, {
        edge: textOf(small.files, 'edge').replace(/.\n$/, (end) => (end === 'a\n' ? 'b\n' : 'a\n')),
      }),
    },
    { name: 'the edge of another log', files: changed(small.files, { edge: textOf(large.files, 'edge') }) },
    { name: 'no edge', files: changed(small.files, { edge: undefined }) },
    { name: 'no checkpoint', files: changed(small.files, { checkpoint: undefined }) },
    { name: 'the checkpoint of a longer log', files: changed(small.files, { checkpoint: large.note }) },
    {
      name: 'an earlier checkpoint',
      files: changed(small.files, { checkpoint: signedLog([[merged(1)]], attachments).note }),
    },
    {
      name: 'another size in the checkpoint',
      files: changed(small.files, { checkpoint: small.note.replace('\n6\n', '\n5\n') }),
    },
    {
      name: 'no signature',
      files: changed(small.files, { checkpoint: `${small.note.split('\n').slice(0, 3).join('\n')}\n` }),
    },
    { name: 'other .gitattributes', files: changed(small.files, { '.gitattributes': '* text=auto\n' }) },
    { name: 'no .gitattributes', files: changed(small.files, { '.gitattributes': undefined }) },
    { name: 'signed by another key of the same name', files: signedLog([[merged(1)]], attachments, stranger).files },
    { name: 'the log of another repository', files: signedLog([[merged(1)]], attachments, elsewhere).files },
    { name: 'a record that is not JSON, signed', files: resigned([...lines.slice(0, 3), '{"a":', ...lines.slice(4)]) },
  ])('$name', async ({ files }) => {
    const ours = verifyFiles(files, { keys: [logSigner.verifier] }).verification.findings
    expect(ours).not.toEqual([])
    const { status, stdout } = await run(files)
    expect(stdout).toMatch(/^NOT INTACT: /)
    expect(status).toBe(4)
  })

  test('line endings that were changed on the way are no tampering, and no pass either', async () => {
    for (const path of ['checkpoint', 'edge', 'entries/000.jsonl', '.gitattributes']) {
      const turned = changed(small.files, { [path]: textOf(small.files, path).replaceAll('\n', '\r\n') })
      expect(await run(turned)).toMatchObject({ status: 3, stdout: expect.stringContaining('line endings') })
    }
  })

  test('any bit flipped in any file', async () => {
    const paths = [...small.files.keys()].filter((path) => path !== 'README.md' && path !== 'verify.py')
    const flips = paths.flatMap((path) => {
      const bytes = small.files.get(path) ?? Buffer.alloc(0)
      // Each byte of the head, some of the others, at places that depend on nothing but the file.
      const step = path === 'checkpoint' || path === 'edge' ? 7 : Math.ceil(bytes.length / 12)
      return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => ({ path, at: index * step }))
    })
    const verdicts = await inTurns(flips, 4, async ({ path, at }) => {
      const bytes = Buffer.from(small.files.get(path) ?? '')
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
      const files = changed(small.files, { [path]: bytes })
      const { status } = await run(files)
      const isOurs = verifyFiles(files, { keys: [logSigner.verifier] }).verification.findings.length > 0
      return { path, at, agrees: isOurs && status === 4 }
    })
    expect(verdicts.length).toBeGreaterThan(60)
    expect(verdicts.filter(({ agrees }) => !agrees)).toEqual([])
  })
})

describe('one record alone', () => {
  const index = 2
  const record = Buffer.from(lines[index] ?? '')
  const proof = proofFrom(
    lines.map((line) => Buffer.from(line)),
    index,
    small.note,
  )
  const check = (text: string, line: Buffer, args: readonly string[] = ['--key', logVkey]) =>
    runVerifier(folder, [...args, '--proof', file('p.tlog-proof', text), '--record', file('r.json', line)])

  test('is proven by its proof, and by no other', async () => {
    expect(readLine(record).kind).toBe('record')
    expect(await check(proof, record)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`INTACT: record 2 of 6 in ${origin}, signed by`),
    })
    expect((await check(proof, Buffer.concat([record, Buffer.of(10)]))).status).toBe(0)
    expect((await check(proof, Buffer.from(lines[3] ?? ''))).status).toBe(4)
    expect((await check(proof, record, [])).status).toBe(3)
    expect((await check(proof, record, ['--key', formatVerifierKey(stranger.verifier)])).status).toBe(4)
  })

  test.each([
    ['another index', proof.replace('index 2', 'index 3')],
    ['an index outside', proof.replace('index 2', 'index 6')],
    ['a hash less', proof.replace(/\n[^\n]{44}\n/, '\n')],
    ['a hash more', proof.replace(/\n([^\n]{44})\n/, '\n$1\n$1\n')],
    ['a changed hash', proof.replace(/\n[A-Za-z0-9+/]/, (match) => `\n${match[1] === 'A' ? 'B' : 'A'}`)],
    ['another checkpoint', proof.replace(small.note, large.note)],
    ['another size', proof.replace('\n6\n', '\n7\n')],
    ['an unsigned checkpoint', proof.replace(/\n\n\u2014.*\n$/, '\n')],
    ['nothing', ''],
  ])('is not proven by %s', async (_name, text) => {
    expect(text).not.toBe(proof)
    const { status, stdout } = await check(text, record)
    expect(stdout).toMatch(/^NOT INTACT/)
    expect(status).toBe(4)
  })
})

describe('time stamps in the log', () => {
  const before = signedLog([[unreviewed(3)]])
  const authority = testAuthority()
  const ca = file('ca.pem', toPem(authority.ca))
  const anchored = (by = authority, over: Partial<Parameters<typeof anchorOf>[2]> = {}) => {
    const { record, attachments: receipts } = anchorOf(before.note, by, { time: '2026-01-07T10:00:00Z', ...over })
    return signedLog([[unreviewed(3)], [record]], receipts).files
  }
  const checked = (files: LogFiles, trusted = ca) => run(files, ['--key', logVkey, '--tsa', trusted])

  test('are checked by openssl with the authority that the reader knows', async () => {
    expect(await checked(anchored())).toMatchObject({ status: 0, stdout: expect.stringContaining('1 time stamps,') })
    // Without an authority they are not looked at, and not said to be.
    expect(await run(anchored())).toMatchObject({ status: 0, stdout: expect.stringContaining('0 time stamps,') })
    const other = file('other.pem', toPem(testAuthority().ca))
    expect((await checked(anchored(), other)).status).toBe(3)
  })

  test('hold after the certificate has ended, if it was valid at their own moment', async () => {
    const ended = testAuthority({ to: '2026-02-01T00:00:00Z' })
    const trusted = file('ended.pem', toPem(ended.ca))
    expect((await checked(anchored(ended), trusted)).status).toBe(0)
    expect((await checked(anchored(ended, { time: '2026-02-02T00:00:00Z' }), trusted)).status).toBe(3)
  })

  test('of other bytes, or of a checkpoint that is not of the log, are no small matter', async () => {
    const foreign = signedLog([[unreviewed(9)]])
    const receipt = anchorOf(foreign.note, authority, { time: '2026-01-07T10:00:00Z' }).attachments
    const bytes = receipt.find(({ sha256 }) => sha256 !== toAttachment(foreign.note).sha256)?.bytes ?? Buffer.alloc(0)
    expect((await checked(anchored(authority, { receipt: bytes }))).status).toBe(4)
    expect((await checked(anchored(authority, { note: foreign.note }))).status).toBe(4)
  })
})

/** A log of these lines that the key has signed, whatever they are. */
function resigned(stored: readonly string[]): LogFiles {
  const edge = stored.reduce<RightEdge>((before, line) => appendLeaf(before, hashLeaf(Buffer.from(line))), emptyEdge)
  const checkpoint = formatCheckpoint({ origin, size: edge.size, root: rootOf(edge) }, logSigner)
  return changed(withLines(stored), { edge: formatEdge(edge), checkpoint })
}

/** Does the same with each, so many at once. */
async function inTurns<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += atOnce)
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))))
  return results
}
