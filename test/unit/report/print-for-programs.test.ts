import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CheckReportLine, CheckReport as CheckReportSchema } from '../../../src/read/report-validators.gen.js'
import { checkFormatNames, printCheckReport } from '../../../src/report/print-check-report.ts'
import { printJson } from '../../../src/report/print-json.ts'
import { printNdjson } from '../../../src/report/print-ndjson.ts'
import { checkReport, fullReport, hostileReport, reportItem, waivedItem } from '../../support/check-reports.ts'

const plain = { colours: false, textOf: () => undefined }

const reports = [
  ['findings', checkReport([reportItem(), reportItem({ notSilenced: 'only this change makes it off' })])],
  ['nothing', checkReport([])],
  ['a comparison', checkReport([], { base: { name: 'main', sha: 'a'.repeat(40) } })],
  ['a waiver', checkReport([], { waived: [waivedItem()] })],
  ['choices', checkReport([reportItem({ choices: { advice: '', allowed: [{ value: 'a', meaning: 'b' }] } })])],
  ['everything', fullReport()],
] as const

function faultsOf(validate: typeof CheckReportSchema, value: unknown): unknown {
  validate(value)
  return validate.errors ?? []
}

describe('json', () => {
  test.each(reports)('of %s is what the published schema says', (_name, report) => {
    expect(faultsOf(CheckReportSchema, JSON.parse(printJson(report, plain)))).toEqual([])
  })
})

describe('ndjson', () => {
  const linesOf = (text: string) => text.trimEnd().split('\n')

  test.each(reports)('of %s: every line is what the published schema says', (_name, report) => {
    for (const line of linesOf(printNdjson(report, plain)))
      expect(faultsOf(CheckReportLine, JSON.parse(line)), line).toEqual([])
  })

  test('begins with what was checked, ends with the verdict, and holds the same as json', () => {
    const report = fullReport()
    const lines = linesOf(printNdjson(report, plain)).map((line) => JSON.parse(line) as Record<string, unknown>)
    const of = (kind: string, key: string) => lines.filter((line) => line['kind'] === kind).map((line) => line[key])
    expect(lines[0]).toMatchObject({ kind: 'CheckHeader', schemaVersion: 1, asOf: report.asOf })
    expect(lines.at(-1)).toEqual({ kind: 'CheckSummary', verdict: report.verdict, counts: report.counts })
    const whole = JSON.parse(printJson(report, plain)) as Record<string, unknown>
    expect({
      items: of('Finding', 'finding'),
      waived: of('WaivedFinding', 'finding'),
      baselined: of('BaselinedFinding', 'finding'),
      notDetermined: of('OpenJudgement', 'judgement'),
      rules: of('RuleSummary', 'rule'),
      notRun: of('RuleNotRun', 'rule'),
    }).toEqual(
      Object.fromEntries(
        ['items', 'waived', 'baselined', 'notDetermined', 'rules', 'notRun'].map((key) => [key, whole[key]]),
      ),
    )
  })

  test('no text of a person begins a line', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const line of linesOf(printNdjson(report, plain))) expect(line).toMatch(/^\{"kind":"[A-Za-z]+"/)
      }),
    )
  })
})

test.each(checkFormatNames)('%s ends in a line break, and gives the same bytes each time', async (name) => {
  const print = () => printCheckReport(fullReport(), name, plain)
  const printed = await print()
  expect(printed).toMatch(/[^\n]\n$/)
  expect(await print()).toBe(printed)
})
