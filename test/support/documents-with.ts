import { assessProgram } from '../../src/assess/assess-program.ts'
import { checkpointText } from '../../src/evidence/checkpoint.ts'
import type { LogRecord } from '../../src/model/log-record.ts'
import type { Control, Policy, Risk } from '../../src/model/records.ts'
import type { Revision } from '../../src/read/record-history.ts'
import { renderDocuments } from '../../src/render/render-documents.ts'
import type { RenderInput } from '../../src/render/render-input.ts'
import { audit, deployment, logCreated, logOf, merged, sha, type Unplaced, unreviewed } from './log-builder.ts'
import { control, person, program, programModel } from './program-builder.ts'

/** The title of an attacker, and what else would like to break out of a page. */
export const hostile = '| <script> @everyone #1 $x$\n| --- | </details> ``` [x](javascript:a) ![i](http://i) <!--'

const line = (text: string): string => text.replace(/\s+/g, ' ')

const policy = (text: string, over: Partial<Policy> = {}): Policy => ({
  apiVersion: 'countersign/v1',
  kind: 'Policy',
  id: 'POL-CHANGE',
  title: `Change ${text}`,
  version: '1.0.0',
  status: 'effective',
  owner: 'ana',
  body: 'POL-CHANGE.md',
  summary: text,
  approvedBy: ['ana', 'eve'],
  reviewEvery: 'P1Y',
  lastReviewed: '2025-01-01',
  classification: 'internal',
  ...over,
})
export const riskWith = (text: string, over: Partial<Risk> = {}): Risk => ({
  id: 'RSK-A',
  title: text,
  category: text,
  cause: text,
  effect: `${text}\n\n${text}`,
  owner: 'ana',
  inherent: { likelihood: 'likely', impact: 'major' },
  residual: { likelihood: 'unlikely', impact: 'major' },
  treatment: 'accept',
  status: 'accepted',
  acceptance: { by: 'ana', at: '2026-01-01', expires: '2026-03-01', rationale: text },
  plan: [{ action: text, owner: 'ana', due: '2026-02-01' }],
  ...over,
})
export const controlWith = (text: string): Control =>
  control({
    id: 'CTL-REVIEW',
    title: text,
    statement: text,
    operator: text,
    keyControl: true,
    policies: ['POL-CHANGE', 'POL-GONE'],
    risks: ['RSK-A'],
    criteria: [
      { id: 'CC8.1', coverage: 'partial', rationale: text },
      { id: 'A1.1', coverage: 'full' },
    ],
    evidence: [
      {
        id: 'EVR-M',
        title: text,
        records: { kind: 'change.merged' },
        expect: 'every',
        satisfying: { verdict: 'approved' },
        frequency: 'per-event',
        window: 'P90D',
      },
      {
        id: 'EVR-D',
        records: { kind: 'deployment', where: { environment: line(text).slice(0, 60) } },
        expect: 'some',
        frequency: 'monthly',
        window: 'P31D',
      },
    ],
    test: [{ method: 'inquiry', steps: text }],
  })

/** One of each kind of record, with the text wherever people write. */
export const recordsWith = (text: string): readonly Unplaced[] => [
  logCreated({ at: '2026-01-01T08:00:00Z' }),
  merged(1, { at: '2026-02-01T10:00:00Z' }, { title: line(text), changeRequests: ['CHG-1'] }),
  merged(
    2,
    { at: '2026-05-01T10:00:00Z' },
    {
      category: 'emergency',
      emergencyReviewDue: '2026-05-08',
      verdict: 'refused',
      reasons: [line(text)],
      separation: 'fail',
      author: null,
      mergedBy: null,
    },
  ),
  merged(3, { at: '2026-05-02T10:00:00Z' }, { category: null, counted: [] }),
  unreviewed(sha('pushed'), { at: '2026-06-01T10:00:00Z' }, { reason: line(text) }),
  deployment(
    'd',
    { at: '2026-06-02T10:00:00Z' },
    {
      environment: line(text).slice(0, 60),
      rollback: true,
      changes: [
        { pull: 1, mergeSha: sha('merge 1'), verdict: 'approved', approvers: [] },
        { pull: null, mergeSha: sha('x'), verdict: 'refused', approvers: [] },
      ],
    },
  ),
  audit(sha('baseline'), sha('tip'), { at: '2026-06-30T03:00:00Z' }, { commits: 4, matched: 3, deviations: 1 }),
]

const revision = (name: string, subject: string, data: object | undefined, kind: 'Policy' | 'Control'): Revision => ({
  commit: { sha: sha(name), committedAt: '2026-02-01T10:00:00Z', subject },
  value: data === undefined ? undefined : { kind, data },
  state: data === undefined ? 'removed' : 'present',
  digest: data === undefined ? undefined : sha(name).padEnd(64, '0'),
})

export interface DocumentParts {
  /** What people wrote: titles, names, texts, environments. */
  readonly text?: string
  readonly log?: readonly LogRecord[]
  readonly controls?: readonly Control[]
  readonly body?: string
  readonly url?: string | undefined
  readonly checkpoint?: string | undefined
  readonly risks?: readonly Risk[]
}

/** All documents of a small program in which everything that people write is one text. */
export const documentsWith = (parts: DocumentParts = {}): ReadonlyMap<string, string> =>
  renderDocuments(renderInputWith(parts))

/** What such documents are made of. */
export function renderInputWith(parts: DocumentParts = {}): RenderInput {
  const text = parts.text ?? hostile
  const log = parts.log ?? logOf(...recordsWith(text))
  const model = programModel({
    program: program({
      categories: ['CC', 'A'],
      system: { name: text, boundary: `The shop: ${text.replaceAll('{', '(')}` },
      organisation: { name: text, securityLead: 'ana' },
    }),
    people: [person('ana', 1), { ...person('ben', 2), name: text }, person('eve', 5)],
    controls: parts.controls ?? [controlWith(text), control({ id: 'CTL-B', status: 'planned' })],
    policies: [policy(text)],
    risks: parts.risks ?? [riskWith(text), riskWith(text, { id: 'RSK-B', status: 'open', treatment: 'mitigate' })],
    decisions: [
      {
        apiVersion: 'countersign/v1',
        kind: 'CriterionDecision',
        id: 'DEC-1',
        criterion: 'A1.2',
        applicability: 'not-applicable',
        justification: text,
        approvedBy: 'ana',
        reviewBy: '2026-12-31',
      },
    ],
    exceptions: [
      {
        apiVersion: 'countersign/v1',
        kind: 'Exception',
        id: 'EXC-1',
        title: text,
        control: 'CTL-REVIEW',
        resources: ['x'],
        reason: text,
        severity: 'low',
        requestedBy: 'ana',
        start: '2026-06-01',
        expires: '2026-07-31',
      },
    ],
    changes: [
      {
        apiVersion: 'countersign/v1',
        kind: 'ChangeRequest',
        id: 'CHG-1',
        title: text,
        description: text,
        category: 'normal',
        status: 'submitted',
        requestedBy: 'ana',
        requestedAt: '2026-01-01T00:00:00Z',
      },
    ],
    bodies: new Map([['POL-CHANGE.md', parts.body ?? `# Text\n${text}\n\n## Approval\n\nme\n`]]),
  })
  const note = checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) })
  return {
    model,
    history: new Map([
      [
        'POL-CHANGE',
        [
          revision('start', text, policy(text, { version: '0.1.0', approvedBy: [] }), 'Policy'),
          revision('merge 1', 'not shown', policy(text), 'Policy'),
          revision('pushed', 'pushed', policy(text, { version: '1.0.1' }), 'Policy'),
        ],
      ],
      [
        'CTL-REVIEW',
        [revision('start', text, controlWith(text), 'Control'), revision('gone', text, undefined, 'Control')],
      ],
    ]),
    commits: new Map([[sha('pushed'), { authorName: text, subject: text }]]),
    log,
    assessment: assessProgram(model, log, '2026-06-30', { protectedBranch: 'main' }),
    pin: {
      checkpoint: 'checkpoint' in parts ? parts.checkpoint : note,
      sourceCommit: sha('source'),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: 'url' in parts ? parts.url : 'https://github.com/example/shop',
  }
}
