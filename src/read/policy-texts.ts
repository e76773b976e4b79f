import { createHash } from 'node:crypto'
import { Problem } from '../model/problem.ts'
import { decodeText } from './decode-text.ts'
import type { HistoricFile } from './record-history.ts'

/**
 * Texts of policies by their digest (`Revision.textDigest`), with LF line breaks. Nothing is read before the first is asked
 * for: most pages show the newest text, which is in the model.
 *
 * @param files every version of the program's files, by path
 */
export function policyTexts(
  files: ReadonlyMap<string, readonly HistoricFile[]>,
): (digest: string) => string | undefined {
  let known: Map<string, HistoricFile> | undefined
  return (digest) => {
    known ??= new Map(
      [...files.values()].flat().flatMap((file) => {
        if (file.bytes === undefined || !file.path.endsWith('.md')) return []
        return [[createHash('sha256').update(file.bytes).digest('hex'), file] as const]
      }),
    )
    const file = known.get(digest)
    if (file?.bytes === undefined) return undefined
    const text = decodeText({ path: file.path, bytes: file.bytes })
    return text instanceof Problem ? undefined : text.replaceAll('\r\n', '\n')
  }
}
