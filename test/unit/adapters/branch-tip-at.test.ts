import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgeOn } from '../../support/forge-on.ts'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'
import type { RepoHandle } from '../../support/github/repo-builder.ts'
import type { Account } from '../../support/github/world.ts'

let github: FakeGitHub
let shop: RepoHandle
let ana: Account
const tips: string[] = []
const repository = { owner: 'acme', name: 'shop' }
const tipAt = (at: string) => forgeOn(github).branchTipAt(repository, 'main', at)

beforeEach(async () => {
  github = await startGitHub({ at: '2026-03-01T12:00:00Z' })
  ana = github.user('ana', { role: 'write' })
  shop = await github.repo('acme/shop', { private: true })
  tips.length = 0
  for (const day of ['01', '02', '03']) {
    github.clock.set(`2026-03-${day}T12:00:00Z`)
    // The date of the commit is not that of the push.
    tips.push(await shop.commit('main', { files: { a: day }, author: ana, date: '2026-03-09T00:00:00Z' }))
  }
})
afterEach(async () => {
  expectContractKept(github)
  await github.close()
})

test.each([
  ['2026-03-04T00:00:00Z', 2],
  ['2026-03-03T00:00:00Z', 1],
  // What happens in that very second comes after it.
  ['2026-03-03T12:00:00Z', 1],
  ['2026-03-02T00:00:00Z', 0],
])('at %s the branch was where the push before it left it', async (at, wanted) => {
  expect(await tipAt(at)).toEqual({ known: true, value: tips[wanted] })
})

test('before it was made there was no branch, and neither after it was deleted', async () => {
  expect(await tipAt('2026-03-01T00:00:00Z')).toEqual({ known: true, value: null })
  github.clock.set('2026-03-05T12:00:00Z')
  await shop.deleteBranch('main', ana)
  expect(await tipAt('2026-03-06T00:00:00Z')).toEqual({ known: true, value: null })
})

test('it is looked for on later pages', async () => {
  for (let at = 0; at < 120; at += 1) await shop.commit('main', { files: { b: `${at}` }, author: ana })
  expect(await tipAt('2026-03-02T00:00:00Z')).toEqual({ known: true, value: tips[0] })
})

test('a list with a gap, or without its beginning, tells nothing', async () => {
  shop.state.activities.splice(1, 1)
  expect(await tipAt('2026-03-02T00:00:00Z')).toEqual({ known: false, why: 'The list of pushes to main has a gap.' })
  shop.state.activities.splice(0, 1)
  expect(await tipAt('2026-03-02T00:00:00Z')).toEqual({
    known: false,
    why: 'The list of pushes to main does not reach back to 2026-03-02T00:00:00Z.',
  })
  shop.state.activities.splice(0)
  expect(await tipAt('2026-03-02T00:00:00Z')).toMatchObject({ known: false })
})

test('every status of a commit, with who posted it', async () => {
  const sha = tips[0] ?? ''
  const eve = github.user('eve')
  for (let at = 0; at < 101; at += 1) shop.status(sha, 'gate', 'pending', github.actionsBot)
  shop.status(sha, 'gate', 'success', eve)
  const read = await forgeOn(github).statusHistory(repository, sha)
  expect(read.known && read.value.length).toBe(102)
  expect(read).toMatchObject({
    value: expect.arrayContaining([
      expect.objectContaining({ context: 'gate', state: 'success', by: { id: eve.id, login: 'eve', type: 'user' } }),
    ]),
  })
  github.inject({ operation: 'repos/list-commit-statuses-for-ref', fault: { kind: 'body', change: () => [{ id: 1 }] } })
  expect(await forgeOn(github).statusHistory(repository, sha)).toMatchObject({ known: false })
})
