import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GitSandbox } from '../support/git-sandbox.ts'
import { cliFile, runCli } from '../support/run-cli.ts'

const project = resolve(import.meta.dirname, '../..')
const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())

/** The real program, with a cache and a home of its own. */
const environment = { ...sandbox.environment, PRE_COMMIT_HOME: sandbox.path('cache'), PRE_COMMIT_COLOR: 'never' }
const preCommit = (cwd: string, ...args: readonly string[]) =>
  execFileSync('pre-commit', args, { cwd, env: environment, encoding: 'utf8' })

/** What a release commit holds of the project, as `npm run release` makes it. */
let release: string
let releaseCommit: string

beforeAll(() => {
  if (spawnSync('pre-commit', ['--version']).status !== 0) throw new Error('this test needs pre-commit')
  release = sandbox.work('countersign')
  for (const name of ['.pre-commit-hooks.yaml', '.gitignore']) cpSync(join(project, name), join(release, name))
  cpSync(join(project, 'dist'), join(release, 'dist'), { recursive: true })
  sandbox.run(release, 'add', '--force', 'dist')
  releaseCommit = sandbox.commit(release, 'Release')
})

test('the manifest is one that pre-commit takes', () => {
  expect(() => preCommit(project, 'validate-manifest', '.pre-commit-hooks.yaml')).not.toThrow()
})

/** A repository set up by init, whose hook is installed by the program itself. */
async function repository(name: string, config?: string): Promise<string> {
  const folder = sandbox.work(name)
  const run = await runCli(['init', '--organisation', 'Example', '--person', 'ana:Ana:ana-x'], { cwd: folder })
  expect(run.status).toBe(0)
  if (config !== undefined) writeFileSync(join(folder, '.pre-commit-config.yaml'), config)
  sandbox.commit(folder, 'Start')
  preCommit(folder, 'install')
  return folder
}

const systemPath = process.env['PATH'] ?? ''

function commit(folder: string, path = systemPath): { readonly status: number | null; readonly said: string } {
  const env = { ...environment, PATH: path }
  const { status, stdout, stderr } = spawnSync('git', ['commit', '-m', 'x'], { cwd: folder, env, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

const exception = (end: string) =>
  `# yaml-language-server: $schema=../.schemas/v1/exception.json
apiVersion: countersign/v1
kind: Exception
id: EXC-ONE
title: One
control: CTL-CHG-REVIEW
resources: [legacy]
reason: One engineer knows it.
severity: medium
requestedBy: ${end}
`

const fromRelease = () => `repos:
  - repo: ${release}
    rev: ${releaseCommit}
    hooks:
      - id: countersign-check
`

describe('the hook from the repository that Countersign is kept in', () => {
  test('a file with a mistake stops the commit, and its correction lets it pass', async () => {
    const folder = await repository('from-release', fromRelease())
    const file = join(folder, 'compliance/risks/RGR-MAIN.yaml')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace('likelihood: likely', 'likelihood: likley'))
    sandbox.run(folder, 'add', '-A')
    const stopped = commit(folder)
    expect(stopped.status).toBe(1)
    expect(stopped.said).toContain('Countersign')
    expect(stopped.said).toMatch(/compliance\/risks\/RGR-MAIN\.yaml:\d+:\d+ error SCH-004/)
    expect(stopped.said).toContain('likley')
    writeFileSync(file, before.replace('title: Risk register', 'title: Register of risks'))
    sandbox.run(folder, 'add', '-A')
    const passed = commit(folder)
    expect(passed.said).toMatch(/Countersign\.+Passed/)
    expect(passed.status).toBe(0)
  })

  test('what is not staged does not count, and other files do not start it', async () => {
    const folder = await repository('staged', fromRelease())
    writeFileSync(join(folder, 'compliance/exceptions/EXC-ONE.yaml'), exception('nobody'))
    writeFileSync(join(folder, 'README.md'), 'x\n')
    sandbox.run(folder, 'add', 'README.md')
    const passed = commit(folder)
    expect(passed.said).toMatch(/Countersign\.+\(no files to check\)Skipped/)
    expect(passed.status).toBe(0)
    sandbox.run(folder, 'add', '-A')
    expect(commit(folder).status).toBe(1)
    // The mistake is staged and mended only in the work tree: the commit would still carry it.
    writeFileSync(
      join(folder, 'compliance/program.yaml'),
      `${readFileSync(join(folder, 'compliance/program.yaml'), 'utf8')}oops: 1\n`,
    )
    sandbox.run(folder, 'rm', '-q', '--cached', 'compliance/exceptions/EXC-ONE.yaml')
    sandbox.run(folder, 'add', 'compliance/program.yaml')
    sandbox.run(folder, 'restore', '--source=HEAD', '--worktree', 'compliance/program.yaml')
    const stopped = commit(folder)
    expect(stopped.said).toContain('SCH-001')
    expect(stopped.status).toBe(1)
  })

  test('the second one finds what a change breaks in another file', async () => {
    const folder = await repository('whole', fromRelease().replace('countersign-check', 'countersign-check-all'))
    const file = join(folder, 'compliance/roles.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('- id: vendor_owner', '- id: vendor_lead'))
    sandbox.run(folder, 'add', '-A')
    const stopped = commit(folder)
    expect(stopped.status).toBe(1)
    expect(stopped.said).toContain('CTL-VEN-REVIEW.yaml')
  })
})

test('the hook that init writes runs the countersign that is on the path', async () => {
  const folder = await repository('local')
  const bin = sandbox.path('bin')
  mkdirSync(bin)
  symlinkSync(cliFile, join(bin, 'countersign'))
  chmodSync(cliFile, 0o755)
  expect(existsSync(join(bin, 'countersign'))).toBe(true)
  const path = `${bin}:${systemPath}`
  const file = join(folder, 'countersign.yaml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}nonsense: 1\n`)
  sandbox.run(folder, 'add', '-A')
  const stopped = commit(folder, path)
  expect(stopped.said).toContain('SCH-001')
  expect(stopped.status).toBe(1)
  sandbox.run(folder, 'checkout', '-q', 'HEAD', '--', 'countersign.yaml')
  writeFileSync(join(folder, 'compliance/README.md'), '# Ours\n')
  sandbox.run(folder, 'add', '-A')
  expect(commit(folder, path)).toMatchObject({ status: 0 })
})
