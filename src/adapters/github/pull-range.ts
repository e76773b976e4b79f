import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { type JsonObject, malformed, toCount, toList, toObject, toSha } from './json.ts'
import { pagesOf } from './pages.ts'

/** What a pull request brings, as seen from a commit of its base. */
export interface PullRange {
  readonly mergeBase: string
  /** Commits of the second that are not in the history of the first, on any line of parents, all of them. */
  readonly commits: readonly JsonObject[]
}

/** One answer without pages holds so many commits (GitHub REST documentation, "Compare two commits"). */
const wholeUpTo = 250

/**
 * Compares two commits by their ids. Not by names of branches: a tag may have the same name, and whoever sets it would choose
 * what is compared.
 * @param expected about how many commits there will be: few come in one answer, many by pages
 * @throws ForgeRefused, ForgeUnreachable also where the list is shorter than its total
 */
export async function readPullRange(
  session: Session,
  { owner, name }: RepositoryName,
  [base, head]: readonly [string, string],
  expected: number,
): Promise<PullRange> {
  const about = `${owner}/${name}, ${base.slice(0, 12)}...${head.slice(0, 12)}`
  const parameters = { owner, repo: name, basehead: `${base}...${head}` }
  let first: JsonObject | undefined
  const entriesOf = (data: unknown) => {
    const comparison = toObject(data, 'a comparison')
    first ??= comparison
    return toList(comparison['commits'], 'the commits of a comparison')
  }
  const commits: unknown[] = []
  if (expected < wholeUpTo) commits.push(...entriesOf((await session.ask(endpoints.compare, parameters, about)).data))
  else {
    for await (const entries of pagesOf(session, { endpoint: endpoints.compare, parameters, about, entriesOf })) {
      commits.push(...entries)
      if (commits.length >= totalOf(first)) break
    }
  }
  if (commits.length !== totalOf(first)) throw malformed('the list of commits of a comparison', 'as long as it says')
  return {
    mergeBase: toSha(toObject(first?.['merge_base_commit'], 'the merge base')['sha'], 'the merge base'),
    commits: commits.map((commit) => toObject(commit, 'a commit')),
  }
}

const totalOf = (comparison: JsonObject | undefined): number =>
  toCount(comparison?.['total_commits'], 'the number of commits of a comparison')
