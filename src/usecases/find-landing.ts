import type { History, HistoryCommit } from '../ports/history.ts'
import type { Landing } from './record-facts.ts'

/**
 * How a merged pull request arrived on its branch, from the history and not from what the forge says of it.
 *
 * @param commits first-parent commits of the branch, oldest first
 * @param mergeSha the commit that the forge names as the merge
 * @param belongs whether the forge associates a commit with this pull request; for those before the merge commit
 * @returns undefined where the merge is not among the commits
 */
export async function findLanding(
  commits: readonly HistoryCommit[],
  mergeSha: string,
  belongs: (sha: string) => Promise<boolean>,
): Promise<Landing | undefined> {
  const end = commits.findIndex(({ sha }) => sha === mergeSha)
  const merge = commits[end]
  const before = merge?.parents[0]
  if (merge === undefined || before === undefined) return undefined
  if (merge.parents.length > 1) return { landed: [mergeSha], baseShaBefore: before, method: 'merge' }
  // A rebase lands one commit for each of the pull request; a squash lands one alone.
  let start = end
  for (let at = end - 1; at >= 0; at -= 1) {
    const commit = commits[at]
    if (commit === undefined || commit.parents.length !== 1 || !(await belongs(commit.sha))) break
    start = at
  }
  const landed = commits.slice(start, end + 1)
  const baseShaBefore = landed[0]?.parents[0] ?? before
  return { landed: landed.map(({ sha }) => sha), baseShaBefore, method: landed.length > 1 ? 'rebase' : 'squash' }
}

/** The same for facts from a file, where no forge can be asked: the merge commit alone, which is right but for a rebase. */
export async function landingAt(history: History, mergeSha: string): Promise<Landing | undefined> {
  const [before, second] = await history.resolveAll([`${mergeSha}^1`, `${mergeSha}^2`])
  if (before === undefined) return undefined
  const isMerge = second !== undefined
  return { landed: [mergeSha], baseShaBefore: before, method: isMerge ? 'merge' : 'squash' }
}
