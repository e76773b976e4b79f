import { onlyProgram } from '../assess/assess-program.ts'
import { type Day, dayOf } from '../model/days.ts'
import { evidenceByCommit } from '../model/evidence-index.ts'
import type { Revision } from '../read/record-history.ts'
import type { RenderInput } from './render-input.ts'

/** Day on which a revision reached the protected branch: by the log where that knows, else as git says. */
export function daysOnBranch({
  log,
  model,
}: Pick<RenderInput, 'log' | 'model'>): (revision: Pick<Revision, 'commit'>) => Day {
  const evidence = evidenceByCommit(log)
  const timezone = onlyProgram(model)?.timezone ?? 'UTC'
  return ({ commit }) => {
    const found = evidence.get(commit.sha)
    return dayOf(found?.kind === 'merged' ? found.record.data.mergedAt : commit.committedAt, timezone)
  }
}
