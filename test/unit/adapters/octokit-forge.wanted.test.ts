import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FactsWanted } from '../../../src/ports/forge.ts'
import { forgeOn, gatePermissions, nothingMore, schemaFaults } from '../../support/forge-on.ts'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import { git } from '../../support/github/git.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Pull } from '../../support/github/world.ts'

/** What the rules may ask for beside the pull request itself: each is read when it is wanted, and only then. */
describe.each(apiNames)('%s', (api) => {
  let github: FakeGitHub
  let shop: RepoHandle
  let ana: Account
  let ben: Account

  beforeEach(async () => {
    github = await startGitHub({ api })
    ana = github.user('ana', { role: 'write' })
    ben = github.user('ben', { role: 'write' })
    shop = await github.repo('acme/shop')
    await shop.commit('main', { files: { 'README.md': 'shop\n', 'bin/run': 'x\n' }, author: ana })
  })
  afterEach(async () => {
    expectContractKept(github)
    await github.close()
  })

  async function factsOf({ number }: Pull, wanted: Partial<FactsWanted>, forge = forgeOn(github)) {
    const ref = { owner: 'acme', name: 'shop', number }
    const facts = await forge.pullRequestFacts(ref, { ...nothingMore, ...wanted })
    expect(schemaFaults(facts)).toEqual([])
    return facts
  }

  async function simplePull(): Promise<Pull> {
    await shop.commit('feature', { files: { 'a.txt': 'a\n' }, author: ana })
    return await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
  }

  test('nothing is asked for that is not wanted', async () => {
    const facts = await factsOf(await simplePull(), {})
    const { checks, workflowRuns, environmentStates, codeOwners, branchRules } = facts
    for (const reading of [checks, workflowRuns, environmentStates, codeOwners, branchRules])
      expect(reading).toEqual({ known: false, why: expect.stringContaining('not asked for') })
    expect(facts.files).toMatchObject({ value: [{ mode: null, previousMode: null }] })
  })

  describe('modes', () => {
    const modesIn = ({ files }: Awaited<ReturnType<typeof factsOf>>) => {
      if (!files.known) throw new Error(files.why)
      return Object.fromEntries(files.value.map(({ path, previousMode, mode }) => [path, [previousMode, mode]]))
    }

    async function changesOfMode(): Promise<Pull> {
      const files = {
        'gone.txt': 'gone\n',
        'deep/er/same.txt': '1\n',
        'was-file': 'x\n',
        'old/name.txt': 'a text that is long enough to be seen as renamed\n'.repeat(5),
      }
      await shop.commit('main', { files, author: ana })
      const submodule = await shop.tipOf('main')
      await shop.commit('feature', {
        files: {
          'gone.txt': null,
          'deep/er/same.txt': '2\n',
          'was-file': { mode: '120000', content: 'README.md' },
          module: { mode: '160000', content: submodule },
          'run.sh': { mode: '100755', content: '#!/bin/sh\n' },
          'bin/run': { mode: '100755', content: 'x\n' },
          'old/name.txt': null,
          'new/name.txt': 'a text that is long enough to be seen as renamed\n'.repeat(5),
        },
        author: ana,
      })
      // The base moves on: the diff still starts where the branch left it.
      await shop.commit('main', { files: { 'bin/run': { mode: '120000', content: 'README.md' } }, author: ana })
      return await shop.openPull({ head: 'feature', author: ana, title: 'Modes' })
    }

    const wanted = {
      'bin/run': ['100644', '100755'],
      'deep/er/same.txt': ['100644', '100644'],
      'gone.txt': ['100644', null],
      module: [null, '160000'],
      'new/name.txt': ['100644', '100644'],
      'run.sh': [null, '100755'],
      'was-file': ['100644', '120000'],
    }

    test('files, executables, links and submodules, before and after, from where the diff starts', async () => {
      expect(modesIn(await factsOf(await changesOfMode(), { modes: true }))).toEqual(wanted)
    })

    test('a tree too large for one answer is walked folder by folder, and only where files changed', async () => {
      const pull = await changesOfMode()
      let asked = 0
      const change = (body: unknown) => {
        asked += 1
        return { ...(body as object), truncated: asked <= 2 }
      }
      github.inject({ operation: 'git/get-tree', fault: { kind: 'body', change } })
      expect(modesIn(await factsOf(pull, { modes: true }))).toEqual(wanted)
      // Whole trees 2, roots 2, and on each side bin, deep, deep/er and new or old.
      expect(github.count('git/get-tree')).toBe(12)
    })

    test.each(['git/get-tree', 'repos/compare-commits-with-basehead'])(
      '%s refused: not known, each',
      async (operation) => {
        github.inject({ operation, fault: { kind: 'status', status: 403 } })
        const modes = modesIn(await factsOf(await changesOfMode(), { modes: true }))
        expect(Object.keys(modes)).toEqual(Object.keys(wanted))
        expect(new Set(Object.values(modes).flat())).toEqual(new Set([null]))
      },
    )
  })

  describe('checks', () => {
    const checksIn = ({ checks }: Awaited<ReturnType<typeof factsOf>>) => {
      if (!checks.known) throw new Error(checks.why)
      return checks.value
    }

    test('runs by their App, statuses by their account, each the newest', async () => {
      const pull = await simplePull()
      const ci = shop.app('ci')
      shop.checkRun(pull.headSha, 'build', { app: ci, conclusion: 'failure', suiteId: 7 })
      const build = shop.checkRun(pull.headSha, 'build', { app: ci, suiteId: 7, title: 'Built', annotations: 3 })
      shop.checkRun(pull.headSha, 'build')
      shop.checkRun(pull.headSha, 'slow', { conclusion: null })
      shop.checkRun(pull.headSha, 'gone', { app: null, conclusion: 'timed_out' })
      shop.checkRun(await shop.tipOf('main'), 'elsewhere')
      shop.status(pull.headSha, 'scan', 'pending', ana)
      const scan = shop.status(pull.headSha, 'scan', 'success', ben)
      const [first, ...more] = checksIn(await factsOf(pull, { checks: true }))
      expect(first).toEqual({
        kind: 'check-run',
        name: 'build',
        app: 'ci',
        by: null,
        state: 'success',
        text: 'Built',
        annotations: 3,
        at: build.completedAt,
        id: String(build.id),
      })
      expect(more.map(({ name, app, state }) => [name, app, state])).toEqual([
        // Of another App, and so another check of the same name.
        ['build', 'github-actions', 'success'],
        ['gone', null, 'timed-out'],
        ['scan', null, 'success'],
        ['slow', 'github-actions', 'pending'],
      ])
      expect(more[2]).toMatchObject({ kind: 'status', by: { id: ben.id }, at: scan.createdAt, annotations: null })
    })

    test('two suites with a run of one name: neither hides the other', async () => {
      const pull = await simplePull()
      shop.checkRun(pull.headSha, 'build', { conclusion: 'failure' })
      shop.checkRun(pull.headSha, 'build', { conclusion: 'success' })
      expect(checksIn(await factsOf(pull, { checks: true })).map(({ state }) => state)).toEqual(['failure', 'success'])
    })

    test('a status of the same second: the later id, wherever the list has it', async () => {
      github.clock.stepSeconds = 0
      const pull = await simplePull()
      shop.status(pull.headSha, 'scan', 'success', ana)
      shop.status(pull.headSha, 'scan', 'failure', ben)
      const reverse = (body: unknown) => [...(body as unknown[])].reverse()
      github.inject({ operation: 'repos/list-commit-statuses-for-ref', fault: { kind: 'body', change: reverse } })
      expect(checksIn(await factsOf(pull, { checks: true }))).toMatchObject([{ state: 'failure', by: { id: ben.id } }])
    })

    test('more than a page of each', async () => {
      const pull = await simplePull()
      for (let at = 0; at < 130; at += 1) shop.checkRun(pull.headSha, `run-${at}`)
      for (let at = 0; at < 230; at += 1) shop.status(pull.headSha, `context-${at % 120}`, 'success', ana)
      expect(checksIn(await factsOf(pull, { checks: true }))).toHaveLength(250)
    })

    test('as many runs as the forge lists at most: not known', async () => {
      const pull = await simplePull()
      for (let at = 0; at < 1000; at += 1) shop.checkRun(pull.headSha, `run-${at}`)
      expect((await factsOf(pull, { checks: true })).checks).toEqual({
        known: false,
        why: expect.stringContaining('1000 check runs'),
      })
    })

    test.each(['checks/list-for-ref', 'repos/list-commit-statuses-for-ref'])(
      '%s refused: not known',
      async (operation) => {
        github.inject({ operation, fault: { kind: 'status', status: 403 } })
        expect((await factsOf(await simplePull(), { checks: true })).checks.known).toBe(false)
      },
    )

    test('a list shorter than its total, and states of tomorrow', async () => {
      const pull = await simplePull()
      shop.checkRun(pull.headSha, 'build')
      shop.status(pull.headSha, 'scan', 'success', ana)
      const statuses = (body: unknown) => (body as object[]).map((each) => ({ ...each, state: 'fine' }))
      github.inject({ operation: 'repos/list-commit-statuses-for-ref', fault: { kind: 'body', change: statuses } })
      const odd = (body: unknown) => {
        const { check_runs: runs, ...rest } = body as { check_runs: object[] }
        return { ...rest, check_runs: runs.map((run) => ({ ...run, conclusion: 'fine' })) }
      }
      const withdraw = github.inject({ operation: 'checks/list-for-ref', fault: { kind: 'body', change: odd } })
      expect(checksIn(await factsOf(pull, { checks: true })).map(({ state }) => state)).toEqual(['unknown', 'unknown'])
      withdraw()
      const short = (body: unknown) => ({ ...(body as object), check_runs: [] })
      github.inject({ operation: 'checks/list-for-ref', fault: { kind: 'body', change: short } })
      expect((await factsOf(pull, { checks: true })).checks.known).toBe(false)
    })
  })

  test('runs of workflows on the head, by number and attempt', async () => {
    const pull = await simplePull()
    const path = '.github/workflows/ci.yml'
    const run = shop.run({ headSha: pull.headSha, actor: ana, event: 'pull_request', path, conclusion: 'success' })
    const later = shop.run({ headSha: pull.headSha, actor: ana, event: 'push', path, attempt: 2 })
    shop.run({ headSha: await shop.tipOf('main'), actor: ana })
    const { workflowRuns } = await factsOf(pull, { workflowRuns: true })
    expect(workflowRuns).toEqual({
      known: true,
      value: [
        { path, event: 'pull_request', state: 'success', number: 1, attempt: 1, id: run.id },
        { path, event: 'push', state: 'pending', number: 2, attempt: 2, id: later.id },
      ],
    })
    const foreign = (body: unknown) => {
      const { workflow_runs: runs, ...rest } = body as { workflow_runs: object[] }
      return { ...rest, workflow_runs: runs.map((each) => ({ ...each, head_sha: 'a'.repeat(40) })) }
    }
    github.inject({ operation: 'actions/list-workflow-runs-for-repo', fault: { kind: 'body', change: foreign } })
    expect((await factsOf(pull, { workflowRuns: true })).workflowRuns.known).toBe(false)
  })

  test('deployments of the head with their newest state, wherever the list has it', async () => {
    const pull = await simplePull()
    const staging = shop.deploy(pull.headSha, 'staging', ana)
    shop.deploymentStatus(staging, 'in_progress')
    shop.deploymentStatus(staging, 'success')
    const waiting = shop.deploy(pull.headSha, 'production', ana)
    shop.deploy(await shop.tipOf('main'), 'staging', ana)
    const reverse = (body: unknown) => [...(body as unknown[])].reverse()
    github.inject({ operation: 'repos/list-deployment-statuses', fault: { kind: 'body', change: reverse } })
    expect((await factsOf(pull, { environmentStates: true })).environmentStates).toEqual({
      known: true,
      value: [
        {
          environment: 'staging',
          deployment: staging.id,
          sha: pull.headSha,
          state: 'success',
          at: staging.statuses[1]?.createdAt,
        },
        {
          environment: 'production',
          deployment: waiting.id,
          sha: pull.headSha,
          state: 'pending',
          at: waiting.createdAt,
        },
      ],
    })
    for (let at = 0; at < 49; at += 1) shop.deploy(pull.headSha, 'staging', ana)
    expect((await factsOf(pull, { environmentStates: true })).environmentStates).toMatchObject({ known: false })
  })

  describe('code owners', () => {
    const ownersAfter = async (files: Parameters<RepoHandle['commit']>[1]['files']) => {
      await shop.commit('main', { files, author: ana })
      // What the pull request itself says is nothing to its own gate.
      await shop.commit('feature', { files: { '.github/CODEOWNERS': '* @eve\n' }, author: ana })
      const pull = await shop.openPull({ head: 'feature', author: ana, title: 'Owners' })
      return (await factsOf(pull, { codeOwners: true })).codeOwners
    }
    const all = { '.github/CODEOWNERS': 'a', CODEOWNERS: 'b', 'docs/CODEOWNERS': 'c' }

    test.each([
      ['.github first', all, '.github/CODEOWNERS', 'a'],
      ['then the root', { ...all, '.github/CODEOWNERS': null, '.github/x': 'x' }, 'CODEOWNERS', 'b'],
      ['then docs', { 'docs/CODEOWNERS': 'c' }, 'docs/CODEOWNERS', 'c'],
    ])('%s, at the tip of the base', async (_name, files, path, text) => {
      expect(await ownersAfter(files)).toEqual({ known: true, value: [{ path, text }] })
    })

    test('teams that own a changed file by either of its names are read, each once; those of other lines are not', async () => {
      const lines = [
        '* @acme/all',
        '/a.txt @ben @Acme/Red',
        '/old.txt @acme/blue',
        '/none.txt',
        '/z.txt @acme/none x@y.z',
      ]
      const renamed = 'a text that is long enough to be seen as renamed\n'.repeat(5)
      const files = { CODEOWNERS: `${lines.join('\n')}\n`, 'old.txt': renamed, 'none.txt': '' }
      await shop.commit('main', { files, author: ana })
      const changes = { 'a.txt': 'a', 'old.txt': null, 'a/new.txt': renamed, 'none.txt': 'x' }
      await shop.commit('feature', { files: changes, author: ana })
      for (const slug of ['all', 'red', 'blue', 'none']) github.team(`acme/${slug}`, { members: [ben] })
      const pull = await shop.openPull({ head: 'feature', author: ana, title: 'Owned' })
      const forge = forgeOn(github, { token: github.token({ permissions: { ...gatePermissions, members: 'read' } }) })
      const { teams } = await factsOf(pull, { codeOwners: true, githubTeams: ['acme/red'] }, forge)
      expect(teams.map(({ team, members }) => [team, members.known])).toEqual([
        ['acme/red', true],
        ['acme/all', true],
        ['acme/blue', true],
      ])
      expect((await factsOf(pull, {}, forge)).teams).toEqual([])
    })

    test('none anywhere is known to be none', async () => {
      expect(await ownersAfter({ 'src/CODEOWNERS': 'x', 'docs/other': 'x' })).toEqual({ known: true, value: [] })
    })

    test.each([
      ['a link', { mode: '120000', content: 'README.md' } as const, /not a regular file/],
      ['no text', Buffer.from([0xff, 0x00]), /not UTF-8/],
      ['too large', 'x'.repeat(3 * 1024 * 1024 + 1), /3145729 bytes/],
    ])('%s at the first place is not known, and no other file stands in', async (_name, content, why) => {
      expect(await ownersAfter({ ...all, '.github/CODEOWNERS': content })).toEqual({
        known: false,
        why: expect.stringMatching(why),
      })
    })
  })

  test('rules of the base that the forge enforces, with the App that a check is pinned to', async () => {
    const pull = await simplePull()
    const parameters = {
      required_status_checks: [{ context: 'build', integration_id: 15_368 }, { context: 'scan' }],
      strict_required_status_checks_policy: true,
    }
    const rules = [{ type: 'required_status_checks', parameters }]
    const checked = shop.ruleset('checked', { include: ['refs/heads/main'], rules })
    shop.ruleset('release', { include: ['refs/heads/release'], rules: [{ type: 'deletion' }] })
    shop.ruleset('tried out', { enforcement: 'evaluate', rules: [{ type: 'deletion' }] })
    const signed = shop.ruleset('signed', { level: 'Organization', rules: [{ type: 'required_signatures' }] })
    expect((await factsOf(pull, { branchRules: true })).branchRules).toEqual({
      known: true,
      value: [
        {
          type: 'required_status_checks',
          ruleset: checked.id,
          checks: [
            { context: 'build', app: 15_368 },
            { context: 'scan', app: null },
          ],
        },
        { type: 'required_signatures', ruleset: signed.id, checks: [] },
      ],
    })
  })

  test('signatures with their reason, and the size of an update, of every commit', async () => {
    const message =
      'Bump\n\n---\nupdated-dependencies:\n- dependency-name: x\n  update-type: version-update:semver-minor\n...'
    await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ana, message, verified: true })
    await shop.commit('feature', { files: { 'a.txt': 'b' }, author: ana })
    const { commits } = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Bump' }), {})
    expect(commits).toMatchObject({
      value: [
        { signatureVerified: true, signatureReason: 'valid', updateType: 'minor' },
        { signatureVerified: false, signatureReason: 'unsigned', updateType: null },
      ],
    })
  })

  test('a review that names the commit it approves', async () => {
    const pull = await simplePull()
    shop.review(pull, ben, 'APPROVED', `Fine.\n\nApproved-Commit: ${pull.headSha}`)
    expect((await factsOf(pull, {})).reviews).toMatchObject({ value: [{ namedCommits: [pull.headSha] }] })
  })

  test('a tag with the name of the base leads nobody astray', async () => {
    await shop.commit('feature', { files: { 'n.txt': '' }, author: ben, times: 101, message: 'Count' })
    const pull = await shop.openPull({ head: 'feature', author: ana, title: 'Long' })
    await git(shop.state.dir, ['update-ref', 'refs/tags/main', pull.headSha])
    const { commits, pull: read } = await factsOf(pull, {})
    expect(commits.known && commits.value.length).toBe(101)
    expect(read.base.sha).toBe(await git(shop.state.dir, ['rev-parse', 'refs/heads/main']))
    expect(github.count('repos/compare-commits-with-basehead')).toBe(1)
  })

  test('a comparison that is cut: the list of commits stands in below 250, and nothing above', async () => {
    await shop.commit('feature', { files: { 'n.txt': '' }, author: ana, times: 101, message: 'Count' })
    const pull = await shop.openPull({ head: 'feature', author: ana, title: 'Long' })
    const cut = (body: unknown) => ({ ...(body as object), commits: [] })
    github.inject({ operation: 'repos/compare-commits-with-basehead', fault: { kind: 'body', change: cut } })
    expect((await factsOf(pull, {})).commits).toMatchObject({ known: true })
    await shop.commit(pull, { files: { 'm.txt': '' }, author: ana, times: 150, message: 'Count' })
    expect((await factsOf(pull, {})).commits).toMatchObject({ known: false })
  })

  test('a token without a permission: each reading says which it needs', async () => {
    const permissions = { contents: 'read', pull_requests: 'read' } as const
    const forge = forgeOn(github, { token: github.token({ permissions }) })
    for (const operation of ['checks/list-for-ref', 'actions/list-workflow-runs-for-repo', 'repos/list-deployments'])
      github.inject({ operation, fault: { kind: 'status', status: 403 } })
    const wanted = { checks: true, workflowRuns: true, environmentStates: true }
    const facts = await factsOf(await simplePull(), wanted, forge)
    const why = (reading: { known: boolean; why?: string }) => reading.why ?? ''
    expect(why(facts.checks)).toContain('checks: read')
    expect(why(facts.workflowRuns)).toContain('actions: read')
    expect(why(facts.environmentStates)).toContain('deployments: read')
    expect(gatePermissions).toMatchObject({ checks: 'read', actions: 'read', deployments: 'read' })
  })
})
