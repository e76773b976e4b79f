import { describe, expect, test } from 'vitest'
import { attestation, logOf, merged } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  accessControl,
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  record,
  reviewControl,
  rowWith,
  someProgram,
  someRecords,
  typeOne,
  typeTwo,
} from '../../support/report-world.ts'

const approved = someRecords.filter((one) => one.kind !== 'change.merged' || one.data.verdict === 'approved')
const firstQuarter = attestation('EVR-ACCESS', ['2026-01-01', '2026-03-31'], { at: '2026-04-05T09:00:00Z' })

describe('the matrix of tests', () => {
  test('says how many of how many deviated, and what happened, with the record', () => {
    const row = rowWith(pageOf('tests-of-controls/CC8.md'), 'CC8.1')
    expect(row?.[1]).toMatch(/^\[CTL-REVIEW\]\(\.\.\/controls\/CTL-REVIEW\.md\) Changes are reviewed: Two people/)
    expect(row?.slice(2)).toEqual([
      'inspection: Draw merges and look who approved them.',
      'Every merge was approved: 4 records, every one looked at',
      expect.stringMatching(
        /^Every merge was approved: \*\*1 of 4:\*\* 2026-04-01 pull request 3: .*, \[record 3\]\(\.\.\/evidence\/2026-04\.md#record-3\)$/,
      ),
    ])
  })

  test('says that none deviated only after looking at all of them', () => {
    const row = rowWith(pageOf('tests-of-controls/CC8.md', { log: logOf(...approved) }), 'CC8.1')
    expect(row?.[4]).toBe('Every merge was approved: none of 3 deviated')
  })

  test('calls it not determined where there was nothing to look at', () => {
    expect(rowWith(pageOf('tests-of-controls/CC8.md', { log: [] }), 'CC8.1')?.[4]).toMatch(/: not determined: /)
    expect(rowWith(pageOf('tests-of-controls.md', { log: [] }), 'CC8 Change management')?.slice(1)).toEqual([
      '1',
      '0',
      '0',
      '1',
    ])
  })

  test('counts times at which something was expected, and those that are not due yet apart', () => {
    const row = rowWith(pageOf('tests-of-controls/CC6.md', { log: logOf(...approved, firstQuarter) }), 'CC6.2')
    expect(row?.slice(3)).toEqual([
      'The review of the quarter: 1 time at which it was expected, every one looked at; 1 not due yet',
      'The review of the quarter: none of 1 deviated; 1 not due yet',
    ])
    const late = attestation('EVR-ACCESS', ['2026-01-01', '2026-03-31'], { at: '2026-06-05T09:00:00Z' })
    const deviated = rowWith(pageOf('tests-of-controls/CC6.md', { log: logOf(...approved, late) }), 'CC6.2')
    expect(deviated?.[4]).toMatch(/^The review of the quarter: \*\*1 of 1:\*\* /)
  })

  test('does not test what does not operate', () => {
    expect(rowWith(pageOf('tests-of-controls/A1.md'), 'A1.3')?.slice(2)).toEqual([
      '**not written down**',
      '–',
      'not tested: the control is planned and does not operate yet',
    ])
    expect(rowWith(pageOf('tests-of-controls/CC1.md'), 'CC1.1')?.[1]).toMatch(/^\*\*no control serves it\*\*/)
  })

  test('puts what deviated first and never speaks with the voice of an auditor', () => {
    const front = pageOf('tests-of-controls.md')
    expect(front.indexOf('## What deviated')).toBeLessThan(front.indexOf('## The matrix'))
    expect(rowWith(front, 'CTL-REVIEW')?.[1]).toContain('**1 of 4:**')
    for (const text of [front, pageOf('tests-of-controls/CC8.md')])
      expect(text).not.toMatch(/no exceptions noted|in our opinion|unqualified/i)
  })

  test('leaves tests of operation and results out for Type I, and says so', () => {
    const records = [typeOne, peopleRecord, reviewControl(), accessControl]
    const front = pageOf('tests-of-controls.md', { records })
    expect(front).toContain('tests of operation and their results are left out')
    const series = pageOf('tests-of-controls/CC8.md', { records })
    expect(rowWith(series, 'CC8.1')?.slice(3)).toEqual(['complete'])
    expect(rowWith(pageOf('tests-of-controls/CC6.md', { records }), 'CC6.2')?.slice(3)).toEqual([
      '**incomplete**: nobody and nothing is named that performs it',
    ])
    expect(front + series).not.toMatch(/deviated|of 4/)
    const two = pagesOf({ records: someProgram })
    expect(two.get('tests-of-controls/CC8.md')).not.toBe(series)
  })

  test('goes on in parts below 400 KB, whole whatever people write', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      record(
        'Control',
        `CTL-N${index}`,
        hostileLine,
        `statement: ${JSON.stringify(hostileLine.repeat(8))}
type: preventive
nature: manual
frequency: annual
status: operating
criteria: [{id: CC6.1, coverage: full}]
evidence:
  - id: EVR-N${index}
    title: ${JSON.stringify(hostileLine)}
    records: {kind: change.merged}
    expect: every
    satisfying: {verdict: approved}
    frequency: per-event
    window: P1Y
test: [{method: inquiry, steps: ${JSON.stringify(hostileLine.repeat(8))}}]`,
      ),
    )
    const log = logOf(
      ...someRecords,
      merged(9, { at: '2026-06-01T10:00:00Z' }, { verdict: 'refused', title: hostileLine, reasons: [hostileLine] }),
    )
    const pages = pagesOf({ records: [typeTwo, peopleRecord, ...many], log })
    const own = [...pages].filter(([path]) => path.startsWith('tests-of-controls'))
    const paths = new Set(pages.keys())
    expect(own.flatMap(([path, text]) => structureFaults(path, text, paths))).toEqual([])
    expect(own.filter(([, text]) => Buffer.byteLength(text) > 400_000)).toEqual([])
    expect(paths.has('tests-of-controls/CC6-part-2.md')).toBe(true)
    expect(own.flatMap(([, text]) => text.match(/\[CTL-N299\]/g) ?? []).length).toBe(1)
  })
})
