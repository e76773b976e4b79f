/** Commits, comparisons, statuses and check suites. */
import { type Call, listOf, type Operations, ok, pagesOf, reads, writes } from '../call.ts'
import { git, isAncestor, shaOf } from '../git.ts'
import { commitsBetween, filesBetween, mergeBase, patchesBetween, readCommits } from '../git-read.ts'
import { commitTree, mergedTree, WEB_FLOW } from '../git-write.ts'
import { signerOf } from '../merge-pull.ts'
import { moveBranch } from '../move-ref.ts'
import { pullCommits } from '../pull-range.ts'
import { invalidField, notFound, Refusal } from '../refusal.ts'
import {
  checkRunView,
  checkSuiteView,
  combinedStatusView,
  commitView,
  fileView,
  newestByContext,
  statusView,
} from '../view-commit.ts'
import { pullView } from '../view-pull.ts'
import { apiUrl, pageUrl } from '../view-repo.ts'
import type { CommitStatus, Repo } from '../world.ts'

/** A comparison lists so many files at most, on its first page only. */
const COMPARED_FILES = 300
/** More are not listed, whatever the pages. */
const CHECK_RUNS = 1000
/** GitHub refuses more statuses for one SHA and context. */
const STATUSES_PER_CONTEXT = 1000

async function wantedCommit(call: Call, name: string, refusal: () => Refusal = notFound): Promise<string> {
  const sha = await shaOf(call.repo().dir, call.param(name))
  if (sha === undefined) throw refusal()
  return sha
}

const noCommit = (name: string) => () => new Refusal(422, `No commit found for SHA: ${name}`)

async function commitsView(call: Call, shas: readonly string[]) {
  const repo = call.repo()
  return (await readCommits(repo.dir, shas)).map((commit) => commitView(call.world, repo, commit))
}

/** Newest first. */
const statusesOf = (repo: Repo, sha: string) => repo.statuses.filter((status) => status.sha === sha).reverse()

export const commitOperations: Operations = {
  'repos/list-commits': reads(
    ['contents:read'],
    async (call) => {
      const repo = call.repo()
      const tip = await shaOf(repo.dir, call.query('sha') ?? repo.defaultBranch)
      if (tip === undefined) throw notFound()
      const path = call.query('path')
      const since = call.query('since')
      const args = ['rev-list', ...(since === undefined ? [] : [`--since=${since}`]), tip]
      const text = await git(repo.dir, path === undefined ? args : [...args, '--', path])
      return pagesOf(text === '' ? [] : text.split('\n'), (page) => commitsView(call, page))
    },
    ['sha', 'path', 'since'],
  ),

  'repos/get-commit': reads(['contents:read'], async (call) => {
    const repo = call.repo()
    const sha = await wantedCommit(call, 'ref', noCommit(call.param('ref')))
    const [commit] = await readCommits(repo.dir, [sha])
    if (commit === undefined) throw notFound()
    const emptyTree = await git(repo.dir, ['hash-object', '-t', 'tree', '/dev/null'])
    const files = await filesBetween(repo.dir, commit.parents[0] ?? emptyTree, sha)
    const additions = files.reduce((sum, file) => sum + file.additions, 0)
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0)
    return pagesOf(
      files,
      (page) => ({
        ...commitView(call.world, repo, commit),
        stats: { additions, deletions, total: additions + deletions },
        files: page.map((file) => fileView(call.world, repo, file, sha)),
      }),
      300,
    )
  }),

  /** All commits are paged; counts are whole on every page, files come on the first one. */
  'repos/compare-commits-with-basehead': reads(['contents:read'], async (call) => {
    const repo = call.repo()
    const [baseName = '', headName = ''] = call.param('basehead').split('...')
    const [base, head] = await Promise.all([shaOf(repo.dir, baseName), shaOf(repo.dir, headName)])
    const common = base === undefined || head === undefined ? undefined : await mergeBase(repo.dir, base, head)
    if (base === undefined || head === undefined || common === undefined) throw notFound()
    const [ahead, behind] = await Promise.all([
      commitsBetween(repo.dir, base, head),
      commitsBetween(repo.dir, head, base),
    ])
    const files = (await filesBetween(repo.dir, common, head)).slice(0, COMPARED_FILES)
    const patches = await patchesBetween(repo.dir, common, head)
    const [baseView, commonView] = await commitsView(call, [base, common])
    const status =
      ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged'
    const url = `${apiUrl(call.world, repo)}/compare/${encodeURIComponent(baseName)}...${encodeURIComponent(headName)}`
    const page = `${pageUrl(call.world, repo)}/compare/${base}...${head}`
    const first = Number(call.query('page') ?? 1) <= 1
    const comparedView = (file: (typeof files)[number]) => {
      const patch = patches.get(file.path)
      return { ...fileView(call.world, repo, file, head), ...(patch === undefined ? {} : { patch }) }
    }
    return pagesOf(
      ahead,
      async (shown) => ({
        url,
        html_url: page,
        permalink_url: page,
        diff_url: `${page}.diff`,
        patch_url: `${page}.patch`,
        base_commit: baseView,
        merge_base_commit: base === common ? baseView : commonView,
        status,
        ahead_by: ahead.length,
        behind_by: behind.length,
        total_commits: ahead.length,
        commits: await commitsView(call, shown),
        ...(first ? { files: files.map((file) => comparedView(file)) } : {}),
      }),
      250,
    )
  }),

  'repos/list-pull-requests-associated-with-commit': reads(['pull_requests:read'], async (call) => {
    const repo = call.repo()
    const sha = await wantedCommit(call, 'commit_sha', noCommit(call.param('commit_sha')))
    // Of a commit that has landed only what brought it; the commits of a fork are not looked up here at all.
    const landed = await isAncestor(repo.dir, sha, (await shaOf(repo.dir, repo.defaultBranch)) ?? sha)
    const found = []
    for (const pull of repo.pulls) {
      if (pull.mergeSha === sha) found.push(pull)
      else if (pull.headRepo !== repo || (landed && pull.mergedAt === null)) continue
      else if ((await pullCommits(pull)).includes(sha)) found.push(pull)
    }
    return listOf(found, (pull) => pullView(call.world, pull))
  }),

  'repos/create-commit-status': writes(['statuses:write'], 'write', async (call) => {
    const repo = call.repo()
    const sha = await shaOf(repo.dir, call.param('sha'))
    if (sha === undefined || sha !== call.param('sha')) throw noCommit(call.param('sha'))()
    const context = call.text('context', 'default')
    const description = call.text('description', '')
    if (description.length > 140)
      throw invalidField('Status', 'description', 'description is too long (maximum is 140 characters)')
    const same = repo.statuses.filter((status) => status.sha === sha && status.context === context)
    if (same.length >= STATUSES_PER_CONTEXT)
      throw invalidField('Status', 'base', 'This SHA and context has reached the maximum number of statuses.')
    const status: CommitStatus = {
      id: call.world.nextId(),
      sha,
      state: call.text('state', 'pending') as CommitStatus['state'],
      context,
      description: description === '' ? null : description,
      targetUrl: call.text('target_url', '') || null,
      creator: call.actor(),
      createdAt: call.world.clock.tick(),
    }
    repo.statuses.push(status)
    return ok(statusView(call.world, repo, status), 201)
  }),

  'repos/list-commit-statuses-for-ref': reads(['statuses:read'], async (call) => {
    const repo = call.repo()
    const sha = await wantedCommit(call, 'ref')
    return listOf(statusesOf(repo, sha), (status) => statusView(call.world, repo, status))
  }),

  'repos/get-combined-status-for-ref': reads(['statuses:read'], async (call) => {
    const repo = call.repo()
    const sha = await wantedCommit(call, 'ref')
    const newest = newestByContext(repo.statuses.filter((status) => status.sha === sha))
    return pagesOf(newest, (page) => combinedStatusView(call.world, repo, sha, page, newest))
  }),

  'checks/list-for-ref': reads(
    ['checks:read'],
    async (call) => {
      const repo = call.repo()
      const sha = await wantedCommit(call, 'ref')
      const all = repo.checkRuns.filter((run) => run.headSha === sha)
      const latest = [...new Map(all.map((run) => [`${run.suiteId} ${run.name}`, run])).values()]
      const runs = (call.query('filter') === 'all' ? all : latest).slice(-CHECK_RUNS)
      return listOf(
        runs.reverse(),
        (run) => checkRunView(call.world, repo, run),
        (check_runs, total_count) => ({ total_count, check_runs }),
      )
    },
    ['filter'],
  ),

  'checks/list-suites-for-ref': reads(['checks:read'], async (call) => {
    const repo = call.repo()
    const sha = await wantedCommit(call, 'ref')
    const [head] = await readCommits(repo.dir, [sha])
    if (head === undefined) throw notFound()
    const suites = repo.checkSuites.filter((suite) => suite.headSha === sha)
    return listOf(
      suites,
      (suite) => checkSuiteView(call.world, repo, suite, head),
      (check_suites, total_count) => ({ total_count, check_suites }),
    )
  }),

  'repos/merge': writes(['contents:write'], 'write', async (call) => {
    const repo = call.repo()
    const branch = call.text('base', '')
    const [base, head] = await Promise.all([shaOf(repo.dir, branch), shaOf(repo.dir, call.text('head', ''))])
    if (base === undefined || head === undefined) throw notFound()
    if (await isAncestor(repo.dir, head, base)) return { status: 204 }
    const tree = await mergedTree(repo.dir, base, head)
    if (tree === undefined) throw new Refusal(409, 'Merge conflict')
    const message = call.text('commit_message', `Merge ${call.text('head', '')} into ${branch}`)
    const made = { author: signerOf(call.actor()), committer: WEB_FLOW, message, date: call.world.clock.now() }
    const sha = await commitTree(repo.dir, tree, [base, head], made)
    repo.verified.add(sha)
    await moveBranch(call.world, repo, branch, sha, call.actor())
    const [view] = await commitsView(call, [sha])
    return ok(view, 201)
  }),
}
