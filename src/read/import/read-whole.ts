import type { Bytes } from './checked-bytes.ts'
import { ImportRefused } from './import-refused.ts'

/** All bytes of a small file. @throws ImportRefused as soon as there are more than `limitBytes` */
export async function readWhole(bytes: Bytes, limitBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > limitBytes) {
      throw new ImportRefused(`The file is larger than ${limitBytes / 1024 / 1024} MiB`, 'Split it.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
