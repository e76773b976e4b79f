import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import { git, runGit } from '../../support/github/git.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account } from '../../support/github/world.ts'

let github: FakeGitHub
let repo: RepoHandle
let ana: Account
let ben: Account
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fake-github-clone-'))
  github = await startGitHub()
  ana = github.user('ana', { role: 'admin' })
  ben = github.user('ben', { role: 'write' })
  repo = await github.repo('acme/shop', { private: true })
  await repo.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
  await repo.commit('feature', { files: { 'a.txt': 'one\n' }, author: ben })
})
afterEach(async () => {
  await github.close()
  await rm(folder, { recursive: true, force: true })
  expectContractKept(github)
})

const header = (token: string) => `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`

/** As actions/checkout does it: the token is sent with every request. */
async function clone(token: string, name: string, ...more: readonly string[]): Promise<string> {
  const dir = join(folder, name)
  await git(folder, ['-c', `http.extraheader=${header(token)}`, 'clone', '-q', ...more, github.gitUrl(repo), dir])
  for (const [key, value] of [
    ['http.extraheader', header(token)],
    ['user.name', 'Ben'],
    ['user.email', ben.email],
  ] as const)
    await git(dir, ['config', key, value])
  return dir
}

async function commitHere(dir: string, content: string): Promise<string> {
  await writeFile(join(dir, 'a.txt'), content)
  await git(dir, ['add', '.'])
  await git(dir, ['commit', '-q', '-m', 'Change a'])
  return await git(dir, ['rev-parse', 'HEAD'])
}

test('a pull request follows a real push, and the server notes whose token pushed', async () => {
  const pull = await repo.openPull({ head: 'feature', author: ben, title: 'Add a' })
  const dir = await clone(github.tokenOf(ana), 'ana', '-b', 'feature')
  const sha = await commitHere(dir, 'two\n')
  await git(dir, ['push', '-q', 'origin', 'feature'])
  expect(pull.headSha).toBe(sha)
  expect(repo.state.activities.at(-1)).toMatchObject({
    kind: 'push',
    actor: { login: 'ana' },
    after: sha,
    ref: 'refs/heads/feature',
  })
  expect(repo.state.checkSuites.at(-1)?.headSha).toBe(sha)
  await git(dir, ['fetch', '-q', 'origin', 'refs/pull/1/head'])
  expect(await git(dir, ['rev-parse', 'FETCH_HEAD'])).toBe(sha)

  await git(dir, ['commit', '-q', '--amend', '-m', 'Rewritten'])
  expect((await runGit(dir, ['push', '-q', 'origin', 'feature'])).status).not.toBe(0)
  await git(dir, ['push', '-q', '--force', 'origin', 'feature'])
  expect(pull.events.map((event) => [event.event, event.actor?.login])).toEqual([['head_ref_force_pushed', 'ana']])
})

test('a protected branch refuses a push and says so, a pull request ref belongs to the platform', async () => {
  await repo.protect('main')
  const dir = await clone(github.tokenOf(ana), 'ana')
  await commitHere(dir, 'direct\n')
  const refused = await runGit(dir, ['push', 'origin', 'main'])
  expect(refused.status).not.toBe(0)
  expect(refused.stderr).toContain('GH006: Protected branch update failed for refs/heads/main')
  expect((await runGit(dir, ['push', 'origin', 'HEAD:refs/pull/9/head'])).status).not.toBe(0)
  // An administrator who is not held to the rules gets past them: that is a direct push to find later.
  await repo.protect('main', { enforceAdmins: false })
  await git(dir, ['push', '-q', 'origin', 'main'])
  expect(repo.state.activities.at(-1)).toMatchObject({ kind: 'push', ref: 'refs/heads/main', actor: { login: 'ana' } })
  const other = await clone(github.tokenOf(ben), 'ben')
  await commitHere(other, 'direct again\n')
  expect((await runGit(other, ['push', 'origin', 'main'])).status).not.toBe(0)
})

test('a token that may not write, or not see, is refused in words', async () => {
  const reader = github.token({ permissions: { contents: 'read' }, repositories: [repo] })
  const dir = await clone(reader, 'reader', '--depth', '1')
  await commitHere(dir, 'x\n')
  const refused = await runGit(dir, ['push', 'origin', 'HEAD:refs/heads/new'])
  expect(refused.stderr).toContain('Write access to repository not granted')
  const stranger = github.tokenOf(github.user('eve'))
  await expect(clone(stranger, 'eve')).rejects.toThrow(/not found/i)
  await expect(git(folder, ['clone', '-q', github.gitUrl(repo), 'nobody'])).rejects.toThrow(/could not read Username/)
})

test('a push can land though its answer is lost', async () => {
  const dir = await clone(github.tokenOf(ben), 'ben')
  const sha = await commitHere(dir, 'x\n')
  github.inject({ operation: 'git/push', times: 1, fault: { kind: 'status', status: 503 } })
  expect((await runGit(dir, ['push', 'origin', 'HEAD:refs/heads/log'])).status).not.toBe(0)
  await expect(repo.tipOf('log')).rejects.toThrow(/no branch/)
  github.inject({ operation: 'git/push', after: 1, times: 1, fault: { kind: 'drop' } })
  expect((await runGit(dir, ['push', 'origin', 'HEAD:refs/heads/log'])).status).not.toBe(0)
  expect(await repo.tipOf('log')).toBe(sha)
})

test('of clones that race to one branch each push lands once or is refused, none is lost', async () => {
  const dirs = await Promise.all(['one', 'two', 'three'].map((name) => clone(github.tokenOf(ben), name)))
  const attempts = dirs.map(async (dir, at) => {
    await commitHere(dir, `${at}\n`)
    for (let tries = 0; tries < 10; tries++) {
      if ((await runGit(dir, ['push', '-q', 'origin', 'HEAD:refs/heads/log'])).status === 0) return
      await git(dir, ['fetch', '-q', 'origin', 'log'])
      await git(dir, ['rebase', '-q', '-X', 'theirs', 'FETCH_HEAD'])
    }
    throw new Error('never got in')
  })
  await Promise.all(attempts)
  const moves = repo.state.activities.filter((activity) => activity.ref === 'refs/heads/log')
  const starts = new Set(moves.map((activity) => activity.before))
  expect([moves.length, starts.size]).toEqual([3, 3])
  expect(new Set(moves.map((activity) => activity.kind))).toEqual(new Set(['branch_creation', 'push']))
})
