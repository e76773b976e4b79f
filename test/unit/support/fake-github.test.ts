import { Octokit } from '@octokit/rest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectContractKept, type FakeGitHub, startGitHub } from '../../support/github/fake-github.ts'

const octokitFor = (github: FakeGitHub, auth: string, prefix = '') =>
  new Octokit({ auth, baseUrl: `${github.url}${prefix}`, log: { debug() {}, info() {}, warn() {}, error() {} } })

const statusOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as { status?: unknown }).status,
  )

/** A repository with one open pull request by ben; ana and cy may write, dora may read. */
async function shop({ private: hidden = true } = {}) {
  const github = await startGitHub()
  const ana = github.user('ana', { role: 'write' })
  const ben = github.user('ben', { role: 'write' })
  const cy = github.user('cy', { role: 'maintain' })
  const dora = github.user('dora', { role: 'read' })
  const repo = await github.repo('acme/shop', { private: hidden })
  await repo.commit('main', { files: { 'README.md': 'shop\n' }, author: cy })
  await repo.commit('feature', { files: { 'a.txt': 'one\n' }, author: ben })
  const pull = await repo.openPull({ head: 'feature', author: ben, title: 'Add a' })
  const token = github.token({
    permissions: { contents: 'read', pull_requests: 'read', statuses: 'write', checks: 'read' },
    repositories: [repo],
  })
  const where = { owner: 'acme', repo: 'shop' }
  return { github, repo, pull, ana, ben, cy, dora, token, where, octokit: octokitFor(github, token) }
}

type Shop = Awaited<ReturnType<typeof shop>>

describe('one open pull request', () => {
  let s: Shop
  beforeEach(async () => {
    s = await shop()
  })
  afterEach(async () => {
    await s.github.close()
    expectContractKept(s.github)
  })

  test('a review keeps the commit of its time, and a test can bind it anew', async () => {
    const { octokit, repo, pull, ana, ben, where } = s
    const first = pull.headSha
    const review = repo.review(pull, ana, 'APPROVED')
    const second = await repo.commit(pull, { files: { 'a.txt': 'two\n' }, author: ben })

    const reviews = await octokit.rest.pulls.listReviews({ ...where, pull_number: 1 })
    expect(reviews.data.map((each) => each.commit_id)).toEqual([first])
    expect((await octokit.rest.pulls.get({ ...where, pull_number: 1 })).data.head.sha).toBe(second)

    repo.repoint(review, second)
    const after = await octokit.rest.pulls.getReview({ ...where, pull_number: 1, review_id: review.id })
    expect([after.data.commit_id, after.data.submitted_at]).toEqual([second, review.submittedAt])
  })

  test('nobody approves their own pull request', async () => {
    const { github, ben, where } = s
    const own = octokitFor(github, github.tokenOf(ben))
    const refused = own.rest.pulls.createReview({ ...where, pull_number: 1, event: 'APPROVE' })
    await expect(refused).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: ['Can not approve your own pull request'] } },
    })
  })

  test('the server tells who pushed when, newest first, whatever dates git carries', async () => {
    const { github, octokit, repo, pull, cy, where } = s
    github.clock.set('2026-03-03T10:00:00Z')
    await repo.commit(pull, { files: { 'b.txt': 'b\n' }, author: s.ben, by: cy, date: '2020-01-01T00:00:00Z' })
    const before = pull.headSha
    await repo.rebase(pull, s.ana)
    const { data } = await octokit.rest.repos.listActivities({ ...where, ref: 'feature' })
    expect(data.map((each) => [each.activity_type, each.actor?.login, each.timestamp])).toEqual([
      ['force_push', 'ana', '2026-03-03T10:00:01Z'],
      ['push', 'cy', '2026-03-03T10:00:00Z'],
      ['branch_creation', 'ben', '2026-03-02T09:00:01Z'],
    ])
    expect([data[0]?.before, data[0]?.after]).toEqual([before, pull.headSha])
    const events = await octokit.rest.issues.listEvents({ ...where, issue_number: 1 })
    expect(events.data.map((event) => event.event)).toEqual(['head_ref_force_pushed'])
  })

  test('activity is paged by cursors', async () => {
    const { octokit, repo, ben, where } = s
    for (let at = 0; at < 4; at++) await repo.commit('feature', { files: { 'a.txt': `${at}` }, author: ben })
    const all = await octokit.paginate(octokit.rest.repos.listActivities, { ...where, per_page: 2 })
    expect(all.map((each) => each.activity_type)).toEqual([
      ...Array(4).fill('push'),
      'branch_creation',
      'branch_creation',
    ])
  })

  test('a stale approval is dismissed where the branch asks for it', async () => {
    const { octokit, repo, pull, ana, ben, where } = s
    await repo.protect('main', { approvals: 1, dismissStale: true })
    repo.review(pull, ana, 'APPROVED')
    await repo.commit(pull, { files: { 'a.txt': 'two\n' }, author: ben })
    const { data } = await octokit.rest.pulls.listReviews({ ...where, pull_number: 1 })
    expect(data.map((review) => review.state)).toEqual(['DISMISSED'])
    const events = await octokit.rest.issues.listEvents({ ...where, issue_number: 1 })
    expect(events.data[0]).toMatchObject({ event: 'review_dismissed', dismissed_review: { state: 'approved' } })
  })

  test('what the token may not do is refused and the missing permission named', async () => {
    const { github, repo, pull, where } = s
    const reader = octokitFor(github, github.token({ permissions: { contents: 'read' }, repositories: [repo] }))
    const refused = reader.rest.repos.createCommitStatus({ ...where, sha: pull.headSha, state: 'success' })
    await expect(refused).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration'),
      response: { headers: { 'x-accepted-github-permissions': 'statuses=write' } },
    })
    expect(await statusOf(reader.rest.pulls.get({ ...where, pull_number: 1 }))).toBe(403)
  })

  test('a private repository is not there for strangers, and a wrong token is nobody', async () => {
    const { github, where } = s
    const stranger = github.user('eve')
    expect(await statusOf(octokitFor(github, github.tokenOf(stranger)).rest.repos.get(where))).toBe(404)
    expect(await statusOf(octokitFor(github, 'ghp_wrong').rest.repos.get(where))).toBe(401)
    expect((await fetch(`${github.url}/repos/acme/shop`)).status).toBe(404)
    const elsewhere = await github.repo('acme/other')
    const limited = github.token({ permissions: { contents: 'read' }, repositories: [elsewhere] })
    expect(await statusOf(octokitFor(github, limited).rest.repos.get(where))).toBe(404)
  })

  test('roles are told whole in role_name and folded in permission', async () => {
    const { octokit, where } = s
    const asked = async (username: string) => {
      const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...where, username })
      return [data.permission, data.role_name]
    }
    expect(await asked('cy')).toEqual(['write', 'maintain'])
    expect(await asked('DORA')).toEqual(['read', 'read'])
    expect(await statusOf(asked('nobody'))).toBe(404)
  })

  test('members of a child team are members of the parent, an invitation is not membership', async () => {
    const { github, repo, where } = s
    const [gus, hal, ivy] = ['gus', 'hal', 'ivy'].map((login) => github.user(login)) as [never, never, never]
    const parent = github.team('acme/platform', { members: [gus], invited: [ivy] })
    github.team('acme/database', { members: [hal], parent })
    repo.grant(parent, 'triage')
    const octokit = octokitFor(github, github.token({ permissions: { members: 'read' } }))
    const members = await octokit.rest.teams.listMembersInOrg({ org: 'acme', team_slug: 'platform' })
    expect(members.data.map((member) => member.login)).toEqual(['gus', 'hal'])
    const role = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...where, username: 'hal' })
    expect([role.data.permission, role.data.role_name]).toEqual(['read', 'triage'])
    // A workflow's own token never reads teams.
    expect(await statusOf(s.octokit.rest.teams.listMembersInOrg({ org: 'acme', team_slug: 'platform' }))).toBe(403)
  })

  test('a merge is recorded with who, when and which commit', async () => {
    const { octokit, github, repo, pull, cy, where } = s
    const head = pull.headSha
    github.clock.set('2026-03-04T12:00:00Z')
    const sha = await repo.merge(pull, cy, 'squash')
    const { data } = await octokit.rest.pulls.get({ ...where, pull_number: 1 })
    expect(data).toMatchObject({
      merged: true,
      merge_commit_sha: sha,
      merged_by: { login: 'cy' },
      commits: 1,
      changed_files: 1,
    })
    const found = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...where, commit_sha: sha })
    expect(found.data.map((each) => [each.number, each.head.sha])).toEqual([[1, head]])
    const commit = await octokit.rest.repos.getCommit({ ...where, ref: sha })
    expect(commit.data).toMatchObject({ author: { login: 'ben' }, committer: { login: 'web-flow' }, parents: [{}] })
    expect(commit.data.commit.verification?.verified).toBe(true)
    const [newest] = (await octokit.rest.repos.listActivities(where)).data
    expect(newest).toMatchObject({ activity_type: 'pr_merge', ref: 'refs/heads/main', actor: { login: 'cy' } })
  })

  test('a rebase onto a base that has moved keeps the authors', async () => {
    const { octokit, repo, pull, ana, cy, where } = s
    await repo.commit('main', { files: { 'z.txt': 'z\n' }, author: ana })
    const sha = await repo.merge(pull, cy, 'rebase')
    const { data } = await octokit.rest.repos.getCommit({ ...where, ref: sha })
    expect(data).toMatchObject({ author: { login: 'ben' }, committer: { login: 'cy' }, files: [{ filename: 'a.txt' }] })
  })

  test('a head that moved, a draft and a missing approval are not merged', async () => {
    const { github, repo, pull, cy, where } = s
    const octokit = octokitFor(github, github.tokenOf(cy))
    const wish = { ...where, pull_number: 1 }
    expect(await statusOf(octokit.rest.pulls.merge({ ...wish, sha: '0'.repeat(40) }))).toBe(409)
    await repo.protect('main', { approvals: 1 })
    expect(await statusOf(octokit.rest.pulls.merge(wish))).toBe(405)
    repo.review(pull, s.dora, 'APPROVED')
    expect(await statusOf(octokit.rest.pulls.merge(wish))).toBe(405)
    repo.review(pull, s.ana, 'APPROVED')
    expect(await statusOf(octokit.rest.pulls.merge(wish))).toBe('done')
  })

  test('the update button makes a verified merge of the base into the head', async () => {
    const { octokit, repo, pull, ana, where } = s
    await repo.commit('main', { files: { 'z.txt': 'z\n' }, author: ana })
    const [head, base] = [pull.headSha, await repo.tipOf('main')]
    const sha = await repo.updateBranch(pull, ana)
    const { data } = await octokit.rest.repos.getCommit({ ...where, ref: sha })
    expect(data.parents.map((parent) => parent.sha)).toEqual([head, base])
    expect(data.committer?.login).toBe('web-flow')
    const files = await octokit.rest.pulls.listFiles({ ...where, pull_number: 1 })
    expect(files.data.map((file) => file.filename)).toEqual(['a.txt'])
  })

  test('a pull request from a fork has the fork as head', async () => {
    const { github, octokit, repo, dora, where } = s
    const fork = await github.fork(repo, dora)
    await fork.commit('fix', { files: { 'f.txt': 'f\n' }, author: dora })
    const pull = await repo.openPull({ head: 'fix', author: dora, title: 'Fix', from: fork.state })
    await fork.commit(pull, { files: { 'f.txt': 'ff\n' }, author: dora })
    const { data } = await octokit.rest.pulls.get({ ...where, pull_number: pull.number })
    expect([data.head.repo?.id, data.head.label, data.head.sha, data.commits]).toEqual([
      fork.state.id,
      'dora:fix',
      pull.headSha,
      2,
    ])
  })

  test('a commit by an address nobody has belongs to nobody, and its own dates prove nothing', async () => {
    const { octokit, repo, pull, ben, where } = s
    const author = { name: 'Ana', email: 'ana@example.invalid' }
    await repo.commit(pull, { files: { 'x.txt': 'x\n' }, author, by: ben, date: '2031-01-01T00:00:00Z' })
    const { data } = await octokit.rest.pulls.listCommits({ ...where, pull_number: 1 })
    expect(data.map((commit) => commit.author?.login)).toEqual(['ben', undefined])
    expect(data[1]?.commit.author?.date).toBe('2031-01-01T00:00:00Z')
    const suites = await octokit.rest.checks.listSuitesForRef({ ...where, ref: pull.headSha })
    expect(suites.data.check_suites.map((suite) => suite.created_at)).toEqual(['2026-03-02T09:00:03Z'])
  })

  test('links and submodules are told by the tree', async () => {
    const { octokit, repo, pull, ben, where } = s
    const link = { mode: '120000', content: 'README.md' } as const
    const module = { mode: '160000', content: 'a'.repeat(40) } as const
    await repo.commit(pull, { files: { link, module }, author: ben })
    const { data } = await octokit.rest.git.getTree({ ...where, tree_sha: pull.headSha })
    const modes = data.tree.map((entry) => [entry.path, entry.mode, entry.type])
    expect(modes).toContainEqual(['link', '120000', 'blob'])
    expect(modes).toContainEqual(['module', '160000', 'commit'])
  })

  test('a deleted account leaves its review without a name', async () => {
    const { github, octokit, repo, pull, ana, where } = s
    repo.review(pull, ana, 'APPROVED')
    github.deleteAccount(ana)
    const { data } = await octokit.rest.pulls.listReviews({ ...where, pull_number: 1 })
    expect(data.map((review) => review.user)).toEqual([null])
  })

  test('a renamed repository is found by way of its number', async () => {
    const { octokit, repo, where } = s
    repo.rename('store')
    const { data, url } = await octokit.rest.repos.get(where)
    expect([data.name, url.endsWith(`/repositories/${repo.state.id}`)]).toEqual(['store', true])
  })

  test('event payloads are made from the state', async () => {
    const { github, repo, pull, ana, cy } = s
    const review = repo.review(pull, ana, 'APPROVED')
    expect(await github.payload.pullRequest(pull, 'synchronize')).toMatchObject({
      number: 1,
      after: pull.headSha,
      pull_request: { head: { sha: pull.headSha } },
      sender: { login: 'ben' },
    })
    expect(github.payload.review(pull, review)).toMatchObject({
      review: { state: 'approved', commit_id: pull.headSha },
    })
    const group = await repo.queue([pull])
    expect(await github.payload.mergeGroup(group)).toMatchObject({
      merge_group: { head_sha: group.headSha, base_sha: group.baseSha },
    })
    await repo.mergeQueued(group)
    expect(pull.mergedBy?.login).toBe('github-merge-queue[bot]')
    expect(await github.payload.push(repo.state, 'main', { sender: cy })).toMatchObject({ after: group.headSha })
  })
})

describe('caps and pages', () => {
  let s: Shop
  beforeAll(async () => {
    s = await shop({ private: false })
    const files = Object.fromEntries(Array.from({ length: 3001 }, (_each, at) => [`many/${at}.txt`, `${at}\n`]))
    await s.repo.commit('wide', { files, author: s.ben })
    await s.repo.openPull({ head: 'wide', author: s.ben, title: 'Wide' })
    await s.repo.commit('long', { files: { 'n.txt': 'n' }, author: s.ben, times: 251 })
    await s.repo.openPull({ head: 'long', author: s.ben, title: 'Long' })
  })
  afterAll(async () => {
    await s.github.close()
    expectContractKept(s.github)
  })

  test('a page has 30 entries, 100 at most, and the links name the repository by its number', async () => {
    const { github, repo, token } = s
    const get = (path: string) => fetch(path, { headers: { authorization: `Bearer ${token}` } })
    const first = await get(`${github.url}/api/v3/repos/acme/shop/pulls/3/commits`)
    expect(((await first.json()) as unknown[]).length).toBe(30)
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    expect(next).toBe(`${github.url}/api/v3/repositories/${repo.state.id}/pulls/3/commits?page=2`)
    expect(((await (await get(next)).json()) as unknown[]).length).toBe(30)
    const large = await get(`${github.url}/repos/acme/shop/pulls/3/commits?per_page=500`)
    expect(((await large.json()) as unknown[]).length).toBe(100)
  })

  test('250 commits are listed and no more, the total tells, and a comparison has them all', async () => {
    const { octokit, where, repo } = s
    const wanted = { ...where, pull_number: 3, per_page: 100 }
    expect((await octokit.rest.pulls.get({ ...where, pull_number: 3 })).data.commits).toBe(251)
    expect((await octokit.paginate(octokit.rest.pulls.listCommits, wanted)).length).toBe(250)
    const [base, head] = [await repo.tipOf('main'), await repo.tipOf('long')]
    const compared = { ...where, basehead: `${base}...${head}`, per_page: 100 }
    const all = await octokit.paginate(
      octokit.rest.repos.compareCommitsWithBasehead,
      compared,
      (page) => (page.data as unknown as { commits: unknown[] }).commits,
    )
    expect(all.length).toBe(251)
  })

  test('3,000 files are listed and no more, and the total tells', async () => {
    const { octokit, where } = s
    const wanted = { ...where, pull_number: 2, per_page: 100 }
    expect((await octokit.rest.pulls.get({ ...where, pull_number: 2 })).data.changed_files).toBe(3001)
    expect((await octokit.paginate(octokit.rest.pulls.listFiles, wanted)).length).toBe(3000)
  })
})

describe('faults on purpose', () => {
  let s: Shop
  const newStatus = () => s.octokit.rest.repos.createCommitStatus({ ...s.where, sha: s.pull.headSha, state: 'success' })
  beforeEach(async () => {
    s = await shop()
  })
  afterEach(async () => {
    await s.github.close()
    expectContractKept(s.github)
  })

  test('a rate limit says when to come back', async () => {
    const { github, octokit, where } = s
    const operation = 'pulls/get'
    github.inject({ operation, times: 1, fault: { kind: 'secondary-limit', status: 429, retryAfterSeconds: 7 } })
    github.inject({ operation, times: 1, fault: { kind: 'rate-limit', status: 403, resetInSeconds: 60 } })
    const get = () => octokit.rest.pulls.get({ ...where, pull_number: 1 })
    await expect(get()).rejects.toMatchObject({ status: 429, response: { headers: { 'retry-after': '7' } } })
    await expect(get()).rejects.toMatchObject({ status: 403, response: { headers: { 'x-ratelimit-remaining': '0' } } })
    expect((await get()).status).toBe(200)
    expect(github.count(operation)).toBe(3)
  })

  test('what failed was not done, what was done and answered 502 was', async () => {
    const { github, repo } = s
    const operation = 'repos/create-commit-status'
    github.inject({ operation, times: 1, fault: { kind: 'status', status: 502 } })
    expect(await statusOf(newStatus())).toBe(502)
    expect(repo.state.statuses.length).toBe(0)
    github.inject({ operation, times: 1, fault: { kind: 'done-but', status: 502 } })
    expect(await statusOf(newStatus())).toBe(502)
    expect(repo.state.statuses.length).toBe(1)
  })

  test('a connection that ends before or in the middle of the answer', async () => {
    const { github, octokit, where } = s
    github.inject({ operation: 'pulls/get', times: 1, fault: { kind: 'drop' } })
    expect(await statusOf(octokit.rest.pulls.get({ ...where, pull_number: 1 }))).not.toBe('done')
    github.inject({ operation: 'pulls/get', times: 1, fault: { kind: 'cut' } })
    await expect(octokit.rest.pulls.get({ ...where, pull_number: 1 })).resolves.toMatchObject({
      status: 200,
      // The client hands over a broken body as text: whoever reads it must not trust the type.
      data: expect.any(String),
    })
  })

  test('one page can be missing from a list', async () => {
    const { github, octokit, repo, pull, ana, where } = s
    for (let at = 0; at < 5; at++) repo.review(pull, ana, 'COMMENTED', `${at}`)
    github.inject({ operation: 'pulls/list-reviews', fault: { kind: 'missing-page', page: 2 } })
    const all = await octokit.paginate(octokit.rest.pulls.listReviews, { ...where, pull_number: 1, per_page: 2 })
    expect(all.map((review) => review.body)).toEqual(['0', '1', '4'])
  })
})

test('a breach by the client or by this stand-in fails the test', async () => {
  const { github, token } = await shop()
  const ask = (path: string) => fetch(`${github.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
  await ask('/repos/acme/shop/pulls?stat=open')
  await ask('/repos/acme/shop/hooks')
  await ask('/repos/acme/shop/pulls/1/approvals')
  github.inject({ operation: 'repos/get', fault: { kind: 'body', change: () => ({}) } })
  await ask('/repos/acme/shop')
  await github.close()
  expect(() => expectContractKept(github)).toThrow(/knows no "stat"[\s\S]*stand-in does not[\s\S]*no operation/)
  expect(github.problems.length).toBe(4)
})
