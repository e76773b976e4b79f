import type { ExitStatus } from '../model/exit-status.ts'
import type { Terminal } from '../wiring/terminal.ts'
import type { Inputs } from './inputs.ts'

/** What a mode works with. */
export interface ActionContext {
  readonly inputs: Inputs
  /** The checked-out repository; a gate works without. */
  readonly workspace: string
  readonly event: { readonly name: string; readonly payload: unknown }
  /** Environment with the token and the log key where the contexts look for them; `out` prints to the log of the job. */
  readonly terminal: Terminal
}

/** Names of all outputs, as action.yml has them. */
export const outputNames = [
  'verdict',
  'summary',
  'approvers',
  'decision',
  'missing',
  'findings',
  'reports',
  'checkpoint',
  'exit-code',
] as const
export type Outputs = Readonly<Partial<Record<(typeof outputNames)[number], string>>>

/** What a mode ended with; the entry turns it into outputs, the summary and the exit status. */
export interface ModeResult {
  /** Exit status that the command line would have given. */
  readonly status: ExitStatus
  /** Whether the job fails. */
  readonly fails: boolean
  readonly verdict: string
  /** One line. Text of people inside is not escaped. */
  readonly summary: string
  /** Markdown for the job summary. */
  readonly page: string
  /** Commands that put annotations on files; left out: the summary is one where the job fails. */
  readonly annotations?: string
  /** Those of this mode beside the verdict, the summary and the exit status. */
  readonly outputs?: Outputs
}
