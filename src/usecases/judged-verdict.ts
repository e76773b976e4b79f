import type { GateVerdict } from '../model/outcome.ts'
import type { Judged } from './gate-pull-requests.ts'

const order: readonly GateVerdict[] = ['not-determined', 'refused', 'pending', 'approved', 'not-applicable']

const verdictOf = (one: Judged): GateVerdict => ('gated' in one ? one.gated.decision.verdict : 'not-determined')

/** The worst verdict of several pull requests; not determined where there is none. */
export function worstVerdict(judged: readonly Judged[]): GateVerdict {
  return order.find((verdict) => judged.some((one) => verdictOf(one) === verdict)) ?? 'not-determined'
}

/** The first pull request with that verdict. */
export const firstWith = (verdict: GateVerdict, judged: readonly Judged[]): Judged | undefined =>
  judged.find((one) => verdictOf(one) === verdict)

/** One line for one of them. */
export const lineOf = (one: Judged): string =>
  'gated' in one ? one.gated.decision.summary : `Not determined: ${one.why}`
