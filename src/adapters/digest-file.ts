import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { codeOf } from './inside-root.ts'

/** What identifies a file. */
export interface FileDigest {
  readonly name: string
  /** Hex. */
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

const limitBytes = 256 * 1024 * 1024
/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer is smaller than this and begins so. */
const pointerBytes = 1024
const pointerStart = 'version https://git-lfs.github.com/spec/'

/**
 * The digest of a file that its maker keeps.
 *
 * @throws Refusal for what is no file, an empty one, one above 256 MiB, and a pointer of git LFS, whose digest would say
 * nothing about the file
 */
export async function digestFile(path: string): Promise<FileDigest> {
  const name = basename(path)
  const refused = (why: string, remedy: string, cause?: unknown) =>
    new Refusal(exitStatus.usage, `The file ${name} ${why}`, remedy, { cause })
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, 'r')
  } catch (cause) {
    throw refused(`cannot be read (${codeOf(cause)})`, 'Check its path.', cause)
  }
  try {
    if (!(await file.stat()).isFile()) throw refused('is no ordinary file', 'Name a file.')
    const hash = createHash('sha256')
    let size = 0
    let start = Buffer.alloc(0)
    for await (const piece of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > limitBytes) throw refused(`is larger than ${limitBytes} bytes`, 'Give a list of digests of its parts.')
      if (start.length < pointerStart.length) start = Buffer.concat([start, piece]).subarray(0, pointerStart.length)
      hash.update(piece)
    }
    if (size === 0) throw refused('is empty', 'Give the file that shows what was done.')
    if (size <= pointerBytes && start.toString('latin1') === pointerStart)
      throw refused('is only a pointer of git LFS', 'Fetch the file itself with `git lfs pull`.')
    return { name, sha256: hash.digest('hex'), size }
  } finally {
    await file.close()
  }
}
