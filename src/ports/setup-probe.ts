import type { RepositoryFacts } from '../doctor/setup-facts.ts'

/** What a machine has, and how a repository was cloned. Nothing here needs a network. */
export interface SetupProbe {
  /** Version of the Node.js that runs this, without `v`. */
  readonly nodeVersion: string
  /** For example `2.39.5`; undefined where there is no git. */
  gitVersion(): Promise<string | undefined>
  /** undefined where the folder is in no repository. */
  repository(): Promise<RepositoryFacts | undefined>
}
