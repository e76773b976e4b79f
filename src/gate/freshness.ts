import { millisecondsOf } from '../model/days.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import type { Moment } from './moment-of-judgement.ts'

/** Until when an approval would be of something else; or why that is not known. */
export type LastChange =
  | { readonly known: true; readonly atMs: number }
  | { readonly known: false; readonly why: string }

/**
 * The last time the server saw the head or the base change. The commit of a review alone proves nothing, because the forge can
 * re-bind reviews to a new head; dates in commits prove nothing, because whoever writes a commit chooses them.
 * The newest entry that moves the head must lead to the present head: else the list is behind, and nothing is fresh.
 */
export function lastChangeOf({ headChanges, pull }: PullRequestFacts, { untilMs }: Moment): LastChange {
  if (pull.head.repositoryId === null && !pull.merged) {
    return { known: false, why: 'the repository of the head was deleted, so its pushes cannot be read' }
  }
  if (!headChanges.known) return { known: false, why: `when the head changed could not be read: ${headChanges.why}` }
  const changes = headChanges.value
    .map((change) => ({ ...change, atMs: millisecondsOf(change.at) }))
    .filter(({ atMs }) => atMs <= untilMs)
  const moves = changes.filter(({ kind }) => kind !== 'base-changed')
  const newestMs = latest(moves)
  if (!moves.some(({ atMs, after }) => atMs === newestMs && after === pull.head.sha)) {
    return { known: false, why: 'when the head got to its present commit is not known' }
  }
  return { known: true, atMs: Math.max(latest(changes), millisecondsOf(pull.createdAt)) }
}

/**
 * The last time the title changed, in ms since 1970, where a rule looks at the title: whoever rewrites it after an approval chooses the
 * rules that the approval was given under. Minus infinity where none does, or it never changed.
 */
export function titleChangeOf({ pull }: PullRequestFacts, { untilMs }: Moment, rules: readonly GateRule[]): number {
  if (!rules.some(({ when }) => when?.title !== undefined || when?.not?.title !== undefined))
    return Number.NEGATIVE_INFINITY
  return latest(pull.titleChanges.map(({ at }) => ({ atMs: millisecondsOf(at) })).filter(({ atMs }) => atMs <= untilMs))
}

const latest = (changes: readonly { readonly atMs: number }[]): number =>
  changes.reduce((newest, { atMs }) => Math.max(newest, atMs), Number.NEGATIVE_INFINITY)
