import type { ChangedFile, PullRequestFacts } from '../model/facts.ts'
import { rememberedBy } from './remembered-by.ts'

/** The changed files, or why they are not all known: a list that was cut hides files. */
export const filesOf = rememberedBy(({ files, pull }: PullRequestFacts): readonly ChangedFile[] | string => {
  if (!files.known) return `the changed files could not be read: ${files.why}`
  const paths = new Set<string>()
  for (const { path } of files.value) {
    // One that is listed twice fills the count of another that is not listed.
    if (paths.has(path)) return `${path} is listed twice among the changed files`
    paths.add(path)
  }
  if (files.value.length === pull.totals.changedFiles) return files.value
  return `${files.value.length} changed files were read, the pull request has ${pull.totals.changedFiles}`
})
