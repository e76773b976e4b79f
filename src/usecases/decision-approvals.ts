import { evidenceByCommit } from '../model/evidence-index.ts'
import type { History } from '../ports/history.ts'
import { programEndings } from '../read/read-program.ts'
import { recordHistory } from '../read/record-history.ts'
import { isShown } from '../render/claims.ts'
import type { AssessedProgram } from './assess.ts'

/** Whether the log shows who approved a decision about a criterion; not-determined: earlier versions are not here. */
export type DecisionApproval = 'shown' | 'claimed' | 'not-determined'

/**
 * Of every decision that names an approver, whether a counted review of the change that brought it shows that. Earlier versions
 * are read only where there is such a decision.
 */
export async function decisionApprovals(
  { model, log, commit, settings }: AssessedProgram,
  history: History,
): Promise<ReadonlyMap<string, DecisionApproval>> {
  const claims = model.decisions.flatMap(({ value: { id, approvedBy } }) =>
    approvedBy === undefined ? [] : [{ id, approvedBy }],
  )
  if (claims.length === 0) return new Map()
  if (await history.isShallow()) return new Map(claims.map(({ id }) => [id, 'not-determined'] as const))
  const [commits, versions] = await Promise.all([
    history.firstParent(commit),
    history.versionsBelow(commit, settings.programFolder, programEndings),
  ])
  const revisions = recordHistory(commits, versions.values())
  const evidence = evidenceByCommit(log)
  const claimed = ({ data }: { readonly data: object }) =>
    'approvedBy' in data && typeof data.approvedBy === 'string' ? [data.approvedBy] : []
  return new Map(
    claims.map(({ id, approvedBy }) => {
      const shown = isShown(approvedBy, revisions.get(id) ?? [], claimed, evidence, model)
      return [id, shown ? 'shown' : 'claimed'] as const
    }),
  )
}
