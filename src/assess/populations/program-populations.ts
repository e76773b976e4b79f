import { type Day, dayOf } from '../../model/days.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import { inKey } from './item-identity.ts'
import { makePopulation, type Population, type PopulationItem } from './population.ts'
import type { PopulationInput } from './population-input.ts'
import type { PopulationName } from './wanted-populations.ts'

interface ProgramItem {
  readonly key: string
  readonly title: string
  /** Day or moment; undefined: it has none and is there all the time. */
  readonly at: string | undefined
  readonly fields: readonly string[]
}

interface ProgramPopulation {
  readonly title: string
  /** Of a record, which day decides whether it is in the period. */
  readonly dayIs: string
  readonly columns: readonly string[]
  items(model: ProgramModel): readonly ProgramItem[]
}

const valuesOf = <T>(map: ReadonlyMap<string, { readonly value: T }>): readonly T[] =>
  [...map.values()].map(({ value }) => value)

const programPopulations: Partial<Record<PopulationName, ProgramPopulation>> = {
  incidents: {
    title: 'Incidents',
    dayIs: 'detectedAt',
    columns: ['Severity', 'Detected', 'Resolved'],
    items: ({ incidents }) =>
      valuesOf(incidents).map(({ id, title, severity, detectedAt, resolvedAt }) => ({
        ...{ key: id, title, at: detectedAt },
        fields: [severity, detectedAt, resolvedAt ?? 'not yet'],
      })),
  },
  offboardings: {
    title: 'People who left',
    dayIs: 'lastDay',
    columns: ['Person', 'Last day'],
    items: ({ offboardings }) =>
      valuesOf(offboardings).map(({ id, title, person, lastDay }) => ({
        ...{ key: id, title, at: lastDay },
        fields: [person, lastDay],
      })),
  },
  joiners: {
    title: 'People who began',
    dayIs: 'start',
    columns: ['Person', 'Kind', 'Began'],
    items: ({ people }) =>
      valuesOf(people)
        .filter(({ type }) => type === 'employee' || type === 'contractor')
        .map(({ id, name, type, start }) => ({ key: id, title: name, at: start, fields: [id, type, start] })),
  },
  'data-subject-requests': {
    title: 'Requests about personal data',
    dayIs: 'receivedOn',
    columns: ['Received', 'Due', 'Status', 'Answered'],
    items: ({ dataSubjectRequests }) =>
      valuesOf(dataSubjectRequests).map(({ id, title, receivedOn, due, status, completedOn }) => ({
        ...{ key: id, title, at: receivedOn },
        fields: [receivedOn, due, status, completedOn ?? 'not yet'],
      })),
  },
  exceptions: {
    title: 'Exceptions',
    dayIs: 'start',
    columns: ['Control or rule', 'Start', 'Last day'],
    items: ({ exceptions }) =>
      valuesOf(exceptions).map(({ id, title, control, rule, start, expires }) => ({
        ...{ key: id, title, at: start },
        fields: [control ?? rule ?? '', start, expires ?? 'none'],
      })),
  },
  'change-requests': {
    title: 'Change requests',
    dayIs: 'requestedAt',
    columns: ['Category', 'Status', 'Requested by', 'Requested'],
    items: ({ changes }) =>
      valuesOf(changes).map(({ id, title, category, status, requestedBy, requestedAt }) => ({
        ...{ key: id, title, at: requestedAt },
        fields: [category, status, requestedBy, requestedAt],
      })),
  },
  'recovery-tests': {
    title: 'Tests of recovery',
    dayIs: 'testedOn, or plannedFor where it is not done',
    columns: ['Exercise', 'Status', 'Planned for', 'Tested on'],
    items: ({ recoveryTests }) =>
      valuesOf(recoveryTests).map(({ id, title, exercise, status, plannedFor, testedOn }) => ({
        ...{ key: id, title, at: testedOn ?? plannedFor },
        fields: [exercise, status, plannedFor ?? '', testedOn ?? 'not yet'],
      })),
  },
  vendors: {
    title: 'Vendors',
    dayIs: 'none: all of them are in every period',
    columns: ['Tier', 'Status', 'Last reviewed'],
    items: ({ vendors }) =>
      valuesOf(vendors).map(({ id, title, tier, status, lastReviewed }) => ({
        ...{ key: id, title, at: undefined },
        fields: [tier, status ?? 'active', lastReviewed ?? 'never'],
      })),
  },
  'access-reviews': {
    title: 'Lines of access reviews',
    dayIs: 'the day on which the list was drawn',
    columns: ['Review', 'Account', 'Role', 'Decision', 'Decided by', 'Decided on', 'Removed on'],
    items: ({ accessReviews }) =>
      valuesOf(accessReviews).flatMap(({ id, title, population, entries }) =>
        entries.map(({ account, role, decision, by, at, removedAt }, index) => ({
          // The place in the list keeps two lines about the same account and role apart.
          key: `${id}/${index + 1}/${inKey(account)}`,
          title: `${account} in ${title}`,
          at: population.takenAt,
          fields: [id, account, role ?? '', decision ?? 'none', by ?? '', at ?? '', removedAt ?? ''],
        })),
      ),
  },
}

/** Records of the program as the commit has them. @returns undefined for a name that is none of them */
export function programPopulation(name: PopulationName, input: PopulationInput): Population | undefined {
  const definition = programPopulations[name]
  if (definition === undefined) return undefined
  const { model, from, to, timezone } = input
  const items = definition.items(model).flatMap(({ key, title, at, fields }): readonly PopulationItem[] => {
    const day: Day | undefined = at === undefined ? undefined : at.includes('T') ? dayOf(at, timezone) : at
    if (day !== undefined && (day < from || day > to)) return []
    return [{ key, day, title, fields, records: [] }]
  })
  return makePopulation(
    {
      name,
      title: definition.title,
      ...{ from, to, timezone },
      source: 'the records of the program at the commit',
      query: `every one of them whose day (${definition.dayIs}) is from ${from} to ${to} (${timezone})`,
      independent: false,
      columns: ['Title', ...definition.columns],
    },
    {
      items: items.map((item) => ({ ...item, fields: [item.title, ...item.fields] })),
      open: [
        'These are the records that people wrote: whether something happened that nobody wrote down, they do not show.',
      ],
    },
  )
}
