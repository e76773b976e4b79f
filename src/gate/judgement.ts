import type { GateVerdict } from '../model/outcome.ts'

/** What became of one thing that a rule asks for. */
export interface Judgement {
  readonly verdict: Extract<GateVerdict, 'approved' | 'pending' | 'refused' | 'not-determined'>
  /** One line for a person. Names of checks, environments and accounts inside are not escaped. */
  readonly message: string
}

/** When something is judged. Milliseconds since 1970, UTC. */
export interface JudgementTime {
  /** The moment from which ages are counted. */
  readonly atMs: number
  /** What was posted later says nothing about that moment and is left out. Infinity: everything counts. */
  readonly untilMs: number
}

const worstFirst = ['refused', 'not-determined', 'pending', 'approved'] as const

/** The worst of judgements that must all be good; of equal ones the first. */
export const worstJudgement = ([first, ...rest]: readonly [Judgement, ...Judgement[]]): Judgement =>
  rest.reduce(
    (worst, one) => (worstFirst.indexOf(one.verdict) < worstFirst.indexOf(worst.verdict) ? one : worst),
    first,
  )
