import type { CheckPrinter } from './check-printer.ts'
import { schemaVersion } from './print-json.ts'

/**
 * The report as lines of JSON, for programs that read while it is written: a header, one line for each thing found, and at
 * the end the verdict, without which the report was cut. The contract is `schemas/check-report-line.json`.
 */
export const printNdjson: CheckPrinter = ({ asOf, programFolder, base, verdict, counts, ...report }) =>
  [
    { kind: 'CheckHeader', schemaVersion, asOf, programFolder, base: base ?? null },
    ...report.items.map((finding) => ({ kind: 'Finding', finding })),
    ...report.waived.map((finding) => ({ kind: 'WaivedFinding', finding })),
    ...report.baselined.map((finding) => ({ kind: 'BaselinedFinding', finding })),
    ...report.notDetermined.map((judgement) => ({ kind: 'OpenJudgement', judgement })),
    ...report.rules.map((rule) => ({ kind: 'RuleSummary', rule })),
    ...report.notRun.map((rule) => ({ kind: 'RuleNotRun', rule })),
    { kind: 'CheckSummary', verdict, counts },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
