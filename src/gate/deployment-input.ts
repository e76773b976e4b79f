import type { DeploymentFacts } from '../model/facts.ts'
import type { ProgramReading, SourceFile } from '../model/program-model.ts'
import type { MergedChange } from './deployment-decision.ts'

export interface DeploymentInput {
  /** Rules, people and change requests at the tip of the protected branch. */
  readonly base: ProgramReading
  readonly baseFiles: readonly SourceFile[]
  readonly facts: DeploymentFacts
  /** Name of the protected branch, for sentences. */
  readonly protectedBranch: string
  readonly place: PlaceOnBranch
  /** The last approved deployment to this environment, according to the log; null where there is none. */
  readonly previousSha: string | null
  /** `change.merged` records of the verified log. */
  readonly merged: readonly MergedChange[]
  /** Commits that the log names as not reviewed. */
  readonly unreviewed: ReadonlySet<string>
  /** Commits that were deployed to this environment before with an approved verdict, according to the log. */
  readonly deployedBefore: ReadonlySet<string>
}

/** Where the commit lies, by the history that is here and not by what the forge says of it. */
export interface PlaceOnBranch {
  /** Whether it is, or was, the tip of the protected branch; undefined where the commit is not here. */
  readonly isOn: boolean | undefined
  /** First-parent commits that it has and the last deployment has not, oldest first; undefined where git does not have both. */
  readonly line: readonly string[] | undefined
}
