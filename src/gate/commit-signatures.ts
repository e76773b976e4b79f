import type { Commit, PullRequestFacts } from '../model/facts.ts'

/** The commits without a signature that the forge verified; a sentence where not every commit is known. */
export function unsignedCommits({ commits, pull }: PullRequestFacts): readonly Commit[] | string {
  if (!commits.known) return `the commits could not be read: ${commits.why}`
  const different = new Set(commits.value.map(({ sha }) => sha)).size
  if (different === 0 || different !== pull.totals.commits) {
    return `${different} commits were read, the pull request has ${pull.totals.commits}`
  }
  return commits.value.filter(({ signatureVerified }) => !signatureVerified)
}

/** Whether every commit has a signature that the forge verified; a sentence where that is not known. */
export function areCommitsSigned(facts: PullRequestFacts): boolean | string {
  const unsigned = unsignedCommits(facts)
  return typeof unsigned === 'string' ? unsigned : unsigned.length === 0
}
