import { expect, test } from 'vitest'
import { isBetter, worstOf } from '../../../src/gate/worst-verdict.ts'
import type { GateVerdict } from '../../../src/model/outcome.ts'

const fromWorst: readonly GateVerdict[] = ['refused', 'not-determined', 'pending', 'approved']

test.each(fromWorst.map((verdict, index) => [verdict, fromWorst.slice(index)] as const))(
  '%s is the worst of %j in any order',
  (worst, verdicts) => {
    expect(worstOf(verdicts)).toBe(worst)
    expect(worstOf([...verdicts.toReversed(), 'not-applicable'])).toBe(worst)
  },
)

test('nothing that applies has no worst', () => {
  expect(worstOf([])).toBeUndefined()
  expect(worstOf(['not-applicable'])).toBeUndefined()
})

test('a way is better than the ways before it, and not than itself', () => {
  const ways: readonly GateVerdict[] = ['not-applicable', ...fromWorst]
  for (const [one, verdict] of ways.entries()) {
    expect(ways.map((other) => isBetter(verdict, other))).toEqual(ways.map((_, other) => other < one))
  }
})
