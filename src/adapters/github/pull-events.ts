import type { ForgeAccount, HeadChange, Reading } from '../../model/facts.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { isObject, isSha, type JsonObject, toId, toInstant, toObject, toText } from './json.ts'
import { wholeList } from './pages.ts'
import type { PullPlace } from './pull-question.ts'
import { NotKnown, readingOf } from './reading.ts'

export interface Dismissal {
  readonly id: number
  readonly reviewId: number
  readonly by: ForgeAccount | null
  readonly at: string
  readonly stateBefore: 'approved' | 'changes-requested' | 'unknown'
}

/** A label was set or taken away. */
export interface LabelEvent {
  readonly id: number
  readonly name: string
  readonly set: boolean
  readonly by: ForgeAccount | null
  readonly at: string
}

/** What happened to a pull request and matters to a decision, each list by time. */
export type PullEvent =
  | { readonly kind: 'head'; readonly change: HeadChange }
  | { readonly kind: 'dismissal'; readonly dismissal: Dismissal }
  | { readonly kind: 'label'; readonly label: LabelEvent }
  | { readonly kind: 'title'; readonly change: { readonly at: string; readonly by: ForgeAccount | null } }

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

const labelEvents = new Map<unknown, boolean>([
  ['labeled', true],
  ['unlabeled', false],
])

const statesBefore = new Map<unknown, Dismissal['stateBefore']>([
  ['approved', 'approved'],
  ['changes_requested', 'changes-requested'],
])

/**
 * The events of a pull request, all pages. Not its timeline: that one leaves out when the base was changed (GitHub
 * documentation, "Issue event types"), and the pages of commits, comments and reviews that it adds are read elsewhere.
 */
export function readPullEvents(
  session: Session,
  { parameters, number, about }: PullPlace,
): Promise<Reading<PullEvent>> {
  return readingOf(async () => {
    const question = { endpoint: endpoints.pullEvents, parameters: { ...parameters, issue_number: number }, about }
    const entries = (await wholeList(session, question)).map((entry) => toObject(entry, 'an event'))
    // A list that shifts while it is read shows an entry twice, and may have hidden another.
    if (new Set(entries.map(({ id }) => toId(id, 'the id of an event'))).size !== entries.length) {
      return new NotKnown('The list of events changed while it was read. Run it again.')
    }
    return entries.flatMap(toPullEvent)
  })
}

export const dismissalsOf = (events: Reading<PullEvent>): Reading<Dismissal> =>
  events.known
    ? { known: true, value: events.value.flatMap((event) => (event.kind === 'dismissal' ? [event.dismissal] : [])) }
    : events

function toPullEvent(event: JsonObject): readonly PullEvent[] {
  const { event: name } = event
  const headKind = headEvents.get(name)
  const setsLabel = labelEvents.get(name)
  if (headKind === undefined && setsLabel === undefined && name !== 'review_dismissed' && name !== 'renamed') return []
  const id = toId(event['id'], 'the id of an event')
  const at = toInstant(event['created_at'], 'when an event happened')
  const by = accountIn(event, 'actor', 'who caused an event')
  if (headKind !== undefined) {
    const after = headKind === 'force-push' && isSha(event['commit_id']) ? event['commit_id'] : null
    return [{ kind: 'head', change: { kind: headKind, at, by, after, source: 'timeline', id: String(id) } }]
  }
  if (setsLabel !== undefined) {
    const label = toText(toObject(event['label'], 'the label of an event')['name'], 'the name of a label', 1000)
    return [{ kind: 'label', label: { id, name: label, set: setsLabel, by, at } }]
  }
  if (name === 'renamed') return [{ kind: 'title', change: { at, by } }]
  const dismissed = isObject(event['dismissed_review']) ? event['dismissed_review'] : {}
  const reviewId = toId(dismissed['review_id'], 'the review that was dismissed')
  const stateBefore = statesBefore.get(dismissed['state']) ?? 'unknown'
  return [{ kind: 'dismissal', dismissal: { id, reviewId, by, at, stateBefore } }]
}
