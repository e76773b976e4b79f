import type { GateVerdict } from '../model/outcome.ts'
import { isBetter } from './worst-verdict.ts'

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

/** The worst of judgements that must all be good; of equally bad ones by message, so that no order of a list decides. */
export const worstJudgement = ([first, ...rest]: readonly [Judgement, ...Judgement[]]): Judgement =>
  rest.reduce((worst, one) => (goesBefore(one, worst) ? one : worst), first)

const goesBefore = (one: Judgement, other: Judgement): boolean =>
  one.verdict === other.verdict ? one.message < other.message : isBetter(other.verdict, one.verdict)
