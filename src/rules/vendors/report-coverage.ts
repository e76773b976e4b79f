import { addDuration, type Day, subtractDuration } from '../../model/days.ts'
import type { Program, Vendor } from '../../model/records.ts'

type VendorReport = NonNullable<Vendor['reports']>[number]

/** Days that a reviewed report has to speak of. */
export interface NeededSpan {
  readonly from: Day
  readonly until: Day
  /** Whether the period goes on after that day. */
  readonly isRunning: boolean
}

/** The part of the period that is over, or the one day of a Type I report; nothing from before the contract. */
export function neededSpan(program: Program | undefined, vendor: Vendor, asOf: Day): NeededSpan {
  const { start = asOf, end = asOf } =
    program?.reportType === 'type2' ? (program.period ?? {}) : { start: program?.asOf, end: program?.asOf }
  const until = end < asOf ? end : asOf
  const first = vendor.contract?.start !== undefined && vendor.contract.start > start ? vendor.contract.start : start
  return { from: first < until ? first : until, until, isRunning: asOf < end }
}

/** Reports that say something about controls over a time. */
const speakOfTime: ReadonlySet<VendorReport['type']> = new Set(['soc2-type2', 'soc1-type2', 'soc3', 'iso27001'])

/** Why a report vouches for nothing; undefined where it does. */
export function whyNot(report: VendorReport): string | undefined {
  if (!speakOfTime.has(report.type)) return `a ${report.type} covers no period`
  if (report.periodStart === undefined || report.periodEnd === undefined) return 'its period is not written'
  if (report.reviewedBy === undefined || report.reviewedAt === undefined) return 'nobody has reviewed it'
  if (report.opinion === 'adverse' || report.opinion === 'disclaimer') return `its opinion is ${report.opinion}`
  return undefined
}

/** The last day up to which reports, then the bridge letter, speak of every day of the span; the day before it for none. */
export function coveredUntil(vendor: Vendor, { from }: NeededSpan): { readonly reports: Day; readonly letter: Day } {
  let covered = subtractDuration(from, 'P1D')
  const usable = (vendor.reports ?? []).filter((report) => whyNot(report) === undefined)
  const spans = usable.map(({ periodStart = '', periodEnd = '' }) => ({ start: periodStart, end: periodEnd }))
  for (const { start, end } of spans.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))) {
    if (start <= dayAfter(covered) && end > covered) covered = end
  }
  const letter = vendor.bridgeLetter
  const bridges =
    letter?.reviewedBy !== undefined &&
    letter.reviewedAt !== undefined &&
    // A letter speaks of the time since a report; alone it is a promise.
    covered >= from &&
    letter.from <= dayAfter(covered) &&
    letter.to <= addDuration(covered, longestBridge)
  return { reports: covered, letter: bridges && letter.to > covered ? letter.to : covered }
}

/** What auditors accept between the end of a report and the end of the period. */
export const longestBridge = 'P3M'

export const dayAfter = (day: Day): Day => addDuration(day, 'P1D')
