import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openStage, type Stage } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { Account, Pull } from '../support/github/world.ts'
import { workflowRunner } from '../support/workflow-runner.ts'
import type { Workflow } from '../support/workflow-texts.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'workflows')
const workflow = (name: string) =>
  parse(readFileSync(join(folder, name), 'utf8')) as Workflow & { readonly name?: string }

const rules = (approvals: number): string =>
  `apiVersion: countersign/v1\nkind: GateRules\nrules: [{id: reviewers, when: {base: [main, release]}, require: {approvals: ${approvals}}}]\n`

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ rules: '  - {id: reviewers, when: {base: [main, release]}, require: {approvals: 2}}' })
})
afterAll(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

test('from a draft to the merge: after every event the status is that of what stands there', async () => {
  const { github, repo, users } = stage
  const runner = workflowRunner(stage, workflow('gate-hardened.yml'), workflow('gate-hardened-review.yml'))
  const stateOf = (sha: string, base = 'main') => {
    const context = `countersign/gate (${base})`
    return repo.state.statuses.filter((status) => status.sha === sha && status.context === context).at(-1)?.state
  }
  let pull: Pull
  const head = () => stateOf(pull.headSha, pull.baseRef)
  const review = (by: Account, state: 'APPROVED' | 'CHANGES_REQUESTED' = 'APPROVED') =>
    runner.review(pull, repo.review(pull, by, state))
  async function approveBoth(): Promise<void> {
    await review(users.ana)
    expect(head()).toBe('pending')
    await review(users.ben)
    expect(head()).toBe('success')
  }

  // A draft that becomes ready.
  await repo.commit('release', { files: {}, author: users.ada })
  await repo.commit('feature', { files: { 'a.txt': 'one\n' }, author: users.ada })
  pull = await repo.openPull({ head: 'feature', author: users.ada, title: 'Feature', draft: true })
  await runner.pull(pull, 'opened')
  expect(head()).toBe('pending')
  expect(runner.results.at(-1)?.summary).toContain('it is a draft')
  repo.markReady(pull, users.ada)
  await runner.pull(pull, 'ready_for_review')
  expect(head()).toBe('pending')

  // Reviews, a push that makes them stale, reviews of what was pushed.
  await approveBoth()
  const approved = pull.headSha
  await repo.commit(pull, { files: { 'a.txt': 'two\n' }, author: users.ada })
  await runner.pull(pull, 'synchronize')
  expect(head()).toBe('pending')
  await approveBoth()

  // Back by force to what was approved first: its green status is taken back.
  await repo.reset('feature', approved, users.ada)
  expect(pull.headSha).toBe(approved)
  await runner.pull(pull, 'synchronize')
  expect(head()).toBe('pending')
  await approveBoth()

  // Another base and back: what was approved was for another place.
  await repo.retarget(pull, 'release', users.ada)
  await runner.pull(pull, 'edited')
  expect(head()).toBe('pending')
  await repo.retarget(pull, 'main', users.ada)
  await runner.pull(pull, 'edited')
  expect(head()).toBe('pending')
  await approveBoth()

  // A label starts nothing, and a push that changes no rules judges nothing.
  repo.label(pull, 'ready', users.ada)
  expect(await runner.pull(pull, 'labeled')).toBeUndefined()
  let before = await repo.tipOf('main')
  await repo.commit('main', { files: { 'other.txt': 'other\n' }, author: users.mia })
  const facts = github.count('pulls/list-reviews')
  expect((await runner.push('main', before))?.outputs).toMatchObject({ verdict: 'not-applicable' })
  expect(github.count('pulls/list-reviews')).toBe(facts)
  expect(head()).toBe('success')

  // Rules that ask for more, and the approval that is missing then.
  before = await repo.tipOf('main')
  await repo.commit('main', { files: { 'compliance/gate-rules.yaml': rules(3) }, author: users.mia })
  await runner.push('main', before)
  expect(head()).toBe('pending')
  await review(users.cleo)
  expect(head()).toBe('success')

  // An objection, its withdrawal, and an approval that is dismissed.
  await review(users.mia, 'CHANGES_REQUESTED')
  expect(head()).toBe('failure')
  await review(users.mia)
  expect(head()).toBe('success')
  const last = pull.reviews.findLast(({ user }) => user === users.ana)
  if (last === undefined) throw new Error('ana has not reviewed')
  repo.dismiss(pull, last, users.ana)
  await runner.review(pull, last, 'dismissed')
  expect(head()).toBe('success')
  const other = pull.reviews.findLast(({ user }) => user === users.ben)
  if (other === undefined) throw new Error('ben has not reviewed')
  repo.dismiss(pull, other, users.ben)
  await runner.review(pull, other, 'dismissed')
  expect(head()).toBe('pending')

  // The queue: refused while an approval is missing, and by an objection; then merged.
  const first = await repo.queue([pull])
  await runner.deliver('merge_group', await github.payload.mergeGroup(first))
  expect(stateOf(first.headSha)).toBe('pending')
  await review(users.ben)
  expect(head()).toBe('success')
  await runner.deliver('merge_group', await github.payload.mergeGroup(first))
  expect(stateOf(first.headSha)).toBe('success')
  await review(users.cleo, 'CHANGES_REQUESTED')
  expect(head()).toBe('failure')
  await runner.deliver('merge_group', await github.payload.mergeGroup(first))
  expect(stateOf(first.headSha)).toBe('failure')
  await review(users.cleo)
  await runner.deliver('merge_group', await github.payload.mergeGroup(first))
  expect(stateOf(first.headSha)).toBe('success')
  before = await repo.tipOf('main')
  await repo.mergeQueued(first)
  const posted = repo.state.statuses.length
  await runner.pull(pull, 'closed')
  await runner.push('main', before)
  expect(repo.state.statuses.length).toBe(posted)

  // Not one run failed, and none posted what stood there already.
  expect(runner.results.filter(({ status, stderr }) => status !== 0 || stderr !== '')).toEqual([])
  const again = repo.state.statuses.filter((status, at) => {
    const older = repo.state.statuses
      .slice(0, at)
      .findLast((one) => one.sha === status.sha && one.context === status.context)
    return older?.state === status.state && older.description === status.description
  })
  expect(again).toEqual([])
}, 900_000)
