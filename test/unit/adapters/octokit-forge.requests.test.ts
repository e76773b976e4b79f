import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FactsWanted } from '../../../src/ports/forge.ts'
import { forgeOn, gatePermissions, nothingMore, schemaFaults } from '../../support/forge-on.ts'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Pull } from '../../support/github/world.ts'

/** What a snapshot costs. The README names these numbers. */
describe.each(apiNames)('%s', (api) => {
  let github: FakeGitHub
  let shop: RepoHandle
  let ana: Account
  let ben: Account

  beforeEach(async () => {
    github = await startGitHub({ api })
    ana = github.user('ana', { role: 'write' })
    ben = github.user('ben', { role: 'write' })
    shop = await github.repo('acme/shop', { private: true })
    await shop.commit('main', { files: { 'README.md': 'shop\n' }, author: ana })
  })
  afterEach(async () => {
    expectContractKept(github)
    await github.close()
  })

  async function factsOf({ number }: Pull, wanted: FactsWanted) {
    const token = github.token({ permissions: { ...gatePermissions, members: 'read' } })
    const ref = { owner: 'acme', name: 'shop', number }
    const facts = await forgeOn(github, { token }).pullRequestFacts(ref, wanted)
    expect(schemaFaults(facts)).toEqual([])
    return facts
  }

  test('an ordinary pull request: nine requests, eight where the tip of the base is known', async () => {
    await shop.commit('feature', { files: { 'a.txt': 'a\n' }, author: ana })
    const pull = await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
    shop.review(pull, ben, 'APPROVED')
    shop.review(pull, github.user('cleo', { role: 'write' }), 'APPROVED')
    await factsOf(pull, nothingMore)
    expect(github.requests.length).toBe(9)
    github.requests.length = 0
    const sha = await shop.tipOf('main')
    expect((await factsOf(pull, { ...nothingMore, base: { ref: 'main', sha } })).pull.base).toEqual({
      ref: 'main',
      sha,
    })
    expect(github.requests.length).toBe(8)
    github.requests.length = 0
    await factsOf(pull, { ...nothingMore, base: { ref: 'other', sha: pull.headSha } })
    expect(github.requests.length).toBe(9)
  })

  test('everything that can be wanted of it: twenty requests', async () => {
    await shop.commit('main', { files: { '.github/CODEOWNERS': '* @ana\n' }, author: ana })
    await shop.commit('feature', { files: { 'a.txt': 'a\n' }, author: ana })
    const pull = await shop.openPull({ head: 'feature', author: ana, title: 'A feature' })
    shop.review(pull, ben, 'APPROVED')
    shop.review(pull, github.user('cleo', { role: 'write' }), 'APPROVED')
    shop.deploymentStatus(shop.deploy(pull.headSha, 'staging', ana), 'success')
    const all = { modes: true, checks: true, workflowRuns: true, environmentStates: true, codeOwners: true }
    const facts = await factsOf(pull, { ...nothingMore, ...all, branchRules: true })
    const readings = Object.values(facts).filter(
      (value) => value !== null && typeof value === 'object' && 'known' in value,
    )
    expect(readings.map(({ known }) => known)).toEqual(Array(11).fill(true))
    // Of the nine, commits come with the comparison that modes need; then trees 2, checks 2, runs 1, deployments 2,
    // code owners 3, rules 1.
    expect(github.requests.length).toBe(20)
  })

  test.each([
    [3, 19],
    [150, 20],
  ])(
    '120 commits, 150 reviews by %i people, 400 files and 6 teams: %i requests, at most four at once',
    async (people, most) => {
      const files = Object.fromEntries(Array.from({ length: 399 }, (_each, index) => [`f/${index}.txt`, `${index}\n`]))
      await shop.commit('feature', { files, author: ana })
      await shop.commit('feature', { files: { 'n.txt': '' }, author: ben, by: ana, times: 119, message: 'Count' })
      const pull = await shop.openPull({ head: 'feature', author: ana, title: 'Much' })
      const reviewers = Array.from({ length: people }, (_each, at) => github.user(`r${at}`, { role: 'write' }))
      for (let at = 0; at < 150; at += 1) shop.review(pull, reviewers[at % people] ?? ben, 'APPROVED')
      const teams = Array.from({ length: 6 }, (_each, at) => `acme/team-${at}`)
      for (const team of teams) github.team(team, { members: [ben] })
      github.world.load.most = 0
      const facts = await factsOf(pull, { ...nothingMore, githubTeams: teams })

      expect(facts.commits.known && facts.commits.value.length).toBe(120)
      expect(facts.reviews.known && facts.reviews.value.map(({ id }) => id)).toEqual(pull.reviews.map(({ id }) => id))
      expect(facts.files.known && new Set(facts.files.value.map(({ path }) => path)).size).toBe(400)
      expect(facts.teams.map(({ members }) => members)).toEqual(Array(6).fill({ known: true, value: [ben.id] }))
      expect(facts.permissions.map(({ role }) => role)).toEqual(Array(people + 1).fill('write'))
      // pull, base, comparison, reviews 2, files 4, events, pushes, others with the same head, teams 6, and the collaborators
      expect(github.requests.length).toBe(most)
      expect(github.world.load.most).toBeLessThanOrEqual(4)
      github.requests.length = 0
      const base = { ref: 'main', sha: await shop.tipOf('main') }
      expect((await factsOf(pull, { ...nothingMore, githubTeams: teams, base })).permissions).toEqual(facts.permissions)
      expect(github.requests.length).toBe(most - 1)
    },
  )
})
