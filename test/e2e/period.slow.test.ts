import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoSigner, formatVerifierKey } from '../../src/evidence/note-key.ts'
import { runNode } from '../support/run-process.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'period-'))
const demo = join(folder, 'demo')
const cli = join(root, 'dist', 'cli.js')
const vkey = formatVerifierKey(demoSigner().verifier)
const period = '2025-09-01..2026-08-31'
const node24 = process.env['COUNTERSIGN_NODE24'] ?? ''

const close = (out: string, over: { readonly env?: Record<string, string>; readonly node?: string } = {}) =>
  runNode(
    [cli, 'period', 'close', period, '--cwd', demo, '--nonce', 'seven white horses', '--out', join(folder, out)],
    {
      timeoutMs: 300_000,
      ...over,
    },
  )
const verify = (bundle: string, ...more: readonly string[]) =>
  runNode([cli, 'period', 'verify', join(folder, bundle), ...more], { timeoutMs: 120_000 })
/** What the program in the bundle says, run as an auditor runs it. */
function byPython(bundle: string, ...more: readonly string[]): { readonly status: number; readonly out: string } {
  try {
    const out = execFileSync('python3', ['verify.py', ...more], { cwd: join(folder, bundle), encoding: 'utf8' })
    return { status: 0, out }
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string }
    return { status, out: stdout }
  }
}

beforeAll(async () => {
  const made = await runNode([join(root, '.build', 'quickstart.js'), demo], { timeoutMs: 500_000 })
  expect(made).toMatchObject({ status: 0, stderr: '' })
  expect(await close('one.zip')).toMatchObject({ status: 0, stderr: '' })
  execFileSync('python3', [
    '-c',
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])',
    join(folder, 'one.zip'),
    join(folder, 'one'),
  ])
}, 900_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the bundle of a period', () => {
  test('is the same, byte for byte, in another zone and language', async () => {
    const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }
    expect(await close('two.zip', { env })).toMatchObject({ status: 0 })
    expect(readFileSync(join(folder, 'two.zip')).equals(readFileSync(join(folder, 'one.zip')))).toBe(true)
  }, 300_000)

  test.skipIf(node24 === undefined)(
    'is the same, byte for byte, by Node 24',
    async () => {
      expect(await close('three.zip', { node: node24 })).toMatchObject({ status: 0 })
      expect(readFileSync(join(folder, 'three.zip')).equals(readFileSync(join(folder, 'one.zip')))).toBe(true)
    },
    300_000,
  )

  test('holds the same as the folder, and says how it is made again', async () => {
    expect(await close('folder')).toMatchObject({ status: 0 })
    const sums = readFileSync(join(folder, 'one', 'SHA256SUMS'), 'utf8')
    expect(readFileSync(join(folder, 'folder', 'SHA256SUMS'), 'utf8')).toBe(sums)
    const [, command = ''] =
      /^ {2}(countersign period close .*)$/m.exec(readFileSync(join(folder, 'one', 'README.txt'), 'utf8')) ?? []
    const script = command
      .replace(/^countersign/, `"$1" "$2" `)
      .replace('--checkpoint checkpoint', '--checkpoint "$3" --cwd "$4"')
    execFileSync('sh', ['-c', script, 'sh', process.execPath, cli, join(folder, 'one', 'checkpoint'), demo], {
      cwd: folder,
    })
    expect(readFileSync(join(folder, 'again', 'SHA256SUMS'), 'utf8')).toBe(sums)
  }, 300_000)

  test('is verified from the ZIP and from the folder, with the key from elsewhere', async () => {
    for (const bundle of ['one.zip', 'one']) {
      const verified = await verify(bundle, '--vkey', vkey)
      expect(verified).toMatchObject({ status: 0, stderr: '' })
      expect(verified.stdout).toContain('VERIFIED')
      expect(verified.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(45)
    }
    expect(await verify('one.zip')).toMatchObject({ status: 3 })
    expect(byPython('one', '--key', vkey)).toMatchObject({ status: 0 })
    expect(byPython('one', '--policy', 'trust.policy')).toMatchObject({ status: 0 })
    expect(byPython('one')).toMatchObject({ status: 3 })
  }, 120_000)

  test('by another key is no bundle of this log', async () => {
    const other = 'example.com/other+dc2b1f21+Aa0eSsDX7rXxUc1yVvIKSUcVp4mcIT0V8b0nqAdTs1xM'
    const { status } = await verify('one.zip', '--vkey', other)
    expect([2, 3, 4]).toContain(status)
  })

  test('every page of it is seen by others as it is: no page is larger than what GitHub shows', () => {
    for (const path of readdirSync(join(folder, 'one'), { recursive: true, encoding: 'utf8' }))
      if (path.endsWith('.md')) expect(statSync(join(folder, 'one', path)).size, path).toBeLessThan(400_000)
  })
})

describe('both verifiers find', () => {
  const edits: readonly (readonly [string, (path: string) => void])[] = [
    ['report.html', (path) => writeFileSync(path, `${readFileSync(path, 'utf8')} `)],
    ['records/0.json', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('example', 'exempla'))],
    [
      'samples/CTL-CHG-REVIEW/sample.json',
      (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(/"rank": 1,/, '"rank": 2,')),
    ],
    ['data/controls.csv', (path) => rmSync(path)],
    ['more.txt', (path) => writeFileSync(path, 'more')],
  ]
  test.each(edits)(
    '%s',
    async (path, edit) => {
      execFileSync('rm', ['-rf', join(folder, 'changed')])
      execFileSync('cp', ['-r', join(folder, 'one'), join(folder, 'changed')])
      edit(join(folder, 'changed', path))
      expect((await verify('changed', '--vkey', vkey)).status).toBe(4)
      expect(byPython('changed', '--key', vkey).status).toBe(4)
    },
    120_000,
  )

  test('a sample that was drawn otherwise, with all digests made again', async () => {
    execFileSync('rm', ['-rf', join(folder, 'changed')])
    execFileSync('cp', ['-r', join(folder, 'one'), join(folder, 'changed')])
    const at = join(folder, 'changed', 'samples/CTL-CHG-REVIEW/sample.json')
    const sample = JSON.parse(readFileSync(at, 'utf8'))
    const [first, second, ...rest] = sample.items
    writeFileSync(
      at,
      `${JSON.stringify({ ...sample, items: [{ ...second, rank: 1 }, { ...first, rank: 2 }, ...rest] }, null, 2)}\n`,
    )
    execFileSync(
      'sh',
      [
        '-c',
        'find . -type f ! -name SHA256SUMS -print | sed "s#^./##" | LC_ALL=C sort | xargs -d "\\n" sha256sum > ../sums && mv ../sums SHA256SUMS',
      ],
      { cwd: join(folder, 'changed') },
    )
    const [mine, theirs] = [await verify('changed', '--vkey', vkey), byPython('changed', '--key', vkey)]
    expect([mine.status, theirs.status]).toEqual([4, 4])
    expect(mine.stdout).toMatch(/other items are drawn/)
    expect(theirs.out).toMatch(/other items are drawn/)
  }, 120_000)
})
