import type { PullRef, RepositoryName } from './forge.ts'

/** A comment below a pull request. */
export interface PullComment {
  readonly id: number
  /** Login; undefined for a deleted account. */
  readonly author: string | undefined
  readonly body: string
}

/**
 * What may be said on the page of a pull request beside the status. Nothing here bears on a verdict.
 * Every method throws ForgeRefused, with permission `pull-requests: write` for a token that may not, and ForgeUnreachable.
 */
export interface PullConversation {
  /** All comments, the oldest first. */
  comments(pull: PullRef): Promise<readonly PullComment[]>
  /** Not tried again where the answer is lost: it would be there twice. */
  addComment(pull: PullRef, body: string): Promise<void>
  editComment(repository: RepositoryName, id: number, body: string): Promise<void>
  /** Logins of people who were asked to review and have not. */
  requestedReviewers(pull: PullRef): Promise<readonly string[]>
  /** Asks people to review; refused as a whole where one of them may not read the repository. */
  requestReviewers(pull: PullRef, logins: readonly string[]): Promise<void>
}
