import type { AccessListItem, ActivityItem, SessionItem, TokenItem } from '../model/records.gen.ts'
import type { DatasetReading } from './dataset-readings.ts'

/** An item with the reading that has it. */
export interface ReadItem<T> {
  readonly reading: DatasetReading
  readonly item: T
}

type Row = readonly string[]

interface SystemReportOf<T> {
  readonly title: string
  readonly dataset: 'access-list' | 'activity' | 'tokens' | 'sessions'
  /** What is looked at where nobody says: the newest state, or the last ninety days. */
  readonly window: 'snapshot' | 'rolling:P90D'
  readonly columns: readonly string[]
  /** Rows, sorted; and what the items leave open, one sentence each. */
  readonly rowsOf: (
    items: readonly ReadItem<T>[],
    nameOf: (system: string, account: string) => string,
  ) => {
    readonly rows: readonly Row[]
    readonly notes: readonly string[]
  }
}

const said = (value: string | boolean | null): string =>
  value === null ? 'not known' : value === true ? 'yes' : value === false ? 'no' : value

const sorted = (rows: readonly Row[]): readonly Row[] =>
  rows
    .map((row) => [row.join('\0'), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row)

/** The same row of several readings once. */
const distinct = (rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [row.join('\0'), row])).values(),
]

const userAccess: SystemReportOf<AccessListItem> = {
  title: 'User access',
  dataset: 'access-list',
  window: 'snapshot',
  columns: [
    'System',
    'Account',
    'Person',
    'Role',
    'On',
    'Kind',
    'Status',
    'May administer',
    'Second factor',
    'Since',
    'Last use',
    'As of',
  ],
  rowsOf: (items, nameOf) => ({
    rows: sorted(
      items.map(({ reading: { data }, item }) => [
        data.system,
        item.account,
        nameOf(data.system, item.account),
        item.role,
        item.scope ?? 'all of it',
        item.kind,
        item.status,
        said(item.privileged),
        said(item.mfa),
        said(item.createdAt),
        said(item.lastUsedAt),
        data.to,
      ]),
    ),
    notes: unknownCount(items, ({ mfa }) => mfa === null, 'whether a second factor is set up'),
  }),
}

const tokens: SystemReportOf<TokenItem> = {
  title: 'Tokens and keys',
  dataset: 'tokens',
  window: 'snapshot',
  columns: [
    'System',
    'Id',
    'Name',
    'Kind',
    'Account',
    'Person',
    'Role',
    'Created',
    'Last use',
    'Expires',
    'Status',
    'As of',
  ],
  rowsOf: (items, nameOf) => ({
    rows: sorted(
      items.map(({ reading: { data }, item }) => [
        data.system,
        item.id,
        item.name ?? '',
        item.kind,
        said(item.account),
        item.account === null ? '' : nameOf(data.system, item.account),
        said(item.role),
        said(item.createdAt),
        said(item.lastUsedAt),
        item.expiresAt ?? 'not set or not known',
        item.status,
        data.to,
      ]),
    ),
    notes: [],
  }),
}

const sessions: SystemReportOf<SessionItem> = {
  title: 'Active sessions',
  dataset: 'sessions',
  window: 'snapshot',
  columns: ['System', 'Id', 'Account', 'Person', 'Started', 'Last use', 'Ends', 'Status', 'As of'],
  rowsOf: (items, nameOf) => {
    // What is not known to be over may be open.
    const open = items.filter(({ item: { status } }) => status === 'active' || status === 'unknown')
    const over = items.length - open.length
    return {
      rows: sorted(
        open.map(({ reading: { data }, item }) => [
          data.system,
          item.id,
          item.account,
          nameOf(data.system, item.account),
          item.startedAt,
          said(item.lastUsedAt),
          item.endsAt ?? 'not set or not known',
          item.status,
          data.to,
        ]),
      ),
      notes: over === 0 ? [] : [`${over} sessions that ended or were revoked are left out.`],
    }
  },
}

const eventColumns = ['System', 'At', 'Account', 'Person', 'Action', 'On', 'Outcome', 'Id']

function eventRows(
  items: readonly ReadItem<ActivityItem>[],
  nameOf: (system: string, account: string) => string,
): readonly Row[] {
  const rows = items.map(({ reading: { data }, item }) => [
    data.system,
    item.at,
    said(item.account),
    item.account === null ? '' : nameOf(data.system, item.account),
    item.action,
    item.resource ?? '',
    item.outcome,
    item.id,
  ])
  return sorted(distinct(rows))
}

const activity: SystemReportOf<ActivityItem> = {
  title: 'Activity by user',
  dataset: 'activity',
  window: 'rolling:P90D',
  columns: ['System', 'Account', 'Person', 'Action', 'Allowed', 'Denied', 'Failed', 'Not known', 'First', 'Last'],
  rowsOf: (items, nameOf) => {
    const groups = new Map<
      string,
      { row: Row; counts: Record<ActivityItem['outcome'], number>; first: string; last: string }
    >()
    for (const [system = '', at = '', account = '', person = '', action = '', , outcome] of eventRows(items, nameOf)) {
      const row = [system, account, person, action]
      const key = row.join('\0')
      const group = groups.get(key) ?? {
        row,
        counts: { allowed: 0, denied: 0, failed: 0, unknown: 0 },
        first: at,
        last: at,
      }
      groups.set(key, group)
      group.counts[outcome as ActivityItem['outcome']] += 1
      if (at < group.first) group.first = at
      if (at > group.last) group.last = at
    }
    const rows = [...groups.values()].map(({ row, counts, first, last }) => [
      ...row,
      String(counts.allowed),
      String(counts.denied),
      String(counts.failed),
      String(counts.unknown),
      first,
      last,
    ])
    return { rows: sorted(rows), notes: [] }
  },
}

const denied: SystemReportOf<ActivityItem> = {
  title: 'Denied access',
  dataset: 'activity',
  window: 'rolling:P90D',
  columns: eventColumns,
  rowsOf: (items, nameOf) => ({
    rows: eventRows(
      items.filter(({ item }) => item.outcome === 'denied'),
      nameOf,
    ),
    notes: unknownCount(items, ({ outcome }) => outcome === 'unknown', 'whether the action was allowed'),
  }),
}

const adminActivity: SystemReportOf<ActivityItem> = {
  title: 'Actions of administrators',
  dataset: 'activity',
  window: 'rolling:P90D',
  columns: eventColumns,
  rowsOf: (items, nameOf) => ({
    rows: eventRows(
      items.filter(({ item }) => item.privileged === true),
      nameOf,
    ),
    notes: unknownCount(items, ({ privileged }) => privileged === null, 'whether the action is one of administrators'),
  }),
}

function unknownCount<T>(
  items: readonly ReadItem<T>[],
  isUnknown: (item: T) => boolean,
  what: string,
): readonly string[] {
  const count = items.filter(({ item }) => isUnknown(item)).length
  return count === 0 ? [] : [`For ${count} of ${items.length} items it is not known ${what}.`]
}

/** The reports that people ask of a system which others use. Each names its dataset, so any system can be asked. */
export const systemReports = {
  'user-access': userAccess,
  activity,
  denied,
  'admin-activity': adminActivity,
  tokens,
  sessions,
} as const

export type SystemReportName = keyof typeof systemReports
