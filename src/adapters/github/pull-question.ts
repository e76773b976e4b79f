import type { ReadPull } from './pull.ts'

/** How to ask about one pull request. */
export interface PullPlace {
  /** The repository of the base. */
  readonly parameters: { readonly owner: string; readonly repo: string }
  readonly number: number
  /** For the message of an error: `acme/shop#7`. */
  readonly about: string
}

/** A pull request that was read, and how to ask for more of it. */
export interface PullQuestion extends PullPlace {
  readonly pull: ReadPull
}
