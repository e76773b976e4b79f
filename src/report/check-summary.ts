import { printLocation } from '../model/location.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { CheckReport } from './check-report.ts'

/** Rows of the table: the summary of a job has 1 MiB, and nobody reads more. */
const maxRows = 200

/** The check in one line. */
export function checkSummary({ verdict, counts }: CheckReport): string {
  const { files, records, errors, warnings, waived, baselined, notDetermined } = counts
  const more = [
    ...(waived > 0 ? [`${waived} tolerated`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
    ...(notDetermined > 0 ? [`${notDetermined} not determined`] : []),
  ]
  const found = [`${errors} errors`, `${warnings} warnings`, ...more].join(', ')
  return `Check ${verdict}: ${found} in ${records} records of ${files} files`
}

/** The summary of a job: what counts first, then every finding with its place. */
export function checkMarkdown(report: CheckReport): string {
  const { items, notRun } = report
  const shown = [...items.filter(isError), ...items.filter((item) => !isError(item))].slice(0, maxRows)
  const rows = shown.map(
    ({ severity, code, at, message, remedy }) =>
      `| ${[severity, code, printLocation(at), `${message}. ${remedy}`].map(inlineText).join(' | ')} |`,
  )
  const left = items.length - shown.length
  return `${[
    `### ${inlineText(checkSummary(report))}`,
    '',
    ...(rows.length === 0
      ? []
      : ['| Severity | Rule | Where | What to do |', '| --- | --- | --- | --- |', ...rows, '']),
    ...(left > 0 ? [`${left} more are left out here.`, ''] : []),
    ...(notRun.length === 0
      ? []
      : [
          `Not run, because what they need was not given: ${notRun.map(({ rule, needs }) => `${rule} (${needs})`).join(', ')}.`,
        ]),
  ]
    .join('\n')
    .trimEnd()}\n`
}

const isError = ({ severity }: { readonly severity: string }): boolean => severity === 'error'
