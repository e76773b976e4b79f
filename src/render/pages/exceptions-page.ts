import { addDuration, daysAgo } from '../../model/days.ts'
import { isInForce } from '../../model/exception-term.ts'
import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { Exception } from '../../model/records.ts'
import type { HistoricRecord } from '../../read/record-history.ts'
import { isAuthored, isShown } from '../claims.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, code, compare, listOf, nothing, partsOf, plural, stateWords } from '../page-text.ts'
import type { RenderInput } from '../render-input.ts'

/** Details of exceptions on one page. */
const detailsPerPage = 60
const shown = 100
const resourcesShown = 50

export const exceptionsDocument = defineDocument({
  id: 'DOC-EXCEPTIONS',
  title: 'Exceptions',
  about: 'what is tolerated until when, what ended or ends first, with the state of what it waives',
  path: 'exceptions.md',
  part: 'registers',
  classification: 'confidential',
  places: (input) =>
    partsOf(idsOf(input), detailsPerPage).flatMap((ids, part) =>
      ids.map((id) => [id, `${pathOf(part)}#${id.toLowerCase()}`] as const),
    ),
  pages: exceptionPages,
})

const idsOf = ({ model }: Pick<RenderInput, 'model'>): readonly string[] => [...model.exceptions.keys()].sort(compare)

const pathOf = (part: number): string => (part === 0 ? 'exceptions.md' : `exceptions-part-${part + 1}.md`)

function exceptionPages(context: PageContext): ReadonlyMap<string, Page> {
  const { asOf } = context.assessment.basis
  const all = idsOf(context).flatMap((id) => context.model.exceptions.get(id)?.value ?? [])
  const details = partsOf(all, detailsPerPage)
  const pages = new Map<string, Page>()
  for (const [part, some] of (details.length === 0 ? [[]] : details).entries()) {
    const sorted = all.toSorted(
      (a, b) => rank(a, asOf) - rank(b, asOf) || compare(lastDay(a), lastDay(b)) || compare(a.id, b.id),
    )
    const rows = sorted.map((one) => rowOf(one, context))
    const view = {
      first: part === 0,
      part: part + 1,
      parts: details.map((_, index) => `[part ${index + 1}](${pathOf(index)})`).join(' · '),
      several: details.length > 1,
      count: all.length,
      inForce: all.filter((one) => isInForce(one, asOf)).length,
      ended: all.filter((one) => hasEnded(one, asOf)).length,
      rows: part === 0 ? blocksOf(rows, shown, 'more exceptions') : [],
      details: some.map((one) => detailOf(one, context)),
      footer: context.footer(''),
    }
    pages.set(pathOf(part), { text: context.fill('exceptions', view), records: some.map(({ id }) => id) })
  }
  return pages
}

const hasEnded = ({ expires }: Exception, asOf: string): boolean => expires !== undefined && expires < asOf

/** What has ended comes first, for something may still depend on it; then what has no end, what is in force, what begins later. */
function rank(exception: Exception, asOf: string): number {
  if (hasEnded(exception, asOf)) return 0
  if (exception.expires === undefined) return 1
  return isInForce(exception, asOf) ? 2 : 3
}

/** After every day where there is none. */
const lastDay = ({ expires }: Exception): string => expires ?? '~'

function termInWords(exception: Exception, asOf: string): string {
  const { start, expires } = exception
  if (expires === undefined) return `**no last day, so it waives nothing** (from ${start})`
  if (expires < asOf) return `**ended on ${expires}**, ${daysAgo(expires, asOf)}`
  if (start > asOf) return `from ${start} to ${expires}, not yet`
  const soon = expires <= addDuration(asOf, 'P30D') ? ', **ends soon**' : ''
  return `${start} to ${expires}${soon}`
}

function rowOf(exception: Exception, context: PageContext) {
  return {
    what: context.titled(exception.id, ''),
    from: departsFrom(exception, context),
    term: termInWords(exception, context.assessment.basis.asOf),
    severity: exception.severity,
    approved: approvalOf(exception, context),
    renewals: renewalsOf(exception),
  }
}

const renewalsOf = ({ renewals = 0 }: Exception): string => (renewals === 0 ? 'never' : plural(renewals, 'time'))

function departsFrom({ control, rule }: Exception, context: PageContext): string {
  const named = [
    ...(control === undefined ? [] : [context.link(control, '')]),
    ...(rule === undefined ? [] : [code(rule)]),
  ]
  return named.length === 0 ? '**names neither a control nor a rule**' : listOf(named)
}

const claimed = (of: (exception: Exception) => string | undefined) => (record: HistoricRecord) => {
  const person = record.kind === 'Exception' ? of(record.data as Exception) : undefined
  return person === undefined ? [] : [person]
}

/** Who approved it is a claim until a counted review of the change that brought it shows it. */
function approvalOf({ id, approvedBy, requestedBy }: Exception, context: PageContext): string {
  if (approvedBy === undefined) return '**nobody**'
  const history = context.history.get(id) ?? []
  const isOf = claimed((exception) => exception.approvedBy)
  const by = context.who(approvedBy)
  if (approvedBy === requestedBy) return `${by} (**who asked for it**)`
  return `${by} (${isShown(approvedBy, history, isOf, context.evidence, context.model) ? 'shown by a counted review' : 'claimed'})`
}

function requestOf({ id, requestedBy }: Exception, context: PageContext): string {
  const history = context.history.get(id) ?? []
  const isOf = claimed((exception) => exception.requestedBy)
  const isByThem = isAuthored(requestedBy, history, isOf, context.evidence, context.model)
  return `${context.who(requestedBy)} (${isByThem ? 'shown: the change that brought it is theirs' : 'claimed'})`
}

function detailOf(exception: Exception, context: PageContext) {
  const { resources, compensatingControls = [] } = exception
  const more = resources.length - resourcesShown
  return {
    id: exception.id,
    title: inlineText(exception.title),
    reason: blockText(exception.reason),
    term: termInWords(exception, context.assessment.basis.asOf),
    facts: [
      ...waivedRows(exception, context),
      {
        name: 'Covers',
        value: `${listOf(resources.slice(0, resourcesShown).map(inlineText))}${more > 0 ? ` and ${more} more` : ''}`,
      },
      { name: 'Severity', value: exception.severity },
      { name: 'Risk', value: exception.risk === undefined ? nothing : context.titled(exception.risk, '') },
      { name: 'Requested by', value: requestOf(exception, context) },
      { name: 'Approved by', value: approvalOf(exception, context) },
      { name: 'Renewed', value: renewalsOf(exception) },
      ...(compensatingControls.length === 0 ? [{ name: 'Compensating controls', value: '**none is named**' }] : []),
    ],
    compensations: compensatingControls.toSorted(compare).map((id) => {
      const result = context.assessment.controls.get(id)
      if (result === undefined)
        return { control: context.titled(id, ''), state: '**not in the program**', why: nothing }
      const state = result.supports ? stateWords[result.state] : `${stateWords[result.state]}; it does not operate`
      return { control: context.titled(id, ''), state, why: context.text(result.why, '') }
    }),
  }
}

/** What is waived stays in sight, as it is without the exception. */
function waivedRows({ control, rule }: Exception, context: PageContext) {
  const result = control === undefined ? undefined : context.assessment.controls.get(control)
  const found = result?.deviations.length ?? 0
  return [
    ...(control === undefined
      ? []
      : [
          { name: 'Control departed from', value: context.titled(control, '') },
          {
            name: 'How it is without the exception',
            value:
              result === undefined
                ? '**not in the program**'
                : `${stateWords[result.state]}: ${context.text(result.why, '')}; ${found === 0 ? 'no deviation is known' : plural(found, 'deviation')}`,
          },
        ]),
    ...(rule === undefined ? [] : [{ name: 'Rule departed from', value: code(rule) }]),
  ]
}
