import type { FactsNeeded } from '../gate/facts-needed.ts'
import type { DeploymentFacts, PullRequestFacts, Readable, Reading, StatusEntry } from '../model/facts.ts'
import type { SourceFile } from '../model/program-model.ts'

export interface RepositoryName {
  readonly owner: string
  readonly name: string
}
export interface PullRef extends RepositoryName {
  readonly number: number
}

/** A commit status. `description` has at most 140 characters, the limit of GitHub, and one line. */
export interface CommitStatus {
  readonly sha: string
  readonly context: string
  readonly state: 'success' | 'pending' | 'failure' | 'error'
  readonly description: string
  readonly targetUrl?: string
}

/** A status as the forge shows it. */
export interface PostedStatus {
  readonly id: number
  readonly state: CommitStatus['state']
  /** Empty where there is none. */
  readonly description: string
  readonly targetUrl: string | undefined
  /** Login of the account that posted it; undefined for a deleted one. */
  readonly creator: string | undefined
}

/** A commit of a comparison. */
export interface ComparedCommit {
  readonly sha: string
  /** First parent first. */
  readonly parents: readonly string[]
}

/** A file of a comparison. */
export interface ComparedFile {
  readonly path: string
  /** Of a file that was renamed or copied. */
  readonly previousPath: string | undefined
  /** As the forge names it: `added`, `modified`, `removed`, `renamed` and so on. */
  readonly status: string
  /** The object with its content, of a removed file that it had. */
  readonly blob: string
  /** The changed lines; undefined for content that is no text, and where there are too many. */
  readonly patch: string | undefined
}

/** What one commit has and another has not. */
export interface Comparison {
  /** Where the second stands as seen from the first. */
  readonly status: 'ahead' | 'behind' | 'identical' | 'diverged'
  /** Commits in the history of the second only, on any line of parents; in no order that is relied on. */
  readonly commits: Reading<ComparedCommit>
  /** Files that differ between the second and the common ancestor. Not known from 300 files on, where the list ends. */
  readonly files: Reading<ComparedFile>
}

/** An entry of a merge queue: the forge keeps a branch for each, named after the pull request. */
export interface QueueEntry {
  readonly number: number
  /** Tip of the branch: the last commit that the queue made for the pull request. */
  readonly sha: string
}

/** A pull request as a list names it; its details come from `pullRequestFacts`. */
export interface ListedPull {
  readonly number: number
  readonly base: string
  readonly headSha: string
  readonly merged: boolean
  /** RFC 3339, UTC; undefined where it was not merged. */
  readonly mergedAt: string | undefined
  readonly mergeSha: string | undefined
}

/** What the collector of facts must know of the rules, so that the snapshot is complete for them. */
export interface FactsWanted extends FactsNeeded {
  /** Folder of the program: files of the diff below it that end in `.yaml` or `.yml` are delivered as text. */
  readonly programFolder: string
  /** Tip of a branch as the caller has just read it: where it is the base, it is not asked for once more. */
  readonly base?: { readonly ref: string; readonly sha: string }
  /** Rules that the forge enforces on the base. */
  readonly branchRules?: boolean
}

/** Which deployment is asked about. Ids are those of the event that started the run; null where there was none. */
export interface DeploymentRef extends RepositoryName {
  readonly environment: string
  readonly sha: string
  readonly deploymentId: number | null
  readonly runId: number | null
  /** SHA that was deployed to the environment before, from the evidence log or `--since`; null where none is known. */
  readonly previousSha: string | null
  readonly wanted: DeploymentWanted
}

/** What the rules of an environment look at. What they do not is left out of the snapshot, as not known. */
export interface DeploymentWanted {
  /** Checks on the commit. */
  readonly checks: boolean
  /** Earlier deployments of the commit, to every environment. */
  readonly environmentStates: boolean
  /** What everybody who deploys may do in the repository. */
  readonly permissions: boolean
  /** `organisation/team-slug` of every team that may deploy. */
  readonly githubTeams: readonly string[]
}

/**
 * The forge that holds the repository (GitHub). Everything is read to its last page, 100 a page. A list that is cut, capped
 * or refused is a `Reading` with `known: false` and a sentence for a person; it is never an empty or a shorter list.
 * Every method but those that say otherwise throws ForgeRefused when the answer is no, ForgeUnreachable when there is none.
 */
export interface Forge {
  /**
   * One complete snapshot of a pull request (`schemas/pull-request-facts.json`). Throws only when the pull request itself
   * cannot be read; whatever else cannot be read is said inside.
   *
   * What is not wanted is not asked for, and not known.
   *
   * - commits: `GET pulls/{n}/commits`, for more than 100 the comparison of base and head; not known when the count differs from
   *   `pull.commits`, or above 5,000. `parties`: the author; the committer unless it is the platform's own `web-flow`; one
   *   co-author for each `Co-authored-by:` trailer of the message. account null wherever the forge names no account; a
   *   trailer is resolved only through a `users.noreply` address that carries the numeric id, else null. updateType: the
   *   largest of Dependabot's `updated-dependencies:` in the message, null unless every one of them has a type.
   * - reviews: `GET pulls/{n}/reviews`, all of them, in list order. A state that is not known is `unknown`. by null for a
   *   deleted account (`user: null`, or `ghost`). dismissedBy, dismissedAt, stateBeforeDismissal: from the events of the pull
   *   request, `review_dismissed`; null where it has none. namedCommits: lines `Approved-Commit: SHA` of the text, outside
   *   quotes and code.
   * - files: `GET pulls/{n}/files`; not known when the count differs from `changed_files` (the list ends at 3,000). mode,
   *   previousMode: where wanted, from the trees of the head and of the merge base; null where there is no such file, or where
   *   the tree could not be read.
   * - headChanges: what the *server* saw, never dates that git carries. Exactly one `opened` (at `created_at`, by the author;
   *   `after`: the head at that moment, that is the commit the branch had according to the last push before, or the present
   *   head when the list of pushes is complete and holds none after it; else null). Pushes and force-pushes since then from
   *   `GET /repos/{o}/{r}/activity?ref=` of the HEAD repository, with `by` and `after`; `base-changed` and force-pushes from the
   *   events of the pull request (source `timeline`). Where activity cannot be read: the oldest check suite or the oldest
   *   status on the present head, as `unknown` with `by` null; not known when there is none of these, or when the head
   *   repository was deleted.
   * - labels: each with who set it and when, by the newest event of its name; null where the events do not say. titleChanges:
   *   the events `renamed`, by time. requestedReviewers: people only, no teams.
   * - permissions: of every account that reviewed, here or elsewhere, that dismissed a review, set a label, merged or opened
   *   it, at most 1,000. By `role_name` of `GET collaborators` for more than one account, else, and for whoever is not in that list, of
   *   `GET collaborators/{login}/permission`; `unknown` where refused. A role name of the organisation's own is mapped by its
   *   base role, else `unknown`. 404 is `none` for a machine account.
   * - teams: the wanted ones and, where code owners are wanted, those that own a changed file, at most 50; active members with
   *   child teams; not known where refused (GITHUB_TOKEN may not read).
   * - changeFiles: text at the head of every added, modified, renamed or copied YAML file of the diff below the program folder;
   *   not known where `files` is not, where there are more than 50, or where one is too large, binary or not UTF-8.
   * - checks: every check run on the head that the forge calls the latest of its suite, and the newest status of each context;
   *   not known at 1,000 runs, where the list ends. Two runs of one name by one App are both listed.
   * - workflowRuns: every run on the head by its latest attempt; not known at 1,000.
   * - environmentStates: each deployment of the head with its newest state; not known above 50.
   * - codeOwners: the first CODEOWNERS of `.github`, the root and `docs` at the tip of the base, for a merged one at
   *   the commit of the base that it names; a known empty list where there
   *   is none; not known where it is a link, over 3 MiB or not UTF-8.
   * - elsewhere: the reviews of every other open pull request with the same head, all or none.
   * - branchRules: `GET rules/branches/{branch}`: active rules of rulesets, not classic protection.
   * - requestedBy: who asked an agent for it, where the forge says so; null otherwise. trigger: null; an event is not asked for.
   * - newestEvent: `kind:id` of the newest of the reviews, head changes and dismissals that were read.
   */
  pullRequestFacts(pull: PullRef, wanted: FactsWanted): Promise<PullRequestFacts>

  /**
   * Where a pull request stands now, by one request: read first, to know the base whose rules apply, and again right before a
   * status is posted, because head and base may have moved meanwhile. The same fields as in a list.
   */
  pull(pull: PullRef): Promise<ListedPull>

  /**
   * Files of a commit's tree below `folder` that end in one of `endings`, and a file of exactly that path where `folder` names
   * one, sorted by path: `git/trees?recursive=1`, then blobs. An empty folder is the whole tree. A truncated tree is read folder
   * by folder, never shortened. Links, submodules and files over the limit of the reader are listed as unreadable.
   * No such folder at that commit: an empty list. No such commit: ForgeRefused 404.
   */
  filesAt(
    repository: RepositoryName,
    commit: string,
    folder: string,
    endings: readonly string[],
  ): Promise<readonly SourceFile[]>

  /** 40-hex tip of a branch; undefined when there is no such branch. */
  branchTip(repository: RepositoryName, branch: string): Promise<string | undefined>

  /** Parents of a commit, first parent first: rules of a merged pull request come from the commit before its merge. */
  parentsOf(repository: RepositoryName, commit: string): Promise<readonly string[]>

  /** Every open pull request to that base, by number. */
  openPullRequests(repository: RepositoryName, base: string): Promise<readonly ListedPull[]>

  /** Every pull request that was merged into that base at or after the moment, oldest merge first. */
  mergedPullRequests(repository: RepositoryName, base: string, sinceAt: string): Promise<Reading<ListedPull>>

  /** Every open pull request from a branch of that owner's repository, by number: how those of forks are found. */
  openPullsFrom(repository: RepositoryName, owner: string, branch: string): Promise<readonly ListedPull[]>

  /** Pull requests the forge associates with a commit: `GET commits/{sha}/pulls`. It may leave out those of forks. */
  pullsOfCommit(repository: RepositoryName, sha: string): Promise<readonly ListedPull[]>

  /**
   * One complete snapshot of a deployment (`schemas/deployment-facts.json`). Throws only when the repository or the commit
   * cannot be read. `run`: `actor` and `triggering_actor` of the run's present attempt; reruns: `triggering_actor` of every attempt
   * between the first and the present one, by `GET actions/runs/{id}/attempts/{n}`. environmentApprovals:
   * `GET actions/runs/{id}/approvals` for this environment; a known empty list when the run needed none. environmentReviewers:
   * the `required_reviewers` of `GET environments/{name}`; a known empty list where there is no such rule. deployment.requestedBy:
   * the account that `requested_by`, or else `actor`, of the payload names; `ghost` where it names no account that there is.
   * deployment.begun: whether a status says more than that it waits; null where they could not be read. commits: first-parent
   * commits of `sha` that are not in the history of `previousSha`, oldest first; not known when `previousSha` is null or not
   * an ancestor of `sha`, or when the comparison was cut. `redeployed`: whether `sha` is an ancestor of `previousSha` (or equal).
   * checks, environmentStates: of `sha`, where wanted, as for a pull request.
   */
  deploymentFacts(deployment: DeploymentRef): Promise<DeploymentFacts>

  /** Every status that was ever posted on a commit. */
  statusHistory(repository: RepositoryName, sha: string): Promise<Reading<StatusEntry>>

  /**
   * Tip of a branch as the server saw it at a moment, from its list of moves; null where there was no such branch yet. Not known
   * where the list does not reach back to then.
   */
  branchTipAt(repository: RepositoryName, branch: string, at: string): Promise<Readable<string | null>>

  /** What `to` has and `from` has not: `GET compare/{from}...{to}`. ForgeRefused 404 where they have no common ancestor. */
  comparison(repository: RepositoryName, from: string, to: string): Promise<Comparison>

  /** Entries of the merge queue of a branch, by number: refs below `heads/gh-readonly-queue/BASE/`. */
  queueEntries(repository: RepositoryName, base: string): Promise<readonly QueueEntry[]>

  /**
   * The newest statuses of one name on a commit, the newest first: at least so many, or all there are. Anybody who may write
   * statuses may have posted them.
   */
  statusesNamed(
    repository: RepositoryName,
    sha: string,
    context: string,
    atLeast: number,
  ): Promise<readonly PostedStatus[]>

  /**
   * Sets a status, and tries again where the answer is lost: the same status twice says nothing else than once.
   * ForgeRefused with permission `statuses: write` for a read-only token.
   */
  postStatus(repository: RepositoryName, status: CommitStatus): Promise<PostedStatus>

  /** Login of the person whose token it is; undefined for the token of an installation, which is nobody's. */
  whoAmI(): Promise<string | undefined>

  /** Requests that the token may still make in this hour; undefined where the forge does not limit or say. */
  requestsLeft(): Promise<number | undefined>
}
