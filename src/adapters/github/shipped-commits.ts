import type { DeploymentFacts } from '../../model/facts.ts'
import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'
import type { Comparison, RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { readComparison } from './comparison.ts'
import { notKnown, sentenceOf } from './reading.ts'

type Shipped = Pick<DeploymentFacts, 'commits' | 'redeployed'>

/**
 * First-parent commits of `sha` that are not in the history of `previousSha`, oldest first, and whether `sha` goes back to
 * (or is) an earlier one: from the comparison of the two, which lists commits of both lines of parents.
 */
export async function readShippedCommits(
  session: Session,
  repository: RepositoryName,
  sha: string,
  previousSha: string | null,
): Promise<Shipped> {
  if (previousSha === null) {
    return { redeployed: false, commits: notKnown('What was deployed before is not known.') }
  }
  if (previousSha === sha) return { redeployed: true, commits: { known: true, value: [] } }
  try {
    const comparison = await readComparison(session, repository, previousSha, sha)
    const { status } = comparison
    if (status === 'identical') return { redeployed: true, commits: { known: true, value: [] } }
    if (status === 'behind') {
      return { redeployed: true, commits: notKnown('It goes back to a commit that was deployed before.') }
    }
    const before = `${previousSha.slice(0, 12)}, which was deployed before,`
    if (status !== 'ahead') {
      return { redeployed: false, commits: notKnown(`${before} is not in the history of ${sha.slice(0, 12)}.`) }
    }
    return { redeployed: false, commits: firstParentLine(comparison, sha) }
  } catch (error) {
    if (!(error instanceof ForgeRefused) && !(error instanceof ForgeUnreachable)) throw error
    return { redeployed: false, commits: notKnown(sentenceOf(error)) }
  }
}

function firstParentLine({ commits }: Comparison, sha: string): Shipped['commits'] {
  if (!commits.known) return commits
  const total = commits.value.length
  const firstParents = new Map(commits.value.map((commit) => [commit.sha, commit.parents[0]]))
  if (!firstParents.has(sha))
    return notKnown(`The comparison has ${total} commits, and none of them is ${sha.slice(0, 12)}.`)
  const line: string[] = []
  for (let at: string | undefined = sha; at !== undefined && firstParents.has(at); at = firstParents.get(at)) {
    if (line.length >= total) return notKnown('The commits of the comparison go in circles.')
    line.push(at)
  }
  return { known: true, value: line.reverse() }
}
