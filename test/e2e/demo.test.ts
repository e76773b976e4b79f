import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/run-cli.ts'
import { runNode } from '../support/run-process.ts'
import { contentOf, filesOf, git, replaceTree, store, type TreeFile } from '../support/tampered-tree.ts'

const quickstart = join(import.meta.dirname, '..', '..', '.build', 'quickstart.js')
const branch = 'compliance-evidence'
const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
const demo = join(folder, 'demo')
let screen = ''

beforeAll(async () => {
  const made = await runNode([quickstart, demo], { timeoutMs: 400_000 })
  expect(made.stderr).toBe('')
  expect(made.status).toBe(0)
  screen = made.stdout
}, 420_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const verify = (cwd: string, ...args: readonly string[]) => runCli(['evidence', 'verify', '--cwd', cwd, ...args])

/** A copy of the demo to be tampered with. */
function copy(name: string): string {
  const to = join(folder, name)
  cpSync(demo, to, { recursive: true })
  return to
}

test('the screen says what was done, in less than 40 lines', () => {
  expect(screen.split('\n').length).toBeLessThan(40)
  // What the story left undone, and nothing else.
  expect(screen).toMatch(/^check {6}violated: .* 4 errors/m)
  expect(screen.match(/^ +([A-Z]{3}-[0-9]{3}) /gm)?.map((line) => line.trim())).toEqual([
    'ACC-006',
    'FND-001',
    'EXC-002',
    'VEN-005',
  ])
  expect(screen).toMatch(/^gate .* pending: /m)
  expect(screen).toContain('eli (eli-example)')
  expect(screen).toMatch(/^deviation {2}2026-06-18 /m)
  // The push past review, the scans that stopped with what people state about them, a claim, the late review of access.
  expect(screen.match(/^deviation /gm)).toHaveLength(5)
  // Of the controls that operate some are met; what is planned, late, stale or only claimed is not.
  expect(screen).toMatch(/^assess {5}1[0-9]\.[0-9] \([5-9] of 50 controls met; [3-8] of 37 criteria\)$/m)
  expect(screen).toMatch(/^verify {5}verified: example\.invalid\/demo/m)
})

test('everything that the walk through the example names is there', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'example.md'), 'utf8')
  const named = [...page.matchAll(/`(demo\/[^`\s]+)`/g)].map(([, path]) => path ?? '')
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !existsSync(join(folder, path)))).toEqual([])
  // What it says of the rules is what the screen says.
  for (const [, rule] of page.matchAll(/`?\b((?:FND|ACC|EXC|VEN)-[0-9]{3})\b`?/g)) expect(screen).toContain(`${rule} `)
})

test('history is that of several people over a year', () => {
  const log = git(demo, ['log', '--format=%an|%aI', 'main']).toString().trim().split('\n')
  expect(log.length).toBeGreaterThanOrEqual(27)
  expect(new Set(log.map((line) => line.split('|')[0])).size).toBeGreaterThanOrEqual(4)
})

describe('the command line on the demo', () => {
  test('verifies the log', async () => {
    const { status, stdout } = await verify(demo)
    expect(stdout).toContain('Evidence log: verified')
    expect(status).toBe(0)
  })

  test('checks the documents against their PIN', async () => {
    const { status } = await runCli(['render', '--check', '--out', join(demo, 'documents'), '--cwd', demo])
    expect(status).toBe(0)
  })

  test('prints the text in force on a day, and ends with 3 where there was none', async () => {
    const show = (...args: readonly string[]) => runCli(['policy', 'show', 'POL-CHANGE', '--cwd', demo, ...args])
    const { status, stdout } = await show('--as-of', '2025-12-31')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^In force {4}on 2025-12-31: version 1\.0\.0, since 2025-09-15$/m)
    expect(stdout).toMatch(/^Approved {4}Ben Okoro, Eli Novak; pull request #2, record 2$/m)
    const none = await show('--as-of', '2025-08-31')
    expect(none.stdout).toBe('POL-CHANGE: no text was in force on 2025-08-31: it was not on the branch yet\n')
    expect(none.status).toBe(3)
  })

  test('says what changed between two days, and who approved it', async () => {
    const { status, stdout } = await runCli([
      ...['diff', '--from', '2026-02-01', '--to', '2026-03-01', '--record', 'POL-CHANGE', '--cwd', demo],
    ])
    expect(status).toBe(0)
    expect(stdout).toContain('version: “1.0.0” became “1.1.0”')
    expect(stdout).toMatch(
      /by “Clarify who may call a change an emergency” on 2026-02-19, .* approved by Ben Okoro, Ivo Marin; /,
    )
  })

  test('gates the open pull request from its facts', async () => {
    const { status, stdout } = await runCli(['gate', 'pr', '--cwd', demo, '--facts', join(demo, 'forge/pull-39.json')])
    expect(stdout).toContain('security_reviewer')
    expect(status).toBe(1)
  })

  test.each([
    ['user-access', 6],
    ['activity', 7],
    ['denied', 2],
    ['admin-activity', 2],
    ['tokens', 2],
    ['sessions', 1],
  ])('reports %s of the gateway, whole', async (name, rows) => {
    const args = ['evidence', 'report', name, '--as-of', '2026-08-30', '--format', 'json', '--cwd', demo]
    const { status, stdout } = await runCli(args)
    expect(status).toBe(0)
    const report = JSON.parse(stdout) as { rows: readonly object[]; about: Readonly<Record<string, string>> }
    expect(report.rows).toHaveLength(rows)
    expect(report.about).toMatchObject({ Complete: 'yes', Source: expect.stringContaining('signature verified') })
  })

  test('does not call a report whole that asks for a day nobody read', async () => {
    const { status, stdout } = await runCli(['evidence', 'report', 'denied', '--as-of', '2026-08-31', '--cwd', demo])
    expect(status).toBe(3)
    expect(stdout).toContain('nobody read what happened from 2026-08-31T00:00:00Z')
  })

  test('finds the direct push in an audit that only looks', async () => {
    const { status, stdout } = await runCli(['evidence', 'audit', '--dry-run', '--cwd', demo])
    expect(stdout).toContain('Audit of main')
    expect([0, 1]).toContain(status)
  })
})

describe('a changed byte', () => {
  const kinds = [
    ['an entry', /^entries\//],
    ['the edge', /^edge$/],
    ['the checkpoint', /^checkpoint$/],
    ['an attachment', /^attachments\//],
    ['the attributes', /^\.gitattributes$/],
  ] as const

  /** Verifies a copy of the demo in whose log one bit of a file is another one. */
  async function flipped(name: string, pattern: RegExp) {
    const cwd = copy(name.replaceAll(' ', '-'))
    const files = filesOf(cwd, branch)
    const victims = files.filter(({ path }) => pattern.test(path))
    const victim = victims[Math.floor(victims.length / 2)]
    if (victim === undefined) throw new Error(`the log has no ${name}`)
    const content = Buffer.from(contentOf(cwd, victim.oid))
    const at = Math.floor(content.length / 2)
    content[at] = (content[at] ?? 0) ^ 1
    const changed: readonly TreeFile[] = files.map((file) =>
      file === victim ? { ...file, oid: store(cwd, content) } : file,
    )
    replaceTree(cwd, branch, changed)
    return { ...(await verify(cwd)), path: victim.path }
  }

  test.each(kinds)('of %s makes verify exit 4 and name the file', async (name, pattern) => {
    const { status, stdout, path } = await flipped(name, pattern)
    expect(status).toBe(4)
    expect(stdout).toContain(path)
  })

  // They are for people, and no part of what is signed; another version of Countersign brings others.
  test.each([
    ['the instructions', /^README\.md$/, 'W_README'],
    ['the verifier for auditors', /^verify\.py$/, 'W_VERIFIER'],
  ])('of %s is a warning that names the file', async (name, pattern, code) => {
    const { status, stdout, path } = await flipped(name, pattern)
    expect(status).toBe(0)
    expect(stdout).toContain(`${code} ${path}`)
  })
})

describe('a log that is put back', () => {
  test('by its last record, with the checkpoint of then, is noticed by the PIN', async () => {
    const cwd = copy('rollback')
    git(cwd, ['update-ref', `refs/heads/${branch}`, `${branch}~1`])
    const { status, stdout } = await verify(cwd)
    expect(status).toBe(4)
    expect(stdout).toContain('compliance-docs:PIN')
    expect(stdout).toContain('E_ROLLBACK')
  })

  test('is noticed by a checkpoint that somebody kept, without any PIN', async () => {
    const cwd = copy('kept')
    const kept = join(folder, 'kept.txt')
    writeFileSync(kept, git(cwd, ['show', `${branch}:checkpoint`]))
    git(cwd, ['update-ref', '-d', 'refs/heads/compliance-docs'])
    git(cwd, ['update-ref', `refs/heads/${branch}`, `${branch}~1`])
    expect((await verify(cwd)).status).toBe(0)
    const { status, stdout } = await verify(cwd, '--checkpoint', kept)
    expect(status).toBe(4)
    expect(stdout).toContain('kept.txt')
  })

  test('whose branch is gone is noticed by the PIN', async () => {
    const cwd = copy('gone')
    git(cwd, ['update-ref', '-d', `refs/heads/${branch}`])
    expect((await verify(cwd)).status).toBe(4)
  })
})
