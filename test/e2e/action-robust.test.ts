import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, recordPermissions, type Stage, type StageRun } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { ActionResult } from '../support/run-action.ts'

let stage: Stage
let clone = ''
let bare = ''
beforeAll(async () => {
  stage = await openStage()
  clone = stage.clone()
  bare = join(stage.folder, 'no-repository')
  mkdirSync(bare)
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

/** Whatever happens: no stack, no fault of ours, an exit status that means something, and a sentence that says why. */
function expectPlain(result: ActionResult, name: string) {
  const said = { name, ...result }
  expect(said).toMatchObject({ stderr: '' })
  expect([0, 2, 3], name).toContain(result.status)
  expect(result.visible, name).not.toMatch(/\n\s+at .+:\d+|TypeError|ReferenceError|RangeError|undefined|\[object/)
  expect(result.outputs['exit-code'], name).toBeDefined()
  const errors = result.annotations.filter((one) => one.name === 'error').map(({ message }) => message)
  if (result.status === 0) expect(errors, name).toEqual([])
  else expect(errors, name).toEqual([expect.stringMatching(/^(?:[A-Z`]|git was not found)[^\n]{10,400}$/)])
}

/** Two at a time: each is a process. */
async function each<T>(cases: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const queue = [...cases]
  await Promise.all(
    [0, 1].map(async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await run(one)
    }),
  )
}

test('every payload that the stand-in makes', async () => {
  const { github, repo, users } = stage
  const { payload } = github
  const pull = await stage.proposal()
  const review = repo.review(pull, users.ana, 'COMMENTED')
  const group = await repo.queue([pull])
  const run = repo.run({ headSha: pull.headSha, actor: users.ada })
  const deployment = repo.deploy(await repo.tipOf('main'), 'production', users.mia)
  repo.deploymentStatus(deployment, 'success')
  const events: readonly (readonly [string, unknown])[] = [
    ...(await Promise.all(
      ['opened', 'synchronize', 'closed', 'labeled'].map(
        async (action) => ['pull_request', await payload.pullRequest(pull, action)] as const,
      ),
    )),
    ['pull_request_target', await payload.pullRequest(pull, 'edited')],
    ['pull_request_review', payload.review(pull, review, 'dismissed')],
    ['push', await payload.push(repo.state, 'main')],
    ['push', { ...(await payload.push(repo.state, 'main')), ref: 'refs/tags/v1' }],
    ['merge_group', await payload.mergeGroup(group, 'destroyed')],
    ['deployment', payload.deployment(repo.state, deployment)],
    ['deployment_status', payload.deploymentStatus(repo.state, deployment)],
    ['workflow_run', await payload.workflowRun(repo.state, run)],
    ['schedule', payload.schedule(repo.state)],
    ['workflow_dispatch', payload.workflowDispatch(repo.state, 'main', users.ada)],
  ]
  await each(events, async ([name, content]) => {
    expectPlain(
      await stage.run({ event: { name, payload: content }, workspace: clone, inputs: { mode: 'gate' } }),
      `gate ${name}`,
    )
  })
  const token = stage.tokenWith(recordPermissions)
  await each(events.slice(6, 11), async ([name, content]) => {
    // Without a log, which has to be begun with a key.
    const inputs = { mode: 'record', 'github-token': token }
    expectPlain(await stage.run({ event: { name, payload: content }, workspace: clone, inputs }), `record ${name}`)
  })
})

const hostile: readonly (readonly [string, unknown])[] = [
  ['pull_request', ''],
  ['pull_request', '{"pull_request": {"number": 1'],
  ['pull_request', '\ufeff{}'],
  ['pull_request', '['.repeat(200_000)],
  ['pull_request', 'null'],
  ['pull_request', []],
  ['pull_request', { pull_request: null }],
  ['pull_request', { pull_request: { number: '1' } }],
  ['pull_request', { pull_request: { number: -1 } }],
  ['pull_request', { pull_request: { number: 1e300 } }],
  ['pull_request', { pull_request: { number: 999_999 } }],
  ['pull_request_target', '{"__proto__": {"pull_request": {"number": 1}}}'],
  ['pull_request_review', '{"pull_request": {"__proto__": {"number": 1}}}'],
  ['workflow_run', { workflow_run: { head_sha: '../../../etc/passwd' } }],
  ['workflow_run', { workflow_run: { head_sha: '0'.repeat(40) } }],
  ['merge_group', { merge_group: { head_ref: 'refs/heads/gh-readonly-queue/main/pr-x', head_sha: 'a'.repeat(40) } }],
  ['push', { ref: 7 }],
  ['push', { ref: `refs/heads/${'x'.repeat(5000)}` }],
  ['push', { ref: 'refs/heads/../../user' }],
  ['push', { ref: 'refs/heads/main?state=all&x=%00' }],
  ['deployment', { deployment: { id: 1, sha: 'main', environment: 'production' } }],
  ['deployment', { deployment: { id: 1, sha: 'a'.repeat(40), environment: '##[set-output name=verdict]approved' } }],
  ['issues', {}],
  ['', {}],
  ['constructor', {}],
]

test('payloads that no forge made', async () => {
  await each(hostile, async ([name, payload]) => {
    const said = `${name} ${JSON.stringify(payload).slice(0, 80)}`
    expectPlain(await stage.run({ event: { name, payload }, workspace: clone, inputs: { mode: 'gate' } }), said)
  })
})

test('surroundings that no runner makes', async () => {
  const event = { name: 'push', payload: { ref: 'refs/heads/main' } }
  const all: readonly (Partial<StageRun> & { readonly says?: string })[] = [
    { env: { GITHUB_EVENT_PATH: '/nonexistent/event.json' }, says: 'The payload of the event cannot be read' },
    { env: { GITHUB_EVENT_PATH: '/' }, says: 'The payload of the event cannot be read' },
    { env: { GITHUB_REPOSITORY: '' }, says: 'is not a repository' },
    { env: { GITHUB_REPOSITORY: '../x/y' }, says: 'is not a repository' },
    { env: { GITHUB_API_URL: 'file:///etc/passwd' }, says: 'its address is not one' },
    { env: { GITHUB_REPOSITORY_ID: 'x' }, inputs: { mode: 'record' }, says: 'GITHUB_REPOSITORY_ID' },
    { workspace: bare, inputs: { mode: 'record' }, says: 'is not in a git repository' },
    { workspace: bare, inputs: { mode: 'render', documents: 'docs' }, says: 'is not in a git repository' },
    { workspace: bare, inputs: { mode: 'check' } },
    { env: { GITHUB_WORKSPACE: '/nonexistent' }, inputs: { mode: 'check' }, says: '/nonexistent' },
    { env: { GITHUB_WORKSPACE: '/nonexistent' }, inputs: { mode: 'record' }, says: '/nonexistent' },
    { env: { PATH: '/nonexistent' }, inputs: { mode: 'record' }, says: 'git was not found' },
    { inputs: { mode: 'gate', environment: 'production' }, says: 'GITHUB_SHA' },
  ]
  await each(all, async ({ says = '', ...one }) => {
    const result = await stage.run({ event, workspace: clone, ...one, inputs: { mode: 'gate', ...one.inputs } })
    const name = JSON.stringify(one)
    expectPlain(result, name)
    expect(result.status, name).not.toBe(0)
    expect(result.annotations[0]?.message, name).toContain(says)
  })
})

test('outputs and summary that cannot be written: the exit status stays, and it is said', async () => {
  const file = join(stage.folder, 'not-a-folder')
  writeFileSync(file, '')
  for (const env of [{ GITHUB_OUTPUT: `${file}/output` }, { GITHUB_STEP_SUMMARY: `${file}/summary` }]) {
    const result = await stage.run({
      event: { name: 'push', payload: {} },
      workspace: clone,
      inputs: { mode: 'check', 'as-of': 'x' },
      env,
    })
    expect(result).toMatchObject({ status: 2, stderr: '' })
    expect(result.annotations.map(({ message }) => message)).toEqual([
      expect.stringContaining('is not a day'),
      expect.stringMatching(/^Outputs and summary could not be written: /),
    ])
  }
})
