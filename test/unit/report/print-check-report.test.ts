import { describe, expect, test } from 'vitest'
import { CheckReport as validate } from '../../../src/read/report-validators.gen.js'
import type { CheckReport, ReportItem } from '../../../src/report/check-report.ts'
import { codeFrame } from '../../../src/report/code-frame.ts'
import { printAnnotations } from '../../../src/report/github-annotations.ts'
import { printCheckReport } from '../../../src/report/print-check-report.ts'
import { printable } from '../../../src/report/printable.ts'

const item = (over: Partial<ReportItem> = {}): ReportItem => ({
  code: 'REF-002',
  severity: 'error',
  message: 'CTL-A names the policy POL-ACESS, which does not exist',
  at: { file: 'c/a.yaml', line: 2, column: 11, endLine: 2, endColumn: 20 },
  hint: 'did you mean POL-ACCESS?',
  remedy: 'Correct the id, or write the record that it names.',
  related: [
    { at: { file: 'c/p.yaml', line: 3, column: 5, endLine: 3, endColumn: 15 }, message: 'POL-ACCESS is written here' },
  ],
  resource: 'CTL-A',
  ...over,
})

const report = (items: readonly ReportItem[], over: Partial<CheckReport> = {}): CheckReport => ({
  verdict: items.length === 0 ? 'satisfied' : 'violated',
  asOf: '2026-06-15',
  programFolder: 'c',
  base: undefined,
  counts: { files: 2, records: 2, errors: items.length, warnings: 0, waived: 0, baselined: 0, notDetermined: 0 },
  items,
  waived: [],
  baselined: [],
  notDetermined: [],
  rules: [],
  notRun: [{ rule: 'POL-003', needs: 'base', required: false }],
  ...over,
})

const text = 'id: CTL-A\npolicies: [POL-ACESS]\n'
const plain = { colours: false, textOf: (file: string) => (file === 'c/a.yaml' ? text : undefined) }
const esc = String.fromCharCode(27)

describe('pretty', () => {
  test('says where, what, what to do, and both ends of a reference', () => {
    expect(
      printCheckReport(report([item()]), 'pretty', plain),
    ).toBe(`c/a.yaml:2:11 error REF-002: CTL-A names the policy POL-ACESS, which does not exist
  1 | id: CTL-A
  2 | policies: [POL-ACESS]
    |           ^^^^^^^^^
  Did you mean POL-ACCESS?
  c/p.yaml:3:5: POL-ACCESS is written here
  To do: Correct the id, or write the record that it names.

Not run:
  POL-003: give --base REF to compare with

Not in order. 1 error, 0 warnings. 2 records in 2 files of c, as of 2026-06-15.
`)
  })

  test('has colours only when asked', () => {
    expect(printCheckReport(report([item()]), 'pretty', plain)).not.toContain(esc)
    expect(printCheckReport(report([item()]), 'pretty', { ...plain, colours: true })).toContain(
      `${esc}[31;1merror REF-002`,
    )
  })

  test('lets no text of a person reach the terminal as a control', () => {
    const bad = `x${esc}[2J\r\n::error::\u202e\u200b`
    const printed = printCheckReport(
      report([
        item({
          message: bad,
          hint: bad,
          at: { file: `a${esc}.yaml`, line: 1, column: 1, endLine: 1, endColumn: 2 },
        }),
      ]),
      'pretty',
      { colours: false, textOf: () => bad },
    )
    expect(printed).not.toMatch(/[^\n -~]/)
    expect(printed).toContain('x\\u001b[2J\\u000d\\u000a::error::\\u202e\\u200b')
  })

  test('shortens many warnings of one rule, and shows errors last', () => {
    const warnings = Array.from({ length: 6 }, (_, i) =>
      item({ severity: 'warning', code: 'SCP-005', message: `w${i}` }),
    )
    const printed = printCheckReport(report([item(), ...warnings]), 'pretty', plain)
    expect(printed.match(/policies: \[/g)).toHaveLength(4)
    expect(printed.indexOf('w5')).toBeLessThan(printed.indexOf('error REF-002'))
  })

  test('cuts nothing silently', () => {
    const many = Array.from({ length: 250 }, (_, i) => item({ message: `e${i}` }))
    expect(printCheckReport(report(many), 'pretty', plain)).toContain('50 more are not shown; `--format json` has all.')
  })
})

describe('code frame', () => {
  test('cuts a long line around the place', () => {
    const frame = codeFrame(`${'a'.repeat(500)}WRONG${'b'.repeat(500)}`, {
      file: 'f',
      line: 1,
      column: 501,
      endLine: 1,
      endColumn: 506,
    })
    const [source = '', marks = ''] = frame ?? []
    expect(source.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('WRONG')
    expect(source.length).toBeLessThan(120)
  })

  test('is left out for a line that is not there', () => {
    expect(codeFrame('a: 1\n', { file: 'f', line: 9, column: 1, endLine: 9, endColumn: 1 })).toBeUndefined()
  })
})

describe('json', () => {
  test.each([
    ['findings', report([item(), item({ notSilenced: 'only this change makes it off' })])],
    ['nothing', report([])],
    ['a comparison', report([], { base: { name: 'main', sha: 'a'.repeat(40) } })],
    ['a waiver', report([], { waived: [{ ...item(), exception: 'EXC-A', untilDay: '2026-07-01' }] })],
  ])('of %s is what the published schema says', (_name, value) => {
    const printed: unknown = JSON.parse(printCheckReport(value, 'json', plain))
    validate(printed)
    expect(validate.errors ?? []).toEqual([])
  })
})

describe('github', () => {
  test('points at the place, escaped for a workflow command', () => {
    const printed = printCheckReport(
      report([
        item({
          message: '100 %\nof a:b,c',
          at: { file: 'a,b:c%.yaml', line: 2, column: 11, endLine: 2, endColumn: 20 },
        }),
      ]),
      'github',
      plain,
    )
    expect(printed).toBe(
      '::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=11,endColumn=19,title=REF-002::100 %25%0Aof a:b,c.%0A(did you mean POL-ACCESS?)%0ACorrect the id, or write the record that it names.%0Ac/p.yaml:3:5: POL-ACCESS is written here\n',
    )
  })

  test('keeps to ten of a severity; the tenth says how many more there are', () => {
    const lines = (count: number) =>
      printAnnotations(
        Array.from({ length: count }, (_, i) => ({ severity: 'warning' as const, title: `t${i}`, message: 'm' })),
      )
        .trimEnd()
        .split('\n')
    expect(lines(10)).toHaveLength(10)
    expect(lines(10)[9]).toContain('title=t9')
    expect(lines(11)).toHaveLength(10)
    expect(lines(11)[9]).toContain('title=2 more of severity warning')
  })

  test('shows files that cannot be read first', () => {
    const printed = printCheckReport(report([item(), item({ code: 'YML-004' })]), 'github', plain)
    expect(printed.split('\n')[0]).toContain('title=YML-004')
  })
})

test('printable leaves ordinary text of any language alone', () => {
  expect(printable('Zoë 日本語 🙂 | `x`')).toBe('Zoë 日本語 🙂 | `x`')
  expect(printable('\ud800')).toBe('\\ud800')
})
