import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apart, openStage, type Stage, twoReviewers } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { Pull } from '../support/github/world.ts'
import { cliFile } from '../support/run-cli.ts'
import { runNode } from '../support/run-process.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

/** Ran without a word on stderr and without a command of somebody else's making. */
const clean = { stderr: '' }
const stateOf = (sha: string) => stage.status(sha)?.state

describe('the verdict follows the reviews', () => {
  test('pending names who is missing, then success, then failure', async () => {
    const { repo, users, github } = stage
    const pull = await stage.proposal()

    const opened = await stage.gate(pull, { env: { GITHUB_RUN_ID: '77' } })
    expect(opened).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'pending', 'exit-code': '1' } })
    expect(stage.status(pull.headSha)).toMatchObject({
      context: 'countersign/gate (main)',
      state: 'pending',
      description: expect.stringContaining('2 more needed'),
      targetUrl: `${github.url}/acme/shop/actions/runs/77`,
    })
    expect(opened.summary).toContain('### Gate: waiting')
    expect(opened.annotations).toEqual([])

    const first = repo.review(pull, users.ana, 'APPROVED')
    const reviewed = { name: 'pull_request_review', payload: github.payload.review(pull, first) }
    const one = await stage.run({ event: reviewed, inputs: { mode: 'gate' } })
    expect(one.outputs).toMatchObject({ verdict: 'pending', approvers: '["ana"]' })
    expect(stage.status(pull.headSha)?.description).toContain('1 more needed')

    const second = repo.review(pull, users.ben, 'APPROVED')
    const two = await stage.run({
      event: { name: 'pull_request_review', payload: github.payload.review(pull, second) },
      inputs: { mode: 'gate' },
    })
    expect(two).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'approved', approvers: '["ana","ben"]' } })
    expect(stateOf(pull.headSha)).toBe('success')
    expect(two.summary).toContain('| ana | approved | counted |')

    repo.review(pull, users.cleo, 'CHANGES_REQUESTED')
    const objected = await stage.gate(pull)
    expect(objected).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'refused', 'exit-code': '1' } })
    expect(stage.status(pull.headSha)).toMatchObject({
      state: 'failure',
      description: expect.stringContaining('cleo asked for changes'),
    })
  })

  test('an approval that is dismissed is gone', async () => {
    const { repo, users } = stage
    const pull = await stage.proposal()
    repo.review(pull, users.ana, 'APPROVED')
    const review = repo.review(pull, users.ben, 'APPROVED')
    await stage.gate(pull)
    expect(stateOf(pull.headSha)).toBe('success')
    repo.dismiss(pull, review, users.cleo)
    const result = await stage.gate(pull)
    expect(result.outputs).toMatchObject({ verdict: 'pending', approvers: '["ana"]' })
    expect(stateOf(pull.headSha)).toBe('pending')
  })

  test('approving, then pushing: the approvals are of an older commit', async () => {
    const { repo, users } = stage
    const pull = await stage.proposal()
    const first = repo.review(pull, users.ana, 'APPROVED')
    repo.review(pull, users.ben, 'APPROVED')
    await stage.gate(pull)
    expect(stateOf(pull.headSha)).toBe('success')
    const old = pull.headSha
    await repo.commit(pull, { files: { 'more.txt': 'two\n' }, author: users.ada })
    const result = await stage.gate(pull)
    expect(result.outputs).toMatchObject({ verdict: 'pending', approvers: '[]' })
    expect(result.summary).toContain(`is of commit ${old.slice(0, 7)}`)
    expect(stateOf(pull.headSha)).toBe('pending')
    // GitHub may bind an old approval to the new commit; it was still given before.
    repo.repoint(first, pull.headSha)
    const bound = await stage.gate(pull)
    expect(bound.outputs).toMatchObject({ verdict: 'pending', approvers: '[]' })
    expect(bound.summary).toContain('approve again')
  })

  test('who pushes to the branch, or is a co-author, does not count', async () => {
    const { repo, users } = stage
    const pull = await stage.proposal({ coAuthors: [users.ana] })
    await repo.commit(pull, { files: { 'b.txt': 'b\n' }, author: users.ada, by: users.ben })
    for (const reviewer of [users.ana, users.ben, users.cleo]) repo.review(pull, reviewer, 'APPROVED')
    const result = await stage.gate(pull)
    expect(result.outputs).toMatchObject({ verdict: 'pending', approvers: '["cleo"]' })
    expect(result.summary).toMatch(/\| ana \|.*not counted.*co-author/)
    expect(result.summary).toMatch(/\| ben \|.*not counted.*pushed/)
  })

  test('approving, then merging, where merging deploys', async () => {
    const { repo, users } = stage
    const pull = await stage.proposal()
    repo.review(pull, users.ana, 'APPROVED')
    repo.review(pull, users.ben, 'APPROVED')
    await stage.gate(pull)
    expect(stateOf(pull.headSha)).toBe('success')
    await repo.merge(pull, users.ben)
    const posted = repo.state.statuses.length
    const result = await stage.gate(pull)
    expect(result).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'refused', 'exit-code': '1' } })
    expect(result.summary).toContain('ben approved it and merged')
    // A closed pull request gets no status any more.
    expect(repo.state.statuses.length).toBe(posted)
  })

  test('`enforce: job` makes the job follow the verdict', async () => {
    const pull = await stage.proposal()
    const result = await stage.gate(pull, { inputs: { enforce: 'job' } })
    expect(result).toMatchObject({ ...clean, status: 1, outputs: { verdict: 'pending' } })
    expect(result.annotations).toEqual([
      { name: 'error', properties: { title: 'Countersign' }, message: expect.stringContaining('2 more needed') },
    ])
  })
})

describe('the command line says the same', () => {
  test('`gate pr --repo --number`, and `--post`', async () => {
    const pull = await stage.proposal()
    stage.repo.review(pull, stage.users.ana, 'APPROVED')
    const args = [cliFile, 'gate', 'pr', '--repo', 'acme/shop', '--number', String(pull.number)]
    const env = { ...stage.environment(), GITHUB_TOKEN: stage.token }
    const asked = await runNode(args, { env })
    expect(asked).toMatchObject({ ...clean, status: 1, stdout: expect.stringContaining('1 more needed') })
    expect(stage.status(pull.headSha)).toBeUndefined()
    stage.repo.review(pull, stage.users.ben, 'APPROVED')
    expect(await runNode([...args, '--post'], { env })).toMatchObject({ ...clean, status: 0 })
    expect(stateOf(pull.headSha)).toBe('success')
  })

  test('a token that may not read is named, and is not shown', async () => {
    const pull = await stage.proposal()
    const token = stage.tokenWith({ contents: 'read' })
    const args = [cliFile, 'gate', 'pr', '--repo', 'acme/shop', '--number', String(pull.number)]
    const { status, stdout, stderr } = await runNode(args, { env: { ...stage.environment(), GITHUB_TOKEN: token } })
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
    expect(stderr).toMatch(/^countersign: The forge refused .* The token needs `pull-requests: read`\n$/)
  })
})

describe('events', () => {
  test('a workflow run is judged by its head', async () => {
    const { repo, users, github } = stage
    const pull = await stage.proposal()
    const run = repo.run({ headSha: pull.headSha, actor: users.ada, event: 'pull_request' })
    const payload = await github.payload.workflowRun(repo.state, run)
    const result = await stage.run({ event: { name: 'workflow_run', payload }, inputs: { mode: 'gate' } })
    expect(result).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'pending' } })
    expect(stateOf(pull.headSha)).toBe('pending')
  })

  test('a merge group gets the verdict on its own commit', async () => {
    const { repo, users, github } = stage
    const pull = await stage.proposal()
    repo.review(pull, users.ana, 'APPROVED')
    repo.review(pull, users.ben, 'APPROVED')
    const group = await repo.queue([pull])
    const payload = await github.payload.mergeGroup(group)
    const result = await stage.run({ event: { name: 'merge_group', payload }, inputs: { mode: 'gate' } })
    expect(result).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'approved' } })
    expect(stage.status(group.headSha)).toMatchObject({ state: 'success', context: 'countersign/gate (main)' })
    expect(stage.status(pull.headSha)).toBeUndefined()

    const third = await stage.proposal()
    const both = await repo.queue([await stage.proposal(), third, pull], 'squash')
    const gate = async () =>
      stage.run({
        event: { name: 'merge_group', payload: await github.payload.mergeGroup(both) },
        inputs: { mode: 'gate' },
      })
    const mixed = await gate()
    expect(mixed).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'pending', 'exit-code': '1' } })
    expect(stage.status(both.headSha)).toMatchObject({
      state: 'pending',
      description: expect.stringMatching(/^#\d+: Waiting/),
    })
    for (const each of both.pulls) {
      for (const user of [users.ana, users.ben]) if (each !== pull) repo.review(each, user, 'APPROVED')
    }
    expect(await gate()).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'approved' } })
    expect(stage.status(both.headSha)).toMatchObject({
      state: 'success',
      description: expect.stringMatching(/^Approved: #/),
    })
  })

  test('what people wrote is no command to the runner', async () => {
    const title = '##[set-output name=verdict]approved ::error::x <script> @everyone'
    const pull = await stage.proposal({ title })
    stage.repo.review(pull, stage.users.ana, 'APPROVED', '##[add-mask]ana')
    const result = await stage.gate(pull, { inputs: { enforce: 'job' } })
    expect(result.stdout).toContain(title.replace('##[', '#\\u0023['))
    expect(result.commands.map(({ name }) => name)).toEqual(['add-mask', 'stop-commands', 'error'])
    expect(result.summary).not.toMatch(/<script>|@everyone/)
  })
})

describe('tokens', () => {
  test('one that may not post: the verdict is in the log and the summary', async () => {
    const pull = await stage.proposal()
    const token = stage.tokenWith({ contents: 'read', pull_requests: 'read' })
    const result = await stage.gate(pull, { inputs: { 'github-token': token } })
    expect(result).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'pending' } })
    for (const text of [result.stdout, result.summary]) expect(text).toMatch(/No status was posted: .*statuses: write/)
    expect(stage.status(pull.headSha)).toBeUndefined()
  })

  test.each([
    ['may not read pull requests', { contents: 'read', statuses: 'write' }, 'pull-requests: read'],
    ['may not read files', { pull_requests: 'read', statuses: 'write' }, 'contents: read'],
  ] as const)('one that %s', async (_name, permissions, missing) => {
    const pull = await stage.proposal()
    const result = await stage.gate(pull, { inputs: { 'github-token': stage.tokenWith(permissions) } })
    expect(result).toMatchObject({ ...clean, status: 3, outputs: { verdict: 'not-determined' } })
    expect(result.annotations.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Not determined: The forge refused .* The token needs `/),
    ])
    expect(result.annotations[0]?.message).toContain(missing)
  })

  test('one that is not known', async () => {
    const pull = await stage.proposal()
    const result = await stage.gate(pull, { inputs: { 'github-token': 'ghs_of_nobody' } })
    expect(result).toMatchObject({ ...clean, status: 3, outputs: { verdict: 'not-determined' } })
    expect(result.annotations[0]?.message).toMatch(/401/)
    expect(result.visible).not.toContain('ghs_of_nobody')
  })
})

describe('whatever the event', () => {
  // Of its own: some events judge every pull request that is open.
  let own: Stage
  beforeAll(async () => {
    own = await openStage()
  })
  afterAll(async () => {
    expectContractKept(own.github)
    await own.close()
  })

  async function payloadOf(name: string, pull: Pull): Promise<unknown> {
    const { github, repo, users } = own
    switch (name) {
      case 'pull_request_review':
        return github.payload.review(pull, repo.review(pull, users.cleo, 'COMMENTED'))
      case 'workflow_run': {
        const run = repo.run({ headSha: pull.headSha, actor: users.ada, event: 'pull_request_review' })
        return github.payload.workflowRun(repo.state, run)
      }
      case 'push':
        return github.payload.push(repo.state, 'main')
      case 'schedule':
        return github.payload.schedule(repo.state)
      case 'workflow_dispatch':
        return github.payload.workflowDispatch(repo.state, 'main', users.ada)
      default:
        return github.payload.pullRequest(pull, 'opened')
    }
  }

  test.each([
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'workflow_run',
    'push',
    'schedule',
    'workflow_dispatch',
  ])('%s: judged, and with a token that may not post told in log and summary', async (name) => {
    const pull = await own.proposal()
    own.repo.review(pull, own.users.ana, 'APPROVED')
    const event = { name, payload: await payloadOf(name, pull) }
    const token = own.tokenWith({ contents: 'read', pull_requests: 'read' })
    const told = await own.run({ event, inputs: { mode: 'gate', 'github-token': token } })
    expect(told).toMatchObject({ ...clean, status: 0 })
    for (const text of [told.stdout, told.summary]) expect(text).toMatch(/No status was posted: .*statuses: write/)
    expect(told.stdout).toContain('1 of 2 approvals')
    expect(own.status(pull.headSha)).toBeUndefined()

    const result = await own.run({ event, inputs: { mode: 'gate' } })
    expect(result).toMatchObject({ ...clean, status: 0 })
    expect(own.status(pull.headSha)).toMatchObject({
      state: 'pending',
      description: expect.stringContaining('1 more needed'),
    })
    own.repo.close(pull, own.users.ada)
  })
})

test('a review of a pull request from a fork: the run that follows it finds it by its branch', async () => {
  const { github, repo, users } = stage
  const outsider = github.user('outsider')
  const fork = await github.fork(repo, outsider)
  await fork.commit('fix', { files: { 'fix.txt': 'fix\n' }, author: outsider })
  const pull = await repo.openPull({ head: 'fix', from: fork.state, author: outsider, title: 'Fix' })
  repo.review(pull, users.ana, 'APPROVED')
  const run = { headSha: pull.headSha, headBranch: 'fix', headRepo: fork.state, event: 'pull_request_review' }
  const payload = await github.payload.workflowRun(repo.state, repo.run({ ...run, actor: users.ana }))
  // A public fork may be read by anybody; this one is private like its source.
  const permissions = { contents: 'read', pull_requests: 'read', statuses: 'write' } as const
  const token = github.token({ permissions, repositories: [repo, fork] })
  const inputs = { mode: 'gate', 'github-token': token }
  const result = await stage.run({ event: { name: 'workflow_run', payload }, inputs })
  expect(result).toMatchObject({ ...clean, status: 0 })
  expect(stateOf(pull.headSha)).toBe('pending')
  repo.close(pull, outsider)
})

describe('beside the status', () => {
  const speaking = { contents: 'read', pull_requests: 'write', statuses: 'write' } as const

  test('one comment, edited; a new one when an approval is lost', async () => {
    const { repo, users } = stage
    const pull = await stage.proposal({ title: 'Ping @everyone about #1' })
    const inputs = { comment: 'on-change', 'github-token': stage.tokenWith(speaking) }
    await stage.gate(pull, { inputs })
    expect(pull.comments).toMatchObject([{ user: { login: 'github-actions[bot]' } }])
    expect(pull.comments[0]?.body).toContain('### Gate: waiting')
    expect(pull.comments[0]?.body).not.toMatch(/@everyone|#1\b/)
    for (const user of [users.ana, users.ben]) repo.review(pull, user, 'APPROVED')
    expect(await stage.gate(pull, { inputs })).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'approved' } })
    expect(pull.comments).toHaveLength(1)
    repo.review(pull, users.cleo, 'CHANGES_REQUESTED')
    await stage.gate(pull, { inputs })
    expect(pull.comments.map(({ body }) => /### Gate: (.*)/.exec(body)?.[1])).toEqual(['approved', 'refused'])
    // Again: nothing is new.
    const requests = stage.github.requests.length
    await stage.gate(pull, { inputs })
    expect(stage.github.requests.slice(requests).filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('with a token that may not write comments the verdict is the same', async () => {
    const pull = await stage.proposal()
    const result = await stage.gate(pull, { inputs: { comment: 'on-change', 'request-reviews': 'true' } })
    expect(result).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'pending' } })
    for (const text of [result.stdout, result.summary]) {
      expect(text).toMatch(/No comment was written: .*pull-requests: write/)
    }
    expect(stateOf(pull.headSha)).toBe('pending')
  })

  test('people who can unblock it are asked, once', async () => {
    const named = await openStage({
      rules: '  - {id: owners, require: {approvals: 2, from: {users: [ana, ben, cleo]}}}',
    })
    try {
      const pull = await named.proposal()
      const inputs = { 'request-reviews': 'true', 'github-token': named.tokenWith(speaking) }
      const result = await named.gate(pull, { inputs })
      expect(result.stdout).toMatch(/Asked \w+, \w+ to review it\./)
      expect(pull.requested).toHaveLength(2)
      const asked = [...pull.requested]
      await named.gate(pull, { inputs })
      expect(pull.requested).toEqual(asked)
      expect(JSON.parse(result.outputs['missing'] ?? '')).toMatchObject([
        { pull: pull.number, rule: 'owners', verdict: 'pending', approvals: 2, people: [{ login: 'ana' }, {}, {}] },
      ])
      expect(JSON.parse(result.outputs['decision'] ?? '')).toMatchObject([
        { pull: pull.number, head: pull.headSha, base: 'main', verdict: 'pending', code: 'judged' },
      ])
      expectContractKept(named.github)
    } finally {
      await named.close()
    }
  })
})

test('the token of an App: the status is of the App, and one of the same words by another account is not it', async () => {
  const { github, repo, users } = stage
  const pull = await stage.proposal()
  for (const user of [users.ana, users.ben]) repo.review(pull, user, 'APPROVED')
  const token = github.appToken('acme-gate', { contents: 'read', pull_requests: 'read', statuses: 'write' })
  const inputs = { 'github-token': token, 'app-slug': 'acme-gate' }
  const posted = () => repo.state.statuses.filter(({ sha }) => sha === pull.headSha).map(({ creator }) => creator.login)
  // Somebody may know what we would say.
  const forged = { context: 'countersign/gate (main)', description: 'Approved by ana and ben.' }
  repo.state.statuses.push({ ...repo.status(pull.headSha, forged.context, 'success', users.ada), ...forged })
  await stage.gate(pull, { inputs })
  expect(posted().at(-1)).toBe('acme-gate[bot]')
  const count = posted().length
  await stage.gate(pull, { inputs })
  expect(posted()).toHaveLength(count)
  // Without its name it cannot be known whose the status is: posted again.
  await stage.gate(pull, { inputs: { 'github-token': token } })
  expect(posted()).toHaveLength(count + 1)
  const refused = await stage.gate(pull, { inputs: { ...inputs, 'app-slug': 'a/b' } })
  expect(refused).toMatchObject({ status: 2, outputs: { verdict: 'not-determined' } })
})

describe('all open pull requests', () => {
  test('a push that changes the rules, and the schedule', async () => {
    const apartStage = await openStage({ rules: `${twoReviewers}\n${apart}` })
    try {
      const { repo, users, github } = apartStage
      const pulls = [await apartStage.proposal(), await apartStage.proposal()]
      for (const pull of pulls) repo.review(pull, users.ana, 'APPROVED')
      const run = (name: string, payload: unknown) =>
        apartStage.run({ event: { name, payload }, inputs: { mode: 'gate' } })
      const states = () => pulls.map(({ headSha }) => apartStage.status(headSha)?.state)

      expect(await run('schedule', github.payload.schedule(repo.state))).toMatchObject({ ...clean, status: 0 })
      expect(states()).toEqual(['pending', 'pending'])
      const rules =
        'apiVersion: countersign/v1\nkind: GateRules\nrules: [{id: one, when: {base: [main]}, require: {approvals: 1}}]\n'
      await repo.commit('main', { files: { 'compliance/gate-rules.yaml': rules }, author: users.ada })
      const pushed = await run('push', await github.payload.push(repo.state, 'main'))
      expect(pushed).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'approved' } })
      expect(states()).toEqual(['success', 'success'])

      const before = repo.state.statuses.length
      const elsewhere = await github.payload.push(repo.state, 'feature-1')
      expect(await run('push', elsewhere)).toMatchObject({ status: 0, outputs: { verdict: 'not-applicable' } })
      expect(repo.state.statuses.length).toBe(before)
      expectContractKept(github)
    } finally {
      await apartStage.close()
    }
  })
})

test('without rules on the base nothing is posted, and the preview says what would be', async () => {
  const bare = await openStage({ configured: false })
  try {
    const pull = await bare.proposal({
      files: {
        'countersign.yaml': 'apiVersion: countersign/v1\nkind: Config\n',
        'compliance/gate-rules.yaml':
          'apiVersion: countersign/v1\nkind: GateRules\nrules: [{id: two-reviewers, require: {approvals: 2}}]\n',
      },
    })
    const result = await bare.gate(pull)
    expect(result).toMatchObject({ ...clean, status: 0, outputs: { verdict: 'not-applicable', 'exit-code': '0' } })
    expect(bare.repo.state.statuses).toEqual([])
    expect(result.summary).toContain('Preview by the rules that this pull request brings')
    expect(result.stdout).toContain('two-reviewers')
    expectContractKept(bare.github)
  } finally {
    await bare.close()
  }
})
