import { attachmentOfPath } from './attachments.ts'
import { segmentOfPath } from './segments.ts'

/** One entry of the log's git tree, folders included. `mode` as git writes it, for example `100644`. */
export interface TreeEntry {
  readonly path: string
  readonly mode: string
}

export type LogFile =
  | { readonly kind: 'fixed'; readonly path: string; readonly content: string }
  | { readonly kind: 'checkpoint'; readonly path: string }
  | { readonly kind: 'edge'; readonly path: string }
  | { readonly kind: 'segment'; readonly path: string; readonly index: number }
  | { readonly kind: 'attachment'; readonly path: string; readonly sha256: string }

const README = `# Evidence log

Written by Countersign; append-only. Do not edit: any change of any byte is noticed.

- \`entries/\`: one record a line, 256 lines a file: 000 to 999, then x001/000 and so on. A record is an in-toto Statement.
- \`checkpoint\`: name of the log, number of records and root hash, signed (https://c2sp.org/tlog-checkpoint).
- \`edge\`: roots of the complete subtrees at the right edge, largest first: level and hash. An append needs no more.
- \`attachments/\`: files that records point to; the name is the SHA-256 of the content.

The key is not here but in \`trust.policy\` on the protected branch: \`log NAME+ID+KEY\`.

## Verify it by hand

The hash of a record is SHA-256(0x00, line without its line feed), that of a node SHA-256(0x01, left, right), as in RFC 6962.
Records and checkpoint agree when this prints \`True\`; run it in a clone of this branch, even one of depth 1:

\`\`\`sh
python3 - <<'END'
import base64, hashlib, pathlib
files = sorted(pathlib.Path("entries").rglob("*.jsonl"), key=lambda file: int("".join(filter(str.isdigit, str(file)))))
lines = [line for file in files for line in file.read_bytes().split(b"\\n")[:-1]]
stack = []
for number, line in enumerate(lines, 1):
    stack.append(hashlib.sha256(b"\\0" + line).digest())
    while number % 2 == 0:
        right = stack.pop()
        stack.append(hashlib.sha256(b"\\1" + stack.pop() + right).digest())
        number //= 2
root = stack.pop()
while stack:
    root = hashlib.sha256(b"\\1" + stack.pop() + root).digest()
note = open("checkpoint", encoding="utf-8").read().split("\\n")
print(int(note[1]) == len(lines) and base64.b64decode(note[2]) == root)
END
\`\`\`

Who signed it: with \`KEY\` as it stands in \`trust.policy\`, OpenSSL prints \`Signature Verified Successfully\`:

\`\`\`sh
head -n 3 checkpoint > text
sed -n 5p checkpoint | awk '{print $3}' | base64 -d | tail -c 64 > signature
(printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; printf %s "$KEY" | base64 -d | tail -c 32) > key.der
openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature
\`\`\`

That the log only grew: keep a copy of \`checkpoint\`; \`countersign evidence verify --checkpoint FILE\` compares.
`

/** Keeps git from changing line endings or anything else in a checkout. */
const GIT_ATTRIBUTES = '* -text -filter -ident -working-tree-encoding\n'

/** Files whose content never changes with the records. Another text here is a change of the log's layout. */
export const fixedFiles: ReadonlyMap<string, string> = new Map([
  ['.gitattributes', GIT_ATTRIBUTES],
  ['README.md', README],
])

/** What a path of the tree is; undefined for a path that a log does not have. */
function logFileOf(path: string): LogFile | undefined {
  const content = fixedFiles.get(path)
  if (content !== undefined) return { kind: 'fixed', path, content }
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
