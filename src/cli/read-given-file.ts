import { open } from 'node:fs/promises'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

/**
 * A file that somebody named on the command line. No more than the limit is ever held.
 *
 * @param what what it should be, for the message: `a checkpoint`
 * @throws Refusal (2) where it cannot be read or is larger
 */
export async function readGivenFile(path: string, limitBytes: number, what: string): Promise<Buffer> {
  try {
    const handle = await open(path)
    try {
      const bytes = Buffer.alloc(limitBytes + 1)
      let length = 0
      for (;;) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
        length += bytesRead
        if (length > limitBytes) throw new RangeError(`it is larger than ${limitBytes} bytes`)
        if (bytesRead === 0) return bytes.subarray(0, length)
      }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    const why = cause instanceof RangeError ? cause.message : codeOf(cause)
    throw new Refusal(exitStatus.usage, `\`${path}\` cannot be read (${why})`, `Give the path of ${what}.`, { cause })
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
