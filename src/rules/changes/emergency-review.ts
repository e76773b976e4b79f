import { millisecondsOf } from '../../model/days.ts'
import { personIdOf } from '../../model/evidence-index.ts'
import type { ProgramModel } from '../../model/program-model.ts'
import { approvalsOf, type MergeRecord } from '../logged-history.ts'

type People = Pick<ProgramModel, 'people'>

/**
 * When the first person who had no part in an emergency approved a later merge that names its change again: that is its review.
 *
 * @param later merges that name the change, after the one that brought it
 * @returns a moment; undefined where nobody has
 */
export function reviewedAfterwards(
  emergency: MergeRecord,
  later: readonly MergeRecord[],
  model: People,
): string | undefined {
  const involved = partiesOf(emergency, model)
  const [first] = later
    .flatMap((merge) => approvalsOf(model, merge))
    .filter(({ person, login }) => !involved.has(person ?? login))
    .sort((one, other) => millisecondsOf(one.submittedAt) - millisecondsOf(other.submittedAt))
  return first?.submittedAt
}

/** People, or accounts of nobody known, who wrote, approved or merged it. */
function partiesOf(merge: MergeRecord, model: People): ReadonlySet<string> {
  const approvers = approvalsOf(model, merge).map(({ person, login }) => person ?? login)
  const { author, mergedBy } = merge.data
  const others = [author, mergedBy].flatMap((account) =>
    account === null ? [] : [personIdOf(model, account) ?? account.login],
  )
  return new Set([...approvers, ...others])
}
