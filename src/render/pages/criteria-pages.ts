import { criteria, series } from '../../model/criteria.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { deviationRows } from '../deviation-rows.ts'
import type { PageContext } from '../page-context.ts'
import { stateWords } from '../page-text.ts'

export const criteriaDocument = defineDocument({
  id: 'DOC-CRITERIA',
  title: 'Criteria',
  about: 'every criterion in scope and what meets it',
  path: 'criteria/README.md',
  part: 'evaluation',
  classification: 'internal',
  places: ({ assessment }) => [...assessment.criteria.keys()].map((id) => [id, `criteria/${id}.md`]),
  pages: criteriaPages,
})

/** An index of the criteria in scope, by series, and one page for each. */
function criteriaPages(context: PageContext): ReadonlyMap<string, Page> {
  const { assessment, model } = context
  const pages = new Map<string, Page>()
  const assessed = [...assessment.criteria.values()].flatMap((one) => {
    const criterion = criteria.get(one.id)
    return criterion === undefined ? [] : [{ criterion, one }]
  })
  const groups = series
    .map(({ id, title }) => ({
      id,
      title,
      rows: assessed
        .filter(({ criterion }) => criterion.series === id)
        .map(({ criterion, one }) => ({
          link: `[${one.id}](${one.id}.md)`,
          summary: criterion.summary,
          state: stateWords[one.state],
          covered: one.covered ? 'yes' : '**no**',
          why: context.text(one.why, '../'),
        })),
    }))
    .filter(({ rows }) => rows.length > 0)
  pages.set('criteria/README.md', {
    text: context.fill('criteria-index', { groups, footer: context.footer('../') }),
    records: [],
  })
  for (const { criterion, one } of assessed) {
    const decision = model.decisions.find(({ value }) => value.id === one.decision)?.value
    const controls = one.controls.flatMap((id) => {
      const control = model.controls.get(id)?.value
      const state = assessment.controls.get(id)
      const mapping = control?.criteria.find((each) => each.id === one.id)
      if (control === undefined || state === undefined || mapping === undefined) return []
      return [
        {
          link: context.link(id, '../'),
          title: inlineText(control.title),
          state: stateWords[state.state],
          key: control.keyControl === true ? 'yes' : 'no',
          coverage: mapping.coverage,
          rationale: context.text(mapping.rationale, '../'),
          deviations: state.deviations,
        },
      ]
    })
    const view = {
      id: one.id,
      summary: criterion.summary,
      series: series.find(({ id }) => id === criterion.series)?.title ?? '',
      state: stateWords[one.state],
      why: context.text(one.why, '../'),
      looked: one.state !== 'not-evaluated',
      applicability: one.applicability,
      decision:
        decision === undefined
          ? ''
          : `${decision.id}, approval claimed by ${context.who(decision.approvedBy)}, review by ${decision.reviewBy ?? 'no day'}`,
      justification: decision?.justification === undefined ? '' : blockText(decision.justification),
      controls,
      deviations: deviationRows(
        controls.flatMap(({ deviations }) => deviations),
        context,
        '../',
      ),
      footer: context.footer('../'),
    }
    pages.set(`criteria/${one.id}.md`, {
      text: context.fill('criterion', view),
      records: decision === undefined ? [] : [decision.id],
    })
  }
  return pages
}
