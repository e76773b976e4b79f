import { differencesOf } from '../assess/populations/reconcile-changes.ts'
import type { ChangeReconciliation } from '../assess/populations/reconciliation.ts'
import { inlineText } from '../model/markdown-text.ts'
import { differenceRows } from './difference-rows.ts'
import type { PageContext } from './page-context.ts'

/** `2026-06-30T03:17:00Z` -> `2026-06-30 03:17:00` */
const clockTime = (moment: string): string => moment.replace('T', ' ').replace('Z', '')

const openRows = 30

/** A reconciliation for a page: counts by month, differences, and the time in which no audit looked. */
export function reconciliationView(reconciliation: ChangeReconciliation, context: PageContext, root: string) {
  const { commits, months, gaps } = reconciliation
  const rows = differencesOf(reconciliation)
  const count = (standing: string) => rows.filter((row) => row.standing === standing).length
  // What somebody has to look at; all of it has pages of its own where it is more.
  const shown = rows.filter(({ standing }) => standing !== 'explained').slice(0, openRows)
  return {
    branch: inlineText(reconciliation.branch),
    commits: commits.length,
    matched: commits.filter(({ standing }) => standing === 'matched').length,
    deviations: count('deviation'),
    notDetermined: count('not-determined'),
    explained: count('explained'),
    elsewhere: reconciliation.elsewhere.length,
    months: months.map((month) => ({
      ...month,
      open: month.open === 0 ? '0' : `**${month.open}**`,
      pulls: month.around === 0 ? String(month.pulls) : `${month.pulls} and ${month.around} around review`,
    })),
    differences: differenceRows(shown, context, root),
    more: rows.length - shown.length,
    gaps: gaps.map(({ from, to }) => ({ from: clockTime(from), to: clockTime(to) })),
  }
}
