/** A file that an earlier run left. */
export type WaitingFile = { readonly path: string } & ({ readonly text: string } | { readonly unreadable: string })

/** Keeps what could not be appended, so that nothing is lost with the run. */
export interface Spool {
  /** Writes a file whole or not at all. @returns its path */
  keep(text: string): Promise<string>
  /** What earlier runs kept, in the order of names; bounded: what is more comes another time. None where there is no folder. */
  waiting(): Promise<readonly WaitingFile[]>
  /** Removes it; no error where it is gone. */
  drop(path: string): Promise<void>
}
