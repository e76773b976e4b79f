import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readObjects } from '../../../src/adapters/git-objects.ts'
import { GitFailed, GitMissing, gitProcess, tokenConfig } from '../../../src/adapters/git-process.ts'

let folder = ''
const git = gitProcess({ ...process.env, HOME: tmpdir(), GIT_DIR: '/nonexistent', GIT_CONFIG_PARAMETERS: "'a.b'='c'" })
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'git-process-'))
  await git.run({ args: ['init', '-q', '--bare', folder] })
})
afterAll(() => rmSync(folder, { recursive: true }))

const hash = (stdin: string | Uint8Array) => git.text({ args: ['hash-object', '-w', '--stdin'], gitDir: folder, stdin })

test('a GIT_DIR of the caller does not redirect the run', async () => {
  expect(await git.text({ args: ['rev-parse', '--is-bare-repository'], cwd: folder })).toBe('true')
})

test('bytes come back as they went in', async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 128, 10])
  const { stdout } = await git.run({ args: ['cat-file', 'blob', await hash(bytes)], gitDir: folder })
  expect(stdout).toEqual(bytes)
})

test('a replaced object is read as it was', async () => {
  const [real, fake] = [await hash('real'), await hash('fake')]
  await git.run({ args: ['replace', real, fake], gitDir: folder })
  expect(await git.text({ args: ['cat-file', 'blob', real], gitDir: folder })).toBe('real')
})

test('a refusal carries status and reason but no credentials', async () => {
  const failed = git.run({ args: ['ls-remote', 'file://user:secret@/nonexistent'] })
  await expect(failed).rejects.toBeInstanceOf(GitFailed)
  await expect(failed).rejects.toMatchObject({ failure: 'status', status: 128 })
  await expect(failed).rejects.not.toThrow(/secret/)
})

test('an expected status is an answer', async () => {
  const call = { args: ['rev-parse', '--verify', '-q', 'refs/heads/none'], gitDir: folder, okStatuses: [0, 1] }
  expect((await git.run(call)).status).toBe(1)
})

test.each([
  { name: 'too much output', call: { args: ['version'], limitBytes: 3 }, failure: 'too-much-output' },
  { name: 'no such folder', call: { args: ['version'], cwd: '/nonexistent/here' }, failure: 'no-folder' },
  {
    name: 'a run that waits for ever',
    call: { args: ['-c', 'alias.wait=!sleep 30', 'wait'], timeoutMs: 50 },
    failure: 'timeout',
  },
  { name: 'an interrupted run', call: { args: ['version'], signal: AbortSignal.abort() }, failure: 'aborted' },
])('$name is refused as $failure', async ({ call, failure }) => {
  await expect(git.run(call)).rejects.toMatchObject({ name: 'GitFailed', failure })
})

test('no git on the path is named', async () => {
  await expect(gitProcess({ PATH: folder }).run({ args: ['version'] })).rejects.toBeInstanceOf(GitMissing)
})

test('a program as transport is never run', async () => {
  const mark = join(folder, 'ran')
  await expect(git.run({ args: ['ls-remote', `ext::touch ${mark}`] })).rejects.toThrow(/not allowed/)
})

test('hooks and monitors of the repository are never run', async () => {
  const work = mkdtempSync(join(folder, 'work-'))
  await git.run({ args: ['init', '-q', work] })
  const hook = join(work, '.git', 'hooks', 'reference-transaction')
  writeFileSync(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  const tree = await git.text({ args: ['write-tree'], cwd: work })
  const identity = [
    ['user.name', 'a'],
    ['user.email', 'a@b'],
  ] as const
  const commit = await git.text({ args: ['commit-tree', '-m', 'x', tree], cwd: work, config: identity })
  await git.run({ args: ['update-ref', 'refs/heads/x', commit], cwd: work })
})

test('many objects are read by one process, missing ones are named', async () => {
  const oids = [await hash(''), await hash('two\n'), await hash(Buffer.alloc(300_000, 7))]
  const got: (string | number)[] = []
  for await (const object of readObjects(git, { gitDir: folder }, [...oids, '0'.repeat(40)]))
    got.push(object.type, object.content.length)
  expect(got).toEqual(['blob', 0, 'blob', 4, 'blob', 300_000, 'missing', 0])
})

test('an object above the limit ends the reading, or is passed over', async () => {
  const oids = [await hash('one'), await hash(Buffer.alloc(300_000, 7)), await hash('two')]
  const got: string[] = []
  for await (const { type, content } of readObjects(git, { gitDir: folder }, oids, 1000, 'pass-over'))
    got.push(`${type} ${content}`)
  expect(got).toEqual(['blob one', 'too-large ', 'blob two'])
  await expect(readObjects(git, { gitDir: folder }, oids.slice(1), 1000).next()).rejects.toThrow(/limit is 1000/)
})

test('a token is bound to its server and stays out of other transports', () => {
  expect(tokenConfig('https://github.com/o/r.git', 't')).toEqual([
    ['http.https://github.com/.extraHeader', 'Authorization: Basic eC1hY2Nlc3MtdG9rZW46dA=='],
  ])
  expect(tokenConfig('/srv/x.git', 't')).toEqual([])
})
