import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { collectedAt, forgeOn, gatePermissions, schemaFaults } from '../../support/forge-on.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account, Pull } from '../../support/github/world.ts'

let github: FakeGitHub
let shop: RepoHandle
let ana: Account
let ben: Account
let cleo: Account

beforeEach(async () => {
  github = await startGitHub()
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

const wanted = { githubTeams: [], programFolder: 'compliance' }
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

test('an ordinary pull request is known completely, in ten requests', async () => {
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
  expect(facts.files).toEqual({ known: true, value: [{ path: 'a.txt', previousPath: null, status: 'added' }] })
  expect(facts.headChanges).toEqual({
    known: true,
    value: [
      { kind: 'opened', at: facts.pull.createdAt, by: account(ana), after: pull.headSha, source: 'pull', id: '1' },
    ],
  })
  expect(facts.permissions).toEqual([
    { account: account(ben), role: 'maintain' },
    { account: account(cleo), role: 'read' },
  ])
  expect(facts.newestEvent).toBe(`review:${pull.reviews[1]?.id}`)
  // pull, base, commits, reviews, files, timeline, pushes, and one for each of two reviewers
  expect(github.requests.map(({ operation }) => operation).sort()).toEqual([
    'git/get-ref',
    'issues/list-events-for-timeline',
    'pulls/get',
    'pulls/list-commits',
    'pulls/list-files',
    'pulls/list-reviews',
    'repos/get-collaborator-permission-level',
    'repos/get-collaborator-permission-level',
    'repos/list-activities',
  ])
})

test('120 commits, 150 reviews and 400 files are read to the last page, in nineteen requests', async () => {
  const files = Object.fromEntries(Array.from({ length: 400 }, (_each, index) => [`f/${index}.txt`, `${index}\n`]))
  await shop.commit('feature', { files, author: ana })
  await shop.commit('feature', { files: { 'n.txt': '' }, author: ben, by: ana, times: 119, message: 'Count' })
  const pull = await shop.openPull({ head: 'feature', author: ana, title: 'Much' })
  // 401 files: f/* and n.txt
  for (let count = 0; count < 75; count += 1) {
    shop.review(pull, ben, 'COMMENTED')
    shop.review(pull, cleo, 'APPROVED')
  }
  const facts = await factsOf(pull)
  expect(facts.commits.known && facts.commits.value.length).toBe(120)
  expect(facts.reviews.known && facts.reviews.value.map(({ id }) => id)).toEqual(pull.reviews.map(({ id }) => id))
  expect(facts.files.known && new Set(facts.files.value.map(({ path }) => path)).size).toBe(401)
  // pull 1, base 1, commits 2, reviews 2, files 5, timeline 3 (120 commits and 150 reviews), pushes 1, permissions 2
  expect(github.requests.length).toBe(17)
})
