import type { ChangedFile, PullRequestFacts, Reading } from '../../model/facts.ts'
import { ownersOf, readCodeOwners } from '../../read/code-owners.ts'

/** Teams, as `organisation/team-slug`, that own one of the changed files by either of its names; none where that is not known. */
export function teamsThatOwn(
  files: Reading<ChangedFile>,
  codeOwners: PullRequestFacts['codeOwners'],
): readonly string[] {
  const [owned] = codeOwners.known ? codeOwners.value : []
  if (!files.known || owned === undefined) return []
  const { lines } = readCodeOwners(owned.path, owned.text)
  const paths = files.value.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]))
  const owners = paths.flatMap((path) => ownersOf(lines, path) ?? [])
  const teams = [...new Set(owners)].filter((owner) => owner.startsWith('@') && owner.includes('/'))
  return teams.map((owner) => owner.slice(1)).sort()
}
