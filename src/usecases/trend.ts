import { assessProgram, onlyProgram } from '../assess/assess-program.ts'
import { commitAtEndOf, momentsOf } from '../assess/commit-of-day.ts'
import { type Trend, type TrendPoint, trendDays } from '../assess/trend.ts'
import { dayOf } from '../model/days.ts'
import type { ProgramReading } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { FileVersion, HistoryCommit } from '../ports/history.ts'
import { filesAtCommits } from '../read/files-at-commits.ts'
import { readProgram } from '../read/read-program.ts'
import type { AssessedProgram } from './assess.ts'
import { toProgram } from './read-program-at.ts'

/**
 * How a program stood at the ends of the months before, each computed again: from the program as its branch had it at the end of
 * that day, and from the records that the log had by then. Nothing of it was ever stored.
 *
 * @param commits the first-parent line of the commit that was assessed, oldest first
 * @param versions every version of the program's files on that line
 */
export function trendOf(
  now: Pick<AssessedProgram, 'assessment' | 'commit' | 'log' | 'model' | 'settings'>,
  commits: readonly HistoryCommit[],
  versions: Iterable<readonly FileVersion[]>,
): Trend {
  const { assessment, log, settings } = now
  const timezone = onlyProgram(now.model)?.timezone ?? 'UTC'
  const moments = momentsOf(commits, log)
  const [oldest] = moments
  const last: TrendPoint = { kind: 'assessed', asOf: assessment.basis.asOf, commit: now.commit, assessment }
  if (oldest === undefined) return { points: [last], cut: 0 }
  const { days, cut } = trendDays(assessment.basis, dayOf(new Date(oldest.atMs).toISOString(), timezone), log.length)
  const places = days.map((day) => commitAtEndOf(day, moments, timezone))
  const readings = new Map<string, ProgramReading>()
  const trees = filesAtCommits(commits, versions, places)
  const points = days.map((asOf, index): TrendPoint => {
    const [tree, commit] = [trees[index], commits[places[index] ?? -1]?.sha]
    if (tree === undefined || commit === undefined) return { kind: 'not-known', asOf, why: 'there was no program yet' }
    const reading = readings.get(tree.state) ?? readProgram(tree.files)
    readings.set(tree.state, reading)
    if (tree.files.length === 0) return { kind: 'not-known', asOf, why: 'there was no program yet' }
    try {
      const model = toProgram(reading, settings.programFolder, commit)
      const { protectedBranch } = settings
      return { kind: 'assessed', asOf, commit, assessment: assessProgram(model, log, asOf, { protectedBranch }) }
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'not-known', asOf, why: error.what }
      throw error
    }
  })
  return { points: [...points, last], cut }
}
