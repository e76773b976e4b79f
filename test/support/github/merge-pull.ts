/** Merging as GitHub does it: the three methods, protection, and what is recorded. */
import { shaOf } from './git.ts'
import { readCommits } from './git-read.ts'
import { commitTree, mergedTree, replay, type Signer, WEB_FLOW } from './git-write.ts'
import { moveBranch } from './move-ref.ts'
import { pullCommits } from './pull-range.ts'
import { noteEvent } from './pull-state.ts'
import { Refusal } from './refusal.ts'
import { newestByContext } from './view-commit.ts'
import { type Account, type MergeMethod, type Pull, roleOf, roleReaches, type World } from './world.ts'

export interface MergeWish {
  readonly method: MergeMethod
  /** The head that was looked at; another one is refused. */
  readonly sha?: string | undefined
  readonly title?: string | undefined
  readonly message?: string | undefined
}

export const signerOf = (account: Account): Signer => ({ name: account.name, email: account.email })

/** Throws as GitHub refuses: 405 not mergeable, 409 the head has moved. @returns the merge commit */
export async function mergePull(world: World, pull: Pull, actor: Account, wish: MergeWish): Promise<string> {
  if (pull.state !== 'open') throw new Refusal(405, 'Pull Request is not mergeable')
  if (pull.draft) throw new Refusal(405, 'Pull Request is still a draft')
  if (wish.sha !== undefined && wish.sha !== pull.headSha)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.')
  const unmet = unmetProtection(world, pull)
  if (unmet !== undefined) throw new Refusal(405, unmet)
  const base = await shaOf(pull.repo.dir, pull.baseRef)
  if (base === undefined) throw new Refusal(405, 'Base branch does not exist')
  const sha = await mergeCommit(world, pull, actor, base, wish)
  if (sha === undefined) throw new Refusal(405, 'Pull Request is not mergeable')
  await moveBranch(world, pull.repo, pull.baseRef, sha, actor, 'pr_merge')
  markMerged(world, pull, actor, base, sha)
  return sha
}

export function markMerged(world: World, pull: Pull, actor: Account, base: string, sha: string): void {
  const at = world.clock.tick()
  Object.assign(pull, { state: 'closed', mergedAt: at, closedAt: at, mergedBy: actor, mergeSha: sha, baseSha: base })
  noteEvent(world, pull, 'merged', actor, { at, commitId: sha })
  noteEvent(world, pull, 'closed', actor, { at })
}

/** Undefined where the branches conflict. */
async function mergeCommit(
  world: World,
  pull: Pull,
  actor: Account,
  base: string,
  wish: MergeWish,
): Promise<string | undefined> {
  const { dir, verified } = pull.repo
  const date = world.clock.now()
  if (wish.method === 'rebase') return await replay(dir, base, await pullCommits(pull), signerOf(actor), date)
  const tree = await mergedTree(dir, base, pull.headSha)
  if (tree === undefined) return undefined
  const squash = wish.method === 'squash'
  const title =
    wish.title ??
    (squash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${pull.headRepo.owner.login}/${pull.headRef}`)
  const body = wish.message ?? (squash ? await coAuthors(pull) : pull.title)
  const sha = await commitTree(dir, tree, squash ? [base] : [base, pull.headSha], {
    // A squash is attributed to who opened the pull request, a merge to who merged it.
    author: signerOf(squash && pull.user !== null ? pull.user : actor),
    committer: WEB_FLOW,
    message: body === '' ? title : `${title}\n\n${body}`,
    date,
  })
  verified.add(sha)
  return sha
}

async function coAuthors(pull: Pull): Promise<string> {
  const commits = await readCommits(pull.repo.dir, await pullCommits(pull))
  const others = commits.map((commit) => commit.author).filter((author) => author.email !== pull.user?.email)
  return [...new Set(others.map(({ name, email }) => `Co-authored-by: ${name} <${email}>`))].join('\n')
}

function unmetProtection(world: World, pull: Pull): string | undefined {
  const protection = pull.repo.protections.get(pull.baseRef)
  if (protection === undefined) return undefined
  const opinions = pull.reviews.filter((review) => review.state !== 'COMMENTED' && review.state !== 'PENDING')
  const latest = [...new Map(opinions.map((review) => [review.user?.id, review])).values()].filter(
    (review) => review.user !== null && roleReaches(roleOf(world, pull.repo, review.user), 'write'),
  )
  if (latest.some((review) => review.state === 'CHANGES_REQUESTED')) return 'Changes have been requested.'
  if (latest.filter((review) => review.state === 'APPROVED').length < protection.approvals)
    return `At least ${protection.approvals} approving review is required by reviewers with write access.`
  const statuses = newestByContext(pull.repo.statuses.filter((status) => status.sha === pull.headSha))
  const missing = protection.contexts.find(
    (context) => !statuses.some((status) => status.context === context && status.state === 'success'),
  )
  return missing === undefined ? undefined : `Required status check "${missing}" is expected.`
}
