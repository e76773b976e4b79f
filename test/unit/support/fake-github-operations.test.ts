/** Every operation that the stand-in offers is asked for once, and its answer is as GitHub describes it. */
import { expect, test } from 'vitest'
import { apiNames } from '../../support/github/contract-file.ts'
import { expectContractKept, startGitHub } from '../../support/github/fake-github.ts'
import { git } from '../../support/github/git.ts'
import { operations } from '../../support/github/operations.ts'

/** What only one of the two describes. */
const elsewhere = { 'api.github.com': 'orgs/get-audit-log', 'ghes-3.19': 'orgs/list-pending-invitations' }

test.each(apiNames)('every operation answers as %s describes it', async (api) => {
  const isCloud = api === 'api.github.com'
  const github = await startGitHub({ api })
  const ana = github.user('ana', { role: 'admin' })
  const ben = github.user('ben', { role: 'write' })
  const gus = github.user('gus')
  github.org('acme', { admins: [ana], members: [ben] })
  const parent = github.team('acme/platform', { members: [ben], invited: [gus] })
  github.team('acme/database', { parent })
  const repo = await github.repo('acme/shop', { private: true })
  repo.grant(parent, 'maintain')
  const root = await repo.commit('main', {
    files: { 'docs/a.md': 'a\n', 'old name.txt': 'same\n'.repeat(20) },
    author: ana,
  })
  await repo.protect('main', { approvals: 1, contexts: ['gate'], enforceAdmins: false })
  await repo.commit('feature', {
    files: { 'docs/b.md': 'b\n', 'old name.txt': null, 'new name.txt': 'same\n'.repeat(20) },
    author: ben,
    coAuthors: [ana],
  })
  const pull = await repo.openPull({ head: 'feature', author: ben, title: 'Add b', body: 'Why' })
  await repo.commit('release', { files: { r: 'r\n', CODEOWNERS: '* @nobody\n!x @ana\n' }, author: ana })
  await github.repo('acme/open')
  const rules = repo.ruleset('main', {
    rules: [{ type: 'non_fast_forward' }],
    bypass: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
  })
  const review = repo.review(pull, ana, 'CHANGES_REQUESTED', 'no')
  repo.review(pull, gus, 'PENDING')
  repo.requestReview(pull, ana, ben)
  repo.enableAutoMerge(pull, ana)
  await repo.retarget(pull, 'release', ben)
  await repo.retarget(pull, 'main', ben)
  repo.markReady(pull, ben)
  repo.state.settings.allowedActions = 'selected'
  const production = repo.environment('production', [ana], true)
  production.branches = [{ name: 'main', type: 'branch' }]
  const run = repo.run({ headSha: root, actor: ben })
  repo.approveRun(run, ana, production)
  repo.grantOwnRole(gus, 'release-lead', 'triage')
  repo.checkRun(pull.headSha, 'build', { app: repo.app('ci'), title: 'Built', annotations: 2 })
  repo.checkRun(pull.headSha, 'slow', { conclusion: null })
  repo.status(pull.headSha, 'gate', 'pending', github.actionsBot)
  const blob = await fetch(`${github.url}/repos/acme/shop/contents/docs/a.md`, {
    headers: { authorization: `Bearer ${github.tokenOf(ben)}` },
  })
  const { sha: blobSha } = (await blob.json()) as { sha: string }

  const file = { path: 'new/file.txt', mode: '100644', type: 'blob', content: 'new\n' }
  const rootTree = await git(repo.state.dir, ['rev-parse', `${root}^{tree}`])

  const token = github.tokenOf(ana)
  const app = github.token({ permissions: { statuses: 'write', contents: 'write', members: 'read' } })
  const r = '/repos/acme/shop'
  const asked: readonly (readonly [number, string, string, unknown?])[] = [
    [200, 'GET', '/user'],
    [200, 'GET', '/rate_limit'],
    [200, 'GET', '/users/BEN'],
    [404, 'GET', '/users/nobody'],
    [200, 'GET', '/orgs/acme/members'],
    [200, 'GET', '/orgs/acme/memberships/ben'],
    [200, 'GET', '/orgs/acme/teams'],
    [200, 'GET', '/orgs/acme/teams/platform'],
    [200, 'GET', '/orgs/acme/teams/platform/teams'],
    [200, 'GET', '/orgs/acme/teams/platform/members?role=member'],
    [200, 'GET', '/orgs/acme/teams/platform/memberships/gus'],
    [200, 'GET', r],
    [200, 'GET', `${r}/teams`],
    [200, 'GET', `${r}/collaborators?affiliation=all`],
    [200, 'GET', `${r}/collaborators/gus/permission`],
    [200, 'GET', `${r}/branches`],
    [200, 'GET', `${r}/branches/main`],
    [404, 'GET', `${r}/branches/none`],
    [200, 'GET', `${r}/branches/main/protection`],
    [404, 'GET', `${r}/branches/release/protection`],
    [200, 'GET', `${r}/rules/branches/main`],
    [200, 'GET', `${r}/rulesets?includes_parents=true`],
    [200, 'GET', `${r}/rulesets/${rules.id}`],
    [404, 'GET', `${r}/rulesets/1`],
    [200, 'GET', '/apps/github-actions'],
    [404, 'GET', '/apps/none'],
    [200, 'GET', `${r}/actions/permissions`],
    [200, 'GET', `${r}/actions/permissions/workflow`],
    [404, 'GET', `${r}/actions/permissions/fork-pr-contributor-approval`],
    [200, 'GET', `${r}/actions/permissions/fork-pr-workflows-private-repos`],
    [200, 'GET', `${r}/actions/secrets`],
    [200, 'GET', `${r}/actions/organization-secrets`],
    [404, 'GET', `${r}/codeowners/errors`],
    [200, 'GET', `${r}/codeowners/errors?ref=release`],
    [200, 'GET', '/repos/acme/open/actions/permissions/fork-pr-contributor-approval'],
    [200, 'GET', `${r}/collaborators?affiliation=outside&permission=admin`],
    [200, 'GET', `${r}/environments/production/deployment-branch-policies`],
    [200, 'GET', `${r}/environments/production/secrets`],
    [404, 'GET', `${r}/environments/none/secrets`],
    [200, 'GET', `${r}/activity?ref=feature&actor=ben&activity_type=branch_creation&time_period=day&direction=asc`],
    [200, 'GET', `${r}/commits?sha=feature&path=docs&since=2020-01-01T00:00:00Z`],
    [200, 'GET', `${r}/commits/feature`],
    [422, 'GET', `${r}/commits/${'f'.repeat(40)}`],
    [200, 'GET', `${r}/compare/main...feature`],
    [404, 'GET', `${r}/compare/main...none`],
    [200, 'GET', `${r}/commits/${pull.headSha}/pulls`],
    [201, 'POST', `${r}/statuses/${pull.headSha}`, { state: 'success', context: 'gate', description: 'ok' }],
    [422, 'POST', `${r}/statuses/${pull.headSha}`, { state: 'success', description: 'x'.repeat(141) }],
    [200, 'GET', `${r}/commits/feature/statuses`],
    [200, 'GET', `${r}/commits/feature/status`],
    [200, 'GET', `${r}/commits/heads%2Ffeature/check-suites`],
    [200, 'GET', `${r}/commits/heads%2Ffeature/check-runs?filter=latest`],
    [200, 'GET', `${r}/git/trees/main?recursive=1`],
    [200, 'GET', `${r}/git/blobs/${blobSha}`],
    [404, 'GET', `${r}/git/blobs/${root}`],
    [200, 'GET', `${r}/git/commits/${root}`],
    [200, 'GET', `${r}/git/ref/heads/main`],
    [404, 'GET', `${r}/git/ref/heads/mai`],
    [200, 'GET', `${r}/git/matching-refs/heads/`],
    [200, 'GET', `${r}/contents/docs?ref=feature`],
    [200, 'GET', `${r}/contents/new%20name.txt?ref=feature`],
    [404, 'GET', `${r}/contents/none`],
    [200, 'GET', `${r}/pulls?state=all&sort=updated&direction=asc&base=main&head=acme:feature`],
    [200, 'GET', `${r}/pulls/1`],
    [200, 'GET', `${r}/pulls/1/commits`],
    [200, 'GET', `${r}/pulls/1/files`],
    [200, 'GET', `${r}/pulls/1/reviews`],
    [200, 'GET', `${r}/pulls/1/reviews/${review.id}`],
    [404, 'GET', `${r}/pulls/1/merge`],
    [200, 'PUT', `${r}/pulls/1/reviews/${review.id}/dismissals`, { message: 'answered' }],
    [422, 'PUT', `${r}/pulls/1/reviews/${review.id}/dismissals`, { message: 'again' }],
    [200, 'POST', `${r}/issues/1/labels`, { labels: ['emergency'] }],
    [200, 'GET', `${r}/issues/1/labels`],
    [404, 'DELETE', `${r}/issues/1/labels/none`],
    [200, 'DELETE', `${r}/issues/1/labels/emergency`],
    [200, 'PATCH', `${r}/pulls/1`, { title: 'Add b and more' }],
    [200, 'POST', `${r}/pulls/1/reviews`, { event: 'APPROVE', commit_id: pull.headSha }],
    [422, 'POST', `${r}/pulls/1/reviews`, { event: 'COMMENT' }],
    [201, 'POST', `${r}/issues/1/comments`, { body: 'hello' }],
    [422, 'POST', `${r}/issues/1/comments`, { body: 'x'.repeat(65_537) }],
    [200, 'GET', `${r}/issues/1/comments`],
    [404, 'PATCH', `${r}/issues/comments/1`, { body: 'hello again' }],
    [201, 'POST', `${r}/pulls/1/requested_reviewers`, { reviewers: ['ana'] }],
    [422, 'POST', `${r}/pulls/1/requested_reviewers`, { reviewers: ['ben'] }],
    [422, 'POST', `${r}/pulls/1/requested_reviewers`, { reviewers: ['nobody'] }],
    [200, 'GET', `${r}/pulls/1/requested_reviewers`],
    [200, 'GET', `${r}/issues?state=all&creator=ben&sort=created&direction=asc`],
    [201, 'POST', `${r}/issues`, { title: 'Broken', body: 'Why' }],
    [422, 'POST', `${r}/issues`, { title: 'x'.repeat(257) }],
    [200, 'PATCH', `${r}/issues/2`, { title: 'Broken again', body: 'Why', state: 'closed' }],
    [404, 'PATCH', `${r}/issues/9`, { title: 'None' }],
    [200, 'GET', `${r}/issues?state=closed`],
    [200, 'GET', `${r}/issues/1/events`],
    [200, 'GET', `${r}/issues/1/timeline`],
    [200, 'PUT', `${r}/pulls/1/merge`, { merge_method: 'squash', sha: pull.headSha }],
    [204, 'GET', `${r}/pulls/1/merge`],
    [201, 'POST', `${r}/pulls`, { title: 'Release', head: 'release', base: 'main' }],
    [422, 'POST', `${r}/pulls`, { title: 'None', head: 'none', base: 'main' }],
    [200, 'PATCH', `${r}/pulls/3`, { state: 'closed' }],
    [201, 'POST', `${r}/git/trees`, { base_tree: rootTree, tree: [file] }],
    [422, 'POST', `${r}/git/trees`, { base_tree: '1'.repeat(40), tree: [file] }],
    [201, 'POST', `${r}/git/commits`, { message: 'x', tree: rootTree, parents: [root] }],
    [422, 'POST', `${r}/git/commits`, { message: 'x', tree: rootTree, parents: ['1'.repeat(40)] }],
    [201, 'POST', `${r}/git/refs`, { ref: 'refs/heads/proposal', sha: root }],
    [422, 'POST', `${r}/git/refs`, { ref: 'refs/heads/proposal', sha: root }],
    [200, 'PATCH', `${r}/git/refs/heads/proposal`, { sha: pull.headSha, force: true }],
    [422, 'PATCH', `${r}/git/refs/heads/proposal`, { sha: root }],
    [422, 'PATCH', `${r}/git/refs/heads/main`, { sha: root, force: true }],
    [422, 'PATCH', `${r}/git/refs/heads/none`, { sha: root }],
    [201, 'POST', `${r}/merges`, { base: 'release', head: 'main' }],
    [204, 'POST', `${r}/merges`, { base: 'release', head: 'main' }],
    [201, 'POST', `${r}/deployments`, { ref: 'main', environment: 'production', required_contexts: [] }],
    [200, 'GET', `${r}/deployments?environment=production&sha=${await repo.tipOf('main')}`],
    [200, 'GET', `${r}/environments`],
    [200, 'GET', `${r}/environments/production`],
    [200, 'GET', `${r}/actions/runs?head_sha=${root}&event=push`],
    [200, 'GET', `${r}/actions/runs/${run.id}`],
    [200, 'GET', `${r}/actions/runs/${run.id}/attempts/1`],
    [404, 'GET', `${r}/actions/runs/${run.id}/attempts/2`],
    [200, 'GET', `${r}/actions/runs/${run.id}/approvals`],
    [200, 'GET', '/orgs/acme'],
    [200, 'GET', '/orgs/acme/outside_collaborators'],
    [200, 'GET', '/orgs/acme/installations'],
    [200, 'GET', '/orgs/acme/actions/secrets'],
    [200, 'GET', '/orgs/acme/actions/variables'],
    [200, 'GET', isCloud ? '/orgs/acme/invitations' : '/orgs/acme/audit-log'],
    [200, 'GET', `${r}/keys`],
    [200, 'GET', `${r}/actions/variables`],
    [200, 'GET', `${r}/environments/production/variables`],
    [200, 'GET', `${r}/actions/permissions/selected-actions`],
    [200, 'GET', `${r}/dependabot/alerts`],
    [200, 'GET', `${r}/code-scanning/alerts`],
    [200, 'GET', `${r}/secret-scanning/alerts`],
  ]
  const ask = async (by: string, method: string, path: string, body?: unknown) => {
    const init = {
      method,
      headers: { authorization: `Bearer ${by}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    const response = await fetch(`${github.url}${path}`, init)
    const text = await response.text()
    return { status: response.status, text }
  }
  const surprises: string[] = []
  for (const [wanted, method, path, body] of asked) {
    const { status, text } = await ask(token, method, path, body)
    if (status !== wanted) surprises.push(`${method} ${path} is ${status}: ${text.slice(0, 200)}`)
  }
  const comment = `${r}/issues/comments/${pull.comments[0]?.id}`
  expect((await ask(token, 'PATCH', comment, { body: 'hello again' })).status).toBe(200)
  const [deployment] = repo.state.deployments
  const d = `${r}/deployments/${deployment?.id}`
  expect((await ask(token, 'POST', `${d}/statuses`, { state: 'success' })).status).toBe(201)
  expect((await ask(token, 'GET', `${d}/statuses`)).status).toBe(200)
  expect((await ask(token, 'GET', d)).status).toBe(200)
  // A workflow's token is nobody in particular.
  expect((await ask(app, 'GET', '/user')).status).toBe(403)
  // Tokens of persons are listed for an App only.
  const grants = github.appToken('auditor', { organization_personal_access_tokens: 'read' })
  expect((await ask(grants, 'GET', '/orgs/acme/personal-access-tokens')).status).toBe(200)
  await github.close()

  expect(surprises).toEqual([])
  expectContractKept(github)
  const driven = new Set(github.requests.filter((each) => each.status < 400).map((each) => each.operation))
  expect([...operations().keys()].filter((name) => !driven.has(name))).toEqual([elsewhere[api]])
})
