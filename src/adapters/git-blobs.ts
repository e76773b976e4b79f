import { GitObjectsUnreadable, readObjects } from './git-objects.ts'
import type { Git, GitCall } from './git-process.ts'
import type { TreeEntry } from './git-tree.ts'

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
  where: Where,
  oids: readonly string[],
  limits: BlobLimits,
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
    if (type !== 'blob') blobs.set(oid, absent)
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
  refuseAbove(total, limits)
  return readInto(blobs, git, where, readable, limits)
}

/**
 * The same for files that a tree lists: their sizes are known, so one process does.
 * @throws GitMissing, GitFailed, GitObjectsUnreadable, HistoryTooLarge
 */
export async function readListedBlobs(
  git: Git,
  where: Where,
  entries: readonly TreeEntry[],
  limits: BlobLimits,
): Promise<ReadonlyMap<string, BlobContent>> {
  const sizes = new Map(entries.flatMap((entry) => ('oid' in entry ? [[entry.oid, entry.sizeBytes] as const] : [])))
  let total = 0
  for (const size of sizes.values()) total += size
  refuseAbove(total, limits)
  return readInto(new Map(), git, where, [...sizes.keys()].sort(), limits)
}

type Where = Pick<GitCall, 'cwd' | 'gitDir' | 'timeoutMs'>

interface BlobLimits {
  readonly fileLimitBytes: number
  readonly totalLimitBytes: number
}

const absent: BlobContent = {
  unreadable: 'The content of this file is not in this repository',
  remedy: 'Fetch the whole repository: a partial clone does not do.',
}

function refuseAbove(total: number, { totalLimitBytes }: BlobLimits): void {
  if (total > totalLimitBytes)
    throw new HistoryTooLarge(`The files have ${total} bytes together; the limit is ${totalLimitBytes}.`)
}

async function readInto(
  blobs: Map<string, BlobContent>,
  git: Git,
  where: Where,
  oids: readonly string[],
  { fileLimitBytes }: BlobLimits,
): Promise<ReadonlyMap<string, BlobContent>> {
  for await (const { oid, type, content } of readObjects(git, where, oids, fileLimitBytes)) {
    // A copy: the slice would keep the whole answer in memory.
    if (type === 'blob') blobs.set(oid, { bytes: new Uint8Array(content) })
    else if (type === 'missing') blobs.set(oid, absent)
    else throw new GitObjectsUnreadable(`object ${oid} is ${type} and no file`)
  }
  return blobs
}
