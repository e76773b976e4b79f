import type { Outcome } from '../model/outcome.ts'
import type { SetupFacts } from './setup-facts.ts'

/** Something `doctor` looks at, with its own words for report and documentation. */
export interface SetupCheck {
  /** Public: never reused, never given a new meaning. */
  readonly id: string
  /** The file is called like this. */
  readonly name: string
  /** What is so where all is well. */
  readonly title: string
  readonly severity: 'error' | 'warning'
  readonly remedy: string
  check(facts: SetupFacts): Outcome
}

export const defineCheck = (check: SetupCheck): SetupCheck => check

/** Something that only the forge knows, or a person with its settings open. */
export interface RemoteCheck {
  readonly id: string
  readonly title: string
}
