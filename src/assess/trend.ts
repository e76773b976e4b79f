import { addDuration, type Day } from '../model/days.ts'
import type { Assessment } from './assessment.ts'
import type { Basis } from './basis.ts'
import { type AssessmentComparison, compareAssessments } from './compare-assessments.ts'

/** How a program stood at the end of a day, computed from what there was by then. */
export type TrendPoint =
  | { readonly kind: 'assessed'; readonly asOf: Day; readonly commit: string; readonly assessment: Assessment }
  /** `why` is one phrase; text of people in it is not escaped yet. */
  | { readonly kind: 'not-known'; readonly asOf: Day; readonly why: string }

export interface Trend {
  /** Oldest first; the last one is the day that the documents speak for. */
  readonly points: readonly TrendPoint[]
  /** How many earlier ends of months were left out, because there are too many. */
  readonly cut: number
}

/** Every point is a whole assessment, which looks at every record: of a large log there are fewer. */
const mostPoints = 24
const fewestPoints = 4
const mostLooks = 600_000

const monthsOfDate = 12

/**
 * The days to look back to: the ends of months inside the period, and where a date is assessed those of the twelve months before
 * it; none before the first day. The day itself is not among them.
 *
 * @param first day on which the program began
 * @param records how many the log has
 */
export function trendDays(
  basis: Basis,
  first: Day,
  records: number,
): { readonly days: readonly Day[]; readonly cut: number } {
  const from = basis.kind === 'period' ? basis.start : endOfMonth(basis.asOf, -monthsOfDate)
  const to = basis.kind === 'period' && basis.end < basis.asOf ? basis.end : basis.asOf
  const days: Day[] = []
  for (let day = endOfMonth(from, 0); day <= to; day = endOfMonth(day, 1))
    if (day >= from && day >= first && day < basis.asOf) days.push(day)
  const most = Math.max(fewestPoints, Math.min(mostPoints, Math.floor(mostLooks / Math.max(1, records))))
  const cut = Math.max(0, days.length - (most - 1))
  return { days: days.slice(cut), cut }
}

/** The last day of a month, so many months later. */
function endOfMonth(day: Day, months: number): Day {
  const firstOfMonth = `${day.slice(0, 8)}01`
  const next = addDuration(firstOfMonth, `${months + 1 < 0 ? '-' : ''}P${Math.abs(months + 1)}M`)
  return addDuration(next, '-P1D')
}

/** What changed from one point to the next; undefined where one of them is not known. */
export function changeBetween(before: TrendPoint, after: TrendPoint): AssessmentComparison | undefined {
  if (before.kind !== 'assessed' || after.kind !== 'assessed') return undefined
  return compareAssessments(before.assessment, after.assessment)
}
