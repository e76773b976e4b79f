/** Rendered documents by path, relative to their folder. */
export type DocumentFiles = ReadonlyMap<string, string>

/** A folder that holds rendered documents and nothing else. */
export interface DocumentsFolder {
  /** What is there; undefined where there is no folder. Links and anything else that is no file are listed as empty text. */
  read(): Promise<DocumentFiles | undefined>
  /** Replaces all of it, whole or not at all. @throws Refusal where the folder holds what no render made */
  replace(files: DocumentFiles): Promise<void>
}

export interface PublishedDocuments {
  /** Commit of the branch. */
  readonly commit: string
  readonly files: DocumentFiles
}

interface DocumentsCommit {
  /** Commit that was read; undefined for a branch that does not exist yet. */
  readonly parent: string | undefined
  readonly files: DocumentFiles
  readonly message: string
  /** Seconds since 1970, from the records and not from a clock. */
  readonly atSeconds: number
}

type PublishOutcome =
  | { readonly kind: 'published'; readonly commit: string }
  /** Somebody else published in between: read again. */
  | { readonly kind: 'lost-race' }
  | { readonly kind: 'refused'; readonly why: string }
  /** It may have arrived or not: read again. */
  | { readonly kind: 'unknown'; readonly why: string }

/** The branch on which documents are published. */
export interface DocumentsBranch {
  /** undefined where the branch does not exist. */
  read(): Promise<PublishedDocuments | undefined>
  /** Adds one commit whose tree is exactly these files, if the branch is still at `parent`; never by force. */
  publish(commit: DocumentsCommit): Promise<PublishOutcome>
}
