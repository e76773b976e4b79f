import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { cliFile, runCli } from '../support/run-cli.ts'
import type { ProcessOptions } from '../support/run-process.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

let folder: string
let number = 0
beforeEach(() => {
  number += 1
  folder = sandbox.path(String(number))
  mkdirSync(folder)
  write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\n')
  write('compliance/program.yaml', program)
  write('compliance/people.yaml', people)
})

const program = `apiVersion: countersign/v1
kind: Program
id: PRG-MAIN
title: The program
status: setting-up
organisation: { name: Example, securityLead: ana }
system: { name: Service }
categories: [CC]
reportType: type1
asOf: 2026-12-31
`
const people = `apiVersion: countersign/v1
kind: People
people:
  - { id: ana, name: Ana, type: employee, start: 2025-01-01 }
`
const broken = people.replace('type: employee', 'type: emploee')

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: folder, env: { ...sandbox.environment }, encoding: 'utf8' })
const check = (args: readonly string[], options: ProcessOptions = {}) =>
  runCli(['check', '--as-of', '2026-06-15', ...args], { cwd: folder, ...options })

interface Item {
  readonly code: string
  readonly at: { readonly file: string; readonly line: number }
}
async function errorsOf(args: readonly string[], options: ProcessOptions = {}) {
  const { stdout, stderr, status } = await check(['--format', 'json', ...args], options)
  const { items } = JSON.parse(stdout) as { items: readonly (Item & { severity: string })[] }
  const errors = items.filter(({ severity }) => severity === 'error').map(({ code, at }) => `${at.file} ${code}`)
  return { errors, stderr, status }
}

describe('standard input', () => {
  const stdin = (text: string, name = 'compliance/people.yaml', options: ProcessOptions = {}) =>
    errorsOf(['-', '--stdin-filename', name], { stdin: text, ...options })

  test('takes the place of its file, and only its findings are shown', async () => {
    write('compliance/other.yaml', 'nonsense: 1\n')
    expect(await stdin(broken)).toMatchObject({ errors: ['compliance/people.yaml SCH-004'], status: 1, stderr: '' })
    write('compliance/people.yaml', broken)
    expect(await stdin(people)).toMatchObject({ errors: [], status: 0 })
  })

  test('may be a file that is not there yet', async () => {
    expect(await stdin('nonsense: 1\n', 'compliance/new.yaml')).toMatchObject({
      errors: ['compliance/new.yaml SCH-005'],
      status: 1,
    })
  })

  test('shows the frame from the text and not from the file', async () => {
    const { stdout } = await check(['-', '--stdin-filename', 'compliance/people.yaml'], { stdin: broken })
    expect(stdout).toContain('4 |   - { id: ana, name: Ana, type: emploee, start: 2025-01-01 }')
  })

  test('may be the settings', async () => {
    const settings = 'apiVersion: countersign/v1\nkind: Config\nrules: { RSK-999: off }\n'
    expect(await stdin(settings, 'countersign.yaml')).toMatchObject({ errors: ['countersign.yaml SCH-001'], status: 2 })
  })

  test('is named from the working directory, also through a link to the repository', async () => {
    const cwd = join(folder, 'compliance')
    expect(await stdin(broken, 'people.yaml', { cwd })).toMatchObject({ errors: ['compliance/people.yaml SCH-004'] })
    const link = sandbox.path(`link-${number}`)
    symlinkSync(folder, link)
    const absolute = join(link, 'compliance/people.yaml')
    expect(await stdin(broken, absolute)).toMatchObject({ errors: ['compliance/people.yaml SCH-004'] })
  })

  test('of a file that is no part of the program is in order, and that is said', async () => {
    const { status, stderr } = await stdin('a: [', 'src/a.yaml')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  test('above the limit of a file is refused as a file would be', async () => {
    expect(await stdin(`# ${'x'.repeat(9_000_000)}\n`)).toMatchObject({ errors: ['compliance/people.yaml YML-002'] })
  })

  test.each([
    [['-'], 'The path `-` does not say which file it stands for. Name the file with --stdin-filename.'],
    [['--stdin-filename', 'a.yaml'], '--stdin-filename is given, but standard input is not read.'],
    [['-', 'compliance', '--stdin-filename', 'a.yaml'], 'The path `-` is given with others.'],
    [['-', '--staged', '--stdin-filename', 'a.yaml'], 'Standard input is not staged.'],
    [['-', '--fix', '--stdin-filename', 'a.yaml'], '--fix does not go with the path `-`.'],
    [['--fix', '--staged'], '--fix does not go with --staged.'],
    [['-', '--stdin-filename', '../a.yaml'], '../a.yaml lies outside the repository.'],
  ])('%j is refused', async (args, said) => {
    const run = await check(args)
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain(said)
  })
})

describe('--staged', () => {
  beforeEach(() => {
    git('init', '-q', '-b', 'main')
    git('add', '-A')
    git('commit', '-q', '-m', 'first')
  })
  const staged = (options: ProcessOptions = {}) => errorsOf(['--staged'], options)
  const inOrder = { errors: [], status: 0, stderr: '' }
  const isBroken = { errors: ['compliance/people.yaml SCH-004'], status: 1 }

  test('reads what is staged, not what lies in the work tree', async () => {
    write('compliance/people.yaml', broken)
    write('compliance/untracked.yaml', 'nonsense: 1\n')
    expect(await staged()).toEqual(inOrder)
    git('add', 'compliance/people.yaml')
    expect(await staged()).toMatchObject(isBroken)
    write('compliance/people.yaml', people)
    expect(await staged()).toMatchObject(isBroken)
    expect((await errorsOf([])).errors).toEqual(['compliance/untracked.yaml SCH-005'])
  })

  test('sees a mistake of the same length that was staged in the same moment', async () => {
    const other = people.replace('employee', 'emplofee')
    write('compliance/people.yaml', other)
    git('add', '-A')
    write('compliance/people.yaml', people)
    expect(await staged()).toMatchObject(isBroken)
  })

  test('has a file that is deleted in the work tree alone, and not one that is deleted in the index alone', async () => {
    rmSync(join(folder, 'compliance/people.yaml'))
    expect(await staged()).toEqual(inOrder)
    git('rm', '-q', '--cached', 'compliance/people.yaml')
    write('compliance/people.yaml', people)
    expect((await staged()).errors).toEqual(['compliance/program.yaml REF-002'])
  })

  test('reads the settings from the index, too', async () => {
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprogram: elsewhere\n')
    expect(await staged()).toEqual(inOrder)
    git('add', 'countersign.yaml')
    expect((await staged()).status).toBe(3)
  })

  test('leaves out what is only announced, and tells an empty file', async () => {
    write('compliance/announced.yaml', people)
    git('add', '--intent-to-add', 'compliance/announced.yaml')
    expect(await staged()).toEqual(inOrder)
    write('compliance/empty.yaml', '')
    git('add', 'compliance/empty.yaml')
    expect((await staged()).errors).toEqual(['compliance/empty.yaml YML-007'])
  })

  test('does not trust a bit that says a file is unchanged', async () => {
    git('update-index', '--assume-unchanged', 'compliance/people.yaml')
    write('compliance/people.yaml', broken)
    expect(await staged()).toEqual(inOrder)
  })

  test('reads the object where git converts line ends or filters content', async () => {
    write('.gitattributes', '*.yaml text eol=crlf filter=upper\n')
    git('config', 'filter.upper.clean', 'sed s/emploee/employee/')
    write('compliance/people.yaml', broken.replaceAll('\n', '\r\n'))
    git('add', '-A')
    expect(git('show', ':compliance/people.yaml')).toBe(people)
    expect(await staged()).toEqual(inOrder)
    expect((await errorsOf([])).errors).toEqual(['compliance/people.yaml SCH-004'])
  })

  test('a conflict, a link and a submodule are told', async () => {
    write('compliance/people.yaml', people.replace('Ana', 'A'))
    git('commit', '-q', '-a', '-m', 'ours')
    git('checkout', '-q', '-b', 'theirs', 'HEAD~1')
    write('compliance/people.yaml', people.replace('Ana', 'B'))
    git('commit', '-q', '-a', '-m', 'theirs')
    expect(() => git('merge', '-q', 'main')).toThrow()
    symlinkSync('../elsewhere', join(folder, 'compliance/link'))
    git('add', 'compliance/link')
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD').trim()},compliance/module`)
    const { stdout } = await check(['--staged'])
    expect(stdout).toContain(
      'compliance/people.yaml:1:1 error YML-001: The file has a merge conflict that is not resolved',
    )
    expect(stdout).toContain('compliance/link:1:1 error YML-001: This is a symbolic link')
    expect(stdout).toContain('compliance/module:1:1 error YML-001: This is a submodule')
  })

  test('compares with a commit', async () => {
    const { errors } = await errorsOf(['--staged', '--base', 'HEAD', '--require', 'base'])
    expect(errors).toEqual([])
  })

  test('works from a root below the top of the repository, and in a linked work tree', async () => {
    write('service/countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\n')
    write('service/compliance/program.yaml', program)
    write('service/compliance/people.yaml', broken)
    git('add', '-A')
    const cwd = join(folder, 'service')
    expect((await staged({ cwd })).errors).toEqual(['compliance/people.yaml SCH-004'])
    git('commit', '-q', '-m', 'service')
    const tree = sandbox.path(`tree-${number}`)
    git('worktree', 'add', '-q', tree)
    expect((await staged({ cwd: join(tree, 'service') })).errors).toEqual(['compliance/people.yaml SCH-004'])
  })

  test('filters by what is in the index', async () => {
    write('compliance/gone.yaml', people)
    const { stderr, status } = await errorsOf(['--staged', 'compliance/gone.yaml', 'compliance'])
    expect(status).toBe(0)
    expect(stderr).toBe('There is no file or folder `compliance/gone.yaml` in the repository.\n')
  })

  test('as a hook stops a commit of what is wrong, also one of a single file with an index of its own', async () => {
    const hook = `#!/bin/sh\nexec "${process.execPath}" "${cliFile}" check --staged --quiet --as-of 2026-06-15\n`
    write('.git/hooks/pre-commit', hook)
    chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755)
    write('compliance/people.yaml', broken)
    expect(() => git('commit', '-q', '-m', 'bad', 'compliance/people.yaml')).toThrow(/SCH-004/)
    expect(() => git('commit', '-q', '-a', '-m', 'bad')).toThrow(/SCH-004/)
    // What is staged otherwise does not count for a commit of one file.
    git('add', 'compliance/people.yaml')
    appendFileSync(join(folder, 'compliance/program.yaml'), '# a comment\n')
    git('commit', '-q', '-m', 'good', 'compliance/program.yaml')
    expect(git('log', '-1', '--format=%s').trim()).toBe('good')
    expect(() => git('commit', '-q', '-m', 'bad')).toThrow(/SCH-004/)
  })

  test('outside a repository is refused', async () => {
    rmSync(join(folder, '.git'), { recursive: true })
    // The sandbox itself lies in no repository.
    expect(await check(['--staged'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'countersign: There is no git repository here, so nothing is staged. Leave out --staged.\n',
    })
  })

  test('starts as many processes for hundreds of files as for one', async () => {
    const bin = sandbox.path(`bin-${number}`)
    mkdirSync(bin)
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$*" >> "${bin}/calls"\nexec "${real}" "$@"\n`)
    chmodSync(join(bin, 'git'), 0o755)
    for (let i = 0; i < 300; i += 1)
      write(`compliance/many/${i}.yaml`, `apiVersion: countersign/v1\nkind: Roles\nroles: []\n# ${i}\n`)
    git('add', '-A')
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` }
    const calls = () =>
      existsSync(join(bin, 'calls')) ? readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n') : []
    expect((await staged({ env })).status).toBe(0)
    // The index alone: the files of the work tree have the bytes that it names.
    expect(calls()).toHaveLength(1)
    rmSync(join(folder, 'compliance/many'), { recursive: true })
    expect((await staged({ env })).status).toBe(0)
    expect(calls()).toHaveLength(4)
  })
})

describe('paths', () => {
  test('patterns select without a shell, names that are not there are said, and several are taken', async () => {
    write('compliance/risks/a.yaml', 'nonsense: 1\n')
    write('compliance/risks/b.yaml', 'nonsense: 1\n')
    const a = 'compliance/risks/a.yaml SCH-005'
    const b = 'compliance/risks/b.yaml SCH-005'
    expect(await errorsOf(['compliance/risks/**'])).toMatchObject({ errors: [a, b], status: 1, stderr: '' })
    expect(await errorsOf(['compliance/risks/**', '!**/b.yaml'])).toMatchObject({ errors: [a] })
    expect(await errorsOf(['*.yaml'], { cwd: join(folder, 'compliance/risks') })).toMatchObject({ errors: [a, b] })
    expect(await errorsOf(['compliance/people.yaml', 'compliance/risks/b.yaml'])).toMatchObject({ errors: [b] })
    expect(await errorsOf(['compliance/risks/c.yaml', 'compliance/*.yml'])).toMatchObject({
      ...{ errors: [], status: 0 },
      stderr:
        'There is no file or folder `compliance/risks/c.yaml` in the repository. Did you mean `compliance/risks/a.yaml`?\n' +
        'No file of the program matches `compliance/*.yml`.\n',
    })
  })

  test('no filter hides a mistake in the settings, or that there is no program', async () => {
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nrules: { RSK-999: off }\n')
    expect(await errorsOf(['compliance/people.yaml'])).toMatchObject({
      errors: ['countersign.yaml SCH-001'],
      status: 2,
    })
    rmSync(join(folder, 'countersign.yaml'))
    rmSync(join(folder, 'compliance'), { recursive: true })
    write('README.md', 'text\n')
    expect((await check(['README.md'])).status).toBe(3)
  })
})

describe('outputs', () => {
  test.each([
    [['--format', 'json=a.json', '--format', 'sarif=./a.json'], /^countersign: --format names .*a\.json twice\./],
    [['--format', 'sarfi'], /Did you mean `sarif`\? Allowed: pretty, json/],
    [['--format', 'json=compliance/people.yaml'], /would be read as a part of the program/],
  ])('%j is refused and nothing is written', async (args, said) => {
    const run = await check(args)
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toMatch(said)
    expect(existsSync(join(folder, 'a.json'))).toBe(false)
    expect(readFileSync(join(folder, 'compliance/people.yaml'), 'utf8')).toBe(people)
  })

  test('files have no colours, the terminal does, and a file that cannot be written is all that is said', async () => {
    write('compliance/people.yaml', broken)
    const run = await check(['--format', 'pretty=out.txt', '--format', 'pretty', '--quiet'], {
      env: { FORCE_COLOR: '1' },
    })
    expect(run.stdout).toContain('\u001b[31;1merror SCH-004')
    const text = readFileSync(join(folder, 'out.txt'), 'utf8')
    expect(text).not.toContain('\u001b')
    expect(run.stdout.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(text)
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^Not in order\. 1 error, /)
    expect(text).not.toMatch(/ warning [A-Z]|Not run/)
    const failed = await check(['--format', 'pretty', '--format', 'json=nowhere/out.json'])
    expect(failed).toMatchObject({ status: 2, stdout: '' })
  })
})
