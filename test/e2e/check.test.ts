import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from '../support/run-cli.ts'

let root: string
let folder: string
let number = 0

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'check-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  number += 1
  folder = join(root, String(number))
  mkdirSync(folder)
})

function write(path: string, text: string | Uint8Array): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const check = (...args: string[]) => runCli(['check', '--as-of', '2026-06-15', ...args], { cwd: folder })

const program = `apiVersion: countersign/v1
kind: People
people:
  - { id: ana, name: Ana, type: employee, start: 2025-01-01 }
---
apiVersion: countersign/v1
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

describe('bad input', () => {
  const bomb = `l0: &l0 [lol]\n${Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`).join('\n')}\n`
  const head = 'apiVersion: countersign/v1\nkind: Roles\nroles: []\n'
  const keys = (name: string) => Array.from({ length: 20_000 }, (_, i) => `${name}${i}: 1`).join('\n')

  test.each([
    ['a YAML bomb', bomb, 1, /a\.yaml:1:5 error YML-006: The anchor `&l0` is not allowed/],
    [
      '20,000 keys in one mapping',
      `${head}${keys('key')}\n`,
      1,
      /a\.yaml:4:1 error SCH-001: Unknown key `key0` in Roles/,
    ],
    ['duplicate keys', `${head}roles: []\n`, 1, /a\.yaml:4:1 error YML-005: The key `roles` is written twice/],
    ['a tab', 'a:\n\tb: 1\n', 1, /a\.yaml:2:1 error YML-004: The line is indented with a tab/],
    [
      'a file that is not UTF-8',
      Buffer.from('a: caf\xe9\n', 'latin1'),
      1,
      /a\.yaml:1:7 error YML-003: The file is not UTF-8/,
    ],
    [
      'an unknown kind',
      'apiVersion: countersign/v1\nkind: Polcy\n',
      1,
      /a\.yaml:2:7 error SCH-005: Unknown kind `Polcy`/,
    ],
    ['CRLF line breaks', head.replaceAll('\n', '\r\n'), 0, /^In order\. 0 errors/m],
    ['a byte order mark', `\ufeff${head}`, 0, /^In order\. 0 errors/m],
    ['20,000 keys of the user', `${head}${keys('x-')}\n`, 0, /^In order\. 0 errors/m],
  ])('%s', async (_name, text, status, said) => {
    write('compliance/program.yaml', program)
    write('compliance/a.yaml', text)
    const run = await check()
    expect(run).toMatchObject({ status, stderr: '' })
    expect(run.stdout).toMatch(said)
  })

  test('a file of 50 MB is refused by its size, without reading it', async () => {
    write('compliance/program.yaml', program)
    write('compliance/a.yaml', '')
    truncateSync(join(folder, 'compliance/a.yaml'), 50_000_000)
    const run = await check()
    expect(run.status).toBe(1)
    expect(run.stdout).toContain(
      'compliance/a.yaml:1:1 error YML-002: The file has 50000000 bytes; the limit is 8388608',
    )
  })

  test('a link out of the tree is not followed', async () => {
    write('compliance/program.yaml', program)
    write('secret.yaml', 'password: hunter2\n')
    mkdirSync(join(folder, 'outside'))
    writeFileSync(join(folder, 'outside/b.yaml'), 'password: hunter2\n')
    symlinkSync(join(folder, 'secret.yaml'), join(folder, 'compliance/a.yaml'))
    symlinkSync(join(folder, 'outside'), join(folder, 'compliance/more'))
    const run = await check()
    expect(run.status).toBe(1)
    expect(run.stdout).toContain(
      'compliance/a.yaml:1:1 error YML-001: This is a symbolic link, and links are not followed',
    )
    expect(run.stdout).toContain(
      'compliance/more:1:1 error YML-001: This is a symbolic link, and links are not followed',
    )
    expect(run.stdout).not.toContain('hunter2')
  })

  test('a program folder that is a link is not followed', async () => {
    mkdirSync(join(folder, 'elsewhere'))
    writeFileSync(join(folder, 'elsewhere/a.yaml'), program)
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'compliance'))
    const run = await check()
    expect(run.status).not.toBe(0)
    expect(run.stdout).not.toContain('In order')
  })

  test('a folder named like a file', async () => {
    write('compliance/program.yaml', program)
    mkdirSync(join(folder, 'compliance/x.yaml'))
    const run = await check()
    expect(run.status).toBe(1)
    expect(run.stdout).toContain(
      'compliance/x.yaml:1:1 error YML-001: This is a folder, but its name is that of a file',
    )
  })

  test('no program at all', async () => {
    const run = await check()
    expect(run).toMatchObject({ status: 3, stderr: '' })
    expect(run.stdout).toContain('Nothing was checked: there is no record. `countersign init` writes a program.')
  })

  test('an empty git repository', async () => {
    execFileSync('git', ['init', '-q'], { cwd: folder })
    expect((await check()).status).toBe(3)
    const compared = await check('--base', 'main')
    expect(compared).toMatchObject({ status: 2, stdout: '' })
    expect(compared.stderr).toBe(
      'countersign: git knows no commit main. Give --base a branch, tag or commit that is fetched.\n',
    )
  })

  test('a folder to write to that cannot be written', async () => {
    write('compliance/program.yaml', program)
    write('file', '')
    const run = await check('--format', 'json=file/report.json')
    expect(run.status).toBe(2)
    expect(run.stderr).toMatch(/^countersign: The files cannot be written \(ENOTDIR\): .*\n$/)
    expect(readdirSync(folder).sort()).toEqual(['compliance', 'file'])
  })

  test('settings with a mistake are not half applied', async () => {
    write('compliance/program.yaml', program)
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprogram: compliance\nrules: { SCP-005: of }\n')
    const run = await check()
    expect(run.status).toBe(2)
    expect(run.stdout).toContain('countersign.yaml:4:19 error SCH-004: `SCP-005` is `of`')
  })

  test('a severity for a rule that does not exist', async () => {
    write('compliance/program.yaml', program)
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nrules: { RSK-999: off, SCP-005: off }\n')
    const run = await check()
    expect(run.status).toBe(2)
    expect(run.stdout).toContain('countersign.yaml:3:10 error SCH-001: There is no rule RSK-999')
    expect(run.stdout).not.toContain('warning SCP-005')
  })
})

describe('usage', () => {
  test.each([
    [['--as-of', '2026-02-30'], '`2026-02-30` is not a day'],
    [
      ['--format', 'xml'],
      '--format cannot be `xml`. Allowed: pretty, json, ndjson, sarif, junit, github, markdown, comment',
    ],
    [['--require', 'sun'], '--require cannot be `sun`. Allowed: base, log.'],
    [['--nonsense'], 'Unknown option `--nonsense`'],
    [['--cwd', 'nowhere'], 'There is no folder nowhere'],
    [['--config', 'nowhere.yaml'], 'There is no file nowhere.yaml'],
    [['../elsewhere'], '../elsewhere lies outside the repository'],
  ])('%j ends with status 2 and one line', async (args, said) => {
    write('compliance/program.yaml', program)
    const run = await runCli(['check', ...args], { cwd: folder })
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain(said)
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('several formats at once, into files and to the terminal, in the same bytes each time', async () => {
    write('compliance/program.yaml', program)
    const args = ['--format', 'json=report.json', '--format', 'github']
    const first = await check(...args)
    const report = readFileSync(join(folder, 'report.json'), 'utf8')
    expect(JSON.parse(report)).toMatchObject({ schemaVersion: 1, verdict: 'satisfied', counts: { warnings: 33 } })
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(10)
    expect(await check(...args)).toEqual(first)
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(report)
  })

  test('a filter shows what is in it alone, and one that selects nothing is in order', async () => {
    write('compliance/program.yaml', program)
    write('compliance/risks/a.yaml', 'nonsense: 1\n')
    write('other/b.yaml', 'nonsense: 1\n')
    expect((await check()).status).toBe(1)
    expect((await check('compliance/risks')).stdout).toContain('1 error, 0 warnings')
    expect(await check('compliance/program.yaml')).toMatchObject({ status: 0 })
    expect(await check('other')).toMatchObject({ status: 0 })
  })

  test('the settings are found from a folder below', async () => {
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprogram: docs/soc2\n')
    write('docs/soc2/program.yaml', program)
    mkdirSync(join(folder, 'src/deep'), { recursive: true })
    const run = await runCli(['check', '--as-of', '2026-06-15'], { cwd: join(folder, 'src/deep') })
    expect(run.status).toBe(0)
    expect(run.stdout).toContain('docs/soc2/program.yaml:13:13 warning SCP-005')
  })

  test('an interrupted run ends with status 130', async () => {
    write('compliance/program.yaml', program)
    // A git that hangs, as it does on a network file system.
    write('bin/git', '#!/bin/sh\n: > started\nexec sleep 20\n')
    chmodSync(join(folder, 'bin/git'), 0o755)
    const cli = join(import.meta.dirname, '../../dist/cli.js')
    const child = spawn(process.execPath, [cli, 'check', '--base', 'main'], {
      cwd: folder,
      env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
      stdio: 'ignore',
      detached: true,
    })
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    while (!existsSync(join(folder, 'started'))) await setTimeout(20)
    // A terminal sends it to the whole group.
    process.kill(-(child.pid ?? 0), 'SIGINT')
    expect(await ended).toBe(130)
  })

  test('nobody reading any more is no fault', async () => {
    write('compliance/program.yaml', program)
    const cli = join(import.meta.dirname, '../../dist/cli.js')
    const shell = `"${process.execPath}" "${cli}" check --as-of 2026-06-15 | head -n 1; echo "status \${PIPESTATUS[0]}"`
    const out = execFileSync('bash', ['-c', shell], { cwd: folder, encoding: 'utf8' })
    expect(out).toMatch(/\nstatus 0\n$/)
  })
})

describe('a change', () => {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@example.invalid',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@example.invalid',
      },
    })
  const policy = (version: string) => `apiVersion: countersign/v1
kind: Policy
id: POL-ACCESS
title: Access
version: "${version}"
status: effective
owner: ana
body: POL-ACCESS.md
reviewEvery: P1Y
lastReviewed: 2026-05-01
classification: internal
`

  beforeEach(() => {
    git('init', '-q', '-b', 'main')
    write('compliance/program.yaml', program)
    write('compliance/POL-ACCESS.yaml', policy('1.0.0'))
    write('compliance/POL-ACCESS.md', 'Keys must be rotated.\n')
    git('add', '-A')
    git('commit', '-q', '-m', 'first')
  })

  test('is compared with a commit, from its objects and not from the work tree', async () => {
    write('compliance/POL-ACCESS.md', 'Keys may be rotated.\n')
    const run = await check('--base', 'main', '--require', 'base')
    expect(run.status).toBe(1)
    expect(run.stdout).toContain(
      'compliance/POL-ACCESS.yaml:5:10 error POL-003: The text of POL-ACCESS changed, but its version is still 1.0.0',
    )
    write('compliance/POL-ACCESS.yaml', policy('1.1.0'))
    expect((await check('--base', 'main')).stdout).toContain('1.0.0 to 1.1.0 is not a major step')
    write('compliance/POL-ACCESS.yaml', policy('2.0.0'))
    const good = await check('--base', 'main')
    expect(good.status).toBe(0)
    expect(good.stdout).toContain('compared with main (')
    expect(good.stdout).not.toContain('--base REF')
  })

  test('that lowers a severity does not silence what it breaks', async () => {
    write('compliance/POL-ACCESS.md', 'TODO\n')
    write('compliance/POL-ACCESS.yaml', policy('2.0.0'))
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nrules: { POL-009: off }\n')
    expect((await check()).status).toBe(0)
    const run = await check('--base', 'main')
    expect(run.status).toBe(1)
    expect(run.stdout).toContain('Only this change makes POL-009 `off`: merge that first, on its own.')
  })

  test('without the base being required it is said that rules were not run; required, the verdict is open', async () => {
    expect((await check()).stdout).toMatch(/CHG-010, POL-003, .*: give --base REF to compare with/)
    expect((await check('--require', 'base,log')).status).toBe(3)
  })

  test('a shallow clone without the base is not determined, and says how to fetch it', async () => {
    git('commit', '-q', '--allow-empty', '-m', 'second')
    const sha = git('rev-parse', 'HEAD~1').trim()
    const clone = join(folder, 'clone')
    git('clone', '-q', '--depth', '1', `file://${folder}`, clone)
    const run = await runCli(['check', '--as-of', '2026-06-15', '--base', sha], { cwd: clone })
    expect(run).toMatchObject({ status: 3, stdout: '' })
    expect(run.stderr).toContain('The clone is shallow and does not hold')
    expect(run.stderr).toContain('fetch-depth: 0')
    expect((await runCli(['check', '--as-of', '2026-06-15'], { cwd: clone })).status).toBe(0)
  })

  test('no git on the machine: a check of the files needs none', async () => {
    const env = { PATH: join(folder, 'nowhere') }
    expect((await runCli(['check', '--as-of', '2026-06-15'], { cwd: folder, env })).status).toBe(0)
    const compared = await runCli(['check', '--base', 'main'], { cwd: folder, env })
    expect(compared.status).toBe(3)
    expect(compared.stderr).toMatch(/^countersign: git was not found\..*\n$/)
  })
})
