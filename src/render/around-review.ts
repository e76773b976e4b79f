import type { ChangeUnreviewed } from '../model/evidence.ts'
import { nameOf } from '../model/evidence-index.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'

/** A commit that no approved pull request brought, in the words of a page; everything is escaped. */
export interface AroundReview {
  /** First line of the commit's message. */
  readonly title: string
  readonly who: string
  readonly how: string
}

const titleLimit = 120

/**
 * Who brought a commit around review, and how. The account of the forge speaks where the log has it; else the author that git
 * names, which anybody may write, and the page says so.
 */
export function aroundReview({ data }: ChangeUnreviewed, context: PageContext): AroundReview {
  const claim = context.commits.get(data.commit)
  const { committer } = data
  const branch = inlineText(data.branch)
  return {
    title: inlineText(shortened(claim?.subject ?? '', titleLimit)) || '(no title)',
    who:
      committer !== null
        ? `${inlineText(nameOf(context.model, committer))} (${inlineText(committer.login)})`
        : claim === undefined || claim.authorName.trim() === ''
          ? 'not determined'
          : `${inlineText(shortened(claim.authorName, titleLimit))}, as git names the author`,
    how:
      data.pull === null
        ? `on ${branch} without a pull request that the log knows`
        : `${context.pull(data.pull)} was merged without approval: ${inlineText(data.reason)}`,
  }
}
