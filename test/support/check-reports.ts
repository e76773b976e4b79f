import fc from 'fast-check'
import type { CheckReport, ReportItem } from '../../src/report/check-report.ts'

export const reportItem = (over: Partial<ReportItem> = {}): ReportItem => ({
  code: 'REF-002',
  severity: 'error',
  message: 'CTL-A names the policy POL-ACESS, which does not exist',
  at: { file: 'c/a.yaml', line: 2, column: 11, endLine: 2, endColumn: 20 },
  hint: 'did you mean POL-ACCESS?',
  remedy: 'Correct the id, or write the record that it names.',
  related: [
    { at: { file: 'c/p.yaml', line: 1, column: 5, endLine: 1, endColumn: 15 }, message: 'POL-ACCESS is written here' },
  ],
  resource: 'CTL-A',
  ...over,
})

const counts = { pass: 1, fail: 0, waived: 0, baselined: 0, 'not-applicable': 0, 'not-determined': 0 }

export const checkReport = (items: readonly ReportItem[], over: Partial<CheckReport> = {}): CheckReport => ({
  verdict: items.some(({ severity }) => severity === 'error') ? 'violated' : 'satisfied',
  asOf: '2026-06-15',
  programFolder: 'c',
  base: undefined,
  counts: { files: 2, records: 2, errors: items.length, warnings: 0, waived: 0, baselined: 0, notDetermined: 0 },
  items,
  waived: [],
  baselined: [],
  notDetermined: [],
  rules: [
    { id: 'REF-002', severity: 'error', state: 'run', counts },
    { id: 'SCP-005', severity: 'warning', state: 'run', counts },
    { id: 'RSK-006', severity: 'error', state: 'run', counts },
    { id: 'RSK-011', severity: 'off', state: 'off', counts },
    { id: 'POL-003', severity: 'error', state: 'not-run', counts },
  ],
  notRun: [{ rule: 'POL-003', needs: 'base', required: false }],
  ...over,
})

export const waivedItem = (over: Partial<ReportItem> = {}): CheckReport['waived'][number] => ({
  ...reportItem(over),
  exception: 'EXC-A',
  untilDay: '2026-07-01',
})

/** One that every format has something to say about. */
export const fullReport = (): CheckReport =>
  checkReport(
    [
      reportItem(),
      reportItem({ code: 'YML-004', at: { file: 'c/b.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 } }),
      reportItem({ severity: 'warning', code: 'SCP-005', notSilenced: 'only this change makes it off' }),
    ],
    {
      base: { name: 'main', sha: 'a'.repeat(40) },
      waived: [waivedItem({ code: 'RSK-006' })],
      baselined: [{ ...reportItem({ code: 'RSK-006', resource: 'RSK-9' }), untilDay: '2026-08-01' }],
      notDetermined: [{ rule: 'RSK-006', resource: 'RSK-1', why: 'its method cannot be read' }],
    },
  )

/** What people can put into file names, ids and values. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[']]>', '<!--', '&lt;', '"', "'", '</failure>', '\0', '\u0001', '\u000b', '\ufffe', '\uffff', '\ud800'],
        ...[
          '\r\n',
          '\u2028',
          '\u202e',
          '::error::',
          '##[set-output name=x]',
          '%0A',
          '{0}',
          '[a](1)',
          '| x |',
          '`',
          '@a',
        ],
        ...['\u001b[2J', 'a', ' ', '\u{1f600}', '日本'],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
)

/** Only the reader finds a value that is not one of a few, and what it finds cannot be tolerated. */
const withoutChoices = ({ choices: _choices, ...item }: ReportItem): ReportItem => item

const verdicts = ['satisfied', 'violated', 'not-determined', 'nothing-checked'] as const

/** Reports in which every text is hostile, with a verdict that agrees with the findings. */
export const hostileReport: fc.Arbitrary<CheckReport> = fc
  .record({
    texts: fc.array(hostileText, { minLength: 1, maxLength: 6 }),
    verdict: fc.constantFrom(...verdicts),
    warnings: fc.nat(3),
  })
  .map(({ texts, verdict, warnings }) => {
    const itemOf = (text: string, severity: ReportItem['severity']) =>
      reportItem({
        ...{ severity, message: text, remedy: text, hint: text, resource: text, notSilenced: text },
        at: { file: text, line: 1, column: 2, endLine: 1, endColumn: 3 },
        related: [{ at: { file: text, line: 1, column: 1, endLine: 2, endColumn: 1 }, message: text }],
        choices: { advice: text, allowed: [{ value: text, meaning: text }, { value: text }] },
      })
    const errors = verdict === 'violated' ? texts.map((text) => itemOf(text, 'error')) : []
    const items = [...errors, ...texts.slice(0, warnings).map((text) => itemOf(text, 'warning'))]
    const [first = ''] = texts
    return checkReport(items, {
      verdict,
      programFolder: first,
      base: { name: first, sha: 'b'.repeat(40) },
      waived: [{ ...itemOf(first, 'error'), code: 'RSK-006', exception: first, untilDay: '2026-07-01' }],
      baselined: [{ ...withoutChoices(itemOf(first, 'error')), code: 'RSK-006', untilDay: '2026-08-01' }],
      notDetermined: [{ rule: 'RSK-006', resource: first, why: first }],
    })
  })
