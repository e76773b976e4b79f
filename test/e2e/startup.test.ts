import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliFile, runCli } from '../support/run-cli.ts'
import { runNode } from '../support/run-process.ts'

const dist = dirname(cliFile)
let folder: string
let runs = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'startup-'))
  mkdirSync(join(folder, 'compliance'))
  const people = 'apiVersion: countersign/v1\nkind: People\npeople:\n  - {id: ana, name: Ana}\n'
  writeFileSync(join(folder, 'compliance', 'people.yaml'), people)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Files of the bundle that a run of the command loads, as V8 itself reports them. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  runs += 1
  const coverage = join(folder, `coverage-${runs}`)
  await runCli(args, { cwd: folder, env: { NODE_V8_COVERAGE: coverage } })
  return readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }
    return result
      .filter(({ url }) => url.startsWith('file:'))
      .map(({ url }) => fileURLToPath(url))
      .filter((file) => file.startsWith(dist + sep))
  })
}

/** What each part is known by in the bundle: text that only it has, and that minifying leaves alone. */
const parts = {
  'the network': ['octokit-endpoint'],
  'page templates': ['compilerInfo'],
  'the starter program': ['POL-CHANGE.md', '.vscode/'],
  'the validator of facts': ['countersign/pull-request-facts/v1'],
  'the validator of evidence': ['https://in-toto.io/Statement/v1'],
  'the HTML edition': ['Content-Security-Policy'],
  'git processes': ['GIT_NO_REPLACE_OBJECTS'],
} as const

const partsIn = (files: readonly string[]): readonly string[] => {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  return Object.entries(parts).flatMap(([part, marks]) => (marks.some((mark) => text.includes(mark)) ? [part] : []))
}

test('every part is somewhere in the bundle, so that its absence below says something', () => {
  const chunks = readdirSync(join(dist, 'chunks')).map((name) => join(dist, 'chunks', name))
  for (const [part, marks] of Object.entries(parts)) {
    const missing = marks.filter((mark) => !chunks.some((file) => readFileSync(file, 'utf8').includes(mark)))
    expect([part, missing]).toEqual([part, []])
  }
})

test('check loads no network, template, HTML, starter, facts, evidence or git code', async () => {
  const files = await loadedBy('check')
  expect(files).toContain(cliFile)
  expect(files.length).toBeGreaterThan(3)
  expect(partsIn(files)).toEqual([])
})

test('check loads the validators of the kinds that it meets, and no others', async () => {
  const files = await loadedBy('check')
  const validators = files.filter((file) => file.startsWith(join(dist, 'chunks', 'validators') + sep))
  expect(validators.map((file) => basename(file))).toEqual(['People.gen.cjs'])
})

test('check loads nothing that makes hashes or keys: node:crypto alone takes as long as reading a file', async () => {
  const files = await loadedBy('check')
  const users = files.filter((file) => readFileSync(file, 'utf8').includes('node:crypto'))
  expect(users.map((file) => basename(file))).toEqual([])
})

test.each([['--version'], ['--help']])('%s loads neither a command nor the reader', async (option) => {
  const files = await loadedBy(option)
  expect(files).toContain(cliFile)
  expect(partsIn(files)).toEqual([])
  const bytes = files.reduce((sum, file) => sum + readFileSync(file).length, 0)
  expect(bytes).toBeLessThan(32 * 1024)
})

test('gate pr from a file loads no network code', async () => {
  const facts = join(folder, 'facts.json')
  writeFileSync(facts, '{"schema":"countersign/pull-request-facts/v1"}')
  const found = partsIn(await loadedBy('gate', 'pr', '--facts', facts))
  expect(found).toContain('the validator of facts')
  expect(found).not.toContain('the network')
  expect(found).not.toContain('page templates')
})

test('check runs where code cannot be made from text', async () => {
  const plain = await runCli(['check'], { cwd: folder })
  const strict = await runNode(['--disallow-code-generation-from-strings', cliFile, 'check'], { cwd: folder })
  expect(strict).toEqual(plain)
  expect(plain.stdout).toContain('SCH-002')
})
