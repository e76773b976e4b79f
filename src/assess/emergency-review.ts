import type { Day } from '../model/days.ts'
import { dayOf, millisecondsOf } from '../model/days.ts'
import { personIdOf } from '../model/evidence-index.ts'
import type { LogRecord } from '../model/log-record.ts'
import type { ProgramModel } from '../model/program-model.ts'

type MergeRecord = Extract<LogRecord, { readonly kind: 'change.merged' }>

/** What became of the review that is owed after an emergency. */
export type EmergencyReview =
  | { readonly kind: 'none-owed' }
  /** `by` is a later merge that names the same change request, approved by somebody without a part in the emergency. */
  | { readonly kind: 'done'; readonly due: Day; readonly on: Day; readonly record: number; readonly inTime: boolean }
  | { readonly kind: 'not-done'; readonly due: Day }

/**
 * Whether an emergency was reviewed afterwards: by a later pull request that names the change again, approved by somebody
 * who neither wrote, approved nor merged the first (as CHG-008 asks).
 *
 * @param log in the order of the log
 */
export function emergencyReview(
  merge: MergeRecord,
  log: readonly LogRecord[],
  model: Pick<ProgramModel, 'people'>,
  timezone: string,
): EmergencyReview {
  const { emergencyReviewDue: due, changeRequests, author, mergedBy, counted, mergedAt, parts } = merge.data
  if (due === null) return { kind: 'none-owed' }
  const nameOf = (account: { readonly id: string; readonly login: string }) =>
    personIdOf(model, account) ?? account.login.toLowerCase()
  const involved = new Set(
    [author, mergedBy, ...counted, ...(parts ?? [])].flatMap((account) => (account === null ? [] : [nameOf(account)])),
  )
  const found = log.flatMap((record) => {
    if (record.kind !== 'change.merged' || record.index === merge.index) return []
    if (millisecondsOf(record.data.mergedAt) < millisecondsOf(mergedAt)) return []
    if (!record.data.changeRequests.some((id) => changeRequests.includes(id))) return []
    return record.data.counted
      .filter((review) => !involved.has(nameOf(review)))
      .map(({ submittedAt }) => ({ on: dayOf(submittedAt, timezone), record: record.index }))
  })
  const [first] = found.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.record - b.record))
  return first === undefined ? { kind: 'not-done', due } : { kind: 'done', due, ...first, inTime: first.on <= due }
}

/** `done on 2026-05-07 (record 31), in time: due by 2026-05-08` */
export function emergencyReviewInWords(review: EmergencyReview, record: (index: number) => string): string {
  if (review.kind === 'none-owed') return 'none is owed'
  if (review.kind === 'not-done') return `not in the log; due by ${review.due}`
  return `done on ${review.on} (${record(review.record)}), ${review.inTime ? 'in time' : 'late'}: due by ${review.due}`
}
