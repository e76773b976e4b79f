import { skewLimitMs } from './anchor-check.ts'
import { toMoment } from './record.ts'

/**
 * Says that a clock is behind, where something was anchored later than it shows: what is recorded by it has a time before
 * what is already in the log. A clock that is ahead shows at the next anchor.
 *
 * @param anchoredAt times of authorities, RFC 3339
 * @returns a warning with its code, or none
 */
export function clockIsBehind(anchoredAt: readonly string[], nowMs: number): readonly string[] {
  const newest = Math.max(...anchoredAt.map((time) => Date.parse(time)))
  return newest > nowMs + skewLimitMs
    ? [`W_SKEW the clock here shows ${toMoment(nowMs)}, but the log was anchored at ${toMoment(newest)}`]
    : []
}
