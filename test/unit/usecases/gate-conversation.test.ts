import { beforeEach, describe, expect, test } from 'vitest'
import type { GateDecision } from '../../../src/gate/gate-decision.ts'
import { leafNode } from '../../../src/gate/requirement.ts'
import { ForgeRefused } from '../../../src/model/forge-fault.ts'
import type { GateVerdict } from '../../../src/model/outcome.ts'
import { gateComment } from '../../../src/report/gate-comment.ts'
import { requestReviews } from '../../../src/usecases/request-reviews.ts'
import { keepComment } from '../../../src/usecases/sticky-comment.ts'
import { type FakeConversation, fakeConversation } from '../../support/fake-conversation.ts'
import { openGateRepository } from '../../support/gate-repository.ts'
import { expectContractKept } from '../../support/github/fake-github.ts'
import { addComment } from '../../support/github/pull-state.ts'

const us = 'github-actions[bot]'
const ref = { owner: 'acme', name: 'shop', number: 7 }

let page: FakeConversation
beforeEach(() => {
  page = fakeConversation(us)
})
const bodies = () => page.written.map(({ body, author }) => `${author}: ${body.split('\n')[0]}`)
const noAnswer = () => Promise.reject(new ForgeRefused('to write a comment', 403, 'pull-requests: write'))

function report(verdict: GateVerdict, summary = `It is ${verdict}.`) {
  const decision: GateDecision = {
    verdict,
    code: 'judged',
    summary,
    notes: [],
    tree: leafNode('', 'gate', verdict, summary),
    rules: [],
    reviewers: [],
    category: { claimed: ['normal'], judgedAs: ['normal'] },
    changeRequests: [],
    owed: [],
    separation: undefined,
  }
  return { title: 'Add a feature', number: 7, decision }
}
const keep = (verdict: GateVerdict, summary?: string) => keepComment(ref, report(verdict, summary), us, page)

describe('one comment that tells the verdict', () => {
  test('is edited while the news is good, and written anew when an approval is lost', async () => {
    expect(await keep('pending', 'Waiting: 2 more needed')).toEqual([])
    await keep('pending', 'Waiting: 1 more needed')
    expect(page.written).toHaveLength(1)
    expect(page.written[0]?.body).toContain('1 more needed')
    await keep('approved')
    expect(bodies()).toEqual([`${us}: <!-- countersign:gate approved -->`])
    expect(page.edited).toEqual([1, 1])
    await keep('approved')
    expect(page.edited).toEqual([1, 1])
    await keep('pending')
    await keep('refused')
    expect(bodies()).toEqual([`${us}: <!-- countersign:gate approved -->`, `${us}: <!-- countersign:gate refused -->`])
  })

  test('is not looked for among those of others, though they have the marker', async () => {
    const forged = gateComment(report('approved'))
    page.written.push({ id: 90, author: 'ben', body: forged }, { id: 91, author: undefined, body: forged })
    await keep('pending')
    expect(bodies()[2]).toBe(`${us}: <!-- countersign:gate pending -->`)
    // Nor is our own comment that only quotes one.
    await page.addComment(ref, `> ${forged}`)
    await keep('refused')
    expect(bodies()[2]).toBe(`${us}: <!-- countersign:gate refused -->`)
    expect(page.written.filter(({ body }) => body === forged)).toHaveLength(2)
    expect(page.written).toHaveLength(4)
  })

  test('is not written where there is no verdict, and does not stay where there is none any more', async () => {
    await keep('not-applicable')
    expect(bodies()).toEqual([])
    await keep('approved')
    await keep('not-applicable')
    expect(bodies()).toEqual([`${us}: <!-- countersign:gate not-applicable -->`])
  })

  test('calls nobody, links nowhere and fits', async () => {
    await keep('pending', `@everyone #1 <img src=x> ${'word\u{1f600} '.repeat(20_000)}`)
    const [comment] = page.written
    expect(comment?.body).not.toMatch(/@everyone|#1\b|<img/)
    expect(comment?.body.length).toBeLessThanOrEqual(65_536)
    expect(comment?.body).toContain('The rest is left out here')
  })

  test('cannot be written: it is said, with the permission', async () => {
    const closed = fakeConversation(us, { addComment: noAnswer })
    const [said] = await keepComment(ref, report('pending'), us, closed)
    expect(said).toMatch(/^No comment was written: .*The token needs `pull-requests: write`\.$/)
    const [unknown] = await keepComment(ref, report('pending'), undefined, page)
    expect(unknown).toContain('the account that this token posts as is not known')
    expect(bodies()).toEqual([])
  })
})

describe('asking people to review', () => {
  const ask = (wishes: readonly (readonly [from: readonly string[], count: number])[], number = 7) =>
    requestReviews(
      { ...ref, number },
      wishes.map(([from, count]) => ({ from, count })),
      'ada',
      page,
    )

  test.each([
    { name: 'as many as are missing', wishes: [[['ana', 'ben', 'cleo'], 2]], wanted: ['ben', 'cleo'] },
    { name: 'nobody where nothing is missing', wishes: [[['ana'], 0]], wanted: [] },
    { name: 'nobody where nobody is named', wishes: [[[], 2]], wanted: [] },
    {
      name: 'one person for two rules',
      wishes: [
        [['ana'], 1],
        [['ana', 'ben'], 1],
      ],
      wanted: ['ana'],
    },
    { name: 'never the author', wishes: [[['Ada'], 1]], wanted: [] },
    { name: 'all where fewer are left', wishes: [[['ana', 'ada'], 2]], wanted: ['ana'] },
  ] as const)('$name', async ({ wishes, wanted }) => {
    await ask(wishes)
    expect(page.asked).toEqual(wanted)
  })

  test('whoever was asked is not asked again, and counts', async () => {
    page.asked.push('ben')
    expect(await ask([[['ana', 'BEN'], 1]])).toEqual([])
    expect(page.asked).toEqual(['ben'])
    expect(await ask([[['ana', 'ben'], 2]])).toEqual(['Asked ana to review it.'])
  })

  test('of several it is not always the first, and of many never more than the forge lets be asked', async () => {
    expect([await ask([[['ana', 'ben'], 1]], 2), await ask([[['cleo', 'dan'], 1]], 3)]).toEqual([
      ['Asked ana to review it.'],
      ['Asked dan to review it.'],
    ])
    await ask([[Array.from({ length: 40 }, (_login, at) => `p${at}`), 30]])
    expect(page.asked).toHaveLength(15)
  })

  test('who cannot be asked keeps nothing from going on', async () => {
    page = fakeConversation(us, { requestReviewers: () => Promise.reject(new ForgeRefused('to ask people', 422)) })
    expect(await ask([[['gone'], 1]])).toEqual([expect.stringMatching(/^Nobody was asked to review it: .*HTTP 422/)])
  })
})

test('on the forge: comments are listed to the last page, edited, and people are asked', async () => {
  const stage = await openGateRepository()
  try {
    const { github, repo, users, forge } = stage
    const pull = await stage.proposal()
    const here = { ...ref, number: pull.number }
    const ours = gateComment(report('pending'))
    addComment(github.world, pull, github.actionsBot, ours)
    for (let at = 0; at < 120; at += 1) addComment(github.world, pull, users.ben, `comment ${at}`)
    addComment(github.world, pull, users.ben, ours)
    await keepComment(here, report('approved'), us, forge)
    expect(pull.comments[0]?.body).toContain('countersign:gate approved')
    expect(pull.comments.at(-1)?.body).toBe(ours)
    expect(pull.comments).toHaveLength(122)
    await forge.addComment(here, 'hello')
    expect(pull.comments.at(-1)).toMatchObject({ body: 'hello', user: { login: us } })

    repo.requestReview(pull, users.ben, users.ada)
    const wish = { from: ['ben', 'cleo'], count: 2 }
    expect(await requestReviews(here, [wish], 'ada', forge)).toEqual(['Asked cleo to review it.'])
    expect(pull.requested.map(({ login }) => login)).toEqual(['ben', 'cleo'])
    expectContractKept(github)
  } finally {
    await stage.close()
  }
})
