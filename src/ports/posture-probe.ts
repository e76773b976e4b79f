import type { PostureFacts } from '../model/posture-facts.ts'
import type { RepositoryName } from './forge.ts'

export interface PostureQuestion {
  /** The branch that the gate stands in front of: whose CODEOWNERS counts. */
  readonly protectedBranch: string
  /** Branches whose rules are wanted, the protected one among them. */
  readonly branches: readonly string[]
  /** Environments of whose secrets the names are wanted. */
  readonly keyEnvironments: readonly string[]
}

/** How a repository is set on the forge. */
export interface PostureProbe {
  /**
   * One snapshot. What the token may not read, what is cut, and what has a form that is not understood is said inside; nothing is
   * thrown for it. Changes nothing.
   */
  posture(repository: RepositoryName, question: PostureQuestion): Promise<PostureFacts>
}
