import type { Reading } from '../../model/facts.ts'
import type { ListedPull, RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toInstant, toObject } from './json.ts'
import { pagesOf, wholeList } from './pages.ts'
import { toListedPull } from './pull.ts'
import { NotKnown, readingOf } from './reading.ts'

/** See `Forge.openPullRequests`. */
export async function listOpenPulls(
  session: Session,
  { owner, name }: RepositoryName,
  base: string,
): Promise<readonly ListedPull[]> {
  const entries = await wholeList(session, {
    endpoint: endpoints.pulls,
    // The oldest first: one that is opened meanwhile comes last and moves none.
    parameters: { owner, repo: name, base, state: 'open', sort: 'created', direction: 'asc' },
    about: `${owner}/${name}, base ${base}`,
  })
  return byNumber(entries.map(toListedPull))
}

/** See `Forge.openPullsFrom`. */
export async function listPullsFrom(
  session: Session,
  { owner, name }: RepositoryName,
  headOwner: string,
  branch: string,
): Promise<readonly ListedPull[]> {
  const entries = await wholeList(session, {
    endpoint: endpoints.pulls,
    parameters: { owner, repo: name, head: `${headOwner}:${branch}`, state: 'open' },
    about: `${owner}/${name}, from ${headOwner}:${branch}`,
  })
  return byNumber(entries.map(toListedPull))
}

/** See `Forge.pullsOfCommit`. */
export async function listPullsOfCommit(
  session: Session,
  { owner, name }: RepositoryName,
  sha: string,
): Promise<readonly ListedPull[]> {
  const entries = await wholeList(session, {
    endpoint: endpoints.commitPulls,
    parameters: { owner, repo: name, commit_sha: sha },
    about: `${owner}/${name}, commit ${sha.slice(0, 12)}`,
  })
  return byNumber(entries.map(toListedPull))
}

/** One that is closed or reopened meanwhile shifts the rest: each is given once. */
const byNumber = (pulls: readonly ListedPull[]): readonly ListedPull[] =>
  [...new Map(pulls.map((pull) => [pull.number, pull])).values()].sort((a, b) => a.number - b.number)

/**
 * See `Forge.mergedPullRequests`. Closed pull requests by their last change, newest first, until one that did not change
 * since: a merge is a change. One that changes while the list is read jumps to its front, so the front is read again until
 * it shows nothing new.
 */
export function listMergedPulls(
  session: Session,
  { owner, name }: RepositoryName,
  base: string,
  sinceAt: string,
): Promise<Reading<ListedPull>> {
  const sinceMs = Date.parse(sinceAt)
  const question = {
    endpoint: endpoints.pulls,
    parameters: { owner, repo: name, base, state: 'closed', sort: 'updated', direction: 'desc' },
    about: `${owner}/${name}, base ${base}`,
  }
  return readingOf(async () => {
    const found = new Map<number, ListedPull>()
    async function readUntil(known: (pull: ListedPull, updatedMs: number) => boolean): Promise<number> {
      let pages = 0
      for await (const entries of pagesOf(session, question)) {
        pages += 1
        for (const entry of entries) {
          const pull = toListedPull(entry)
          const updatedMs = Date.parse(toInstant(toObject(entry, 'a pull request')['updated_at'], 'its last change'))
          if (known(pull, updatedMs)) return pages
          found.set(pull.number, pull)
        }
      }
      return pages
    }
    const changedBefore = (_pull: ListedPull, updatedMs: number) => updatedMs < sinceMs
    let pages = await readUntil(changedBefore)
    for (let again = 0; pages > 1; again += 1) {
      if (again === 5) return new NotKnown('The list of merged pull requests keeps changing while it is read.')
      const seen = new Set(found.keys())
      let fresh = 0
      await readUntil((pull, updatedMs) => {
        const isOld = seen.has(pull.number) || changedBefore(pull, updatedMs)
        if (!isOld) fresh += 1
        return isOld
      })
      if (fresh === 0) pages = 0
    }
    return [...found.values()]
      .filter(({ base: to, mergedAt }) => to === base && mergedAt !== undefined && Date.parse(mergedAt) >= sinceMs)
      .sort((a, b) => Date.parse(a.mergedAt ?? '') - Date.parse(b.mergedAt ?? '') || a.number - b.number)
  })
}
