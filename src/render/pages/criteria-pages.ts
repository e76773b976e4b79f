import { criteria, series } from '../../model/criteria.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import { deviationRows } from '../deviation-rows.ts'
import { fillTemplate } from '../fill-template.ts'
import type { PageContext } from '../page-context.ts'
import { stateWords } from '../page-text.ts'

/** An index of the criteria in scope, by series, and one page for each. */
export function criteriaPages(context: PageContext): ReadonlyMap<string, string> {
  const { assessment, model } = context
  const pages = new Map<string, string>()
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
  pages.set('criteria/README.md', fillTemplate('criteria-index', { groups, footer: context.footer('../') }))
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
    pages.set(`criteria/${one.id}.md`, fillTemplate('criterion', view))
  }
  return pages
}
