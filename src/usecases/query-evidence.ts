import { describeRecord } from '../assess/describe-record.ts'
import { queryOf, type RecordQuery, unknownIn } from '../assess/record-query.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { describeSource } from '../report/describe-source.ts'
import type { Table } from '../report/table.ts'
import { digestOfRows, readAskedLog } from './asked-log.ts'
import type { AssessPorts, AssessRequest } from './assess.ts'

const columns = ['Record', 'Occurred', 'Recorded', 'Kind', 'What', 'Actor', 'Result', 'Key', 'Leaf hash']

/**
 * The records that are asked for, as a list that says how it was made.
 *
 * @throws Refusal (2) for a control or criterion that the program does not have; else as `readAskedLog`
 */
export async function queryEvidence(query: RecordQuery, request: AssessRequest, ports: AssessPorts): Promise<Table> {
  const { records, model, source, timezone, notes } = await readAskedLog(request, ports)
  const unknown = unknownIn(query, model)
  if (unknown.length > 0)
    throw new Refusal(exitStatus.usage, `The program has no ${unknown.join(', ')}`, 'Ask for one that it has.')
  const isAsked = queryOf(query, model, timezone)
  const rows = records
    .filter(isAsked)
    .map((record) => [
      String(record.index),
      record.occurredAt,
      record.recordedAt,
      record.kind,
      describeRecord(record),
      record.actor.login ?? record.actor.id ?? '',
      record.result,
      record.key,
      record.digest,
    ])
  return {
    title: 'Records of the evidence log',
    about: [
      ['Query', queryInWords(query)],
      ['Window', `${query.from ?? 'the beginning'} to ${query.to ?? 'the end'}, days in ${timezone}`],
      ['Count', `${rows.length} of ${records.length} records`],
      ['Digest', `sha256:${digestOfRows(rows)} over the rows, each a canonical JSON list and a line feed`],
      ['Source', describeSource(source)],
    ],
    notes,
    columns,
    rows,
  }
}

function queryInWords({ controls, criteria, kinds, actors, results }: RecordQuery): string {
  const parts = [
    ['control', controls],
    ['criterion', criteria],
    ['kind', kinds],
    ['actor', actors],
    ['result', results],
  ] as const
  const said = parts.flatMap(([name, values]) => (values.length === 0 ? [] : [`${name} ${values.join(' or ')}`]))
  return said.length === 0 ? 'every record' : said.join(', ')
}
