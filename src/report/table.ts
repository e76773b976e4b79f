/** A list for people, with what an auditor asks of any list: how it was made, from what, and how many it holds. */
export interface Table {
  readonly title: string
  /** Facts about it, in this order, each a name and a line: query, window, count, digest, source. */
  readonly about: readonly (readonly [name: string, value: string])[]
  /** What a reader must know before they rely on it, one sentence each; empty where nothing is missing. */
  readonly notes: readonly string[]
  readonly columns: readonly string[]
  /** Text of people is not escaped yet. */
  readonly rows: readonly (readonly string[])[]
}

export const tableFormats = ['table', 'markdown', 'csv', 'json'] as const
export type TableFormat = (typeof tableFormats)[number]
