import { millisecondsOf } from '../model/days.ts'
import type { ForgeAccount, PullRequestFacts } from '../model/facts.ts'

/** State of a run through the events. */
export interface World {
  facts: PullRequestFacts
  atMs: number
  readonly notes: Set<string>
  readonly account: (name: string) => ForgeAccount
}

/** An event that cannot happen, as what is thrown inside. */
export class Impossible extends Error {
  override readonly name = 'Impossible'
}

/** When the newest thing in the facts happened, in milliseconds since 1970. */
export function newestMs({ collectedAt, reviews, headChanges }: PullRequestFacts): number {
  const moments = [
    collectedAt,
    ...(reviews.known ? reviews.value.flatMap(({ submittedAt }) => submittedAt ?? []) : []),
    ...(headChanges.known ? headChanges.value.map(({ at }) => at) : []),
  ]
  return moments.reduce((newest, moment) => Math.max(newest, millisecondsOf(moment)), 0)
}

/** RFC 3339 to the second. */
export const momentText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
