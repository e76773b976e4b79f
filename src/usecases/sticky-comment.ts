import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { PullRef } from '../ports/forge.ts'
import type { PullConversation } from '../ports/pull-conversation.ts'
import { commentVerdict, gateComment } from '../report/gate-comment.ts'
import type { GateReport } from '../report/gate-summary.ts'

/**
 * Keeps one comment that tells the verdict. It is edited in place, which notifies nobody; only where an approved pull request
 * is not approved any more a new one is written, so that people hear of it.
 *
 * A comment is ours by its marker and its author: anybody may write the marker.
 *
 * @param author login of the account this token posts as
 * @returns what a person should be told: that no comment could be written, and which permission is missing
 */
export async function keepComment(
  ref: PullRef,
  report: GateReport,
  author: string | undefined,
  conversation: PullConversation,
): Promise<readonly string[]> {
  if (author === undefined) return ['No comment was written: the account that this token posts as is not known.']
  const { verdict } = report.decision
  const body = gateComment(report)
  try {
    const own = (await conversation.comments(ref)).findLast(
      (comment) => comment.author?.toLowerCase() === author.toLowerCase() && commentVerdict(comment.body) !== undefined,
    )
    if (own === undefined ? verdict !== 'not-applicable' : isBadNews(commentVerdict(own.body), verdict)) {
      await conversation.addComment(ref, body)
    } else if (own !== undefined && own.body !== body) {
      await conversation.editComment(ref, own.id, body)
    }
    return []
  } catch (error) {
    if (!(error instanceof ForgeRefused) && !(error instanceof ForgeUnreachable)) throw error
    return [`No comment was written: ${error.message}.`]
  }
}

const isBadNews = (before: GateVerdict | undefined, now: GateVerdict): boolean =>
  before === 'approved' && now !== 'approved' && now !== 'not-applicable'
