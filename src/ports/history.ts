import type { SourceFile } from '../model/program-model.ts'

/** A commit on the first-parent line of a branch. Its dates and names are what git says: never proof of who or when. */
export interface HistoryCommit {
  readonly sha: string
  readonly parents: readonly string[]
  readonly tree: string
  /** Name of the author as git has it; for display only. */
  readonly authorName: string
  /** RFC 3339, UTC; for display and order of documents only. */
  readonly committedAt: string
  readonly subject: string
}

/** One version of a file: the blob that a commit of the first-parent line left at a path. */
export interface FileVersion {
  readonly commit: HistoryCommit
  /** Path at that commit (renames are followed). */
  readonly path: string
  /** undefined where the commit removed the file, or where `unreadable` says why it could not be read. */
  readonly bytes: Uint8Array | undefined
  /** Set where the commit left something at the path that is no readable text file: never the same as removed. */
  readonly unreadable?: string
}

/** The versions of one file, newest first, read while they are asked for. */
export interface FileVersions {
  readonly versions: AsyncIterable<FileVersion>
  /** Whether there are more than were asked for. */
  readonly more: boolean
}

/** Read-only view of a git repository's objects; never of its work tree. */
export interface History {
  /** 40-hex id of a commit; undefined when the name does not resolve. */
  resolve(revision: string): Promise<string | undefined>
  /** The same for several names, in their order. */
  resolveAll(revisions: readonly string[]): Promise<readonly (string | undefined)[]>
  /** Whether history is cut, so that "not found" proves nothing. */
  isShallow(): Promise<boolean>
  /** Files of a commit's tree below `folder` with one of the endings, sorted by path. */
  filesAt(commit: string, folder: string, endings: readonly string[]): Promise<readonly SourceFile[]>
  /**
   * Versions of one file along the first-parent line of `tip`, newest first: one walk, and one blob in memory at a time.
   * Renames are not followed.
   *
   * @param path from the top folder
   * @param limit at least 1
   */
  fileVersions(tip: string, path: string, limit: number): Promise<FileVersions>
  /** First-parent commits of `tip` that are not in `after`'s history, oldest first. */
  firstParent(tip: string, after?: string): Promise<readonly HistoryCommit[]>
  /**
   * Every version of the files below `folder`, by first-parent history, oldest first: one walk and one batch of blobs for
   * all of them. Key: path at `tip` (or the last path of a removed file).
   */
  versionsBelow(
    tip: string,
    folder: string,
    endings: readonly string[],
  ): Promise<ReadonlyMap<string, readonly FileVersion[]>>
}
