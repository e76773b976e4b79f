import type { PullRequestFacts } from '../model/facts.ts'
import type { ListedPull } from '../ports/forge.ts'
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

/**
 * The pull request whose merge a commit is. The forge names the same commit for every pull request that it brought into the
 * branch: of several, a merge commit is that of the one whose head is its second parent, and a pushed head that of its own.
 * Whatever else may be in such a commit was not in the others, so theirs is never taken for it.
 */
export function mergeOf<Pull extends Pick<ListedPull, 'headSha' | 'mergeSha'>>(
  { sha, parents }: Pick<HistoryCommit, 'sha' | 'parents'>,
  pulls: readonly Pull[],
): Pull | undefined {
  const named = pulls.filter(({ mergeSha }) => mergeSha === sha)
  if (parents.length > 1) return parents.length === 2 ? named.find(({ headSha }) => headSha === parents[1]) : undefined
  return named.find(({ headSha }) => headSha === sha) ?? (named.length === 1 ? named[0] : undefined)
}

/**
 * Takes out of a landing what did not come by the merge. Squash and rebase write new commits, at most one for each of the pull
 * request: a commit of the pull request itself that lies before them on the branch was pushed there, past the merge.
 *
 * @returns undefined where the commit that the forge names is no merge of the head: something else was pushed on top of it
 */
export function withoutPushed(landing: Landing, { pull, commits }: PullRequestFacts): Landing | undefined {
  const { landed, method } = landing
  const last = landed.at(-1)
  if (method === 'merge' || last === undefined) return landing
  const own = new Set([pull.head.sha, ...(commits.known ? commits.value.map(({ sha }) => sha) : [])])
  const isPushed = last === pull.head.sha
  const isOnTop = landing.baseShaBefore === pull.head.sha || landed.includes(pull.head.sha)
  if (!isPushed && (own.has(last) || isOnTop)) return undefined
  const most = Math.max(1, pull.totals.commits)
  const end = landed.length - 1
  const strange = landed.findLastIndex((sha, at) => own.has(sha) !== isPushed || end - at >= most)
  const kept = landed.slice(strange + 1)
  return {
    landed: kept,
    baseShaBefore: landed[strange] ?? landing.baseShaBefore,
    method: kept.length > 1 ? 'rebase' : 'squash',
  }
}

/**
 * The same for facts from a file, where no forge can be asked: the merge commit alone, which is right but for a rebase.
 * @returns undefined also where the commit merges another head than the one that was judged, or lies on top of it
 */
export async function landingAt(
  history: History,
  { mergeSha, head }: { readonly mergeSha: string; readonly head: { readonly sha: string } },
): Promise<Landing | undefined> {
  const names = [`${mergeSha}^1`, `${mergeSha}^2`, `${mergeSha}^3`]
  const [before, second, third] = await history.resolveAll(names)
  if (before === undefined || before === head.sha || third !== undefined) return undefined
  if (second === undefined) return { landed: [mergeSha], baseShaBefore: before, method: 'squash' }
  return second === head.sha ? { landed: [mergeSha], baseShaBefore: before, method: 'merge' } : undefined
}
