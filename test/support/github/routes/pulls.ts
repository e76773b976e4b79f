/** Pull requests and their reviews. */
import { type Call, listOf, type Operations, ok, pagesOf, pullOf, reads, writes } from '../call.ts'
import { shaOf } from '../git.ts'
import { readCommits } from '../git-read.ts'
import { mergePull } from '../merge-pull.ts'
import { keepPullRef } from '../move-ref.ts'
import { pullCommits, pullFiles } from '../pull-range.ts'
import {
  addReview,
  dismissReview,
  noteEvent,
  openPull,
  renamePull,
  requestReview,
  retargetPull,
} from '../pull-state.ts'
import { invalidField, notFound, Refusal } from '../refusal.ts'
import { commitView, fileView } from '../view-commit.ts'
import { userView } from '../view-people.ts'
import { fullPullView, pullView, reviewView } from '../view-pull.ts'
import {
  accountNamed,
  type MergeMethod,
  type Pull,
  type Review,
  type ReviewState,
  repoNamed,
  roleOf,
  sameName,
} from '../world.ts'

/** What the API lists at most, whatever the pages; the totals in the pull request tell. */
const LISTED_COMMITS = 250
const LISTED_FILES = 3000

const STATE_OF_EVENT: Readonly<Record<string, ReviewState>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
}

function reviewOf(call: Call, pull: Pull): Review {
  const review = pull.reviews.find((each) => each.id === call.number('review_id'))
  if (review === undefined) throw notFound()
  return review
}

/** `branch`, or `owner:branch` for a fork. */
async function headOf(call: Call) {
  const wanted = call.text('head', '')
  const [owner, branch] = wanted.includes(':') ? wanted.split(':') : [undefined, wanted]
  const base = call.repo()
  const repo = owner === undefined || sameName(owner, base.owner.login) ? base : repoNamed(call.world, owner, base.name)
  const sha = repo === undefined || branch === undefined ? undefined : await shaOf(repo.dir, branch)
  if (repo === undefined || branch === undefined || sha === undefined) throw invalidField('PullRequest', 'head')
  return { headRepo: repo, headRef: branch, headSha: sha }
}

/** Whether a review that is not yet submitted may be seen: by its writer alone. */
const seen = (call: Call) => (review: Review) => review.state !== 'PENDING' || review.user === call.credential?.account

export const pullOperations: Operations = {
  'pulls/list': reads(
    ['pull_requests:read'],
    (call) => {
      const state = call.query('state') ?? 'open'
      const [base, head] = [call.query('base'), call.query('head')]
      const found = call
        .repo()
        .pulls.filter((pull) => state === 'all' || pull.state === state)
        .filter((pull) => base === undefined || pull.baseRef === base)
        .filter((pull) => head === undefined || `${pull.headRepo.owner.login}:${pull.headRef}` === head)
      const by = call.query('sort') === 'updated' ? ('updatedAt' as const) : ('createdAt' as const)
      const up = (call.query('direction') ?? (call.query('sort') === undefined ? 'desc' : 'asc')) === 'asc' ? 1 : -1
      found.sort((a, b) => up * (a[by] === b[by] ? a.number - b.number : a[by] < b[by] ? -1 : 1))
      return listOf(found, (pull) => pullView(call.world, pull))
    },
    ['state', 'base', 'head', 'sort', 'direction'],
  ),

  'pulls/get': reads(['pull_requests:read'], async (call) => ok(await fullPullView(call.world, pullOf(call)))),

  'pulls/create': writes(['pull_requests:write'], 'read', async (call) => {
    const baseRef = call.text('base', '')
    const baseSha = await shaOf(call.repo().dir, baseRef)
    if (baseSha === undefined) throw invalidField('PullRequest', 'base')
    const head = await headOf(call)
    const pull = openPull(call.world, call.repo(), {
      ...head,
      user: call.actor(),
      title: call.text('title', ''),
      body: call.text('body', '') || null,
      draft: call.body['draft'] === true,
      baseRef,
      baseSha,
    })
    await keepPullRef(pull)
    return ok(await fullPullView(call.world, pull), 201)
  }),

  'pulls/update': writes(['pull_requests:write'], 'write', async (call) => {
    const pull = pullOf(call)
    const base = call.text('base', pull.baseRef)
    const baseSha = await shaOf(pull.repo.dir, base)
    if (baseSha === undefined) throw invalidField('PullRequest', 'base')
    retargetPull(call.world, pull, base, baseSha, call.actor())
    renamePull(call.world, pull, call.text('title', pull.title), call.actor())
    pull.body = call.text('body', pull.body ?? '') || null
    const state = call.text('state', pull.state)
    if (state !== pull.state && pull.mergedAt !== null) throw invalidField('PullRequest', 'state')
    if (state !== pull.state && (state === 'open' || state === 'closed')) {
      const event = noteEvent(call.world, pull, state === 'open' ? 'reopened' : 'closed', call.actor())
      Object.assign(pull, { state, closedAt: state === 'closed' ? event.createdAt : null })
    }
    return ok(await fullPullView(call.world, pull))
  }),

  'pulls/list-commits': reads(['pull_requests:read'], async (call) => {
    const pull = pullOf(call)
    const shas = (await pullCommits(pull)).slice(0, LISTED_COMMITS)
    return pagesOf(shas, async (page) =>
      (await readCommits(pull.repo.dir, page)).map((commit) => commitView(call.world, pull.repo, commit)),
    )
  }),

  'pulls/list-files': reads(['pull_requests:read'], async (call) => {
    const pull = pullOf(call)
    const files = (await pullFiles(pull)).slice(0, LISTED_FILES)
    return listOf(files, (file) => fileView(call.world, pull.repo, file, pull.headSha))
  }),

  'pulls/list-reviews': reads(['pull_requests:read'], (call) => {
    const pull = pullOf(call)
    return listOf(pull.reviews.filter(seen(call)), (review) => reviewView(call.world, pull, review))
  }),

  'pulls/get-review': reads(['pull_requests:read'], (call) => {
    const pull = pullOf(call)
    return ok(reviewView(call.world, pull, reviewOf(call, pull)))
  }),

  'pulls/create-review': writes(['pull_requests:write'], 'read', (call) => {
    const pull = pullOf(call)
    const event = call.text('event', '')
    const body = call.text('body', '')
    if ((event === 'COMMENT' || event === 'REQUEST_CHANGES') && body === '')
      throw new Refusal(422, 'Unprocessable Entity', { errors: ['Review body cannot be blank'] })
    const review = { state: STATE_OF_EVENT[event] ?? 'PENDING', body, commitId: call.text('commit_id', pull.headSha) }
    return ok(reviewView(call.world, pull, addReview(call.world, pull, call.actor(), review)))
  }),

  'pulls/dismiss-review': writes(['pull_requests:write'], 'write', (call) => {
    const pull = pullOf(call)
    const review = reviewOf(call, pull)
    dismissReview(call.world, pull, review, call.actor(), call.text('message', ''))
    return ok(reviewView(call.world, pull, review))
  }),

  'pulls/list-requested-reviewers': reads(['pull_requests:read'], (call) =>
    ok({ users: pullOf(call).requested.map((account) => userView(call.world, account)), teams: [] }),
  ),

  /** Nobody is asked where one of them is the author or may not see the repository. */
  'pulls/request-reviewers': writes(['pull_requests:write'], 'write', async (call) => {
    const pull = pullOf(call)
    const { reviewers } = call.body
    const logins = Array.isArray(reviewers) ? reviewers.map(String) : []
    const accounts = logins.map((login) => {
      const account = accountNamed(call.world, login)
      if (account === undefined || roleOf(call.world, pull.repo, account) === 'none')
        throw new Refusal(422, 'Reviews may only be requested from collaborators.')
      if (account === pull.user) throw new Refusal(422, 'Review cannot be requested from pull request author.')
      return account
    })
    for (const account of accounts) requestReview(call.world, pull, account, call.actor())
    return ok(pullView(call.world, pull), 201)
  }),

  'pulls/check-if-merged': reads(['contents:read'], (call) => {
    if (pullOf(call).mergedAt === null) throw new Refusal(404, 'Not Found', { empty: true })
    return { status: 204 }
  }),

  'pulls/merge': writes(['contents:write'], 'write', async (call) => {
    const method = call.text('merge_method', 'merge') as MergeMethod
    const optional = (name: string) => (typeof call.body[name] === 'string' ? call.text(name, '') : undefined)
    const wish = { method, sha: optional('sha'), title: optional('commit_title'), message: optional('commit_message') }
    const sha = await mergePull(call.world, pullOf(call), call.actor(), wish)
    return ok({ sha, merged: true, message: 'Pull Request successfully merged' })
  }),
}
