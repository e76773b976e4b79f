import { describe, expect, test } from 'vitest'
import { logOf, merged, sha, unreviewed } from '../../support/log-builder.ts'
import { structureFaults } from '../../support/markdown-structure.ts'
import {
  hostileLine,
  pageOf,
  pagesOf,
  peopleRecord,
  policyRecord,
  record,
  reviewControl,
  richRecords,
  rowWith,
  someRecords,
  typeOne,
  typeTwo,
} from '../../support/report-world.ts'

const path = 'bridge-letter.md'
const on = (asOf: string, records: readonly string[] = richRecords()): string => pageOf(path, { records, asOf })

describe('the bridge letter', () => {
  test.each([
    ['2026-06-30', 'Not available: the period has not ended. It ends on 2026-06-30.'],
    ['2026-10-01', 'Too long: the period ended on 2026-06-30'],
  ])('is not there on %s: %s', (asOf, why) => {
    const text = on(asOf)
    expect(text).toContain(`**${why}`)
    expect(text).not.toContain('## Draft')
  })

  test.each(['2026-07-01', '2026-09-30'])('is there on %s', (asOf) => {
    expect(on(asOf)).toContain(`This letter speaks of the time from 2026-07-01 to ${asOf}.`)
  })

  test('needs a report of Type II with a period', () => {
    expect(on('2026-07-01', [typeOne, peopleRecord])).toContain('follows a report of Type II')
    expect(on('2026-07-01', [typeTwo.replace(/period: .*/, ''), peopleRecord])).toContain('the program names no period')
  })

  test('tells what changed and happened since the end of the period, and nothing from before', () => {
    const incident = (id: string, at: string) =>
      record(
        'Incident',
        id,
        'Late',
        `severity: low\ncategory: availability\nowner: ana\ndetectedAt: ${at}\nimpact: Slow for an hour.`,
      )
    const text = pageOf(path, {
      records: [...richRecords(), incident('INC-A', '2026-06-30T10:00:00Z'), incident('INC-B', '2026-07-02T10:00:00Z')],
      asOf: '2026-07-31',
      commits: [
        { day: '2026-06-01', subject: 'Begin', files: { 'a.yaml': policyRecord('1.0.0'), 'b.yaml': reviewControl() } },
        { day: '2026-07-15', subject: 'New', files: { 'a.yaml': policyRecord('1.1.0') } },
        { day: '2026-08-15', subject: 'Later', files: { 'b.yaml': undefined } },
      ],
      log: logOf(
        ...someRecords,
        merged(20, { at: '2026-07-03T10:00:00Z' }),
        unreviewed(sha('july'), { at: '2026-07-04T10:00:00Z' }),
      ),
    })
    expect(rowWith(text, 'Policy')?.[2]).toBe('version from `1.0.0` to `1.1.0`')
    expect(rowWith(text, 'Control')).toBeUndefined()
    expect(rowWith(text, 'INC-B')?.slice(1)).toEqual(['2026-07-02', 'low', 'Slow for an hour.', '**open**'])
    expect(text).not.toContain('INC-A')
    expect(rowWith(text, 'Merged pull requests')).toEqual(['Merged pull requests', '1', '0'])
    expect(rowWith(text, 'Commits around review')).toEqual(['Commits around review', '1', '1'])
    expect(text).toContain('The newest record of the log is of 2026-07-04')
    expect(text).toContain('**No audit looked at the protected branch since then**')
    expect(rowWith(text, '2026-07-04')?.[2]).toBe('[record 8](evidence/2026-07.md#record-8)')
  })

  test('is a statement of management with gaps, and promises no report', () => {
    const text = on('2026-07-10')
    expect(text).toContain('no auditor examined the time that it speaks of')
    expect(text).toContain('[Name and title of the signatory]')
  })

  test('is whole whatever people write', () => {
    const log = logOf(...someRecords, unreviewed(sha('x'), { at: '2026-07-04T10:00:00Z' }, { reason: hostileLine }))
    const pages = pagesOf({ records: richRecords(hostileLine), asOf: '2026-07-31', log })
    expect(structureFaults(path, pages.get(path) ?? '', new Set(pages.keys()))).toEqual([])
  })
})
