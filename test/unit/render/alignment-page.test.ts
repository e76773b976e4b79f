import { describe, expect, test } from 'vitest'
import { criteria } from '../../../src/model/criteria.ts'
import { attestation, logOf } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  accessControl,
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  plannedControl,
  record,
  reviewControl,
  rowWith,
  someProgram,
  someRecords,
  typeTwo,
} from '../../support/report-world.ts'

describe('the page of each criterion in a row', () => {
  test('has all 61 criteria, each once, also those out of scope', () => {
    const pages = [...pagesOf()].filter(([path]) => path.startsWith('alignment/'))
    expect(pages.map(([path]) => path)).toEqual(['A', 'C', 'CC', 'P', 'PI'].map((id) => `alignment/${id}.md`))
    for (const { id, category } of criteria.values()) {
      const page = pages.find(([path]) => path === `alignment/${category}.md`)?.[1] ?? ''
      expect([id, page.match(new RegExp(`^\\| \\[?${id.replace('.', '\\.')}\\b`, 'gm'))?.length]).toEqual([id, 1])
    }
  })

  test('says what is done, by which evidence, and a state that follows from the log', () => {
    const row = rowWith(pageOf('alignment/CC.md'), 'CC8.1')
    expect(row?.slice(2)).toEqual([
      '[CTL-REVIEW](../controls/CTL-REVIEW.md): Two people who did not write a change approve it before it is merged.',
      'merged pull requests',
      '**Not met**: key control not met: [CTL-REVIEW](../controls/CTL-REVIEW.md)',
    ])
  })

  test('calls a criterion met only with evidence', () => {
    const good = logOf(...someRecords.filter((one) => one.kind !== 'change.merged' || one.data.verdict === 'approved'))
    expect(rowWith(pageOf('alignment/CC.md', { log: good }), 'CC8.1')?.at(-1)).toBe('Met')
    expect(rowWith(pageOf('alignment/CC.md', { log: [] }), 'CC8.1')?.at(-1)).toMatch(/^Not evaluated: /)
  })

  test('does not let a planned control look like one that is done', () => {
    const row = rowWith(pageOf('alignment/A.md'), 'A1.3')
    expect(row?.[2]).toMatch(/CTL-PLANNED\.md\), planned and not in operation: A backup/)
    expect(row?.[3]).toBe('–')
    expect(row?.[4]).not.toMatch(/^Met/)
  })

  test('says in words that a category is out of scope, that nothing serves a criterion, that one does not apply', () => {
    const privacy = pageOf('alignment/P.md')
    expect(privacy).toContain('This category is not in scope of the report.')
    expect(rowWith(privacy, 'P1.1')?.slice(2)).toEqual(['Nothing: it is not in scope', '–', 'Not in scope'])
    expect(rowWith(pageOf('alignment/CC.md'), 'CC1.1')?.[2]).toBe('**Nothing yet:** no control serves it')
    const decision = `apiVersion: countersign/v1
kind: CriterionDecision
id: DEC-1
criterion: A1.2
applicability: not-applicable
justification: We have no rooms of our own.
approvedBy: ana
reviewBy: 2026-12-31
`
    const row = rowWith(pageOf('alignment/A.md', { records: [...someProgram, decision] }), 'A1.2')
    expect(row?.slice(2)).toEqual(['Does not apply: We have no rooms of our own. (DEC-1)', '–', 'Not applicable'])
  })

  test('counts by category on the front page', () => {
    const front = pageOf('alignment.md')
    expect(rowWith(front, '[Security (CC)]')?.slice(2, 4)).toEqual(['33', 'yes'])
    expect(rowWith(front, '[Security (CC)]')?.[4]).toContain('0 of 33 met, **1 not met**')
    expect(rowWith(front, '[Privacy (P)]')?.slice(2)).toEqual(['18', 'no', 'not looked at'])
    const reviewed = attestation('EVR-ACCESS', ['2026-04-01', '2026-06-30'], { at: '2026-06-30T09:00:00Z' })
    expect(rowWith(pageOf('alignment.md', { log: logOf(...someRecords, reviewed) }), '[Security (CC)]')?.[4]).toContain(
      'of 33 met',
    )
  })

  test('is whole whatever people write, and stays below 400 KB with hundreds of controls', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      record(
        'Control',
        `CTL-N${index}`,
        hostileLine,
        `statement: ${JSON.stringify(hostileLine.repeat(8))}
type: preventive
nature: manual
frequency: annual
status: planned
criteria: [{id: CC6.1, coverage: full}, {id: CC6.2, coverage: full}, {id: CC6.3, coverage: full}]`,
      ),
    )
    const pages = pagesOf({ records: [typeTwo, peopleRecord, reviewControl(), accessControl, plannedControl, ...many] })
    const paths = new Set(pages.keys())
    const own = [...pages].filter(([path]) => path.startsWith('alignment'))
    expect(own.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    expect(own.filter(([, text]) => Buffer.byteLength(text) > 400_000)).toEqual([])
    expect(rowWith(pages.get('alignment/CC.md') ?? '', 'CC6.1')?.[2]).toMatch(
      /and 390 more controls on the page of \[CC6\.1\]/,
    )
  })
})
