import { missingApprovals } from '../gate/missing-approvals.ts'
import type { RepositoryName } from '../ports/forge.ts'
import type { PullConversation } from '../ports/pull-conversation.ts'
import type { Judged } from '../usecases/gate-pull-requests.ts'
import { requestReviews } from '../usecases/request-reviews.ts'
import { keepComment } from '../usecases/sticky-comment.ts'
import type { Inputs } from './inputs.ts'

/** What is said beside the status, where it was asked for and there is a verdict. Returns what a person should be told. */
export async function sayBeside(
  one: Judged,
  repository: RepositoryName,
  inputs: Pick<Inputs, 'comment' | 'requestReviews'>,
  conversation: PullConversation,
): Promise<readonly string[]> {
  if (!('gated' in one) || one.gated.facts.pull.state !== 'open') return []
  const { facts, decision, preview, posting } = one.gated
  const ref = { ...repository, number: one.number }
  const report = { title: facts.pull.title, number: one.number, decision, preview }
  const remarks: string[] = []
  if (inputs.comment === 'on-change') {
    const author = posting.kind === 'not-posted' ? undefined : posting.by
    remarks.push(...(await keepComment(ref, report, author, conversation)))
  }
  if (inputs.requestReviews && !facts.pull.draft) {
    const wishes = missingApprovals(decision).map(({ approvals, people }) => ({
      from: (people ?? []).flatMap(({ login }) => (login === undefined ? [] : [login])),
      count: approvals,
    }))
    remarks.push(...(await requestReviews(ref, wishes, facts.pull.author?.login, conversation)))
  }
  return remarks
}
