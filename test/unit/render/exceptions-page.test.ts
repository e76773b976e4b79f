import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { checkpointText } from '../../../src/evidence/checkpoint.ts'
import type { Exception } from '../../../src/model/records.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import { hostile } from '../../support/documents-with.ts'
import { account, logCreated, logOf, merged, sha } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { control, person, programModel } from '../../support/program-builder.ts'

const exception = (over: Partial<Exception> = {}): Exception => ({
  apiVersion: 'countersign/v1',
  kind: 'Exception',
  id: 'EXC-BATCH',
  title: 'One maintainer of the batch system',
  control: 'CTL-REVIEW',
  resources: ['batch'],
  reason: 'Only one person knows it until July.',
  severity: 'medium',
  requestedBy: 'cy',
  approvedBy: 'ana',
  start: '2026-06-01',
  expires: '2026-07-31',
  compensatingControls: ['CTL-PLANNED'],
  ...over,
})

function documents(...exceptions: readonly Exception[]) {
  const model = programModel({
    controls: [
      control({
        id: 'CTL-REVIEW',
        title: 'Review',
        evidence: [
          {
            id: 'EVR-M',
            records: { kind: 'change.merged' },
            expect: 'every',
            satisfying: { verdict: 'approved' },
            frequency: 'per-event',
            window: 'P90D',
          },
        ],
      }),
      control({ id: 'CTL-PLANNED', title: 'Second look', status: 'planned' }),
    ],
    people: [person('ana', 1), person('ben', 2), person('cy', 3)],
    exceptions,
  })
  const log = logOf(
    logCreated({ at: '2026-01-01T00:00:00Z' }),
    merged(1, { at: '2026-05-30T10:00:00Z' }, { author: account('cy', '3') }),
    merged(2, { at: '2026-06-05T10:00:00Z' }, { verdict: 'refused' }),
  )
  const commit = { sha: sha('merge 1'), committedAt: '2026-05-30T10:00:00Z', subject: 'Except the batch system' }
  return renderDocuments({
    model,
    history: new Map(
      exceptions.map((data) => [
        data.id,
        [{ commit, value: { kind: 'Exception', data }, state: 'present', digest: '0'.repeat(64) } as const],
      ]),
    ),
    commits: new Map([[commit.sha, { authorName: 'cy', subject: commit.subject }]]),
    log,
    assessment: assessProgram(model, log, '2026-06-30', { protectedBranch: 'main' }),
    pin: {
      checkpoint: checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) }),
      sourceCommit: 'a'.repeat(40),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: 'https://github.com/example/shop',
  })
}
const page = (...exceptions: readonly Exception[]) => documents(...exceptions).get('exceptions.md') ?? ''

describe('the page of exceptions', () => {
  test('where there is none says which record fills it', () => {
    expect(page()).toContain('No exception is on record. Records of kind Exception fill this page')
  })

  test('shows what is waived as it is, and who approved it by the log', () => {
    const text = page(exception())
    expect(text).toContain('In force: 1 of 1; ended, so that it waives nothing any more: 0.')
    expect(text).toMatch(
      /\| How it is without the exception \| \*\*Not met\*\*: .*waived by \[EXC-BATCH\]\(exceptions\.md#exc-batch\) until 2026-07-31; 1 deviation \|/,
    )
    expect(text).toContain('| Approved by | Ana Example (shown by a counted review) |')
    expect(text).toContain('| Requested by | Cy Example (shown: the change that brought it is theirs) |')
    expect(text).toMatch(
      /\| \[CTL-PLANNED\]\(controls\/CTL-PLANNED\.md\) Second look \| Not evaluated; it does not operate \|/,
    )
  })

  test('calls an approval claimed that the log does not show, and names who approved their own', () => {
    expect(page(exception({ approvedBy: 'cy' }))).toContain('| Cy Example (**who asked for it**) |')
    const text = page(exception({ requestedBy: 'ben', approvedBy: 'ghost' }))
    expect(text).toContain('| Requested by | Ben Example (claimed) |')
    expect(text).toContain('| Approved by | ghost (claimed) |')
    expect(page({ ...exception(), approvedBy: undefined } as unknown as Exception)).toContain('| **nobody** |')
  })

  test('puts first what has ended, then what has no end, then what ends first', () => {
    const text = page(
      exception({ id: 'EXC-D', start: '2026-08-01', expires: '2026-08-31' }),
      exception({ id: 'EXC-C', expires: '2026-09-30' }),
      exception({ id: 'EXC-B', expires: '2026-07-10' }),
      { ...exception({ id: 'EXC-E' }), expires: undefined } as unknown as Exception,
      exception({ id: 'EXC-A', expires: '2026-06-20', renewals: 2 }),
    )
    const [register = ''] = text.split('## Details')
    const rows = register.split('\n').filter((line) => /^\| \[EXC-/.test(line))
    expect(rows.map((row) => /EXC-\w/.exec(row)?.[0])).toEqual(['EXC-A', 'EXC-E', 'EXC-B', 'EXC-C', 'EXC-D'])
    expect(rows[0]).toContain('**ended on 2026-06-20**, 10 days ago | medium |')
    expect(rows[0]).toContain('| 2 times |')
    expect(rows[1]).toContain('**no last day, so it waives nothing**')
    expect(rows[2]).toContain('2026-06-01 to 2026-07-10, **ends soon**')
    expect(rows[4]).toContain('not yet')
  })

  test('names what points nowhere', () => {
    const text = page({ ...exception({ rule: 'CHG-001' }), control: 'CTL-GONE', compensatingControls: ['CTL-GONE'] })
    expect(text.match(/\*\*not in the program\*\*/g)).toHaveLength(2)
    expect(text).toContain('| Rule departed from | `CHG-001` |')
    const nothing = { ...exception(), control: undefined, compensatingControls: [] } as unknown as Exception
    expect(page(nothing)).toContain('**names neither a control nor a rule**')
    expect(page(nothing)).toContain('**none is named**')
  })

  test('stays whole, whatever people wrote', () => {
    const line = hostile.replace(/\s+/g, ' ')
    const files = documents(exception({ title: line, reason: hostile, resources: [line, 'x'] }))
    const text = files.get('exceptions.md') ?? ''
    expect(structureFaults('exceptions.md', text, new Set(files.keys()))).toEqual([])
    expect(text).toContain('@&#8288;everyone')
  })
})
