import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCommandSource } from '../../../../src/adapters/sources/command-source.ts'
import type { CommandQuestion } from '../../../../src/ports/source-reader.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'command-source-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const environment = {
  PATH: process.env['PATH'],
  DIRECTORY_TOKEN: 'canary-directory',
  GITHUB_TOKEN: 'canary-github',
  COUNTERSIGN_LOG_KEY: 'canary-key',
}
const question = (script: string, more: Partial<CommandQuestion> = {}): CommandQuestion => ({
  id: 'SRC-2',
  argv: [process.execPath, '-e', script],
  environment: [],
  timeoutMs: 20_000,
  ...more,
})
const read = (wanted: CommandQuestion, signal = new AbortController().signal) =>
  readCommandSource(wanted, { cwd, environment, signal })
const printed = async (wanted: CommandQuestion) => Buffer.from(await read(wanted)).toString('utf8')
const faultOf = async (wanted: CommandQuestion, signal?: AbortSignal): Promise<string> => {
  const error: unknown = await read(wanted, signal).catch((caught: unknown) => caught)
  if (!(error instanceof Error)) throw new Error('nothing was refused')
  expect(error.message).not.toContain('canary')
  return error.message
}

test('gets PATH and what was named, and runs in the folder', async () => {
  const script = 'console.log(JSON.stringify({ env: Object.keys(process.env).sort(), cwd: process.cwd() }))'
  const entry = JSON.parse(await printed(question(script, { environment: ['DIRECTORY_TOKEN'] })))
  expect(entry.cwd).toBe(cwd)
  // What an operating system adds by itself is none of ours.
  expect(entry.env.filter((name: string) => !name.startsWith('__'))).toEqual(['DIRECTORY_TOKEN', 'PATH'])
})

test('no shell reads the arguments', async () => {
  const script = 'console.log(JSON.stringify(process.argv.slice(1)))'
  const hostile = ['$(touch owned)', '; touch owned', '`touch owned`', '{from}']
  expect(JSON.parse(await printed(question('', { argv: [process.execPath, '-e', script, ...hostile] })))).toEqual(
    hostile,
  )
  expect(existsSync(join(cwd, 'owned'))).toBe(false)
})

test.each([
  { name: 'another status', script: 'console.error("canary"); process.exit(7)', wanted: 'it ended with status 7' },
  {
    name: 'a signal',
    script: 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 9e4)',
    wanted: 'ended by a signal',
  },
  {
    name: 'too much',
    script: 'for (let i = 0; i < 70; i++) process.stdout.write("canary".repeat(180_000))',
    wanted: 'more than 67108864 bytes',
  },
])('$name is no answer', async ({ script, wanted }) => expect(await faultOf(question(script))).toContain(wanted))

test('no program of that name', async () => {
  expect(await faultOf(question('', { argv: ['no-such-program-here'] }))).toContain('cannot be started')
})

test('what takes too long is stopped with all that it started', async () => {
  const late = "setTimeout(() => require('node:fs').writeFileSync('late', ''), 1500)"
  const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(late)}], { stdio: 'inherit' }); setTimeout(() => {}, 9e4)`
  expect(await faultOf(question(script, { timeoutMs: 700 }))).toContain('longer than 0.7 seconds')
  await new Promise((resolve) => setTimeout(resolve, 1800))
  expect(existsSync(join(cwd, 'late'))).toBe(false)
})

test('an interrupted run stops it', async () => {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 300)
  expect(await faultOf(question('setTimeout(() => {}, 9e4)'), abort.signal)).toContain('interrupted')
})

test.each([
  'GITHUB_TOKEN',
  'COUNTERSIGN_LOG_KEY',
  'countersign_log_key',
  'COUNTERSIGN_EVIDENCE_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
])('%s is given to no program', async (name) => {
  expect(await faultOf(question('', { environment: [name] }))).toContain('may not have')
})

test('a variable that is not set is named', async () => {
  expect(await faultOf(question('', { environment: ['NOT_SET'] }))).toBe(
    'SRC-2 needs NOT_SET, which is not set. Set it for this run.',
  )
})
