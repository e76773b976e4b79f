import type { RequirementAssessment } from '../assess/assessment.ts'
import { auditedTime } from '../assess/audit-coverage.ts'
import { correctionsOf } from '../assess/corrections.ts'
import { type Freshness, freshnessOf, goesByEvents } from '../assess/freshness.ts'
import { millisecondsOf } from '../model/days.ts'
import { type LogRecord, recordsUntil } from '../model/log-record.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'
import { code, nothing } from './page-text.ts'
import { protectedBranchOf } from './reconciled-branch.ts'

/** Of each requirement what was expected and what came, how fresh it is, and where the newest record comes from. */
export function expectedEvidence(context: PageContext) {
  const { assessment, log, model, timezone } = context
  const fresh = new Map(freshnessIn(context).map((one) => [`${one.control} ${one.requirement}`, one]))
  const counted = [...assessment.controls.values()].filter(({ supports }) => supports)
  const rows = counted.flatMap((control) =>
    control.requirements.map((requirement) => rowOf(control.id, requirement, fresh, context)),
  )
  const basis = assessment.basis
  return {
    when: basis.kind === 'period' ? `from ${basis.start} to ${basis.end}, as of ${basis.asOf}` : `as of ${basis.asOf}`,
    timezone: inlineText(timezone),
    rows,
    planned: model.controls.size - counted.length,
    isEmpty: log.length === 0,
  }
}

/** At the moment of the newest record, and not of a clock. */
function freshnessIn(context: PageContext): readonly Freshness[] {
  const { assessment, log, model, timezone } = context
  const last = log.at(-1)
  if (last === undefined) return []
  const records = recordsUntil(log, assessment.basis.asOf, timezone)
  return freshnessOf(model, millisecondsOf(last.recordedAt), {
    ...{ basis: assessment.basis, timezone, records },
    corrections: correctionsOf(records),
    audited: auditedTime(records, protectedBranchOf(context)),
  })
}

const freshWords = { fresh: 'fresh', stale: '**stale**', never: '**never there**' } as const

/** Evidence of events is not out of date where nothing happened since; the front page counts it in the same way. */
const freshnessInOneWord = ({ state, frequency }: Freshness): string =>
  state === 'stale' && goesByEvents(frequency) ? 'no newer event' : freshWords[state]

function rowOf(
  control: string,
  { id, title, occurrences, records }: RequirementAssessment,
  fresh: ReadonlyMap<string, Freshness>,
  context: PageContext,
) {
  const count = (state: string) => occurrences.filter((one) => one.state === state).length
  const missed = [
    ...(count('not-met') === 0 ? [] : [`**${count('not-met')} not met**`]),
    ...(count('late') === 0 ? [] : [`**${count('late')} late**`]),
    ...(count('overdue') === 0 ? [] : [`**${count('overdue')} overdue**`]),
    ...(count('pending') === 0 ? [] : [`${count('pending')} not due yet`]),
  ]
  const newest = records.at(-1)
  const record = newest === undefined ? undefined : context.recordAt(newest)
  const freshness = fresh.get(`${control} ${id}`)
  return {
    requirement: `${title === id ? code(id) : `${inlineText(title)}<br>${code(id)}`}<br>${context.link(control, '../')}`,
    expected: occurrences.length,
    received: `${count('met')} met${missed.length === 0 ? '' : `, ${missed.join(', ')}`}`,
    freshness:
      freshness === undefined
        ? nothing
        : `${freshnessInOneWord(freshness)}${freshness.coveredTo === undefined ? '' : `, up to ${freshness.coveredTo}`}`,
    newest:
      record === undefined
        ? 'none'
        : `${context.recordLink(record.index, '../')}<br>${code(record.digest.slice(0, 16))}`,
    source: record === undefined ? nothing : sourceOf(record),
  }
}

function sourceOf(record: LogRecord): string {
  if (record.kind === 'collection.window')
    return `${inlineText(record.data.system)}: ${inlineText(record.data.source)}, by ${inlineText(record.data.tool)}`
  if (record.kind === 'attestation') return `a person, ${record.data.standing}`
  return `${inlineText(record.producer.tool)}, run ${inlineText(record.producer.run)}`
}
