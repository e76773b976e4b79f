import {
  addDuration,
  averageSeconds,
  dayOf,
  millisecondsOf,
  stretchInWords,
  subtractDuration,
} from '../../model/days.ts'
import { inlineText } from '../../model/markdown-text.ts'
import type { ServiceLevels } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { listOf, plural } from '../page-text.ts'
import { checkedInWords, type EntryTable, entryText, linksOr, overviewText, placesOf } from '../register-entry.ts'
import { registerPages } from '../register-pages.ts'
import { durationOr, everyOr, linkOr, notStated, yesOrNo } from '../register-words.ts'

export const serviceLevelsDocument = defineDocument({
  id: 'DOC-SERVICE-LEVELS',
  title: 'Service levels',
  about: 'targets, error budgets, checks, and what the evidence log has measured of them',
  path: 'service-levels.md',
  part: 'registers',
  classification: 'internal',
  places: ({ model }) => placesOf(model.serviceLevels.keys(), 'service-levels.md'),
  pages: serviceLevelPages,
})

function serviceLevelPages(context: PageContext): ReadonlyMap<string, Page> {
  const all = [...context.model.serviceLevels.values()].map(({ value }) => value)
  return registerPages(
    {
      all,
      path: 'service-levels.md',
      template: 'service-levels',
      view: (records) => ({
        overview: overviewText(
          {
            columns: ['Service levels', 'Status', 'Availability', 'Error budget', 'Measured', 'Check'],
            records,
            row: (levels) => [
              context.titled(levels.id, ''),
              levels.status.replaceAll('-', ' '),
              targetOf(levels),
              budgetOf(levels),
              measuredOf(levels, context),
              checkedInWords(levels.id, context),
            ],
          },
          context,
        ),
        entries: records.map((levels) => levelsEntry(levels, context)),
      }),
    },
    context,
  )
}

const targetOf = ({ availability }: ServiceLevels): string =>
  availability === undefined ? 'no target' : `${availability.target} % over ${durationOr(availability.window)}`

/** Minutes of the window that may be lost, computed from target and window. */
const budgetMinutes = ({ target, window }: NonNullable<ServiceLevels['availability']>): number =>
  ((averageSeconds(window) / 60) * (100 - target)) / 100

const budgetOf = ({ availability }: ServiceLevels): string =>
  availability === undefined ? 'none: no target' : `${budgetMinutes(availability).toFixed(1)} minutes in the window`

/**
 * Results of monitors and alerts in the log; at most the newest few. Test runs of the system itself are those of its code,
 * which say nothing of how long it was up.
 */
function measuredOf({ system, availability }: ServiceLevels, context: PageContext): string {
  const monitors = new Set(availability?.measuredBy)
  const names = new Set([...(system === undefined ? [] : [system]), ...monitors])
  const found = context.log.flatMap((record) => {
    if (record.kind === 'test.result' && monitors.has(record.data.system)) {
      const { tests, passed } = record.data
      return [
        `${passed} of ${tests} tests passed on ${context.day(record.occurredAt)}, ${context.recordLink(record.index, '')}`,
      ]
    }
    if (record.kind === 'collection.window' && record.data.dataset === 'alerts' && names.has(record.data.system)) {
      const { count, from, to } = record.data
      return [
        `${plural(count, 'alert')} from ${context.day(from)} to ${context.day(to)}, ${context.recordLink(record.index, '')}`,
      ]
    }
    return []
  })
  return found.length === 0 ? 'not measured: the evidence log has no result of it' : found.slice(-3).join('<br>')
}

function levelsEntry(levels: ServiceLevels, context: PageContext): string {
  const { availability, latency, healthChecks, syntheticChecks, statusPage } = levels
  return entryText(
    {
      id: levels.id,
      title: inlineText(levels.title),
      facts: [
        { name: 'Status', value: levels.status.replaceAll('-', ' ') },
        {
          name: 'System',
          value: levels.system === undefined ? 'the whole' : context.titled(levels.system, ''),
        },
        { name: 'Owner', value: levels.owner === undefined ? notStated : context.who(levels.owner) },
        { name: 'Availability', value: targetOf(levels) },
        { name: 'Error budget, computed', value: budgetOf(levels) },
        {
          name: 'Not counted as down',
          value:
            availability?.excludes === undefined
              ? 'nothing is left out'
              : listOf(availability.excludes.map(inlineText)),
        },
        {
          name: 'Measured by',
          value: linksOr(availability?.measuredBy, context, '', '**no monitor is named**'),
        },
        { name: 'Measured', value: measuredOf(levels, context) },
        { name: 'Down by the incident records', value: downtimeOf(levels, context) },
        {
          name: 'Latency',
          value:
            latency === undefined
              ? 'no target'
              : `95 of 100 within ${latency.p95Ms ?? 'no'} ms, 99 of 100 within ${latency.p99Ms ?? 'no'} ms, over ${durationOr(latency.window)}; not measured here`,
        },
        {
          name: 'Health checks',
          value:
            healthChecks === undefined
              ? 'none'
              : `${listOf(healthChecks.endpoints.map(inlineText))} every ${everyOr(healthChecks.interval)}, failed after ${durationOr(healthChecks.timeout)}`,
        },
        {
          name: 'Checks as a customer',
          value:
            syntheticChecks === undefined
              ? 'none'
              : `every ${everyOr(syntheticChecks.interval)} from ${listOf(syntheticChecks.locations.map(inlineText))}: ${syntheticChecks.journeys === undefined ? 'what they try is not stated' : listOf(syntheticChecks.journeys.map(inlineText))}`,
        },
        {
          name: 'Status page',
          value:
            statusPage === undefined
              ? 'none'
              : `${linkOr('status page', statusPage.url)}, run by ${statusPage.provider === undefined ? notStated : inlineText(statusPage.provider)}${statusPage.channel === undefined ? '' : `, channel ${context.titled(statusPage.channel, '')}`}`,
        },
      ],
      tables: [responseTable(levels), promisesTable(levels, context)],
    },
    context,
    '',
  )
}

/**
 * How long incidents of availability say that the system was down in the window up to the day of the page. It is what
 * people wrote down and no measurement, and it is shown as that.
 */
function downtimeOf({ system, availability }: ServiceLevels, context: PageContext): string {
  if (availability === undefined) return 'no window to count over'
  const { asOf } = context.assessment.basis
  const from = subtractDuration(asOf, dateParts(availability.window))
  const hit = [...context.model.incidents.values()]
    .map(({ value }) => value)
    .filter(
      ({ category, systems = [] }) => category === 'availability' && (system === undefined || systems.includes(system)),
    )
    .filter(({ startedAt, detectedAt }) => {
      const day = dayOf(startedAt ?? detectedAt, context.timezone)
      return from < day && day <= asOf
    })
  if (hit.length === 0)
    return `no incident record from ${addDuration(from, 'P1D')} to ${asOf}; that it was up is not shown by this`
  const open = hit.filter(({ resolvedAt }) => resolvedAt === undefined)
  const lost = hit.reduce(
    (sum, { startedAt, detectedAt, resolvedAt }) =>
      resolvedAt === undefined
        ? sum
        : sum + Math.max(0, millisecondsOf(resolvedAt) - millisecondsOf(startedAt ?? detectedAt)),
    0,
  )
  const over = lost / 60_000 > budgetMinutes(availability)
  return `${stretchInWords(lost)} in ${plural(hit.length, 'incident')}${open.length > 0 ? `, ${open.length} still open` : ''}: ${over ? '**more than the budget**' : 'within the budget'}; as people wrote it down (${hit.map(({ id }) => context.link(id, '')).join(', ')})`
}

/** A window of hours counts as its whole days, at least one. */
const dateParts = (window: string): string =>
  window.includes('T') ? `P${Math.max(1, Math.ceil(averageSeconds(window) / 86_400))}D` : window

const severities = ['critical', 'high', 'medium', 'low'] as const

const responseTable = ({ responseTargets }: ServiceLevels): EntryTable => ({
  title: 'How fast people respond',
  columns: ['Severity', 'Taken on within', 'Told again every', 'Works again within', 'Somebody is woken'],
  rows: severities.flatMap((severity) => {
    const target = responseTargets?.[severity]
    return target === undefined
      ? []
      : [
          [
            severity,
            durationOr(target.acknowledge),
            durationOr(target.update, 'no target'),
            durationOr(target.resolve, 'no target'),
            yesOrNo(target.page),
          ],
        ]
  }),
  none: 'No target of its own: critical 15 minutes, high 1 hour, medium 4 hours, low 24 hours until somebody has taken it on.',
})

const promisesTable = ({ id }: ServiceLevels, context: PageContext): EntryTable => ({
  title: 'Promises that it measures',
  columns: ['Commitment', 'Promised', 'Status'],
  rows: [...context.model.commitments.values()]
    .filter(({ value }) => value.measuredBy === id)
    .map(({ value }) => [
      context.titled(value.id, ''),
      value.uptime === undefined
        ? 'no uptime'
        : `${value.uptime.percent} % over ${durationOr(value.uptime.window)}, otherwise ${value.uptime.credit === undefined ? notStated : inlineText(value.uptime.credit)}`,
      value.status.replaceAll('-', ' '),
    ]),
  none: 'No commitment names it.',
})
