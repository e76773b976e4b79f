import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { cliFile, runCli } from '../support/run-cli.ts'

const root = mkdtempSync(join(tmpdir(), 'init-terminal-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folder: string
let number = 0
beforeEach(() => {
  number += 1
  folder = join(root, String(number))
  mkdirSync(folder)
})

/** Types at a real terminal: after each text that is waited for, the other one. */
function typed(steps: readonly (readonly [string, string])[], env: Readonly<Record<string, string>> = {}) {
  const script = join(import.meta.dirname, '..', 'support', 'pseudo-terminal.py')
  const args = [script, JSON.stringify(steps), process.execPath, cliFile, 'init']
  const run = spawnSync('python3', args, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: root, TERM: 'xterm', ...env },
    encoding: 'utf8',
  })
  if (run.error !== undefined) throw run.error
  return { status: run.status, shown: run.stdout }
}

test('asks at a terminal, tells what cannot be used, and writes a program that passes', async () => {
  const { status, shown } = typed([
    ['Name of the organisation?', 'Example Ltd\r'],
    ['[Example Ltd service]', '\r'],
    ['[CC]', 'CC,Q\r'],
    ['is no category', 'a, privacy\r'],
    ['Who leads security?', 'ana\r'],
    ['Full name of ana?', 'Ana Souza\r'],
    ['Login of ana on GitHub?', '@ana\r'],
    ['cannot be a login', 'ana-souza\r'],
    ['Who else?', '\r'],
  ])
  expect(shown).toContain('Nothing is met yet')
  expect(shown).toContain('ana is alone: nobody can review')
  expect(status).toBe(0)
  expect(readFileSync(join(folder, 'compliance/program.yaml'), 'utf8')).toContain('categories: [CC, A, P]')
  expect((await runCli(['check'], { cwd: folder })).status).toBe(0)
})

test('lines that were pasted at once answer one question each', () => {
  const { status } = typed([
    ['Name of the organisation?', 'Example Ltd\rShop\rCC\rana\rAna\rana-x\rben\rBen\rben-x\r\r'],
  ])
  expect(status).toBe(0)
  expect(readFileSync(join(folder, 'compliance/people.yaml'), 'utf8')).toContain('login: "ben-x"')
  expect(readFileSync(join(folder, 'compliance/program.yaml'), 'utf8')).toContain('Shop')
})

test.each([
  ['Ctrl-C', '\u0003', 130],
  ['Ctrl-D', '\u0004', 2],
])('%s ends it, and nothing is written', (_key, typedKey, wanted) => {
  const { status, shown } = typed([
    ['Name of the organisation?', 'Example Ltd\r'],
    ['Name of the system', typedKey],
  ])
  expect(status).toBe(wanted)
  expect(shown).not.toContain('Wrote')
  expect(readdirSync(folder)).toEqual([])
})

test('in CI nobody is asked, whatever the terminal looks like', () => {
  const { status, shown } = typed([], { CI: 'true' })
  expect(status).toBe(2)
  expect(shown).toContain('--organisation and --person are missing')
  expect(existsSync(join(folder, 'compliance'))).toBe(false)
})
