import { printLocation } from '../model/location.ts'
import type { CheckReport, ReportItem } from './check-report.ts'
import { printAnnotations } from './github-annotations.ts'

/** The report as annotations on the files of a pull request: what broke the rules of the reader first, then by place. */
export function printGithub({ items }: CheckReport): string {
  const worst = [...items].sort((a, b) => rank(a) - rank(b))
  return printAnnotations(
    worst.map((item) => ({
      severity: item.severity,
      title: item.code,
      at: item.at,
      message: [
        `${item.message}.`,
        ...(item.hint === undefined ? [] : [`(${item.hint})`]),
        item.remedy,
        ...(item.notSilenced === undefined ? [] : [`${item.notSilenced}.`]),
        ...item.related.map(({ at, message }) => `${printLocation(at)}: ${message}`),
      ].join('\n'),
    })),
  )
}

/** A file that cannot be read hides findings, so it comes first. */
const rank = ({ code }: ReportItem): number => (code.startsWith('YML') ? 0 : code.startsWith('SCH') ? 1 : 2)
