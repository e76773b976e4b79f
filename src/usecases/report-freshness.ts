import { auditedTime } from '../assess/audit-coverage.ts'
import type { Basis } from '../assess/basis.ts'
import { type CalendarEntry, calendarOf } from '../assess/calendar.ts'
import { correctionsOf } from '../assess/corrections.ts'
import type { EvidenceBasis } from '../assess/evidence-basis.ts'
import { freshnessOf } from '../assess/freshness.ts'
import { type Day, dayOf, millisecondsOf } from '../model/days.ts'
import { type ExitStatus, exitStatus } from '../model/exit-status.ts'
import { recordsUntil } from '../model/log-record.ts'
import { describeSource } from '../report/describe-source.ts'
import type { Table } from '../report/table.ts'
import { type AskedLog, digestOfRows, readAskedLog } from './asked-log.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'

export interface ListWithStatus {
  readonly table: Table
  readonly status: ExitStatus
}

/**
 * How fresh the evidence of every requirement is, at the moment of the checkpoint.
 *
 * @returns status 1 where some of it is stale, 3 where there is none for a requirement or nothing was looked at
 * @throws Refusal as `readAskedLog`
 */
export async function reportFreshness(request: AssessRequest, ports: AssessPorts): Promise<ListWithStatus> {
  const asked = await readAskedLog(request, ports)
  const { model, timezone, checkpointAt, notes } = asked
  const all = freshnessOf(
    model,
    millisecondsOf(checkpointAt),
    evidenceOn(asked, { kind: 'date', asOf: dayOf(checkpointAt, timezone) }),
  )
  const rows = all.map((one) => [
    one.state,
    one.control,
    one.requirement,
    one.title,
    one.frequency,
    one.coveredTo ?? 'nothing',
    one.staleAt ?? '',
    one.records.join(' '),
  ])
  const count = (state: string) => all.filter((one) => one.state === state).length
  return {
    table: {
      title: 'Freshness of evidence',
      about: [
        ['Query', 'every requirement of the controls that operate'],
        ['Window', `as of the checkpoint, ${checkpointAt}`],
        [
          'Count',
          `${rows.length} requirements: ${count('fresh')} fresh, ${count('stale')} stale, ${count('never')} never`,
        ],
        ['Digest', `sha256:${digestOfRows(rows)} over the rows`],
        ['Source', describeSource(asked.source)],
      ],
      notes,
      columns: ['State', 'Control', 'Requirement', 'Title', 'Frequency', 'Covered to', 'Stale from', 'Records'],
      rows,
    },
    status:
      count('stale') > 0
        ? exitStatus.violated
        : rows.length === 0 || count('never') > 0
          ? exitStatus.notDetermined
          : exitStatus.ok,
  }
}

/**
 * What is expected between two days, and whether it is there.
 *
 * @returns status 1 where something is overdue, late or failed
 * @throws Refusal as `readAskedLog`
 */
export async function reportCalendar(
  { from, to }: { readonly from: Day; readonly to: Day },
  request: AssessRequest,
  ports: AssessPorts,
): Promise<ListWithStatus> {
  const asked = await readAskedLog(request, ports)
  const { model, asOf, timezone, notes } = asked
  const basis = { kind: 'period', asOf, start: from, end: to } as const
  const entries = calendarOf(model, evidenceOn(asked, basis))
  const rows = entries.map((one) => [
    one.due,
    one.state,
    one.control,
    one.requirement,
    one.title,
    one.frequency,
    `${one.from} to ${one.to}`,
    one.records.join(' '),
  ])
  const count = (states: readonly CalendarEntry['state'][]) =>
    entries.filter(({ state }) => states.includes(state)).length
  const bad = count(['overdue', 'late', 'not-met'])
  return {
    table: {
      title: 'Calendar of expected evidence',
      about: [
        ['Query', 'every requirement of the controls that are not retired'],
        ['Window', `${from} to ${to}, days in ${timezone}, seen on ${asOf}`],
        [
          'Count',
          `${rows.length}: ${count(['met'])} met, ${bad} overdue, late or failed, ${count(['pending'])} pending, ${count(['expected'])} to come`,
        ],
        ['Digest', `sha256:${digestOfRows(rows)} over the rows`],
        ['Source', describeSource(asked.source)],
      ],
      notes,
      columns: ['Due', 'State', 'Control', 'Requirement', 'Title', 'Frequency', 'For', 'Records'],
      rows,
    },
    status: bad > 0 ? exitStatus.violated : exitStatus.ok,
  }
}

function evidenceOn({ records, settings, timezone }: AskedLog, basis: Basis): EvidenceBasis {
  const dated = recordsUntil(records, basis.asOf, timezone)
  const audited = auditedTime(dated, settings.protectedBranch)
  return { basis, timezone, records: dated, audited, corrections: correctionsOf(dated) }
}
