import type { AnchorCheck } from './anchor-check.ts'

/** Between which moments a record entered the log, by the clocks of others. RFC 3339, UTC, with milliseconds. */
export interface TimeBracket {
  /** After this; null where no anchor comes before it. */
  readonly after: string | null
  /** It existed by then; null where no anchor covers it yet. */
  readonly by: string | null
}

/** What of an anchor says when: where it stands in the log, how much it covers, and the moment. */
export type AnchorMoment = Pick<AnchorCheck, 'index' | 'size' | 'time' | 'accuracySeconds'>

interface Bound {
  readonly at: number
  readonly ms: number
}

/**
 * Brackets of all records from the anchors that hold. A record lies before every anchor that covers it, and after every
 * anchor whose own record is earlier in the log: that record names a receipt, which did not exist before its time.
 */
export function timeBrackets(anchors: readonly AnchorMoment[]): { bracketOf(index: number): TimeBracket } {
  const upper: Bound[] = []
  const lower: Bound[] = []
  for (const { index, size, time, accuracySeconds } of anchors) {
    if (time === null) continue
    const accuracyMs = (accuracySeconds ?? 0) * 1000
    upper.push({ at: size, ms: Date.parse(time) + accuracyMs })
    lower.push({ at: index, ms: Date.parse(time) - accuracyMs })
  }
  // Several authorities need not agree on the order of things: the sharpest bound of all that apply counts.
  const byLargest = running(
    upper.toSorted((one, other) => other.at - one.at),
    Math.min,
  )
  const byEarliest = running(
    lower.toSorted((one, other) => one.at - other.at),
    Math.max,
  )
  return {
    bracketOf: (index) => ({
      after: toText(lastWhere(byEarliest, ({ at }) => at < index)),
      by: toText(lastWhere(byLargest, ({ at }) => at > index)),
    }),
  }
}

/** How many records, from the first, an anchor that holds covers, and by when they existed; undefined where none holds. */
export function anchoredUpTo(
  anchors: readonly AnchorCheck[],
): { readonly size: number; readonly by: string } | undefined {
  const size = anchors.reduce((most, anchor) => (anchor.time === null ? most : Math.max(most, anchor.size)), 0)
  const { by } = timeBrackets(anchors).bracketOf(size - 1)
  return size === 0 || by === null ? undefined : { size, by }
}

function running(bounds: readonly Bound[], better: (one: number, other: number) => number): readonly Bound[] {
  let ms: number | undefined
  return bounds.map((bound) => {
    ms = ms === undefined ? bound.ms : better(ms, bound.ms)
    return { at: bound.at, ms }
  })
}

/** The last for which it is true, where it is true of the first ones and false of the rest. */
function lastWhere(bounds: readonly Bound[], holds: (bound: Bound) => boolean): Bound | undefined {
  let [low, high] = [0, bounds.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const bound = bounds[middle]
    if (bound !== undefined && holds(bound)) low = middle + 1
    else high = middle
  }
  return bounds[low - 1]
}

const toText = (bound: Bound | undefined): string | null =>
  bound === undefined ? null : new Date(bound.ms).toISOString()
