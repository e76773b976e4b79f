import { millisecondsOf } from '../model/days.ts'
import type { DatedRecord } from '../model/log-record.ts'

/** A stretch of time, in milliseconds since 1970; the end is exclusive. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * The time in which audits looked at a branch, as stretches without overlap, oldest first. That no deviation was found
 * says something about these and about nothing else.
 *
 * An audit goes from one commit of the branch to another. It covers the time since an earlier audit ended at its first
 * commit, or since the log began there; an audit that begins anywhere else covers nothing, because what lies before it was
 * not looked at.
 */
export function auditedTime(records: readonly DatedRecord[], branch: string): readonly Stretch[] {
  const endedAt = new Map<string, number>()
  const stretches: Stretch[] = []
  for (const { record } of records) {
    const end = millisecondsOf(record.occurredAt)
    if (record.kind === 'log.created' && record.data.protectedBranch === branch) endedAt.set(record.data.baseline, end)
    if (record.kind !== 'audit.window' || record.data.branch !== branch) continue
    const { from, to } = record.data
    const start = endedAt.get(from)
    if (start === undefined) continue
    if (start < end) stretches.push({ from: start, to: end })
    endedAt.set(to, Math.max(end, endedAt.get(to) ?? end))
  }
  return joined(stretches)
}

/** Stretches without overlap, oldest first. */
export function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = []
  for (const next of stretches.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1)
    if (last === undefined || next.from > last.to) result.push(next)
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, next.to) }
  }
  return result
}

/** The parts of a stretch that no other stretch covers, oldest first. */
export function gapsIn(wanted: Stretch, covered: readonly Stretch[]): readonly Stretch[] {
  const gaps: Stretch[] = []
  let at = wanted.from
  for (const { from, to } of covered) {
    if (to <= at) continue
    if (from >= wanted.to) break
    if (from > at) gaps.push({ from: at, to: from })
    at = to
  }
  if (at < wanted.to) gaps.push({ from: at, to: wanted.to })
  return gaps
}
