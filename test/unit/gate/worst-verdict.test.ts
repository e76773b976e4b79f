import { expect, test } from 'vitest'
import { type Judgement, worstJudgement } from '../../../src/gate/judgement.ts'
import { bestVerdict, isBetter, worstOf } from '../../../src/gate/worst-verdict.ts'
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

test('of several ways the best that applies is taken', () => {
  for (const [index, verdict] of fromWorst.entries()) {
    const ways: readonly GateVerdict[] = ['not-applicable', ...fromWorst.slice(0, index + 1)]
    expect(bestVerdict(ways)).toBe(verdict)
    expect(bestVerdict(ways.toReversed())).toBe(verdict)
  }
  expect(bestVerdict([])).toBe('not-applicable')
  expect(bestVerdict(['not-applicable'])).toBe('not-applicable')
})

test('of judgements that must all be good the first of the worst is told', () => {
  const judged = (verdict: Judgement['verdict'], message = ''): Judgement => ({ verdict, message })
  expect(worstJudgement([judged('pending', 'a'), judged('approved'), judged('pending', 'b')]).message).toBe('a')
  expect(worstJudgement([judged('approved'), judged('refused', 'c'), judged('not-determined')]).message).toBe('c')
})
