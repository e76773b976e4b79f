import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FactsWanted } from '../../../src/ports/forge.ts'
import { collectedAt, forgeOn, gatePermissions, nothingMore, schemaFaults } from '../../support/forge-on.ts'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Pull } from '../../support/github/world.ts'

/** The same on github.com and on a server of one's own, each held against its own description. */
describe.each(apiNames)('%s', (api) => {
  let github: FakeGitHub
  let shop: RepoHandle
  let ana: Account
  let ben: Account
  let cleo: Account

  beforeEach(async () => {
    github = await startGitHub({ api })
    ana = github.user('ana', { role: 'write' })
    ben = github.user('ben', { role: 'maintain' })
    cleo = github.user('cleo', { role: 'read' })
    shop = await github.repo('acme/shop')
    await shop.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
  })
  afterEach(async () => {
    expectContractKept(github)
    await github.close()
  })

  const wanted: FactsWanted = nothingMore
  const refOf = ({ number }: Pull) => ({ owner: 'acme', name: 'shop', number })
  const account = ({ id, login }: Account) => ({ id, login, type: 'user' })

  async function factsOf(pull: Pull, asked = wanted, forge = forgeOn(github)) {
    const facts = await forge.pullRequestFacts(refOf(pull), asked)
    expect(schemaFaults(facts)).toEqual([])
    return facts
  }

  async function simplePull(): Promise<Pull> {
    await shop.commit('feature', { files: { 'a.txt': 'a\n' }, author: ana })
    return await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
  }

  test('an ordinary pull request is known completely, in nine requests', async () => {
    const pull = await simplePull()
    shop.review(pull, ben, 'APPROVED')
    shop.review(pull, cleo, 'COMMENTED')
    const facts = await factsOf(pull)

    expect(facts.collectedAt).toBe(collectedAt)
    expect(facts.repository).toEqual({ id: shop.state.id, owner: 'acme', name: 'shop' })
    expect(facts.pull).toMatchObject({
      number: 1,
      title: 'A feature',
      state: 'open',
      draft: false,
      author: account(ana),
      requestedBy: null,
      base: { ref: 'main', sha: await shop.tipOf('main') },
      head: { ref: 'feature', sha: pull.headSha, repositoryId: shop.state.id },
      merged: false,
      mergeSha: null,
      totals: { commits: 1, changedFiles: 1 },
    })
    expect(facts.commits).toEqual({
      known: true,
      value: [
        {
          sha: pull.headSha,
          parents: [await shop.tipOf('main')],
          parties: [
            { as: 'author', account: account(ana) },
            { as: 'committer', account: account(ana) },
          ],
          signatureVerified: false,
          signatureReason: 'unsigned',
          updateType: null,
        },
      ],
    })
    expect(facts.reviews).toMatchObject({
      known: true,
      value: [
        { by: account(ben), state: 'approved', commit: pull.headSha, dismissedBy: null },
        { by: account(cleo), state: 'commented' },
      ],
    })
    expect(facts.files).toEqual({
      known: true,
      value: [
        {
          path: 'a.txt',
          previousPath: null,
          status: 'added',
          mode: null,
          previousMode: null,
          additions: 1,
          deletions: 0,
        },
      ],
    })
    expect(facts.headChanges).toEqual({
      known: true,
      value: [
        { kind: 'opened', at: facts.pull.createdAt, by: account(ana), after: pull.headSha, source: 'pull', id: '1' },
      ],
    })
    expect(facts.permissions).toEqual([
      { account: account(ben), role: 'maintain' },
      { account: account(cleo), role: 'read' },
      { account: account(ana), role: 'write' },
    ])
    expect(facts.newestEvent).toBe(`review:${pull.reviews[1]?.id}`)
    // and one list for the permissions of two reviewers and the author
    expect(github.requests.map(({ operation }) => operation).sort()).toEqual([
      'git/get-ref',
      'issues/list-events',
      'pulls/get',
      'pulls/list-commits',
      'pulls/list-files',
      'pulls/list-reviews',
      'repos/list-activities',
      'repos/list-collaborators',
      'repos/list-pull-requests-associated-with-commit',
    ])
  })

  describe('who wrote it', () => {
    const parties = (facts: Awaited<ReturnType<typeof factsOf>>) => {
      if (!facts.commits.known) throw new Error(facts.commits.why)
      return facts.commits.value.map((commit) => commit.parties.map(({ as, account: who }) => [as, who?.login ?? null]))
    }

    test('author, committer and every co-author; an address without a number is nobody', async () => {
      const stranger = { name: 'Eve', email: 'eve@example.com' }
      const coAuthors = [cleo, stranger]
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ana, committer: ben, coAuthors, by: ana })
      await shop.commit('feature', { files: { 'a.txt': 'b' }, author: stranger, by: ana })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Together' }))
      expect(parties(facts)).toEqual([
        [
          ['author', 'ana'],
          ['committer', 'ben'],
          ['co-author', 'cleo'],
          ['co-author', null],
        ],
        [
          ['author', null],
          ['committer', null],
        ],
      ])
      expect(JSON.stringify(facts)).not.toMatch(/@|noreply|example\.com/)
    })

    test('the platform as committer is left out where it signed, and nobody where somebody wrote its name', async () => {
      const platform = { name: 'GitHub', email: 'noreply@github.com' }
      await shop.commit('feature', { files: { 'a.txt': '1' }, author: ana, committer: platform, verified: true })
      await shop.commit('feature', { files: { 'a.txt': '2' }, author: ana, committer: platform, by: ana })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Pages' }))
      expect(parties(facts)).toEqual([
        [['author', 'ana']],
        [
          ['author', 'ana'],
          ['committer', null],
        ],
      ])
    })

    test('commits on every line of parents count', async () => {
      await shop.commit('side', { files: { 's.txt': 's' }, author: cleo })
      const side = await shop.tipOf('side')
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ana })
      await shop.commit('feature', { files: {}, author: ana, merging: [side], message: 'Merge' })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Merged in' }))
      expect(
        parties(facts)
          .flat()
          .map(([, who]) => who),
      ).toContain('cleo')
    })

    test('a deleted account is nobody, and a bot is a bot', async () => {
      const bot = github.bot('renovate')
      const gone = github.user('gone')
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: bot })
      const pull = await shop.openPull({ head: 'feature', author: gone, title: 'Update' })
      shop.review(pull, bot, 'APPROVED')
      shop.review(pull, ben, 'APPROVED')
      github.deleteAccount(gone)
      const facts = await factsOf(pull)
      expect(facts.pull.author).toBeNull()
      expect(facts.headChanges).toMatchObject({ known: true, value: [{ kind: 'opened', by: null }] })
      expect(facts.reviews).toMatchObject({
        value: [{ by: { login: 'renovate[bot]', type: 'bot' } }, { by: account(ben) }],
      })
    })

    test('the person for whom an agent opened it is the one who is assigned beside it; of several none is picked', async () => {
      const agent = github.bot('copilot-swe-agent')
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: agent })
      const pull = await shop.openPull({ head: 'feature', author: agent, title: 'Update' })
      expect((await factsOf(pull)).pull.requestedBy).toBeNull()
      pull.assignees.push(agent, cleo)
      expect((await factsOf(pull)).pull.requestedBy).toEqual(account(cleo))
      pull.assignees.push(ben)
      expect((await factsOf(pull)).pull.requestedBy).toBeNull()
    })

    test('whoever is assigned to the pull request of another machine, or of a person, did not ask for it', async () => {
      const bot = github.bot('renovate')
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: bot })
      const pull = await shop.openPull({ head: 'feature', author: bot, title: 'Update' })
      pull.assignees.push(cleo)
      expect((await factsOf(pull)).pull.requestedBy).toBeNull()
      const own = await simplePull()
      own.assignees.push(cleo)
      expect((await factsOf(own)).pull.requestedBy).toBeNull()
    })

    test('260 commits are completed by the comparison', async () => {
      await shop.commit('feature', { files: { 'n.txt': '' }, author: ana, times: 260, message: 'Count' })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Long' }))
      expect(facts.commits.known && facts.commits.value.length).toBe(260)
      expect(github.count('repos/compare-commits-with-basehead')).toBe(3)
      expect(github.count('pulls/list-commits')).toBe(0)
    })
  })

  describe('what happened to the head', () => {
    const changes = (facts: Awaited<ReturnType<typeof factsOf>>) => {
      if (!facts.headChanges.known) throw new Error(facts.headChanges.why)
      return facts.headChanges.value.map(({ kind, by, after, source }) => [kind, by?.login ?? null, after, source])
    }

    test('pushes, a force-push and a new base, each with who and when', async () => {
      const pull = await simplePull()
      const first = pull.headSha
      const second = await shop.commit(pull, { files: { 'a.txt': 'b' }, author: ana, by: ben })
      await shop.commit('main', { files: { 'm.txt': 'm' }, author: cleo })
      const third = await shop.rebase(pull, cleo)
      await shop.commit('release', { files: { 'r.txt': 'r' }, author: ben })
      await shop.retarget(pull, 'release', ben)
      const facts = await factsOf(pull)
      expect(changes(facts)).toEqual([
        ['opened', 'ana', first, 'pull'],
        ['push', 'ben', second, 'activity'],
        ['force-push', 'cleo', third, 'activity'],
        ['force-push', 'cleo', third, 'timeline'],
        ['base-changed', 'ben', null, 'timeline'],
      ])
      expect(facts.newestEvent).toMatch(/^base-changed:\d+$/)
    })

    test('a push in the second of the opening counts as later', async () => {
      github.clock.stepSeconds = 0
      const facts = await factsOf(await simplePull())
      expect(changes(facts).map(([kind]) => kind)).toEqual(['opened', 'push'])
    })

    test('more pushes than a page are read to the opening, and those of long before are not', async () => {
      const main = await shop.tipOf('main')
      const pull = await simplePull()
      const moves = (count: number) => {
        for (let at = 0; at < count; at += 1) {
          const [before, after] = at % 2 === 0 ? [pull.headSha, main] : [main, pull.headSha]
          const timestamp = github.clock.tick()
          const id = github.world.nextId()
          const move = {
            id,
            ref: 'refs/heads/feature',
            before,
            after,
            timestamp,
            kind: 'force_push',
            actor: ben,
          } as const
          shop.state.activities.push(move)
        }
      }
      moves(250)
      const opened = { ...pull, createdAt: github.clock.tick() }
      shop.state.pulls[0] = opened
      const before = await factsOf(opened)
      expect(changes(before)).toEqual([['opened', 'ana', pull.headSha, 'pull']])
      expect(github.count('repos/list-activities')).toBe(1)
      moves(130)
      expect(changes(await factsOf(opened))).toHaveLength(131)
      expect(github.count('repos/list-activities')).toBe(3)
    })

    test('of a merged pull request only what was until then, though its branch lives on', async () => {
      const pull = await simplePull()
      const head = pull.headSha
      shop.review(pull, ben, 'APPROVED')
      // The forge deletes the branch in the second of the merge.
      github.clock.stepSeconds = 0
      await shop.merge(pull, ben, 'squash')
      await shop.deleteBranch('feature', ben)
      github.clock.advance('PT1M')
      await shop.commit('feature', { files: { 'z.txt': 'z' }, author: cleo })
      const facts = await factsOf(pull)
      expect(changes(facts)).toEqual([['opened', 'ana', head, 'pull']])
      expect(facts.pull).toMatchObject({
        state: 'closed',
        merged: true,
        mergedBy: account(ben),
        mergeSha: pull.mergeSha,
        base: { sha: await shop.tipOf('main') },
      })
    })

    test('a pull request from a fork: pushes are those of the fork', async () => {
      const fork = await github.fork(shop, cleo)
      const head = await fork.commit('feature', { files: { 'a.txt': 'a' }, author: cleo })
      const pull = await shop.openPull({ head: 'feature', author: cleo, title: 'From outside', from: fork.state })
      const next = await shop.commit(pull, { files: { 'a.txt': 'b' }, author: cleo })
      const facts = await factsOf(pull)
      expect(facts.pull.head.repositoryId).toBe(fork.state.id)
      expect(changes(facts)).toEqual([
        ['opened', 'cleo', head, 'pull'],
        ['push', 'cleo', next, 'activity'],
      ])
    })

    test('a fork that was deleted: not known', async () => {
      github.inject({ operation: 'pulls/get', fault: { kind: 'body', change: withoutHeadRepository } })
      const facts = await factsOf(await simplePull())
      expect(facts.pull.head.repositoryId).toBeNull()
      expect(facts.headChanges).toEqual({ known: false, why: expect.stringContaining('was deleted') })
    })

    test('pushes refused: the first check suite or status on the head, whichever is older, by nobody', async () => {
      const pull = await simplePull()
      const head = await shop.commit(pull, { files: { 'a.txt': 'b' }, author: ana })
      github.clock.set('2026-03-01T00:00:00Z')
      const { createdAt } = shop.status(head, 'build', 'success', ben)
      github.inject({ operation: 'repos/list-activities', fault: { kind: 'status', status: 403 } })
      const facts = await factsOf(pull)
      expect(facts.headChanges).toMatchObject({ known: true })
      expect(facts.headChanges.known && facts.headChanges.value.find(({ kind }) => kind === 'unknown')).toMatchObject({
        at: createdAt,
        by: null,
        after: head,
        source: 'status',
      })
      const withdraw = github.inject({
        operation: 'checks/list-suites-for-ref',
        fault: { kind: 'status', status: 403 },
      })
      expect((await factsOf(pull)).headChanges).toMatchObject({ known: true })
      withdraw()
      shop.state.statuses.length = 0
      const later = await factsOf(pull)
      expect(later.headChanges.known && later.headChanges.value.map(({ kind, source }) => [kind, source])).toEqual([
        ['opened', 'pull'],
        ['unknown', 'check-suite'],
      ])
    })

    test('pushes refused and nothing on the head: not known, and both reasons are told', async () => {
      const pull = await simplePull()
      shop.state.checkSuites.length = 0
      github.inject({ operation: 'repos/list-activities', fault: { kind: 'status', status: 403 } })
      const { headChanges } = await factsOf(pull)
      expect(headChanges).toEqual({
        known: false,
        why: expect.stringMatching(/contents: read.*No check suite and no status/),
      })
    })

    test.each([
      ['a push missing in the middle', (list: unknown[]) => [list[0], ...list.slice(2)]],
      ['the newest push missing', (list: unknown[]) => list.slice(1)],
    ])('%s is noticed: the checks stand in', async (_name, change) => {
      const pull = await simplePull()
      await shop.commit(pull, { files: { 'a.txt': 'b' }, author: ana })
      await shop.commit(pull, { files: { 'a.txt': 'c' }, author: ana })
      const fault = { kind: 'body', change: (body: unknown) => change(body as unknown[]) } as const
      github.inject({ operation: 'repos/list-activities', fault })
      const { headChanges } = await factsOf(pull)
      expect(headChanges.known && headChanges.value.some(({ kind, by }) => kind === 'unknown' && by === null)).toBe(
        true,
      )
    })
  })

  const withoutHeadRepository = (body: unknown) => {
    const pull = body as { head: object }
    return { ...pull, head: { ...pull.head, repo: null } }
  }

  describe('reviews', () => {
    test('a dismissal tells by whom, when and of what', async () => {
      const pull = await simplePull()
      const objection = shop.review(pull, ben, 'CHANGES_REQUESTED')
      shop.dismiss(pull, objection, cleo, 'done')
      const { reviews, newestEvent } = await factsOf(pull)
      expect(reviews).toMatchObject({
        known: true,
        value: [{ state: 'dismissed', dismissedBy: account(cleo), stateBeforeDismissal: 'changes-requested' }],
      })
      expect(reviews.known && Date.parse(reviews.value[0]?.dismissedAt ?? '')).toBeGreaterThan(
        Date.parse(objection.submittedAt),
      )
      expect(newestEvent).toMatch(/^dismissal:\d+$/)
    })

    test('a dismissal that cannot be read may have been of an objection', async () => {
      const pull = await simplePull()
      shop.dismiss(pull, shop.review(pull, ben, 'CHANGES_REQUESTED'), cleo)
      github.inject({ operation: 'issues/list-events', fault: { kind: 'status', status: 403 } })
      const { reviews, headChanges } = await factsOf(pull)
      expect(reviews).toMatchObject({
        value: [{ state: 'dismissed', dismissedBy: null, stateBeforeDismissal: 'unknown' }],
      })
      expect(headChanges.known).toBe(false)
    })

    test('a state of tomorrow is unknown, and a reviewer who was deleted is nobody', async () => {
      const gone = github.user('gone')
      const pull = await simplePull()
      shop.review(pull, ben, 'APPROVED')
      shop.review(pull, gone, 'APPROVED')
      github.deleteAccount(gone)
      const change = (body: unknown) =>
        (body as object[]).map((each, at) => (at === 0 ? { ...each, state: 'MAYBE' } : each))
      github.inject({ operation: 'pulls/list-reviews', fault: { kind: 'body', change } })
      const { reviews, permissions } = await factsOf(pull)
      expect(reviews).toMatchObject({ value: [{ state: 'unknown' }, { by: null, state: 'approved' }] })
      expect(permissions.map((each) => each.account.login)).toEqual(['ben', 'ana'])
    })

    test.each([
      ['a role of the organisation itself', { role_name: 'release-lead', permission: 'write' }, 'write'],
      ['such a role with a base that is not known', { role_name: 'release-lead', permission: 'odd' }, 'unknown'],
      ['no role name', { role_name: null }, 'unknown'],
      ['the answer for another account of that name', { user: { id: 1 } }, 'unknown'],
    ])('%s counts as it should', async (_name, more, role) => {
      const pull = await simplePull()
      shop.review(pull, ben, 'APPROVED')
      const change = (body: unknown) => ({ ...(body as object), ...more })
      github.inject({ operation: 'repos/get-collaborator-permission-level', fault: { kind: 'body', change } })
      github.inject({ operation: 'repos/list-collaborators', fault: { kind: 'status', status: 403 } })
      expect((await factsOf(pull)).permissions[0]).toMatchObject({ role })
    })

    test.each([
      [404, 'bot', 'none'],
      [404, 'user', 'unknown'],
      [403, 'user', 'unknown'],
    ] as const)('a permission answered with %i is, for a %s, %s', async (status, type, role) => {
      const pull = await simplePull()
      shop.review(pull, type === 'bot' ? github.bot('robo') : ben, 'APPROVED')
      github.inject({ operation: 'repos/get-collaborator-permission-level', fault: { kind: 'status', status } })
      github.inject({ operation: 'repos/list-collaborators', fault: { kind: 'status', status: 403 } })
      expect((await factsOf(pull)).permissions[0]).toMatchObject({ role })
    })
  })

  describe('files and texts', () => {
    test('renames keep both paths; YAML of the program comes as text', async () => {
      await shop.commit('main', {
        files: {
          'compliance/a.yaml': 'kind: A\nlong: enough to be seen as a rename\n',
          'compliance/gone.yaml': 'x: 1\n',
        },
        author: ana,
      })
      await shop.commit('feature', {
        files: {
          'compliance/a.yaml': null,
          'compliance/b.yaml': 'kind: A\nlong: enough to be seen as a rename\n',
          'compliance/gone.yaml': null,
          'compliance/changes/new.yml': 'name: Ünïcode\n',
          'compliance/note.md': 'no',
          'compliance-else/c.yaml': 'no: 1\n',
        },
        author: ana,
      })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Move' }))
      expect(facts.files.known && facts.files.value).toContainEqual(
        expect.objectContaining({
          path: 'compliance/b.yaml',
          previousPath: 'compliance/a.yaml',
          status: 'renamed',
        }),
      )
      expect(facts.changeFiles).toEqual({
        known: true,
        value: [
          { path: 'compliance/b.yaml', text: 'kind: A\nlong: enough to be seen as a rename\n' },
          { path: 'compliance/changes/new.yml', text: 'name: Ünïcode\n' },
        ],
      })
    })

    test.each([
      ['not UTF-8', Buffer.from([0x61, 0xff])],
      ['binary', Buffer.from([0x61, 0x00])],
      ['too large', 'a'.repeat(262_145)],
    ])('a YAML file that is %s makes them not known', async (_name, content) => {
      await shop.commit('feature', {
        files: { 'compliance/a.yaml': content, 'compliance/b.yaml': 'ok: 1' },
        author: ana,
      })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Odd' }))
      expect(facts.changeFiles).toEqual({ known: false, why: expect.stringContaining('compliance/a.yaml') })
    })

    test('more than 50 YAML files are not read', async () => {
      const files = Object.fromEntries(
        Array.from({ length: 51 }, (_each, at) => [`compliance/${at}.yaml`, `a: ${at}\n`]),
      )
      await shop.commit('feature', { files, author: ana })
      const facts = await factsOf(await shop.openPull({ head: 'feature', author: ana, title: 'Many' }))
      expect(facts.changeFiles).toEqual({ known: false, why: expect.stringContaining('51 YAML files') })
      expect(github.count('git/get-blob')).toBe(0)
    })

    const manyFiles = async () => {
      const files = Object.fromEntries(Array.from({ length: 3000 }, (_each, at) => [`f/${at}`, `${at}`]))
      await shop.commit('main', { files: { 'old.txt': 'same\n', 'gone.txt': 'gone\n' }, author: ana })
      await shop.commit('feature', {
        files: { ...files, 'compliance/a.yaml': 'a: 1\n', 'old.txt': null, 'new.txt': 'same\n', 'gone.txt': null },
        author: ana,
      })
      return shop.openPull({ head: 'feature', author: ana, title: 'Huge' })
    }

    test('from 3,000 files, where the list ends, the trees are compared: both names of what was moved, and the texts', async () => {
      const facts = await factsOf(await manyFiles())
      const paths = facts.files.known ? facts.files.value.map(({ path, status }) => `${status} ${path}`) : []
      expect(paths.length).toBe(3004)
      expect(paths.filter((path) => !/ f.\d+$/.test(path))).toEqual([
        'added compliance/a.yaml',
        'removed gone.txt',
        'added new.txt',
        'removed old.txt',
      ])
      expect(facts.pull.totals.changedFiles).toBe(3004)
      expect(facts.changeFiles).toEqual({ known: true, value: [{ path: 'compliance/a.yaml', text: 'a: 1\n' }] })
      expect(facts.files.known && facts.files.value[0]).toMatchObject({ mode: '100644', previousMode: null })
      expect(github.count('pulls/list-files')).toBe(0)
    })

    test('trees that differ in fewer files than the forge counts are not those of the diff', async () => {
      const pull = await manyFiles()
      const change = (body: unknown) => ({
        ...(body as object),
        merge_base_commit: { ...(body as { merge_base_commit: object }).merge_base_commit, sha: pull.headSha },
      })
      github.inject({ operation: 'repos/compare-commits-with-basehead', fault: { kind: 'body', change } })
      expect((await factsOf(pull)).files).toEqual({ known: false, why: expect.stringContaining('differ in 0 files') })
    })

    test('a tree that is too large for one answer leaves them unknown, and so the texts of the program', async () => {
      const change = (body: unknown) => ({ ...(body as object), truncated: true })
      github.inject({ operation: 'git/get-tree', fault: { kind: 'body', change } })
      const facts = await factsOf(await manyFiles())
      expect(facts.files).toEqual({ known: false, why: expect.stringContaining('too large') })
      expect(facts.changeFiles.known).toBe(false)
    })

    test('title, labels, auto-merge and named changes come from the pull request; a long title is cut', async () => {
      await shop.commit('feature', { files: { 'a.txt': 'a' }, author: ana })
      const body = 'Why\nChange: CHG-2026-0042\r\nchange:CHG-2, CHG-3\nChange: chg-4\nsee Change: CHG-5'
      const title = `${'🚚'.repeat(1500)}\n@everyone`
      const pull = await shop.openPull({ head: 'feature', author: ana, title, body, draft: true })
      shop.label(pull, 'emergency', ben)
      shop.enableAutoMerge(pull, ben)
      const { pull: read } = await factsOf(pull)
      expect([...read.title]).toHaveLength(1000)
      expect(Buffer.from(read.title).toString()).toBe(read.title)
      expect(read).toMatchObject({
        draft: true,
        labels: [{ name: 'emergency', setBy: account(ben), setAt: expect.any(String) }],
        autoMergeBy: account(ben),
        namedChanges: ['CHG-2026-0042', 'CHG-2', 'CHG-3'],
      })
    })
  })

  describe('teams', () => {
    test('active members with those of child teams, for a token that may read them', async () => {
      const parent = github.team('acme/security', { members: [ben], invited: [cleo] })
      github.team('acme/security-eu', { members: [ana], parent })
      const token = github.token({ permissions: { ...gatePermissions, members: 'read' } })
      const asked = { ...wanted, githubTeams: ['acme/security', 'acme/none', 'acme/security', 'nonsense'] }
      const { teams } = await factsOf(await simplePull(), asked, forgeOn(github, { token }))
      expect(teams.map(({ team }) => team)).toEqual(['acme/security', 'acme/none', 'nonsense'])
      const [security, none, nonsense] = teams.map(({ members }) => members)
      expect(security?.known && new Set(security.value)).toEqual(new Set([ben.id, ana.id]))
      expect([none?.known, nonsense?.known]).toEqual([false, false])
    })

    test("not known to a workflow's own token, and it says what would help", async () => {
      github.team('acme/security', { members: [ben] })
      const { teams } = await factsOf(await simplePull(), { ...wanted, githubTeams: ['acme/security'] })
      expect(teams).toEqual([
        { team: 'acme/security', members: { known: false, why: expect.stringMatching(/members: read.*GitHub App/) } },
      ])
    })
  })
})
