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
  readonly outputs?: Readonly<Record<string, string>>
}
