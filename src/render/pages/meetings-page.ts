import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { GoverningBody, Meeting } from '../../model/records.ts'
import { cadenceOf, whyNotCounted } from '../../rules/governance/meeting-cadence.ts'
import { claimInWords } from '../claim-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { heldInLog } from '../evidence-mentions.ts'
import type { PageContext } from '../page-context.ts'
import { compare, listOf } from '../page-text.ts'
import { actionsTable, checkedInWords, entryText, linksOr, overviewText, placesOf } from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import { doneInWords, dueInWords } from '../register-words.ts'

export const meetingsDocument = defineDocument({
  id: 'DOC-MEETINGS',
  title: 'Meetings',
  about: 'when each body met and has to meet next, what was decided, which actions are open',
  path: 'meetings.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.meetings.keys(), 'meetings.md'),
  pages: meetingPages,
})

function meetingPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const all = [...model.meetings.values()].map(({ value }) => value)
  const bodies = [...model.governingBodies.values()].map(({ value }) => value)
  return registerPages(
    {
      all,
      path: 'meetings.md',
      template: 'meetings',
      attention: { ids: [...bodies, ...all].map(({ id }) => id) },
      view: (records, isFirst) => ({
        bodies: isFirst ? bodiesText(bodies, all, context) : '',
        overview: overviewText(
          {
            columns: ['Meeting', 'Body', 'Held on', 'There', 'Counts', 'Open actions'],
            records,
            row: (meeting) => [
              context.titled(meeting.id, ''),
              context.titled(meeting.body, ''),
              meeting.heldOn,
              `${meeting.attendees.length}`,
              countsInWords(meeting, context),
              openActions(meeting, context),
            ],
          },
          context,
        ),
        entries: records.map((meeting) => meetingEntry(meeting, context)),
      }),
    },
    context,
  )
}

/** Bodies with the meetings that count, what is overdue first. */
export const bodiesText = (
  bodies: readonly GoverningBody[],
  meetings: readonly Meeting[],
  context: PageContext,
): string =>
  overviewText(
    {
      columns: ['Body', 'Meets', 'Last meeting that counts', 'Next', 'Held', 'Check'],
      records: bodies,
      row: (body) => {
        const { asOf } = context.assessment.basis
        const cadence = cadenceOf(context.model, body, asOf)
        const held = meetings.filter((one) => one.body === body.id)
        return [
          context.titled(body.id, ''),
          body.frequency,
          cadence === undefined ? 'planned: it does not meet yet' : (cadence.last ?? 'none'),
          cadence === undefined ? 'nothing is asked of it' : dueInWords(cadence.due, asOf),
          `${held.length}`,
          checkedInWords(body.id, context),
        ]
      },
    },
    context,
  )

function countsInWords(meeting: Meeting, { model }: PageContext): string {
  const body = model.governingBodies.get(meeting.body)?.value
  if (body === undefined) return 'not determined: the body is not in the program'
  const why = whyNotCounted(meeting, body)
  return why === undefined ? 'yes' : `**no: ${why}**`
}

function openActions({ actions = [] }: Meeting, { assessment }: PageContext): string {
  const open = actions.filter(({ done }) => done === undefined)
  const overdue = open.filter(({ due }) => due < assessment.basis.asOf)
  return overdue.length > 0 ? `${open.length}, **${overdue.length} overdue**` : `${open.length}`
}

function meetingEntry(meeting: Meeting, context: PageContext): string {
  const { asOf } = context.assessment.basis
  const { minutes } = meeting
  const people = [...meeting.attendees].sort(compare)
  return entryText(
    {
      id: meeting.id,
      title: inlineText(meeting.title),
      facts: [
        { name: 'Body', value: context.titled(meeting.body, '') },
        { name: 'Held on', value: meeting.heldOn },
        { name: 'Counts', value: countsInWords(meeting, context) },
        { name: 'There', value: listOf(people.map(context.who)) },
        { name: 'Guests', value: meeting.guests === undefined ? 'none' : listOf(meeting.guests.map(inlineText)) },
        { name: 'Agenda', value: meeting.agenda.map(inlineText).join('<br>') },
        {
          name: 'Papers',
          value: meeting.papers === undefined ? 'none named' : meeting.papers.map(inlineText).join('<br>'),
        },
        { name: 'Looked at', value: linksOr(meeting.reviewed, context, '', 'no record is named') },
        {
          name: 'Minutes',
          value:
            minutes === undefined
              ? '**none**'
              : `${inlineText(minutes.location)}; the file is ${heldInLog(minutes.digest, context, '')}; written by ${claimInWords<Meeting>(meeting.id, meeting.minutedBy, (one) => one.minutedBy, context)}`,
        },
      ],
      tables: [
        {
          title: 'Decisions',
          columns: ['Decision', 'Why'],
          rows: (meeting.decisions ?? []).map(({ decision, reason }) => [
            cellText(decision),
            reason === undefined ? 'no reason is written down' : cellText(reason),
          ]),
          none: 'No decision is written down.',
        },
        actionsTable(meeting.actions, context, (due, done) => doneInWords(due, done, asOf)),
      ],
    },
    context,
    '',
  )
}
