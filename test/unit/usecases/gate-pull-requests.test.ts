import { expect, test } from 'vitest'
import { ForgeUnreachable } from '../../../src/model/forge-fault.ts'
import type { ListedPull, PostedStatus } from '../../../src/ports/forge.ts'
import { gatePullRequests } from '../../../src/usecases/gate-pull-requests.ts'
import { fakeForge } from '../../support/fake-forge.ts'
import { baseFiles, facts, known, review, twoReviewers } from '../../support/gate-facts.ts'

const repository = { owner: 'acme', name: 'shop' }
const signal = new AbortController().signal
const files = baseFiles(twoReviewers)
const approved = facts({ reviews: known([review('ana'), review('ben')]) })

const shaOf = (number: number): string => number.toString(16).padStart(40, '0')
const listed = (number: number): ListedPull => ({
  number,
  base: 'main',
  headSha: shaOf(number),
  merged: false,
  mergedAt: undefined,
  mergeSha: undefined,
})
const many = (count: number): readonly ListedPull[] => Array.from({ length: count }, (_pull, at) => listed(at + 1))
const green: PostedStatus = { id: 1, state: 'success', description: '', targetUrl: undefined, creator: 'x' }

/** A forge of many pull requests that are like one another; those in `greens` have a green status. */
function forgeOfMany(greens: readonly number[], left: number | undefined) {
  const forge = fakeForge(approved, files)
  const own = forge.statusesNamed
  return {
    ...forge,
    requestsLeft: async () => left,
    pull: async ({ number }: { readonly number: number }) => listed(number),
    pullRequestFacts: async ({ number }: { readonly number: number }) => {
      const text = JSON.stringify(approved).replaceAll(approved.pull.head.sha, shaOf(number))
      return JSON.parse(text) as typeof approved
    },
    statusesNamed: async (...asked: Parameters<typeof own>) => {
      const posted = await own(...asked)
      return greens.some((number) => shaOf(number) === asked[1]) ? [...posted, green] : posted
    },
  }
}

test('up to forty are judged in their order, and files of the rules are read once', async () => {
  const forge = forgeOfMany([], 0)
  const judged = await gatePullRequests(repository, many(40), { signal }, { forge })
  expect(judged.map(({ number }) => number)).toEqual(many(40).map(({ number }) => number))
  expect(forge.read).toEqual(['fffffff:countersign.yaml', 'fffffff:compliance'])
})

test('of more than there are requests for, green ones come first, and a green one that is not reached is taken back', async () => {
  // 300 requests: 92 to look at statuses, the rest for eight pull requests.
  const forge = forgeOfMany([3, 30, 31, 32, 33, 34, 35, 36, 37, 46], 300)
  const judged = await gatePullRequests(repository, many(46), { signal, poster: 'gate[bot]' }, { forge })
  const reached = judged.filter((one) => 'gated' in one).map(({ number }) => number)
  expect(reached).toEqual([3, 30, 31, 32, 33, 34, 35, 36])
  expect(judged).toHaveLength(46)
  expect(judged.at(-1)).toEqual({ number: 45, why: expect.stringMatching(/^not judged in this run.* 8 of 46/) })
  const taken = forge.posted.filter(({ state }) => state === 'error')
  expect(taken.map(({ sha }) => sha)).toEqual([shaOf(37), shaOf(46)])
  expect(taken[0]?.description).toMatch(/^Not judged in this run/)
  // Before anything is judged: whatever goes wrong later, they are not green.
  expect(forge.posted.slice(0, 2)).toEqual(taken)
})

test.each([
  ['no requests are left', 0, 0],
  ['the forge does not limit', undefined, 40],
  ['there are requests for all', 100_000, 46],
  ['there are requests for some', 1000, 36],
])('when %s, %j, of 46 so many are judged: %i', async (_name, left, wanted) => {
  const judged = await gatePullRequests(repository, many(46), { signal }, { forge: forgeOfMany([], left) })
  expect(judged.filter((one) => 'gated' in one)).toHaveLength(wanted)
})

test('a status that cannot be read is taken for green', async () => {
  const forge = { ...forgeOfMany([], 0), statusesNamed: () => Promise.reject(new ForgeUnreachable('statuses')) }
  await gatePullRequests(repository, many(41), { signal }, { forge })
  expect(forge.posted.map(({ state }) => state)).toEqual(Array(41).fill('error'))
})

test('one that cannot be judged keeps no other from its verdict', async () => {
  const forge = forgeOfMany([], undefined)
  const read = forge.pullRequestFacts
  const failing = {
    ...forge,
    pullRequestFacts: (ref: { readonly number: number }) =>
      ref.number === 2 ? Promise.reject(new ForgeUnreachable('pull request 2')) : read(ref),
  }
  const judged = await gatePullRequests(repository, many(3), { signal }, { forge: failing })
  expect(judged.map((one) => ('gated' in one ? one.gated.decision.verdict : one.why))).toEqual([
    'approved',
    'The forge did not answer pull request 2',
    'approved',
  ])
  expect(forge.posted.map(({ state }) => state)).toEqual(['success', 'error', 'success'])
})
