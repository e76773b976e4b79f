import type { Git, GitCall } from './git-process.ts'

export interface GitObject {
  readonly oid: string
  /** `missing` where the repository does not have it, `too-large` where it was passed over. */
  readonly type: 'blob' | 'tree' | 'commit' | 'tag' | 'missing' | 'too-large'
  readonly content: Buffer
}

/** The answer of `git cat-file --batch` was cut or is not in the documented form. */
export class GitObjectsUnreadable extends Error {
  override readonly name = 'GitObjectsUnreadable'
}

/**
 * Reads many objects with one process, in the order asked, holding one at a time. Names may be object ids or
 * `<commit>:<path>`; a name must not hold a line break.
 *
 * @param where `cwd` or `gitDir` of the repository, and limits
 * @param objectLimitBytes an object above this is refused before it is held; default 64 MiB
 * @param aboveLimit whether such an object ends the reading or is passed over and told as `too-large`
 * @throws GitMissing, GitFailed, GitObjectsUnreadable
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
export async function* readObjects(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir' | 'timeoutMs' | 'limitBytes' | 'signal' | 'config'>,
  names: readonly string[],
  objectLimitBytes = 64 * 1024 * 1024,
  aboveLimit: 'throw' | 'pass-over' = 'throw',
): AsyncGenerator<GitObject> {
  if (names.length === 0) return
  if (names.some((name) => /[\n\0]/.test(name))) throw new GitObjectsUnreadable('an object name holds a line break')
  let held: Buffer = Buffer.alloc(0)
  // Pieces are joined only once a whole object is there, so a large object is copied once and not per piece.
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let wantedBytes = 0
  let skipBytes = 0
  let answered = 0
  const stdin = `${names.join('\n')}\n`
  for await (const output of git.stream({ limitBytes: 2 ** 40, ...where, args: ['cat-file', '--batch'], stdin })) {
    const skipped = Math.min(skipBytes, output.length)
    skipBytes -= skipped
    const piece = output.subarray(skipped)
    waiting.push(piece)
    waitingBytes += piece.length
    if (held.length + waitingBytes < wantedBytes) continue
    held = Buffer.concat([held, ...waiting])
    waiting = []
    waitingBytes = 0
    wantedBytes = 0
    for (;;) {
      const end = held.indexOf(10)
      if (end < 0) break
      const header = held.toString('utf8', 0, end)
      if (header.endsWith(' missing')) {
        yield { oid: header.slice(0, -' missing'.length), type: 'missing', content: Buffer.alloc(0) }
        held = held.subarray(end + 1)
        answered += 1
        continue
      }
      const fields = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d{1,15})$/.exec(header)
      if (fields === null) throw new GitObjectsUnreadable(`git cat-file answered: ${header.slice(0, 200)}`)
      const [, oid = '', type = '', size = ''] = fields
      const stop = end + 1 + Number(size)
      if (Number(size) > objectLimitBytes) {
        if (aboveLimit === 'throw')
          throw new GitObjectsUnreadable(`object ${oid} has ${size} bytes; the limit is ${objectLimitBytes}`)
        yield { oid, type: 'too-large', content: Buffer.alloc(0) }
        answered += 1
        skipBytes = Math.max(0, stop + 1 - held.length)
        held = held.subarray(Math.min(stop + 1, held.length))
        continue
      }
      if (held.length < stop + 1) {
        wantedBytes = stop + 1
        break
      }
      yield { oid, type: type as GitObject['type'], content: held.subarray(end + 1, stop) }
      held = held.subarray(stop + 1)
      answered += 1
    }
  }
  if (answered !== names.length || held.length + waitingBytes + skipBytes > 0)
    throw new GitObjectsUnreadable(`git cat-file answered ${answered} of ${names.length} objects`)
}
