/**
 * What a reader of a format found. `doubts` say why it is not known whether all of it is there; with any of them nothing is
 * ever a pass. One sentence each, without a full stop.
 */
export interface Findings {
  readonly doubts: readonly string[]
  /** When it began and ended, as the file says; null where it does not. */
  readonly from: string | null
  readonly to: string | null
}

export interface TestReading extends Findings {
  readonly tool: string | null
  readonly tests: number
  readonly passed: number
  readonly failed: number
  readonly errors: number
  readonly skipped: number
}

export interface CoverageReading extends Findings {
  readonly lines: Reached
  /** null where the file says nothing of branches. */
  readonly branches: Reached | null
}

export interface Reached {
  readonly total: number
  readonly covered: number
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'informational' | 'unrated'

/** An item of the dataset `findings`, from a scanner that knows no times. */
export interface ScanFinding {
  readonly check: string
  readonly resource: string | null
  readonly severity: Severity
  readonly status: 'passed' | 'failed' | 'not-evaluated' | 'suppressed'
  readonly openedAt: null
  readonly closedAt: null
}

/** What one tool found. */
export interface ScanReading extends Findings {
  readonly tool: string
  readonly toolVersion: string | null
  /** What was scanned, as far as the file says. */
  readonly scope: string
  /** How many resources were looked at; null where the file does not say. */
  readonly resources: number | null
  readonly findings: readonly ScanFinding[]
  /** Checks that the tool says it has, whether or not it found anything. */
  readonly checks: readonly string[]
  /** Whose checks they are, where criteria are known for them, such as `aws`. */
  readonly provider: string | null
}

/** The earliest and the latest of moments, which compare as text. */
export class Span {
  from: string | null = null
  to: string | null = null

  add(moment: string): void {
    if (this.from === null || moment < this.from) this.from = moment
    if (this.to === null || moment > this.to) this.to = moment
  }
}
