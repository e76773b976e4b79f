import type { Deviation } from '../gate/audit-merge.ts'
import type { GateVerdict, Verdict } from '../model/outcome.ts'

/** One commit on the first-parent line of the branch. */
export interface AuditRow {
  readonly commit: string
  readonly subject: string
  /** What brought it; null: nothing that is known. */
  readonly pull: { readonly number: number; readonly title: string } | null
  /** The head that was merged. */
  readonly head: string | null
  /** As of the merge; null where there was none to judge. `not-applicable`: there was no gate yet. */
  readonly verdict: GateVerdict | null
  readonly mergedBy: string | null
  readonly mergedAt: string | null
  /** Status of the gate that stood on the head at the merge. */
  readonly status: { readonly state: string; readonly by: string | null; readonly at: string } | null
  readonly deviations: readonly Deviation[]
  /** What could not be determined. */
  readonly open: readonly string[]
}

export interface AuditReport {
  readonly verdict: Verdict
  readonly repository: string
  readonly branch: string
  /** Login of the account whose statuses are the gate's. */
  readonly poster: string
  /** Commit after which is looked; null: from the first. */
  readonly from: string | null
  readonly to: string
  /** Whether the branch no longer continues where the server saw it. */
  readonly rewritten: boolean
  readonly counts: {
    readonly commits: number
    readonly approved: number
    readonly deviating: number
    readonly notDetermined: number
  }
  /** Oldest first. */
  readonly rows: readonly AuditRow[]
}

/** Puts together what an audit found. A deviation beats not knowing, and nothing that was approved is not a pass. */
export function toAuditReport(found: Omit<AuditReport, 'verdict' | 'counts'>): AuditReport {
  const { rows, rewritten } = found
  const deviating = rows.filter(({ deviations }) => deviations.length > 0).length
  const notDetermined = rows.filter(({ open }) => open.length > 0).length
  const approved = rows.filter(({ verdict }) => verdict === 'approved').length
  const verdict =
    rewritten || deviating > 0
      ? 'violated'
      : notDetermined > 0
        ? 'not-determined'
        : approved > 0
          ? 'satisfied'
          : 'nothing-checked'
  return { verdict, ...found, counts: { commits: rows.length, approved, deviating, notDetermined } }
}
