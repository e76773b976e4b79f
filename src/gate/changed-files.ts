import type { ChangedFile, PullRequestFacts } from '../model/facts.ts'

/** The changed files, or why they are not all known: a list that was cut hides files. */
export function filesOf({ files, pull }: PullRequestFacts): readonly ChangedFile[] | string {
  if (!files.known) return `the changed files could not be read: ${files.why}`
  if (files.value.length === pull.totals.changedFiles) return files.value
  return `${files.value.length} changed files were read, the pull request has ${pull.totals.changedFiles}`
}
