import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { fromZip, toZip } from '../../../src/adapters/zip-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'zip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z0-9]{1,8}(?:\/[a-z0-9]{1,8})?$/), fc.uint8Array({ maxLength: 300 })), {
    selector: ([path]) => path.replace('/', ' '),
    maxLength: 12,
  })
  .map((entries) => new Map(entries))

describe('a ZIP', () => {
  test('holds what was put in, and is the same bytes in whatever order', () => {
    fc.assert(
      fc.property(files, (given) => {
        const zip = toZip(given)
        expect([...fromZip(zip)].sort()).toEqual(
          [...given].map(([path, bytes]) => [path, new Uint8Array(bytes)]).sort(),
        )
        expect(Buffer.from(toZip(new Map([...given].reverse()))).equals(zip)).toBe(true)
      }),
    )
  })

  test('is read by another program', () => {
    const path = join(folder, 'one.zip')
    writeFileSync(path, toZip(new Map([['a/b.txt', strToU8('text\n'.repeat(1000))]])))
    const script =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])'
    execFileSync('python3', ['-c', script, path, join(folder, 'out')])
    expect(readFileSync(join(folder, 'out', 'a', 'b.txt'), 'utf8')).toBe('text\n'.repeat(1000))
  })

  test.each([
    ['what is none', strToU8('PK no archive')],
    ['one that is cut', toZip(new Map([['a', strToU8('text')]])).subarray(0, -10)],
    ['nothing', new Uint8Array()],
    ['a name of the machinery of objects', zipSync({ ['__proto__/x']: strToU8('x'), a: strToU8('a') })],
  ])('%s is refused', (_what, bytes) => {
    expect(() => fromZip(bytes)).toThrow(RangeError)
  })

  test('one that says it becomes larger than any that is made is refused before it is unpacked', () => {
    const zip = Buffer.from(toZip(new Map([['a', strToU8('text'.repeat(1000))]])))
    const entry = zip.indexOf(Buffer.from('PK\u0001\u0002'))
    zip.writeUInt32LE(0xff_ff_ff_fe, entry + 24)
    expect(() => fromZip(zip)).toThrow(/more than such an archive may/)
  })

  test('one that says it becomes smaller than it does gives no more than it says', () => {
    const zip = Buffer.from(toZip(new Map([['a', strToU8('text'.repeat(100_000))]])))
    const entry = zip.indexOf(Buffer.from('PK\u0001\u0002'))
    zip.writeUInt32LE(10, entry + 24)
    const read = () => fromZip(zip).get('a')?.length ?? 0
    let length = 0
    try {
      length = read()
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
    }
    expect(length).toBeLessThanOrEqual(10)
  })
})
