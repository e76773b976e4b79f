import type { GateVerdict } from '../../../../src/model/outcome.ts'
import { known, review, type Situation } from '../../../support/gate-facts.ts'

/** What becomes of a pull request under a rule: each row for one reason. */
export interface Row extends Situation {
  /** Keys of the schema that the row is about, as a path below GateRules: `rules.require.approvals`. */
  readonly keys: readonly string[]
  readonly name: string
  readonly wanted: GateVerdict
  /** A part of what the decision says. */
  readonly says?: string
}

/** A condition, and whether it holds of a situation; below `not` it is the other way round, unless that is said. */
export interface ConditionRow {
  readonly keys: readonly string[]
  readonly name: string
  /** The condition as it is written, without braces. */
  readonly when: string
  readonly facts?: Situation['facts']
  /** adds: it is judged, but nothing passes by it. */
  readonly holds: boolean | 'unknown' | 'adds'
  /** Whether the rule applies where the condition stands below `not`. */
  readonly negated?: boolean | 'unknown'
  readonly says?: string
}

/** Two people who had no part in it approve. */
export const two = known([review('ana'), review('ben')])
export const by = (...logins: readonly string[]) => known(logins.map((login) => review(login)))
