import type { RepositoryName } from '../../ports/forge.ts'
import type { Session } from './client.ts'
import { endpoints } from './endpoints.ts'
import { malformed, toCount, toObject, toText } from './json.ts'

/**
 * Bytes of a file by the id of its content, which no path and no link can lead astray.
 * @param about its path, for the message of an error
 * @throws ForgeRefused, ForgeUnreachable
 */
export async function readBlob(
  session: Session,
  { owner, name }: RepositoryName,
  blob: string,
  about: string,
): Promise<Uint8Array> {
  const { data } = await session.ask(endpoints.blob, { owner, repo: name, file_sha: blob }, about)
  const answer = toObject(data, 'a file')
  const content = toText(answer['content'], 'the content of a file', session.limits.answerBytes)
  if (answer['encoding'] !== 'base64') throw malformed('the content of a file', 'base64')
  const bytes = new Uint8Array(Buffer.from(content, 'base64'))
  if (bytes.length !== toCount(answer['size'], 'the size of a file')) throw malformed('the content of a file', 'whole')
  return bytes
}
