import type { CheckReport } from './check-report.ts'

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
