import { describe, expect, test } from 'vitest'
import { AuditReport as validate } from '../../../src/read/report-validators.gen.js'
import { type AuditRow, toAuditReport } from '../../../src/report/audit-report.ts'
import { printAuditReport } from '../../../src/report/print-audit-report.ts'

const row = (over: Partial<AuditRow> = {}): AuditRow => ({
  commit: 'a'.repeat(40),
  subject: 'Add a',
  pull: { number: 7, title: 'Add a' },
  head: 'b'.repeat(40),
  verdict: 'approved',
  mergedBy: 'mia',
  mergedAt: '2026-03-02T10:00:00Z',
  status: { state: 'success', by: 'github-actions[bot]', at: '2026-03-02T09:00:00Z' },
  deviations: [],
  open: [],
  ...over,
})
const pushed = row({
  pull: null,
  head: null,
  verdict: null,
  mergedBy: null,
  mergedAt: null,
  status: null,
  deviations: [{ kind: 'direct-push', why: 'no merged pull request brought this commit' }],
})
const report = (rows: readonly AuditRow[], rewritten = false) =>
  toAuditReport({
    repository: 'acme/shop',
    branch: 'main',
    poster: 'github-actions[bot]',
    from: 'c'.repeat(40),
    to: 'd'.repeat(40),
    rewritten,
    rows,
  })

describe('the verdict', () => {
  test.each<readonly [verdict: string, why: string, rows: readonly AuditRow[], rewritten: boolean]>([
    ['satisfied', 'all approved', [row(), row({ verdict: 'not-applicable' })], false],
    ['violated', 'one deviates, and another is open', [row({ open: ['x'] }), pushed], false],
    ['not-determined', 'one is open, the others approved', [row(), row({ open: ['x'] })], false],
    ['nothing-checked', 'there was no gate yet', [row({ verdict: 'not-applicable' })], false],
    ['nothing-checked', 'nothing came', [], false],
    ['violated', 'the branch was rewritten', [], true],
  ])('%s: %s', (verdict, _why, rows, rewritten) => {
    expect(report(rows, rewritten).verdict).toBe(verdict)
  })
})

test('json is what its schema says', () => {
  for (const one of [report([row(), pushed, row({ open: ['x'], status: null })]), report([], true)]) {
    const parsed: unknown = JSON.parse(printAuditReport(one, 'json'))
    expect({ valid: validate(parsed), errors: validate.errors }).toEqual({ valid: true, errors: null })
  }
})

test('as text: a line for each commit, what is wrong below it, the verdict last', () => {
  expect(printAuditReport(report([row(), pushed]), 'text')).toBe(
    [
      'aaaaaaaaaaaa  approved  #7 Add a  merged by mia, status success by github-actions[bot]',
      'aaaaaaaaaaaa  no verdict  no pull request: Add a',
      '  direct push: no merged pull request brought this commit',
      'acme/shop, main after cccccccccccc up to dddddddddddd: 2 commits, 1 approved, 1 with deviations, 0 not determined. Statuses of the gate are those by github-actions[bot].',
      'Audit of main: changes got past the gate.',
      '',
    ].join('\n'),
  )
})

test('a summary of very many commits shows those that matter, and says that it is cut', () => {
  const many = [...Array.from({ length: 600 }, () => row()), row({ open: ['the gap'] }), pushed]
  const text = printAuditReport(report(many), 'markdown')
  expect(text).toContain('direct push: no merged')
  expect(text).toContain('not determined: the gap')
  expect(text.match(/^\| a{12} /gm)).toHaveLength(500)
  expect(text).toContain('102 more commits are left out here')
})
