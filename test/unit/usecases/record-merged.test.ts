import { afterAll, beforeEach, expect, test } from 'vitest'
import { fileSpool } from '../../../src/adapters/file-spool.ts'
import { gitEvidenceLog } from '../../../src/adapters/git-evidence-log.ts'
import { gitHistory } from '../../../src/adapters/git-history.ts'
import type { PullFacts, PullRequestFacts } from '../../../src/model/facts.ts'
import { auditProtectedBranch } from '../../../src/usecases/audit-branch.ts'
import type { TrustPlaces } from '../../../src/usecases/evidence-trust.ts'
import { type RecordRequest, recordPullRequestFacts } from '../../../src/usecases/record-from-facts.ts'
import { recordMergedPullRequests, statusOfMerged } from '../../../src/usecases/record-merged.ts'
import { verifyEvidence } from '../../../src/usecases/verify-evidence.ts'
import { fakeForge } from '../../support/fake-forge.ts'
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
const request: RecordRequest = {
  places,
  signer: undefined,
  producer: { tool: 'countersign/0.1.0', run: 'local' },
  address: 'git+https://github.com/acme/shop',
  create: undefined,
}
const create = () => ({
  origin: 'github.com/acme/shop/evidence',
  repository: { id: '500', name: 'acme/shop' },
  address: request.address,
  protectedBranch: 'main',
  mayBeUnsigned: true,
  baseline: start,
})
const record = (...pulls: PullRequestFacts[]) =>
  recordPullRequestFacts(pulls, { ...request, create: create() }, ports())
const audit = () =>
  auditProtectedBranch({ places, signer: undefined, producer: request.producer, dryRun: true }, ports())
/** Records from a forge that has these pull requests; `brought` names further commits of one of them. */
function recordFromForge(
  pulls: readonly PullRequestFacts[],
  brought: Readonly<Record<string, number>> = {},
  over: Partial<ReturnType<typeof ports>> = {},
) {
  const { history } = ports()
  const find = (number: number) => pulls.find(({ pull }) => pull.number === number) ?? facts()
  const listed = ({ pull }: PullRequestFacts) => ({
    number: pull.number,
    base: pull.base.ref,
    headSha: pull.head.sha,
    merged: pull.merged,
    mergedAt: pull.mergedAt ?? undefined,
    mergeSha: pull.mergeSha ?? undefined,
  })
  const forge = fakeForge(facts(), [], {
    pull: async ({ number }) => listed(find(number)),
    pullRequestFacts: async ({ number }) => find(number),
    filesAt: (_repository, commit, folder, endings) => history.filesAt(commit, folder, endings),
    pullsOfCommit: async (_repository, sha) =>
      pulls.filter(({ pull }) => pull.mergeSha === sha || brought[sha] === pull.number).map(listed),
  })
  const repository = { owner: 'acme', name: 'shop', id: '500' }
  return recordMergedPullRequests(repository, { ...request, create: create() }, { ...ports(), ...over, forge })
}
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

test('merges are found from the history, judged by the rules before them, and recorded once', async () => {
  const good = change('good (#7)')
  const first = mergedPull(['ana', 'ben'])
  change('bad (#8)')
  const second = mergedPull(['ana'], { number: 8 })
  const pushed = change('pushed')
  const result = await recordFromForge([first, second])
  expect(result).toMatchObject({ pulls: [7, 8], unexplained: [pushed], refused: [], more: false })
  expect(statusOfMerged(result)).toBe(0)
  const [, one, two] = await predicates()
  expect(one).toMatchObject({
    kind: 'change.merged',
    key: 'github:500#7/merged',
    result: 'pass',
    actor: { login: 'mia' },
    data: { verdict: 'approved', landed: [good], baseShaBefore: start, counted: [{ login: 'ana' }, { login: 'ben' }] },
  })
  expect(two).toMatchObject({ key: 'github:500#8/merged', result: 'fail', data: { baseShaBefore: good } })
  expect(await recordFromForge([first, second])).toMatchObject({ pulls: [], append: undefined })
  expect(await audit()).toMatchObject({
    commits: 3,
    audit: { matched: 1, deviations: [{ pull: 8 }, { commit: pushed, pull: null }] },
  })
})

test('a snapshot taken again later is the same record', async () => {
  change('good (#7)')
  const first = mergedPull(['ana', 'ben'])
  await record(first)
  const again = await record({ ...first, collectedAt: '2026-03-09T09:00:00Z' })
  expect(again.append.outcome.kind).toBe('nothing-new')
})

test('a change is judged by the rules before it, not by those it brings', async () => {
  sandbox.write(work, 'compliance/gate-rules.yaml', gateRules('  - {id: two-reviewers, require: {approvals: 1}}'))
  sandbox.commit(work, 'loosen (#7)')
  const loosened = mergedPull(['ana'])
  await record(loosened)
  expect((await predicates())[1]).toMatchObject({ result: 'fail' })
})

test('a commit pushed past review does not pass for a part of the next merge', async () => {
  const pushed = change('sneaked in')
  const last = change('rebased')
  const commits = known([commit({ sha: 'e'.repeat(40) }), commit()])
  await recordFromForge([mergedPull(['ana', 'ben'], {}, { commits })])
  expect((await predicates())[1]).toMatchObject({ data: { landed: [last], baseShaBefore: pushed } })
  expect(await audit()).toMatchObject({ audit: { deviations: [{ commit: pushed, pull: null }] } })
})

test('commits of a rebase are landed where the forge says that the pull request brought them', async () => {
  const landed = [change('one'), change('two')]
  const commits = known([commit({ sha: 'e'.repeat(40) }), commit()])
  await recordFromForge([mergedPull(['ana', 'ben'], {}, { commits })], { [landed[0] ?? '']: 7 })
  expect((await predicates())[1]).toMatchObject({ data: { landed, method: 'rebase', baseShaBefore: start } })
})

test('a commit of the branch that was pushed past the merge does not pass for a part of its squash', async () => {
  const pushed = change('pushed, and in the branch as well')
  const squashed = change('squash (#7)')
  const commits = known([commit({ sha: pushed }), commit()])
  const result = await recordFromForge([mergedPull(['ana', 'ben'], {}, { commits })], { [pushed]: 7 })
  expect(result.unexplained).toEqual([pushed])
  expect((await predicates())[1]).toMatchObject({ data: { landed: [squashed], baseShaBefore: pushed } })
})

test('no more commits are landed than the pull request has', async () => {
  const pushed = change('pushed, and counted to the base by now')
  change('squash (#7)')
  const result = await recordFromForge([mergedPull(['ana', 'ben'])], { [pushed]: 7 })
  expect(result.unexplained).toEqual([pushed])
})

test('what is pushed together with an approved head does not pass for its merge', async () => {
  const head = change('approved')
  const more = change('more')
  const ownHead = { head: { ref: 'topic', sha: head, repositoryId: 500 } }
  const commits = known([commit({ sha: head })])
  const headChanges = known([opened({ after: head })])
  const pull = mergedPull(['ana', 'ben'], ownHead, { commits, headChanges })
  await expect(record(pull)).rejects.toThrow('is of another head')
  for (const brought of [{}, { [head]: 7 }])
    expect(await recordFromForge([pull], brought)).toMatchObject({ pulls: [], unexplained: [head, more] })
})

test('a merge is that of the head it merges, not of an approved one below it', async () => {
  sandbox.run(work, 'checkout', '--quiet', '-b', 'topic')
  const below = change('approved')
  const above = change('not approved')
  sandbox.run(work, 'checkout', '--quiet', 'main')
  sandbox.run(work, 'merge', '--quiet', '--no-ff', '-m', 'merge', 'topic')
  const at = (sha: string) => ({
    over: { head: { ref: 'topic', sha, repositoryId: 500 } },
    more: { commits: known([commit({ sha })]), headChanges: known([opened({ after: sha })]) },
  })
  const [lower, upper] = [at(below), at(above)]
  const approved = mergedPull(['ana', 'ben'], lower.over, lower.more)
  const merged = mergedPull([], { ...upper.over, number: 9 }, upper.more)
  await expect(record(approved)).rejects.toThrow('is of another head')
  expect(await recordFromForge([approved, merged])).toMatchObject({ pulls: [9], unexplained: [] })
  expect((await predicates())[1]).toMatchObject({ result: 'fail', data: { pull: 9, method: 'merge' } })
})

test('a merge that no log may hold keeps no other out, and is told', async () => {
  change('future (#7)')
  const future = mergedPull(['ana', 'ben'], { mergedAt: '2026-04-01T00:00:00Z' })
  change('good (#8)')
  const good = mergedPull(['ana', 'ben'], { number: 8 })
  const result = await recordFromForge([future, good])
  expect(result).toMatchObject({
    pulls: [8],
    refused: [{ pull: 7, why: expect.stringContaining('after recordedAt') }],
    append: { outcome: { kind: 'appended' } },
  })
  expect(statusOfMerged(result)).toBe(3)
})

test('an open pull request is a decision, recorded again only when something new was used', async () => {
  const open = facts({ reviews: known([review('ana')]), pull: { base: { ref: 'main', sha: start } } })
  await record(open)
  await record({ ...open, collectedAt: '2026-03-04T10:00:00Z' })
  await record({ ...open, newestEvent: 'review:99 x' })
  const decisions = (await predicates()).slice(1)
  expect(decisions.map(({ kind, result }) => [kind, result])).toEqual([
    ['change.decision', 'fail'],
    ['change.decision', 'fail'],
  ])
  expect(decisions[1]?.key).toMatch(/\/review:99_x$/)
})

test('a merge that is not here is not recorded', async () => {
  await expect(record(mergedPull(['ana'], { mergeSha: 'd'.repeat(40) }))).rejects.toMatchObject({ status: 3 })
})

test('a log that could not be read is not taken for a new one', async () => {
  const { log } = ports()
  let appended = 0
  const failing: typeof log = {
    ...log,
    read: async () => ({ kind: 'unreadable', why: 'the line was cut' }),
    append: (more) => {
      appended += 1
      return log.append(more)
    },
  }
  await expect(recordFromForge([], {}, { log: failing })).rejects.toMatchObject({ status: 3 })
  expect(appended).toBe(0)
})

const rolesWith = (...lines: readonly string[]) => `${roles}${lines.map((line) => `  - ${line}\n`).join('')}`
const changeRoles = (text: string, message: string) => {
  sandbox.write(work, 'compliance/roles.yaml', text)
  return sandbox.commit(work, message)
}

test('what a merge does to roles is recorded with it, once, with who approved the merge', async () => {
  const grant = changeRoles(rolesWith('{role: on_call_manager, person: eve, grantedAt: 2026-03-03}'), 'grant (#7)')
  const first = mergedPull(['ana', 'ben'])
  changeRoles(roles.replace(/ {2}- \{role: security_reviewer, person: ben.*\n/, ''), 'turn round (#8)')
  const second = mergedPull(['ana'], { number: 8 })
  expect(await recordFromForge([first, second])).toMatchObject({ pulls: [7, 8], refused: [] })
  const [, merge, granted, , ...more] = await predicates()
  expect(merge).toMatchObject({ kind: 'change.merged', data: { pull: 7 } })
  expect(granted).toMatchObject({
    kind: 'role.changed',
    key: 'github:500#7/role/eve/on_call_manager/granted',
    result: 'pass',
    actor: { login: 'mia' },
    data: { change: 'granted', commit: grant, privileged: false, approvers: [{ login: 'ana' }, { login: 'ben' }] },
  })
  // The second merge was not approved, so neither was what it did.
  expect(more).toMatchObject([
    { key: 'github:500#8/role/ben/security_reviewer/revoked', result: 'fail', data: { approvers: [{ login: 'ana' }] } },
    { key: 'github:500#8/role/eve/on_call_manager/revoked', result: 'fail' },
  ])
  await record(first)
  expect(await recordFromForge([first, second])).toMatchObject({ pulls: [], append: undefined })
  expect(await predicates()).toHaveLength(6)
})

test('a snapshot from a file gives the same records of roles', async () => {
  changeRoles(rolesWith('{role: on_call_manager, person: eve, grantedAt: 2026-03-03}'), 'grant (#7)')
  const first = mergedPull(['ana', 'ben'])
  await record(first)
  expect((await predicates()).map(({ kind }) => kind)).toEqual(['log.created', 'change.merged', 'role.changed'])
  expect((await record(first)).append.outcome.kind).toBe('nothing-new')
})

test('roles that cannot be read have not all been revoked: the merge is recorded, and what it did to them is not known', async () => {
  changeRoles(`${roles}unknown: true\n`, 'break (#7)')
  const result = await recordFromForge([mergedPull(['ana', 'ben'])])
  expect(result).toMatchObject({
    pulls: [7],
    refused: [{ pull: 7, why: expect.stringContaining('compliance/roles.yaml') }],
  })
  expect(statusOfMerged(result)).toBe(3)
  expect((await predicates()).map(({ kind }) => kind)).toEqual(['log.created', 'change.merged'])
  await expect(record(mergedPull(['ana', 'ben']))).rejects.toThrow(/did to roles is not known/)
})
