import type { RepositoryName } from './forge.ts'

/** Datasets that a forge has about a repository and its organisation. */
export const forgeDatasets = ['access-list', 'teams', 'tokens', 'settings', 'findings', 'activity'] as const
export type ForgeDataset = (typeof forgeDatasets)[number]

/** A list or a setting of which a dataset is put together. */
export interface CollectedPart {
  /** `members`, `alerts about code`. */
  readonly part: string
  /** `GET /orgs/{org}/members` */
  readonly source: string
  /** Parameters as asked, without those for pages. */
  readonly query: string
  readonly pages: number
  /** Entries that came. */
  readonly count: number
  /** How many the source says there are; null where it does not say. */
  readonly total: number | null
  /** undefined: all of it was read. Else why not, in a sentence. */
  readonly unread: string | undefined
}

/** A dataset about one system, as far as it could be read. */
export interface Collected {
  /** `github.com/acme` or `github.com/acme/shop` */
  readonly system: string
  readonly form: 'snapshot' | 'interval'
  /** Milliseconds since 1970; of an interval from, and up to, not including. Of a snapshot twice the same. */
  readonly fromMs: number
  readonly toMs: number
  /** Items of `schemas/dataset-items.json`. */
  readonly items: readonly unknown[]
  readonly parts: readonly CollectedPart[]
}

export interface CollectQuestion {
  readonly repository: RepositoryName
  readonly dataset: ForgeDataset
  /** Branches whose rules are wanted. */
  readonly branches: readonly string[]
  readonly nowMs: number
  /** Where to go on with what happened in a system, in milliseconds since 1970: the end of what was read to its end before. */
  readonly resumeAt: (system: string) => number
}

/** Reads who may do what, with what, and how things are set, at a forge. */
export interface Collector {
  /**
   * What the token may not read, and what is cut, is said inside; nothing is thrown for it. Reads alone.
   * @returns one for each system that the dataset is about: the organisation, where there is one, and the repository
   * @throws ForgeRefused, ForgeUnreachable where not even the repository can be read
   */
  collect(question: CollectQuestion): Promise<readonly Collected[]>
}
