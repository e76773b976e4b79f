import type { Readable } from '../../model/facts.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import { toMove } from './activity.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { pagesOf } from './pages.ts'
import { NotKnown, readableOf } from './reading.ts'

/** See `Forge.branchTipAt`. The list is newest first; the first move that is older says where the branch was. */
export function readTipAt(
  session: Session,
  { owner, name }: RepositoryName,
  branch: string,
  at: string,
): Promise<Readable<string | null>> {
  const untilMs = Date.parse(at)
  return readableOf<string | null>(async () => {
    const question = {
      endpoint: endpoints.activity,
      parameters: { owner, repo: name, ref: `refs/heads/${branch}` },
      about: `${owner}/${name}, branch ${branch}`,
      byCursor: true,
    }
    // Each move starts where the one before ended; else one is missing, and it may be the one that is looked for.
    let next: { readonly before: string | null } | undefined
    for await (const entries of pagesOf(session, question)) {
      for (const move of entries.map(toMove)) {
        if (next !== undefined && next.before !== move.after)
          return new NotKnown(`The list of pushes to ${branch} has a gap.`)
        if (Date.parse(move.at) < untilMs) return move.after
        next = move
      }
    }
    // The move that made the branch is the oldest there can be.
    return next?.before === null ? null : new NotKnown(`The list of pushes to ${branch} does not reach back to ${at}.`)
  })
}
