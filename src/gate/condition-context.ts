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

/**
 * Where a part of a condition stands. Below `not` it takes a rule off: what somebody who wants that can bring about alone, or what
 * is not certain, must then not hold. Above it, it must not be what keeps the rule from applying.
 */
export type Position = 'plain' | 'negated'

/** Whether something holds; a sentence where that is not known. */
export type Holds = boolean | string

/**
 * What somebody says who is not entitled to say it. A rule that it makes apply may ask for more, and cannot be what a pull request
 * passes by.
 */
export interface OnlyAdds {
  readonly onlyAdds: string
}

/** All of them: one that does not hold decides, then one that is not known, then one that only adds. */
export function allHold(parts: readonly Holds[]): Holds
export function allHold(parts: readonly (Holds | OnlyAdds)[]): Holds | OnlyAdds
export function allHold(parts: readonly (Holds | OnlyAdds)[]): Holds | OnlyAdds {
  if (parts.includes(false)) return false
  return parts.find((part) => typeof part === 'string') ?? parts.find((part) => typeof part === 'object') ?? true
}

/** The opposite; what is not known stays so, and what only adds takes no rule off. */
export const notHolds = (part: Holds | OnlyAdds): Holds =>
  typeof part === 'boolean' ? !part : typeof part === 'string' ? part : true
