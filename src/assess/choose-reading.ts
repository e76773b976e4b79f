import { addDuration, type Day } from '../model/days.ts'
import type { Program } from '../model/records.ts'
import type { Reading } from './assess-program.ts'

/** How somebody asks a program to be read; what is left out is as the Program says. */
export interface AskedReading {
  readonly type?: 'type1' | 'type2' | undefined
  readonly from?: Day | undefined
  readonly to?: Day | undefined
}

export type ChosenReading =
  | { readonly kind: 'as-written' }
  | { readonly kind: 'other'; readonly reading: Reading; readonly note: string }
  | { readonly kind: 'refused'; readonly what: string; readonly remedy: string }

/** Longer than any report; without a limit the days of thousands of years would be counted. */
const longest = 'P10Y'

const refused = (what: string, remedy: string): ChosenReading => ({ kind: 'refused', what, remedy })

/**
 * The reading that is asked for, or why it makes no sense.
 *
 * @param asOf last day that counts
 */
export function chooseReading(
  { type, from, to }: AskedReading,
  program: Pick<Program, 'reportType' | 'period'> | undefined,
  asOf: Day,
): ChosenReading {
  if (type === undefined && from === undefined && to === undefined) return { kind: 'as-written' }
  if (type === 'type1') {
    if (from !== undefined || to !== undefined)
      return refused('Type I looks at a day, so it has no --from and no --to', 'Leave them out, or give --type type2.')
    return other({ type: 'type1' }, `a Type I, as of ${asOf}`, program)
  }
  if ((from === undefined) !== (to === undefined))
    return refused('A period needs both of its days', 'Give --from and --to.')
  const period = from === undefined || to === undefined ? program?.period : { start: from, end: to }
  if (period === undefined)
    return refused('Type II needs a period, and the program names none', 'Give --from and --to.')
  const { start, end } = period
  if (end < start) return refused(`The period ends on ${end}, before it begins on ${start}`, 'Give --from before --to.')
  if (end > addDuration(start, longest))
    return refused(
      `The period of ${start} to ${end} is longer than ten years`,
      'A report covers three to twelve months.',
    )
  if (start > asOf)
    return refused(
      `The period begins on ${start}, after ${asOf}, the last day that counts`,
      'Give an earlier --from, or a later --as-of.',
    )
  return other({ type: 'type2', period: { start, end } }, `a Type II over ${start} to ${end}`, program)
}

function other(
  reading: Reading,
  words: string,
  program: Pick<Program, 'reportType' | 'period'> | undefined,
): ChosenReading {
  const own =
    program === undefined
      ? 'there is no program record, or more than one'
      : program.reportType === 'type1'
        ? 'the program says Type I'
        : program.period === undefined
          ? 'the program says Type II, without a period'
          : `the program says Type II, ${program.period.start} to ${program.period.end}`
  return { kind: 'other', reading, note: `Read as ${words}, as was asked; ${own}.` }
}
