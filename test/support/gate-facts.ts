import { decidePullRequest } from '../../src/gate/decide-pull-request.ts'
import type { GateDecision } from '../../src/gate/gate-decision.ts'
import type {
  ChangedFile,
  Commit,
  ForgeAccount,
  HeadChange,
  PullFacts,
  PullRequestFacts,
  Review,
} from '../../src/model/facts.ts'
import type { ProgramReading, SourceFile } from '../../src/model/program-model.ts'
import { readProgram } from '../../src/read/read-program.ts'

export const HEAD = 'a'.repeat(40)
export const OLD = 'b'.repeat(40)
const BASE = 'c'.repeat(40)

const ids: Record<string, number> = {
  ada: 1,
  'ada-home': 2,
  ana: 3,
  ben: 4,
  cleo: 5,
  dan: 6,
  eve: 7,
  robo: 8,
  zed: 9,
  gone: 10,
  mia: 11,
  'app[bot]': 12,
  ghost: 10137,
}
export const account = (login: string): ForgeAccount => ({
  id: ids[login] ?? 99,
  login,
  type: login.endsWith('[bot]') ? 'bot' : 'user',
})

/** An account of its own: a number that nobody else in these tests has, unless it is given. */
export const stranger = (login: string, id = 900, type: ForgeAccount['type'] = 'user'): ForgeAccount => ({
  id,
  login,
  type,
})

const text = (path: string, lines: string): SourceFile => ({ path, bytes: new TextEncoder().encode(lines) })

export const people = `apiVersion: countersign/v1
kind: People
people:
  - {id: ada, name: Ada, type: employee, start: 2020-01-01, accounts: [{login: ada, id: 1}, {login: ada-home, id: 2}]}
  - {id: ana, name: Ana, type: employee, start: 2020-01-01, accounts: [{login: ana, id: 3}]}
  - {id: ben, name: Ben, type: employee, start: 2020-01-01, accounts: [{login: Ben}]}
  - {id: cleo, name: Cleo, type: employee, start: 2020-01-01, accounts: [{login: cleo, id: 5}]}
  - {id: dan, name: Dan, type: contractor, start: 2020-01-01, accounts: [{login: dan, id: 6}]}
  - {id: eve, name: Eve, type: employee, start: 2020-01-01, accounts: [{login: eve, id: 7}]}
  - {id: robo, name: Robo, type: service, start: 2020-01-01, accounts: [{login: robo, id: 8}]}
  - {id: gone, name: Gone, type: employee, start: 2020-01-01, end: 2026-03-01, accounts: [{login: gone, id: 10}]}
  - {id: mia, name: Mia, type: employee, start: 2020-01-01, accounts: [{login: mia, id: 11}]}
teams:
  - {id: platform, title: Platform, members: [ana, ben]}
`
export const roles = `apiVersion: countersign/v1
kind: Roles
roles:
  - {id: technical_lead, title: Technical lead, description: Leads}
  - {id: security_reviewer, title: Security reviewer, description: Reviews}
  - {id: on_call_manager, title: On-call manager, description: Manages}
assignments:
  - {role: technical_lead, person: ana, grantedAt: 2026-01-01}
  - {role: technical_lead, person: cleo, grantedAt: 2026-01-01}
  - {role: security_reviewer, person: ben, grantedAt: 2026-01-01}
  - {role: security_reviewer, person: ana, grantedAt: 2026-01-01, expires: 2026-02-01}
  - {role: on_call_manager, person: dan, grantedAt: 2026-01-01}
`
export const twoReviewers = '  - {id: two-reviewers, require: {approvals: 2}}'
export const apart = '  - {id: apart, forbid: {samePerson: [approver, deployer]}}'
export const changeRecord = '  - {id: change-record, require: {changeRequest: approved}}'
export const byCategory = `  - {id: two-reviewers, when: {category: [standard, normal]}, require: {approvals: 2}}
  - {id: emergency, when: {category: [emergency]}, require: {approvals: 1, from: {roles: [on_call_manager]}, reviewAfter: {days: 3, by: somebody-else}}}`
export const gateRules = (rules: string, head = '') =>
  `apiVersion: countersign/v1\nkind: GateRules\n${head}${head === '' ? '' : '\n'}rules:\n${rules}\n`

export const baseFiles = (rules: string, head = '', more: readonly SourceFile[] = []): readonly SourceFile[] => [
  text('compliance/gate-rules.yaml', gateRules(rules, head)),
  text('compliance/people.yaml', people),
  text('compliance/roles.yaml', roles),
  ...more,
]

export const file = text

/** The files of the base with something else in People. */
export const peopleWith = (from: string, to: string, rules = twoReviewers, head = ''): readonly SourceFile[] =>
  [...baseFiles(rules, head)].map((one) =>
    one.path === 'compliance/people.yaml' ? text(one.path, replaced(people, from, to)) : one,
  )

/** @throws Error where there is nothing to replace: a case that changes nothing shows nothing */
export function replaced(whole: string, from: string, to: string): string {
  if (!whole.includes(from)) throw new Error(`there is no ${from} to replace`)
  return whole.replace(from, to)
}

const readings = new Map<string, ProgramReading>()
function read(files: readonly SourceFile[]): ProgramReading {
  const key = files.map((one) => `${one.path}\n${'bytes' in one ? new TextDecoder().decode(one.bytes) : ''}`).join('\n')
  const reading = readings.get(key) ?? readProgram(files)
  readings.set(key, reading)
  return reading
}

let nextReview = 100
/** An approval of the head a day after it was pushed. */
export const review = (login: string | null, more: Partial<Review> = {}): Review => ({
  id: nextReview++,
  by: login === null ? null : account(login),
  state: 'approved',
  commit: HEAD,
  submittedAt: '2026-03-03T10:00:00Z',
  dismissedBy: null,
  stateBeforeDismissal: null,
  editedBy: null,
  namedCommits: [],
  url: 'https://github.com/acme/shop/pull/7#pullrequestreview-1',
  ...more,
})

export const opened = (more: Partial<HeadChange> = {}): HeadChange => ({
  kind: 'opened',
  at: '2026-03-02T09:00:00Z',
  by: account('ada'),
  after: HEAD,
  source: 'pull',
  id: 'pull/7',
  ...more,
})
export const push = (at: string, more: Partial<HeadChange> = {}): HeadChange =>
  opened({ kind: 'push', at, source: 'activity', id: `activity/${at}`, ...more })

export const commit = (more: Partial<Commit> = {}): Commit => ({
  sha: HEAD,
  parents: [BASE],
  parties: [{ as: 'author' as const, account: account('ada') }],
  signatureVerified: false,
  signatureReason: 'unsigned',
  updateType: null,
  ...more,
})

export const changedFile = (path: string, more: Partial<ChangedFile> = {}): ChangedFile => ({
  path,
  previousPath: null,
  status: 'modified',
  mode: null,
  previousMode: null,
  additions: null,
  deletions: null,
  ...more,
})

export const known = <T>(value: readonly T[]) => ({ known: true as const, value })
export const notKnown = { known: false as const, why: 'the list was cut' }

export const changeRequest = (lines = '', id = 'CHG-1') => ({
  path: `compliance/changes/${id.toLowerCase()}.yaml`,
  text: `apiVersion: countersign/v1\nkind: ChangeRequest\nid: ${id}\ntitle: A change\ndescription: Changes it\nstatus: submitted\nrequestedBy: ada\nrequestedAt: 2026-03-01T09:00:00Z\ncategory: normal\n${lines}`,
})
/** The same with one value changed. */
export const changeWith = (from: string, to: string, more = '') => {
  const change = changeRequest(more)
  return { ...change, text: replaced(change.text, from, to) }
}

export interface FactsPatch extends Omit<Partial<PullRequestFacts>, 'pull'> {
  readonly pull?: Partial<PullFacts>
}

type Role = PullRequestFacts['permissions'][number]['role']
const writers = ['ada', 'ada-home', 'ana', 'ben', 'cleo', 'dan', 'robo', 'zed', 'gone', 'mia', 'app[bot]']

/** Everybody may write but eve, who may read; with other roles for some. */
export function permissions(
  more: Readonly<Record<string, Role>> = {},
  others: readonly ForgeAccount[] = [],
): PullRequestFacts['permissions'] {
  const roleOf: Readonly<Record<string, Role>> = { eve: 'read', ...more }
  return [
    ...[...writers, 'eve'].map((login) => ({ account: account(login), role: roleOf[login] ?? 'write' })),
    ...others.map((other) => ({ account: other, role: 'write' as const })),
  ]
}

export function facts({ pull, ...more }: FactsPatch = {}): PullRequestFacts {
  return {
    schema: 'countersign/pull-request-facts/v1',
    collectedAt: '2026-03-04T09:00:00Z',
    repository: { id: 500, owner: 'acme', name: 'shop' },
    commits: known([commit()]),
    reviews: known([]),
    files: known([changedFile('app/a.ts')]),
    headChanges: known([opened()]),
    permissions: permissions(),
    teams: [],
    changeFiles: known([]),
    checks: known([]),
    workflowRuns: known([]),
    environmentStates: known([]),
    codeOwners: known([]),
    elsewhere: known([]),
    branchRules: known([]),
    trigger: null,
    newestEvent: 'pull:7',
    ...more,
    pull: {
      number: 7,
      title: 'A change',
      url: 'https://github.com/acme/shop/pull/7',
      state: 'open',
      draft: false,
      createdAt: '2026-03-02T09:00:00Z',
      author: account('ada'),
      requestedBy: null,
      base: { ref: 'main', sha: BASE },
      head: { ref: 'topic', sha: HEAD, repositoryId: 500 },
      merged: false,
      mergedAt: null,
      mergedBy: null,
      mergeSha: null,
      autoMergeBy: null,
      labels: [],
      titleChanges: [],
      requestedReviewers: [],
      namedChanges: [],
      totals: {
        commits: more.commits?.known === true ? more.commits.value.length : 1,
        changedFiles: more.files?.known === true ? more.files.value.length : 1,
      },
      ...pull,
    },
  }
}

export const merged = (by: string | null, at = '2026-03-03T12:00:00Z'): Partial<PullFacts> => ({
  state: 'closed',
  merged: true,
  mergedAt: at,
  mergedBy: by === null ? null : account(by),
  mergeSha: 'd'.repeat(40),
})

export interface Situation {
  readonly rules?: string
  readonly head?: string
  readonly files?: readonly SourceFile[]
  readonly facts?: FactsPatch
}

/** Two people who had no part in it approve a change of ada's. */
export const legitimate: Situation = { facts: { reviews: known([review('ana'), review('ben')]) } }

/** The same situation with something else in it. */
export const changed = (from: Situation, change: Situation): Situation => ({
  ...from,
  ...change,
  facts: { ...from.facts, ...change.facts, pull: { ...from.facts?.pull, ...change.facts?.pull } },
})

/** Everything a decision says: first line, notes, rules, and the reasons in the table. */
export const saidBy = ({ summary, notes, rules: results, reviewers }: GateDecision): string =>
  [
    summary,
    ...notes,
    ...results.map(({ rule, message }) => `${rule}: ${message}`),
    ...reviewers.flatMap(({ name, reasons }) => reasons.map((reason) => `${name} ${reason}`)),
  ].join('\n')

export function decide({ rules = twoReviewers, head = '', files, facts: patch = {} }: Situation): GateDecision {
  const base = files ?? baseFiles(rules, head)
  const snapshot = facts(patch)
  const changes = snapshot.changeFiles.known
    ? snapshot.changeFiles.value.map(({ path, text: lines }) => text(path, lines))
    : []
  return decidePullRequest({
    base: read(base),
    baseFiles: base,
    changes: read(changes),
    facts: snapshot,
    protectedBranch: 'main',
    programFolder: 'compliance',
  })
}
