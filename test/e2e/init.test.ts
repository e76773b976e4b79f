import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { runCli } from '../support/run-cli.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

let folder: string
let number = 0
beforeEach(() => {
  number += 1
  folder = sandbox.path(String(number))
  mkdirSync(folder)
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
const everything = (at = folder) =>
  readdirSync(at, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(at, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .filter((path) => !path.startsWith('.git/'))
    .sort()

const init = (...args: string[]) =>
  runCli(['init', '--organisation', 'Example "Ltd": #1', '--person', 'ana:Ana Souza:ana-souza', ...args], {
    cwd: folder,
  })
const pinned = ['--action', `acme/countersign@${'1'.repeat(40)}`]

test('writes a program that passes the check and claims nothing', async () => {
  const run = await init('--person', 'ben:Ben Okoro:bokoro_acme', '--program', 'soc2', '--protected-branch', 'trunk')
  expect(run).toMatchObject({ status: 0, stderr: '' })
  const checked = await runCli(['check', '--format', 'json'], { cwd: folder })
  expect(checked.status).toBe(0)
  const report = JSON.parse(checked.stdout)
  expect(report).toMatchObject({
    verdict: 'satisfied',
    programFolder: 'soc2',
    counts: { errors: 0, notDetermined: 0 },
  })
  // Criteria without an operating control, and roles and rules that wait for more people than two.
  const waits = ['SCP-005', 'GAT-001']
  const others = report.items.filter(({ code }: { code: string }) => !waits.includes(code))
  expect(others.filter(({ message }: { message: string }) => !message.endsWith('a role that nobody holds'))).toEqual([])
  expect(read('countersign.yaml')).toContain('protectedBranch: trunk')
  expect(read('soc2/people.yaml')).toContain('bokoro')
  expect(existsSync(join(folder, 'soc2/.schemas/v1/policy.json'))).toBe(true)
  expect(read('.github/workflows/countersign-check.yml')).toContain('branches: ["trunk"]')
  expect(read('.github/CODEOWNERS')).toContain('/soc2/ @ana-souza @bokoro_acme\n')
  expect(read('.gitattributes')).toBe('soc2/.schemas/** linguist-generated\n')
  expect(everything().filter((name) => name.endsWith('.tmp'))).toEqual([])
  for (const name of everything().filter((one) => one.endsWith('.yaml'))) expect(read(name)).not.toMatch(/\{\{|\}\}/)
})

test('the settings for the editor name schemas that are there, for files that are there', async () => {
  await init('--categories', 'cc,a,pi,c,p')
  const settings = JSON.parse(read('.vscode/settings.json'))
  const globs = Object.entries<readonly string[]>(settings['yaml.schemas'])
  for (const [schema] of globs) expect(existsSync(join(folder, schema)), schema).toBe(true)
  const named = globs.flatMap(([, patterns]) => patterns)
  const isMeant = (path: string) => named.some((pattern) => pattern === path || pattern === `${dirname(path)}/*.yaml`)
  const records = everything().filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
  expect(records.length).toBeGreaterThan(80)
  expect(records.filter((path) => !isMeant(path))).toEqual([])
})

describe('--add-category', () => {
  const add = (...args: string[]) => runCli(['init', '--add-category', ...args], { cwd: folder })

  test('takes categories into a program that is there, which passes the check after', async () => {
    await init('--program', 'soc2')
    const before = new Map(everything().map((path) => [path, read(path)]))
    const trial = await add('A,P', '--dry-run')
    expect(trial.stdout).toContain('+++ b/soc2/policies/POL-PRIVACY.md')
    expect(everything()).toEqual([...before.keys()])
    const run = await add('privacy, A')
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('Wrote soc2/controls/CTL-AVL-CAPACITY.yaml\n')
    expect(read('soc2/program.yaml')).toContain('\ncategories: [CC, A, P]\n')
    const changed = [...before].filter(([path, text]) => read(path) !== text).map(([path]) => path)
    expect(changed).toEqual(['soc2/program.yaml'])
    const checked = await runCli(['check', '--format', 'json'], { cwd: folder })
    expect(JSON.parse(checked.stdout)).toMatchObject({ verdict: 'satisfied', counts: { errors: 0, notDetermined: 0 } })
    // A second time there is nothing to add.
    const again = await add('P')
    expect(again).toMatchObject({ status: 2, stdout: '' })
    expect(again.stderr).toContain('P (Privacy) is in scope already')
  })

  test.each([
    [['CC'], 'No category is named'],
    [['X'], '`X` is no category'],
    [['A', '--person', 'ana:Ana:a'], '--add-category does not go with --person'],
    [['A', '--period-start', '2026-01-01'], '--add-category does not go with --period-start'],
    [['A'], 'There is no program to add a category to'],
  ])('%j is refused where there is no program, and nothing is written', async (args, said) => {
    const run = await add(...args)
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain(said)
    expect(readdirSync(folder)).toEqual([])
  })
})

test.each([
  ['a repository before its first commit', ['init', '-q', '-b', 'trunk'], 'trunk'],
  ['nothing that git knows', [], 'main'],
])('the protected branch is, with %s, %s', async (_where, git, wanted) => {
  if (git.length > 0) sandbox.run(folder, ...git)
  await init()
  expect(read('countersign.yaml')).toContain(`protectedBranch: ${wanted}\n`)
})

test('the protected branch is master where that is what there is, whatever is checked out', async () => {
  sandbox.run(folder, 'init', '-q', '-b', 'master')
  sandbox.commit(folder, 'one')
  sandbox.run(folder, 'checkout', '-q', '-b', 'topic')
  await init()
  expect(read('countersign.yaml')).toContain('protectedBranch: master\n')
  expect(read('.github/workflows/countersign-gate.yml')).toContain('branches: ["master"]')
})

test('the hardened gate, where it is asked for', async () => {
  expect(await init('--workflows', 'hardened', ...pinned)).toMatchObject({ status: 0, stderr: '' })
  expect(read('.github/workflows/countersign-gate.yml')).toContain('workflows: ["Review noticed"]')
  expect(read('.github/workflows/countersign-review.yml')).toContain('name: Review noticed\n')
  const refused = await runCli(['init', '--workflows', 'hard'], { cwd: folder })
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('simple, hardened') })
})

describe('--dry-run', () => {
  test('prints a diff that git applies to what would be written, and writes nothing', async () => {
    sandbox.run(folder, 'init', '-q')
    write('.gitattributes', '* text=auto\n*.bin binary\n')
    write('CODEOWNERS', '* @acme/all')
    const before = everything()
    const run = await init('--dry-run', ...pinned)
    expect(run.status).toBe(0)
    expect(run.stderr).toMatch(/Nothing was written: these \d+ files would be\.\n$/)
    expect(everything()).toEqual(before)
    const applied = `${folder}-applied`
    sandbox.run(sandbox.folder, 'init', '-q', applied)
    writeFileSync(join(applied, '.gitattributes'), '* text=auto\n*.bin binary\n')
    writeFileSync(join(applied, 'CODEOWNERS'), '* @acme/all')
    writeFileSync(join(sandbox.folder, 'plan.diff'), run.stdout)
    sandbox.run(applied, 'apply', '--whitespace=error-all', join(sandbox.folder, 'plan.diff'))
    expect(readFileSync(join(applied, '.gitattributes'), 'utf8')).toBe(
      '* text=auto\n*.bin binary\ncompliance/.schemas/** linguist-generated\n',
    )
    expect(readFileSync(join(applied, 'CODEOWNERS'), 'utf8')).toMatch(/^\* @acme\/all\n# The compliance program/)
    // The run itself writes the same files, and leaves those that were there.
    await init(...pinned)
    expect(everything()).toEqual(everything(applied))
    for (const path of everything().filter((one) => one !== 'CODEOWNERS' && one !== '.gitattributes')) {
      expect(readFileSync(join(applied, path), 'utf8'), path).toBe(read(path))
    }
  })

  test('shows nothing for a repository that has everything', async () => {
    await init()
    expect(await init('--dry-run')).toMatchObject({ status: 0, stdout: '' })
  })
})

describe('what is there', () => {
  test('stays, and what it lacks is told', async () => {
    const mine = {
      '.github/CODEOWNERS': '* @acme/all\n',
      '.gitattributes': '* text=auto\n',
      '.pre-commit-config.yaml': 'repos: []\n',
      '.vscode/settings.json': '{ "editor.tabSize": 2 }\n',
      '.vscode/extensions.json': '{ "recommendations": [] }\n',
    }
    for (const [path, text] of Object.entries(mine)) write(path, text)
    const run = await init()
    expect(run.status).toBe(0)
    for (const [path, text] of Object.entries(mine)) {
      expect(read(path)).toBe(text)
      expect(run.stdout).toContain(`Kept as it is: ${path}\n`)
      expect(run.stdout).toContain(`${path} is there already and stays as it is. By hand, `)
    }
    expect(run.stdout).toContain('    /compliance/ @ana-souza\n')
    expect(run.stdout).toContain('      - id: countersign-check\n')
    expect(run.stdout).toContain('"./compliance/.schemas/v1/policy.json": [')
  })

  test('schemas of another version stay, and are told', async () => {
    await init()
    write('compliance/.schemas/v1/policy.json', '{}\n')
    const again = await runCli(['init'], { cwd: folder })
    expect(again.stdout).toContain(
      'Of the schemas in compliance/.schemas 1 differ from this version: remove that folder',
    )
    expect(read('compliance/.schemas/v1/policy.json')).toBe('{}\n')
  })

  test('is not told of where it has everything', async () => {
    await init()
    const before = everything()
    const again = await runCli(['init'], { cwd: folder })
    expect(again).toMatchObject({ status: 0, stderr: '' })
    expect(again.stdout).toContain('Nothing to write: everything is there.\n')
    expect(again.stdout).not.toContain('By hand')
    expect(everything()).toEqual(before)
  })

  test('a program that is there gets no records beside its own, only what is around it', async () => {
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprogram: soc2\nprotectedBranch: trunk\n')
    write(
      'soc2/people.yaml',
      'apiVersion: countersign/v1\nkind: People\npeople:\n  - {id: eve, name: Eve, accounts: [{login: eve-x}], type: employee, start: 2024-01-01}\n',
    )
    write(
      'soc2/roles.yaml',
      'apiVersion: countersign/v1\nkind: Roles\nroles: [{id: security_lead, title: Lead, description: Leads.}]\nassignments: [{role: security_lead, person: eve, grantedAt: 2024-01-01}]\n',
    )
    const run = await runCli(['init'], { cwd: folder })
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('There is a program already')
    expect(everything().filter((path) => path.startsWith('soc2/') && !path.includes('.schemas'))).toEqual([
      'soc2/people.yaml',
      'soc2/roles.yaml',
    ])
    expect(existsSync(join(folder, 'compliance'))).toBe(false)
    expect(read('.github/CODEOWNERS')).toContain('/soc2/ @eve-x\n')
    expect(read('.github/workflows/countersign-gate.yml')).toContain('branches: ["trunk"]')
    const other = await init('--program', 'other')
    expect(other).toMatchObject({ status: 2, stdout: '' })
    expect(other.stderr).toContain('countersign.yaml names the program soc2 and the branch trunk')
  })

  test('a workflow of another name that does the same is not written a second time', async () => {
    write(
      '.github/workflows/compliance.yml',
      'on: pull_request\njobs:\n  a:\n    steps:\n      - uses: acme/countersign@v1\n        with: { mode: check }\n',
    )
    const run = await init()
    expect(run.stdout).toContain('Kept as it is: .github/workflows/compliance.yml\n')
    expect(existsSync(join(folder, '.github/workflows/countersign-check.yml'))).toBe(false)
    expect(existsSync(join(folder, '.github/workflows/countersign-gate.yml'))).toBe(true)
  })

  test('settings with a mistake stop it', async () => {
    write('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprogramm: soc2\n')
    const run = await init()
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain('countersign.yaml:3:1 SCH-001')
    expect(everything()).toEqual(['countersign.yaml'])
  })
})

test.each([
  [[], '--organisation and --person are missing'],
  [['--organisation', 'A'], '--person is missing'],
  [['--organisation', 'A', '--person', 'ana'], '--person cannot be `ana`. Write --person "id:Name:login"'],
  [['--organisation', 'A', '--person', 'Ana:Ana:ana'], '`Ana` cannot be the id of a person'],
  [['--organisation', 'A', '--person', 'ana:Ana:@ana'], '`@ana` cannot be a login'],
  [['--organisation', 'A', '--person', 'ana:Ana:a', '--person', 'ana:B:b'], 'Two people have the same id'],
  [['--organisation', 'A', '--person', 'ana:Ana:a', '--program', '../x'], '`../x` cannot be the program folder'],
  [['--organisation', 'A', '--person', 'ana:Ana:a', '--protected-branch', '-x'], '`-x` cannot be the name of a branch'],
  [['--organisation', 'A', '--person', 'ana:Ana:a', '--period-start', '2026-13-01'], '`2026-13-01` is not a day'],
  [
    ['--organisation', 'A', '--person', 'ana:Ana:a', '--period-start', '2026-01-01', '--period-end', '2026-02-01'],
    'The period is shorter than three months',
  ],
  [['--organisation', 'A', '--person', 'ana:Ana:a', '--categories', 'CC,X'], '`X` is no category'],
  [['--organisation', 'A', '--person', 'ana:Ana:a', '--action', 'acme/countersign@v1'], 'all 40 digits'],
  [['--organisation', 'A\nB', '--person', 'ana:Ana:a'], 'cannot be a name'],
])('%j is refused and nothing is written', async (args, said) => {
  const run = await runCli(['init', ...args], { cwd: folder })
  expect(run).toMatchObject({ status: 2, stdout: '' })
  expect(run.stderr).toContain(said)
  expect(readdirSync(folder)).toEqual([])
})

describe('doctor, after init in a real repository', () => {
  const doctor = (...args: string[]) => runCli(['doctor', ...args], { cwd: folder })

  test('asks for what only the owner can fill in, and then for nothing', async () => {
    sandbox.run(folder, 'init', '-q', '-b', 'main')
    await init()
    const first = JSON.parse((await doctor('--format', 'json')).stdout)
    expect(first).toMatchObject({ schemaVersion: 1, kind: 'DoctorReport', verdict: 'violated' })
    expect(new Set(first.items.map(({ code }: { code: string }) => code))).toEqual(new Set(['DOC-009', 'DOC-034']))
    for (const path of everything().filter((one) => one.startsWith('.github/workflows/'))) {
      write(path, read(path).replace(/OWNER\/countersign@0{40}/, `acme/countersign@${'1'.repeat(40)}`))
    }
    const run = await doctor()
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('compliance/trust.policy warning DOC-009: There is no compliance/trust.policy yet')
    expect(run.stdout).toContain('DOC-101: The status')
    expect(run.stdout).toMatch(/In order\. 0 errors, 1 warning of \d+ checks\.\n$/)
    expect((await doctor('--require', 'remote')).status).toBe(3)
  })

  test('shows the line, and writes several formats', async () => {
    sandbox.run(folder, 'init', '-q', '-b', 'trunk')
    await init(...pinned, '--protected-branch', 'main')
    write('.github/workflows/x.yml', 'on: push\npermissions: write-all\njobs:\n  a:\n    steps: []\n')
    const run = await doctor('--format', `json=${join(folder, 'out.json')}`, '--format', 'pretty')
    expect(run.status).toBe(1)
    expect(run.stdout).toContain('.github/workflows/x.yml:4:3 warning DOC-046: The job a may post statuses\n')
    expect(run.stdout).toContain('4 |   a:\n')
    expect(run.stdout).toContain('countersign.yaml:9:18 error DOC-008: There is no branch main, here or fetched\n')
    expect(JSON.parse(read('out.json')).counts).toMatchObject({ errors: 1 })
  })

  test('in a shallow clone, and where there is no repository', async () => {
    sandbox.run(folder, 'init', '-q', '-b', 'main')
    await init(...pinned)
    sandbox.commit(folder, 'one')
    sandbox.commit(folder, 'two')
    const whole = JSON.parse((await doctor('--format', 'json')).stdout)
    expect(whole.items.map(({ code }: { code: string }) => code)).toEqual(['DOC-009'])
    sandbox.run(sandbox.folder, 'clone', '-q', '--depth', '1', `file://${folder}`, `${folder}-shallow`)
    const run = await runCli(['doctor'], { cwd: `${folder}-shallow` })
    expect(run.status).toBe(1)
    expect(run.stdout).toContain('error DOC-003: The clone is shallow')
    const nowhere = await runCli(['doctor'], { cwd: folder, env: { PATH: join(folder, 'nowhere') } })
    expect(nowhere.stdout).toContain('error DOC-002: There is no git on PATH')
  })

  test.each([
    [['--format', 'yaml'], '--format cannot be `yaml`. Allowed: pretty, json'],
    [['--require', 'log'], '--require cannot be `log`'],
  ])('%j is refused', async (args, said) => {
    const run = await doctor(...args)
    expect(run).toMatchObject({ status: 2, stdout: '' })
    expect(run.stderr).toContain(said)
  })
})
