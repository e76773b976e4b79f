import { blockText, inlineText } from '../../model/markdown-text.ts'
import type { AuditorRequest } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, code, compare, listOf, nothing, orNothing } from '../page-text.ts'

export const pbcDocument = defineDocument({
  id: 'DOC-PBC',
  title: 'Requests of the auditor',
  about: 'the list of what was asked for (provided by client), what is overdue first, with what answers each item',
  path: 'pbc/README.md',
  part: 'report',
  classification: 'confidential',
  places: ({ model }) => [...model.auditorRequests.keys()].map((id) => [id, `pbc/${id}.md`] as const),
  pages: pbcPages,
})

const stateWords: Readonly<Record<AuditorRequest['status'], string>> = {
  open: 'open: nobody has begun',
  preparing: 'somebody is gathering it',
  answered: 'answered: it is with the auditor',
  'more-asked': 'the auditor asks for more',
  accepted: 'accepted: the auditor has what they need',
  withdrawn: 'withdrawn',
}

/** In the hands of the organisation: it has still to do something. */
const isWaiting = ({ status }: AuditorRequest): boolean =>
  status === 'open' || status === 'preparing' || status === 'more-asked'

/** The list, overdue first, and a page for each request. */
function pbcPages(context: PageContext): ReadonlyMap<string, Page> {
  const { asOf } = context.assessment.basis
  const all = [...context.model.auditorRequests.values()].map(({ value }) => value)
  const isLate = (request: AuditorRequest) => isWaiting(request) && request.due < asOf
  const groups = [
    { title: 'Overdue', rows: all.filter(isLate) },
    { title: 'Waiting for us', rows: all.filter((one) => isWaiting(one) && !isLate(one)) },
    { title: 'With the auditor', rows: all.filter(({ status }) => status === 'answered') },
    { title: 'Done', rows: all.filter(({ status }) => status === 'accepted' || status === 'withdrawn') },
  ]
  const pages = new Map<string, Page>()
  const view = {
    any: all.length > 0,
    groups: groups
      .filter(({ rows }) => rows.length > 0)
      .map(({ title, rows }) => ({
        title: `${title}: ${rows.length}`,
        blocks: blocksOf(
          rows
            .sort((a, b) => compare(a.due, b.due) || compare(a.id, b.id))
            .map((request) => ({
              link: `[${request.id}](${request.id}.md) ${inlineText(request.title)}`,
              reference: orNothing(request.reference),
              due: dueOf(request, asOf),
              owner: context.who(request.owner),
              state: stateWords[request.status],
              answered: answeredOf(request),
            })),
          100,
          'more requests',
        ),
      })),
    footer: context.footer('../'),
  }
  pages.set('pbc/README.md', { text: context.fill('pbc-index', view), records: [] })
  for (const request of all)
    pages.set(`pbc/${request.id}.md`, {
      text: context.fill('pbc-request', requestView(request, context)),
      records: [request.id],
    })
  return pages
}

const dueOf = (request: AuditorRequest, asOf: string): string =>
  isWaiting(request) && request.due < asOf ? `**overdue since ${request.due}**` : request.due

function answeredOf({ answeredOn, due, status }: AuditorRequest): string {
  if (answeredOn === undefined) return status === 'open' || status === 'preparing' ? 'not yet' : 'no day is written'
  return answeredOn > due ? `${answeredOn}, **late**` : answeredOn
}

function requestView(request: AuditorRequest, context: PageContext) {
  const { population } = request
  return {
    id: request.id,
    title: inlineText(request.title),
    request: blockText(request.request),
    facts: [
      { name: 'Number on the list of the auditor', value: orNothing(request.reference) },
      { name: 'Asked for on', value: request.requestedOn },
      { name: 'Due', value: dueOf(request, context.assessment.basis.asOf) },
      { name: 'Owner', value: context.who(request.owner) },
      { name: 'Answered on', value: answeredOf(request) },
      { name: 'Controls', value: context.titledList(request.controls ?? [], '../') },
      { name: 'Criteria', value: context.links(request.criteria ?? [], '../') },
    ],
    state: stateWords[request.status],
    populated: population !== undefined,
    population:
      population === undefined
        ? []
        : [
            { name: 'What it holds', value: inlineText(population.what) },
            { name: 'From', value: `${population.from ?? 'no first day'} to ${population.to ?? 'no last day'}` },
            {
              name: 'How it is drawn',
              value: population.query === undefined ? '**not written down**' : inlineText(population.query),
            },
            { name: 'Lines', value: population.count === undefined ? '**not counted**' : `${population.count}` },
            { name: 'Digest', value: population.digest === undefined ? '**none**' : code(population.digest) },
          ],
    evidence: blocksOf(
      (request.evidence ?? []).map((id) => evidenceRow(id, context)),
      50,
      'more',
    ),
    documents: blocksOf(
      (request.documents ?? []).map(({ title, location, digest }) => ({
        title: inlineText(title),
        location: orNothing(location),
        digest: code(digest),
      })),
      50,
      'more documents',
    ),
    answer: request.answer === undefined ? '' : blockText(request.answer),
    footer: context.footer('../'),
  }
}

/** An evidence requirement with the state of its records, or a record of the program. */
function evidenceRow(id: string, context: PageContext) {
  for (const control of context.assessment.controls.values()) {
    const found = control.requirements.find((requirement) => requirement.id === id)
    if (found === undefined) continue
    const states = { met: 'Met', 'not-met': '**Not met**', missing: 'Missing' } as const
    return {
      what: `${inlineText(found.title)}<br>${code(id)} of ${context.link(control.id, '../')}`,
      state: `${states[found.state]}: ${inlineText(found.why)}`,
      records:
        found.records.length === 0
          ? '**none**'
          : `${found.records.length}, the newest: ${listOf(found.records.slice(-3).map((index) => context.recordLink(index, '../')))}`,
    }
  }
  return { what: context.titled(id, '../'), state: 'a record of the program', records: nothing }
}
