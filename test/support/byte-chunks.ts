import fc from 'fast-check'
import { CheckedBytes } from '../../src/read/import/checked-bytes.ts'

/** A text or bytes as a stream, in chunks of a size. */
export async function* inChunks(content: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content as Uint8Array)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export const checked = (content: string | Uint8Array, size?: number): CheckedBytes =>
  new CheckedBytes(inChunks(content, size))

/** Sizes that cut characters and tokens in two. */
export const chunkSizes = fc.integer({ min: 1, max: 9 })
