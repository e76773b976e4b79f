import { LogObjectMissing } from './git-log-reading.ts'
import { GitObjectsUnreadable } from './git-objects.ts'
import { GitFailed } from './git-process.ts'
import { OnlyTracked } from './log-place.ts'

/** What git or the repository could not give; anything else is a fault of the program and goes on. */
export function reasonOf(error: unknown): string {
  const known =
    error instanceof OnlyTracked ||
    error instanceof LogObjectMissing ||
    error instanceof GitObjectsUnreadable ||
    (error instanceof GitFailed && error.failure !== 'aborted')
  if (known) return error.message
  throw error
}
