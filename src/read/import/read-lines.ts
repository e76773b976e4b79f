import type { Bytes } from './checked-bytes.ts'
import { importLimits } from './import-limits.ts'
import { ImportRefused } from './import-refused.ts'

export interface Line {
  /** From 1. */
  readonly number: number
  /** Without its line end. */
  readonly bytes: Uint8Array
}

const LF = 0x0a
const CR = 0x0d

/**
 * The lines of a text; one at the end needs no line end.
 * @throws ImportRefused for one that is too long, before all of it was read
 */
export async function* readLines(bytes: Bytes): AsyncGenerator<Line> {
  let number = 1
  let parts: Uint8Array[] = []
  let length = 0
  const add = (part: Uint8Array): void => {
    length += part.length
    if (length > importLimits.lineBytes) {
      const what = `The line is longer than ${importLimits.lineBytes / 1024 / 1024} MiB`
      throw new ImportRefused(what, 'Is this the format that you named?', { line: number })
    }
    if (part.length > 0) parts.push(part)
  }
  const take = (): Line => {
    const whole = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
    const line = { number, bytes: whole.at(-1) === CR ? whole.subarray(0, -1) : whole }
    number += 1
    parts = []
    length = 0
    return line
  }
  for await (const chunk of bytes) {
    let start = 0
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      add(chunk.subarray(start, end))
      yield take()
      start = end + 1
    }
    add(chunk.subarray(start))
  }
  if (length > 0) yield take()
}

/** The same as text. @throws ImportRefused for a line that is not UTF-8 */
export async function* readTextLines(bytes: Bytes): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  for await (const line of readLines(bytes)) {
    let text: string
    try {
      text = decoder.decode(line.bytes)
    } catch (cause) {
      throw new ImportRefused('The line is not UTF-8', 'Save the file as UTF-8.', { line: line.number }, { cause })
    }
    yield { number: line.number, text }
  }
}
