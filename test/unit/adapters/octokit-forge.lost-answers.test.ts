import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gateScenarios } from '../../support/gate-scenarios.ts'
import { type Conversation, isNoBetter, openLossyGate } from '../../support/lossy-gate.ts'

/**
 * Whatever part of the conversation with the forge is lost, no pull request becomes approved by it, and no objection goes away.
 * Here some losses are drawn, several at once too; the slow tests go through all of them.
 */
let gate: Awaited<ReturnType<typeof openLossyGate>>
beforeAll(async () => {
  gate = await openLossyGate()
})
afterAll(() => gate.close())

describe.each(Object.entries(gateScenarios))('%s', (_name, scenario) => {
  let conversation: Conversation
  beforeAll(async () => {
    conversation = await gate.converse(scenario)
  })

  test(`is ${scenario.verdict} while nothing is lost, and not known while everything is`, async () => {
    const { verdict, urls, again } = conversation
    expect(verdict).toBe(scenario.verdict)
    expect(await again(new Map(urls.map((url) => [url, 404])))).toBeUndefined()
  })

  test('is no better when answers are lost', async () => {
    const picks = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(picks, async (chosen) => {
        const { urls, faultsOf, again } = conversation
        const spoilt = chosen.map(([which, how]) => {
          const url = urls[which % urls.length] ?? ''
          const faults = faultsOf(url)
          return [url, faults[how % faults.length] ?? 404] as const
        })
        expect(isNoBetter(scenario.verdict, await again(new Map(spoilt)))).toBe(true)
      }),
      { numRuns: 8 },
    )
  })
})
