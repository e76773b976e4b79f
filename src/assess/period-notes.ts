import { addDuration, daysBetween, subtractDuration } from '../model/days.ts'
import type { Program } from '../model/records.ts'
import type { Basis } from './basis.ts'

/** What a reader has to know of the time that is looked at, one sentence each. */
export function periodNotes(basis: Basis, program: Program | undefined): readonly string[] {
  if (basis.kind === 'date') {
    if (program?.reportType !== 'type2' || program.period !== undefined) return []
    return ['The report is of Type II, but the program names no period: only the state on a date is shown.']
  }
  const { start, end, asOf } = basis
  const days = daysBetween(start, end) + 1
  const dayBefore = (months: string) => subtractDuration(addDuration(start, months), 'P1D')
  return [
    ...(end < dayBefore('P3M')
      ? [`The period of ${days} days is shorter than three months, which shows little operation to conclude from.`]
      : []),
    ...(end > dayBefore('P12M') ? [`The period of ${days} days is longer than twelve months, which is unusual.`] : []),
    ...(asOf < start ? [`The period begins only on ${start}: nothing of it has been yet.`] : []),
    ...(start <= asOf && asOf < end
      ? [`The period goes on until ${end}: ${daysBetween(asOf, end)} days of it are still to come.`]
      : []),
  ]
}
