import { addDuration, type Day, startOfDay } from '../model/days.ts'
import type { LogRecord } from '../model/log-record.ts'

/** A commit of a branch and when the branch came to it. */
export interface CommitMoment {
  readonly sha: string
  readonly atMs: number
}

/**
 * When a branch came to each of its commits: by the log where that knows, which has it from the forge, and else as git says.
 * No commit is earlier than the one before it, whatever its author wrote.
 *
 * @param commits the first-parent line, oldest first
 */
export function momentsOf(
  commits: readonly { readonly sha: string; readonly committedAt: string }[],
  log: readonly LogRecord[],
): readonly CommitMoment[] {
  const merged = new Map<string, string>()
  for (const record of log) if (record.kind === 'change.merged') merged.set(record.data.mergeSha, record.data.mergedAt)
  let latest = Number.NEGATIVE_INFINITY
  return commits.map(({ sha, committedAt }) => {
    latest = Math.max(latest, Date.parse(merged.get(sha) ?? committedAt))
    return { sha, atMs: latest }
  })
}

/** Place of the last commit that a branch had by the end of a day; -1 where it had none yet. */
export function commitAtEndOf(day: Day, moments: readonly CommitMoment[], timezone: string): number {
  const end = startOfDay(addDuration(day, 'P1D'), timezone)
  return moments.findLastIndex(({ atMs }) => atMs < end)
}
