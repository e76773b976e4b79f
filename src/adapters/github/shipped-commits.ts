import type { DeploymentFacts } from '../../model/facts.ts'
import { ForgeRefused, ForgeUnreachable } from '../../model/forge-fault.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, malformed, toCount, toList, toObject, toSha, toText } from './json.ts'
import { pagesOf } from './pages.ts'
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
    const comparison = await compare(session, repository, `${previousSha}...${sha}`)
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

interface Comparison {
  readonly status: string
  readonly total: number
  readonly firstParents: ReadonlyMap<string, string | undefined>
}

async function compare(session: Session, { owner, name }: RepositoryName, basehead: string): Promise<Comparison> {
  const about = `${owner}/${name}, ${basehead}`
  const firstParents = new Map<string, string | undefined>()
  let status = ''
  let total = 0
  const question = {
    endpoint: endpoints.compare,
    parameters: { owner, repo: name, basehead },
    about,
    entriesOf(data: unknown) {
      const answer = toObject(data, 'a comparison')
      status = toText(answer['status'], 'the status of a comparison', 20)
      total = toCount(answer['total_commits'], 'the number of commits of a comparison')
      return answer['commits']
    },
  }
  for await (const entries of pagesOf(session, question)) {
    for (const entry of entries) {
      const commit = toObject(entry, 'a commit')
      const [first] = toList(commit['parents'], 'the parents of a commit')
      const parent = isObject(first) ? toSha(first['sha'], 'a parent of a commit') : undefined
      firstParents.set(toSha(commit['sha'], 'the id of a commit'), parent)
    }
    if (firstParents.size >= total) break
  }
  if (total > 0 && status === 'identical') throw malformed('the status of a comparison', 'that of its commits')
  return { status, total, firstParents }
}

function firstParentLine({ firstParents, total }: Comparison, sha: string): Shipped['commits'] {
  if (firstParents.size !== total || !firstParents.has(sha)) {
    return notKnown(`The comparison has ${total} commits, and ${firstParents.size} of them could be listed.`)
  }
  const line: string[] = []
  for (let at: string | undefined = sha; at !== undefined && firstParents.has(at); at = firstParents.get(at)) {
    if (line.length >= total) return notKnown('The commits of the comparison go in circles.')
    line.push(at)
  }
  return { known: true, value: line.reverse() }
}
