import type { PullRef, RepositoryName } from './forge.ts'

/** An issue as its list shows it; pull requests are none. */
export interface ListedIssue {
  readonly number: number
  readonly title: string
  /** Empty where there is none. */
  readonly body: string
  readonly state: 'open' | 'closed'
  /** Login; undefined for a deleted account. */
  readonly author: string | undefined
}

export interface IssueText {
  readonly title: string
  /** Markdown. */
  readonly body: string
}

/**
 * Issues of a repository. Every method throws ForgeRefused, with permission `issues: write` for a token that may not, and
 * ForgeUnreachable.
 */
export interface Issues {
  /** Every issue, open and closed, that an account opened. */
  issuesBy(repository: RepositoryName, login: string): Promise<readonly ListedIssue[]>
  /** Gives its number. Not tried again where the answer is lost: there would be two. */
  openIssue(repository: RepositoryName, text: IssueText): Promise<number>
  /** Sets title, text and state. */
  editIssue(issue: PullRef, text: IssueText & { readonly state: ListedIssue['state'] }): Promise<void>
}
