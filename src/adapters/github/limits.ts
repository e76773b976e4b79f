/** What one question to the forge may cost, so that neither a broken nor a hostile server can hold a run for ever. */
export interface ForgeLimits {
  /** Requests under way at once. */
  readonly concurrency: number
  /** Requests for one call of the port, retries included. */
  readonly requests: number
  /** Pages of one list; 100 entries each. */
  readonly pages: number
  readonly requestTimeoutMs: number
  /** Wall time for one call of the port. */
  readonly callTimeoutMs: number
  /** Bytes of one answer; a file of 8 MiB is 11 MiB as base64. */
  readonly answerBytes: number
  /** The longest wait that the forge may ask for; longer is treated as no answer. */
  readonly waitSeconds: number
  readonly retries: number
  /** Length of a second of waiting; tests shorten it. */
  readonly secondMs: number
  /** YAML files of one pull request that are read; the limit of `schemas/pull-request-facts.json`. */
  readonly changeFiles: number
  /** Characters of one of them; the limit of the same schema. */
  readonly changeFileCharacters: number
  /** Accounts whose permission is asked for; the limit of the same schema. */
  readonly accounts: number
  /** Files that one call of filesAt reads. */
  readonly treeFiles: number
}

export const forgeLimits: ForgeLimits = {
  concurrency: 4,
  requests: 1000,
  pages: 100,
  requestTimeoutMs: 30_000,
  callTimeoutMs: 300_000,
  answerBytes: 16 * 1024 * 1024,
  waitSeconds: 60,
  retries: 2,
  secondMs: 1000,
  changeFiles: 50,
  changeFileCharacters: 262_144,
  accounts: 1000,
  treeFiles: 2000,
}
