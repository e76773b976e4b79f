import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { cliFile } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

const hasPython = spawnSync('python3', ['--version']).error === undefined
if (!hasPython) process.stderr.write('\nNOT CHECKED: progress on a terminal: there is no python3 to make one\n\n')

const clear = '\r\u001b[K'

beforeAll(() => {
  const folder = sandbox.path('repository')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env: { ...sandbox.environment } })
  mkdirSync(`${folder}/compliance`, { recursive: true })
  writeFileSync(`${folder}/compliance/roles.yaml`, 'apiVersion: countersign/v1\nkind: Roles\nroles: []\n')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'first')
  // A git that takes longer than anybody waits without a word.
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  mkdirSync(sandbox.path('bin'))
  writeFileSync(sandbox.path('bin/git'), `#!/bin/sh\nsleep 1\nexec "${real}" "$@"\n`)
  chmodSync(sandbox.path('bin/git'), 0o755)
})

/** Runs a check on a terminal of its own, on which both streams show. */
function onTerminal(environment: Readonly<Record<string, string>>, redirect = ''): string {
  const command = `exec "${process.execPath}" "${cliFile}" check --base main --as-of 2026-06-15 ${redirect}`
  const program = 'import pty, sys; pty.spawn(["sh", "-c", sys.argv[1]])'
  return spawnSync('python3', ['-c', program, command], {
    cwd: sandbox.path('repository'),
    env: {
      PATH: `${sandbox.path('bin')}:${process.env['PATH'] ?? ''}`,
      HOME: '/nonexistent',
      TERM: 'xterm',
      ...environment,
    },
    encoding: 'utf8',
    input: '',
  }).stdout.replaceAll('\r\n', '\n')
}

test.skipIf(!hasPython)('a long run says what it does, and nothing of it stays (needs python3)', () => {
  const shown = onTerminal({})
  expect(shown).toMatch(/\r\u001b\[KApplying \d+ rules to 1 records\r/)
  const report = shown.slice(shown.lastIndexOf(clear) + clear.length)
  expect(report).not.toContain('Applying')
  expect(report).toContain('\u001b[33;1mNot determined: ')
  expect(shown.split(clear).at(-2)).toContain('Applying')
  expect(onTerminal({}, '> /dev/null').endsWith(clear)).toBe(true)
})

test.skipIf(!hasPython).each([
  ['a CI system', { CI: 'true' }, ''],
  ['a dumb terminal', { TERM: 'dumb' }, ''],
  ['errors that go into a file', {}, '2> /dev/null'],
] as const)('%s gets the report alone (needs python3)', (_name, environment, redirect) => {
  const shown = onTerminal(environment, redirect)
  expect(shown).toContain('Not determined: ')
  expect(shown).not.toMatch(/\r|Applying/)
})
