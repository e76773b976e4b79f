import type { PlaceOnBranch } from '../gate/deployment-input.ts'
import type { DeploymentFacts } from '../model/facts.ts'
import type { History } from '../ports/history.ts'

/**
 * Looks up in the repository that is here where a deployed commit lies. A commit that was brought in by a merge, but was not the tip
 * of the branch after one, is not on it: nobody approved the branch as it was there.
 * @param tip commit of the protected branch
 */
export async function placeOnBranch(
  history: History,
  tip: string,
  { sha, previousSha }: Pick<DeploymentFacts, 'sha' | 'previousSha'>,
): Promise<PlaceOnBranch> {
  const [here, before] = await history.resolveAll([sha, ...(previousSha === null ? [] : [previousSha])])
  if (here !== sha) return { isOn: undefined, line: undefined }
  const after = await history.firstParent(tip, sha)
  const isOn = tip === sha || after[0]?.parents[0] === sha
  // Git does not say of a shallow clone that a history ends too early, so what is missing there is no proof.
  if (await history.isShallow()) return { isOn: isOn ? true : undefined, line: undefined }
  if (previousSha === null || before !== previousSha) return { isOn, line: undefined }
  return { isOn, line: (await history.firstParent(sha, previousSha)).map((commit) => commit.sha) }
}
