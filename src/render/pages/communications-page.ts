import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { Channel, Communication, CommunicationPlan } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { listOf, nothing } from '../page-text.ts'
import {
  attentionText,
  checkedInWords,
  entryText,
  overviewText,
  placesOf,
  registerParts,
  tablesText,
} from '../register-entry.ts'
import { durationOr, linkOr, notStated, stated } from '../register-words.ts'

export const communicationsDocument = defineDocument({
  id: 'DOC-COMMUNICATIONS',
  title: 'Communications',
  about: 'what is told to whom through which channel, how often, and what happens when nobody answers',
  path: 'communications.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => [
    ...placesOf(model.communications.keys(), 'communications.md', headingOfTopic),
    ...[...model.channels.keys()].map((id) => [id, 'communications.md#channels'] as const),
    ...model.communicationPlans.map(({ value }) => [value.id, 'communications.md#plans'] as const),
  ],
  pages: communicationPages,
})

const headingOfTopic = (id: string): string => `Topic ${id}`

function communicationPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const plans = model.communicationPlans.map(({ value }) => value)
  const all = [...model.communications.values()].map(({ value }) => value)
  const channels = [...model.channels.values()].map(({ value }) => value)
  const pages = new Map<string, Page>()
  const attention = attentionText(
    [...plans, ...all, ...channels].map(({ id }) => id),
    context,
    '',
  )
  for (const { records, path, ...part } of registerParts(all, 'communications.md')) {
    const view = {
      ...part,
      count: all.length,
      planned: plans.length > 0,
      attention: part.first ? attention : '',
      plans: part.first ? plansText(plans, context) : '',
      channels: part.first ? channelsText(channels, context) : '',
      overview: overviewText(
        {
          columns: ['Topic', 'Audience', 'Channel', 'How often', 'Has to be confirmed', 'Check'],
          records,
          row: (topic) => [
            context.titled(topic.id, ''),
            audienceOf(topic, context),
            context.titled(topic.channel, ''),
            topic.frequency.replaceAll('-', ' '),
            acknowledgementOf(topic),
            checkedInWords(topic.id, context),
          ],
        },
        context,
      ),
      entries: records.map((topic) => topicEntry(topic, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('communications', view), records: plans.map(({ id }) => id) })
  }
  return pages
}

const plansText = (plans: readonly CommunicationPlan[], context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Plan', 'Title', 'Owner', 'Last looked at'],
        rows: plans.map(({ id, title, owner, lastReviewed }) => [
          inlineText(id),
          inlineText(title),
          owner === undefined ? notStated : context.who(owner),
          lastReviewed ?? '**never**',
        ]),
        none: '',
      },
    ],
    context,
  )

const channelsText = (channels: readonly Channel[], context: PageContext): string =>
  overviewText(
    {
      columns: ['Channel', 'What it is', 'Where', 'Status', 'Who can read it', 'Owner'],
      records: channels,
      row: ({ id, title, type, target, url, status, reach, owner }) => [
        `${inlineText(id)}: ${inlineText(title)}`,
        type.replaceAll('-', ' '),
        `${stated(target)}${url === undefined ? '' : `, ${linkOr('address', url)}`}`,
        status === undefined ? notStated : status.replaceAll('-', ' '),
        reach ?? notStated,
        owner === undefined ? notStated : context.who(owner),
      ],
    },
    context,
  )

const audienceOf = ({ audience }: Communication, { model }: PageContext): string =>
  listOf(audience.map((id) => inlineText(model.roles.get(id)?.value.title ?? model.teams.get(id)?.value.title ?? id)))

function acknowledgementOf({ acknowledgement }: Communication): string {
  if (acknowledgement?.required !== true) return 'no'
  return `yes, within ${durationOr(acknowledgement.dueIn)}; kept in: ${stated(acknowledgement.recordedIn)}`
}

function topicEntry(topic: Communication, context: PageContext): string {
  const { escalation } = topic
  return entryText(
    {
      id: topic.id,
      heading: headingOfTopic(topic.id),
      title: inlineText(topic.title),
      facts: [
        { name: 'Told to', value: audienceOf(topic, context) },
        { name: 'Channel', value: context.titled(topic.channel, '') },
        { name: 'How often', value: topic.frequency.replaceAll('-', ' ') },
        { name: 'Told by', value: topic.owner === undefined ? notStated : context.who(topic.owner) },
        { name: 'Says', value: topic.content === undefined ? notStated : cellText(topic.content) },
        { name: 'Has to be confirmed', value: acknowledgementOf(topic) },
        { name: 'Criteria', value: context.titledList(topic.criteria ?? [], '') },
      ],
      tables: [
        {
          title: 'When nobody answers',
          columns: ['After', 'Who is called', 'How'],
          rows: (escalation?.steps ?? []).map(({ after, to, channel }) => [
            durationOr(after, escalation?.begins === 'immediate' ? 'at once' : 'after the target'),
            context.who(to),
            channel === undefined ? 'the same channel' : context.titled(channel, ''),
          ]),
          none: topic.escalation === undefined ? 'No escalation is written down.' : nothing,
        },
      ],
    },
    context,
    '',
  )
}
