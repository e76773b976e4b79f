import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Files } from '../ports/files.ts'

/** A file that is about to be edited: its text with its byte order mark, and the bytes it was read from. */
export interface SourceText {
  readonly path: string
  readonly text: string
  readonly bytes: Uint8Array
}

/** @throws Refusal where there is no such file, or it is no UTF-8 text */
export async function readText(files: Files, path: string): Promise<SourceText> {
  const file = await files.read(path)
  if (file === undefined) throw new Refusal(exitStatus.usage, `There is no file ${path}`, 'It may have been moved.')
  if ('unreadable' in file) throw new Refusal(exitStatus.usage, `${path}: ${file.unreadable}`, file.remedy)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.bytes)
    return { path, text, bytes: file.bytes }
  } catch (cause) {
    throw new Refusal(exitStatus.usage, `${path} is not UTF-8`, 'Save it as UTF-8 in your editor.', { cause })
  }
}
