import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gitEvidenceLog } from '../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../src/adapters/git-history.ts'
import { writeNewFolder } from '../../src/adapters/write-whole.ts'
import { defaultSettings } from '../../src/model/settings.ts'
import { exportLog } from '../../src/usecases/export-log.ts'
import { verifyEvidence } from '../../src/usecases/verify-evidence.ts'
import { facts, merged, unreviewed } from '../support/evidence-records.ts'
import { GitSandbox } from '../support/git-sandbox.ts'
import { type FakeGitHub, startGitHub } from '../support/github/fake-github.ts'
import { readTiles } from '../support/read-tiles.ts'
import { runVerifier } from '../support/run-verifier.ts'
import { logBranch, logVkey, repositoryWithLog, signedLog } from '../support/signed-log.ts'

const sandbox = new GitSandbox()
const many = (count: number, from: number) => Array.from({ length: count }, (_, index) => unreviewed(from + index))
const { files } = signedLog([many(300, 100), [merged(1), merged(2)]], [facts(1), facts(2)])
let work = ''
let github: FakeGitHub
let url = ''
beforeAll(async () => {
  work = repositoryWithLog(sandbox, 'work', files)
  github = await startGitHub()
  const repo = await github.repo('acme/shop')
  sandbox.run(work, 'push', '-q', repo.state.dir, 'main', logBranch)
  url = github.gitUrl(repo)
})
afterAll(async () => {
  await github.close()
  sandbox.remove()
})

/** git that does not hold up the server in this process. */
async function clone(name: string, ...options: readonly string[]): Promise<string> {
  await sandbox.git.run({ cwd: sandbox.folder, args: ['clone', '--quiet', ...options, url, name] })
  return sandbox.path(name)
}
const check = (folder: string) => runVerifier(folder, ['--key', logVkey])
const portsAt = (repository: string) => ({
  log: gitEvidenceLog({
    git: sandbox.git,
    remote: repository,
    branch: logBranch,
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  }),
  history: gitHistory(sandbox.git, { where: { cwd: repository } }),
})
const ours = async (repository: string) =>
  (await verifyEvidence({ ...defaultSettings, checkpoints: [] }, portsAt(repository))).outcome

describe('fault 26: CRLF or autocrlf checkout, zip download', () => {
  test('the log keeps its bytes in a checkout that turns line feeds elsewhere', async () => {
    const copy = await clone('autocrlf', '--config', 'core.autocrlf=true', '--config', 'core.eol=crlf')
    sandbox.run(copy, 'switch', '-q', logBranch)
    expect(await check(copy)).toMatchObject({ status: 0 })
  })

  test('where they were turned all the same, the objects verify, and the checkout says that line endings changed', async () => {
    const copy = await clone('turned', '--no-checkout')
    writeFileSync(join(copy, '.git/info/attributes'), '* text eol=crlf\n')
    sandbox.run(copy, 'switch', '-q', logBranch)
    expect(readFileSync(join(copy, 'entries/000.jsonl'), 'latin1')).toContain('\r\n')
    const { status, stdout } = await check(copy)
    expect(stdout).toContain('line endings were changed')
    expect(status).toBe(3)
    expect(await ours(copy)).toBe('verified')
  })

  test('a download without git verifies', async () => {
    const folder = sandbox.path('download')
    mkdirSync(folder)
    const archive = execFileSync('git', ['archive', '--format=tar', logBranch], { cwd: work })
    execFileSync('tar', ['-x', '-f', '-'], { cwd: folder, input: archive })
    expect(await check(folder)).toMatchObject({ status: 0 })
    const segment = join(folder, 'entries/001.jsonl')
    writeFileSync(segment, readFileSync(segment, 'utf8').replaceAll('\n', '\r\n'))
    expect((await check(folder)).status).toBe(3)
    writeFileSync(segment, 'something else\n')
    expect((await check(folder)).status).toBe(4)
  })
})

describe('fault 31: shallow (depth 1), single-branch, blob:none clone', () => {
  test.each([
    { name: 'depth-1', options: ['--depth', '1', '--single-branch'] },
    { name: 'single-branch', options: ['--single-branch'] },
    { name: 'blob-none', options: ['--filter=blob:none', '--single-branch'] },
    { name: 'depth-1-blob-none', options: ['--depth', '1', '--filter=blob:none'] },
  ])('$name holds all that is needed to verify, with public tools alone', async ({ name, options }) => {
    const copy = await clone(name, ...options, '--branch', logBranch)
    const { status, stdout } = await check(copy)
    expect(stdout).toMatch(/^INTACT: 303 records/)
    expect(status).toBe(0)
  })
})

/** All files of a folder with their bytes. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    found.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length),
      readFileSync(join(parentPath, name), 'hex'),
    ]),
  )
}
async function exportTo(name: string): Promise<string> {
  const place = sandbox.path(name)
  await writeNewFolder(place, 'x', (await exportLog(defaultSettings, portsAt(work))).tiles())
  return place
}

describe('fault 35: a tile of an export is wrong (tiles are made on export)', () => {
  test('whoever reads the export notices, whichever file it is; the log is not concerned', async () => {
    const place = await exportTo('flipped')
    expect(readTiles(place)).toMatchObject({ status: 0 })
    for (const [path] of contentOf(place)) {
      const whole = readFileSync(join(place, path))
      const flipped = Buffer.from(whole)
      // In the middle: of the checkpoint that is its root, of a bundle the text of an entry.
      const at =
        path === '/checkpoint' ? whole.toString().split('\n').slice(0, 2).join('\n').length + 5 : whole.length >> 1
      flipped[at] = (flipped[at] ?? 0) ^ 1
      writeFileSync(join(place, path), flipped)
      expect({ path, status: readTiles(place).status }).toEqual({ path, status: 1 })
      writeFileSync(join(place, path), whole)
    }
    expect(await ours(work)).toBe('verified')
  })
})

describe('fault 36: the tiles are gone (tiles are made on export)', () => {
  test('they are made again from the entries, the same bytes', async () => {
    const first = await exportTo('first')
    const before = contentOf(first)
    rmSync(join(first, 'tile/0'), { recursive: true })
    expect(readTiles(first).status).toBe(1)
    rmSync(first, { recursive: true })
    expect(contentOf(await exportTo('first'))).toEqual(before)
    expect(await ours(work)).toBe('verified')
  })
})
