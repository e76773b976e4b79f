import fc from 'fast-check'
import type { Check, ForgeAccount, Review } from '../../src/model/facts.ts'
import {
  account,
  changedFile,
  changeRequest,
  changeWith,
  commit,
  type FactsPatch,
  HEAD,
  known,
  merged,
  notKnown,
  OLD,
  opened,
  push,
  review,
  type Situation,
  stranger,
} from './gate-facts.ts'

/** Rules that between them use every word of the language. */
// biome-ignore format: one set of rules, one line
const ruleSets = [
  ['  - {id: two, require: {approvals: 2}}', ''],
  ['  - {id: two, when: {category: [standard, normal]}, require: {approvals: 2}}\n  - {id: urgent, when: {category: [emergency]}, require: {approvals: 1, from: {roles: [on_call_manager]}}}\n  - {id: record, require: {changeRequest: approved}}\n  - {id: apart, forbid: {samePerson: [approver, deployer]}}', 'deployment: {merging: true}'],
  ['  - {id: one, when: {labels: {names: [small], setBy: {users: [mia, cleo]}}}, require: {approvals: 1}}\n  - {id: two, when: {not: {labels: {names: [small], setBy: {users: [mia, cleo]}}}}, require: {approvals: 2}}', ''],
  ['  - {id: one, when: {onlyPaths: ["docs/**"]}, require: {approvals: 1}}\n  - {id: two, when: {not: {onlyPaths: ["docs/**"]}}, require: {approvals: 2}}\n  - {id: modes, when: {modes: [symlink, submodule]}, require: {approvals: 1, from: {users: [cleo]}}}', ''],
  ['  - {id: one, when: {title: ["docs*"]}, require: {approvals: 1}}\n  - {id: two, when: {not: {title: ["docs*"]}}, require: {approvals: 2, from: {permission: maintain}}}', ''],
  ['  - {id: groups, require: {all: [{approvals: 1, from: {teams: [platform]}}, {approvals: 1, from: {githubTeams: [acme/ops]}}], any: [{checks: [{name: ci, by: ci-app}]}, {approvals: 3}]}}', ''],
  ['  - {id: owners, require: {all: [{codeOwners: approved}, {approvals: 1}]}}\n  - {id: runs, when: {headRepository: same}, require: {workflows: [{path: .github/workflows/ci.yml}]}}', ''],
  ['  - {id: shown, require: {approvals: 1, evidence: {scans: [{name: ci, by: ci-app, withinHours: 48}], health: [{environment: staging}]}}}', ''],
  ['  - {id: exact, require: {approvals: 1, exactCommit: true, minimumAge: {minutes: 30}}}\n  - {id: signed, when: {authors: {users: [dan], machines: ["app[bot]"]}}, require: {signatures: verified}}\n  - {id: apart, forbid: {samePerson: [requester, approver, merger]}}', ''],
  ['  - {id: two, require: {approvals: 2}}', 'botChanges: [{id: updates, machines: ["app[bot]"], paths: [docs/], approvals: 1, insteadOf: [two]}]'],
] as const

export const people = [
  'ada',
  'ada-home',
  'ana',
  'ben',
  'cleo',
  'dan',
  'eve',
  'robo',
  'zed',
  'mia',
  'gone',
  'app[bot]',
  'ghost',
] as const
const anyone = fc.constantFrom(...people).map((login) => account(login))
const somebody: fc.Arbitrary<ForgeAccount | null> = fc.option(anyone, { freq: 9 })
const onTheDay = fc.integer({ min: 0, max: 59 }).map((minute) => `2026-03-03T10:${String(minute).padStart(2, '0')}:00Z`)
const sha = fc.constantFrom(HEAD, HEAD, HEAD, HEAD, OLD)
/** Mostly what is good: else nothing is ever approved, and no verdict has somewhere to fall. */
const usually = <T>(good: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(good), weight: 6 }, { arbitrary: other, weight: 1 })
const reading = <T>(good: readonly T[], values: fc.Arbitrary<readonly T[]>) =>
  usually<{ known: true; value: readonly T[] } | typeof notKnown>(
    known(good),
    fc.oneof(
      { arbitrary: values.map((value) => known(value)), weight: 5 },
      { arbitrary: fc.constant(notKnown), weight: 1 },
    ),
  )

const anyReview: fc.Arbitrary<Review> = fc
  .record({
    by: somebody,
    state: fc.constantFrom<Review['state'][]>(
      'approved',
      'approved',
      'approved',
      'approved',
      'changes-requested',
      'commented',
      'dismissed',
      'pending',
      'unknown',
    ),
    commit: fc.option(sha, { freq: 20 }),
    submittedAt: fc.option(onTheDay, { freq: 20 }),
    dismissedBy: somebody,
    stateBeforeDismissal: fc.constantFrom<Review['stateBeforeDismissal'][]>(
      null,
      'approved',
      'changes-requested',
      'unknown',
    ),
    editedBy: anyone,
    namedCommits: fc.subarray([HEAD, OLD]),
    id: fc.integer({ min: 1, max: 10_000 }),
  })
  .map(({ editedBy, ...more }) => review(null, { ...more, editedBy: more.id % 5 === 0 ? editedBy : null }))

const anyCheck: fc.Arbitrary<Check> = fc.record({
  kind: fc.constantFrom('check-run', 'status'),
  name: fc.constantFrom('ci', 'ci', 'other'),
  app: fc.constantFrom('ci-app', 'ci-app', 'evil', null),
  by: fc.option(fc.constantFrom(stranger('ci-app[bot]', 950, 'bot'), stranger('ci-app', 951), account('ada'))),
  state: fc.constantFrom<Check['state'][]>('success', 'success', 'success', 'failure', 'pending', 'skipped', 'unknown'),
  text: fc.constantFrom('', '90%'),
  annotations: fc.constantFrom(0, 0, 1, null),
  at: fc.option(onTheDay, { freq: 9 }),
  id: fc.integer({ min: 1, max: 999 }).map(String),
})

const anyFile = fc.record({
  path: fc.constantFrom('docs/a.md', 'docs/b', 'app/a.ts', 'compliance/people.yaml', 'docs/../x'),
  previousPath: fc.constantFrom(null, null, null, 'app/old.ts', 'docs/old.md'),
  status: fc.constantFrom('added', 'modified', 'removed', 'renamed', 'copied'),
  mode: fc.constantFrom('100644', '100644', '100755', '120000', '160000', null),
  previousMode: fc.constantFrom('100644', '100644', '120000', null),
} as const)

const anyParty = fc.record({
  as: fc.constantFrom('author', 'committer', 'co-author'),
  account: fc.option(anyone, { freq: 12 }),
} as const)
const author = { as: 'author' as const, account: account('ada') }
const anyCommits = fc
  .array(
    fc.record({
      parties: fc.array(anyParty, { maxLength: 2 }),
      signatureVerified: fc.boolean(),
      updateType: fc.constantFrom(null, 'patch', 'major'),
    } as const),
    { maxLength: 2 },
  )
  .map((more) => [
    commit({ signatureVerified: more.length === 1 }),
    ...more.map((one, index) =>
      commit({ ...one, sha: String(index + 1).repeat(40), parties: [author, ...one.parties] }),
    ),
  ])
const anyHistory = fc
  .array(
    fc.record({
      at: onTheDay,
      kind: fc.constantFrom('push', 'force-push', 'base-changed', 'unknown'),
      by: somebody,
      early: fc.boolean(),
    } as const),
    { maxLength: 3 },
  )
  .map((moves) => [
    opened(),
    ...moves.map(({ at, kind, by, early }, index) =>
      push(early ? `2026-03-02T09:0${index}:00Z` : at, {
        kind,
        by,
        after: kind === 'base-changed' ? null : HEAD,
        id: `move/${index}`,
      }),
    ),
  ])

const change = fc.constantFrom(
  [],
  [changeRequest()],
  [changeWith('category: normal', 'category: emergency')],
  [changeWith('requestedBy: ada', 'requestedBy: ben')],
  [changeRequest('plannedDeployer: ben\n')],
  [changeRequest(), { ...changeWith('CHG-1', 'CHG-2'), path: 'compliance/changes/chg-2.yaml' }],
)

const pull = fc
  .record({
    title: usually('docs: a change', fc.constant('A change')),
    draft: usually(false, fc.boolean()),
    author: usually<ForgeAccount | null>(account('ada'), somebody),
    requestedBy: usually<ForgeAccount | null>(null, anyone),
    autoMergeBy: usually<ForgeAccount | null>(null, anyone),
    labels: usually(
      [{ name: 'small', setBy: account('mia') as ForgeAccount | null, setAt: null as string | null }],
      fc.array(
        fc.record({ name: fc.constantFrom('small', 'Small', 'other'), setBy: somebody, setAt: fc.option(onTheDay) }),
        { maxLength: 2 },
      ),
    ),
    titleChanges: usually([], fc.array(fc.record({ at: onTheDay, by: somebody }), { maxLength: 1 })),
    requestedReviewers: fc.array(anyone, { maxLength: 2 }),
    mergedBy: usually<string | null | undefined>(undefined, fc.constantFrom('mia', 'ben', 'ghost', 'app[bot]', null)),
    repositoryId: usually<number | null>(500, fc.constantFrom(777, null)),
  })
  .map(
    ({ mergedBy, repositoryId, ...more }): NonNullable<FactsPatch['pull']> => ({
      ...(mergedBy === undefined ? {} : merged(mergedBy)),
      ...more,
      head: { ref: 'topic', sha: HEAD, repositoryId },
    }),
  )

const roles = fc.constantFrom('write', 'write', 'write', 'maintain', 'admin', 'triage', 'read', 'none', 'unknown')

const approvals = fc
  .subarray(['ana', 'ben', 'cleo', 'zed'], { minLength: 1 })
  .map((logins) =>
    logins.map((login, index) =>
      review(login, { id: 20_000 + index, submittedAt: '2026-03-03T10:45:00Z', namedCommits: [HEAD] }),
    ),
  )
const anyReviews = fc.tuple(approvals, usually([], fc.array(anyReview, { maxLength: 3 }))).map((lists) => lists.flat())

const run = { path: '.github/workflows/ci.yml', event: 'push', state: 'success', number: 2, attempt: 1, id: 5 } as const
const runs = fc.record({
  path: fc.constant(run.path),
  event: fc.constantFrom('push', 'pull_request'),
  state: fc.constantFrom('success', 'failure', 'pending'),
  number: fc.integer({ min: 1, max: 3 }),
  attempt: fc.constantFrom(1, 2),
  id: fc.integer({ min: 1, max: 9 }),
} as const)
const state = {
  environment: 'staging',
  deployment: 3,
  sha: HEAD,
  state: 'success',
  at: '2026-03-03T10:00:00Z',
} as const
const states = fc.record({
  environment: fc.constantFrom('staging', 'Staging', 'production'),
  deployment: fc.integer({ min: 1, max: 4 }),
  sha,
  state: fc.constantFrom('success', 'failure', 'inactive'),
  at: onTheDay,
} as const)
type Sampled<A> = A extends fc.Arbitrary<infer T> ? T : never
const ci: Check = {
  kind: 'check-run',
  name: 'ci',
  app: 'ci-app',
  by: null,
  state: 'success',
  text: '90%',
  annotations: 0,
  at: '2026-03-03T10:00:00Z',
  id: '1',
}
const text = changedFile('docs/a.md', { mode: '100644', previousMode: '100644' })
const files = fc
  .uniqueArray(anyFile, { maxLength: 3, selector: ({ path }) => path })
  .map((all) => all.map(({ path, ...more }) => changedFile(path, more)))
const owners = (lines: string) => ({ path: 'CODEOWNERS', text: lines })

/** Situations of every kind: each part is mostly good, so that about every third is approved. */
export const anySituation: fc.Arbitrary<Situation & { readonly facts: FactsPatch }> = fc
  .record({
    rules: fc.constantFrom(...ruleSets),
    pull,
    reviews: fc.oneof(
      { arbitrary: anyReviews.map((value) => known(value)), weight: 30 },
      { arbitrary: fc.constant(notKnown), weight: 1 },
    ),
    elsewhere: reading([], fc.array(fc.record({ pull: fc.constantFrom(8, 9), review: anyReview }), { maxLength: 2 })),
    commits: reading([commit({ signatureVerified: true })], anyCommits),
    files: reading([text], files),
    headChanges: reading([opened()], anyHistory),
    checks: reading([ci], fc.array(anyCheck, { maxLength: 3 })),
    workflowRuns: reading<Sampled<typeof runs>>([run], fc.array(runs, { maxLength: 3 })),
    environmentStates: reading<Sampled<typeof states>>([state], fc.array(states, { maxLength: 3 })),
    codeOwners: reading(
      [owners('* @ana\n')],
      fc.constantFrom([], [owners('* @ana\n/docs/ @acme/ops @cleo\n')], [owners('/docs/ @ben\n')]),
    ),
    changeFiles: reading([changeRequest()], change),
    permissions: usually([], fc.array(fc.record({ account: anyone, role: roles }), { maxLength: 2 })),
    teams: usually(
      [{ team: 'acme/ops', members: known([3, 4, 5]) }],
      fc.array(
        fc.record({
          team: fc.constantFrom('acme/ops', 'Acme/Ops'),
          members: reading([3, 5], fc.subarray([3, 4, 5, 9])),
        }),
        { maxLength: 2 },
      ),
    ),
  })
  .map(({ rules: [rules, head], permissions, ...facts }) => ({
    rules,
    head,
    facts: { ...facts, permissions: [...everybodyWrites, ...permissions] },
  }))

const everybodyWrites = people.map((login) => ({
  account: account(login),
  role:
    login === 'eve'
      ? ('read' as const)
      : login === 'ana' || login === 'ben'
        ? ('maintain' as const)
        : ('write' as const),
}))
