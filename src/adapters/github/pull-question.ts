import type { ReadPull } from './pull.ts'

/** A pull request that was read, and how to ask for more of it. */
export interface PullQuestion {
  readonly pull: ReadPull
  /** The repository of the base. */
  readonly parameters: { readonly owner: string; readonly repo: string }
  /** For the message of an error: `acme/shop#7`. */
  readonly about: string
}
