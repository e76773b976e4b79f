import type { Check, Reading } from '../model/facts.ts'
import type { RequiredCheck } from '../model/records.ts'
import { type Judgement, worstJudgement } from './judgement.ts'
import { labelOf, newestChecks } from './newest-checks.ts'

/**
 * Judges checks that must have succeeded: one judgement for each, in their order. Only results that the rule accepts count: on the
 * forge's own pages skipped and neutral pass, here they do not unless the rule says so.
 *
 * @param untilMs ms since 1970: what was posted later is left out. Infinity: everything counts
 */
export const judgeChecks = (
  required: readonly RequiredCheck[],
  checks: Reading<Check>,
  untilMs: number,
): readonly Judgement[] =>
  required.map((wanted): Judgement => {
    const newest = newestChecks(wanted, checks, untilMs)
    if ('verdict' in newest) return newest
    const [first, ...rest] = newest
    return worstJudgement([judgeResult(wanted, first), ...rest.map((check) => judgeResult(wanted, check))])
  })

/** What one check says about what is asked for. */
export function judgeResult({ accept = ['success'], ...wanted }: RequiredCheck, { state, at }: Check): Judgement {
  const label = labelOf(wanted)
  const accepted: readonly string[] = accept
  if (state === 'unknown') return { verdict: 'not-determined', message: `the result of ${label} is not known` }
  if (state === 'pending') return { verdict: 'pending', message: `${label} has not ended yet` }
  if (!accepted.includes(state)) {
    return { verdict: 'refused', message: `${label} ended with ${state}, ${accepted.join(' or ')} is needed` }
  }
  if (at === null) return { verdict: 'not-determined', message: `when ${label} ended is not known` }
  return { verdict: 'approved', message: `${label} ended with ${state}` }
}
