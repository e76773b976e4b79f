import { type Day, dayOf, millisecondsOf } from '../model/days.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'

/** As of when a pull request is judged: a merged one as of its merge, so that nothing done later mends or breaks it. */
export interface Moment {
  /** Milliseconds since 1970, UTC: what happened later is left out. Infinity for an open pull request. */
  readonly untilMs: number
  /** The day on which roles and people are looked at, in the time zone of the program. */
  readonly day: Day
}

export function momentOfJudgement({ pull, collectedAt }: PullRequestFacts, model: ProgramModel): Moment {
  const merged = pull.merged ? (pull.mergedAt ?? undefined) : undefined
  return {
    untilMs: merged === undefined ? Number.POSITIVE_INFINITY : millisecondsOf(merged),
    day: dayOf(merged ?? collectedAt, model.programs[0]?.value.timezone),
  }
}
