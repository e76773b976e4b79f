import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import type { HistoryCommit } from '../ports/history.ts'
import { findLanding, mergeOf, withoutPushed } from './find-landing.ts'
import { gatePullRequest } from './gate-pull-request.ts'
import type { JudgedPullRequest } from './judge-pull-request.ts'
import type { Landing } from './record-facts.ts'

/** How a commit came to the branch. */
type Explanation =
  /** By this merge, together with the others that landed; judged as of the merge, by the rules before it. */
  | {
      readonly kind: 'merged'
      readonly commit: HistoryCommit
      readonly judged: JudgedPullRequest
      readonly landing: Landing
    }
  /** No merged pull request explains it. */
  | { readonly kind: 'unexplained'; readonly commit: HistoryCommit }
  /** It could not be asked. */
  | {
      readonly kind: 'unread'
      readonly commit: HistoryCommit
      readonly error: Refusal | ForgeRefused | ForgeUnreachable
    }
  /** So many merges were judged that this one and those before it are left. */
  | { readonly kind: 'more'; readonly commit: HistoryCommit }

export interface CommitsToExplain {
  readonly repository: RepositoryName
  readonly branch: string
  /** First-parent commits of the branch, oldest first. */
  readonly commits: readonly HistoryCommit[]
  /** Commits to pass over; those that landed with one that is given are added. */
  readonly known: Set<string>
  /** Merges to judge: each costs some twenty requests. */
  readonly most: number
}

/** Explains commits from the newest, since the merge commit of a rebase is the last of those that it landed. */
export async function* explainCommits(
  { repository, branch, commits, known, most }: CommitsToExplain,
  forge: Forge,
): AsyncGenerator<Explanation> {
  const asked = new Map<string, readonly ListedPull[]>()
  const pullsOf = async (sha: string) => {
    const before = asked.get(sha)
    if (before !== undefined) return before
    const found = (await forge.pullsOfCommit(repository, sha)).filter(({ merged, base }) => merged && base === branch)
    asked.set(sha, found)
    return found
  }
  async function explain(commit: HistoryCommit): Promise<Explanation> {
    const unexplained = { kind: 'unexplained', commit } as const
    const merged = mergeOf(commit, await pullsOf(commit.sha))
    if (merged === undefined) return unexplained
    const found = await findLanding(commits, commit.sha, async (sha) =>
      (await pullsOf(sha)).some(({ number }) => number === merged.number),
    )
    if (found === undefined) return unexplained
    const ref = { owner: repository.owner, name: repository.name, number: merged.number }
    const judgeAt = (rulesSha: string) => gatePullRequest(ref, { post: false, rulesSha }, { forge })
    const judged = await judgeAt(found.baseShaBefore)
    const landing = withoutPushed(found, judged.facts)
    if (landing === undefined) return unexplained
    const isSame = landing.baseShaBefore === found.baseShaBefore
    return { kind: 'merged', commit, judged: isSame ? judged : await judgeAt(landing.baseShaBefore), landing }
  }

  let merges = 0
  for (const commit of [...commits].reverse()) {
    if (known.has(commit.sha)) continue
    if (merges === most) {
      yield { kind: 'more', commit }
      return
    }
    const explanation = await explain(commit).catch((error: unknown): Explanation => {
      const isSaid = error instanceof Refusal || error instanceof ForgeRefused || error instanceof ForgeUnreachable
      if (isSaid) return { kind: 'unread', commit, error }
      throw error
    })
    if (explanation.kind === 'merged') {
      merges += 1
      for (const sha of explanation.landing.landed) known.add(sha)
    }
    yield explanation
  }
}
