import type { DocumentFiles } from './documents.ts'
import type { PullRef, RepositoryName } from './forge.ts'

/** A change of one file, as a commit that no branch has yet. */
export interface ProposedFile {
  /** Commit that it changes. */
  readonly parent: string
  readonly path: string
  readonly text: string
  readonly message: string
}

/** A folder that is replaced as a whole, as a commit that no branch has yet. */
export interface ProposedFolder {
  /** Commit that it changes; all else of its tree stays. */
  readonly parent: string
  /** From the top folder, without slashes at its ends; not the top folder itself. */
  readonly folder: string
  /** All files that it will hold, by path in it. */
  readonly files: DocumentFiles
  readonly message: string
}

/** What is at a path of a commit. */
export type FolderListing =
  | { readonly kind: 'missing' }
  /** Id of the blob of each plain file, by path in the folder; undefined for a link, a submodule or a program. */
  | { readonly kind: 'folder'; readonly blobs: ReadonlyMap<string, string | undefined> }
  /** A file, a link or a submodule is at this path, or where a folder on the way would be. */
  | { readonly kind: 'other'; readonly path: string }

/** What a pull request says of itself. */
export interface ProposalText {
  readonly title: string
  /** Markdown. */
  readonly body: string
}

/**
 * Changes that this program proposes as pull requests. Every method throws ForgeRefused, with the permission that a token
 * needs, and ForgeUnreachable.
 */
export interface Proposals {
  /** Makes the commit and gives its id; moves no branch. Made again, it is another commit that says the same. */
  commitFile(repository: RepositoryName, file: ProposedFile): Promise<string>
  /** Which files a folder of a commit has, without reading them: a few requests, however many there are. */
  listFolder(repository: RepositoryName, commit: string, folder: string): Promise<FolderListing>
  /** As `commitFile`, for a whole folder. What is at its path goes, so list it first. */
  commitFolder(repository: RepositoryName, folder: ProposedFolder): Promise<string>
  /**
   * Points a branch of our own at a commit, wherever it was.
   *
   * @param branch below `countersign/`; no other is ever moved
   * @param isThere whether the branch exists
   */
  pointBranch(repository: RepositoryName, branch: string, commit: string, isThere: boolean): Promise<void>
  /** Gives its number. Not tried again where the answer is lost: there would be two. */
  openPull(repository: RepositoryName, from: string, into: string, text: ProposalText): Promise<number>
  describePull(pull: PullRef, text: ProposalText): Promise<void>
}
