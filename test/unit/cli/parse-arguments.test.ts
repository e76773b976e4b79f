import { describe, expect, test } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { everyRule as rules } from '../../../src/assess/every-rule.ts'
import { commands } from '../../../src/cli/commands.ts'
import { defineCommand } from '../../../src/cli/define-command.ts'
import { parseArguments } from '../../../src/cli/parse-arguments.ts'
import { runCommand } from '../../../src/cli/run-command.ts'
import { Refusal } from '../../../src/model/refusal.ts'
import { version } from '../../../src/model/version.ts'
import { problemCodes } from '../../../src/report/problem-codes.ts'
import type { Terminal } from '../../../src/wiring/terminal.ts'

const table = defineCommand({
  examples: [],
  arguments: [{ name: 'path', help: 'a path', optional: true, many: true }],
  options: {
    cwd: { value: 'dir', default: '.', help: 'where' },
    format: { value: 'name', default: 'pretty', repeat: true, oneOf: ['pretty', 'json'], help: 'how' },
    asOf: { value: 'date', help: 'when' },
    dryRun: { help: 'only look' },
  },
  async run() {
    return 0
  },
})

const parse = (...argv: string[]) => parseArguments('check', table, argv)

function refusal(...argv: string[]): string {
  try {
    parse(...argv)
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('arguments', () => {
  test('defaults', () => {
    expect(parse()).toEqual({
      options: { cwd: '.', format: ['pretty'], asOf: undefined, dryRun: false },
      args: [],
      inOrder: [],
    })
  })

  test('given values replace defaults, and repeated ones add up', () => {
    expect(parse('--format', 'json', '--format=pretty', '--as-of', '2026-01-01', '--dry-run', 'a', 'b')).toEqual({
      options: { cwd: '.', format: ['json', 'pretty'], asOf: '2026-01-01', dryRun: true },
      args: ['a', 'b'],
      inOrder: [],
    })
  })

  test('what follows -- is no option, and neither are a dash alone and the value of an option', () => {
    expect(parse('--', '--format').args).toEqual(['--format'])
    expect(parse('-', '--cwd', '--as-of')).toMatchObject({ args: ['-'], options: { cwd: '--as-of' } })
  })

  test('arguments that are too few or too many are refused', () => {
    const one = defineCommand({
      examples: [],
      arguments: [{ name: 'id', help: 'an id' }],
      options: {},
      run: async () => 0,
    })
    expect(() => parseArguments('explain', one, [])).toThrow('The argument ID is missing')
    expect(() => parseArguments('explain', one, ['a', 'b'])).toThrow('The command takes at most 1 argument.')
  })

  test.each([
    [
      ['--fromat', 'json'],
      '2 Unknown option `--fromat`. Did you mean `--format`? Allowed: --cwd, --format, --as-of, --dry-run, --help.',
    ],
    [['--format', 'jsn'], '2 --format cannot be `jsn`. Did you mean `json`? Allowed: pretty, json.'],
    [['--as-of'], '2 The option --as-of needs a value.'],
    [['--cwd', 'a', '--cwd', 'b'], '2 --cwd is given twice.'],
    [['--dry-run', '--dry-run'], '2 --dry-run is given twice.'],
    [['--dry-run=yes'], '2 --dry-run takes no value.'],
    [['-cwd', 'a'], '2 Unknown option `-cwd`. Did you mean `--cwd`?'],
    [['--__proto__=a'], '2 Unknown option `--__proto__`.'],
  ])('%j is refused', (argv, message) => {
    expect(refusal(...argv)).toContain(message)
  })
})

describe('the program', () => {
  const run = async (...argv: string[]) => {
    const said = { out: '', err: '' }
    const terminal: Terminal = {
      out: (text) => {
        said.out += text
      },
      err: (text) => {
        said.err += text
      },
      colours: false,
      interactive: false,
      environment: {},
      signal: new AbortController().signal,
    }
    return { status: await runCommand(argv, terminal), ...said }
  }

  test('has the version of its package', async () => {
    expect(version).toBe(packageJson.version)
    expect(await run('--version')).toEqual({ status: 0, out: `${version}\n`, err: '' })
  })

  test('prints help to stdout when asked, and to stderr with status 2 when nothing was said', async () => {
    const help = await run('--help')
    expect(help).toMatchObject({ status: 0, err: '' })
    expect(await run()).toEqual({ status: 2, out: '', err: help.out })
    for (const { name } of commands) expect(help.out).toContain(name)
  })

  test.each(commands.map(({ name }) => name))(
    '%s --help starts with examples that its own table accepts',
    async (name) => {
      const { status, out } = await run(...name.split(' '), '--help')
      expect(status).toBe(0)
      expect(out.split('\n')[2]).toBe('Examples')
      const entry = commands.find((one) => one.name === name)
      const command = await entry?.load()
      if (command === undefined) throw new Error(`there is no command ${name}`)
      expect(command.examples.length).toBeGreaterThan(0)
      for (const [line] of command.examples) {
        // A pipe or a second command is the shell's.
        const own = line.split(/ [|&]{1,2} /).find((part) => part.includes(`countersign ${name}`)) ?? ''
        expect(own).not.toBe('')
        const words = [...own.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
        const start = words.indexOf('countersign') + 1 + name.split(' ').length
        expect(() => parseArguments(name, command, words.slice(start))).not.toThrow()
      }
    },
  )

  test('names near commands', async () => {
    const { status, err } = await run('chekc')
    expect(status).toBe(2)
    expect(err).toContain('Unknown command `chekc`. Did you mean `check`?')
  })

  test('explains every rule and problem code, and lists them', async () => {
    const { out } = await run('explain')
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
    expect(ids).toHaveLength(rules.length + problemCodes.size)
    for (const id of ids) expect((await run('explain', id)).out.split('\n')[0]).toMatch(new RegExp(`^${id}: .+`))
    expect((await run('explain', 'RSK-06')).err).toContain('Did you mean RSK-006?')
  })
})

test('options whose order counts are told in the order in which they were written', () => {
  const events = defineCommand({
    examples: [],
    options: {
      approve: { value: 'who', help: 'who', repeat: true, inOrder: true },
      push: { help: 'a push', repeat: true, inOrder: true },
      cwd: { value: 'dir', help: 'where' },
    },
    async run() {
      return 0
    },
  })
  const { inOrder } = parseArguments('x', events, ['--approve=a', '--push', '--cwd', 'd', '--approve', 'b', '--push'])
  expect(inOrder).toEqual([
    { name: 'approve', value: 'a' },
    { name: 'push', value: '' },
    { name: 'approve', value: 'b' },
    { name: 'push', value: '' },
  ])
})
