import type { CheckReport } from './check-report.ts'
import { printGithub } from './print-github.ts'
import { printJson } from './print-json.ts'
import { type PrettyOptions, printPretty } from './print-pretty.ts'

export const checkFormats = ['pretty', 'json', 'github'] as const
export type CheckFormat = (typeof checkFormats)[number]

export function printCheckReport(report: CheckReport, format: CheckFormat, options: PrettyOptions): string {
  switch (format) {
    case 'pretty':
      return printPretty(report, options)
    case 'json':
      return printJson(report)
    case 'github':
      return printGithub(report)
  }
}
