import { ForgeUnreachable } from '../../model/forge-fault.ts'
import type { SourceFile } from '../../model/program-model.ts'
import type { RepositoryName } from '../../ports/forge.ts'
import { limits as readerLimits } from '../../read/limits.ts'
import { readBlob } from './blob.ts'
import type { Session } from './client.ts'
import { modes, readFolder, readTreeBelow, type TreeEntry, type TreeQuestion } from './tree.ts'

/** See `Forge.filesAt`. What is unreadable, and in which words, is as in the reader of a local repository. */
export async function readTreeFiles(
  session: Session,
  repository: RepositoryName,
  commit: string,
  folder: string,
  endings: readonly string[],
): Promise<readonly SourceFile[]> {
  const about = `${repository.owner}/${repository.name}, commit ${commit.slice(0, 12)}`
  const top = folder.replace(/^(\.?\/+|\.$)|(?<!\/)\/+$/g, '')
  const entries = await entriesBelow({ session, repository, about }, commit, top)
  const wanted = entries.filter((entry) => isWanted(entry, top, endings))
  if (wanted.length > session.limits.treeFiles) {
    throw new ForgeUnreachable(`with few enough files (${about}): ${wanted.length} lie below ${top || 'the root'}`)
  }
  const files = await Promise.all(
    wanted.map(async (entry): Promise<SourceFile> => {
      const unreadable = whyUnreadable(entry)
      if (unreadable !== undefined) return { path: entry.path, ...unreadable }
      return { path: entry.path, bytes: await readBlob(session, repository, entry.oid, `${about}, ${entry.path}`) }
    }),
  )
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** Walks down to the folder, one level a request, then reads it whole: the rest of a large repository is not listed. */
async function entriesBelow(where: TreeQuestion, commit: string, folder: string): Promise<readonly TreeEntry[]> {
  let tree = commit
  let path = ''
  for (const part of folder === '' ? [] : folder.split('/')) {
    const entries = await readFolder(where, tree, path)
    path = path === '' ? part : `${path}/${part}`
    const found = entries.find((entry) => entry.path === path)
    if (found === undefined) return []
    // A file at that path, or a link or submodule that hides what lies below: itself the only entry.
    if (found.mode !== modes.folder) return path === folder || found.mode !== '100644' ? [found] : []
    tree = found.oid
  }
  return await wholeTree(where, tree, path)
}

/** A tree that is too large for one answer is read folder by folder. */
export async function wholeTree(where: TreeQuestion, tree: string, path: string): Promise<readonly TreeEntry[]> {
  const whole = await readTreeBelow(where, tree, path)
  if (whole !== undefined) return whole
  const below: TreeEntry[] = []
  for (const entry of await readFolder(where, tree, path)) {
    if (entry.mode === modes.folder) below.push(...(await wholeTree(where, entry.oid, entry.path)))
    else below.push(entry)
  }
  return below
}

function isWanted({ path, mode }: TreeEntry, folder: string, endings: readonly string[]): boolean {
  // The folder itself, or a folder in it, may be a link or a submodule and so hide everything below.
  const hides = mode === modes.submodule || (mode === modes.link && !(path.split('/').at(-1) ?? '').includes('.'))
  const leadsThere = folder.startsWith(`${path}/`)
  return endings.some((ending) => path.endsWith(ending)) || hides || leadsThere || path === folder
}

type Unreadable = Omit<Extract<SourceFile, { unreadable: string }>, 'path'>

function whyUnreadable({ path, mode, sizeBytes }: TreeEntry): Unreadable | undefined {
  if (mode === modes.link) return { unreadable: 'is a symbolic link', remedy: 'Replace it by a regular file.' }
  if (mode === modes.submodule) {
    return { unreadable: 'is a submodule', remedy: 'Keep the records in this repository.' }
  }
  if (path.split('/').some((part) => /^(\.{0,2}|\.git)$/i.test(part))) {
    return { unreadable: 'has a name that cannot be used', remedy: 'Rename it.' }
  }
  if (sizeBytes <= readerLimits.fileBytes) return undefined
  return {
    unreadable: `has ${sizeBytes} bytes; the limit is ${readerLimits.fileBytes}`,
    remedy: 'Split it into smaller files.',
    tooLarge: true,
  }
}
