import type { Deviation } from '../../assess/assessment.ts'
import { correctionsOf } from '../../assess/corrections.ts'
import { describeRecord } from '../../assess/describe-record.ts'
import { recordsUntil } from '../../model/log-record.ts'
import { inlineText, shortened } from '../../model/markdown-text.ts'
import { approverInWords } from '../claimed-approvals.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { type DeviationResponse, responsesIn } from '../deviation-responses.ts'
import { whatHappened } from '../deviation-rows.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, compare, partsOfBytes, plural } from '../page-text.ts'
import { remediationWords } from '../remediation-rows.ts'

const proseLimit = 600

export const responsesDocument = defineDocument({
  id: 'DOC-RESPONSES',
  title: "Management's responses (section V)",
  about: 'what is done about each deviation, by whom and until when; what nobody has answered first',
  path: 'management-responses.md',
  part: 'report',
  classification: 'confidential',
  pages: responsePages,
})

const groups = [
  { id: 'none', title: 'No response yet' },
  { id: 'open', title: 'Answered, and not settled' },
  { id: 'exception', title: 'Tolerated by an exception that was in force' },
  { id: 'claimed', title: 'Closed by its record, and not shown by the log' },
  { id: 'settled', title: 'Settled' },
] as const

interface ResponseRow {
  readonly day: string
  readonly what: string
  readonly control: string
  readonly followed: string
  readonly response: string
  readonly due: string
}

/** Every deviation of the evaluation with its response, as the records of the program have it. */
function responsePages(context: PageContext): ReadonlyMap<string, Page> {
  const responseTo = responsesIn(context)
  const answered = context.assessment.deviations
    .map((deviation) => ({ deviation, response: responseTo(deviation) }))
    .map((one) => ({ ...one, group: groupOf(one.response) }))
  const count = (id: (typeof groups)[number]['id']) => answered.filter(({ group }) => group === id).length
  const sorted = groups.flatMap(({ id }) =>
    answered
      .filter(({ group }) => group === id)
      .sort(
        (a, b) =>
          Number(isOverdue(b.response)) - Number(isOverdue(a.response)) ||
          compare(b.deviation.day, a.deviation.day) ||
          (b.deviation.record ?? -1) - (a.deviation.record ?? -1) ||
          compare(a.deviation.what, b.deviation.what),
      )
      .map(({ deviation, response }) => ({ ...rowOf(deviation, response, context), group: id })),
  )
  const parts = partsOfBytes(sorted)
  const unseen = [...context.assessment.controls.values()].filter(
    ({ counted, state }) => counted && state === 'not-evaluated',
  ).length
  const pathOf = (part: number) => `management-responses${part === 0 ? '' : `-part-${part + 1}`}.md`
  const pages = new Map<string, Page>()
  for (const [part, rows] of (parts.length === 0 ? [[]] : parts).entries()) {
    const view = {
      first: part === 0,
      several: parts.length > 1,
      part: part + 1,
      parts: parts.map((_, index) => `[part ${index + 1}](${pathOf(index)})`).join(' · '),
      any: sorted.length > 0,
      counts: groups.map(({ id, title }) => ({ title, count: count(id) })),
      unanswered: count('none'),
      unseen: plural(unseen, 'control has', 'controls have'),
      anyUnseen: unseen > 0,
      looked: context.log.length > 0,
      groups: groups
        .map(({ id, title }) => ({
          title: `${title}: ${count(id)}`,
          blocks: blocksOf(
            rows.filter(({ group }) => group === id),
            50,
            'more deviations',
          ),
        }))
        .filter(({ blocks }) => blocks.length > 0),
      corrections: part === 0 ? correctionRows(context) : [],
      footer: context.footer(''),
    }
    pages.set(pathOf(part), { text: context.fill('management-responses', view), records: [] })
  }
  return pages
}

function groupOf(response: DeviationResponse): (typeof groups)[number]['id'] {
  if (response.kind !== 'deficiency') return response.kind
  return ({ shown: 'settled', claimed: 'claimed', no: 'open' } as const)[response.settled]
}

const isOverdue = (response: DeviationResponse): boolean => response.kind === 'deficiency' && response.overdue

function rowOf(deviation: Deviation, response: DeviationResponse, context: PageContext): ResponseRow {
  const { day, record, control } = deviation
  return {
    day,
    what: `${whatHappened(deviation, context, '')}${record === undefined ? '' : `, ${context.recordLink(record, '')}`}`,
    control: control === undefined ? 'no control looks at it' : context.titled(control, ''),
    ...answerOf(response, context),
  }
}

function answerOf(
  response: DeviationResponse,
  context: PageContext,
): Pick<ResponseRow, 'followed' | 'response' | 'due'> {
  switch (response.kind) {
    case 'none':
      return { followed: '**nothing**', response: '**no response yet**', due: 'nobody, no day' }
    case 'exception': {
      const { exception } = response
      return {
        followed: context.titled(exception.id, ''),
        response: inlineText(shortened(exception.reason, proseLimit)),
        due: `approved by ${approverInWords(exception.id, exception.approvedBy, ['approvedBy'], context)}, ends ${exception.expires ?? 'never'}`,
      }
    }
    case 'deficiency': {
      const { deficiency, due, overdue, named, remediation } = response
      const said = deficiency.managementResponse
      const plan = [
        ...(deficiency.remediation === undefined ? [] : [deficiency.remediation.description]),
        ...(deficiency.actions ?? []).map(
          ({ action, done }) => `${action} (${done === undefined ? 'not done' : `done ${done}`})`,
        ),
      ]
      return {
        followed: [
          `${context.titled(deficiency.id, '')}: ${deficiency.status.replaceAll('-', ' ')}`,
          ...(remediation === undefined ? [] : [`by the log: ${remediationWords[remediation.state]}`]),
          ...(named ? [] : ['it is about the control and does not name this']),
        ].join('<br>'),
        response: [
          said === undefined ? '**management has said nothing yet**' : inlineText(shortened(said, proseLimit)),
          ...plan.map((step) => inlineText(shortened(step, proseLimit))),
        ].join('<br>'),
        due: `${context.who(deficiency.owner)}, ${overdue ? `**overdue since ${due}**` : `by ${due}`}`,
      }
    }
  }
}

/** What the log says itself of records that were wrong: both stay in it. */
function correctionRows(context: PageContext) {
  const { asOf } = context.assessment.basis
  const corrections = correctionsOf(recordsUntil(context.log, asOf, context.timezone))
  return blocksOf(
    [...corrections].flatMap(([index, { result, reason, by }]) => {
      const record = context.recordAt(index)
      if (record === undefined) return []
      return [
        {
          what: `${inlineText(describeRecord(record))}, ${context.recordLink(index, '')}`,
          was: record.result,
          is: result,
          reason: inlineText(shortened(reason, proseLimit)),
          by: context.recordLink(by, ''),
        },
      ]
    }),
    25,
    'more corrections',
  )
}
