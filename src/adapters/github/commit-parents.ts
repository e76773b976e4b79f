import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, toList, toObject, toSha } from './json.ts'

/** Parents of a commit, the first parent first. @throws ForgeRefused, ForgeUnreachable */
export async function readParents(
  session: Session,
  { owner, name }: RepositoryName,
  sha: string,
): Promise<readonly string[]> {
  const about = `${owner}/${name}, commit ${sha.slice(0, 12)}`
  const { data } = await session.ask(endpoints.commit, { owner, repo: name, commit_sha: sha }, about)
  return toList(toObject(data, 'a commit')['parents'], 'the parents of a commit').map((parent) =>
    toSha(isObject(parent) ? parent['sha'] : undefined, 'a parent of a commit'),
  )
}
