import { describe, expect, test } from 'vitest'
import { ForgeRefused, ForgeUnreachable } from '../../../src/model/forge-fault.ts'
import type { Forge, PostedStatus } from '../../../src/ports/forge.ts'
import { gatePullRequest } from '../../../src/usecases/gate-pull-request.ts'
import { fakeForge } from '../../support/fake-forge.ts'
import { nothingMore } from '../../support/forge-on.ts'
import {
  baseFiles,
  changeRequest,
  facts,
  file,
  gateRules,
  known,
  merged,
  notKnown,
  OLD,
  review,
  twoReviewers,
} from '../../support/gate-facts.ts'

const ref = { owner: 'acme', name: 'shop', number: 7 }
const approved = facts({ reviews: known([review('ana'), review('ben')]) })
const files = baseFiles(twoReviewers)
const listed = {
  number: 7,
  base: 'main',
  headSha: approved.pull.head.sha,
  merged: false,
  mergedAt: undefined,
  mergeSha: undefined,
}

test.each([
  ['success', approved],
  ['pending', facts()],
  ['failure', facts({ reviews: known([review('ana', { state: 'changes-requested' })]) })],
  ['error', facts({ commits: notKnown })],
])('posts %s on the head, with the base in its name', async (state, snapshot) => {
  const forge = fakeForge(snapshot, files)
  const { posting, decision } = await gatePullRequest(
    ref,
    { post: true, targetUrl: 'https://example.com/run' },
    { forge },
  )
  expect(posting.kind).toBe('posted')
  expect(forge.posted).toMatchObject([
    { state, sha: snapshot.pull.head.sha, context: 'countersign/gate (main)', targetUrl: 'https://example.com/run' },
  ])
  expect(forge.posted[0]?.description).toBe(decision.summary.slice(0, 140))
})

test('the facts say what started the gate, and the decision is the same', async () => {
  const trigger = { event: 'pull_request_review', actor: 'ana', run: 7 }
  const started = await gatePullRequest(
    ref,
    { post: false, trigger },
    { forge: fakeForge(approved, baseFiles(twoReviewers)) },
  )
  const asked = await gatePullRequest(ref, { post: false }, { forge: fakeForge(approved, baseFiles(twoReviewers)) })
  expect(started.facts.trigger).toEqual(trigger)
  expect(asked.facts.trigger).toBeNull()
  expect(started.decisionDigest).toBe(asked.decisionDigest)
})

test('rules come from the tip of the base, and the facts are asked for what they name', async () => {
  const rules = baseFiles('  - {id: own, require: {approvals: 1, from: {githubTeams: [acme/b, acme/a]}}}')
  const settings = file('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprogram: policy\n')
  const moved = rules.map((one) => ({ ...one, path: one.path.replace('compliance/', 'policy/') }))
  const forge = fakeForge(approved, [...moved, settings])
  await gatePullRequest(ref, { post: false }, { forge })
  expect(forge.read).toEqual(['fffffff:countersign.yaml', 'fffffff:policy'])
  const named = { ...nothingMore, githubTeams: ['acme/a', 'acme/b'], programFolder: 'policy' }
  expect(forge.wanted).toEqual([{ ...named, base: { ref: 'main', sha: 'f'.repeat(40) } }])
  expect(forge.posted).toEqual([])
  // Rules of another commit say nothing about where the base is now.
  await gatePullRequest(ref, { post: false, rulesSha: OLD }, { forge })
  expect(forge.wanted[1]).toEqual(named)
})

test('a token that may not post changes no verdict and names the permission', async () => {
  const forge = fakeForge(approved, files, {
    postStatus: () => Promise.reject(new ForgeRefused('to set a status', 403, 'statuses: write')),
  })
  const { decision, posting } = await gatePullRequest(ref, { post: true }, { forge })
  expect(decision.verdict).toBe('approved')
  expect(posting).toMatchObject({ kind: 'not-posted', why: expect.stringContaining('statuses: write') })
})

test('a forge that does not answer is no verdict', async () => {
  const forge = fakeForge(approved, files, { postStatus: () => Promise.reject(new ForgeUnreachable('a status')) })
  await expect(gatePullRequest(ref, { post: true }, { forge })).rejects.toThrow(ForgeUnreachable)
})

test('a pull request that cannot be read does not keep the green status of an earlier run', async () => {
  const pullRequestFacts = () => Promise.reject(new ForgeUnreachable('the pull request'))
  const forge = fakeForge(approved, files, { pullRequestFacts })
  await expect(gatePullRequest(ref, { post: true }, { forge })).rejects.toThrow(ForgeUnreachable)
  expect(forge.posted).toMatchObject([
    { state: 'error', sha: approved.pull.head.sha, context: 'countersign/gate (main)' },
  ])
  await expect(gatePullRequest(ref, { post: false }, { forge })).rejects.toThrow(ForgeUnreachable)
  expect(forge.posted).toHaveLength(1)
})

test.each([
  ['the head moved', { ...listed, headSha: OLD }],
  ['the base was changed', { ...listed, base: 'release' }],
])('posts nothing when %s while judging', async (_name, later) => {
  let calls = 0
  const forge = fakeForge(approved, files, { pull: async () => (calls++ === 0 ? listed : later) })
  const { posting } = await gatePullRequest(ref, { post: true }, { forge })
  expect(posting).toMatchObject({ kind: 'not-posted', why: expect.stringContaining('changed meanwhile') })
  expect(forge.posted).toEqual([])
})

test('a pull request that keeps changing its base is judged by no rules', async () => {
  const forge = fakeForge(approved, files, { pull: async () => ({ ...listed, base: 'other' }) })
  await expect(gatePullRequest(ref, { post: true }, { forge })).rejects.toThrow('changed while it was judged')
  // Whoever keeps changing it would else keep the green status of an earlier run, on either base.
  expect(forge.posted).toMatchObject([
    { state: 'error', context: 'countersign/gate (other)' },
    { state: 'error', context: 'countersign/gate (main)' },
  ])
})

test('a verdict that could not be told, and a fault while judging, leave no green status behind', async () => {
  let calls = 0
  const pull = () =>
    calls++ === 0 ? Promise.resolve(listed) : Promise.reject(new ForgeUnreachable('the pull request'))
  const refused = facts({ reviews: known([review('ana', { state: 'changes-requested' })]) })
  const unread = fakeForge(refused, files, { pull })
  await expect(gatePullRequest(ref, { post: true }, { forge: unread })).rejects.toThrow(ForgeUnreachable)
  expect(unread.posted).toMatchObject([{ state: 'error', context: 'countersign/gate (main)' }])

  const faulty = fakeForge({ ...approved, collectedAt: 'no moment' }, files)
  await expect(gatePullRequest(ref, { post: true }, { forge: faulty })).rejects.toThrow(RangeError)
  expect(faulty.posted).toMatchObject([{ state: 'error', context: 'countersign/gate (main)' }])
})

test('a base that does not exist', async () => {
  const forge = fakeForge(approved, files, { branchTip: async () => undefined })
  await expect(gatePullRequest(ref, { post: true }, { forge })).rejects.toThrow('main does not exist')
})

test('without rules on the base nothing is posted, and the rules that come are a preview', async () => {
  const change = { path: 'compliance/gate-rules.yaml', text: gateRules(twoReviewers) }
  const forge = fakeForge(facts({ changeFiles: known([change]) }), files.slice(1))
  const { decision, preview, posting } = await gatePullRequest(ref, { post: true }, { forge })
  expect(decision).toMatchObject({ verdict: 'not-applicable', code: 'no-configuration' })
  expect(preview?.verdict).toBe('pending')
  expect(posting.kind).toBe('not-posted')
})

test('settings with a mistake decide nothing by default', async () => {
  const forge = fakeForge(approved, [
    ...files,
    file('countersign.yaml', 'apiVersion: countersign/v1\nkind: Config\nprotectedBranche: x\n'),
  ])
  const { decision } = await gatePullRequest(ref, { post: true }, { forge })
  expect(decision).toMatchObject({ verdict: 'not-determined', code: 'unreadable-rules' })
  expect(forge.posted).toMatchObject([{ state: 'error' }])
})

test('a merged one is judged by the rules before all commits that it landed, and nothing is posted', async () => {
  const snapshot = facts({ pull: merged('mia'), reviews: approved.reviews })
  const mergeSha = 'd'.repeat(40)
  const own = { ...listed, merged: true, mergeSha }
  const forge = fakeForge(snapshot, files, {
    parentsOf: async (_repository, commit) => [commit === mergeSha ? '1'.repeat(40) : '2'.repeat(40)],
    pullsOfCommit: async (_repository, commit) =>
      commit === '1'.repeat(40) ? [own] : [{ ...own, number: 6, mergeSha: 'x' }],
  })
  const { rulesSha, posting } = await gatePullRequest(ref, { post: true }, { forge })
  expect(rulesSha).toBe('2'.repeat(40))
  expect(posting).toMatchObject({ kind: 'not-posted', why: 'the pull request is closed' })
})

test('the digest is of the decision, not of its wording, and the facts have one of their own', async () => {
  const one = await gatePullRequest(ref, { post: false }, { forge: fakeForge(approved, files) })
  const two = await gatePullRequest(
    ref,
    { post: false },
    { forge: fakeForge({ ...approved, collectedAt: '2026-03-04T10:00:00Z' }, files) },
  )
  const other = await gatePullRequest(
    ref,
    { post: false },
    { forge: fakeForge(facts({ reviews: known([review('ana')]), changeFiles: known([changeRequest()]) }), files) },
  )
  expect(one.decisionDigest).toMatch(/^[0-9a-f]{64}$/)
  expect(two.decisionDigest).toBe(one.decisionDigest)
  expect(two.factsDigest).not.toBe(one.factsDigest)
  expect(other.decisionDigest).not.toBe(one.decisionDigest)
})

describe('one status, updated in place', () => {
  const options = { post: true, poster: 'gate[bot]', targetUrl: 'https://example.com/runs/2' }
  const standing = {
    id: 1,
    state: 'success',
    description: 'Approved by ana and ben.',
    targetUrl: 'https://example.com/runs/1',
    creator: 'Gate[bot]',
  } as const
  const on = (found: readonly PostedStatus[], changes: Partial<Forge> = {}) => {
    const forge = fakeForge(approved, files, changes)
    const own = forge.statusesNamed
    return { ...forge, statusesNamed: async (...asked: Parameters<typeof own>) => [...(await own(...asked)), ...found] }
  }

  test('what stands already is not posted again, by whichever run it was posted', async () => {
    const forge = on([standing])
    const { posting } = await gatePullRequest(ref, options, { forge })
    expect(posting).toMatchObject({ kind: 'unchanged', by: 'Gate[bot]' })
    expect(forge.posted).toEqual([])
  })

  test.each([
    ['another state', { state: 'pending' }],
    ['another description', { description: 'Approved by mallory.' }],
    ['another account', { creator: 'mallory' }],
    ['a deleted account', { creator: undefined }],
    ['a link to another place', { targetUrl: 'https://evil.example/runs/1' }],
    ['no link', { targetUrl: undefined }],
  ] as const)('one with %s is', async (_name, difference) => {
    const forge = on([{ ...standing, ...difference }, standing])
    expect((await gatePullRequest(ref, options, { forge })).posting.kind).toBe('posted')
    expect(forge.posted).toHaveLength(1)
  })

  test('where it is not known who posts, every status is posted', async () => {
    const { poster: _left, ...unknown } = options
    const forge = on([standing])
    expect((await gatePullRequest(ref, unknown, { forge })).posting.kind).toBe('posted')
  })

  test('a run beside this one that posted meanwhile may have read later: it is judged again', async () => {
    const beside = { ...standing, id: 50, state: 'failure' } as const
    const found: PostedStatus[] = []
    let reads = 0
    const forge = on(found, {
      pull: async () => {
        // Second: right before the status is set.
        if (++reads === 2) found.push(beside)
        return listed
      },
    })
    expect((await gatePullRequest(ref, options, { forge })).posting.kind).toBe('unchanged')
    expect(forge.posted).toHaveLength(1)
    expect(forge.wanted).toHaveLength(2)
  })

  test('rules that were pushed meanwhile: it is judged again by them', async () => {
    const tips = ['a', 'b', 'b', 'b'].map((letter) => letter.repeat(40))
    let at = 0
    const forge = on([], { branchTip: async () => tips[at++] })
    const { rulesSha } = await gatePullRequest(ref, options, { forge })
    expect(rulesSha).toBe('b'.repeat(40))
    expect(forge.posted).toHaveLength(1)
  })

  test('where nothing ever holds still, it is an error and no verdict', async () => {
    let tip = 0
    const forge = on([], { branchTip: async () => (++tip).toString(16).padStart(40, '0') })
    await expect(gatePullRequest(ref, options, { forge })).rejects.toThrow('changed while it was judged')
    expect(forge.posted).toMatchObject([{ state: 'error' }])
  })

  test('a status that is refused for another reason than permission is no verdict: an older one stays', async () => {
    const forge = on([], { postStatus: () => Promise.reject(new ForgeRefused('to set a status', 422)) })
    await expect(gatePullRequest(ref, options, { forge })).rejects.toThrow(ForgeRefused)
  })

  test('a green status of rules that were taken away is taken back', async () => {
    const bare = { ...on([standing]), filesAt: async () => [] }
    const { decision } = await gatePullRequest(ref, options, { forge: bare })
    expect(decision.code).toBe('no-configuration')
    expect(bare.posted).toMatchObject([
      { state: 'error', description: expect.stringContaining('no gate rules on main') },
    ])
    const red = { ...on([{ ...standing, state: 'pending' }]), filesAt: async () => [] }
    expect((await gatePullRequest(ref, options, { forge: red })).posting.kind).toBe('not-posted')
  })
})
