import { printLocation } from '../model/location.ts'
import type { CheckPrinter } from './check-printer.ts'
import type { ReportItem } from './check-report.ts'
import { checkSummary } from './check-summary.ts'
import { type Annotation, printAnnotations } from './github-annotations.ts'

/**
 * The report as annotations on the files of a pull request: what the reader could not read first, then one of each file
 * before a second of the same. Waived findings are notices. A verdict that no finding explains is an error of its own.
 */
export const printGithub: CheckPrinter = (report) => {
  const isExplained = report.verdict === 'satisfied' || report.items.some(({ severity }) => severity === 'error')
  const open: readonly Annotation[] = isExplained
    ? []
    : [{ severity: 'error', title: `The check is ${report.verdict}`, message: checkSummary(report) }]
  const worst = [...report.items].sort((a, b) => rank(a) - rank(b))
  const waived = report.waived.map((item) => ({
    severity: 'notice' as const,
    title: `${item.code} waived`,
    at: item.at,
    message: `${item.message}.\n${item.exception} waives it until ${item.untilDay}.`,
  }))
  return printAnnotations([...open, ...spread([...worst.map(toAnnotation), ...waived])])
}

/** A file that cannot be read hides findings, so it comes first. */
const rank = ({ code }: ReportItem): number => (code.startsWith('YML') ? 0 : code.startsWith('SCH') ? 1 : 2)

const toAnnotation = (item: ReportItem) => ({
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
})

/** The first of each file and severity, then the second of each, and so on; otherwise the order stays. */
function spread<T extends Annotation & { readonly at: { readonly file: string } }>(annotations: readonly T[]): T[] {
  const seen = new Map<string, number>()
  const rounds = annotations.map((annotation) => {
    const key = `${annotation.severity} ${annotation.at.file}`
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    return { annotation, round }
  })
  return rounds.sort((a, b) => a.round - b.round).map(({ annotation }) => annotation)
}
