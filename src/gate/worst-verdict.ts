import type { GateVerdict } from '../model/outcome.ts'

/** What is known to be bad comes first: no approval and no later reading mends it. */
const precedence = ['refused', 'not-determined', 'pending', 'approved'] as const

/** The verdict over parts that must all hold; undefined where none of them applies. */
export const worstOf = (verdicts: readonly GateVerdict[]): (typeof precedence)[number] | undefined =>
  precedence.find((verdict) => verdicts.includes(verdict))

/** The better of two ways of which one is enough; one that does not apply is no way. */
export const isBetter = (one: GateVerdict, other: GateVerdict): boolean => rankOf(one) > rankOf(other)

const ways: readonly GateVerdict[] = precedence
const rankOf = (verdict: GateVerdict): number => ways.indexOf(verdict)

/** The best of several ways of which one is enough; what does not apply is left out, and nothing is left where none does. */
export const bestVerdict = (verdicts: readonly GateVerdict[]): GateVerdict =>
  verdicts.reduce((best, one) => (isBetter(one, best) ? one : best), 'not-applicable')
