import { onlyProgram } from '../assess/assess-program.ts'
import type { Assessment } from '../assess/assessment.ts'
import { type Category, categories, criteria } from '../model/criteria.ts'
import { addDuration, type Day, subtractDuration } from '../model/days.ts'
import type { Program } from '../model/records.ts'
import type { PageContext } from './page-context.ts'

/** Whether a category is in scope: the assessment has its criteria. */
export const isInScope = (category: Category, { criteria: assessed }: Assessment): boolean =>
  [...assessed.keys()].some((id) => criteria.get(id)?.category === category)

export const categoriesInScope = ({ assessment }: Pick<PageContext, 'assessment'>) =>
  categories.filter(({ id }) => isInScope(id, assessment))

/** `Security (CC), Availability (A)` */
export const scopeInWords = (context: Pick<PageContext, 'assessment'>): string =>
  categoriesInScope(context)
    .map(({ id, name }) => `${name} (${id})`)
    .join(', ')

/** Type I looks at the design on a day, Type II also at operation over a period. */
export const isTypeTwo = (program: Program | undefined): boolean => program?.reportType === 'type2'

/** `Type II, 2026-01-01 to 2026-06-30` */
export function reportInWords({ model }: Pick<PageContext, 'model'>): string {
  const program = onlyProgram(model)
  if (!isTypeTwo(program)) return `Type I${program?.asOf === undefined ? ', date not set' : `, as of ${program.asOf}`}`
  const { period } = program ?? {}
  return `Type II, ${period === undefined ? 'period not set' : `${period.start} to ${period.end}`}`
}

/** Days that a page speaks of: the period as far as it has gone; for a date, the year up to it. Both included. */
export function reportedSpan({ assessment: { basis } }: Pick<PageContext, 'assessment'>): {
  readonly from: Day
  readonly to: Day
} {
  if (basis.kind === 'date') return { from: addDuration(subtractDuration(basis.asOf, 'P1Y'), 'P1D'), to: basis.asOf }
  return { from: basis.start, to: basis.end < basis.asOf ? basis.end : basis.asOf }
}
