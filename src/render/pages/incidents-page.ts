import { onlyProgram } from '../../assess/assess-program.ts'
import {
  addBusinessDays,
  addToMoment,
  dayOf,
  durationInWords,
  instantOf,
  millisecondsOf,
  startOfDay,
  stretchInWords,
} from '../../model/days.ts'
import { blockText, cellText, inlineText } from '../../model/markdown-text.ts'
import type { Incident } from '../../model/records.ts'
import { acknowledgementTarget, resolutionTarget } from '../../rules/incidents/acknowledgement-target.ts'
import { commitmentsOver, latestOf } from '../../rules/incidents/notices-owed.ts'
import { claimInWords } from '../claim-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { listOf, nothing } from '../page-text.ts'
import {
  actionsTable,
  attentionText,
  checkedInWords,
  type EntryTable,
  entryText,
  linksOr,
  overviewText,
  placesOf,
  registerParts,
} from '../register-entry.ts'
import { doneInWords, momentInWords, momentOr, notStated, stated, yesOrNo } from '../register-words.ts'

const hasOwnPage = ({ timeline }: Incident): boolean => (timeline ?? []).length > 0

export const incidentsDocument = defineDocument({
  id: 'DOC-INCIDENTS',
  title: 'Incidents',
  about: 'how fast each was handled against its targets, who was told in time, what was learned',
  path: 'incidents.md',
  part: 'registers',
  classification: 'confidential',
  places: ({ model }) => {
    const all = [...model.incidents.values()].map(({ value }) => value)
    return [
      ...placesOf(
        all.filter((one) => !hasOwnPage(one)).map(({ id }) => id),
        'incidents.md',
      ),
      ...all.filter(hasOwnPage).map(({ id }) => [id, `incidents/${id}.md`] as const),
    ]
  },
  pages: incidentPages,
})

function incidentPages(context: PageContext): ReadonlyMap<string, Page> {
  const all = [...context.model.incidents.values()].map(({ value }) => value)
  const open = all.filter(({ resolvedAt }) => resolvedAt === undefined)
  const pages = new Map<string, Page>()
  const plain = all.filter((one) => !hasOwnPage(one))
  const attention = attentionText(
    all.map(({ id }) => id),
    context,
    '',
  )
  for (const { records, path, ...part } of registerParts(plain, 'incidents.md')) {
    const view = {
      ...part,
      count: all.length,
      open: open.length,
      attention: part.first ? attention : '',
      overview: part.first ? overview(all, context) : '',
      entries: records.map((incident) => incidentEntry(incident, context, '')),
      footer: context.footer(''),
    }
    const stands = part.first ? all : records
    pages.set(path, { text: context.fill('incidents', view), records: stands.map(({ id }) => id) })
  }
  for (const incident of all.filter(hasOwnPage)) {
    const view = {
      id: incident.id,
      title: inlineText(incident.title),
      entry: incidentEntry(incident, context, '../'),
      footer: context.footer('../'),
    }
    pages.set(`incidents/${incident.id}.md`, { text: context.fill('incident', view), records: [incident.id] })
  }
  return pages
}

const overview = (all: readonly Incident[], context: PageContext): string =>
  overviewText(
    {
      columns: ['Incident', 'Severity', 'Noticed', 'Taken on', 'State', 'Check'],
      records: all,
      row: (incident) => [
        context.titled(incident.id, ''),
        `${incident.severity}, ${incident.category.replaceAll('-', ' ')}`,
        momentInWords(incident.detectedAt),
        takenOn(incident, context).state,
        incident.resolvedAt === undefined ? '**open**' : `over since ${momentInWords(incident.resolvedAt)}`,
        checkedInWords(incident.id, context),
      ],
    },
    context,
  )

/** Up to this moment it is certain that something is overdue: the beginning of the day of the page, as the rules judge it. */
const beginningOfDay = ({ assessment, timezone }: PageContext): number => startOfDay(assessment.basis.asOf, timezone)

/** Something that has a last moment, against when it came. */
function againstTarget(from: string, target: string | undefined, came: string | undefined, context: PageContext) {
  if (target === undefined) return { target: 'no target', state: nothing }
  const latest = addToMoment(from, target, context.timezone)
  const words = `within ${durationInWords(target)}`
  if (came === undefined)
    return {
      target: words,
      state: latest < beginningOfDay(context) ? '**overdue: it has not happened**' : 'still to come',
    }
  const late = millisecondsOf(came) - latest
  return { target: words, state: late <= 0 ? 'in time' : `**late by ${stretchInWords(late)}**` }
}

const takenOn = (incident: Incident, context: PageContext) =>
  againstTarget(incident.detectedAt, acknowledgementTarget(context.model, incident), incident.acknowledgedAt, context)

function timesTable(incident: Incident, context: PageContext): EntryTable {
  const { detectedAt } = incident
  const row = (name: string, at: string | undefined, { target, state } = { target: nothing, state: nothing }) => [
    name,
    momentOr(at, 'not yet, or not written down'),
    at === undefined ? nothing : afterDetection(detectedAt, at),
    target,
    state,
  ]
  return {
    title: 'Times',
    columns: ['What', 'When', 'After it was noticed', 'Target', 'State'],
    rows: [
      row('It began', incident.startedAt),
      row('It was noticed', detectedAt),
      row('It was certain', incident.confirmedAt),
      row('Somebody took it on', incident.acknowledgedAt, takenOn(incident, context)),
      row('It could no longer spread', incident.containedAt),
      row(
        'The system was whole again',
        incident.resolvedAt,
        againstTarget(detectedAt, resolutionTarget(context.model, incident), incident.resolvedAt, context),
      ),
    ],
    none: '',
  }
}

function afterDetection(detected: string, at: string): string {
  const between = millisecondsOf(at) - millisecondsOf(detected)
  return between < 0 ? `${stretchInWords(-between)} before` : between === 0 ? 'at once' : stretchInWords(between)
}

function noticesTable(incident: Incident, context: PageContext, root: string): EntryTable {
  const { model, timezone } = context
  const written = incident.notices ?? []
  const rows = written.map((notice) => {
    const limit = latestOf(model, incident, notice, timezone)
    const basis = notice.commitment === undefined ? stated(notice.basis) : context.titled(notice.commitment, root)
    const channel = [notice.channel, notice.reference].flatMap((text) => (text === undefined ? [] : [inlineText(text)]))
    return [
      notice.audience.replaceAll('-', ' '),
      basis,
      limit === undefined ? 'no last moment' : momentInWords(instantOf(limit.latest)),
      notice.sentAt === undefined ? 'not sent' : momentInWords(notice.sentAt),
      noticeState(notice.sentAt, limit?.latest, context),
      listOf(channel),
    ]
  })
  const owed = commitmentsOver(model, incident, timezone)
    .filter(({ value }) => !written.some(({ commitment }) => commitment === value.id))
    .map(({ value }) => {
      const limit = latestOf(model, incident, { commitment: value.id }, timezone)
      return [
        value.audience.replaceAll('-', ' '),
        context.titled(value.id, root),
        limit === undefined ? 'no last moment' : momentInWords(instantOf(limit.latest)),
        'no notice is written down',
        limit !== undefined && limit.latest < beginningOfDay(context) ? '**overdue**' : 'still to come',
        nothing,
      ]
    })
  return {
    title: 'Notices',
    columns: ['To', 'Because of', 'In time until', 'Sent', 'State', 'How'],
    rows: [...owed, ...rows],
    none: 'Nobody has to be told by a commitment in force, and no notice is written down.',
  }
}

function noticeState(sentAt: string | undefined, latest: number | undefined, context: PageContext): string {
  if (sentAt === undefined) {
    if (latest === undefined) return 'not sent'
    return latest < beginningOfDay(context) ? '**overdue**' : 'still to come'
  }
  if (latest === undefined) return 'sent'
  const late = millisecondsOf(sentAt) - latest
  return late <= 0 ? 'in time' : `**late by ${stretchInWords(late)}**`
}

function reviewInWords(incident: Incident, context: PageContext): string {
  const { review, severity, resolvedAt } = incident
  const { asOf } = context.assessment.basis
  const program = onlyProgram(context.model)
  const serious = severity === 'high' || severity === 'critical'
  const due =
    !serious || resolvedAt === undefined
      ? undefined
      : addBusinessDays(
          dayOf(resolvedAt, context.timezone),
          program?.incidents?.reviewBusinessDays ?? 5,
          program?.calendar,
        )
  if (due !== undefined) {
    const by = review === undefined ? '' : `, by ${reviewerInWords(incident, context)}`
    return `${doneInWords(due, review?.at, asOf)}${by}`
  }
  if (review !== undefined) return `on ${review.at}, by ${reviewerInWords(incident, context)}`
  return serious ? 'not yet: it is still open' : `none; none is asked for at severity ${severity}`
}

const reviewerInWords = (incident: Incident, context: PageContext): string =>
  claimInWords<Incident>(incident.id, incident.review?.by, (one) => one.review?.by, context)

function incidentEntry(incident: Incident, context: PageContext, root: string): string {
  const { dataInvolved, review, timeline = [] } = incident
  const { asOf } = context.assessment.basis
  return entryText(
    {
      id: incident.id,
      ...(hasOwnPage(incident) ? { heading: 'What happened', level: '##' as const } : {}),
      title: inlineText(incident.title),
      text: blockText(incident.impact),
      facts: [
        { name: 'Severity and kind', value: `${incident.severity}, ${incident.category.replaceAll('-', ' ')}` },
        { name: 'Led by', value: context.who(incident.owner) },
        { name: 'Systems', value: linksOr(incident.systems, context, root, 'none is named') },
        {
          name: 'Data involved',
          value:
            dataInvolved === undefined
              ? 'none is written down'
              : `${cellText(dataInvolved.description)}<br>personal: ${yesOrNo(dataInvolved.personal)}; records: ${dataInvolved.records ?? notStated}; classes: ${linksOr(dataInvolved.dataClasses, context, root, 'none named')}`,
        },
        { name: 'Customers affected', value: incident.customers === undefined ? notStated : `${incident.customers}` },
        {
          name: 'Root cause',
          value: incident.rootCause === undefined ? '**not written down**' : cellText(incident.rootCause),
        },
        {
          name: 'Playbook',
          value: linksOr(
            incident.playbook === undefined ? [] : [incident.playbook],
            context,
            root,
            'none was followed',
          ),
        },
        { name: 'Looked back at', value: reviewInWords(incident, context) },
        ...(review === undefined ? [] : [{ name: 'What was learned', value: cellText(review.summary) }]),
        ...(review?.noActions === undefined
          ? []
          : [{ name: 'Why nothing is changed', value: cellText(review.noActions) }]),
        { name: 'Risks that came true', value: linksOr(incident.risks, context, root, 'none is named') },
        { name: 'Changes', value: linksOr(incident.changes, context, root, 'none is named') },
      ],
      tables: [
        timesTable(incident, context),
        noticesTable(incident, context, root),
        actionsTable(incident.actions, context, (due, done) => doneInWords(due, done, asOf)),
        {
          title: 'Timeline',
          columns: ['When', 'What', 'Who'],
          rows: timeline.map(({ at, what, by }) => [
            momentInWords(at),
            cellText(what),
            by === undefined ? nothing : context.who(by),
          ]),
          none: '',
        },
      ],
    },
    context,
    root,
  )
}
