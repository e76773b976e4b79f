import type { PullRef } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { toList, toObject, toText } from './json.ts'

/** See `PullConversation.requestedReviewers`. The list has no pages. @throws ForgeRefused, ForgeUnreachable */
export async function listRequestedReviewers(
  session: Session,
  { owner, name, number }: PullRef,
): Promise<readonly string[]> {
  const parameters = { owner, repo: name, pull_number: number }
  const { data } = await session.ask(endpoints.reviewRequests, parameters, `${owner}/${name}#${number}`)
  return toList(toObject(data, 'the requested reviewers')['users'], 'the requested reviewers').map((user) =>
    toText(toObject(user, 'a requested reviewer')['login'], 'the login of a requested reviewer', 100),
  )
}

/** See `PullConversation.requestReviewers`. @throws ForgeRefused, ForgeUnreachable */
export async function requestReviewers(
  session: Session,
  { owner, name, number }: PullRef,
  logins: readonly string[],
): Promise<void> {
  const parameters = { owner, repo: name, pull_number: number, reviewers: logins }
  await session.ask(endpoints.requestReviewers, parameters, `${owner}/${name}#${number}`)
}
