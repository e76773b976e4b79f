import { GitObjectsUnreadable, readObjects } from './git-objects.ts'
import type { Git, GitCall } from './git-process.ts'

export type BlobContent =
  | { readonly bytes: Uint8Array }
  | { readonly unreadable: string; readonly remedy: string; readonly tooLarge?: boolean }

/** More history was asked for than is held in memory. */
class HistoryTooLarge extends Error {
  override readonly name = 'HistoryTooLarge'
}

/**
 * The content of many blobs with two processes, however many there are: one asks for their sizes, so that nothing above a
 * limit is ever held, and one reads the rest.
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, HistoryTooLarge
 */
export async function readBlobs(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir' | 'timeoutMs'>,
  oids: readonly string[],
  limits: { readonly fileLimitBytes: number; readonly totalLimitBytes: number },
): Promise<ReadonlyMap<string, BlobContent>> {
  const blobs = new Map<string, BlobContent>()
  const names = [...new Set(oids)].sort()
  if (names.length === 0) return blobs
  const { stdout } = await git.run({
    ...where,
    limitBytes: 256 * 1024 * 1024,
    args: ['cat-file', '--batch-check'],
    stdin: `${names.join('\n')}\n`,
  })
  const readable: string[] = []
  let total = 0
  for (const line of stdout.toString('utf8').split('\n').slice(0, -1)) {
    const [oid = '', type = '', size = ''] = line.split(' ')
    if (type !== 'blob')
      blobs.set(oid, {
        unreadable: 'The content of this file is not in this repository',
        remedy: 'Fetch the whole repository: a partial clone does not do.',
      })
    else if (Number(size) > limits.fileLimitBytes)
      blobs.set(oid, {
        unreadable: `The file has ${size} bytes; the limit is ${limits.fileLimitBytes}`,
        remedy: 'Split it into smaller files.',
        tooLarge: true,
      })
    else {
      total += Number(size)
      readable.push(oid)
    }
  }
  if (total > limits.totalLimitBytes)
    throw new HistoryTooLarge(`The files have ${total} bytes together; the limit is ${limits.totalLimitBytes}.`)
  for await (const { oid, type, content } of readObjects(git, where, readable, limits.fileLimitBytes)) {
    if (type !== 'blob') throw new GitObjectsUnreadable(`object ${oid} vanished while it was read`)
    // A copy: the slice would keep the whole answer in memory.
    blobs.set(oid, { bytes: new Uint8Array(content) })
  }
  return blobs
}
