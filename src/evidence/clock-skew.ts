import { type AnchorCheck, skewLimitMs } from './anchor-check.ts'
import { toMoment } from './record.ts'

/**
 * Says that a clock is behind, where something was anchored later than it shows: what is recorded by it has a time before
 * what is already in the log. A clock that is ahead shows at the next anchor.
 *
 * @returns a warning with its code, or none
 */
export function clockIsBehind(anchors: readonly AnchorCheck[], nowMs: number): readonly string[] {
  const newest = Math.max(...anchors.map(({ time }) => (time === null ? Number.NEGATIVE_INFINITY : Date.parse(time))))
  return newest > nowMs + skewLimitMs
    ? [`W_SKEW the clock here shows ${toMoment(nowMs)}, but the log was anchored at ${toMoment(newest)}`]
    : []
}
