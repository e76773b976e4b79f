import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import type { LogRecord } from '../../../src/assess/log-record.ts'
import { checkpointText } from '../../../src/evidence/checkpoint.ts'
import { parsePin } from '../../../src/evidence/pin.ts'
import type { Control, Policy, Risk } from '../../../src/model/records.ts'
import type { Revision } from '../../../src/render/record-history.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import {
  account,
  audit,
  deployment,
  logCreated,
  logOf,
  merged,
  sha,
  type Unplaced,
  unreviewed,
} from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { control, person, program, programModel } from '../../support/program-builder.ts'

const hostile = '| <script> @everyone #1 $x$\n| --- | </details> ``` [x](javascript:a) ![i](http://i) <!--'

const policy = (over: Partial<Policy> = {}): Policy => ({
  apiVersion: 'countersign/v1',
  kind: 'Policy',
  id: 'POL-CHANGE',
  title: `Change ${hostile}`,
  version: '1.0.0',
  status: 'effective',
  owner: 'ana',
  body: 'POL-CHANGE.md',
  summary: hostile,
  approvedBy: ['ana', 'eve'],
  reviewEvery: 'P1Y',
  lastReviewed: '2025-01-01',
  classification: 'internal',
  ...over,
})
const risk = (over: Partial<Risk> = {}): Risk => ({
  id: 'RSK-A',
  title: hostile,
  category: hostile,
  cause: hostile,
  effect: `${hostile}\n\n${hostile}`,
  owner: 'ana',
  inherent: { likelihood: 'likely', impact: 'major' },
  residual: { likelihood: 'unlikely', impact: 'major' },
  treatment: 'accept',
  status: 'accepted',
  acceptance: { by: 'ana', at: '2026-01-01', expires: '2026-03-01', rationale: hostile },
  plan: [{ action: hostile, owner: 'ana', due: '2026-02-01' }],
  ...over,
})
const reviewed: Control = control({
  id: 'CTL-REVIEW',
  title: hostile,
  statement: hostile,
  operator: hostile,
  keyControl: true,
  policies: ['POL-CHANGE', 'POL-GONE'],
  risks: ['RSK-A'],
  criteria: [
    { id: 'CC8.1', coverage: 'partial', rationale: hostile },
    { id: 'A1.1', coverage: 'full' },
  ],
  evidence: [
    {
      id: 'EVR-M',
      title: hostile,
      records: { kind: 'change.merged' },
      expect: 'every',
      satisfying: { verdict: 'approved' },
      frequency: 'per-event',
      window: 'P90D',
    },
    {
      id: 'EVR-D',
      records: { kind: 'deployment', where: { environment: hostile.slice(0, 100) } },
      expect: 'some',
      frequency: 'monthly',
      window: 'P31D',
    },
  ],
  test: [{ method: 'inquiry', steps: hostile }],
})

const records: readonly Unplaced[] = [
  logCreated({ at: '2026-01-01T08:00:00Z' }),
  merged(1, { at: '2026-02-01T10:00:00Z' }, { title: hostile.replace('\n', ' '), changeRequests: ['CHG-1'] }),
  merged(
    2,
    { at: '2026-05-01T10:00:00Z' },
    {
      category: 'emergency',
      emergencyReviewDue: '2026-05-08',
      verdict: 'refused',
      reasons: [hostile.replace('\n', ' ')],
      separation: 'fail',
      author: null,
      mergedBy: null,
    },
  ),
  merged(3, { at: '2026-05-02T10:00:00Z' }, { category: null, counted: [] }),
  unreviewed(sha('pushed'), { at: '2026-06-01T10:00:00Z' }, { reason: hostile.replace('\n', ' ') }),
  deployment(
    'd',
    { at: '2026-06-02T10:00:00Z' },
    {
      environment: hostile.slice(0, 60),
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

interface Parts {
  readonly log?: readonly LogRecord[]
  readonly controls?: readonly Control[]
  readonly body?: string
  readonly url?: string | undefined
  readonly checkpoint?: string | undefined
  readonly risks?: readonly Risk[]
}

function pagesOf(parts: Parts = {}): ReadonlyMap<string, string> {
  const log = parts.log ?? logOf(...records)
  const model = programModel({
    program: program({
      categories: ['CC', 'A'],
      system: { name: hostile, boundary: hostile },
      organisation: { name: hostile, securityLead: 'ana' },
    }),
    people: [person('ana', 1), { ...person('ben', 2), name: hostile }, person('eve', 5)],
    controls: parts.controls ?? [reviewed, control({ id: 'CTL-B', status: 'planned' })],
    policies: [policy()],
    risks: parts.risks ?? [risk(), risk({ id: 'RSK-B', status: 'open', treatment: 'mitigate' })],
    decisions: [
      {
        apiVersion: 'countersign/v1',
        kind: 'CriterionDecision',
        id: 'DEC-1',
        criterion: 'A1.2',
        applicability: 'not-applicable',
        justification: hostile,
        approvedBy: 'ana',
        reviewBy: '2026-12-31',
      },
    ],
    exceptions: [
      {
        apiVersion: 'countersign/v1',
        kind: 'Exception',
        id: 'EXC-1',
        title: hostile,
        control: 'CTL-REVIEW',
        resources: ['x'],
        reason: hostile,
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
        title: hostile,
        description: hostile,
        category: 'normal',
        status: 'submitted',
        requestedBy: 'ana',
        requestedAt: '2026-01-01T00:00:00Z',
      },
    ],
    bodies: new Map([['POL-CHANGE.md', parts.body ?? `# Text\n${hostile}\n\n## Approval\n\nme\n`]]),
  })
  const note = checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) })
  return renderDocuments({
    model,
    history: new Map([
      [
        'POL-CHANGE',
        [
          revision('start', hostile, policy({ version: '0.1.0', approvedBy: [] }), 'Policy'),
          revision('merge 1', 'not shown', policy(), 'Policy'),
          revision('pushed', 'pushed', policy({ version: '1.0.1' }), 'Policy'),
        ],
      ],
      [
        'CTL-REVIEW',
        [revision('start', hostile, reviewed, 'Control'), revision('gone', hostile, undefined, 'Control')],
      ],
    ]),
    log,
    assessment: assessProgram(model, log, '2026-06-30', { protectedBranch: 'main' }),
    pin: {
      checkpoint: 'checkpoint' in parts ? parts.checkpoint : note,
      sourceCommit: sha('source'),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: 'url' in parts ? parts.url : 'https://github.com/example/shop',
  })
}

const page = (path: string, parts?: Parts): string => pagesOf(parts).get(path) ?? ''

describe('the documents', () => {
  test('are whole, whatever people wrote into titles, texts and names', () => {
    const pages = pagesOf()
    const paths = new Set(pages.keys())
    const markdown = [...pages].filter(([path]) => path.endsWith('.md'))
    expect(markdown.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    expect(markdown.length).toBeGreaterThan(40)
  })

  test('show the title of the attacker as it was written', () => {
    expect(page('changes/2026-Q1.md')).toContain(
      '| [#1](https://github.com/example/shop/pull/1) | \\| &lt;script&gt; @&#8203;everyone #&#8203;1 <span>$</span>x<span>$</span> \\| --- \\| &lt;/details&gt;',
    )
  })

  test('have the same bytes for the same input, in whatever order it comes', () => {
    const log = logOf(...records)
    const once = pagesOf({ log })
    const again = pagesOf({
      log: log.toReversed(),
      controls: [control({ id: 'CTL-B', status: 'planned' }), reviewed],
      risks: [risk({ id: 'RSK-B', status: 'open', treatment: 'mitigate' }), risk()],
    })
    expect([...again]).toEqual([...once])
  })

  test('link to PIN and to the index, and say whose opinion they are, on every page', () => {
    for (const [path, text] of pagesOf()) {
      if (!path.endsWith('.md')) continue
      const root = path.includes('/') ? '../' : ''
      expect(text).toContain(`(${root}PIN)`)
      expect(text).toContain(`(${root}README.md)`)
      expect(text).toContain("Management's evaluation, not an auditor's opinion.")
    }
  })

  test('are pinned by the digest of every page', () => {
    const pages = pagesOf()
    const pin = parsePin(pages.get('PIN') ?? '')
    expect(pin).toMatchObject({ sourceCommit: sha('source'), asOf: '2026-06-30', tool: 'countersign/0.1.0' })
    expect([...(pin?.pages.keys() ?? [])]).toEqual([...pages.keys()].filter((path) => path !== 'PIN'))
  })

  test('have no PIN, and no link to one, without a log', () => {
    const pages = pagesOf({ log: [], checkpoint: undefined })
    expect(pages.has('PIN')).toBe(false)
    const paths = new Set(pages.keys())
    expect(
      [...pages].filter(([path]) => path.endsWith('.md')).flatMap(([path, text]) => structureFaults(path, text, paths)),
    ).toEqual([])
    expect(pages.get('README.md')).toContain('nothing was recorded, so nothing can be met')
  })

  test('have no links to a forge that is not known', () => {
    for (const [path, text] of pagesOf({ url: undefined }))
      expect([path, text.includes('github.com/example')]).toEqual([path, false])
  })

  test('change in few lines for one more record', () => {
    const before = pagesOf()
    const after = pagesOf({ log: logOf(...records, merged(9, { at: '2026-06-30T09:00:00Z' })) })
    const changed = [...after].filter(([path, text]) => before.get(path) !== text && path !== 'PIN')
    expect(changed.map(([path]) => path)).toEqual([
      'README.md',
      'changes/2026-Q2.md',
      'changes/README.md',
      'controls/CTL-REVIEW.md',
      'evidence/2026-06.md',
      'evidence/README.md',
    ])
    for (const [path, text] of changed) {
      const known = new Set(before.get(path)?.split('\n'))
      expect([path, text.split('\n').filter((line) => !known.has(line)).length]).toEqual([
        path,
        expect.toSatisfy((count) => count <= 5),
      ])
    }
  })

  test('stay below what GitHub shows whole, however large the log is', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      merged(
        index + 10,
        { at: '2026-06-15T10:00:00Z' },
        { title: hostile.replace('\n', ' '), category: index % 2 === 0 ? 'normal' : null },
      ),
    )
    const pages = pagesOf({ log: logOf(...records, ...many) })
    const sizes = [...pages]
      .filter(([path]) => path.endsWith('.md'))
      .map(([path, text]) => [path, Buffer.byteLength(text)] as const)
    expect(sizes.filter(([, size]) => size > 400_000)).toEqual([])
    const paths = new Set(pages.keys())
    expect(
      [...pages].filter(([path]) => path.endsWith('.md')).flatMap(([path, text]) => structureFaults(path, text, paths)),
    ).toEqual([])
    expect([...pages.values()].join('').match(/\[#3009\]/g)).toHaveLength(1)
  })
})

describe('who approved', () => {
  const table = page('policies/POL-CHANGE.md')
  test('comes from counted reviews, and is not determined where there is no record', () => {
    const rows = table.split('\n').filter((line) => /^\| `\d/.test(line))
    expect(rows.map((row) => row.split(' | ').slice(3, 5))).toEqual([
      ['not determined', '**nobody: went around review**'],
      ['cy', expect.stringMatching(/^Ana Example, \\\| &lt;script&gt;/)],
      ['not determined', 'not determined'],
    ])
  })

  test('is only a claim where the log holds no review of that person for it', () => {
    expect(table).toContain('| Claimed in the record | Ana Example: shown by a counted review in the evidence log |')
    expect(table).toContain('| Claimed in the record | Eve Example: claimed only')
  })

  test('is told with the verdict where the change was not approved', () => {
    expect(page('changes/2026-Q2.md')).toMatch(/\*\*refused\*\*: .*; \*\*an approver deployed it\*\*/)
  })

  test('is nobody where a review counted for an account that is not its own', () => {
    const log = logOf(
      ...records.map((record) =>
        record.kind === 'change.merged'
          ? {
              ...record,
              data: {
                ...record.data,
                counted: [{ ...account('ana', '77'), reviewId: '1', commit: sha('x'), submittedAt: record.occurredAt }],
              },
            }
          : record,
      ),
    )
    expect(page('policies/POL-CHANGE.md', { log })).toContain('Ana Example: claimed only')
  })
})

describe('what went wrong comes first', () => {
  test('on the page of a quarter', () => {
    const headings = page('changes/2026-Q2.md').match(/^## .*/gm)
    expect(headings).toEqual([
      '## Around review',
      '## Merged without an approved verdict',
      '## Emergency changes and their reviews',
      '## Without a change request: 1',
      '## Deployments',
    ])
  })

  test('on the front page: overdue, then deviations', () => {
    const text = page('README.md')
    expect(text).toMatch(/> \[!WARNING\]\n> \d+ deviations, \d+ overdue items/)
    expect(text.indexOf('### Overdue')).toBeLessThan(text.indexOf('### Deviations'))
    expect(text).toContain('| 2026-01-01 | [POL-CHANGE](policies/POL-CHANGE.md) | review of the policy |')
  })

  test('and that nobody looked is not that nothing was found', () => {
    const log = logOf(...records.filter(({ kind }) => kind !== 'audit.window' && kind !== 'change.unreviewed'))
    expect(page('changes/2026-Q2.md', { log })).toContain('None recorded; but no audit looked, so this shows nothing.')
  })
})
