import { writeFileSync } from 'node:fs'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import { runCommand } from '../../../src/cli/run-command.ts'
import type { PullFacts, PullRequestFacts } from '../../../src/model/facts.ts'
import { auditProtectedBranch } from '../../../src/usecases/audit-branch.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import { type RecordRequest, recordEvidence, statusOfRecord } from '../../../src/usecases/record-evidence.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import {
  account,
  commit,
  facts,
  gateRules,
  known,
  opened,
  people,
  review,
  roles,
  twoReviewers,
} from '../../support/gate-facts.ts'
import { GitSandbox } from '../../support/git-sandbox.ts'

const sandbox = new GitSandbox()
afterAll(() => sandbox.remove())
const places: TrustPlaces = {
  protectedBranch: 'main',
  documentsBranch: 'compliance-docs',
  programFolder: 'compliance',
  checkpoints: [],
}
let work = ''
let count = 0
let start = ''
beforeEach(() => {
  count += 1
  work = sandbox.work(`work-${count}`)
  sandbox.write(work, 'compliance/people.yaml', people)
  sandbox.write(work, 'compliance/roles.yaml', roles)
  sandbox.write(work, 'compliance/gate-rules.yaml', gateRules(twoReviewers))
  start = sandbox.commit(work, 'start')
})

const ports = () => ({
  log: gitEvidenceLog({
    git: sandbox.git,
    remote: work,
    branch: 'compliance-evidence',
    scratch: sandbox.folder,
    pause: async () => undefined,
    random: () => 0,
    elapsed: () => 0,
  }),
  history: gitHistory(sandbox.git, { where: { cwd: work } }),
  spool: fileSpool(sandbox.path('spool')),
  clock: { now: () => Date.parse('2026-03-05T00:00:00Z') },
})
const record = (over: Partial<RecordRequest>) =>
  recordEvidence(
    {
      places,
      signer: undefined,
      producer: { tool: 'countersign/0.1.0', run: 'local' },
      pulls: [],
      deployments: [],
      repository: { id: '500', name: 'acme/shop', address: 'git+https://github.com/acme/shop' },
      create: { origin: 'github.com/acme/shop/evidence', mayBeUnsigned: true, baseline: start },
      ...over,
    },
    ports(),
  )
const predicates = async () =>
  (await verifyEvidence(places, ports())).log?.entries.map(({ record: { predicate } }) => predicate) ?? []

/** Facts of a pull request that is merged as the newest commit, with these approvals. */
function mergedPull(
  approvers: readonly string[],
  over: Partial<PullFacts> = {},
  more: Partial<PullRequestFacts> = {},
): PullRequestFacts {
  const mergeSha = sandbox.run(work, 'rev-parse', 'HEAD')
  const head = over.head?.sha ?? 'a'.repeat(40)
  return facts({
    reviews: known(approvers.map((login, index) => review(login, { id: index + 1, commit: head }))),
    ...more,
    pull: {
      state: 'closed',
      merged: true,
      mergedAt: '2026-03-03T12:00:00Z',
      mergedBy: account('mia'),
      mergeSha,
      ...over,
    },
  })
}
const change = (message: string) => {
  sandbox.write(work, 'app.ts', message)
  return sandbox.commit(work, message)
}

test('an approved and a bypassed change are recorded with the facts they were judged by, once', async () => {
  const good = change('good (#7)')
  const first = mergedPull(['ana', 'ben'])
  change('bad (#8)')
  const second = mergedPull(['ana'], { number: 8 })
  const result = await record({ pulls: [first, second] })
  expect(result).toMatchObject({ kind: 'recorded', skipped: [], append: { outcome: { kind: 'appended' } } })
  expect(statusOfRecord(result)).toBe(0)
  const [, one, two] = await predicates()
  expect(one).toMatchObject({
    kind: 'change.merged',
    key: 'github:500#7/merged',
    result: 'pass',
    actor: { login: 'mia' },
    data: {
      verdict: 'approved',
      landed: [good],
      baseShaBefore: start,
      method: 'squash',
      counted: [{ login: 'ana' }, { login: 'ben' }],
    },
  })
  expect(two).toMatchObject({
    key: 'github:500#8/merged',
    result: 'fail',
    data: { verdict: 'pending', baseShaBefore: good },
  })
  const again = await record({ pulls: [{ ...first, collectedAt: '2026-03-09T09:00:00Z' }, second] })
  expect(again).toMatchObject({ append: { outcome: { kind: 'nothing-new' } } })
  const audited = await auditProtectedBranch(
    { places, signer: undefined, producer: { tool: 'x', run: 'local' }, dryRun: true },
    ports(),
  )
  expect(audited).toMatchObject({ kind: 'audited', commits: 2, audit: { matched: 1, deviations: [{ pull: 8 }] } })
})

test('a change is judged by the rules before it, not by those it brings', async () => {
  sandbox.write(work, 'compliance/gate-rules.yaml', gateRules('  - {id: two-reviewers, require: {approvals: 1}}'))
  sandbox.commit(work, 'loosen (#7)')
  await record({ pulls: [mergedPull(['ana'])] })
  expect((await predicates())[1]).toMatchObject({ data: { verdict: 'pending' } })
})

test('a merge commit is told by its parents', async () => {
  sandbox.run(work, 'checkout', '-q', '-b', 'topic')
  const head = change('topic')
  sandbox.run(work, 'checkout', '-q', 'main')
  sandbox.run(work, 'merge', '-q', '--no-ff', '-m', 'Merge', 'topic')
  const mergeSha = sandbox.run(work, 'rev-parse', 'HEAD')
  const headFacts = {
    commits: known([commit({ sha: head, parents: [start] })]),
    headChanges: known([opened({ after: head })]),
  }
  await record({
    pulls: [mergedPull(['ana', 'ben'], { head: { ref: 'topic', sha: head, repositoryId: 500 } }, headFacts)],
  })
  expect((await predicates())[1]).toMatchObject({
    data: { method: 'merge', landed: [mergeSha], baseShaBefore: start, verdict: 'approved' },
  })
})

test('a commit pushed past review does not pass for a part of the next merge', async () => {
  const pushed = change('sneaked in')
  const last = change('rebased')
  const commits = known([commit({ sha: 'e'.repeat(40) }), commit()])
  await record({ pulls: [mergedPull(['ana', 'ben'], { totals: { commits: 2, changedFiles: 1 } }, { commits })] })
  expect((await predicates())[1]).toMatchObject({ data: { landed: [last], baseShaBefore: pushed } })
  const audited = await auditProtectedBranch(
    { places, signer: undefined, producer: { tool: 'x', run: 'local' }, dryRun: true },
    ports(),
  )
  expect(audited).toMatchObject({ audit: { deviations: [{ commit: pushed, pull: null }] } })
})

test('commits of a rebase are landed where the forge says that the pull request brought them', async () => {
  const landed = [change('one'), change('two')]
  const asked: string[] = []
  const broughtBy = async (sha: string, pull: number) => {
    asked.push(`${sha} ${pull}`)
    return true
  }
  await record({ pulls: [mergedPull(['ana', 'ben'], { totals: { commits: 2, changedFiles: 1 } })], broughtBy })
  expect((await predicates())[1]).toMatchObject({ data: { landed, method: 'rebase', baseShaBefore: start } })
  expect(asked).toEqual([`${landed[0]} 7`])
})

test('what cannot be recorded is told and keeps nothing else out', async () => {
  change('good (#7)')
  const good = mergedPull(['ana', 'ben'])
  const elsewhere = { ...mergedPull(['ana'], { number: 9 }), repository: { id: 501, owner: 'eve', name: 'shop' } }
  const lost = mergedPull(['ana'], { number: 10, mergeSha: 'd'.repeat(40) })
  const future = mergedPull(['ana'], { number: 11, mergedAt: '2026-04-01T00:00:00Z' })
  const result = await record({ pulls: [elsewhere, lost, future, good] })
  expect(result).toMatchObject({
    skipped: [
      { what: 'pull request #9', why: expect.stringContaining('repository 501') },
      { what: 'pull request #10', why: expect.stringContaining('first-parent line') },
      { what: 'pull request #11', why: expect.stringContaining('after recordedAt') },
    ],
    append: { outcome: { kind: 'appended', records: [{ key: 'log.created' }, { key: 'github:500#7/merged' }] } },
  })
  expect(statusOfRecord(result)).toBe(3)
})

test('an open pull request is a decision, recorded again only when something new was used', async () => {
  const open = facts({
    reviews: known([review('ana')]),
    pull: { head: { ref: 'topic', sha: 'a'.repeat(40), repositoryId: 500 } },
  })
  await record({ pulls: [open] })
  await record({ pulls: [{ ...open, collectedAt: '2026-03-04T10:00:00Z' }] })
  await record({ pulls: [{ ...open, newestEvent: 'review:99 x' }] })
  const decisions = (await predicates()).slice(1)
  expect(decisions.map(({ kind, result }) => [kind, result])).toEqual([
    ['change.decision', 'fail'],
    ['change.decision', 'fail'],
  ])
  expect(decisions[1]?.key).toMatch(/\/review:99_x$/)
})

test('the command records facts from files', async () => {
  change('good (#7)')
  const file = sandbox.path('facts.json')
  writeFileSync(file, JSON.stringify(mergedPull(['ana', 'ben'])))
  let [out, err] = ['', '']
  const terminal = {
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    colours: false,
    interactive: false,
    environment: { ...sandbox.environment, RUNNER_TEMP: sandbox.path('spool') },
    signal: new AbortController().signal,
  }
  expect(await runCommand(['evidence', 'record', '--facts', file, '--cwd', work], terminal)).toBe(0)
  expect({ out, err }).toEqual({ out: expect.stringContaining('Appended 2 records'), err: '' })
  writeFileSync(file, '{"schema":"countersign/deployment-facts/v1"}')
  expect(await runCommand(['evidence', 'record', '--facts', file, '--cwd', work], terminal)).toBe(2)
  expect(err).toContain('holds no facts')
  expect(await runCommand(['evidence', 'record', '--cwd', work], terminal)).toBe(2)
})
