import type { Git, GitCall } from './git-process.ts'

/** A regular file of a tree, or why what stands there cannot be read as one. */
export type TreeEntry =
  | { readonly path: string; readonly oid: string; readonly sizeBytes: number }
  | { readonly path: string; readonly unreadable: string; readonly remedy: string; readonly tooLarge?: boolean }

const regularFile = 'Replace it by a regular file.'

/**
 * Files of a commit's tree below a folder with one of the endings, sorted by code units. Links, submodules, names that are
 * not text and files above the limit are listed as unreadable: they may hold or hide records, so they are never left out.
 * @throws GitMissing, GitFailed
 */
export async function listTree(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir' | 'timeoutMs'>,
  commit: string,
  folder: string,
  endings: readonly string[],
  fileLimitBytes: number,
): Promise<readonly TreeEntry[]> {
  const whole = folder === '' || folder === '.'
  const { stdout } = await git.run({
    ...where,
    limitBytes: 256 * 1024 * 1024,
    args: [
      ...['--literal-pathspecs', 'ls-tree', '-r', '-t', '-z', '-l', '--full-tree', commit],
      ...(whole ? [] : ['--', folder.replace(/(?<!\/)\/+$/, '')]),
    ],
  })
  const found: TreeEntry[] = []
  const seen = new Set<string>()
  const twins = new Set<string>()
  for (const line of splitAtZero(stdout)) {
    const tab = line.indexOf(9)
    const fields = /^(\d{6}) (blob|commit|tree) ([0-9a-f]{40,64}) +(\d+|-)$/.exec(line.toString('latin1', 0, tab))
    if (fields === null) throw new Error(`git ls-tree answered: ${line.toString('latin1').slice(0, 200)}`)
    const [, mode = '', , oid = '', size = ''] = fields
    const name = line.subarray(tab + 1)
    const path = name.toString('utf8')
    if (seen.has(path)) twins.add(path)
    seen.add(path)
    if (mode === '040000') continue
    const named = endings.some((ending) => path.endsWith(ending))
    // A link or a submodule may stand for a folder and so hide everything below.
    const hides = mode === '160000' || mode === '120000'
    const isFolder = !whole && path === folder.replace(/(?<!\/)\/+$/, '')
    if (!named && !hides && !isFolder) continue
    const why = whyUnreadable(mode, name)
    if (why !== undefined) found.push({ path, ...why })
    else if (isFolder)
      found.push({ path, unreadable: 'This is a file where a folder is expected', remedy: 'Make it a folder.' })
    else if (Number(size) > fileLimitBytes)
      found.push({
        path,
        unreadable: `The file has ${size} bytes; the limit is ${fileLimitBytes}`,
        remedy: 'Split it into smaller files.',
        tooLarge: true,
      })
    else found.push({ path, oid, sizeBytes: Number(size) })
  }
  // Git writes no such tree, and readers of one do not agree on which of the two counts.
  const told = found.filter(({ path }) => !twins.has(path))
  for (const path of twins)
    told.push({ path, unreadable: 'This name is there twice', remedy: 'Remove one of the two.' })
  return told.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** Why an entry of a tree or an index cannot be read as a file; undefined for a regular one with a name that can be used. */
export function whyUnreadable(
  mode: string,
  name: Buffer,
): { readonly unreadable: string; readonly remedy: string } | undefined {
  if (mode === '120000') return { unreadable: 'This is a symbolic link', remedy: regularFile }
  if (mode === '160000') return { unreadable: 'This is a submodule', remedy: 'Keep the records in this repository.' }
  const path = name.toString('utf8')
  const isUsable =
    Buffer.from(path, 'utf8').equals(name) && !path.split('/').some((part) => /^(\.{0,2}|\.git)$/i.test(part))
  return isUsable ? undefined : { unreadable: 'The name of this file cannot be used', remedy: 'Rename it.' }
}

/** The lines of an answer to `-z`. */
export function splitAtZero(output: Buffer): readonly Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
    lines.push(output.subarray(start, end))
    start = end + 1
  }
  return lines
}
