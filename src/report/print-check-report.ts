import type { CheckPrinter, PrintOptions } from './check-printer.ts'
import type { CheckReport } from './check-report.ts'

interface CheckFormat {
  readonly name: string
  /** For the help and the README: whom it is for. */
  readonly what: string
  load(): Promise<CheckPrinter>
}

/** Every format: one file and one row here. A printer is loaded only when it is asked for. */
export const checkFormats = [
  {
    name: 'pretty',
    what: 'for a person at a terminal: the place, the line, what to do',
    load: async () => (await import('./print-pretty.ts')).printPretty,
  },
  {
    name: 'json',
    what: 'the whole report as one document; its schema is `schemas/check-report.json`',
    load: async () => (await import('./print-json.ts')).printJson,
  },
  {
    name: 'ndjson',
    what: 'one finding a line, the last line is the verdict; each line as in `schemas/check-report-line.json`',
    load: async () => (await import('./print-ndjson.ts')).printNdjson,
  },
  {
    name: 'sarif',
    what: 'SARIF 2.1.0, for code scanning and editors; an alert keeps its identity when lines move',
    load: async () => (await import('./print-sarif.ts')).printSarif,
  },
  {
    name: 'junit',
    what: 'JUnit XML, one suite a rule, for CI systems that show tests',
    load: async () => (await import('./print-junit.ts')).printJunit,
  },
  {
    name: 'github',
    what: 'annotations on the files of a pull request, ten of a severity, the worst first',
    load: async () => (await import('./print-github.ts')).printGithub,
  },
  {
    name: 'markdown',
    what: 'for the summary of a GitHub job, cut to what GitHub takes',
    load: async () => (await import('./print-markdown.ts')).printMarkdown,
  },
  {
    name: 'comment',
    what: 'the same, cut to what a comment on a pull request holds',
    load: async () => (await import('./print-markdown.ts')).printComment,
  },
] as const satisfies readonly CheckFormat[]

export type CheckFormatName = (typeof checkFormats)[number]['name']

export const checkFormatNames: readonly CheckFormatName[] = checkFormats.map(({ name }) => name)

/** Prints a report in one of the formats. */
export async function printCheckReport(
  report: CheckReport,
  name: CheckFormatName,
  options: PrintOptions,
): Promise<string> {
  const format = checkFormats.find((one) => one.name === name)
  if (format === undefined) throw new TypeError(`there is no format ${name}`)
  const print = await format.load()
  return print(report, options)
}
