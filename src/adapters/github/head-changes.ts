import type { HeadChange, Reading } from '../../model/facts.ts'
import { type BranchMove, readBranchMoves } from './activity.ts'
import type { Session } from './client.ts'
import { readFirstSight } from './first-sight.ts'
import type { ReadPull } from './pull.ts'
import type { PullEvent } from './pull-events.ts'
import type { PullQuestion } from './pull-question.ts'
import { notKnown } from './reading.ts'

/**
 * Every change of head and base that the server saw since the pull request was opened, by time.
 *
 * Where the pushes cannot be read (refused, a gap, or none of them leads to the present head) the first sight of the head by
 * a check or a status stands in for them. That says when, not by whom.
 *
 * @param reading events of the pull request, of which force-pushes and changes of the base are taken
 */
export async function readHeadChanges(
  session: Session,
  question: PullQuestion,
  reading: Promise<Reading<PullEvent>>,
): Promise<Reading<HeadChange>> {
  const { pull } = question
  const [moves, events] = await Promise.all([readBranchMoves(session, question), reading])
  if (!events.known) return events
  const told = events.value.flatMap((event) => (event.kind === 'head' ? [event.change] : []))
  if (pull.headRepository === null && !moves.known) return moves
  const listed = moves.known ? moves.value : []
  const pushes = listed.filter((move) => isSinceOpening(move, pull)).flatMap(toChange)
  const leadsToHead = listed.findLast(({ after }) => after !== null)?.after === pull.facts.head.sha
  if (leadsToHead) return inOrder([opened(pull, listed), ...pushes, ...told])
  const sight = await readFirstSight(session, question)
  if (!sight.known) return notKnown(`${moves.known ? 'No listed push leads to the head.' : moves.why} ${sight.why}`)
  return inOrder([opened(pull, []), ...pushes, ...sight.value, ...told])
}

const isSinceOpening = ({ at }: BranchMove, { facts }: ReadPull): boolean =>
  Date.parse(at) >= Date.parse(facts.createdAt)

/** A deletion brings no commit. */
function toChange({ id, kind, at, by, after }: BranchMove): readonly HeadChange[] {
  return after === null ? [] : [{ kind, at, by, after, source: 'activity', id: String(id) }]
}

/** `moves`: all that are known to be, the last one before the opening included; empty where they are not. */
function opened(pull: ReadPull, moves: readonly BranchMove[]): HeadChange {
  const { author, createdAt, number } = pull.facts
  const before = moves.filter((move) => !isSinceOpening(move, pull)).at(-1)
  const after = before?.after ?? moves.find((move) => isSinceOpening(move, pull))?.before ?? null
  return { kind: 'opened', at: createdAt, by: author, after, source: 'pull', id: String(number) }
}

const sources: readonly HeadChange['source'][] = ['pull', 'activity', 'timeline', 'check-suite', 'status']

/** By time; at one moment by source, then by id, so that the same answers give the same snapshot. */
function inOrder(changes: readonly HeadChange[]): Reading<HeadChange> {
  const value = changes.toSorted(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) ||
      sources.indexOf(a.source) - sources.indexOf(b.source) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
  return { known: true, value }
}
