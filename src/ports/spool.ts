/** Keeps what could not be appended, so that nothing is lost with the run. */
export interface Spool {
  /** Writes a file whole or not at all. @returns its path */
  keep(text: string): Promise<string>
  /** Removes it; no error where it is gone. */
  drop(path: string): Promise<void>
}
