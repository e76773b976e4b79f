import type { ForgeAccount, HeadChange, Reading } from '../../model/facts.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, isSha, type JsonObject, toId, toInstant, toObject } from './json.ts'
import { wholeList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { readingOf } from './reading.ts'

export interface Dismissal {
  readonly id: number
  readonly reviewId: number
  readonly by: ForgeAccount | null
  readonly at: string
  readonly stateBefore: 'approved' | 'changes-requested' | 'unknown'
}

/** One entry of the timeline that a decision needs. */
export type TimelineEntry =
  | { readonly kind: 'head'; readonly change: HeadChange }
  | { readonly kind: 'dismissal'; readonly dismissal: Dismissal }

/**
 * Events after which an approval is of something else. The base moves for the reviewer also when it is chosen anew by
 * the forge (its branch was merged and deleted) or rewritten.
 */
const headEvents = new Map<unknown, HeadChange['kind']>([
  ['head_ref_force_pushed', 'force-push'],
  ['base_ref_changed', 'base-changed'],
  ['automatic_base_change_succeeded', 'base-changed'],
  ['base_ref_force_pushed', 'base-changed'],
])

const statesBefore = new Map<unknown, Dismissal['stateBefore']>([
  ['approved', 'approved'],
  ['changes_requested', 'changes-requested'],
])

/** The timeline, all pages; events without a meaning here (comments, labels, commits ...) are left out. */
export function readTimeline(
  session: Session,
  { pull, parameters, about }: PullQuestion,
): Promise<Reading<TimelineEntry>> {
  return readingOf(async () => {
    const entries = await wholeList(session, {
      endpoint: endpoints.timeline,
      parameters: { ...parameters, issue_number: pull.facts.number },
      about,
    })
    return entries.flatMap((entry) => toTimelineEntry(toObject(entry, 'an event of the timeline')))
  })
}

function toTimelineEntry(event: JsonObject): readonly TimelineEntry[] {
  const kind = headEvents.get(event['event'])
  if (kind === undefined && event['event'] !== 'review_dismissed') return []
  const id = toId(event['id'], 'the id of an event')
  const at = toInstant(event['created_at'], 'when an event happened')
  const by = accountIn(event, 'actor', 'who caused an event')
  if (kind !== undefined) {
    const after = kind === 'force-push' && isSha(event['commit_id']) ? event['commit_id'] : null
    return [{ kind: 'head', change: { kind, at, by, after, source: 'timeline', id: String(id) } }]
  }
  const dismissed = isObject(event['dismissed_review']) ? event['dismissed_review'] : {}
  const reviewId = toId(dismissed['review_id'], 'the review that was dismissed')
  const stateBefore = statesBefore.get(dismissed['state']) ?? 'unknown'
  return [{ kind: 'dismissal', dismissal: { id, reviewId, by, at, stateBefore } }]
}
