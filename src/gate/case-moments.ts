import { millisecondsOf } from '../model/days.ts'

/** Commits and moments of a case: opened, early reviews, pushes, late reviews, the decision. RFC 3339, UTC. */
export interface CaseMoments {
  readonly head: string
  readonly oldHead: string
  readonly base: string
  readonly opened: string
  early(index: number): string
  pushed(index: number): string
  late(index: number): string
  readonly dismissed: string
  readonly labelled: string
  readonly merged: string
  readonly collected: string
}

const minuteMs = 60_000

/** @param day on which it begins @param waitedMinutes between the last thing that happened and the decision */
export function caseMoments(day: string, waitedMinutes: number): CaseMoments {
  const startMs = millisecondsOf(`${day}T06:00:00Z`)
  const at = (minutes: number) => new Date(startMs + minutes * minuteMs).toISOString().replace('.000Z', 'Z')
  // Lists have at most some hundreds of each list fit between two of these.
  return {
    head: 'a'.repeat(40),
    oldHead: 'b'.repeat(40),
    base: 'c'.repeat(40),
    opened: at(0),
    early: (index) => at(1 + index / 10),
    labelled: at(70),
    pushed: (index) => at(100 + index),
    late: (index) => at(200 + index / 10),
    dismissed: at(270),
    merged: at(280 + waitedMinutes),
    collected: at(280 + waitedMinutes),
  }
}
