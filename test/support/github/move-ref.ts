/** What GitHub does when a branch has moved: activity, check suites, and the pull requests that follow their heads. */
import { git, shaOf } from './git.ts'
import { isForced } from './git-write.ts'
import { dismissReview, noteEvent } from './pull-state.ts'
import type { Account, ActivityKind, Pull, Repo, World } from './world.ts'

export const NO_COMMIT = '0'.repeat(40)

export interface RefMove {
  /** `refs/heads/main` */
  readonly ref: string
  /** 40 zeros: it was not there. */
  readonly before: string
  /** 40 zeros: it is gone. */
  readonly after: string
}

async function kindOf(repo: Repo, { before, after }: RefMove): Promise<ActivityKind> {
  if (before === NO_COMMIT) return 'branch_creation'
  if (after === NO_COMMIT) return 'branch_deletion'
  return (await isForced(repo.dir, before, after)) ? 'force_push' : 'push'
}

/** Moves a branch as the server itself does, and does what follows. */
export async function moveBranch(
  world: World,
  repo: Repo,
  branch: string,
  after: string,
  actor: Account | null,
  kind?: ActivityKind,
): Promise<void> {
  const ref = `refs/heads/${branch}`
  const before = (await shaOf(repo.dir, branch)) ?? NO_COMMIT
  if (after === NO_COMMIT) await git(repo.dir, ['update-ref', '-d', ref])
  else await git(repo.dir, ['update-ref', ref, after])
  await afterMove(world, repo, { ref, before, after }, actor, kind)
}

/** For a branch that has already moved, as by a push. */
export async function afterMove(
  world: World,
  repo: Repo,
  move: RefMove,
  actor: Account | null,
  known?: ActivityKind,
): Promise<void> {
  if (!move.ref.startsWith('refs/heads/') || move.before === move.after) return
  const branch = move.ref.slice('refs/heads/'.length)
  const kind = known ?? (await kindOf(repo, move))
  const timestamp = world.clock.tick()
  repo.activities.push({ id: world.nextId(), ...move, timestamp, kind, actor })
  const [actions] = world.apps
  if (repo.suites && move.after !== NO_COMMIT && actions !== undefined)
    repo.checkSuites.push({
      id: world.nextId(),
      headSha: move.after,
      headBranch: branch,
      before: move.before,
      createdAt: timestamp,
      status: 'completed',
      conclusion: 'success',
      app: actions,
    })
  const followers = world.repos
    .flatMap((each) => each.pulls)
    .filter((pull) => pull.headRepo === repo && pull.headRef === branch && pull.state === 'open')
  for (const pull of followers) await followHead(world, pull, move, kind, actor, timestamp)
}

async function followHead(
  world: World,
  pull: Pull,
  { after }: RefMove,
  kind: ActivityKind,
  actor: Account | null,
  at: string,
): Promise<void> {
  if (after === NO_COMMIT) {
    pull.state = 'closed'
    pull.closedAt = at
    noteEvent(world, pull, 'closed', actor, { at })
    return
  }
  pull.headSha = after
  pull.baseSha = (await shaOf(pull.repo.dir, pull.baseRef)) ?? pull.baseSha
  pull.updatedAt = at
  await keepPullRef(pull)
  if (kind === 'force_push') noteEvent(world, pull, 'head_ref_force_pushed', actor, { at, commitId: after })
  if (pull.repo.protections.get(pull.baseRef)?.dismissStale !== true) return
  for (const review of pull.reviews)
    if (review.state === 'APPROVED') dismissReview(world, pull, review, actor, '', { at, commitId: after })
}

/** `refs/pull/N/head` keeps the head's commits in the base's repository, also those of a fork. */
export async function keepPullRef(pull: Pull): Promise<void> {
  const ref = `refs/pull/${pull.number}/head`
  if (pull.headRepo !== pull.repo)
    await git(pull.repo.dir, ['fetch', '-q', '--no-tags', pull.headRepo.dir, pull.headRef])
  await git(pull.repo.dir, ['update-ref', ref, pull.headSha])
}
