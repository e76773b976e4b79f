import { createHash, type Hash } from 'node:crypto'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'

export type Bytes = AsyncIterable<Uint8Array>

/** The file as it was, once all of it was read. */
export interface Original {
  readonly sha256: string
  readonly size: number
}

/** Longest beginning that tells what a file is. */
const HEAD_BYTES = 64

const FORMS: readonly (readonly [begins: readonly number[], what: string, remedy: string])[] = [
  [[0x1f, 0x8b], 'The file is compressed with gzip', 'Unpack it first (`gunzip`).'],
  [[0x50, 0x4b, 0x03, 0x04], 'The file is a ZIP archive', 'Unpack it and name the files in it.'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'The file is compressed with Zstandard', 'Unpack it first (`unzstd`).'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'The file is compressed with xz', 'Unpack it first (`unxz`).'],
  [[0x42, 0x5a, 0x68], 'The file is compressed with bzip2', 'Unpack it first (`bunzip2`).'],
  [[0xff, 0xfe], 'The file is UTF-16, not UTF-8', 'Save it as UTF-8.'],
  [[0xfe, 0xff], 'The file is UTF-16, not UTF-8', 'Save it as UTF-8.'],
  [[0x25, 0x50, 0x44, 0x46], 'The file is a PDF', 'Import what it was made from.'],
]

const lfsPointer = 'version https://git-lfs.github.com/spec/'

/**
 * Bytes of a file on their way to the reader of its format: counted, hashed and without byte order mark. A file that
 * cannot be what any reader expects is refused before the first of its bytes is handed on.
 *
 * @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md the pointer that stands in for a file not fetched
 */
export class CheckedBytes implements Bytes {
  readonly #source: Bytes
  readonly #hash: Hash = createHash('sha256')
  readonly #keepBytes: number
  #kept: Uint8Array[] | undefined = []
  #size = 0
  #ended = false

  /** @param keepBytes a file of at most so many is kept as it came */
  constructor(source: Bytes, keepBytes = 0) {
    this.#source = source
    this.#keepBytes = keepBytes
  }

  /** @throws RangeError where not all of the file was read: its digest would be of something else */
  original(): Original {
    if (!this.#ended) throw new RangeError('the file was not read to its end')
    return { sha256: this.#hash.copy().digest('hex'), size: this.#size }
  }

  /** The file as it came, once all of it was read; undefined for one that is larger than what is kept. */
  whole(): Buffer | undefined {
    return this.#ended && this.#kept !== undefined ? Buffer.concat(this.#kept) : undefined
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let head: Uint8Array | undefined = new Uint8Array(0)
    for await (const chunk of this.#source) {
      this.#size += chunk.length
      if (this.#size > importLimits.fileBytes) {
        const limit = `${importLimits.fileBytes / 1024 / 1024} MiB`
        throw new ImportRefused(`The file is larger than ${limit}`, 'Split it, or leave out what is not needed.')
      }
      this.#hash.update(chunk)
      if (this.#size > this.#keepBytes) this.#kept = undefined
      this.#kept?.push(chunk)
      if (head === undefined) {
        yield chunk
        continue
      }
      head = Buffer.concat([head, chunk])
      if (head.length < HEAD_BYTES) continue
      yield withoutMark(head)
      head = undefined
    }
    if (head !== undefined) {
      const rest = withoutMark(head)
      if (rest.every((byte) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
        throw new ImportRefused('The file is empty', 'Whatever should have written it did not.')
      }
      yield rest
    }
    this.#ended = true
  }
}

function withoutMark(head: Uint8Array): Uint8Array {
  for (const [begins, what, remedy] of FORMS) {
    if (begins.every((byte, index) => head[index] === byte)) throw new ImportRefused(what, remedy)
  }
  // The same without a mark: every other byte of plain English is zero.
  if (head.subarray(0, 4).includes(0)) {
    throw new ImportRefused('The file is not text in UTF-8', 'Save it as UTF-8, or name the right file.')
  }
  if (Buffer.from(head.subarray(0, lfsPointer.length)).toString('latin1') === lfsPointer) {
    throw new ImportRefused('The file is a pointer of Git LFS and not the file itself', 'Fetch it with `git lfs pull`.')
  }
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head
}
