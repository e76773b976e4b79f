import { stdin } from 'node:process'
import type { SourceFile } from '../model/program-model.ts'
import { limits } from '../read/limits.ts'

/**
 * Everything on standard input, as the file it stands for. Above the limit of the reader the rest is not read.
 * @throws Error where the input breaks off, or the run is interrupted
 */
export async function readStdin(path: string, signal: AbortSignal, limitBytes = limits.fileBytes): Promise<SourceFile> {
  const stop = () => stdin.destroy()
  signal.addEventListener('abort', stop, { once: true })
  const pieces: Buffer[] = []
  let length = 0
  try {
    for await (const piece of stdin as AsyncIterable<Buffer>) {
      length += piece.length
      if (length > limitBytes) {
        const unreadable = `The text on standard input has more than ${limitBytes} bytes, the limit of a file`
        return { path, unreadable, remedy: 'Split it into several files.', tooLarge: true }
      }
      pieces.push(piece)
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
  return { path, bytes: Buffer.concat(pieces) }
}
