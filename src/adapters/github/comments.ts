import type { PullRef, RepositoryName } from '../../ports/forge.ts'
import type { PullComment } from '../../ports/pull-conversation.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { orNull, toId, toObject, toText } from './json.ts'
import { wholeList } from './pages.ts'

/** See `PullConversation.comments`. @throws ForgeRefused, ForgeUnreachable */
export async function listComments(
  session: Session,
  { owner, name, number }: PullRef,
): Promise<readonly PullComment[]> {
  const entries = await wholeList(session, {
    endpoint: endpoints.comments,
    parameters: { owner, repo: name, issue_number: number },
    about: `${owner}/${name}#${number}`,
  })
  return entries.map((entry) => {
    const comment = toObject(entry, 'a comment')
    return {
      id: toId(comment['id'], 'the id of a comment'),
      author: accountIn(comment, 'user', 'the author of a comment')?.login,
      body: orNull(comment['body'], (value) => toText(value, 'the text of a comment', 1_000_000)) ?? '',
    }
  })
}

/** See `PullConversation.addComment`. @throws ForgeRefused, ForgeUnreachable */
export async function addComment(session: Session, { owner, name, number }: PullRef, body: string): Promise<void> {
  const parameters = { owner, repo: name, issue_number: number, body }
  await session.ask(endpoints.addComment, parameters, `${owner}/${name}#${number}`)
}

/** See `PullConversation.editComment`. @throws ForgeRefused, ForgeUnreachable */
export async function editComment(
  session: Session,
  { owner, name }: RepositoryName,
  id: number,
  body: string,
): Promise<void> {
  await session.ask(endpoints.editComment, { owner, repo: name, comment_id: id, body }, `${owner}/${name}`)
}
