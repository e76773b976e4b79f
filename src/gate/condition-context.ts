import type { PullRequestFacts } from '../model/facts.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { FindActor } from './actors.ts'
import type { Contributors } from './contributors.ts'
import type { Moment } from './moment-of-judgement.ts'

/** What a condition of a rule may look at. */
export interface ConditionContext {
  readonly facts: PullRequestFacts
  readonly model: ProgramModel
  readonly moment: Moment
  readonly contributors: Contributors
  readonly actorOf: FindActor
}

/** Whether something holds; a sentence where that is not known. */
export type Holds = boolean | string

/** All of them: one that does not hold decides, then one that is not known. */
export function allHold(parts: readonly Holds[]): Holds {
  if (parts.includes(false)) return false
  return parts.find((part) => typeof part === 'string') ?? true
}

/** The opposite; what is not known stays so. */
export const notHolds = (part: Holds): Holds => (typeof part === 'string' ? part : !part)
