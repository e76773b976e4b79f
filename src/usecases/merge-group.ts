import type { ComparedCommit, Forge, RepositoryName } from '../ports/forge.ts'

/** What a merge queue asks about: a commit that it made, and the branch that it would move there. */
export interface MergeGroup {
  readonly headSha: string
  readonly baseRef: string
  /** Number in the name of the queue's branch, which the forge gives to the last pull request of the group. */
  readonly lastNumber: number
}

/** The part of a group that stands for one pull request. */
export interface GroupPart {
  readonly number: number
  /** The commit below it: the branch itself, or the part before. Its rules are those that hold when this part is merged. */
  readonly parent: string
  /** The last commit of the part. */
  readonly last: string
  readonly commits: number
  /** The head that was merged; undefined where the queue squashes or rebases. */
  readonly mergedHead: string | undefined
}

export type GroupReading =
  | { readonly ok: true; readonly parts: readonly GroupPart[] }
  | { readonly ok: false; readonly why: string }

/**
 * The pull requests that a group would bring to its branch, first merged first: every commit that the branch has not is
 * walked from the head down by first parents. A merge belongs to the pull request whose head is its second parent; commits
 * with one parent belong to the one whose queue branch ends with them. What belongs to none makes the group not readable: it
 * may not go along with the approved rest. Commits behind a second parent are those of an approved head and need no walk.
 *
 * Not `base_sha` of the event but the branch itself is where the walk ends: a group may stand on another group that has
 * failed, and would bring that one along.
 * @throws ForgeRefused, ForgeUnreachable
 */
export async function readMergeGroup(
  repository: RepositoryName,
  { headSha, baseRef, lastNumber }: MergeGroup,
  forge: Forge,
): Promise<GroupReading> {
  const tip = await forge.branchTip(repository, baseRef)
  if (tip === undefined) return unreadable(`the branch ${baseRef} does not exist`)
  const { commits } = await forge.comparison(repository, tip, headSha)
  if (!commits.known) return unreadable(commits.why)
  const line = firstParents(headSha, commits.value)
  if (line === undefined) return unreadable('its commits go in circles')
  const named = new Map((await forge.queueEntries(repository, baseRef)).map(({ sha, number }) => [sha, number]))
  named.set(headSha, lastNumber)
  const parts: GroupPart[] = []
  let open: ComparedCommit[] = []
  for (const commit of line) {
    const [parent, second, ...more] = commit.parents
    if (parent === undefined || more.length > 0) return foreign(commit.sha)
    if (second !== undefined) {
      if (open.length > 0) return foreign(open[0]?.sha ?? commit.sha)
      const number = named.get(commit.sha) ?? (await onlyPullWithHead(repository, second, baseRef, forge))
      if (number === undefined) return foreign(commit.sha)
      parts.push({ number, parent, last: commit.sha, commits: 1, mergedHead: second })
      continue
    }
    open.push(commit)
    const number = named.get(commit.sha)
    if (number === undefined) continue
    const below = open[0]?.parents[0] ?? parent
    parts.push({ number, parent: below, last: commit.sha, commits: open.length, mergedHead: undefined })
    open = []
  }
  if (open[0] !== undefined) return foreign(open[0].sha)
  const twice = parts.find(({ number }, at) => parts.findIndex((part) => part.number === number) !== at)
  return twice === undefined ? { ok: true, parts } : unreadable(`pull request ${twice.number} is in it twice`)
}

const unreadable = (why: string): GroupReading => ({ ok: false, why })
const foreign = (sha: string): GroupReading =>
  unreadable(`commit ${sha.slice(0, 12)} belongs to no pull request of the queue`)

/** From the branch up to the head; undefined where parents lead back. */
function firstParents(head: string, commits: readonly ComparedCommit[]): readonly ComparedCommit[] | undefined {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const line: ComparedCommit[] = []
  for (let at = bySha.get(head); at !== undefined; at = bySha.get(at.parents[0] ?? '')) {
    if (line.length >= commits.length) return undefined
    line.push(at)
  }
  return line.reverse()
}

async function onlyPullWithHead(
  repository: RepositoryName,
  sha: string,
  base: string,
  forge: Forge,
): Promise<number | undefined> {
  const found = (await forge.pullsOfCommit(repository, sha)).filter(
    (pull) => pull.headSha === sha && pull.base === base && !pull.merged,
  )
  return found.length === 1 ? found[0]?.number : undefined
}
