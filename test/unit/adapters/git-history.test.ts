import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { parseWalk } from '../../../src/adapters/git-log-parser.ts'
import { type Git, type GitCall, gitProcess } from '../../../src/adapters/git-process.ts'
import { git, store } from '../../support/tampered-tree.ts'

const scratch = mkdtempSync(join(tmpdir(), 'git-history-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let clock = 1_760_000_000
function gitIn(folder: string, ...args: string[]): string {
  clock += 60
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: scratch,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ana “A” Ruiz',
      GIT_AUTHOR_EMAIL: 'ana@example.invalid',
      GIT_COMMITTER_NAME: 'Forge',
      GIT_COMMITTER_EMAIL: 'forge@example.invalid',
      GIT_AUTHOR_DATE: `${clock} +0200`,
      GIT_COMMITTER_DATE: `${clock} +0200`,
    },
  }).trim()
}

function repository(name: string): string {
  const folder = join(scratch, name)
  mkdirSync(folder)
  gitIn(folder, 'init', '-q', '-b', 'main')
  return folder
}

function put(folder: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function commit(folder: string, message: string): string {
  gitIn(folder, 'add', '-A')
  gitIn(folder, 'commit', '-q', '--allow-empty', '-m', message)
  return gitIn(folder, 'rev-parse', 'HEAD')
}

const historyOf = (cwd: string, limits: { fileLimitBytes?: number; totalLimitBytes?: number } = {}, git?: Git) =>
  gitHistory(git ?? gitProcess(process.env), { where: { cwd }, ...limits })

const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8'))

const lines = (letter: string) => Array.from({ length: 20 }, (_, index) => `${letter}${index}: ${letter}\n`).join('')

const odd = [
  'compliance/tab\there.yaml',
  'compliance/line\nbreak.yaml',
  'compliance/cr\r\n.yaml',
  'compliance/"q" \'ü\' \\.yaml',
]

describe('a history with renames, merges and odd names', () => {
  const folder = repository('main')
  const shas: string[] = []
  beforeAll(() => {
    put(folder, 'policy/access.yaml', lines('a'))
    put(folder, 'README.md', 'not asked for\n')
    shas.push(commit(folder, 'start | <b>\n\nbody'))
    mkdirSync(join(folder, 'compliance'))
    gitIn(folder, 'mv', 'policy/access.yaml', 'compliance/access.yaml')
    for (const path of odd) put(folder, path, `name: ${path.length}\n`)
    shas.push(commit(folder, 'move the folder'))
    gitIn(folder, 'checkout', '-q', '-b', 'side')
    put(folder, 'compliance/access.yaml', `${lines('a')}side: 1\n`)
    commit(folder, 'on the side')
    put(folder, 'compliance/access.yaml', `${lines('a')}side: 2\n`)
    commit(folder, 'on the side again')
    gitIn(folder, 'checkout', '-q', 'main')
    put(folder, 'compliance/other.yaml', lines('b'))
    shas.push(commit(folder, 'meanwhile'))
    gitIn(folder, 'merge', '-q', '--no-ff', '-m', 'Merge side', 'side')
    shas.push(gitIn(folder, 'rev-parse', 'HEAD'))
    gitIn(folder, 'mv', 'compliance/access.yaml', 'compliance/zz.yaml')
    shas.push(commit(folder, 'rename'))
    rmSync(join(folder, odd[0] ?? ''))
    shas.push(commit(folder, 'remove one'))
    shas.push(commit(folder, 'nothing'))
  })

  test('the first-parent line, oldest first, with what git says of each commit', async () => {
    const commits = await historyOf(folder).firstParent('main')
    expect(commits.map(({ sha }) => sha)).toEqual(shas)
    expect(commits.map(({ subject }) => subject)).toEqual([
      'start | <b>',
      'move the folder',
      'meanwhile',
      'Merge side',
      'rename',
      'remove one',
      'nothing',
    ])
    expect(commits[3]?.parents).toHaveLength(2)
    expect(commits[0]?.parents).toEqual([])
    expect(commits[0]?.authorName).toBe('Ana “A” Ruiz')
    expect(commits[0]?.committedAt).toMatch(/^2025-10-09T\d\d:\d\d:\d\dZ$/)
    expect(commits[0]?.tree).toBe(gitIn(folder, 'rev-parse', `${shas[0]}^{tree}`))
  })

  test('only what is not in the history of another commit', async () => {
    const commits = await historyOf(folder).firstParent('main', shas[3])
    expect(commits.map(({ sha }) => sha)).toEqual(shas.slice(4))
    expect(await historyOf(folder).firstParent('main', 'main')).toEqual([])
  })

  test('every version of a file, through renames of its folder and of itself', async () => {
    const versions = await historyOf(folder).versionsBelow('main', 'compliance', ['.yaml'])
    const access = versions.get('compliance/zz.yaml') ?? []
    expect(access.map(({ commit: { sha }, path, bytes }) => [sha, path, text(bytes)])).toEqual([
      [shas[0], 'policy/access.yaml', lines('a')],
      [shas[1], 'compliance/access.yaml', lines('a')],
      [shas[3], 'compliance/access.yaml', `${lines('a')}side: 2\n`],
      [shas[4], 'compliance/zz.yaml', `${lines('a')}side: 2\n`],
    ])
    const removed = versions.get(odd[0] ?? '') ?? []
    expect(removed.map(({ bytes }) => bytes === undefined)).toEqual([false, true])
    expect([...versions.keys()]).toEqual([...odd, 'compliance/other.yaml', 'compliance/zz.yaml'].sort())
  })

  test('the files of a commit, sorted, with only the endings asked for', async () => {
    const files = await historyOf(folder).filesAt(shas[4] ?? '', 'compliance', ['.yaml'])
    expect(files.map(({ path }) => path)).toEqual([...odd, 'compliance/other.yaml', 'compliance/zz.yaml'].sort())
    const line = files.find(({ path }) => path === odd[1])
    expect(line !== undefined && 'bytes' in line ? text(line.bytes) : undefined).toBe(`name: ${odd[1]?.length}\n`)
    expect((await historyOf(folder).filesAt(shas[4] ?? '', '.', ['.md'])).map(({ path }) => path)).toEqual([
      'README.md',
    ])
    expect(await historyOf(folder).filesAt(shas[4] ?? '', 'compl', ['.yaml'])).toEqual([])
  })

  test('the same from a bare clone, and a shallow one says so', async () => {
    const bare = join(scratch, 'bare.git')
    gitIn(scratch, 'clone', '-q', '--bare', folder, bare)
    const shallow = join(scratch, 'shallow')
    gitIn(scratch, 'clone', '-q', '--depth', '2', `file://${folder}`, shallow)
    const ofBare = gitHistory(gitProcess(process.env), { where: { gitDir: bare } })
    expect(await ofBare.versionsBelow('main', 'compliance', ['.yaml'])).toEqual(
      await historyOf(folder).versionsBelow('main', 'compliance', ['.yaml']),
    )
    expect(await ofBare.isShallow()).toBe(false)
    expect(await historyOf(shallow).isShallow()).toBe(true)
  })

  test('a number of git processes that does not grow with files or commits', async () => {
    const calls: string[] = []
    const real = gitProcess(process.env)
    const noted = (call: GitCall) => {
      calls.push(call.args.join(' '))
      return call
    }
    const counting: Git = {
      run: (call) => real.run(noted(call)),
      text: (call) => real.text(noted(call)),
      stream: (call) => real.stream(noted(call)),
    }
    await historyOf(folder, {}, counting).versionsBelow('main', 'compliance', ['.yaml'])
    // One more walk than usual: files came from another folder.
    expect(calls.map((call) => /(log|cat-file --batch(-check)?)( |$)/.exec(call)?.[1])).toEqual([
      'log',
      'log',
      'cat-file --batch-check',
      'cat-file --batch',
    ])
    calls.length = 0
    await historyOf(folder, {}, counting).filesAt('main', 'compliance', ['.yaml'])
    expect(calls).toHaveLength(2)
  })

  test('configuration of the repository does not change what is read', async () => {
    const before = await historyOf(folder).versionsBelow('main', 'compliance', ['.yaml'])
    for (const [key, value] of [
      ['log.showSignature', 'true'],
      ['diff.renames', 'false'],
      ['diff.noprefix', 'true'],
      ['log.decorate', 'full'],
      ['color.ui', 'always'],
      ['diff.relative', 'true'],
      ['format.pretty', 'raw'],
    ])
      gitIn(folder, 'config', key ?? '', value ?? '')
    expect(await historyOf(folder).versionsBelow('main', 'compliance', ['.yaml'])).toEqual(before)
  })

  test('names that resolve to a commit, and all others', async () => {
    const history = historyOf(folder)
    expect(await history.resolve('main')).toBe(shas.at(-1))
    expect(await history.resolve(shas[0] ?? '')).toBe(shas[0])
    for (const name of ['nowhere', '', '--help', '-x', 'main:README.md', 'a\nb', '0'.repeat(40)])
      expect([name, await history.resolve(name)]).toEqual([name, undefined])
    const first = shas[0]
    expect(await history.resolveAll(['nowhere', first ?? '', 'a\nb', 'main~0', first ?? ''])).toEqual([
      undefined,
      first,
      undefined,
      shas.at(-1),
      first,
    ])
  })
})

describe('what is no readable file is never left out', () => {
  test.each([
    {
      name: 'a link',
      make: (folder: string) => symlinkSync('/etc/passwd', join(folder, 'compliance/l.yaml')),
      path: 'compliance/l.yaml',
      why: /symbolic link/,
    },
    {
      name: 'a link that may be a folder',
      make: (folder: string) => symlinkSync('..', join(folder, 'compliance/all')),
      path: 'compliance/all',
      why: /symbolic link/,
    },
    {
      name: 'a file above the limit',
      make: (folder: string) => put(folder, 'compliance/big.yaml', 'x'.repeat(2000)),
      path: 'compliance/big.yaml',
      why: /2000 bytes; the limit is 1000/,
    },
    {
      name: 'a submodule',
      make: (folder: string) =>
        gitIn(folder, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},compliance/sub`),
      path: 'compliance/sub',
      why: /submodule/,
    },
  ])('$name', async ({ name, make, path, why }) => {
    const folder = repository(`unreadable-${name.replace(/ /g, '-')}`)
    put(folder, 'compliance/good.yaml', 'a: 1\n')
    gitIn(folder, 'add', '-A')
    make(folder)
    if (!name.includes('submodule')) gitIn(folder, 'add', '-A')
    gitIn(folder, 'commit', '-q', '-m', name)
    const files = await historyOf(folder, { fileLimitBytes: 1000 }).filesAt('HEAD', 'compliance', ['.yaml'])
    const found = files.find((file) => file.path === path)
    expect(found !== undefined && 'unreadable' in found ? found.unreadable : undefined).toMatch(why)
    expect(files).toHaveLength(2)
    const versions = await historyOf(folder, { fileLimitBytes: 1000 }).versionsBelow('HEAD', 'compliance', ['.yaml'])
    const version = versions.get(path)?.[0]
    if (path.endsWith('.yaml'))
      expect(version).toMatchObject({ bytes: undefined, unreadable: expect.stringMatching(why) })
  })

  test('a name that is there twice, which git shows once', async () => {
    const folder = repository('twins')
    put(folder, 'compliance/good.yaml', 'a: 1\n')
    commit(folder, 'start')
    const blobs = ['a: 1\n', 'a: 2\n'].map((content) => store(folder, Buffer.from(content)))
    const treeOf = (entries: readonly (readonly [head: string, oid: string])[]) => {
      const bytes = entries.map(([head, oid]) => Buffer.concat([Buffer.from(`${head}\0`), Buffer.from(oid, 'hex')]))
      const args = ['hash-object', '-w', '--stdin', '--literally', '-t', 'tree']
      return git(folder, args, Buffer.concat(bytes)).toString().trim()
    }
    const inner = treeOf(blobs.map((oid) => ['100644 good.yaml', oid] as const))
    const other = treeOf([['100644 good.yaml', blobs[0] ?? '']])
    const reasons = async (entries: readonly (readonly [string, string])[]) => {
      const sha = git(folder, ['commit-tree', treeOf(entries), '-m', 'x'])
        .toString()
        .trim()
      const files = await historyOf(folder).filesAt(sha, 'compliance', ['.yaml'])
      return files.map((file) => [file.path, 'unreadable' in file ? file.unreadable : 'read'])
    }
    const twice = 'This name is there twice'
    expect(await reasons([['40000 compliance', other]])).toEqual([['compliance/good.yaml', 'read']])
    expect(await reasons([['40000 compliance', inner]])).toEqual([['compliance/good.yaml', twice]])
    const folders = await reasons([
      ['40000 compliance', other],
      ['40000 compliance', treeOf([])],
    ])
    expect(folders).toContainEqual(['compliance', twice])
  })

  test('a folder that is a link', async () => {
    const folder = repository('linked-folder')
    put(folder, 'elsewhere/a.yaml', 'a: 1\n')
    symlinkSync('elsewhere', join(folder, 'compliance'))
    commit(folder, 'link')
    expect(await historyOf(folder).filesAt('HEAD', 'compliance', ['.yaml'])).toMatchObject([
      { path: 'compliance', unreadable: 'This is a symbolic link' },
    ])
  })

  test('more than is held in memory is refused, not cut', async () => {
    const folder = repository('too-large')
    put(folder, 'compliance/a.yaml', 'a'.repeat(600))
    put(folder, 'compliance/b.yaml', 'b'.repeat(600))
    commit(folder, 'two')
    await expect(historyOf(folder, { totalLimitBytes: 1000 }).filesAt('HEAD', 'compliance', ['.yaml'])).rejects.toThrow(
      '1200 bytes together',
    )
  })

  test.each([
    ['an answer that is cut', '\u0001'.concat('a'.repeat(40), '\0\0')],
    ['an answer of another form', 'commit abc\0\0\0\0\0\0'],
  ])('%s is a fault', (_name, output) => {
    expect(() => parseWalk(Buffer.from(output))).toThrow(/git log|not a commit/)
  })
})

test('a repository without a commit has none', async () => {
  const folder = repository('empty')
  expect(await historyOf(folder).resolve('HEAD')).toBeUndefined()
})

test('a file that was removed and made again is one file', async () => {
  const folder = repository('again')
  put(folder, 'compliance/a.yaml', 'v: 1\n')
  commit(folder, 'add')
  rmSync(join(folder, 'compliance/a.yaml'))
  put(folder, 'keep.txt', 'k')
  commit(folder, 'remove')
  put(folder, 'compliance/a.yaml', 'completely: different\n')
  commit(folder, 'again')
  const versions = await historyOf(folder).versionsBelow('HEAD', 'compliance', ['.yaml'])
  expect(versions.get('compliance/a.yaml')?.map(({ bytes }) => text(bytes))).toEqual([
    'v: 1\n',
    undefined,
    'completely: different\n',
  ])
})

test('versions that were read, to the end or not, leave no git behind that would keep the program from ending', async () => {
  const folder = repository('no-git-left')
  for (const text of ['one\n', 'two\n', 'three\n']) {
    writeFileSync(join(folder, 'PIN'), text)
    gitIn(folder, 'add', '-A')
    gitIn(folder, 'commit', '-qm', text)
  }
  const history = gitHistory(gitProcess(process.env), { where: { cwd: folder } })
  const left = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
  const before = left()
  const texts: string[] = []
  const all = await history.fileVersions('main', 'PIN', 10)
  for await (const { bytes } of all.versions) texts.push(Buffer.from(bytes ?? []).toString())
  expect(texts).toEqual(['three\n', 'two\n', 'one\n'])
  for await (const _first of (await history.fileVersions('main', 'PIN', 10)).versions) break
  await vi.waitFor(() => expect(left()).toBe(before), { timeout: 20_000 })
})
