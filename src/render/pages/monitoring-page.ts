import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { Monitor, Monitoring, Playbook } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, listOf } from '../page-text.ts'
import {
  attentionText,
  checkedInWords,
  entryText,
  overviewText,
  placesOf,
  registerParts,
  tablesText,
} from '../register-entry.ts'
import { asWords, durationOr, everyOr, momentInWords, notStated, stated } from '../register-words.ts'

export const monitoringDocument = defineDocument({
  id: 'DOC-MONITORING',
  title: 'Monitoring and playbooks',
  about: 'what watches the systems, where alerts go, how logs are kept, and what is done in an incident',
  path: 'monitoring.md',
  part: 'operation',
  classification: 'internal',
  places: ({ model }) => [
    ...placesOf(model.playbooks.keys(), 'monitoring.md'),
    ...model.monitorings.map(({ value }) => [value.id, 'monitoring.md#monitoring-records'] as const),
    ...[...model.monitors.keys()].map((id) => [id, 'monitoring.md#monitors'] as const),
    ...[...model.alertRoutes.keys()].map((id) => [id, 'monitoring.md#where-alerts-go'] as const),
  ],
  pages: monitoringPages,
})

function monitoringPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const all = model.monitorings.map(({ value }) => value)
  const monitors = [...model.monitors.values()].map(({ value }) => value)
  const routes = [...model.alertRoutes.values()].map(({ value }) => value)
  const playbooks = [...model.playbooks.values()].map(({ value }) => value)
  const thresholds = model.capacityThresholds.map(({ value }) => value)
  const ids = [
    ...[...all, ...monitors, ...routes, ...playbooks].map(({ id }) => id),
    ...thresholds.map(({ system, resource }) => `The threshold of ${resource} of ${system}`),
    ...model.maintenanceWindows.map(({ value }) => `The maintenance window ${value.title}`),
  ]
  const pages = new Map<string, Page>()
  for (const { records, path, ...part } of registerParts(playbooks, 'monitoring.md')) {
    const view = {
      ...part,
      count: all.length,
      active: monitors.filter(({ status }) => status === undefined || status === 'active').length,
      monitorCount: monitors.length,
      attention: part.first ? attentionText(ids, context, '') : '',
      records: part.first ? recordsText(all, context) : '',
      monitors: part.first ? monitorsText(monitors, context) : '',
      routes: part.first ? routesText(context) : '',
      windows: part.first ? windowsText(context) : '',
      capacity: part.first ? capacityText(context) : '',
      logs: part.first ? all.map((one) => logText(one, context)).filter((text) => text !== '') : [],
      overview: overviewText(
        {
          columns: ['Playbook', 'Severity to begin with', 'Owner', 'Steps', 'Last rehearsed', 'Check'],
          records,
          row: (one) => [
            context.titled(one.id, ''),
            one.severity ?? notStated,
            context.who(one.owner),
            `${one.steps.length}`,
            one.lastExercised ?? '**never**',
            checkedInWords(one.id, context),
          ],
        },
        context,
      ),
      entries: records.map((one) => playbookEntry(one, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('monitoring', view), records: ['Playbooks', ...all.map(({ id }) => id)] })
  }
  return pages
}

const recordsText = (all: readonly Monitoring[], context: PageContext): string =>
  overviewText(
    {
      columns: [
        'Record',
        'Title',
        'Owner',
        'Last compared with what is set up',
        'Rule files of Prometheus',
        'Alerts that have to be there',
      ],
      records: all,
      row: ({ id, title, owner, lastReviewed, prometheus }) => [
        inlineText(id),
        inlineText(title),
        owner === undefined ? notStated : context.who(owner),
        lastReviewed ?? '**never**',
        prometheus === undefined ? 'none' : listOf(prometheus.ruleFiles.map(inlineText)),
        listOf((prometheus?.requiredAlerts ?? []).map(inlineText)),
      ],
    },
    context,
  )

const monitorsText = (monitors: readonly Monitor[], context: PageContext): string =>
  overviewText(
    {
      columns: ['Monitor', 'Looks at', 'How', 'State', 'Alerts go to', 'Criteria'],
      records: monitors,
      row: (one) => [
        `${code(one.id)}: ${inlineText(one.title)}`,
        `${context.titled(one.system, '')}${one.environment === undefined ? '' : ` (${inlineText(one.environment)})`}<br>${stated(one.target)}`,
        `${one.type} every ${everyOr(one.interval)}, failed after ${durationOr(one.timeout)}, alerts after ${one.failAfter ?? 1}${one.warnBefore === undefined ? '' : `, warns ${durationOr(one.warnBefore)} before`}`,
        one.status === undefined || one.status === 'active' ? 'active' : `**${one.status}**`,
        one.route === undefined ? '**nobody**' : context.titled(one.route, ''),
        context.links(one.criteria ?? [], ''),
      ],
    },
    context,
  )

const routesText = (context: PageContext): string =>
  overviewText(
    {
      columns: ['Route', 'For', 'Severities', 'Channel', 'When nobody takes it', 'Check'],
      records: [...context.model.alertRoutes.values()].map(({ value }) => value),
      row: (one) => [
        code(one.id),
        inlineText(one.title),
        one.severities === undefined ? 'every other' : listOf(one.severities.map(inlineText)),
        context.titled(one.channel, ''),
        `${one.escalateTo === undefined ? 'nobody else is called' : `${context.who(one.escalateTo)} after ${durationOr(one.escalateAfter)}`}; sent again every ${everyOr(one.repeatEvery)}`,
        checkedInWords(one.id, context),
      ],
    },
    context,
  )

const windowsText = (context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Work', 'Monitors', 'When', 'How often', 'Announced on', 'Change'],
        rows: context.model.maintenanceWindows
          .map(({ value }) => value)
          .toSorted((a, b) => compare(b.start, a.start) || compare(a.title, b.title))
          .map((one) => [
            inlineText(one.title),
            context.titledList(one.monitors, ''),
            `${momentInWords(one.start)} for ${durationOr(one.duration)}`,
            `${one.recurs ?? 'once'}${one.until === undefined ? '' : ` until ${one.until}`}`,
            one.announcedOn === undefined ? notStated : context.titled(one.announcedOn, ''),
            one.change === undefined ? 'none named' : context.titled(one.change, ''),
          ]),
        none: 'No maintenance window is written down.',
      },
    ],
    context,
  )

const capacityText = (context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['System', 'What fills up', 'Warns at', 'Critical at', 'What is done then', 'Looked at every'],
        rows: context.model.capacityThresholds
          .map(({ value }) => value)
          .toSorted((a, b) => compare(a.system, b.system) || compare(a.resource, b.resource))
          .map((one) => [
            context.titled(one.system, ''),
            one.resource,
            `${one.warnAtPercent} %`,
            one.criticalAtPercent === undefined ? notStated : `${one.criticalAtPercent} %`,
            `${stated(one.action)}${one.route === undefined ? '' : `; told through ${context.titled(one.route, '')}`}`,
            durationOr(one.reviewEvery),
          ]),
        none: 'No threshold is written down. What is used of it is not measured here.',
      },
    ],
    context,
  )

function logText({ id, logStandard }: Monitoring, context: PageContext): string {
  if (logStandard === undefined) return ''
  const { fields, classes = [], reviewEvery, reviewedBy, anomalies } = logStandard
  const facts = tablesText(
    [
      {
        title: inlineText(id),
        columns: ['What', 'How'],
        rows: [
          ['Every event says', listOf([...fields].map(asWords))],
          [
            'A person looks at logs',
            `every ${everyOr(reviewEvery)}, by ${reviewedBy === undefined ? notStated : context.who(reviewedBy)}`,
          ],
          ['Looked for', (anomalies ?? []).map(inlineText).join('<br>') || notStated],
        ],
        none: '',
      },
    ],
    context,
  )
  const kept = tablesText(
    [
      {
        title: '',
        columns: ['Logs', 'From', 'Kept', 'Kept from change by', 'Sent to', 'Secrets and personal data'],
        rows: classes.map((one) => [
          inlineText(one.title),
          one.system === undefined ? notStated : context.titled(one.system, ''),
          durationOr(one.keep),
          one.immutable === 'none' ? '**nothing**' : asWords(one.immutable),
          stated(one.forwardedTo),
          stated(one.redaction),
        ]),
        none: 'No sort of log is written down.',
      },
    ],
    context,
  )
  return `${facts}\n\n${kept}`
}

const playbookEntry = (one: Playbook, context: PageContext): string =>
  entryText(
    {
      id: one.id,
      title: inlineText(one.title),
      text: cellText(one.trigger),
      facts: [
        { name: 'Severity to begin with', value: one.severity ?? notStated },
        { name: 'Owner', value: context.who(one.owner) },
        { name: 'Last used or rehearsed', value: one.lastExercised ?? '**never**' },
      ],
      tables: [
        {
          title: 'Steps',
          columns: ['Step', 'What is done', 'By', 'Within', 'Kept as evidence'],
          rows: one.steps.map((step, index) => [
            `${index + 1}`,
            cellText(step.do),
            step.by === undefined ? notStated : context.who(step.by),
            durationOr(step.within),
            stated(step.keep),
          ]),
          none: 'No step is written down.',
        },
        {
          title: 'When it does not help',
          columns: ['After', 'Who is called', 'How'],
          rows: (one.escalation ?? []).map(({ after, to, channel }) => [
            durationOr(after),
            context.who(to),
            stated(channel),
          ]),
          none: 'Nobody else is named.',
        },
      ],
    },
    context,
    '',
  )
