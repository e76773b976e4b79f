import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commitText } from '../../../src/model/commit-text.ts'

test.each([
  { name: 'a closing keyword', text: 'fixes #1', is: 'fixes # 1' },
  { name: 'another repository', text: 'closes acme/shop#12', is: 'closes acme/shop# 12' },
  { name: 'the short form', text: 'Resolves GH-7', is: 'Resolves GH 7' },
  { name: 'an address', text: 'close https://github.com/a/b/issues/1', is: 'close https: //github.com/a/b/issues/1' },
  { name: 'a mention', text: 'ping @octo/team', is: 'ping (at)octo/team' },
  { name: 'a run that is skipped', text: 'x [skip ci] [ci skip]', is: 'x (skip ci) (ci skip)' },
  { name: 'a trailer', text: 'x\n\nSigned-off-by: a <a@b.c>', is: 'x Signed-off-by: a <a(at)b.c>' },
  { name: 'the trailer that skips checks', text: 'x\nskip-checks: true', is: 'x skip checks: true' },
  { name: 'a command of Jira', text: 'KEY-1 #close', is: 'KEY-1 # close' },
  { name: 'a merge request', text: 'closes !4', is: 'closes ! 4' },
  { name: 'what moves a cursor', text: 'a\u001b[2Kb\u202ec\rd', is: 'a\\u001b(2Kb\\u202ec d' },
  { name: 'plain words', text: 'Adopt POL-ACCESS, v2', is: 'Adopt POL-ACCESS, v2' },
])('$name does nothing in a commit', ({ text, is }) => {
  expect(commitText(text, 200)).toBe(is)
})

test('whatever it is given is one line that refers to nobody and nothing', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('@', '#', '12', 'GH-', '[skip ci]', '\n', '\u2028', ':', '//', '!', 'ana', '\0', ' '),
  )
  fc.assert(
    fc.property(fc.array(piece), (parts) => {
      const text = commitText(parts.join(''), 80)
      expect(text).not.toMatch(/[@[\]\p{Cc}]|#\S|!\S|GH-\d|:\/\/|[\u2028\u2029]/iu)
      expect(text.length).toBeLessThan(500)
    }),
  )
})

test('a secret is taken out before it is cut', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`
  expect(commitText(`${'x'.repeat(70)} ${token}`, 80)).not.toContain('ghp_')
})
