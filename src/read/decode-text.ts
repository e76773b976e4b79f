import { startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { SourceFile } from '../model/program-model.ts'
import { limits } from './limits.ts'

/** The text of a file without byte order mark, or what is wrong with the file. Line breaks stay as they are. */
export function decodeText(file: SourceFile): string | Problem {
  const at = startOf(file.path)
  if ('unreadable' in file) {
    const code = file.tooLarge === true ? 'YML-002' : 'YML-001'
    const what = /^[a-z]/.test(file.unreadable) ? `The file ${file.unreadable}` : file.unreadable
    return new Problem(code, at, what, file.remedy)
  }
  if (file.bytes.length > limits.fileBytes) {
    return new Problem(
      'YML-002',
      at,
      `The file has ${file.bytes.length} bytes; the limit is ${limits.fileBytes}`,
      'Split it into several files.',
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file.bytes)
  } catch {
    return notUtf8(file.path, file.bytes)
  }
}

function notUtf8(path: string, bytes: Uint8Array): Problem {
  const [first, second] = bytes
  const wide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const offset = wide ? 0 : firstBadByte(bytes)
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, offset))
  const lines = before.split(/\r\n|\n|\r/)
  const column = (lines.at(-1)?.length ?? 0) + 1
  const at = { file: path, line: lines.length, column, endLine: lines.length, endColumn: column + 1 }
  const what = wide
    ? 'The file is UTF-16, not UTF-8'
    : `The file is not UTF-8: byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')} does not belong here`
  return new Problem('YML-003', at, what, 'Save it as UTF-8 in your editor.')
}

/** Where the first letter begins that is not UTF-8, by halving: decoding is fast, and this runs once for a broken file. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (isUtf8(bytes.subarray(0, middle), true)) good = middle
    else bad = middle
  }
  // The prefix may end inside a letter; that letter is the one that is broken.
  for (let start = good; start > good - 4 && start >= 0; start -= 1) {
    if (isUtf8(bytes.subarray(0, start), false)) return start
  }
  return good
}

function isUtf8(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}
