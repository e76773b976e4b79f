import { onlyProgram } from '../../assess/assess-program.ts'
import { type Criterion, criteria, series } from '../../model/criteria.ts'
import { inlineText, shortened } from '../../model/markdown-text.ts'
import type { Control } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { compare, nothing, partsOfBytes } from '../page-text.ts'
import { isInScope, isTypeTwo, reportInWords } from '../report-scope.ts'
import { type TestedResult, testedResult, whyNotTested } from '../tested-results.ts'

const textLimit = 600
/** Controls that the front page tells what deviated of; the others stand in the matrix. */
const deviatingShown = 100

export const testsDocument = defineDocument({
  id: 'DOC-TESTS',
  title: 'Tests of controls (section IV)',
  about: "management's own tests with their results, as a matrix for the auditor to test again",
  path: 'tests-of-controls.md',
  part: 'report',
  classification: 'confidential',
  pages: testPages,
})

interface MatrixRow {
  readonly criterion: string
  readonly control: string
  readonly procedure: string
  readonly population: string
  readonly result: string
  /** Management's evaluation of the design, all that a report of Type I looks at. */
  readonly design: string
}

/** For Type II a front page with what deviated first, and the matrix by series; for Type I the design alone. */
function testPages(context: PageContext): ReadonlyMap<string, Page> {
  const typeTwo = isTypeTwo(onlyProgram(context.model))
  const pages = new Map<string, Page>()
  const groups = series
    .filter(({ category }) => isInScope(category, context.assessment))
    .map(({ id, title }) => {
      const own = [...criteria.values()].filter((criterion) => criterion.series === id)
      const parts = partsOfBytes(own.flatMap((criterion) => rowsOf(criterion, typeTwo, context)))
      const pathOf = (part: number) => `tests-of-controls/${id}${part === 0 ? '' : `-part-${part + 1}`}.md`
      for (const [part, rows] of (parts.length === 0 ? [[]] : parts).entries()) {
        const view = {
          id,
          title,
          rows,
          typeTwo,
          several: parts.length > 1,
          part: part + 1,
          parts: parts.map((_, index) => `[part ${index + 1}](../${pathOf(index)})`).join(' · '),
          footer: context.footer('../'),
        }
        pages.set(pathOf(part), { text: context.fill('tests-of-series', view), records: [] })
      }
      const controls = new Set(own.flatMap((one) => servingControls(one, context).map((control) => control.id)))
      const results = [...controls].flatMap((control) => resultsOf(control, context))
      const count = (kind: TestedResult['kind']) => results.filter((one) => one.kind === kind).length
      return {
        link: `[${id} ${title}](${pathOf(0)})`,
        controls: controls.size,
        none: count('none'),
        some: count('some') === 0 ? '0' : `**${count('some')}**`,
        open: count('open'),
      }
    })
  const deviating = typeTwo ? deviatingControls(context) : []
  const view = {
    typeTwo,
    report: reportInWords(context),
    groups,
    deviating: deviating.slice(0, deviatingShown),
    more: Math.max(0, deviating.length - deviatingShown),
    footer: context.footer(''),
  }
  pages.set('tests-of-controls.md', { text: context.fill('tests-of-controls', view), records: [] })
  return pages
}

/** Controls whose tests found something, with what it was. */
const deviatingControls = (context: PageContext) =>
  [...context.assessment.controls.values()]
    .filter(({ counted }) => counted)
    .flatMap(({ id, waivedBy }) => {
      const some = resultsOf(id, context).filter(({ kind }) => kind === 'some')
      if (some.length === 0) return []
      const waived = waivedBy.map(({ id: exception, untilDay }) => `${context.link(exception, '')} until ${untilDay}`)
      return [
        {
          control: context.titled(id, ''),
          result: some.map(({ words }) => words).join('<br>'),
          waived: waived.length === 0 ? nothing : waived.join('<br>'),
        },
      ]
    })

function resultsOf(id: string, context: PageContext): readonly TestedResult[] {
  const control = context.model.controls.get(id)?.value
  const assessed = context.assessment.controls.get(id)
  if (control === undefined || assessed === undefined || whyNotTested(control, assessed) !== undefined) return []
  return assessed.requirements.map((requirement) => testedResult(requirement, control, context, ''))
}

const servingControls = (criterion: Criterion, { model }: PageContext): readonly Control[] =>
  [...model.controls.values()]
    .map(({ value }) => value)
    .filter(({ status, criteria: named }) => status !== 'retired' && named.some(({ id }) => id === criterion.id))
    .sort((a, b) => compare(a.id, b.id))

function rowsOf(criterion: Criterion, typeTwo: boolean, context: PageContext): readonly MatrixRow[] {
  const link = context.link(criterion.id, '../')
  const assessed = context.assessment.criteria.get(criterion.id)
  const serving = servingControls(criterion, context)
  if (assessed?.state === 'not-applicable' || serving.length === 0) {
    const words = assessed?.state === 'not-applicable' ? 'does not apply' : '**no control serves it**'
    return [
      {
        criterion: link,
        control: `${words}${assessed === undefined ? '' : `: ${context.text(assessed.why, '../')}`}`,
        procedure: nothing,
        population: nothing,
        result: nothing,
        design: nothing,
      },
    ]
  }
  return serving.map((control) => ({
    criterion: link,
    control: `${context.titled(control.id, '../')}: ${inlineText(shortened(control.statement, textLimit))}`,
    procedure:
      (control.test ?? [])
        .map(({ method, steps }) => `${method}: ${inlineText(shortened(steps, textLimit))}`)
        .join('<br>') || '**not written down**',
    design: designInWords(control, context),
    ...(typeTwo ? testedCells(control, context) : { population: nothing, result: nothing }),
  }))
}

/** Population and result, one line for each requirement, in the same order. */
function testedCells(control: Control, context: PageContext): Pick<MatrixRow, 'population' | 'result'> {
  const assessed = context.assessment.controls.get(control.id)
  const not = whyNotTested(control, assessed)
  if (not !== undefined || assessed === undefined) return { population: nothing, result: not ?? nothing }
  const tested = assessed.requirements.map((requirement) => ({
    title: inlineText(shortened(requirement.title, 120)),
    ...testedResult(requirement, control, context, '../'),
  }))
  return {
    population: tested.map(({ title, population }) => `${title}: ${population}`).join('<br>'),
    result: tested.map(({ title, words }) => `${title}: ${words}`).join('<br>'),
  }
}

function designInWords({ id }: Control, { assessment }: PageContext): string {
  const design = assessment.controls.get(id)?.design
  if (design === undefined) return 'not determined'
  const missing = design.missing.length === 0 ? '' : `: ${design.missing.map(inlineText).join('; ')}`
  return design.state === 'complete' ? 'complete' : `**${design.state}**${missing}`
}
