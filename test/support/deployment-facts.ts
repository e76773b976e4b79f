import { decideDeployment } from '../../src/gate/decide-deployment.ts'
import type { DeploymentDecision, MergedChange } from '../../src/gate/deployment-decision.ts'
import type { PlaceOnBranch } from '../../src/gate/deployment-input.ts'
import type { DeploymentFacts } from '../../src/model/facts.ts'
import type { SourceFile } from '../../src/model/program-model.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { account, baseFiles, file, known, notKnown, twoReviewers } from './gate-facts.ts'

export const sha = (letter: string): string => letter.repeat(40)
/** A was deployed before; B and C came to the branch since, C is deployed. */
export const [A, B, C, D] = [sha('a'), sha('b'), sha('c'), sha('d')]

const ids: Record<string, string> = { ada: '1', ana: '3', ben: '4', cleo: '5', dan: '6', eve: '7', mia: '11' }
export const logged = (login: string) => ({ id: ids[login] ?? '99', login })

export const approval = (login: string, id = logged(login).id): MergedChange['counted'][number] => ({
  id,
  login,
  reviewId: id,
  commit: sha('9'),
  submittedAt: '2026-03-03T10:00:00Z',
})

/** A pull request by ada, approved by ana and ben, merged by mia. */
export const mergedChange = (
  pull: number,
  landed: readonly string[],
  more: Partial<MergedChange> = {},
): MergedChange => ({
  pull,
  title: 'A change',
  headSha: sha('9'),
  mergeSha: landed.at(-1) ?? '',
  landed,
  baseRef: 'main',
  baseShaBefore: A,
  mergedAt: '2026-03-03T12:00:00Z',
  mergedBy: logged('mia'),
  method: 'squash',
  verdict: 'approved',
  decisionDigest: '0'.repeat(64),
  factsDigest: '0'.repeat(64),
  engine: 'countersign/0.1.0',
  author: logged('ada'),
  counted: [approval('ana'), approval('ben')],
  notCounted: [],
  changeRequests: [],
  category: null,
  emergencyReviewDue: null,
  separation: 'pass',
  reasons: [],
  parts: [
    { ...logged('ada'), as: 'author' },
    { ...logged('ada'), as: 'contributor' },
    { ...logged('mia'), as: 'merger' },
  ],
  judgedAs: ['normal'],
  rules: ['two-reviewers'],
  ...more,
})
const both = [mergedChange(1, [B]), mergedChange(2, [C])]

/** The run of dan, attempt by attempt: the first and the present one by dan, those between by others. */
export const run = (more: Partial<NonNullable<DeploymentFacts['run']>> = {}) => ({
  id: 2,
  attempt: 1,
  actor: account('dan'),
  triggeringActor: account('dan'),
  reruns: known<{ attempt: number; by: ReturnType<typeof account> | null }>([]),
  ...more,
})

export const deployment = (more: Partial<NonNullable<DeploymentFacts['deployment']>> = {}) => ({
  id: 1,
  createdAt: '2026-03-04T09:00:00Z',
  creator: account('app[bot]'),
  requestedBy: null,
  begun: true,
  ...more,
})

export const deploymentFacts = (more: Partial<DeploymentFacts> = {}): DeploymentFacts => ({
  schema: 'countersign/deployment-facts/v1',
  collectedAt: '2026-03-04T10:00:00Z',
  repository: { id: 500, owner: 'acme', name: 'shop' },
  environment: 'production',
  sha: C,
  deployment: deployment(),
  run: run(),
  environmentApprovals: known([]),
  environmentReviewers: known([]),
  permissions: ['ada', 'ana', 'ben', 'cleo', 'dan', 'mia'].map((login) => ({
    account: account(login),
    role: 'write' as const,
  })),
  teams: [],
  previousSha: A,
  redeployed: false,
  checks: notKnown,
  environmentStates: notKnown,
  commits: known([B, C]),
  ...more,
})

export interface Deployment {
  readonly facts?: Partial<DeploymentFacts>
  /** Left out: B came with 1 and C with 2. */
  readonly merged?: readonly MergedChange[]
  readonly unreviewed?: readonly string[]
  readonly before?: readonly string[]
  /** The last deployment in the log. */
  readonly logged?: string
  readonly merging?: boolean
  /** Lines at the head of the gate rules, and its rules. */
  readonly head?: string
  readonly rules?: string
  /** Text of a change request on the base. */
  readonly change?: string
  /** Further files of the program. */
  readonly more?: readonly SourceFile[]
  /** Other files of the base than these settings give. */
  readonly files?: readonly SourceFile[]
  readonly place?: Partial<PlaceOnBranch>
}

/** The same deployment with something else in it. */
export const changedDeployment = (from: Deployment, change: Deployment): Deployment => ({
  ...from,
  ...change,
  facts: { ...from.facts, ...change.facts },
})

export function decideDeploy(situation: Deployment): DeploymentDecision {
  const { change, merging, rules = twoReviewers, more = [] } = situation
  const changes = change === undefined ? [] : [file('compliance/changes/1.yaml', change)]
  const head = situation.head ?? (merging === true ? 'deployment: {merging: true}' : '')
  const base = situation.files ?? baseFiles(rules, head, [...changes, ...more])
  return decideDeployment({
    base: readProgram(base),
    baseFiles: base,
    facts: deploymentFacts(situation.facts),
    protectedBranch: 'main',
    place: { isOn: true, line: undefined, ...situation.place },
    previousSha: situation.logged ?? null,
    merged: situation.merged ?? both,
    unreviewed: new Set(situation.unreviewed),
    deployedBefore: new Set(situation.before),
  })
}

/** Everything a decision about a deployment says. */
export const saidByDeployment = ({ summary, notes, changes }: DeploymentDecision): string =>
  [summary, ...notes, ...changes.flatMap(({ reasons }) => reasons)].join('\n')
