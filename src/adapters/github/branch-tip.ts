import { ForgeRefused } from '../../model/forge-fault.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { malformed, toObject, toSha } from './json.ts'

/**
 * Tip of a branch; undefined where there is none. Asked by its full name among the refs: the endpoint for branches would
 * answer for the new name of a renamed branch. "No such branch" and "you may not see the repository" are both 404, so the
 * repository is asked for then.
 * @throws ForgeRefused, ForgeUnreachable
 */
export async function readBranchTip(
  session: Session,
  { owner, name }: RepositoryName,
  branch: string,
): Promise<string | undefined> {
  const about = `${owner}/${name}, branch ${branch}`
  try {
    const { data } = await session.ask(endpoints.ref, { owner, repo: name, ref: `heads/${branch}` }, about)
    const answer = toObject(data, 'a branch')
    if (answer['ref'] !== `refs/heads/${branch}`) throw malformed('a branch', 'the one that was asked for')
    return toSha(toObject(answer['object'], 'the tip of a branch')['sha'], 'the tip of a branch')
  } catch (error) {
    // 409: a repository without a commit.
    if (!(error instanceof ForgeRefused) || (error.status !== 404 && error.status !== 409)) throw error
    await session.ask(endpoints.repository, { owner, repo: name }, `${owner}/${name}`)
    return undefined
  }
}
