import type { PullRef, RepositoryName } from './forge.ts'

/** A change of one file, as a commit that no branch has yet. */
export interface ProposedFile {
  /** Commit that it changes. */
  readonly parent: string
  readonly path: string
  readonly text: string
  readonly message: string
}

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
