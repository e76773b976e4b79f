import { tallyOf } from '../../assess/score.ts'
import { type Category, type Criterion, categories, criteria, series } from '../../model/criteria.ts'
import { inlineText, shortened } from '../../model/markdown-text.ts'
import type { Control } from '../../model/records.ts'
import { categoryWords, seriesWords } from '../category-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { evidenceKindsOf } from '../evidence-kind-words.ts'
import type { PageContext } from '../page-context.ts'
import { nothing, plural, stateWords } from '../page-text.ts'
import { isInScope } from '../report-scope.ts'

/** Characters of a statement that a row shows, and controls that it shows with their statements: the rest is a click away. */
const statementLimit = 400
const controlsShown = 10

export const alignmentDocument = defineDocument({
  id: 'DOC-ALIGNMENT',
  title: 'Alignment, criterion by criterion',
  about: 'each of the 61 criteria: what it asks, what is done for it, and whether evidence shows it',
  path: 'alignment.md',
  part: 'evaluation',
  classification: 'internal',
  pages: alignmentPages,
})

const pathOf = (category: Category): string => `alignment/${category}.md`

/** The categories with their counts, and a page for each with one row a criterion, those out of scope included. */
function alignmentPages(context: PageContext): ReadonlyMap<string, Page> {
  const { assessment } = context
  const pages = new Map<string, Page>()
  const rows = categories.map(({ id, name }) => {
    const own = [...criteria.values()].filter(({ category }) => category === id)
    const tally = tallyOf(own.flatMap(({ id: criterion }) => assessment.criteria.get(criterion)?.state ?? []))
    const inScope = isInScope(id, assessment)
    return {
      link: `[${name} (${id})](${pathOf(id)})`,
      about: categoryWords[id],
      criteria: own.length,
      inScope: inScope ? 'yes' : 'no',
      state: inScope
        ? `${tally.met} of ${tally.applicable} met${tally.notMet > 0 ? `, **${tally.notMet} not met**` : ''}${tally.notEvaluated > 0 ? `, ${tally.notEvaluated} not evaluated` : ''}${tally.notApplicable > 0 ? `, ${tally.notApplicable} not applicable` : ''}`
        : 'not looked at',
    }
  })
  pages.set('alignment.md', {
    text: context.fill('alignment', { rows, count: criteria.size, footer: context.footer('') }),
    records: [],
  })
  for (const { id, name } of categories) {
    const view = {
      id,
      name,
      about: categoryWords[id],
      outOfScope: !isInScope(id, assessment),
      series: series
        .filter(({ category }) => category === id)
        .map((one) => ({
          id: one.id,
          title: one.title,
          about: seriesWords[one.id] ?? '',
          rows: [...criteria.values()]
            .filter((criterion) => criterion.series === one.id)
            .map((criterion) => rowOf(criterion, context)),
        })),
      footer: context.footer('../'),
    }
    pages.set(pathOf(id), { text: context.fill('alignment-category', view), records: [] })
  }
  return pages
}

function rowOf({ id, summary }: Criterion, context: PageContext) {
  const assessed = context.assessment.criteria.get(id)
  const serving = servingControls(id, context)
  const kinds = [...new Set(serving.filter(({ status }) => status !== 'planned').flatMap(evidenceKindsOf))].sort()
  return {
    criterion: context.link(id, '../'),
    asks: summary,
    how: howOf(id, serving, context),
    evidence: kinds.length === 0 ? nothing : kinds.join('<br>'),
    state:
      assessed === undefined
        ? 'Not in scope'
        : `${stateWords[assessed.state]}${assessed.state === 'met' || assessed.state === 'not-applicable' ? '' : `: ${context.text(assessed.why, '../')}`}`,
  }
}

const order = { operating: 0, implemented: 1, planned: 2, retired: 3 } as const

/** Controls that name the criterion, what is in operation first; retired ones do nothing for it. */
const servingControls = (id: string, { model }: PageContext): readonly Control[] =>
  [...model.controls.values()]
    .map(({ value }) => value)
    .filter(({ status, criteria: named }) => status !== 'retired' && named.some((mapping) => mapping.id === id))
    .sort((a, b) => order[a.status] - order[b.status] || (a.id < b.id ? -1 : 1))

/** Statements of the controls; where there is none, or the criterion does not apply, that is what stands there. */
function howOf(id: string, serving: readonly Control[], context: PageContext): string {
  const assessed = context.assessment.criteria.get(id)
  if (assessed?.applicability === 'not-applicable' && assessed.state === 'not-applicable')
    return `Does not apply: ${context.text(assessed.why, '../')} (${assessed.decision === undefined ? 'no decision' : context.link(assessed.decision, '../')})`
  const inherited =
    assessed?.applicability === 'inherited' && assessed.decision !== undefined
      ? [`Inherited from a subservice organisation by ${context.link(assessed.decision, '../')}`]
      : []
  if (serving.length + inherited.length === 0)
    return assessed === undefined ? 'Nothing: it is not in scope' : '**Nothing yet:** no control serves it'
  const shown = serving.slice(0, controlsShown).map((control) => {
    const stage = control.status === 'operating' ? '' : `, ${control.status} and not in operation`
    return `${context.link(control.id, '../')}${stage}: ${inlineText(shortened(control.statement, statementLimit))}`
  })
  const more = serving.length - shown.length
  const rest =
    more === 0
      ? []
      : [
          `and ${plural(more, 'more control')}${assessed === undefined ? '' : ` on the page of ${context.link(id, '../')}`}`,
        ]
  return [...inherited, ...shown, ...rest].join('<br>')
}
