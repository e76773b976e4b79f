import type { PullRequestFacts } from '../model/facts.ts'
import type { HistoryCommit } from '../ports/history.ts'
import type { Landing } from './record-facts.ts'

/** Whether the forge says that a pull request brought a commit. */
export type BroughtBy = (commit: string, pull: number) => Promise<boolean>

/** Without the forge only the commit it names itself is known to be of the pull request. */
export const nothingElse: BroughtBy = async () => false

/** A rebase lands at most as many commits as a pull request can have. */
const mostLanded = 250

/**
 * What a merged pull request put on its base branch. More than the merge commit is believed only where the forge says so
 * for each: a commit that was pushed past review must not pass for a part of the next merge.
 *
 * @param line the whole first-parent line of the base branch, oldest first
 * @returns undefined where the merge commit is not on that line
 */
export async function landingOf(
  facts: PullRequestFacts,
  line: readonly HistoryCommit[],
  broughtBy: BroughtBy,
): Promise<Landing | undefined> {
  const { number, mergeSha } = facts.pull
  const last = line.findIndex(({ sha }) => sha === mergeSha)
  const merge = line[last]
  if (merge === undefined) return undefined
  let first = last
  if (merge.parents.length === 1)
    while (first > 0 && last - first + 1 < Math.min(facts.pull.totals.commits, mostLanded)) {
      const before = line[first - 1]
      if (before === undefined || before.parents.length !== 1 || !(await broughtBy(before.sha, number))) break
      first -= 1
    }
  const landed = line.slice(first, last + 1)
  const baseShaBefore = landed[0]?.parents[0]
  if (baseShaBefore === undefined) return undefined
  return { landed: landed.map(({ sha }) => sha), baseShaBefore, method: methodOf(merge, landed.length, number) }
}

/** A rebase of one commit and a squash look alike but for the title that GitHub gives to the latter. */
function methodOf({ parents, subject }: HistoryCommit, landed: number, number: number): Landing['method'] {
  if (parents.length > 1) return 'merge'
  if (landed > 1) return 'rebase'
  return subject.endsWith(`(#${number})`) ? 'squash' : 'unknown'
}
