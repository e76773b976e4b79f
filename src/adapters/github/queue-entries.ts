import type { QueueEntry, RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toList, toObject, toSha, toText } from './json.ts'

/**
 * See `Forge.queueEntries`. The branches are GitHub's own and nobody may push to them; their names end in `pr-NUMBER-SHA`.
 * @see https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export async function listQueueEntries(
  session: Session,
  { owner, name }: RepositoryName,
  base: string,
): Promise<readonly QueueEntry[]> {
  const folder = `heads/gh-readonly-queue/${base}/`
  // The list has no pages. One that were cut all the same would leave commits that no entry names, and they are refused.
  const about = `${owner}/${name}, branch ${base}`
  const { data } = await session.ask(endpoints.queueRefs, { owner, repo: name, ref: folder }, about)
  const found = toList(data, 'the branches of a merge queue').flatMap((entry): readonly QueueEntry[] => {
    const ref = toObject(entry, 'a ref')
    const path = toText(ref['ref'], 'the name of a ref', 1000)
    const own = path.startsWith(`refs/${folder}`) ? path.slice(`refs/${folder}`.length) : ''
    const number = /^pr-([1-9][0-9]{0,9})-[0-9a-f]{40}$/.exec(own)?.[1]
    if (number === undefined) return []
    return [{ number: Number(number), sha: toSha(toObject(ref['object'], 'the tip of a ref')['sha'], 'its tip') }]
  })
  return found.toSorted((a, b) => a.number - b.number)
}
