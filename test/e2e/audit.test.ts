/** The built command line decides the merges of a repository on a stand-in of GitHub again. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AuditReport as validate } from '../../src/read/report-validators.gen.js'
import { apart, gatePermissions, openStage, type Stage, twoReviewers } from '../support/action-stage.ts'
import { expectContractKept } from '../support/github/fake-github.ts'
import type { Account, CommitStatus, Pull } from '../support/github/world.ts'
import { runCli } from '../support/run-cli.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ rules: `${twoReviewers}\n${apart}` })
})
afterEach(async () => {
  expectContractKept(stage.github)
  await stage.close()
})

const context = 'countersign/gate (main)'
const dayAfter = '2026-03-03'

function audit(args: readonly string[] = [], token = stage.token, cwd = stage.clone()) {
  return runCli(['audit', '--repo', 'acme/shop', ...args], {
    cwd,
    env: { ...stage.environment(), GITHUB_TOKEN: token, GIT_CONFIG_NOSYSTEM: '1' },
  })
}
interface Row {
  readonly commit: string
  readonly pull: { readonly number: number } | null
  readonly verdict: string | null
  readonly mergedBy: string | null
  readonly status: { readonly state: string; readonly by: string | null } | null
  readonly deviations: readonly { readonly kind: string; readonly why: string }[]
  readonly open: readonly string[]
}
async function report(since: string, ...args: readonly string[]) {
  const run = await audit(['--since', since, '--format', 'json', ...args])
  const told = JSON.parse(run.stdout) as {
    rows: readonly Row[]
    verdict: string
    rewritten: boolean
    from: string | null
  }
  expect({ valid: validate(told), errors: validate.errors }).toEqual({ valid: true, errors: null })
  return { ...told, status: run.status }
}
const kindsOf = ({ rows }: { rows: readonly Row[] }) => rows.map(({ deviations }) => deviations.map(({ kind }) => kind))

const gatePosts = (pull: Pull, state: CommitStatus['state'], by: Account = stage.github.actionsBot) =>
  stage.repo.status(pull.headSha, context, state, by)

/** Approved by two, found green, merged by somebody else. */
async function merged(method: 'merge' | 'squash' | 'rebase' = 'squash'): Promise<Pull> {
  const { repo, users } = stage
  const pull = await stage.proposal()
  repo.review(pull, users.ana, 'APPROVED')
  repo.review(pull, users.ben, 'APPROVED')
  gatePosts(pull, 'success')
  await repo.merge(pull, users.mia, method)
  return pull
}

test('what was approved is in order, however it was merged', async () => {
  const pulls = [await merged('merge'), await merged('squash'), await merged('rebase')]
  const told = await report(stage.baseline)
  expect(told).toMatchObject({ status: 0, verdict: 'satisfied', from: stage.baseline })
  expect(told.rows).toMatchObject(
    pulls.map(({ number, mergeSha }) => ({
      commit: mergeSha,
      pull: { number },
      verdict: 'approved',
      mergedBy: 'mia',
      status: { state: 'success', by: 'github-actions[bot]' },
      deviations: [],
      open: [],
    })),
  )
})

test('each way around the gate is found', async () => {
  const { repo, users, github } = stage
  await merged()

  const direct = await repo.commit('main', { files: { 'hot.txt': 'fix\n' }, author: users.ada })

  const unapproved = await stage.proposal()
  repo.review(unapproved, users.ana, 'APPROVED')
  gatePosts(unapproved, 'pending')
  await repo.merge(unapproved, users.mia, 'squash')

  const refused = await stage.proposal()
  for (const by of [users.ana, users.ben]) repo.review(refused, by, 'APPROVED')
  repo.review(refused, users.cleo, 'CHANGES_REQUESTED')
  gatePosts(refused, 'failure')
  await repo.merge(refused, users.mia, 'squash')

  const late = await stage.proposal()
  repo.review(late, users.ana, 'APPROVED')
  await repo.merge(late, users.mia, 'squash')
  github.clock.advance('PT1H')
  repo.review(late, users.ben, 'APPROVED')

  const forged = await stage.proposal()
  for (const by of [users.ana, users.ben]) repo.review(forged, by, 'APPROVED')
  gatePosts(forged, 'success', users.ada)
  await repo.merge(forged, users.mia, 'squash')

  const shouted = await stage.proposal()
  for (const by of [users.ana, users.ben]) repo.review(shouted, by, 'APPROVED')
  repo.status(shouted.headSha, context.toUpperCase(), 'success', users.ada)
  await repo.merge(shouted, users.mia, 'squash')

  // A workflow on a branch of ada's: the right account, and nothing bears it out.
  const false_ = await stage.proposal()
  gatePosts(false_, 'success')
  await repo.merge(false_, users.mia, 'squash')

  const approver = await stage.proposal()
  for (const by of [users.ana, users.ben]) repo.review(approver, by, 'APPROVED')
  gatePosts(approver, 'success')
  await repo.merge(approver, users.ben, 'squash')

  const told = await report(stage.baseline)
  expect(told).toMatchObject({ status: 1, verdict: 'violated' })
  expect(kindsOf(told)).toEqual([
    [],
    ['direct-push'],
    ['merged-unapproved'],
    ['merged-unapproved'],
    ['late-approval'],
    ['forged-status'],
    ['forged-status'],
    ['merged-unapproved', 'forged-status'],
    ['merged-unapproved'],
  ])
  expect(told.rows[1]).toMatchObject({ commit: direct, pull: null, verdict: null })
  expect(told.rows[2]).toMatchObject({ verdict: 'pending', status: { state: 'pending' } })
  expect(told.rows[3]).toMatchObject({ verdict: 'refused', status: { state: 'failure' } })
  expect(told.rows[5]).toMatchObject({ verdict: 'approved', status: { by: 'ada' } })
  expect(told.rows[8]?.deviations[0]?.why).toContain('ben approved it and merged')
  // Nothing was written: neither a status nor a record.
  expect(repo.state.statuses.length).toBe(7)

  const text = await audit(['--since', stage.baseline])
  expect(text).toMatchObject({ status: 1, stderr: '' })
  expect(text.stdout).toContain(
    `${direct.slice(0, 12)}  no verdict  no pull request: Change hot.txt\n  direct push: no merged`,
  )
  expect(text.stdout).toContain('  late approval: it was approved only after the merge; at the merge: ')
  expect(text.stdout).toMatch(
    /9 commits, 3 approved, 8 with deviations, 0 not determined\..*\nAudit of main: changes got past the gate\.\n$/,
  )
  const markdown = await audit(['--since', stage.baseline, '--format', 'markdown'])
  expect(markdown.stdout).toMatch(/^### Audit of main: changes got past the gate\n/)
  expect(markdown.stdout.match(/^\| [0-9a-f]{12} \|/gm)).toHaveLength(9)
})

test('another account may be the one that posts', async () => {
  const { repo, users, github } = stage
  const gate = github.bot('acme-gate')
  const pull = await stage.proposal()
  for (const by of [users.ana, users.ben]) repo.review(pull, by, 'APPROVED')
  gatePosts(pull, 'success', gate)
  await repo.merge(pull, users.mia, 'squash')
  expect(kindsOf(await report(stage.baseline, '--status-by', 'acme-gate[bot]'))).toEqual([[]])
  expect(kindsOf(await report(stage.baseline))).toEqual([['forged-status']])
})

test('the rules are those before the merge, not those of today', async () => {
  const { repo, users } = stage
  const pull = await stage.proposal()
  repo.review(pull, users.ana, 'APPROVED')
  await repo.merge(pull, users.mia, 'squash')
  const lax = await stage.proposal({
    files: {
      'compliance/gate-rules.yaml':
        'apiVersion: countersign/v1\nkind: GateRules\nrules:\n  - {id: one, when: {base: [main]}, require: {approvals: 1}}\n',
    },
  })
  for (const by of [users.ana, users.ben]) repo.review(lax, by, 'APPROVED')
  await repo.merge(lax, users.mia, 'squash')
  const after = await stage.proposal()
  repo.review(after, users.ana, 'APPROVED')
  await repo.merge(after, users.mia, 'squash')
  expect(kindsOf(await report(stage.baseline))).toEqual([['merged-unapproved'], [], []])
})

describe('since a day', () => {
  test('where the server saw the branch counts, whatever dates commits carry', async () => {
    const { github, repo, users } = stage
    await merged()
    const before = await repo.tipOf('main')
    github.clock.set(`${dayAfter}T08:00:00Z`)
    const direct = await repo.commit('main', {
      files: { 'x.txt': 'x\n' },
      author: users.ada,
      date: '2020-01-01T00:00:00Z',
    })
    const told = await report(dayAfter)
    expect(told).toMatchObject({ status: 1, from: before })
    expect(told.rows).toMatchObject([{ commit: direct, deviations: [{ kind: 'direct-push' }] }])
  })

  test('before there was a branch: everything, and no gate before the first rules', async () => {
    await merged()
    const told = await report('2020-01-01')
    expect(told).toMatchObject({ status: 0, from: null })
    expect(told.rows.map(({ verdict }) => verdict)).toEqual(['not-applicable', 'approved'])
  })

  test('a branch that was wound back is found', async () => {
    const { github, repo, users } = stage
    await merged()
    const before = await repo.tipOf('main')
    github.clock.set(`${dayAfter}T08:00:00Z`)
    await repo.reset('main', stage.baseline, users.ada)
    await merged()
    const told = await report(dayAfter)
    expect(told).toMatchObject({ status: 1, verdict: 'violated', rewritten: true, from: before, rows: [] })
    const text = await audit(['--since', dayAfter])
    expect(text.stdout).toContain(`main was rewritten: it no longer holds ${before}`)
  })

  test('a list of pushes that may not be read, or does not reach back, is not guessed from dates', async () => {
    await merged()
    const withdraw = stage.github.inject({ operation: 'repos/list-activities', fault: { kind: 'status', status: 403 } })
    const refused = await audit(['--since', dayAfter])
    withdraw()
    expect(refused).toMatchObject({ status: 3, stdout: '' })
    expect(refused.stderr).toContain('Where main was on 2026-03-03 is not known: The forge refused to read the pushes')
    stage.repo.state.activities.splice(0, 1)
    const cut = await audit(['--since', '2020-01-01'])
    expect(cut).toMatchObject({ status: 3, stdout: '' })
    expect(cut.stderr).toMatch(/does not reach back to 2020-01-01T00:00:00Z\. Give a commit/)
  })
})

describe('what is not known is said, commit by commit', () => {
  test('statuses that may not be read', async () => {
    await merged()
    const { statuses: _left, ...permissions } = gatePermissions
    const run = await audit(['--since', stage.baseline, '--format', 'json'], stage.tokenWith(permissions))
    expect(run.status).toBe(3)
    expect(JSON.parse(run.stdout)).toMatchObject({
      verdict: 'not-determined',
      counts: { approved: 1, notDetermined: 1 },
      rows: [{ verdict: 'approved', open: [expect.stringContaining('`statuses: read`')] }],
    })
  })

  test('one pull request that cannot be read keeps no other from being judged', async () => {
    await merged()
    await merged()
    stage.github.inject({ operation: 'pulls/get', fault: { kind: 'status', status: 404 }, times: 1 })
    const told = await report(stage.baseline)
    expect(told).toMatchObject({ status: 3, verdict: 'not-determined' })
    expect(told.rows.map(({ verdict, open }) => [verdict, open.length])).toEqual([
      ['approved', 0],
      [null, 1],
    ])
  })

  test('a forge that stops answering', async () => {
    for (let at = 0; at < 5; at += 1) await merged()
    stage.github.inject({ operation: 'pulls/get', fault: { kind: 'rate-limit', status: 403, resetInSeconds: 3000 } })
    const told = await report(stage.baseline)
    expect(told).toMatchObject({ status: 3, verdict: 'not-determined' })
    expect(told.rows.map(({ open }) => open[0])).toEqual([
      ...Array(2).fill(expect.stringContaining('it was not looked at')),
      ...Array(3).fill(expect.stringContaining('rate limit')),
    ])
  })

  test('nothing since then', async () => {
    expect(await report('main')).toMatchObject({ status: 3, verdict: 'nothing-checked', rows: [] })
  })
})

describe('refused before anything is judged', () => {
  test.each<readonly [string, readonly string[], number, string]>([
    ['no start', [], 2, '--since'],
    ['a day that does not exist', ['--since', '2026-02-30'], 2, 'Give a day as YYYY-MM-DD'],
    ['an unknown commit', ['--since', 'f'.repeat(40)], 3, 'git knows no commit'],
    ['a login that is none', ['--since', 'main', '--status-by', '<b>'], 2, 'is not a login'],
  ])('%s', async (_name, args, status, said) => {
    const run = await audit(args)
    expect(run).toMatchObject({ status, stdout: '' })
    expect(run.stderr).toContain(said)
  })

  test('a commit beside the branch', async () => {
    const pull = await stage.proposal()
    const run = await audit(['--since', pull.headSha])
    expect(run).toMatchObject({ status: 3, stdout: '' })
    expect(run.stderr).toContain('does not continue')
  })

  test('a clone that is behind, and one that is shallow', async () => {
    const old = stage.clone()
    await merged()
    const behind = await audit(['--since', stage.baseline], stage.token, old)
    expect(behind).toMatchObject({ status: 3, stdout: '' })
    expect(behind.stderr).toContain('is not in this clone. Fetch the branch.')
    const shallow = await audit(['--since', 'HEAD'], stage.token, stage.clone('main', { depth: 1 }))
    expect(shallow).toMatchObject({ status: 3, stdout: '' })
    expect(shallow.stderr).toContain('The clone is shallow')
  })
})

test('what people wrote is no command and no markup', async () => {
  const { repo, users } = stage
  const pull = await stage.proposal({ title: '::error::x | <img> @everyone\u001b[31m' })
  await repo.merge(pull, users.mia, 'squash')
  const text = await audit(['--since', stage.baseline])
  expect(text.stdout).not.toMatch(/\u001b|^::/m)
  const markdown = await audit(['--since', stage.baseline, '--format', 'markdown'])
  expect(markdown.stdout).not.toMatch(/<img>|@everyone|\u001b/)
  expect(markdown.stdout).toContain('\\| &lt;img&gt;')
})
