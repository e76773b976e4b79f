import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printComment, printMarkdown } from '../../../src/report/print-markdown.ts'
import { checkReport, fullReport, hostileReport, reportItem, waivedItem } from '../../support/check-reports.ts'

const plain = { colours: false, textOf: () => undefined }

const rowsIn = (text: string): number => text.split('\n').filter((line) => /^\| [A-Z]{3}-\d/.test(line)).length
const leftOutIn = (text: string): number =>
  [...text.matchAll(/^(\d+) more are left out here/gm)].reduce((sum, [, count]) => sum + Number(count), 0)

describe('markdown', () => {
  test('says what to mend first, and the rest folded with its number', () => {
    const printed = printMarkdown(fullReport(), plain)
    expect(printed.split('\n')[0]).toBe('### Check violated: 3 errors, 0 warnings in 2 records of 2 files')
    expect(printed).toContain('In c, as of 2026-06-15, compared with main (aaaaaaaaaaaa).')
    expect([...printed.matchAll(/<summary>(.*)<\/summary>/g)].map(([, title]) => title)).toEqual([
      'Could not be determined: 1',
      'Warnings: 1',
      'Waived by an exception, and still there: 1',
      'In the baseline, and still there: 1',
      'Rules that were not run: 1',
    ])
    expect(printed.match(/<details>/g)).toHaveLength(5)
    expect(printed.match(/<\/details>/g)).toHaveLength(5)
  })

  test('quiet leaves the errors', () => {
    const printed = printMarkdown(fullReport(), { ...plain, quiet: true })
    expect(printed).toContain('| REF-002 |')
    expect(printed).not.toContain('<details>')
  })

  test.each([
    ['the summary of a job', printMarkdown, 1024 * 1024, Buffer.byteLength, 20_000],
    ['a comment', printComment, 65_535, (text: string) => text.length, 2000],
  ] as const)(
    'keeps to the limit of %s, fills it, and counts what it leaves out',
    (_name, print, limit, size, count) => {
      const many = Array.from({ length: count }, (_, i) => reportItem({ message: `é${i}` }))
      const warnings = Array.from({ length: count }, (_, i) => reportItem({ severity: 'warning', message: `w${i}` }))
      const report = checkReport([...many, ...warnings], { waived: [waivedItem({ message: 'x'.repeat(300) })] })
      const printed = print(report, plain)
      expect(size(printed)).toBeLessThanOrEqual(limit)
      expect(size(printed)).toBeGreaterThan(limit * 0.85)
      expect(leftOutIn(printed)).toBeGreaterThan(0)
      // POL-003 is there as a rule that was not run.
      expect(rowsIn(printed) + leftOutIn(printed)).toBe(2 * count + 2)
      expect(printed.indexOf('| é0.')).toBeGreaterThan(0)
      expect(printed.match(/<details>/g)?.length).toBe(printed.match(/<\/details>/g)?.length)
    },
  )

  test('one row that is larger than all there is room for is left out and counted', () => {
    const huge = reportItem({ message: 'x'.repeat(70_000) })
    const printed = printComment(checkReport([huge, reportItem({ severity: 'warning' })]), plain)
    expect(printed.length).toBeLessThan(65_535)
    expect(printed).toContain('1 more are left out here')
    expect(printed).toContain('<summary>Warnings: 1</summary>\n\n| Rule |')
  })

  test('no text of a person changes its structure', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const shape = (text: string) =>
          text
            .split('\n')
            .map((line) => (/^\|/.test(line) ? line.replace(/\\./g, '').split('|').length : line.slice(0, 3)))
        const tame = JSON.parse(
          JSON.stringify(report, (key, value) =>
            [
              'message',
              'remedy',
              'hint',
              'resource',
              'notSilenced',
              'why',
              'file',
              'name',
              'programFolder',
              'exception',
            ].includes(key)
              ? 'tame'
              : value,
          ),
        )
        expect(shape(printMarkdown(report, plain))).toEqual(shape(printMarkdown(tame, plain)))
      }),
    )
  })
})
