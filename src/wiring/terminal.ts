import type { Questions } from '../ports/questions.ts'

/** What a front end may do with the world around it, apart from the adapters it chooses. */
export interface Terminal {
  /** The report: stdout. Ends lines itself: `text` ends in a line break. */
  out(text: string): void
  /** Everything else: stderr. */
  err(text: string): void
  /** A line on stderr that says what takes long and that the next output replaces; left out where no person is watching. */
  readonly progress?: (text: string) => void
  /** Whether stdout shows colours. */
  readonly colours: boolean
  /** Whether a person can be asked: stdin and stderr are terminals, and nothing says that this is CI. */
  readonly interactive: boolean
  /** Starts asking, where a person can be asked. */
  questions?(): Promise<Questions>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Aborted on SIGINT and SIGTERM; then the run ends with status 130. */
  readonly signal: AbortSignal
}
