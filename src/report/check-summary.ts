import type { CheckReport } from './check-report.ts'

/** The check in one line. */
export function checkSummary({ verdict, counts }: CheckReport): string {
  const { files, records, errors, warnings, waived, baselined, notDetermined } = counts
  const more = [
    ...(waived > 0 ? [`${waived} tolerated`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
    ...(notDetermined > 0 ? [`${notDetermined} not determined`] : []),
  ]
  const found = [plural(errors, 'error'), plural(warnings, 'warning'), ...more].join(', ')
  return `Check ${verdict}: ${found} in ${plural(records, 'record')} of ${plural(files, 'file')}`
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
