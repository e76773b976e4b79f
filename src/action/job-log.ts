import { randomUUID } from 'node:crypto'

/** The log of a job. The runner reads it: lines of a certain form are commands to it. */
export interface JobLog {
  /** Prints text that may hold what people wrote; the runner obeys nothing in it. */
  text(text: string): void
  /** Lets the runner obey again: before commands of our own, and at the end of the run. */
  resume(): void
}

/**
 * A title such as `##[set-output name=verdict]approved` is a command anywhere in a line, `::` at its beginning. So from the
 * first text on the runner is told to obey nothing until it reads a token that nobody can guess.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
 */
export function jobLog(write: (text: string) => void): JobLog {
  let token: string | undefined
  return {
    text(text) {
      if (text === '') return
      if (token === undefined) {
        token = randomUUID()
        write(`::stop-commands::${token}\n`)
      }
      write(text.endsWith('\n') ? text : `${text}\n`)
    },
    resume() {
      if (token === undefined) return
      write(`::${token}::\n`)
      token = undefined
    },
  }
}
