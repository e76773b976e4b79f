import { printLocation } from '../model/location.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { CheckPrinter } from './check-printer.ts'
import type { CheckReport, ReportItem } from './check-report.ts'
import { checkSummary } from './check-summary.ts'

interface Limit {
  readonly most: number
  size(text: string): number
}

/** GitHub drops the summary of a step above 1 MiB whole, and other actions of the step may write there too. */
const ofSummary: Limit = { most: 900 * 1024, size: (text) => Buffer.byteLength(text) }

/** GitHub refuses a longer comment. UTF-16 code units are never fewer than the characters it counts. */
const ofComment: Limit = { most: 65_535, size: (text) => text.length }

/** Tables that a reader opens where they are long; `rows` are the worst first. */
interface Section {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly string[]
  /** Whether it stands folded, below its title. */
  readonly folded: boolean
}

/** The report for the summary of a job: what counts first, then every finding with its place. */
export const printMarkdown: CheckPrinter = (report, { quiet }) => print(report, quiet === true, ofSummary)

/** The same for a comment. */
export const printComment: CheckPrinter = (report, { quiet }) => print(report, quiet === true, ofComment)

function print(report: CheckReport, quiet: boolean, limit: Limit): string {
  const sections = (quiet ? [errorsOf(report)] : [errorsOf(report), ...othersOf(report)]).filter(
    ({ rows }) => rows.length > 0,
  )
  const lines = [`### ${inlineText(checkSummary(report))}`, '', inlineText(basisOf(report)), '']
  // Room for the titles of all sections and for saying how many rows they leave out.
  let left = limit.most - limit.size(lines.join('\n'))
  for (const section of sections) left -= limit.size(frameOf(section, [''], section.rows.length).join('\n')) + 2
  for (const section of sections) {
    const rows: string[] = []
    for (const row of section.rows) {
      left -= limit.size(row) + 1
      if (left < 0) break
      rows.push(row)
    }
    // A row that does not fit ends its table only: a short one of the next may.
    if (left < 0) left += limit.size(section.rows[rows.length] ?? '') + 1
    lines.push(...frameOf(section, rows, section.rows.length - rows.length))
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function frameOf({ title, head, folded }: Section, rows: readonly string[], leftOut: number): readonly string[] {
  const table = rows.length === 0 ? [] : [row(head), row(head.map(() => '---')), ...rows, '']
  const more = leftOut === 0 ? [] : [`${leftOut} more are left out here; \`--format json\` has all.`, '']
  return folded
    ? [`<details><summary>${title}</summary>`, '', ...table, ...more, '</details>', '']
    : [`**${title}**`, '', ...table, ...more]
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const findingHead = ['Rule', 'Where', 'What to do'] as const

const findingRow = ({ code, at, message, hint, remedy, notSilenced }: ReportItem): string =>
  row(
    [
      code,
      printLocation(at),
      [
        `${message}.`,
        ...(hint === undefined ? [] : [`(${hint})`]),
        remedy,
        ...(notSilenced === undefined ? [] : [`${notSilenced}.`]),
      ].join(' '),
    ].map(inlineText),
  )

function errorsOf({ items }: CheckReport): Section {
  const errors = items.filter(({ severity }) => severity === 'error')
  return { title: 'To mend', head: findingHead, rows: errors.map(findingRow), folded: false }
}

function othersOf({ items, waived, baselined, notDetermined, notRun }: CheckReport): readonly Section[] {
  const warnings = items.filter(({ severity }) => severity === 'warning')
  const section = (title: string, head: readonly string[], rows: readonly string[]): Section => ({
    title: `${title}: ${rows.length}`,
    head,
    rows,
    folded: true,
  })
  return [
    section(
      'Could not be determined',
      ['Rule', 'Record', 'Why'],
      notDetermined.map(({ rule, resource, why }) => row([rule, resource, why].map(inlineText))),
    ),
    section('Warnings', findingHead, warnings.map(findingRow)),
    section(
      'Waived by an exception, and still there',
      ['Rule', 'Where', 'What', 'Exception', 'Until'],
      waived.map(({ code, at, message, exception, untilDay }) =>
        row([code, printLocation(at), message, exception, untilDay].map(inlineText)),
      ),
    ),
    section(
      'In the baseline, and still there',
      ['Rule', 'Where', 'What', 'Until'],
      baselined.map(({ code, at, message, untilDay }) =>
        row([code, printLocation(at), message, untilDay].map(inlineText)),
      ),
    ),
    section(
      'Rules that were not run',
      ['Rule', 'It needs'],
      notRun.map(({ rule, needs }) => row([rule, needs].map(inlineText))),
    ),
  ]
}

const basisOf = ({ asOf, programFolder, base }: CheckReport): string =>
  `In ${programFolder}, as of ${asOf}${base === undefined ? '' : `, compared with ${base.name} (${base.sha.slice(0, 12)})`}.`
