import { attachmentOfPath } from './attachments.ts'
import { logFiles } from './log-files.gen.ts'
import { segmentOfPath } from './segments.ts'

/** One entry of the log's git tree, folders included. `mode` as git writes it, for example `100644`. */
export interface TreeEntry {
  readonly path: string
  readonly mode: string
}

export type LogFile =
  | { readonly kind: 'fixed'; readonly path: string; readonly content: string }
  /** For readers. Another text is that of another version, or was changed: no record depends on it. */
  | { readonly kind: 'shipped'; readonly path: string; readonly content: string }
  | { readonly kind: 'checkpoint'; readonly path: string }
  | { readonly kind: 'edge'; readonly path: string }
  | { readonly kind: 'segment'; readonly path: string; readonly index: number }
  | { readonly kind: 'attachment'; readonly path: string; readonly sha256: string }

/** Keeps git from changing line endings or anything else in a checkout. */
const GIT_ATTRIBUTES = '* -text -filter -ident -working-tree-encoding\n'

/** Files whose content never changes with the records. Another text here is a change of the log's layout. */
export const fixedFiles: ReadonlyMap<string, string> = new Map([['.gitattributes', GIT_ATTRIBUTES]])

/** What readers get beside the records: a text that says what this is, and a program to check it with. */
export const shippedFiles: ReadonlyMap<string, string> = new Map([
  ['README.md', logFiles.readme],
  ['verify.py', logFiles.verifier],
])

/** Digest of the program that this version ships, in hex. It is published in the README of Countersign. */
export const { verifierSha256 } = logFiles

/** What a path of the tree is; undefined for a path that a log does not have. */
function logFileOf(path: string): LogFile | undefined {
  const content = fixedFiles.get(path)
  if (content !== undefined) return { kind: 'fixed', path, content }
  const shipped = shippedFiles.get(path)
  if (shipped !== undefined) return { kind: 'shipped', path, content: shipped }
  if (path === 'checkpoint' || path === 'edge') return { kind: path, path }
  const index = segmentOfPath(path)
  if (index !== undefined) return { kind: 'segment', path, index }
  const sha256 = attachmentOfPath(path)
  return sha256 === undefined ? undefined : { kind: 'attachment', path, sha256 }
}

export interface Layout {
  readonly files: readonly LogFile[]
  /** Entries that do not belong: other paths, links, executables, submodules, folders with nothing of the log in them. */
  readonly strangers: readonly { readonly path: string; readonly why: string }[]
}

/** Sorts a tree into the files of a log and what does not belong there. */
export function layOut(entries: readonly TreeEntry[]): Layout {
  const files: LogFile[] = []
  const strangers: { path: string; why: string }[] = []
  const folders: string[] = []
  const used = new Set<string>()
  const seen = new Set<string>()
  for (const { path, mode } of entries) {
    // Readers of such a tree do not agree on which of the two it is.
    if (seen.has(path)) strangers.push({ path, why: 'there twice' })
    if (seen.has(path)) continue
    seen.add(path)
    if (mode === '040000') {
      folders.push(path)
      continue
    }
    const file = logFileOf(path)
    if (file === undefined) strangers.push({ path, why: 'a log has no such file' })
    else if (mode !== '100644') strangers.push({ path, why: `mode ${mode}; a file of a log has mode 100644` })
    else files.push(file)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) used.add(path.slice(0, end))
  }
  for (const path of folders) if (!used.has(path)) strangers.push({ path, why: 'a folder without a file' })
  return { files, strangers }
}
