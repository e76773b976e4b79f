import type { Basis } from '../assess/basis.ts'
import { addDuration, type Day, subtractDuration } from '../model/days.ts'

/** First and last day that counts are given for: the period of the report; for a report at a date, the year up to it. */
export const reportDays = (basis: Basis): { readonly from: Day; readonly to: Day } =>
  basis.kind === 'period'
    ? { from: basis.start, to: basis.end }
    : { from: addDuration(subtractDuration(basis.asOf, 'P1Y'), 'P1D'), to: basis.asOf }
