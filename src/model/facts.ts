/** The forge's side of a pull request as one complete snapshot; generated from `schemas/pull-request-facts.json`. */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type PullRequestFacts = DeepReadonly<made.PullRequestFacts>
export type ForgeAccount = DeepReadonly<made.ForgeAccount>
export type PullFacts = DeepReadonly<made.PullFacts>
export type Commit = DeepReadonly<made.Commit>
export type Review = DeepReadonly<made.Review>
export type ChangedFile = DeepReadonly<made.ChangedFile>
export type HeadChange = DeepReadonly<made.HeadChange>
export type ChangeFile = DeepReadonly<made.ChangeFile>
export type Label = DeepReadonly<made.Label>
export type Check = DeepReadonly<made.Check>
export type WorkflowRun = DeepReadonly<made.HeadRun>
export type EnvironmentState = DeepReadonly<made.EnvironmentState>

/** The forge's side of a deployment; generated from `schemas/deployment-facts.json`. */
export type DeploymentFacts = DeepReadonly<made.DeploymentFacts>

/** A value that was read, or the reason why it is not known. */
export type Readable<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string }

/** A list that was read whole, or the reason why it is not known. Not knowing is never an empty list. */
export type Reading<T> = Readable<readonly T[]>

/** A commit status as the forge lists it. */
export interface StatusEntry {
  readonly id: number
  readonly context: string
  /** As the forge calls it: `success`, `pending`, `failure`, `error`. */
  readonly state: string
  /** Whoever posted it; null: the account is gone. */
  readonly by: ForgeAccount | null
  /** RFC 3339, UTC. */
  readonly at: string
}
