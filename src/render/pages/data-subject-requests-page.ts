import { addDuration } from '../../model/days.ts'
import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { DataSubjectRequest } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { checkedInWords, entryText, linksOr, overviewText, placesOf } from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import { asWords, doneInWords, durationOr, stated, yesOrNo } from '../register-words.ts'

export const dataSubjectRequestsDocument = defineDocument({
  id: 'DOC-DATA-SUBJECT-REQUESTS',
  title: 'Requests about personal data',
  about: 'what people asked for about their data, by when an answer was due, and when it was given',
  path: 'data-subject-requests.md',
  part: 'registers',
  classification: 'confidential',
  places: ({ model }) => placesOf(model.dataSubjectRequests.keys(), 'data-subject-requests.md'),
  pages: requestPages,
})

function requestPages(context: PageContext): ReadonlyMap<string, Page> {
  const all = [...context.model.dataSubjectRequests.values()].map(({ value }) => value)
  return registerPages(
    {
      all,
      path: 'data-subject-requests.md',
      template: 'data-subject-requests',
      view: (records) => ({
        open: all.filter(isOpen).length,
        overview: overviewText(
          {
            columns: ['Request', 'Asked for', 'Received on', 'Answer', 'Outcome', 'Check'],
            records,
            row: (request) => [
              context.titled(request.id, ''),
              asWords(request.type),
              request.receivedOn,
              answerInWords(request, context),
              request.outcome === undefined ? asWords(request.status) : asWords(request.outcome),
              checkedInWords(request.id, context),
            ],
          },
          context,
        ),
        entries: records.map((request) => requestEntry(request, context)),
      }),
    },
    context,
  )
}

const isOpen = ({ status }: DataSubjectRequest): boolean => status !== 'answered' && status !== 'withdrawn'

/** Last day on which an answer is in time: as written, or as the person was told where it takes longer. */
const lastDayOf = ({ due, extension }: DataSubjectRequest): string =>
  extension === undefined || extension.until < due ? due : extension.until

function answerInWords(request: DataSubjectRequest, { assessment }: PageContext): string {
  if (request.status === 'withdrawn') return 'not needed: withdrawn'
  return doneInWords(lastDayOf(request), request.completedOn, assessment.basis.asOf)
}

function requestEntry(request: DataSubjectRequest, context: PageContext): string {
  const { basis, extension } = request
  return entryText(
    {
      id: request.id,
      title: inlineText(request.title),
      facts: [
        { name: 'Asked for', value: `${asWords(request.type)}; ticket ${inlineText(request.reference)}` },
        { name: 'Received on', value: request.receivedOn },
        { name: 'Answer', value: answerInWords(request, context) },
        {
          name: 'Time that it has',
          value: `${durationOr(basis.within)} (until ${addDuration(request.receivedOn, basis.within)}), by ${stated(basis.law)}${basis.commitment === undefined ? '' : ` and ${context.titled(basis.commitment, '')}`}`,
        },
        {
          name: 'More time',
          value:
            extension === undefined
              ? 'none'
              : `until ${extension.until}, told on ${extension.toldOn}: ${cellText(extension.reason)}`,
        },
        { name: 'Owner', value: context.who(request.owner) },
        { name: 'Status', value: asWords(request.status) },
        { name: 'Certain who asks since', value: request.identityChecked ?? '**not written down**' },
        { name: 'Systems', value: linksOr(request.systems, context, '', 'none is named') },
        { name: 'Outcome', value: asWords(request.outcome) },
        { name: 'Why', value: request.reason === undefined ? 'not stated' : cellText(request.reason) },
        { name: 'Recipients were told', value: yesOrNo(request.recipientsTold) },
      ],
    },
    context,
    '',
  )
}
