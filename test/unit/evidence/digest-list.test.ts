import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDigestList, isInside, parseDigestList } from '../../../src/evidence/digest-list.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const name = fc.stringMatching(/^[A-Za-z0-9_#+-]{1,12}$/)
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))

describe('a list of digests', () => {
  test('reads what it writes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 20 }), (paths) => {
        const list = formatDigestList(new Map(paths.map((one) => [one, Buffer.from(one)])))
        expect(parseDigestList(list)).toEqual(new Map(paths.toSorted().map((one) => [one, digest(one)])))
      }),
    )
  })

  const [a, b] = [`${digest('a')}  a\n`, `${digest('b')}  b\n`]
  test.each([
    ['nothing', ''],
    ['no line feed at the end', a.trimEnd()],
    ['out of order', b + a],
    ['a path twice', a + a],
    ['one space', a.replace('  ', ' ')],
    ['the binary mark', a.replace('  ', ' *')],
    ['capital digits', a.replace(/[a-f]/, (letter) => letter.toUpperCase())],
    ['a digit less', a.slice(1)],
    ['an empty line', `${a}\n${b}`],
    ['a carriage return', a.replace('\n', '\r\n')],
    ['a path out of the folder', `${digest('a')}  ../a\n`],
    ['a path from the root', `${digest('a')}  /a\n`],
    ['a path with a backslash', `${digest('a')}  a\\b\n`],
  ])('%s is refused', (_what, text) => {
    expect(parseDigestList(text)).toBeUndefined()
  })

  test.each(['a', 'a/b.md', 'records/7.tlog-proof', '.gitattributes', 'evidence/2026-06-part-2.md'])(
    '%s is inside',
    (one) => {
      expect(isInside(one)).toBe(true)
    },
  )
  test.each(['', '.', '..', 'a/..', 'a//b', '/a', 'a/', 'a b', 'C:a', 'é', 'a\u0000', 'x'.repeat(201)])(
    '%j is not',
    (one) => {
      expect(isInside(one)).toBe(false)
    },
  )
})
