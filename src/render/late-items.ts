import { defaultSettings } from '../model/settings.ts'
import { rules } from '../rules/registry.gen.ts'
import { runRules } from '../rules/run-rules.ts'
import { lateReviews } from './late-reviews.ts'
import type { PageContext } from './page-context.ts'
import { compare, plural } from './page-text.ts'

/** Something that the program itself says was done late, or was to be done and is not. */
export interface LateItem {
  /** Id of the record. */
  readonly id: string
  /** Rules that say so. */
  readonly rule: string
  readonly criteria: readonly string[]
  /** In words of the rule, with the number of further ones; not escaped. */
  readonly what: string
}

/** Days that `overdueItems` lists with the day on which they were due. */
const listedByDay: ReadonlySet<string> = new Set(['POL-004', 'RSK-007', 'RSK-010', 'EXC-002'])

const aboutDays = rules.filter(
  ({ overdue, needs, id }) => overdue === true && needs === undefined && !listedByDay.has(id),
)

/**
 * What the rules about days find in the program on the day of the documents: reviews of access that were late or are not
 * done, access that was not taken away in time, notices, tests, actions. What an exception tolerates is listed as well.
 */
export function lateItems(context: Pick<PageContext, 'model' | 'assessment' | 'timezone'>): readonly LateItem[] {
  const { model, assessment } = context
  const results = runRules(model, { asOf: assessment.basis.asOf, settings: defaultSettings }, aboutDays)
  const found = results.flatMap(({ rule, results: some }) =>
    some.flatMap(({ resource, outcome }): readonly LateItem[] => {
      // Planned actions of risks are listed with the day on which they were due.
      if (!('findings' in outcome) || (rule.id === 'DUE-001' && model.risks.has(resource))) return []
      const [first] = outcome.findings
      const rest = outcome.findings.length - 1
      if (first === undefined) return []
      const more = rest === 0 ? '' : `; and ${plural(rest, 'more finding')} of ${rule.id}`
      return [
        { id: resource, rule: rule.id, criteria: rule.criteria, what: `${first.message.replaceAll('`', '')}${more}` },
      ]
    }),
  )
  return withLateReviews(found, lateReviews(context)).sort((a, b) => compare(a.id, b.id) || compare(a.rule, b.rule))
}

/** One line for each review: by how many days it was late, then what the rule finds in it. */
function withLateReviews(found: readonly LateItem[], reviews: readonly LateItem[]): LateItem[] {
  const late = new Map(reviews.map((one) => [`${one.id} ${one.rule}`, one]))
  const both = found.map((one) => {
    const key = `${one.id} ${one.rule}`
    const review = late.get(key)
    late.delete(key)
    return review === undefined ? one : { ...one, what: `${review.what}; ${one.what}` }
  })
  return [...both, ...late.values()]
}
