import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../support/run-cli.ts'

// Whoever opens a pull request names files. A name is data like any other: it is shown, and never obeyed.

const names = [
  'a b.yaml',
  '-rf.yaml',
  '--format.yaml',
  '.yaml',
  '.hidden.yaml',
  'it\'s "quoted" $(touch pwned) `id`.yaml',
  'line\nbreak.yaml',
  '::error file=x,line=1::forged.yaml',
  '%0A::error::forged.yaml',
  'red\u001b[31m and bell\u0007.yaml',
  'right\u202eto left.yaml',
  'back\\slash.yaml',
  'é.yaml',
  'e\u0301.yaml',
  '\u{1f600}.yaml',
  '<script>alert(1)<!--.yaml',
  '](https:example.invalid) @everyone | x.yaml',
  'constructor.yaml',
  '__proto__.yaml',
  'CON.yaml',
  `${'long'.repeat(60)}.yaml`,
  'deep/er/than/one/folder.yaml',
  '.schemas.yaml',
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'names-'))
  for (const name of names) {
    const path = join(folder, 'compliance', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'apiVersion: countersign/v1\nkind: Polcy\n')
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file of any name is read and reported, in every format, and its name does nothing', async () => {
  const formats = ['pretty', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown']
  const args = formats.flatMap((format) => ['--format', `${format}=out.${format}`])
  const run = await runCli(['check', '--as-of', '2026-03-02', ...args], { cwd: folder })
  expect(run).toMatchObject({ status: 1, stderr: '' })
  const text = (format: string) => readFileSync(join(folder, `out.${format}`), 'utf8')
  const report = JSON.parse(text('json')) as { readonly items: readonly { readonly at: { readonly file: string } }[] }
  expect(new Set(report.items.map(({ at }) => at.file))).toEqual(new Set(names.map((name) => `compliance/${name}`)))
  // Nothing that a terminal or a reader of logs obeys; line breaks are the printer's own.
  for (const format of formats) {
    expect([format, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.exec(text(format))]).toEqual([format, null])
  }
  // Nothing that shows a person another text than there is.
  for (const format of ['pretty', 'junit', 'github', 'markdown']) {
    expect([format, /[\u202a-\u202e\u2066-\u2069]/.exec(text(format))]).toEqual([format, null])
  }
  for (const line of text('github').trimEnd().split('\n'))
    expect(line).toMatch(/^::(?:error|warning|notice) (?:file|title)=[^\n]*::/)
  expect(text('github')).not.toMatch(/^::error[^:]*::forged/m)
  expect(
    text('ndjson')
      .trimEnd()
      .split('\n')
      .every((line) => typeof JSON.parse(line) === 'object'),
  ).toBe(true)
  expect(text('markdown')).not.toMatch(/<script>|(?<!\\|`[^`\n]*)@everyone/)
})
