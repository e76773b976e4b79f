import { createHash } from 'node:crypto'

/** Id that git gives a file with this text, in repositories with SHA-1, as all of GitHub's are. It proves nothing: SHA-1 is broken. */
export function gitBlobId(text: string): string {
  const bytes = Buffer.from(text)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
