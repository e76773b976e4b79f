import { afterAll, beforeAll, expect, test } from 'vitest'
import { gateScenarios } from '../../support/gate-scenarios.ts'
import { isNoBetter, openLossyGate } from '../../support/lossy-gate.ts'

/** Every answer of every conversation is lost in every way once. */
let gate: Awaited<ReturnType<typeof openLossyGate>>
beforeAll(async () => {
  gate = await openLossyGate()
})
afterAll(() => gate.close())

test.each(Object.entries(gateScenarios))('%s: no better when one answer is lost', async (_name, scenario) => {
  const { urls, faultsOf, again, verdict } = await gate.converse(scenario)
  expect(verdict).toBe(scenario.verdict)
  const better: string[] = []
  for (const url of urls) {
    for (const fault of faultsOf(url)) {
      const found = await again(new Map([[url, fault]]))
      if (!isNoBetter(scenario.verdict, found)) better.push(`${url} ${fault}: ${found}`)
    }
  }
  expect(better).toEqual([])
})
