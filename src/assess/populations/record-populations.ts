import { dayOf } from '../../model/days.ts'
import { type LogRecord, matches } from '../../model/log-record.ts'
import { describeRecord } from '../describe-record.ts'
import { whereInWords } from './change-population.ts'
import { type Excluded, makePopulation, type Population, type PopulationItem } from './population.ts'
import type { PopulationInput } from './population-input.ts'
import type { RecordFilter } from './wanted-populations.ts'

type Kind = 'deployment' | 'environment.approval' | 'role.changed'

interface RecordPopulation {
  readonly name: 'deployments' | 'role-changes'
  readonly title: string
  readonly kinds: readonly Kind[]
  readonly columns: readonly string[]
  fieldsOf(record: LogRecord): readonly string[]
}

const deployments: RecordPopulation = {
  name: 'deployments',
  title: 'Deployments',
  kinds: ['deployment'],
  columns: ['Deployed (UTC)', 'Environment', 'Commit', 'Deployed by', 'Rollback', 'Verdict', 'Approver deployed it'],
  fieldsOf: (record) =>
    record.kind !== 'deployment'
      ? []
      : [
          record.data.createdAt,
          record.data.environment,
          record.data.sha,
          [...new Set(record.data.deployers.map(({ login }) => login))].join(', '),
          record.data.rollback ? 'yes' : 'no',
          record.data.verdict,
          { pass: 'no', fail: 'yes' }[String(record.data.separation)] ?? record.data.separation,
        ],
}

const roleChanges: RecordPopulation = {
  name: 'role-changes',
  title: 'Roles given and taken',
  kinds: ['role.changed'],
  columns: ['Merged (UTC)', 'Person', 'Role', 'Change', 'Privileged', 'Result'],
  fieldsOf: (record) =>
    record.kind !== 'role.changed'
      ? []
      : [
          record.occurredAt,
          record.data.person,
          record.data.role,
          record.data.change,
          String(record.data.privileged),
          record.result,
        ],
}

/** Deployments of a period, as they were recorded. */
export const deploymentPopulation = (input: PopulationInput, filters: readonly RecordFilter[]): Population =>
  recordPopulation(deployments, input, filters)

/** Changes of roles, as merges brought them. */
export const roleChangePopulation = (input: PopulationInput, filters: readonly RecordFilter[]): Population =>
  recordPopulation(roleChanges, input, filters)

/** What is known from the log alone: that nothing is missing, no other source shows, and the population says so. */
function recordPopulation(
  { name, title, kinds, columns, fieldsOf }: RecordPopulation,
  { log, from, to, timezone }: PopulationInput,
  filters: readonly RecordFilter[],
): Population {
  const items: PopulationItem[] = []
  const excluded: Excluded[] = []
  const own = filters.filter(({ kind }) => (kinds as readonly string[]).includes(kind))
  for (const record of log) {
    if (!(kinds as readonly string[]).includes(record.kind)) continue
    const day = dayOf(record.occurredAt, timezone)
    if (day < from || day > to) continue
    const item = { key: record.key, day, title: describeRecord(record), records: [record.index] }
    if (own.length > 0 && own.every(({ where }) => matches(record.data, where) === 'no'))
      excluded.push({ key: item.key, title: item.title, why: `not what is asked for: ${whereInWords(own)}` })
    else items.push({ ...item, fields: fieldsOf(record) })
  }
  return makePopulation(
    {
      name,
      title,
      ...{ from, to, timezone },
      source: 'the evidence log',
      query: `records of kind ${kinds.join(' or ')} that happened from ${from} to ${to} (${timezone})`,
      independent: false,
      columns,
    },
    {
      items,
      excluded,
      open: [
        'These are counted from the evidence log alone: what was never recorded is not among them. Compare the count with the list of the system itself.',
      ],
    },
  )
}
