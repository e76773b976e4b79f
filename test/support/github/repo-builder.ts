/** What a test does in a repository: commits, pull requests, reviews, merges, deployments, in words of people's work. */
import { deliveryBuilder } from './delivery-builder.ts'
import { shaOf } from './git.ts'
import { writeProtections } from './git-http.ts'
import { commitTree, type FileChanges, mergedTree, replay, type Signer, WEB_FLOW, writeCommits } from './git-write.ts'
import { markMerged, mergePull, signerOf } from './merge-pull.ts'
import { keepPullRef, moveBranch, NO_COMMIT } from './move-ref.ts'
import type { MergeGroup } from './payloads.ts'
import { pullCommits } from './pull-range.ts'
import {
  addReview,
  dismissReview,
  labelPull,
  noteEvent,
  openPull,
  renamePull,
  requestReview,
  retargetPull,
  unlabelPull,
} from './pull-state.ts'
import type {
  Account,
  MergeMethod,
  Protection,
  Pull,
  Repo,
  Review,
  ReviewState,
  Role,
  Ruleset,
  Team,
  World,
} from './world.ts'

export interface CommitOptions {
  readonly files: FileChanges
  readonly author: Account | Signer
  readonly committer?: Account | Signer
  readonly message?: string
  readonly coAuthors?: readonly (Account | Signer)[]
  /** Who pushes; default: the author, where that is an account. */
  readonly by?: Account
  /** Where a new branch starts, or what a forced push is put on; default: the branch's tip, else the default branch's. */
  readonly onto?: string
  /** Further parents of a merge made by hand. */
  readonly merging?: readonly string[]
  /** git's own date, which whoever commits may choose; default: the server's time. */
  readonly date?: string
  readonly verified?: boolean
  /** So many commits in one push; their files carry the number. */
  readonly times?: number
}

export interface PullOptions {
  readonly head: string
  readonly base?: string
  readonly author: Account
  readonly title: string
  readonly body?: string
  readonly draft?: boolean
  /** The fork it comes from. */
  readonly from?: Repo
}

const isAccount = (who: Account | Signer): who is Account => 'login' in who
const signer = (who: Account | Signer): Signer => (isAccount(who) ? signerOf(who) : who)

export type RepoHandle = ReturnType<typeof repoHandle>

export function repoHandle(world: World, state: Repo, queueBot: Account) {
  const tipOf = async (branch: string, repo = state) => await shaOf(repo.dir, `refs/heads/${branch}`)

  async function mustTip(branch: string): Promise<string> {
    const sha = await tipOf(branch)
    if (sha === undefined) throw new Error(`${state.name} has no branch ${branch}`)
    return sha
  }

  const placeOf = (where: string | Pull) =>
    typeof where === 'string' ? { repo: state, branch: where } : { repo: where.headRepo, branch: where.headRef }

  /** Commits and pushes; a branch that is not there yet is made. @returns the new tip */
  async function commit(where: string | Pull, options: CommitOptions): Promise<string> {
    const { repo, branch } = placeOf(where)
    const start = options.onto ?? (await tipOf(branch, repo)) ?? (await tipOf(repo.defaultBranch, repo))
    const { author, committer = author, date = world.clock.now(), times = 1 } = options
    const trailers = (options.coAuthors ?? [])
      .map(signer)
      .map(({ name, email }) => `Co-authored-by: ${name} <${email}>`)
    const message = options.message ?? `Change ${Object.keys(options.files).join(', ')}`
    const made = Array.from({ length: times }, (_each, at) => ({
      parents: [...(start === undefined ? [] : [start]), ...(options.merging ?? [])],
      files: times === 1 ? options.files : numbered(options.files, at),
      author: signer(author),
      committer: signer(committer),
      message: trailers.length === 0 ? message : `${message}\n\n${trailers.join('\n')}`,
      date,
    }))
    const sha = await writeCommits(repo.dir, made)
    if (options.verified === true) repo.verified.add(sha)
    await moveBranch(world, repo, branch, sha, options.by ?? (isAccount(author) ? author : null))
    return sha
  }

  /** What the queue makes of a pull request on top of a commit. @returns the last commit */
  async function queued(pull: Pull, onto: string, method: MergeMethod): Promise<string> {
    const date = world.clock.now()
    const tree = await mergedTree(state.dir, onto, pull.headSha)
    if (tree === undefined) throw new Error('the branches conflict')
    const subject = method === 'merge' ? `Merge pull request #${pull.number}` : `${pull.title} (#${pull.number})`
    const made = { author: signerOf(queueBot), committer: WEB_FLOW, message: subject, date }
    const rebased =
      method === 'rebase'
        ? await replay(state.dir, onto, await pullCommits(pull), WEB_FLOW, date)
        : await commitTree(state.dir, tree, method === 'merge' ? [onto, pull.headSha] : [onto], made)
    if (rebased === undefined) throw new Error('the branches conflict')
    state.verified.add(rebased)
    return rebased
  }

  async function pull(options: PullOptions): Promise<Pull> {
    const headRepo = options.from ?? state
    const headSha = await tipOf(options.head, headRepo)
    if (headSha === undefined) throw new Error(`${headRepo.name} has no branch ${options.head}`)
    const baseRef = options.base ?? state.defaultBranch
    const opened = openPull(world, state, {
      user: options.author,
      title: options.title,
      body: options.body ?? null,
      draft: options.draft === true,
      baseRef,
      baseSha: await mustTip(baseRef),
      headRepo,
      headRef: options.head,
      headSha,
    })
    await keepPullRef(opened)
    return opened
  }

  return {
    state,
    commit,
    openPull: pull,
    tipOf: mustTip,

    /** Merges the base into the head, as the button on the page does. @returns the new head */
    async updateBranch(pull: Pull, by: Account): Promise<string> {
      const base = await mustTip(pull.baseRef)
      const tree = await mergedTree(state.dir, pull.headSha, base)
      if (tree === undefined) throw new Error('the branches conflict')
      const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`
      const made = { author: signerOf(by), committer: WEB_FLOW, message, date: world.clock.now() }
      const sha = await commitTree(state.dir, tree, [pull.headSha, base], made)
      state.verified.add(sha)
      await moveBranch(world, state, pull.headRef, sha, by)
      return sha
    },

    /** Replays the pull request's commits on the base's tip and pushes by force. @returns the new head */
    async rebase(pull: Pull, by: Account): Promise<string> {
      const sha = await replay(
        state.dir,
        await mustTip(pull.baseRef),
        await pullCommits(pull),
        signerOf(by),
        world.clock.now(),
      )
      if (sha === undefined) throw new Error('the branches conflict')
      await moveBranch(world, state, pull.headRef, sha, by)
      return sha
    },

    /** Points a branch at another commit, by force where need be. */
    reset: (branch: string, sha: string, by: Account) => moveBranch(world, state, branch, sha, by),
    deleteBranch: (branch: string, by: Account) => moveBranch(world, state, branch, NO_COMMIT, by),

    /** Bound to the head as it is now. Throws 422 for one's own pull request. */
    review(pull: Pull, by: Account, reviewState: ReviewState, body = ''): Review {
      return addReview(world, pull, by, { state: reviewState, body, commitId: pull.headSha })
    },
    /** What GitHub is reported to do with approvals after a rebase or an update merge: the old time, a new commit. */
    repoint(review: Review, sha: string): void {
      review.commitId = sha
    },
    dismiss: (pull: Pull, review: Review, by: Account, message = '') => dismissReview(world, pull, review, by, message),
    requestReview: (pull: Pull, reviewer: Account, by: Account) => requestReview(world, pull, reviewer, by),

    merge: (pull: Pull, by: Account, method: MergeMethod = 'merge') => mergePull(world, pull, by, { method }),
    close(pull: Pull, by: Account): void {
      const { createdAt } = noteEvent(world, pull, 'closed', by)
      Object.assign(pull, { state: 'closed', closedAt: createdAt })
    },
    reopen(pull: Pull, by: Account): void {
      noteEvent(world, pull, 'reopened', by)
      Object.assign(pull, { state: 'open', closedAt: null })
    },
    markReady(pull: Pull, by: Account): void {
      pull.draft = false
      noteEvent(world, pull, 'ready_for_review', by)
    },
    async retarget(pull: Pull, base: string, by: Account): Promise<void> {
      retargetPull(world, pull, base, await mustTip(base), by)
    },
    label: (pull: Pull, name: string, by: Account) => labelPull(world, pull, name, by),
    unlabel: (pull: Pull, name: string, by: Account) => unlabelPull(world, pull, name, by),
    retitle: (pull: Pull, title: string, by: Account) => renamePull(world, pull, title, by),
    enableAutoMerge(pull: Pull, by: Account, method: MergeMethod = 'squash'): void {
      pull.autoMerge = { enabledBy: by, method }
      noteEvent(world, pull, 'auto_merge_enabled', by)
    },

    /** Puts pull requests into the merge queue, in their order: each has a branch of its own that ends with what it brings. */
    async queue(pulls: readonly Pull[], method: MergeMethod = 'merge'): Promise<MergeGroup> {
      const last = pulls.at(-1)
      if (last === undefined) throw new Error('an empty group')
      const baseSha = await mustTip(last.baseRef)
      const branches: string[] = []
      let headSha = baseSha
      for (const each of pulls) {
        const branch = `gh-readonly-queue/${last.baseRef}/pr-${each.number}-${headSha}`
        headSha = await queued(each, headSha, method)
        noteEvent(world, each, 'added_to_merge_queue', queueBot)
        await moveBranch(world, state, branch, headSha, queueBot)
        branches.push(branch)
      }
      return { repo: state, pulls, baseRef: last.baseRef, baseSha, headRef: branches.at(-1) ?? '', headSha, branches }
    },
    async mergeQueued(group: MergeGroup): Promise<void> {
      await moveBranch(world, state, group.baseRef, group.headSha, queueBot, 'merge_queue_merge')
      for (const each of group.pulls) markMerged(world, each, queueBot, group.baseSha, group.headSha)
      for (const branch of group.branches) await moveBranch(world, state, branch, NO_COMMIT, queueBot)
    },

    /** A role for a person or a team; null takes it away. */
    grant(who: Account | Team, role: Role | null): void {
      const roles = 'login' in who ? state.roles : state.teamRoles
      if (role === null) roles.delete(who.id)
      else roles.set(who.id, role)
    },
    /** A role of the organisation's own on top of one of the five. */
    grantOwnRole(who: Account, name: string, base: Role): void {
      state.roles.set(who.id, base)
      state.roleNames.set(who.id, name)
    },
    async protect(branch: string, protection: Partial<Protection> = {}): Promise<void> {
      const whole: Protection = {
        ...{ approvals: 0, dismissStale: false, contexts: [], app: null, strict: false, enforceAdmins: true },
        ...{ pullRequests: true, codeOwners: false, lastPush: false, pushPast: [] },
        ...{ forcePushes: false, deletions: false, linear: false },
        ...protection,
      }
      state.protections.set(branch, whole)
      await writeProtections(state)
    },
    ruleset(name: string, options: Partial<Omit<Ruleset, 'id' | 'name'>> = {}): Ruleset {
      const made: Ruleset = {
        id: world.nextId(),
        name,
        level: 'Repository',
        enforcement: 'active',
        include: ['~DEFAULT_BRANCH'],
        exclude: [],
        rules: [],
        bypass: [],
        ...options,
      }
      state.rulesets.push(made)
      return made
    },
    rename(name: string): void {
      state.formerNames.push(state.name)
      state.name = name
    },

    ...deliveryBuilder(world, state),
  }
}

function numbered(files: FileChanges, at: number): FileChanges {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? `${content}${at}\n` : content]),
  )
}
