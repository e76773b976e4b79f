import type { Located } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { SourceFile } from '../model/program-model.ts'
import type { Policy } from '../model/records.ts'
import { decodeText } from './decode-text.ts'

/** Path of the text of a policy: the file named by `body`, in the folder of its record. */
export function bodyPath(policy: Located<Policy>): string {
  const folder = policy.at.file.lastIndexOf('/')
  return folder === -1 ? policy.value.body : `${policy.at.file.slice(0, folder)}/${policy.value.body}`
}

/**
 * Texts of the policies by path, with LF line breaks. Only files that a policy names are decoded: other Markdown in the
 * folder is nobody's concern. A text that is not there is found by REF-002.
 */
export function readPolicyBodies(
  policies: readonly Located<Policy>[],
  files: readonly SourceFile[],
): { readonly texts: ReadonlyMap<string, string>; readonly problems: readonly Problem[] } {
  const found = new Map(files.map((file) => [file.path, file]))
  const texts = new Map<string, string>()
  const problems: Problem[] = []
  for (const path of [...new Set(policies.map(bodyPath))].sort()) {
    const file = found.get(path)
    if (file === undefined) continue
    const text = decodeText(file)
    if (text instanceof Problem) problems.push(text)
    else texts.set(path, text.replaceAll('\r\n', '\n'))
  }
  return { texts, problems }
}
