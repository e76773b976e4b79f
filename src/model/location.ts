/** A range in a file. Lines and columns start at 1; columns count UTF-16 code units, as editors do; the end is exclusive. */
export interface Location {
  /** Path relative to the repository root, with `/`. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export type RecordPath = readonly (string | number)[]

/** Where a value was written, and where each part of it was. */
export interface Place {
  readonly file: string
  /**
   * The range of the key or value at `path`, counted from this value; of the nearest part that exists if it is not there.
   * Without a path: the place that names the record best (its `id`, else its first key).
   */
  locate(path?: RecordPath, part?: 'key' | 'value'): Location
}

/** A value together with the place a person wrote it. */
export interface Located<T> {
  readonly value: T
  readonly at: Place
}

/** `compliance/risks.yaml:14:5` */
export const printLocation = ({ file, line, column }: Location): string => `${file}:${line}:${column}`

/** The top of a file: for what concerns a file as a whole. */
export const startOf = (file: string): Location => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 })
