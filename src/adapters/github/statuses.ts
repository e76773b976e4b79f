import type { CommitStatus, PostedStatus, RepositoryName } from '../../ports/forge.ts'
import { accountIn } from './account.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { malformed, orNull, toId, toObject, toText } from './json.ts'
import { pagesOf } from './pages.ts'

/** Sets a status; done again where the answer is lost. @throws ForgeRefused, ForgeUnreachable */
export async function postStatus(
  session: Session,
  { owner, name }: RepositoryName,
  { sha, state, context, description, targetUrl }: CommitStatus,
): Promise<PostedStatus> {
  const { data } = await session.ask(
    endpoints.setStatus,
    { owner, repo: name, sha, state, context, description, target_url: targetUrl },
    `${owner}/${name}, commit ${sha.slice(0, 12)}`,
  )
  return toPostedStatus(data)
}

/**
 * See `Forge.statusesNamed`: GitHub lists the newest first, so mostly one page is enough. It takes names without regard to case,
 * so a name in other letters is one of them.
 * @throws ForgeRefused, ForgeUnreachable
 */
export async function listStatusesNamed(
  session: Session,
  { owner, name }: RepositoryName,
  sha: string,
  context: string,
  atLeast: number,
): Promise<readonly PostedStatus[]> {
  const found: PostedStatus[] = []
  const question = {
    endpoint: endpoints.statuses,
    parameters: { owner, repo: name, ref: sha },
    about: `${owner}/${name}, commit ${sha.slice(0, 12)}`,
  }
  for await (const entries of pagesOf(session, question)) {
    found.push(...entries.filter((entry) => isNamed(entry, context)).map(toPostedStatus))
    if (found.length >= atLeast) break
  }
  return found
}

const isNamed = (entry: unknown, context: string): boolean =>
  String(toObject(entry, 'a status')['context']).toLowerCase() === context.toLowerCase()

const states: readonly CommitStatus['state'][] = ['success', 'pending', 'failure', 'error']

function toPostedStatus(data: unknown): PostedStatus {
  const status = toObject(data, 'a status')
  const state = states.find((known) => known === status['state'])
  if (state === undefined) throw malformed('the state of a status', states.join(', '))
  return {
    id: toId(status['id'], 'the id of a status'),
    state,
    description: orNull(status['description'], (value) => toText(value, 'the description of a status', 1000)) ?? '',
    targetUrl: orNull(status['target_url'], (value) => toText(value, 'the link of a status', 10_000)) ?? undefined,
    creator: accountIn(status, 'creator', 'who posted a status')?.login,
  }
}
