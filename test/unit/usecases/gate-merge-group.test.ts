import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gateMergeGroup } from '../../../src/usecases/gate-merge-group.ts'
import { type GateRepository, here, numbered, openGateRepository } from '../../support/gate-repository.ts'
import { expectContractKept } from '../../support/github/fake-github.ts'
import type { MergeGroup } from '../../support/github/payloads.ts'
import type { MergeMethod } from '../../support/github/world.ts'

let stage: GateRepository
beforeAll(async () => {
  stage = await openGateRepository()
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

const options = { signal: new AbortController().signal, poster: 'github-actions[bot]' }

const gate = ({ headSha, baseRef, pulls }: MergeGroup) =>
  gateMergeGroup(here, { headSha, baseRef, lastNumber: pulls.at(-1)?.number ?? 0 }, options, { forge: stage.forge })

const methods: readonly MergeMethod[] = ['merge', 'squash', 'rebase']

describe.each(methods)('a queue that uses the method %s', (method) => {
  test('one approved pull request of two commits', async () => {
    const pull = await stage.proposal({}, { commits: 2 })
    stage.approve(pull)
    const group = await stage.repo.queue([pull], method)
    expect(await gate(group)).toMatchObject({ verdict: 'approved', posting: { kind: 'posted' } })
    expect(stage.statuses(group.headSha)).toMatchObject([
      {
        state: 'success',
        context: 'countersign/gate (main)',
        description: `#${pull.number}: Approved by ana and ben.`,
      },
    ])
    // Again, as after a re-run: it stands as it is.
    expect(await gate(group)).toMatchObject({ verdict: 'approved', posting: { kind: 'unchanged' } })
    expect(stage.statuses(group.headSha)).toHaveLength(1)
  })

  test('three approved ones, of which two change the same file', async () => {
    const pulls = [
      await stage.proposal({ 'list.txt': numbered(40, { 3: 'third' }) }, { commits: 2 }),
      await stage.proposal(),
      await stage.proposal({ 'list.txt': numbered(40, { 30: 'thirtieth' }) }),
    ]
    for (const pull of pulls) stage.approve(pull)
    const group = await stage.repo.queue(pulls, method)
    const { judged, verdict } = await gate(group)
    expect(judged.map(({ number }) => number)).toEqual(pulls.map(({ number }) => number))
    expect(verdict).toBe('approved')
    expect(stage.status(group.headSha)).toMatchObject({
      state: 'success',
      description: `Approved: ${pulls.map(({ number }) => `#${number}`).join(', ')}`,
    })
  })

  test('a commit that no pull request brought', async () => {
    const pulls = [await stage.proposal(), await stage.proposal()]
    for (const pull of pulls) stage.approve(pull)
    const { headSha, ...group } = await stage.repo.queue(pulls, method)
    const extra = await stage.repo.commit('elsewhere', {
      files: { 'extra.txt': 'not reviewed\n' },
      author: stage.users.ada,
      onto: headSha,
    })
    expect(await gate({ ...group, headSha: extra })).toMatchObject({ verdict: 'not-determined' })
    expect(stage.status(extra)?.state).toBe('error')
  })

  test('a head that moved after it was queued', async () => {
    const pull = await stage.proposal()
    const group = await stage.repo.queue([pull], method)
    await stage.repo.commit(pull, { files: { 'later.txt': 'later\n' }, author: stage.users.ada })
    stage.approve(pull)
    const { verdict, summary } = await gate(group)
    expect(verdict).toBe('not-determined')
    expect(summary).toMatch(/the queue merges (another|less)/)
    expect(stage.status(group.headSha)?.state).toBe('error')
  })
})

test('the worst of three decides, and is named', async () => {
  const pulls = [await stage.proposal(), await stage.proposal(), await stage.proposal()]
  const [first, second, third] = pulls as [(typeof pulls)[0], (typeof pulls)[0], (typeof pulls)[0]]
  for (const pull of [first, third]) stage.approve(pull)
  const group = await stage.repo.queue(pulls)
  expect(await gate(group)).toMatchObject({ verdict: 'pending' })
  expect(stage.status(group.headSha)).toMatchObject({
    state: 'pending',
    description: expect.stringMatching(new RegExp(`^#${second.number}: Waiting: .*2 more needed`)),
  })
  stage.approve(second)
  stage.repo.review(first, stage.users.cleo, 'CHANGES_REQUESTED')
  expect(await gate(group)).toMatchObject({ verdict: 'refused' })
  expect(stage.status(group.headSha)).toMatchObject({
    state: 'failure',
    description: expect.stringMatching(new RegExp(`^#${first.number}: .*cleo asked for changes`)),
  })
})

test('a group on a group that failed brings that one along', async () => {
  const [first, second] = [await stage.proposal(), await stage.proposal()]
  stage.approve(second)
  const below = await stage.repo.queue([first])
  const both = await stage.repo.queue([first, second])
  // The event of the second group names the first as its base.
  expect(await gate({ ...both, baseSha: below.headSha })).toMatchObject({ verdict: 'pending' })
  expect(stage.status(both.headSha)?.description).toContain(`#${first.number}: Waiting`)
})

test('each is judged by the rules of the commit it is put on', async () => {
  const own = await openGateRepository()
  try {
    const strict =
      'apiVersion: countersign/v1\nkind: GateRules\nrules: [{id: three, when: {base: [main]}, require: {approvals: 3}}]\n'
    const [rules, feature] = [await own.proposal({ 'compliance/gate-rules.yaml': strict }), await own.proposal()]
    for (const pull of [rules, feature]) own.approve(pull)
    const { headSha } = await own.repo.queue([rules, feature], 'squash')
    const group = { headSha, baseRef: 'main', lastNumber: feature.number }
    expect(await gateMergeGroup(here, group, options, { forge: own.forge })).toMatchObject({ verdict: 'pending' })
    expect(own.status(headSha)?.description).toMatch(new RegExp(`^#${feature.number}: .*2 of 3 approvals`))
    expectContractKept(own.github)
  } finally {
    await own.close()
  }
})

test.each([
  {
    name: 'closed while it is queued',
    change: (stage: GateRepository, pull: MergeGroup['pulls'][0]) => stage.repo.close(pull, stage.users.ada),
    says: 'is in the queue and not open',
  },
  {
    name: 'retargeted while it is queued',
    change: async (stage: GateRepository, pull: MergeGroup['pulls'][0]) => {
      await stage.repo.commit('other', { files: { 'o.txt': 'o\n' }, author: stage.users.ada })
      await stage.repo.retarget(pull, 'other', stage.users.ada)
    },
    says: 'asks to be merged into other',
  },
])('a pull request that was $name', async ({ change, says }) => {
  const pull = await stage.proposal()
  stage.approve(pull)
  const group = await stage.repo.queue([pull])
  await change(stage, pull)
  const { verdict, summary } = await gate(group)
  expect({ verdict, summary }).toEqual({ verdict: 'not-determined', summary: expect.stringContaining(says) })
  expect(stage.status(group.headSha)?.state).toBe('error')
})

test('the same pull request twice', async () => {
  const pull = await stage.proposal()
  stage.approve(pull)
  const group = await stage.repo.queue([pull, pull])
  expect((await gate(group)).summary).toContain('is in it twice')
})

test('a merge of three lines', async () => {
  const [pull, other] = [await stage.proposal(), await stage.proposal()]
  stage.approve(pull)
  const group = await stage.repo.queue([pull])
  const headSha = await stage.repo.commit('octopus', {
    files: {},
    author: stage.users.ada,
    onto: group.headSha,
    merging: [other.headSha, pull.headSha],
  })
  expect(await gate({ ...group, headSha })).toMatchObject({ verdict: 'not-determined' })
})

test('a group that is merged already is nothing to judge', async () => {
  const pull = await stage.proposal()
  stage.approve(pull)
  const group = await stage.repo.queue([pull])
  await stage.repo.mergeQueued(group)
  expect(await gate(group)).toMatchObject({ verdict: 'not-applicable', posting: { kind: 'not-posted' } })
  expect(stage.statuses(group.headSha)).toEqual([])
})

test.each(['repos/compare-commits-with-basehead', 'git/list-matching-refs', 'git/get-ref'])(
  'a forge that does not answer %s leaves no green status on the group',
  async (operation) => {
    const pull = await stage.proposal()
    stage.approve(pull)
    const group = await stage.repo.queue([pull])
    await gate(group)
    expect(stage.status(group.headSha)?.state).toBe('success')
    const withdraw = stage.github.inject({ operation, fault: { kind: 'status', status: 502 } })
    await expect(gate(group)).rejects.toThrow('did not answer')
    withdraw()
    expect(stage.status(group.headSha)?.state).toBe('error')
  },
)

test('more changed files than a comparison lists cannot be told apart from others', async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_file, at) => [`many/${at}.txt`, `${at}\n`]))
  const pull = await stage.proposal(files)
  stage.approve(pull)
  const squashed = await gate(await stage.repo.queue([pull], 'squash'))
  expect(squashed.summary).toContain('300 files at most')
  // A merge names the head itself.
  expect(await gate(await stage.repo.queue([pull], 'merge'))).toMatchObject({ verdict: 'approved' })
})
