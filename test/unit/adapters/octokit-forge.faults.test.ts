import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { octokitForge } from '../../../src/adapters/octokit-forge.ts'
import { ForgeRefused, ForgeUnreachable } from '../../../src/model/forge-fault.ts'
import type { Forge } from '../../../src/ports/forge.ts'
import { forgeOn, nothingMore, nothingOfRules, schemaFaults } from '../../support/forge-on.ts'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { FaultOrder } from '../../support/github/faults.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Permissions, Pull } from '../../support/github/world.ts'

/** The same on github.com and on a server of one's own, each held against its own description. */
describe.each(apiNames)('%s', (api) => {
  let github: FakeGitHub
  let shop: RepoHandle
  let ana: Account
  let ben: Account
  let pull: Pull

  let withdrawals: (() => void)[] = []

  beforeAll(async () => {
    github = await startGitHub({ api })
    ana = github.user('ana', { role: 'write' })
    ben = github.user('ben', { role: 'write' })
    shop = await github.repo('acme/shop', { private: true })
    await shop.commit('main', { files: { 'compliance/a.yaml': 'a: 1\n' }, author: ana })
    await shop.commit('feature', { files: { 'compliance/a.yaml': 'a: 2\n' }, author: ana })
    pull = await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
    shop.review(pull, ben, 'APPROVED')
  })
  beforeEach(() => {
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

  /** For this test only. */
  function inject(order: FaultOrder): () => void {
    const withdraw = github.inject(order)
    withdrawals.push(withdraw)
    return withdraw
  }

  const repository = { owner: 'acme', name: 'shop' }
  const ref = { ...repository, number: 1 }
  const wanted = nothingMore
  const read = (forge: Forge) => forge.pullRequestFacts(ref, wanted)

  async function faultOf(work: Promise<unknown>): Promise<ForgeRefused | ForgeUnreachable> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return error
    throw new Error(`neither refused nor unreachable: ${inspect(error)}`)
  }

  describe('permissions', () => {
    const all: Permissions = {
      contents: 'read',
      pull_requests: 'read',
      statuses: 'write',
      checks: 'read',
      actions: 'read',
    }
    const without = (name: string) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== name))
    const run = () => shop.run({ headSha: pull.headSha, actor: ana })
    const status = () => ({ sha: pull.headSha, context: 'c', state: 'success', description: 'd' }) as const
    const deployment = (runId: number | null) => ({
      ...repository,
      environment: 'production',
      sha: pull.headSha,
      deploymentId: null,
      runId,
      previousSha: null,
      wanted: nothingOfRules,
    })

    test.each<[string, string, (forge: Forge) => Promise<unknown>]>([
      ['pull-requests: read', 'pull_requests', read],
      ['pull-requests: read', 'pull_requests', (forge) => forge.pull(ref)],
      ['pull-requests: read', 'pull_requests', (forge) => forge.openPullRequests(repository, 'main')],
      ['contents: read', 'contents', (forge) => forge.filesAt(repository, pull.headSha, 'compliance', ['.yaml'])],
      ['contents: read', 'contents', (forge) => forge.parentsOf(repository, pull.headSha)],
      ['statuses: write', 'statuses', (forge) => forge.postStatus(repository, status())],
      ['actions: read', 'actions', (forge) => forge.deploymentFacts(deployment(run().id))],
    ])('%s is named where the token lacks %s (%#)', async (permission, missing, work) => {
      const fault = await faultOf(work(forgeOn(github, { token: github.token({ permissions: without(missing) }) })))
      expect(fault).toBeInstanceOf(ForgeRefused)
      expect(fault).toMatchObject({ status: 403, permission })
      expect(fault.message).toContain(`The token needs \`${permission}\``)
    })

    test('a token that may read but not write cannot set a status', async () => {
      const token = github.token({ permissions: { ...all, statuses: 'read' } })
      const fault = await faultOf(forgeOn(github, { token }).postStatus(repository, status()))
      expect(fault).toMatchObject({ status: 403, permission: 'statuses: write' })
      expect(shop.state.statuses).toEqual([])
    })

    test('what else the pull request has is a sentence in the snapshot, with the permission to add', async () => {
      const token = github.token({ permissions: { pull_requests: 'read', contents: 'read' } })
      for (const operation of ['repos/list-activities', 'pulls/list-reviews', 'pulls/list-commits', 'pulls/list-files'])
        inject({ operation, fault: { kind: 'status', status: 403 } })
      const facts = await read(forgeOn(github, { token }))
      expect(schemaFaults(facts)).toEqual([])
      expect(facts.reviews).toEqual({
        known: false,
        why:
          'The forge refused to list the reviews (acme/shop#1) (HTTP 403). The token needs `pull-requests: read`: ' +
          'add it to `permissions:` of the workflow.',
      })
      expect(facts.permissions).toMatchObject([{ account: { login: 'ana' }, role: 'write' }])
      expect([facts.commits, facts.files, facts.changeFiles, facts.headChanges].map(({ known }) => known)).toEqual(
        Array(4).fill(false),
      )
    })

    test.each([401, 451, 422, 410])('%i is a refusal that no permission would mend', async (status) => {
      inject({ operation: 'pulls/get', fault: { kind: 'status', status } })
      const fault = await faultOf(read(forgeOn(github)))
      expect(fault).toMatchObject({ name: 'ForgeRefused', status, permission: undefined })
      expect(github.count('pulls/get')).toBe(1)
    })

    test('a wrong token is a refusal', async () => {
      expect(await faultOf(read(forgeOn(github, { token: 'ghs_wrong' })))).toMatchObject({ status: 401 })
    })
  })

  describe('a forge in trouble', () => {
    test('5xx and dropped or cut connections are tried again', async () => {
      for (const fault of [{ kind: 'status', status: 502 }, { kind: 'drop' }, { kind: 'cut' }] as const) {
        const before = github.count('pulls/list-reviews')
        inject({ operation: 'pulls/list-reviews', fault, times: 2 })
        const facts = await read(forgeOn(github))
        expect(facts.reviews).toMatchObject({ known: true, value: [{ state: 'approved' }] })
        expect(github.count('pulls/list-reviews') - before).toBe(3)
      }
    })

    test('a list that stays broken is not known; a pull request that does is unreachable', async () => {
      const withdraw = inject({ operation: 'pulls/list-reviews', fault: { kind: 'cut' } })
      const { reviews } = await read(forgeOn(github))
      expect(reviews).toEqual({
        known: false,
        why: expect.stringContaining('did not answer when asked to list the reviews'),
      })
      withdraw()
      inject({ operation: 'pulls/get', fault: { kind: 'drop' } })
      const fault = await faultOf(read(forgeOn(github)))
      expect(fault).toBeInstanceOf(ForgeUnreachable)
      expect(fault.message).toMatch(/ECONNRESET|UND_ERR_SOCKET/)
    })

    test('a status is sent again where the answer is lost, three times at most', async () => {
      const status = { sha: pull.headSha, context: 'c', state: 'success', description: 'd' } as const
      inject({ operation: 'repos/create-commit-status', fault: { kind: 'drop' }, times: 1 })
      inject({ operation: 'repos/create-commit-status', fault: { kind: 'status', status: 502 }, times: 1 })
      expect(await forgeOn(github).postStatus(repository, status)).toMatchObject({ state: 'success' })
      expect(github.count('repos/create-commit-status')).toBe(3)

      inject({ operation: 'repos/create-commit-status', fault: { kind: 'done-but', status: 500 } })
      expect(await faultOf(forgeOn(github).postStatus(repository, status))).toBeInstanceOf(ForgeUnreachable)
      expect(github.count('repos/create-commit-status')).toBe(6)
    })

    test('a short limit is waited for before a status is set', async () => {
      const status = { sha: pull.headSha, context: 'c', state: 'success', description: 'd' } as const
      const fault = { kind: 'secondary-limit', status: 403, retryAfterSeconds: 2 } as const
      inject({ operation: 'repos/create-commit-status', fault, times: 1 })
      expect(await forgeOn(github).postStatus(repository, status)).toMatchObject({ state: 'success' })
    })

    test('what may not be done twice is not tried again', async () => {
      inject({ operation: 'issues/create-comment', fault: { kind: 'done-but', status: 500 } })
      const token = github.token({ permissions: { pull_requests: 'write' } })
      expect(await faultOf(forgeOn(github, { token }).addComment(ref, 'hello'))).toBeInstanceOf(ForgeUnreachable)
      expect(pull.comments).toHaveLength(1)
    })

    test('a short secondary limit is waited for, a long one is not', async () => {
      const order = (retryAfterSeconds: number) =>
        ({
          operation: 'pulls/get',
          fault: { kind: 'secondary-limit', status: 429, retryAfterSeconds },
          times: 1,
        }) as const
      inject(order(60))
      expect(await forgeOn(github).pull(ref)).toMatchObject({ number: 1, headSha: pull.headSha, merged: false })
      inject(order(61))
      const fault = await faultOf(forgeOn(github).pull(ref))
      expect(fault).toBeInstanceOf(ForgeUnreachable)
      expect(fault.message).toContain('it asks to wait 61 seconds')
      expect(github.count('pulls/get')).toBe(3)
    })

    test.each([403, 429] as const)('the hourly limit (%i) is no refusal, and says until when', async (status) => {
      inject({ operation: 'pulls/get', fault: { kind: 'rate-limit', status, resetInSeconds: 1800 } })
      const fault = await faultOf(forgeOn(github).pull(ref))
      expect(fault).toBeInstanceOf(ForgeUnreachable)
      expect(fault.message).toMatch(/has used up its rate limit until \d{4}-\d\d-\d\dT\d\d:\d\dZ$/)
    })

    test('no answer in time', async () => {
      inject({ operation: 'pulls/get', fault: { kind: 'delay', ms: 500 } })
      const fault = await faultOf(forgeOn(github, { requestTimeoutMs: 20 }).pull(ref))
      expect(fault.message).toContain('no answer in time')
    })

    test('no more requests than one call may make, retries included', async () => {
      const facts = await read(forgeOn(github, { requests: 4 }))
      expect(schemaFaults(facts)).toEqual([])
      expect(JSON.stringify(facts)).toContain('more than 4 requests would be needed')
      expect(github.requests.length).toBe(4)
    })
  })

  describe('a list that is not whole is never passed off as whole', () => {
    const manyReviews = (count: number) => {
      pull.reviews.length = 1
      for (let at = 1; at < count; at += 1) shop.review(pull, ben, 'COMMENTED')
    }

    test.each([1, 2, 3])('page %i of the reviews comes back empty', async (page) => {
      manyReviews(250)
      inject({ operation: 'pulls/list-reviews', fault: { kind: 'missing-page', page } })
      const { reviews } = await read(forgeOn(github))
      expect(reviews).toEqual({ known: false, why: expect.stringContaining('a page came back empty') })
    })

    test('a Link header that was lost on the way: the next page is asked for all the same', async () => {
      manyReviews(200)
      const forge = octokitForge({
        baseUrl: github.url,
        token: github.tokenOf(ana),
        userAgent: 'test',
        clock: { now: () => 0 },
        limits: { secondMs: 1 },
        async fetch(url, init) {
          const response = await fetch(url, init)
          const headers = new Headers(response.headers)
          headers.delete('link')
          return new Response(await response.arrayBuffer(), { status: response.status, headers })
        },
      })
      const { reviews } = await read(forge)
      expect(reviews.known && reviews.value.length).toBe(200)
    })

    test.each([
      ['pulls/list-commits', 'commits'],
      ['pulls/list-files', 'files'],
    ] as const)('%s shorter than the total', async (operation, list) => {
      const change = (body: unknown) => (body as unknown[]).slice(1)
      inject({ operation, fault: { kind: 'body', change } })
      const facts = await read(forgeOn(github))
      expect(facts[list]).toEqual({ known: false, why: expect.stringMatching(/ 1 .* 0 /) })
    })

    test('a head that moved while it was read', async () => {
      const change = (body: unknown) => ({
        ...(body as { head: object }),
        head: { ...(body as { head: object }).head, sha: 'a'.repeat(40) },
      })
      inject({ operation: 'pulls/get', fault: { kind: 'body', change } })
      const { commits } = await read(forgeOn(github))
      expect(commits).toEqual({ known: false, why: expect.stringContaining('has moved') })
    })

    test('a review twice: the list shifted while it was read', async () => {
      manyReviews(2)
      const change = (body: unknown) => [...(body as unknown[]), (body as unknown[])[0]]
      inject({ operation: 'pulls/list-reviews', fault: { kind: 'body', change } })
      expect((await read(forgeOn(github))).reviews).toMatchObject({ known: false })
    })
  })

  test.each([
    ['nothing', null],
    ['an object', {}],
    ['a list of nothing', [null]],
    ['a list of empty objects', [{}]],
    ['a list of lists', [[]]],
    ['a text', 'x'],
  ])('%s in place of every list: each is not known, and the snapshot keeps its form', async (_name, body) => {
    const operations = ['pulls/list-commits', 'pulls/list-reviews', 'pulls/list-files', 'repos/list-activities']
    for (const operation of [...operations, 'checks/list-suites-for-ref', 'repos/list-commit-statuses-for-ref'])
      inject({ operation, fault: { kind: 'body', change: () => body } })
    const facts = await read(forgeOn(github))
    expect(schemaFaults(facts)).toEqual([])
    const { commits, reviews, files, headChanges, changeFiles } = facts
    expect([commits, reviews, files, headChanges, changeFiles].map(({ known }) => known)).toEqual(Array(5).fill(false))
  })

  test('a renamed repository is followed and named as it is now', async () => {
    shop.rename('store')
    const facts = await read(forgeOn(github))
    expect(facts.repository.name).toBe('store')
    expect(facts.reviews.known).toBe(true)
  })

  test('at most four requests are under way at once', async () => {
    let running = 0
    let most = 0
    const forge = octokitForge({
      baseUrl: github.url,
      token: github.tokenOf(ana),
      userAgent: 'test',
      clock: { now: () => 0 },
      async fetch(url, init) {
        running += 1
        most = Math.max(most, running)
        try {
          const response = await fetch(url, init)
          await new Promise((resolve) => setTimeout(resolve, 20))
          return response
        } finally {
          running -= 1
        }
      },
    })
    await Promise.all([read(forge), read(forge)])
    expect(most).toBe(4)
  })
})
