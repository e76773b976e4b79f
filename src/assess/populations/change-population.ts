import { matches } from '../../model/log-record.ts'
import { type Excluded, makePopulation, type Population, type PopulationItem } from './population.ts'
import type { PopulationInput } from './population-input.ts'
import { reconcileChanges } from './reconcile-changes.ts'
import type { ChangeReconciliation, CommitRow } from './reconciliation.ts'
import type { RecordFilter } from './wanted-populations.ts'

const dateFrom = {
  merge: 'the forge merged it then',
  audit: 'found by an audit then',
  git: 'date of the commit, as git has it',
} as const

/** The reconciliation of the changes of the input's period. */
export const reconciledChanges = ({ model, ...input }: PopulationInput): ChangeReconciliation =>
  reconcileChanges({ ...input, changes: [...model.changes.values()].map(({ value }) => value) })

/**
 * The changes of a period: every commit of the protected branch by first parents, counted from git. Whether the log knows a
 * commit makes no difference to whether it is in the population.
 *
 * @param filters of the control: a commit whose record says that it is none of the meant ones is left out, with the reason
 */
export function changePopulation(
  input: PopulationInput,
  filters: readonly RecordFilter[],
  reconciliation: ChangeReconciliation = reconciledChanges(input),
): Population {
  const { branch, from, to, timezone, log } = input
  const byIndex = new Map(log.map((record) => [record.index, record]))
  const excluded: Excluded[] = []
  const items: PopulationItem[] = []
  const merged = filters.filter(({ kind }) => kind === 'change.merged')
  const isNarrow = merged.length > 0 && merged.length === filters.length
  for (const row of reconciliation.commits) {
    const record = row.record === undefined ? undefined : byIndex.get(row.record)
    const why =
      isNarrow && record !== undefined && merged.every(({ where }) => matches(record.data, where) === 'no')
        ? `not what ${merged.map(({ requirement }) => requirement).join(' and ')} speaks of: ${whereInWords(merged)}`
        : undefined
    if (why === undefined) items.push(itemOf(row))
    else excluded.push({ key: row.commit.sha, title: row.commit.subject, why })
  }
  const gaps = reconciliation.gaps
  const tip = reconciliation.tip ?? 'no commit'
  return makePopulation(
    {
      name: 'changes',
      title: `Commits of ${branch}`,
      ...{ from, to, timezone },
      source: `the git repository, independent of the evidence log; ${branch} at ${tip}`,
      query: `git rev-list --first-parent ${tip}, of which those that came to the branch from ${from} to ${to} (${timezone})`,
      independent: true,
      columns: ['Came on (UTC)', 'Date', 'Message', 'Author (git)', 'Pull request', 'Reconciled', 'Why'],
    },
    { items, excluded, gaps, open: reconciliation.open },
  )
}

function itemOf({ commit, day, record, pull, around, standing, why }: CommitRow): PopulationItem {
  return {
    key: commit.sha,
    day,
    title: commit.subject,
    fields: [
      commit.at,
      dateFrom[commit.basis],
      commit.subject,
      commit.authorName,
      pull === undefined ? '' : `#${pull}`,
      standing,
      why,
    ],
    records: [record, around].flatMap((index) => index ?? []).sort((a, b) => a - b),
  }
}

export const whereInWords = (filters: readonly RecordFilter[]): string =>
  filters
    .map(({ where }) =>
      Object.entries(where)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([field, value]) => `${field} ${String(value)}`)
        .join(' and '),
    )
    .join(', or ')
