import type { BranchCommit } from '../assess/populations/place-commits.ts'
import { reconcileChanges } from '../assess/populations/reconcile-changes.ts'
import type { ChangeReconciliation } from '../assess/populations/reconciliation.ts'
import type { Day } from '../model/days.ts'
import type { PageContext } from './page-context.ts'

/** Name of the protected branch, as the settings or the log have it. */
export function protectedBranchOf({ branch, log }: Pick<PageContext, 'branch' | 'log'>): string {
  if (branch !== undefined) return branch
  const created = log.find((record) => record.kind === 'log.created')
  return created?.kind === 'log.created' ? created.data.protectedBranch : 'main'
}

/** Commits of the protected branch, oldest first. */
export const branchCommits = ({ commits }: Pick<PageContext, 'commits'>): readonly BranchCommit[] =>
  [...commits].map(([sha, { authorName, subject, committedAt }]) => ({
    ...{ sha, authorName, subject },
    committedAt: committedAt ?? '',
  }))

/** The changes of some days, reconciled. */
export const reconciledBranch = (context: PageContext, from: Day, to: Day): ChangeReconciliation =>
  reconcileChanges({
    commits: branchCommits(context),
    log: context.log,
    branch: protectedBranchOf(context),
    changes: [...context.model.changes.values()].map(({ value }) => value),
    timezone: context.timezone,
    ...{ from, to },
  })
