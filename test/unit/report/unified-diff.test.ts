import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unifiedDiff } from '../../../src/report/unified-diff.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-diff-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a changed line stands between the lines around it', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\nh\n'
  expect(unifiedDiff('x.yaml', before, before.replace('e', 'E'))).toBe(
    '--- a/x.yaml\n+++ b/x.yaml\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
  )
  expect(unifiedDiff('x', before, before)).toBe('')
  expect(unifiedDiff('x', undefined, 'a\n')).toBe('--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n')
})

test('what is printed cannot steer a terminal', () => {
  expect(unifiedDiff('x', 'a\n', '\u001b[2Ja\u202e\n')).not.toMatch(/\u001b|\u202e/)
})

test('git makes the new text of the old one and the diff', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '\td', ''), { maxLength: 25 })
  const text = fc
    .tuple(lines, fc.boolean(), fc.constantFrom('\n', '\r\n'))
    .map(([all, open, end]) => (all.length === 0 ? 'z\n' : `${all.join(end)}${open ? '|' : end}`))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff('x.yaml', before, after)
      fc.pre(before !== after)
      writeFileSync(join(folder, 'x.yaml'), before)
      execFileSync('git', ['apply', '--unidiff-zero', '-'], {
        cwd: folder,
        input: diff,
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      expect(readFileSync(join(folder, 'x.yaml'), 'utf8')).toBe(after)
    }),
    { numRuns: 60 },
  )
})
