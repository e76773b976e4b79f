import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { codeOf } from './inside-root.ts'

/**
 * A file of another tool, to be read once from its beginning to its end.
 * @throws Refusal where it is not there or no regular file
 */
export async function readImportFile(path: string): Promise<{ name: string; bytes: AsyncIterable<Uint8Array> }> {
  const name = basename(path)
  try {
    const stats = await stat(path)
    if (!stats.isFile()) throw new Refusal(exitStatus.usage, `${name} is no file`, 'Name the file that the tool wrote.')
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw new Refusal(
      exitStatus.usage,
      `${name} cannot be read (${codeOf(cause)})`,
      'Name the file that the tool wrote.',
      { cause },
    )
  }
  // Opened when it is read: a stream that fails before anybody listens would end the process.
  const open = () => createReadStream(path, { highWaterMark: 256 * 1024 })
  return { name, bytes: { [Symbol.asyncIterator]: () => open()[Symbol.asyncIterator]() } }
}
