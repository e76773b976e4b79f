import type { Outcome } from '../model/outcome.ts'
import type { PostureFacts } from '../model/posture-facts.ts'
import type { SetupFacts } from './setup-facts.ts'

/** What a check of `doctor` says of itself, for report and documentation. */
export interface CheckInfo {
  /** Public: never reused, never given a new meaning. */
  readonly id: string
  /** The file is called like this. */
  readonly name: string
  /** What is so where all is well. */
  readonly title: string
  readonly severity: 'error' | 'warning'
  readonly remedy: string
}

/** Something `doctor` looks at without a network. */
export interface SetupCheck extends CheckInfo {
  check(facts: SetupFacts): Outcome
}

export const defineCheck = (check: SetupCheck): SetupCheck => check

export interface RemoteFacts {
  readonly posture: PostureFacts
  readonly setup: SetupFacts
}

/** A way around the gate that only the forge knows of: whether it is open, and how to close it. */
export interface RemoteCheck extends CheckInfo {
  /** Criteria that suffer where it is open. */
  readonly criteria: readonly string[]
  /** Where it is set, below the page of the repository. */
  readonly settings: string
  check(facts: RemoteFacts): Outcome
}

export const defineRemoteCheck = (check: RemoteCheck): RemoteCheck => check
