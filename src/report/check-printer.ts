import type { CheckReport } from './check-report.ts'

export interface PrintOptions {
  readonly colours: boolean
  /** Leaves out what does not decide: warnings, waived findings, notes. Formats for programs always have everything. */
  readonly quiet?: boolean
  /** Text of a file of the program, for code frames and for where in a record a place is. */
  textOf(file: string): string | undefined
}

/** A report as text that ends in a line break; empty where a format has nothing to say. Throws nothing. */
export type CheckPrinter = (report: CheckReport, options: PrintOptions) => string
