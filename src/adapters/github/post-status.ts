import type { CommitStatus, RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'

/** The limit of GitHub for the description of a status. */
const longest = 140

/** Sets a status, once: it is not tried again, since it may have been set. @throws ForgeRefused, ForgeUnreachable */
export async function postStatus(
  session: Session,
  { owner, name }: RepositoryName,
  { sha, state, context, description, targetUrl }: CommitStatus,
): Promise<void> {
  await session.ask(
    endpoints.setStatus,
    { owner, repo: name, sha, state, context, description: toLine(description), target_url: targetUrl },
    `${owner}/${name}, commit ${sha.slice(0, 12)}`,
  )
}

/** One line of at most 140 UTF-16 units that ends with a whole character. */
function toLine(text: string): string {
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  if (line.length <= longest) return line
  let cut = ''
  for (const point of line) {
    if (cut.length + point.length > longest - 1) break
    cut += point
  }
  return `${cut}…`
}
