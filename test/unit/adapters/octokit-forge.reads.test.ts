import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ListedPull } from '../../../src/ports/forge.ts'
import { DeploymentFacts as validDeployment } from '../../../src/read/facts-validators.gen.js'
import { collectedAt, forgeOn, nothingOfRules } from '../../support/forge-on.ts'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { FaultOrder } from '../../support/github/faults.ts'
import { git } from '../../support/github/git.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account } from '../../support/github/world.ts'

/** The same on github.com and on a server of one's own, each held against its own description. */
describe.each(apiNames)('%s', (api) => {
  let github: FakeGitHub
  let shop: RepoHandle
  let ana: Account
  let ben: Account
  let count = 0
  let withdrawals: (() => void)[] = []

  beforeAll(async () => {
    github = await startGitHub({ api })
    ana = github.user('ana', { role: 'write' })
    ben = github.user('ben', { role: 'write' })
  })
  beforeEach(async () => {
    count += 1
    shop = await github.repo(`acme/shop-${count}`, { private: true })
    await shop.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
    github.requests.length = 0
  })
  afterEach(() => {
    for (const withdraw of withdrawals) withdraw()
    withdrawals = []
  })
  afterAll(async () => {
    expectContractKept(github)
    await github.close()
  })

  const inject = (order: FaultOrder) => withdrawals.push(github.inject(order))
  const here = () => ({ owner: 'acme', name: shop.state.name })

  describe('filesAt', () => {
    const text = (files: Awaited<ReturnType<ReturnType<typeof forgeOn>['filesAt']>>) =>
      files.map((file) => [file.path, 'bytes' in file ? Buffer.from(file.bytes).toString() : file.unreadable])

    test('files below a folder by path, as they are at that commit, whatever lies beside it', async () => {
      const commit = await shop.commit('main', {
        files: {
          'countersign.yaml': 'program: compliance\n',
          'compliance/b.yaml': 'b: 1\n',
          'compliance/sub/a.yml': 'a: ü\n',
          'compliance/note.md': '#',
          'compliance-else/c.yaml': 'c: 1\n',
        },
        author: ana,
      })
      await shop.commit('main', { files: { 'compliance/b.yaml': 'b: 2\n' }, author: ana })
      const forge = forgeOn(github)
      const wanted = [
        ['compliance/b.yaml', 'b: 1\n'],
        ['compliance/sub/a.yml', 'a: ü\n'],
      ]
      expect(text(await forge.filesAt(here(), commit, 'compliance', ['.yaml', '.yml']))).toEqual(wanted)
      expect(text(await forge.filesAt(here(), commit, './compliance/', ['.yaml', '.yml']))).toEqual(wanted)
      expect(text(await forge.filesAt(here(), commit, 'countersign.yaml', ['.yaml']))).toEqual([
        ['countersign.yaml', 'program: compliance\n'],
      ])
      expect(text(await forge.filesAt(here(), commit, '', ['.yaml'])).map(([path]) => path)).toEqual([
        'compliance-else/c.yaml',
        'compliance/b.yaml',
        'countersign.yaml',
      ])
      expect(await forge.filesAt(here(), commit, 'nowhere', ['.yaml'])).toEqual([])
      expect(await forge.filesAt(here(), commit, 'README.md/x', ['.yaml'])).toEqual([])
    })

    test('links, submodules and what is too large are listed as unreadable, also on the way to the folder', async () => {
      const start = await shop.commit('main', { files: { 'compliance/a.yaml': 'a: 1\n' }, author: ana })
      const sha = (await git(shop.state.dir, ['hash-object', '-w', '--stdin'], { input: '../elsewhere' })).trim()
      const large = (
        await git(shop.state.dir, ['hash-object', '-w', '--stdin'], { input: 'a'.repeat(8 * 1024 * 1024 + 1) })
      ).trim()
      const below = await mktree([
        `120000 blob ${sha}\tlink.yaml`,
        `120000 blob ${sha}\tfolder`,
        `160000 commit ${start}\tmodule`,
        `100644 blob ${large}\tlarge.yaml`,
        `100755 blob ${sha}\tprogram.yaml`,
      ])
      const root = await mktree([`040000 tree ${below}\tcompliance`, `120000 blob ${sha}\tlinked`])
      const files = await forgeOn(github).filesAt(here(), await commitOf(root), 'compliance', ['.yaml'])
      expect(text(files)).toEqual([
        ['compliance/folder', 'is a symbolic link'],
        ['compliance/large.yaml', `has ${8 * 1024 * 1024 + 1} bytes; the limit is ${8 * 1024 * 1024}`],
        ['compliance/link.yaml', 'is a symbolic link'],
        ['compliance/module', 'is a submodule'],
        ['compliance/program.yaml', '../elsewhere'],
      ])
      expect(files.find(({ path }) => path.endsWith('large.yaml'))).toMatchObject({ tooLarge: true })
      for (const folder of ['linked', 'linked/sub'])
        expect(text(await forgeOn(github).filesAt(here(), await commitOf(root), folder, ['.yaml']))).toEqual([
          ['linked', 'is a symbolic link'],
        ])
    })

    test('a tree that was cut is read folder by folder', async () => {
      const files = { 'compliance/a.yaml': 'a', 'compliance/x/b.yaml': 'b', 'compliance/x/y/c.yaml': 'c' }
      const commit = await shop.commit('main', { files, author: ana })
      const change = (body: unknown) => {
        const { tree } = body as { tree: { path: string }[] }
        // Only what is read with `recursive` holds paths with a folder in them.
        const isRecursive = tree.some(({ path }) => path.includes('/'))
        return isRecursive ? { ...(body as object), truncated: true, tree: tree.slice(0, 1) } : body
      }
      inject({ operation: 'git/get-tree', fault: { kind: 'body', change } })
      expect(text(await forgeOn(github).filesAt(here(), commit, 'compliance', ['.yaml']))).toEqual([
        ['compliance/a.yaml', 'a'],
        ['compliance/x/b.yaml', 'b'],
        ['compliance/x/y/c.yaml', 'c'],
      ])
    })

    test('a folder that is cut even by itself is unreachable', async () => {
      const commit = await shop.tipOf('main')
      const change = (body: unknown) => ({ ...(body as object), truncated: true })
      inject({ operation: 'git/get-tree', fault: { kind: 'body', change } })
      await expect(forgeOn(github).filesAt(here(), commit, '', ['.yaml'])).rejects.toMatchObject({
        name: 'ForgeUnreachable',
      })
    })

    test('a file that comes back shorter than its size is unreachable', async () => {
      const commit = await shop.commit('main', { files: { 'compliance/a.yaml': 'a: 12345\n' }, author: ana })
      const change = (body: unknown) => ({ ...(body as object), content: 'YTo=' })
      inject({ operation: 'git/get-blob', fault: { kind: 'body', change } })
      await expect(forgeOn(github).filesAt(here(), commit, 'compliance', ['.yaml'])).rejects.toMatchObject({
        name: 'ForgeUnreachable',
      })
    })

    test('more files than one call reads, and a commit that is not there', async () => {
      const files = { 'compliance/a.yaml': 'a', 'compliance/b.yaml': 'b', 'compliance/c.yaml': 'c' }
      const commit = await shop.commit('main', { files, author: ana })
      const forge = forgeOn(github, { treeFiles: 2 })
      await expect(forge.filesAt(here(), commit, 'compliance', ['.yaml'])).rejects.toThrow('3 lie below compliance')
      await expect(forge.filesAt(here(), 'a'.repeat(40), 'compliance', ['.yaml'])).rejects.toMatchObject({
        name: 'ForgeRefused',
        status: 404,
      })
    })

    const mktree = async (lines: readonly string[]) =>
      (await git(shop.state.dir, ['mktree', '--missing'], { input: `${lines.join('\n')}\n` })).trim()
    const commitOf = async (tree: string) => {
      const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
      return (await git(shop.state.dir, [...who, 'commit-tree', tree, '-m', 'odd'])).trim()
    }
  })

  describe('branches and commits', () => {
    test('the tip of a branch, also with a slash; nothing where there is none or the name is a part of one', async () => {
      const tip = await shop.commit('release/1.0', { files: { 'a.txt': 'a' }, author: ana })
      const forge = forgeOn(github)
      expect(await forge.branchTip(here(), 'release/1.0')).toBe(tip)
      expect(await forge.branchTip(here(), 'release')).toBeUndefined()
      await expect(forge.branchTip({ owner: 'acme', name: 'none' }, 'main')).rejects.toMatchObject({ status: 404 })
    })

    test('parents in their order', async () => {
      const first = await shop.tipOf('main')
      const side = await shop.commit('side', { files: { 's.txt': 's' }, author: ana })
      const merge = await shop.commit('main', { files: {}, author: ana, merging: [side] })
      const forge = forgeOn(github)
      expect(await forge.parentsOf(here(), merge)).toEqual([first, side])
      expect(await forge.parentsOf(here(), first)).toEqual([])
      await expect(forge.parentsOf(here(), 'b'.repeat(40))).rejects.toMatchObject({ name: 'ForgeRefused', status: 404 })
    })
  })

  describe('lists of pull requests', () => {
    const numbers = (pulls: readonly ListedPull[]) => pulls.map(({ number }) => number)

    async function openOne(branch: string, base = 'main') {
      await shop.commit(branch, { files: { [`${branch}.txt`]: branch }, author: ana })
      return await shop.openPull({ head: branch, author: ana, title: branch, base })
    }

    test('open ones to a base by number; merged ones by merge; those of a commit', async () => {
      const [one, two] = [await openOne('one'), await openOne('two')]
      await shop.commit('release', { files: { 'r.txt': 'r' }, author: ana })
      await openOne('three', 'release')
      const four = await openOne('four')
      shop.close(await openOne('five'), ana)
      const forge = forgeOn(github)
      expect(numbers(await forge.openPullRequests(here(), 'main'))).toEqual([one.number, two.number, four.number])

      await shop.merge(two, ben)
      github.clock.advance('PT1H')
      const since = github.clock.now()
      await shop.merge(four, ben)
      await shop.merge(one, ben)
      const merged = await forge.mergedPullRequests(here(), 'main', since)
      expect(merged.known && merged.value).toEqual([
        {
          number: four.number,
          base: 'main',
          headSha: four.headSha,
          merged: true,
          mergedAt: four.mergedAt,
          mergeSha: four.mergeSha,
        },
        expect.objectContaining({ number: one.number }),
      ])
      expect(numbers(await forge.pullsOfCommit(here(), one.mergeSha ?? ''))).toEqual([one.number])
      expect(numbers(await forge.openPullRequests(here(), 'main'))).toEqual([])
    })

    test('one that changes while the merged ones are read is not lost', async () => {
      const one = await openOne('topic')
      const { headSha: mergeSha } = one
      for (let number = 1; number <= 101; number += 1) {
        const mergedAt = github.clock.tick()
        const state = { state: 'closed', closedAt: mergedAt, updatedAt: mergedAt, mergedAt, mergeSha } as const
        shop.state.pulls[number - 1] = { ...one, number, ...state }
      }
      const [oldest] = shop.state.pulls
      if (oldest === undefined) throw new Error('no pull request')
      // After the first page was read the one on the second jumps to its front.
      const change = (body: unknown) => {
        oldest.updatedAt = github.clock.tick()
        return body
      }
      inject({ operation: 'pulls/list', fault: { kind: 'body', change }, times: 1 })
      const merged = await forgeOn(github).mergedPullRequests(here(), 'main', '2026-01-01T00:00:00Z')
      expect(merged.known && new Set(numbers(merged.value)).size).toBe(101)
    })

    test('refused or broken: not known', async () => {
      inject({ operation: 'pulls/list', fault: { kind: 'status', status: 403 } })
      expect(await forgeOn(github).mergedPullRequests(here(), 'main', '2026-01-01T00:00:00Z')).toEqual({
        known: false,
        why: expect.stringContaining('pull-requests: read'),
      })
    })
  })

  describe('deploymentFacts', () => {
    const account = ({ id, login }: Account) => ({ id, login, type: 'user' })
    async function factsOf(more: object = {}) {
      const facts = await forgeOn(github).deploymentFacts({
        ...here(),
        environment: 'production',
        sha: await shop.tipOf('main'),
        deploymentId: null,
        runId: null,
        previousSha: null,
        wanted: nothingOfRules,
        ...more,
      })
      expect(validDeployment(facts), JSON.stringify(validDeployment.errors)).toBe(true)
      return facts
    }

    test('who deploys, who let it in, and the first-parent commits it brings', async () => {
      const previousSha = await shop.tipOf('main')
      const side = await shop.commit('side', { files: { 's.txt': 's' }, author: ana })
      const first = await shop.commit('main', { files: { 'a.txt': 'a' }, author: ana })
      const sha = await shop.commit('main', { files: {}, author: ana, merging: [side] })
      const deployment = shop.deploy(sha, 'Production', github.actionsBot)
      const run = shop.run({ headSha: sha, actor: ana, triggeringActor: ben, attempt: 2 })
      shop.approveRun(run, ana, shop.environment('staging'), 'rejected')
      shop.approveRun(run, ben, shop.environment('Production'))
      const facts = await factsOf({ deploymentId: deployment.id, runId: run.id, previousSha })
      expect(facts).toEqual({
        schema: 'countersign/deployment-facts/v1',
        collectedAt,
        repository: { id: shop.state.id, ...here() },
        environment: 'production',
        sha,
        deployment: {
          id: deployment.id,
          createdAt: deployment.createdAt,
          creator: { id: github.actionsBot.id, login: 'github-actions[bot]', type: 'bot' },
          requestedBy: null,
          begun: false,
        },
        run: {
          id: run.id,
          attempt: 2,
          actor: account(ana),
          triggeringActor: account(ben),
          reruns: { known: true, value: [] },
        },
        environmentApprovals: { known: true, value: [{ by: account(ben), state: 'approved' }] },
        previousSha,
        redeployed: false,
        commits: { known: true, value: [first, sha] },
        environmentReviewers: { known: true, value: [] },
        permissions: [],
        teams: [],
        checks: { known: false, why: 'Checks were not asked for.' },
        environmentStates: { known: false, why: 'Deployments were not asked for.' },
      })
    })

    test('checks on what is deployed, and what became of earlier deployments of it, where they are wanted', async () => {
      const sha = await shop.commit('main', { files: { 'a.txt': 'a' }, author: ana })
      shop.checkRun(sha, 'scan', { annotations: 0 })
      shop.deploymentStatus(shop.deploy(sha, 'staging', ana), 'success')
      const facts = await factsOf({ sha, wanted: { ...nothingOfRules, checks: true, environmentStates: true } })
      expect(facts).toMatchObject({
        checks: { known: true, value: [{ name: 'scan', app: 'github-actions', state: 'success', annotations: 0 }] },
        environmentStates: { known: true, value: [{ environment: 'staging', sha, state: 'success' }] },
      })
    })

    test('230 commits are read to the last page', async () => {
      const previousSha = await shop.tipOf('main')
      await shop.commit('main', { files: { 'n.txt': '' }, author: ana, times: 230, message: 'Count' })
      const { commits } = await factsOf({ previousSha })
      expect(commits.known && commits.value.length).toBe(230)
      expect(commits.known && commits.value.at(-1)).toBe(await shop.tipOf('main'))
    })

    test('going back, going nowhere and coming from elsewhere', async () => {
      const old = await shop.tipOf('main')
      const tip = await shop.commit('main', { files: { 'a.txt': 'a' }, author: ana })
      const other = await shop.commit('other', { files: { 'o.txt': 'o' }, author: ana, onto: old })
      expect(await factsOf({ sha: old, previousSha: tip })).toMatchObject({
        redeployed: true,
        commits: { known: false },
      })
      expect(await factsOf({ sha: tip, previousSha: tip })).toMatchObject({
        redeployed: true,
        commits: { known: true, value: [] },
      })
      expect(await factsOf({ sha: tip, previousSha: other })).toMatchObject({
        redeployed: false,
        commits: { known: false, why: expect.stringContaining('is not in the history') },
      })
      expect(await factsOf({ previousSha: 'a'.repeat(40) })).toMatchObject({
        redeployed: false,
        commits: { known: false },
      })
      expect((await factsOf()).commits.known).toBe(false)
    })

    test('without a run nobody is known to have let it in; with one that needed nobody, nobody did', async () => {
      expect((await factsOf()).environmentApprovals.known).toBe(false)
      const run = shop.run({ headSha: await shop.tipOf('main'), actor: ana })
      expect((await factsOf({ runId: run.id })).environmentApprovals).toEqual({ known: true, value: [] })
      inject({ operation: 'actions/get-reviews-for-run', fault: { kind: 'status', status: 403 } })
      expect((await factsOf({ runId: run.id })).environmentApprovals).toMatchObject({ known: false })
    })

    test('a comparison that was cut is not known', async () => {
      const previousSha = await shop.tipOf('main')
      await shop.commit('main', { files: { 'n.txt': '' }, author: ana, times: 3, message: 'Count' })
      const change = (body: unknown) => ({
        ...(body as object),
        commits: (body as { commits: unknown[] }).commits.slice(1),
      })
      inject({ operation: 'repos/compare-commits-with-basehead', fault: { kind: 'body', change } })
      expect((await factsOf({ previousSha })).commits).toMatchObject({ known: false })
    })

    test('a deployment of something else, one that cannot be read and a commit that is not there all throw', async () => {
      const sha = await shop.tipOf('main')
      const elsewhere = shop.deploy(sha, 'staging', ana)
      const older = shop.deploy('d'.repeat(40), 'production', ana)
      await expect(factsOf({ deploymentId: older.id })).rejects.toThrow('another commit or environment')
      await expect(factsOf({ deploymentId: elsewhere.id })).rejects.toThrow('another commit or environment')
      await expect(factsOf({ deploymentId: 999_999 })).rejects.toMatchObject({ status: 404 })
      await expect(factsOf({ runId: 999_999 })).rejects.toMatchObject({ status: 404 })
      await expect(factsOf({ sha: 'c'.repeat(40) })).rejects.toMatchObject({ status: 404 })
    })
  })

  describe('postStatus', () => {
    test('is read back by its name, the newest first, with who posted it', async () => {
      const sha = await shop.tipOf('main')
      const context = 'countersign/gate (main)'
      const forge = forgeOn(github)
      const status = {
        sha,
        context,
        state: 'pending',
        description: '1 of 2',
        targetUrl: 'https://ci.example/1',
      } as const
      const posted = await forge.postStatus(here(), status)
      shop.status(sha, 'ci', 'success', ana)
      shop.status(sha, context, 'success', ben)
      const found = await forge.statusesNamed(here(), sha, context, 1)
      expect(found).toEqual([
        { id: expect.any(Number), state: 'success', description: '', targetUrl: undefined, creator: 'ben' },
        posted,
      ])
      expect(posted).toMatchObject({ state: 'pending', description: '1 of 2', targetUrl: 'https://ci.example/1' })
      expect(await forge.statusesNamed(here(), sha, 'other', 1)).toEqual([])
      // Behind a page of others.
      for (let at = 0; at < 100; at += 1) shop.status(sha, `ci ${at}`, 'success', ana)
      const before = github.count('repos/list-commit-statuses-for-ref')
      expect((await forge.statusesNamed(here(), sha, context, 1))[0]?.creator).toBe('ben')
      expect(github.count('repos/list-commit-statuses-for-ref') - before).toBe(2)
      // To GitHub it is the same name: whoever posts it so speaks over the gate.
      shop.status(sha, context.toUpperCase(), 'failure', ben)
      expect((await forge.statusesNamed(here(), sha, context, 1))[0]).toMatchObject({
        state: 'failure',
        creator: 'ben',
      })
    })
  })
})
