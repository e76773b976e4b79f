import { createHash } from 'node:crypto'
import type {
  AuditWindow,
  ChangeMerged,
  ChangeUnreviewed,
  Deployment,
  EvidenceAccount,
  EvidencePredicate,
  PredicateOfKind,
} from '../../src/model/evidence.ts'
import type { LogRecord } from '../../src/model/log-record.ts'

export const sha = (name: string): string => createHash('sha1').update(name).digest('hex')
const sha256 = (name: string): string => createHash('sha256').update(name).digest('hex')

export const account = (login: string, id: string): EvidenceAccount => ({ id, login })
const bot = account('countersign', '99')
const common = { producer: { tool: 'countersign/0.1.0', run: 'local' }, attachments: [], actor: bot } as const

/** A record before it has a place in a log. */
export type Unplaced = EvidencePredicate

/** `at` is when it happened; recorded at the same moment unless told otherwise. */
interface When {
  readonly at: string
  readonly recordedAt?: string
}
const times = ({ at, recordedAt }: When) => ({ occurredAt: at, recordedAt: recordedAt ?? at })

export const logCreated = (when: When, baseline = sha('baseline')): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'log.created',
  key: 'log.created',
  result: 'none',
  data: {
    origin: 'example.invalid/demo',
    mode: 'local-unsigned',
    vkey: null,
    repository: { id: '1', name: 'example/shop' },
    protectedBranch: 'main',
    baseline,
  },
})

export function merged(pull: number, when: When, over: Partial<ChangeMerged['data']> = {}): Unplaced {
  const head = sha(`head ${pull}`)
  const merge = sha(`merge ${pull}`)
  return {
    ...common,
    ...times(when),
    kind: 'change.merged',
    key: `pull/${pull}/merged`,
    result: (over.verdict ?? 'approved') === 'approved' ? 'pass' : 'fail',
    data: {
      pull,
      title: `Change ${pull}`,
      headSha: head,
      mergeSha: merge,
      landed: [merge],
      baseRef: 'main',
      baseShaBefore: sha(`before ${pull}`),
      mergedAt: when.at,
      mergedBy: account('dee', '4'),
      method: 'merge',
      verdict: 'approved',
      decisionDigest: sha256(`decision ${pull}`),
      factsDigest: sha256(`facts ${pull}`),
      engine: 'countersign/0.1.0',
      author: account('cy', '3'),
      counted: [
        { ...account('ana', '1'), reviewId: `${pull}1`, commit: head, submittedAt: when.at },
        { ...account('ben', '2'), reviewId: `${pull}2`, commit: head, submittedAt: when.at },
      ],
      notCounted: [],
      changeRequests: [],
      category: 'normal',
      emergencyReviewDue: null,
      separation: 'pass',
      reasons: [],
      ...over,
    },
  }
}

export const unreviewed = (commit: string, when: When, over: Partial<ChangeUnreviewed['data']> = {}): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'change.unreviewed',
  key: `commit/${commit}/unreviewed`,
  result: 'fail',
  data: {
    commit,
    branch: 'main',
    pull: null,
    committer: account('dee', '4'),
    reason: 'no pull request brought this commit',
    committedAt: when.at,
    ...over,
  },
})

export const audit = (from: string, to: string, when: When, over: Partial<AuditWindow['data']> = {}): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'audit.window',
  key: `audit/${from}/${to}/${when.at}`,
  result: 'pass',
  data: { branch: 'main', from, to, commits: 1, matched: 1, deviations: 0, commitsDigest: sha256(from + to), ...over },
})

export const deployment = (name: string, when: When, over: Partial<Deployment['data']> = {}): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'deployment',
  key: `deployment/${name}`,
  result: 'pass',
  data: {
    environment: 'production',
    sha: sha(name),
    previousSha: null,
    deployers: [{ ...account('dee', '4'), as: 'creator' }],
    createdAt: when.at,
    verdict: 'approved',
    separation: 'pass',
    rollback: false,
    changes: [],
    reasons: [],
    ...over,
  },
})

/** A log of these records in this order. */
export const logOf = (...records: readonly Unplaced[]): readonly LogRecord[] =>
  records.map((record, index) => ({ ...record, index, digest: digestAt(index, record) }))

export const scan = (
  name: string,
  when: When,
  over: Partial<PredicateOfKind<'scan.result'>['data']> = {},
  result: EvidencePredicate['result'] = 'pass',
): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'scan.result',
  key: `import:shop/sarif/${name}`,
  result,
  data: {
    system: 'shop',
    format: 'sarif',
    tool: 'scanner',
    toolVersion: '1.2.3',
    source: `${name}.sarif`,
    query: 'all of it',
    coversFrom: when.at,
    coversTo: when.at,
    resources: 3,
    total: 4,
    passed: 4,
    failed: 0,
    notEvaluated: 0,
    suppressed: 0,
    critical: 0,
    high: 0,
    medium: 0,
    low: 0,
    informational: 0,
    unrated: 0,
    checks: [
      { id: 'mfa', passed: 3, failed: 0, notEvaluated: 0 },
      { id: 'logs', passed: 1, failed: 0, notEvaluated: 0 },
    ],
    checksCut: false,
    originalDigest: sha256(name),
    ...over,
  },
})

export const coverage = (name: string, when: When, lineRate: number): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'coverage.result',
  key: `import:shop/lcov/${name}`,
  result: 'pass',
  data: {
    system: 'shop',
    format: 'lcov',
    source: `${name}.info`,
    query: 'npm test',
    linesTotal: 10_000,
    linesCovered: lineRate,
    lineRate,
    branchesTotal: null,
    branchesCovered: null,
    branchRate: null,
    originalDigest: sha256(name),
  },
})

/** A dataset as it was read; without items, since only their digest is in the record. */
export const reading = (
  name: string,
  when: When,
  over: Partial<PredicateOfKind<'collection.window'>['data']> = {},
  result: EvidencePredicate['result'] = 'pass',
): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'collection.window',
  key: `collection:shop/${name}`,
  result,
  data: {
    dataset: 'access-list',
    system: 'shop',
    method: 'http',
    source: 'https://shop.example/users',
    query: 'status=all',
    form: 'snapshot',
    from: when.at,
    to: when.at,
    pages: 1,
    count: 0,
    total: 0,
    complete: true,
    unread: [],
    itemsDigest: sha256(''),
    originalDigest: null,
    tool: 'countersign',
    toolVersion: '0.1.0',
    ...over,
  },
})

export const attestation = (
  requirement: string,
  covers: readonly [string, string],
  when: When,
  over: Partial<PredicateOfKind<'attestation'>['data']> = {},
  result: EvidencePredicate['result'] = 'pass',
): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'attestation',
  key: `attestation:${requirement}/${covers.join('/')}/${when.at}`,
  result,
  data: {
    requirement,
    statement: 'It was done.',
    person: 'ana',
    standing: 'proven',
    proof: 'workflow-actor',
    keyFingerprint: null,
    coversFrom: covers[0],
    coversTo: covers[1],
    outcome: 'done',
    files: [],
    ...over,
  },
})

/** A sample of 25 of 100 changes, drawn from the first record. */
export const sampleDrawn = (
  name: string,
  when: When,
  over: Partial<PredicateOfKind<'sample.drawn'>['data']> = {},
): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'sample.drawn',
  key: `sample/${name}`,
  result: 'none',
  data: {
    control: 'CTL-A',
    population: 'changes',
    from: '2026-01-01',
    to: '2026-06-30',
    timezone: 'UTC',
    count: 100,
    populationDigest: sha256('population'),
    size: 25,
    drawn: 25,
    itemsDigest: sha256('items'),
    strata: 'none',
    nonce: 'blue whale',
    origin: 'example.invalid/demo',
    logSize: 1,
    root: sha256('root'),
    commit: sha('commit'),
    ...over,
  },
})

/** Says that another result holds for a record. @param target its place in the log, and itself */
export const correction = (
  target: readonly [index: number, record: Unplaced],
  when: When,
  result: EvidencePredicate['result'],
  reason = 'it was wrong',
): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'correction',
  key: `correction/${digestAt(...target)}`,
  result,
  data: { corrects: target[1].key, index: target[0], leafHash: digestAt(...target), reason, result },
})

const digestAt = (index: number, { key }: Unplaced): string => sha256(`${index} ${key}`)

/** That somebody outside saw the first records. @param time by their clock */
export const anchor = (size: number, time: string, when: When): Unplaced => ({
  ...common,
  ...times(when),
  kind: 'anchor.recorded',
  key: `anchor:rfc3161/${size}/${sha256(`root ${size}`).slice(0, 16)}`,
  result: 'none',
  data: {
    anchor: 'rfc3161',
    size,
    root: sha256(`root ${size}`),
    time,
    accuracySeconds: 1,
    authority: 'TSA',
    checkpointDigest: sha256(`checkpoint ${size}`),
    receiptDigest: sha256(`receipt ${size}`),
  },
})
