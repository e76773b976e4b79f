import { onlyProgram } from '../../assess/assess-program.ts'
import { describeRecord } from '../../assess/describe-record.ts'
import { addDuration, type Day } from '../../model/days.ts'
import type { LogRecord } from '../../model/log-record.ts'
import { inlineText } from '../../model/markdown-text.ts'
import { dayAfter, longestBridge } from '../../rules/vendors/report-coverage.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { whatHappened } from '../deviation-rows.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, compare, orNothing } from '../page-text.ts'
import { programChanges } from '../program-changes.ts'
import { isTypeTwo, scopeInWords } from '../report-scope.ts'

export const bridgeLetterDocument = defineDocument({
  id: 'DOC-BRIDGE-LETTER',
  title: 'Bridge letter',
  about: 'a draft for customers between the end of the period and the next report, with what changed since',
  path: 'bridge-letter.md',
  part: 'report',
  classification: 'confidential',
  pages: bridgeLetter,
})

/** A draft while the end of the period is at most three months ago; else why there is none. */
function bridgeLetter(context: PageContext): ReadonlyMap<string, Page> {
  const program = onlyProgram(context.model)
  const { asOf } = context.assessment.basis
  const end = isTypeTwo(program) ? program?.period?.end : undefined
  const why = whyNone(isTypeTwo(program), end, asOf)
  const span = { from: end === undefined ? asOf : dayAfter(end), to: asOf }
  const available = why === undefined
  const since = available ? recordsIn(span, context) : []
  const incidents = available ? incidentsIn(span, context) : []
  const changes = available ? programChanges(span, context, '') : []
  const view = {
    why: why ?? '',
    available,
    organisation: orNothing(program?.organisation.name),
    system: orNothing(program?.system.name),
    scope: scopeInWords(context),
    start: program?.period?.start ?? '',
    end: end ?? '',
    ...span,
    until: end === undefined ? '' : addDuration(end, longestBridge),
    changes: blocksOf(
      changes.filter(({ inert }) => !inert),
      25,
      'more changes',
    ),
    inert: changes.filter(({ inert }) => inert).length,
    incidents: blocksOf(incidents, 25, 'more incidents'),
    counts: available ? countsOf(since) : [],
    audits: since.filter(({ kind }) => kind === 'audit.window').length,
    last: context.log.length === 0 ? '' : newestDay(context),
    around: blocksOf(
      since.filter(isBroken).map((record) => ({
        day: context.day(record.occurredAt),
        what: whatHappened({ what: describeRecord(record), record: record.index }, context, ''),
        record: context.recordLink(record.index, ''),
      })),
      25,
      'more',
    ),
    footer: context.footer(''),
  }
  return new Map([['bridge-letter.md', { text: context.fill('bridge-letter', view), records: [] }]])
}

/** Why there can be no letter on a day; undefined where there can. */
function whyNone(typeTwo: boolean, end: Day | undefined, asOf: Day): string | undefined {
  if (!typeTwo) return 'Not available: a bridge letter follows a report of Type II, which covers a period.'
  if (end === undefined) return 'Not available: the program names no period.'
  if (asOf <= end) return `Not available: the period has not ended. It ends on ${end}.`
  const last = addDuration(end, longestBridge)
  if (asOf > last)
    return `Too long: the period ended on ${end}, and a letter speaks of at most three months, up to ${last}. After that a reader needs a new report.`
  return undefined
}

const counted: ReadonlySet<string> = new Set(['change.merged', 'change.unreviewed', 'deployment', 'audit.window'])

const recordsIn = ({ from, to }: { readonly from: Day; readonly to: Day }, context: PageContext) =>
  context.log.filter(({ kind, occurredAt, recordedAt }) => {
    // Most records are of other kinds, and asking for their day takes long outside UTC.
    if (!counted.has(kind)) return false
    const day = context.day(occurredAt)
    return from <= day && day <= to && context.day(recordedAt) <= to
  })

/** Day of the newest record that counts: what happened after it is not known. */
function newestDay(context: PageContext): Day {
  const { asOf } = context.assessment.basis
  const newest = context.log.findLast(({ recordedAt }) => context.day(recordedAt) <= asOf)
  return newest === undefined ? '' : context.day(newest.recordedAt)
}

/** What went around the gate, or through it without its approval. */
const isBroken = (record: LogRecord): boolean =>
  record.kind === 'change.unreviewed' ||
  ((record.kind === 'change.merged' || record.kind === 'deployment') && record.data.verdict !== 'approved')

function countsOf(records: readonly LogRecord[]) {
  const count = (kind: LogRecord['kind']) => records.filter((record) => record.kind === kind).length
  const broken = (kind: LogRecord['kind']) =>
    records.filter((record) => record.kind === kind && isBroken(record)).length
  const row = (name: string, kind: LogRecord['kind']) => ({ name, count: count(kind), broken: broken(kind) })
  return [
    row('Merged pull requests', 'change.merged'),
    row('Commits around review', 'change.unreviewed'),
    row('Deployments', 'deployment'),
  ]
}

function incidentsIn({ from, to }: { readonly from: Day; readonly to: Day }, context: PageContext) {
  return [...context.model.incidents.values()]
    .map(({ value }) => ({ incident: value, on: context.day(value.detectedAt) }))
    .filter(({ on }) => from <= on && on <= to)
    .sort((a, b) => compare(b.on, a.on) || compare(a.incident.id, b.incident.id))
    .map(({ incident, on }) => ({
      link: context.titled(incident.id, ''),
      on,
      severity: incident.severity,
      impact: inlineText(incident.impact),
      state: incident.resolvedAt === undefined ? '**open**' : `resolved on ${context.day(incident.resolvedAt)}`,
    }))
}
