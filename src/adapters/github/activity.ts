import type { ForgeAccount, HeadChange, Reading } from '../../model/facts.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isSha, malformed, toId, toInstant, toObject } from './json.ts'
import { pagesOf } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { NotKnown, notKnown, readingOf } from './reading.ts'

/** A move of the branch that the server saw. */
export interface BranchMove {
  readonly id: number
  readonly kind: HeadChange['kind']
  readonly at: string
  readonly by: ForgeAccount | null
  /** null: the branch was made. */
  readonly before: string | null
  /** null: the branch was deleted. */
  readonly after: string | null
}

const kinds = new Map<unknown, HeadChange['kind']>([
  ['push', 'push'],
  ['force_push', 'force-push'],
  // The branch is made anew, or another pull request is merged into it: commits come as by a push.
  ['branch_creation', 'push'],
  ['pr_merge', 'push'],
  ['merge_queue_merge', 'push'],
])

/**
 * Moves of the head's branch, oldest first: those since the pull request was opened (in the same second: since) and the last
 * one before. Of a merged or closed pull request only those until then: the name may have been used again. Asked of the
 * repository of the head, whose token this may not be.
 */
export function readBranchMoves(session: Session, { pull, about }: PullQuestion): Promise<Reading<BranchMove>> {
  const { headRepository, facts, closedAt } = pull
  if (headRepository === null) {
    return Promise.resolve(notKnown('The repository of the head was deleted, and with it the record of its pushes.'))
  }
  const openedMs = Date.parse(facts.createdAt)
  const ended = facts.mergedAt ?? closedAt
  const endedMs = ended === null ? Number.POSITIVE_INFINITY : Date.parse(ended)
  return readingOf(async () => {
    const newestFirst: BranchMove[] = []
    const question = {
      endpoint: endpoints.activity,
      parameters: { owner: headRepository.owner, repo: headRepository.name, ref: `refs/heads/${facts.head.ref}` },
      about,
      byCursor: true,
    }
    for await (const entries of pagesOf(session, question)) {
      newestFirst.push(...entries.map(toMove))
      const oldest = newestFirst.at(-1)
      if (oldest !== undefined && Date.parse(oldest.at) < openedMs) break
    }
    const moves = newestFirst.toReversed().filter(({ at }) => Date.parse(at) <= endedMs)
    if (moves.some((move, index) => Date.parse(move.at) < Date.parse(moves[index - 1]?.at ?? move.at))) {
      return new NotKnown('The pushes to the branch are not listed in the order of time.')
    }
    const since = moves.findIndex(({ at }) => Date.parse(at) >= openedMs)
    const needed = moves.slice(Math.max(0, (since < 0 ? moves.length : since) - 1))
    // Each move starts where the one before ended; else somebody pushed who is not listed.
    const gap = needed.some((move, index) => index > 0 && move.before !== (needed[index - 1]?.after ?? null))
    return gap ? new NotKnown('The list of pushes to the branch has a gap.') : needed
  })
}

export function toMove(entry: unknown): BranchMove {
  const activity = toObject(entry, 'a push')
  return {
    id: toId(activity['id'], 'the id of a push'),
    kind: kinds.get(activity['activity_type']) ?? 'unknown',
    at: toInstant(activity['timestamp'], 'when a push happened'),
    by: accountIn(activity, 'actor', 'who pushed'),
    before: toTip(activity['before'], 'the commit before a push'),
    after: toTip(activity['after'], 'the commit after a push'),
  }
}

/** Zeros stand for no branch. */
function toTip(value: unknown, what: string): string | null {
  if (isSha(value)) return value
  if (typeof value === 'string' && /^0{40}(0{24})?$/.test(value)) return null
  throw malformed(what, 'a git object id')
}
