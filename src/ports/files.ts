import type { SourceFile } from '../model/program-model.ts'

/** The files of a work tree. Paths are relative to the repository root, with `/`. */
export interface Files {
  /**
   * Every file below `folder` whose name ends in one of `endings`, sorted by code units. A file that cannot be read, is
   * not a regular file, or is larger than the limit is listed as unreadable. Links are never followed out of the root.
   */
  list(folder: string, endings: readonly string[]): Promise<readonly SourceFile[]>
  /** One file; undefined when there is none at that path. */
  read(path: string): Promise<SourceFile | undefined>
  /** Writes files whole or not at all; never outside the root. Existing files are replaced only when `overwrite`. */
  write(files: readonly FileToWrite[], options: { overwrite: boolean }): Promise<void>
}

export interface FileToWrite {
  readonly path: string
  readonly text: string
  /** What the file held when it was read; if it holds anything else by now, nothing is written. */
  readonly was?: Uint8Array
}

/** Files to read alone, wherever they are: a work tree, an index, what an editor holds. */
export type FileSource = Omit<Files, 'write'>
