import { describe, expect, test } from 'vitest'
import { assessProgram } from '../../../src/assess/assess-program.ts'
import { checkpointText } from '../../../src/evidence/checkpoint.ts'
import { startOf } from '../../../src/model/location.ts'
import type { Deficiency } from '../../../src/model/records.ts'
import { renderDocuments } from '../../../src/render/render-documents.ts'
import { hostile } from '../../support/documents-with.ts'
import { logCreated, logOf, merged } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import { control, person, programModel } from '../../support/program-builder.ts'

const deficiency = (over: Partial<Deficiency> = {}): Deficiency => ({
  apiVersion: 'countersign/v1',
  kind: 'Deficiency',
  id: 'DEF-2026-001',
  title: 'One merge had no approval',
  description: 'Pull request 2 was merged as CTL-REVIEW does not allow.',
  source: 'assessment',
  type: 'operating',
  severity: 'medium',
  status: 'open',
  control: 'CTL-REVIEW',
  opened: '2026-06-06',
  owner: 'ana',
  ...over,
})
const mended = deficiency({
  id: 'DEF-2026-002',
  status: 'closed',
  opened: '2026-05-01',
  remediation: {
    description: 'Branch protection is on.',
    pullRequest: 'https://github.com/example/shop/pull/1',
    fixed: '2026-05-10',
  },
  retest: { by: 'ben', at: '2026-05-20', result: 'passed', evidence: 'I looked' },
})

function documents(...deficiencies: readonly Deficiency[]) {
  const model = {
    ...programModel({
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
      ],
      people: [person('ana', 1), person('ben', 2)],
    }),
    deficiencies: new Map(
      deficiencies.map((value) => [value.id, { value, at: { file: 'x', locate: () => startOf('x') } }] as const),
    ),
  }
  const log = logOf(
    logCreated({ at: '2026-01-01T00:00:00Z' }),
    merged(1, { at: '2026-05-10T10:00:00Z' }),
    merged(2, { at: '2026-06-05T10:00:00Z' }, { verdict: 'refused' }),
  )
  return renderDocuments({
    model,
    history: new Map(),
    commits: new Map(),
    log,
    assessment: assessProgram(model, log, '2026-07-31', { protectedBranch: 'main' }),
    pin: {
      checkpoint: checkpointText({ origin: 'example.invalid/test', size: log.length, root: Buffer.alloc(32) }),
      sourceCommit: 'a'.repeat(40),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: 'https://github.com/example/shop',
  })
}
const page = (...deficiencies: readonly Deficiency[]) => documents(...deficiencies).get('deficiencies.md') ?? ''

describe('the page of deficiencies', () => {
  test('where there is none says which record fills it, and which control fails unrecorded', () => {
    const text = page()
    expect(text).toContain('No deficiency is on record. Records of kind Deficiency fill this page')
    expect(text).toContain(
      '> 1 control is not met, and no open deficiency names it: [CTL-REVIEW](controls/CTL-REVIEW.md).',
    )
  })

  test('puts the overdue first, in words', () => {
    const text = page(
      deficiency({ id: 'DEF-2026-000', severity: 'critical', opened: '2026-07-30' }),
      deficiency(),
      mended,
    )
    expect(text).toContain('Open by their record: 2 of 3; overdue: 1.')
    const [first, second] = text.split('\n').filter((line) => line.startsWith('| [DEF-'))
    expect(first).toBe(
      '| [DEF-2026-001](deficiencies.md#def-2026-001) One merge had no approval | [CTL-REVIEW](controls/CTL-REVIEW.md) | medium | **2026-07-06, overdue: 25 days ago** | Ana Example | Open: no mending is named |',
    )
    expect(second).toContain('DEF-2026-000')
    expect(documents(deficiency()).get('README.md')).toContain(
      '| 2026-07-06 | [DEF-2026-001](deficiencies.md#def-2026-001) One merge had no approval | the deficiency is not mended |',
    )
    expect(text).not.toContain('no open deficiency names')
  })

  test('says of a closed one what the log shows of it and what is only claimed', () => {
    const text = page(mended)
    expect(text).toContain('| Mended | 2026-05-10 (shown by the log) |')
    expect(text).toMatch(/\| Retest \| 2026-05-20, passed, by Ben Example \(claimed\): I looked \|/)
    expect(text).toContain(
      '| 2026-05-10 | pull request 1 merged, approved: Change 1 | [#1](https://github.com/example/shop/pull/1), [record 1]',
    )
    expect(text).toContain('claimed by the record')
  })

  test('links ids from every other page, in parts where there are many', () => {
    const many = Array.from({ length: 90 }, (_, index) =>
      deficiency({ id: `DEF-2026-${String(index + 100)}`, description: 'See DEF-2026-185.' }),
    )
    const files = documents(...many)
    expect([...files.keys()].filter((path) => path.startsWith('deficiencies'))).toEqual([
      'deficiencies-part-2.md',
      'deficiencies-part-3.md',
      'deficiencies.md',
    ])
    expect(files.get('deficiencies.md')).toContain('[DEF-2026-185](deficiencies-part-3.md#def-2026-185)')
    const paths = new Set(files.keys())
    const faults = [...files].flatMap(([path, text]) =>
      path.startsWith('deficiencies') ? structureFaults(path, text, paths) : [],
    )
    expect(faults).toEqual([])
  })

  test('stays whole, whatever people wrote', () => {
    const files = documents(
      deficiency({
        title: hostile.replace(/\s+/g, ' '),
        description: hostile,
        managementResponse: hostile,
        remediation: { description: hostile },
        retest: { by: 'ben', at: '2026-07-01', result: 'failed', evidence: hostile.replace(/\s+/g, ' ') },
      }),
    )
    const text = files.get('deficiencies.md') ?? ''
    expect(structureFaults('deficiencies.md', text, new Set(files.keys()))).toEqual([])
    expect(text).toContain('@&#8288;everyone')
  })

  test('leaves out, and counts, what became known later', () => {
    const text = page(deficiency({ opened: '2026-08-02' }))
    expect(text).toContain('1 deficiency became known after the day that these pages speak for.')
    expect(text).not.toContain('### DEF-2026-001')
  })
})
