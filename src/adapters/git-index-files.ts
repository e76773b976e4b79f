import { createHash } from 'node:crypto'
import type { SourceFile } from '../model/program-model.ts'
import type { FileSource } from '../ports/files.ts'
import { limits as readerLimits } from '../read/limits.ts'
import { readBlobs } from './git-blobs.ts'
import { type IndexEntry, listIndex } from './git-index.ts'
import type { Git, GitCall } from './git-process.ts'

const limits = { fileLimitBytes: readerLimits.fileBytes, totalLimitBytes: 512 * 1024 * 1024 }

/**
 * The files that git would commit now. A file of the work tree is taken only where its bytes have the very name that the index
 * gives, so that staging one file of ten thousand does not read all the others from the object store too, which costs several
 * times as much; whatever differs, is missing or goes through a filter comes from the objects, with one pair of processes.
 *
 * @param disk the work tree below `where.cwd`
 * @throws Refusal where there is no repository; GitMissing, GitFailed, GitObjectsUnreadable, HistoryTooLarge
 */
export function gitIndexFiles(git: Git, where: Pick<GitCall, 'cwd' | 'indexFile'>, disk: FileSource): FileSource {
  let index: Promise<ReadonlyMap<string, IndexEntry>> | undefined
  const entries = () => {
    index ??= listIndex(git, where)
    return index
  }

  async function load(wanted: readonly IndexEntry[], onDisk: readonly SourceFile[]): Promise<SourceFile[]> {
    const bytesOf = new Map(onDisk.flatMap((file) => ('bytes' in file ? [[file.path, file.bytes] as const] : [])))
    const found: SourceFile[] = []
    const missing: { path: string; oid: string }[] = []
    for (const entry of wanted) {
      const bytes = bytesOf.get(entry.path)
      if (!('oid' in entry)) found.push(entry)
      else if (bytes !== undefined && blobName(bytes, entry.oid) === entry.oid) found.push({ path: entry.path, bytes })
      else missing.push(entry)
    }
    const oids = missing.map(({ oid }) => oid)
    const blobs = await readBlobs(git, where, oids, limits)
    for (const { path, oid } of missing) {
      const blob = blobs.get(oid)
      if (blob === undefined) throw new Error(`git did not answer for ${oid}`)
      found.push({ path, ...blob })
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  }

  return {
    async list(folder, endings) {
      const isWhole = folder === '' || folder === '.'
      const isBelow = (path: string) => isWhole || path === folder || path.startsWith(`${folder}/`)
      const isWanted = (entry: IndexEntry) =>
        ('mayHide' in entry && entry.mayHide) || endings.some((ending) => entry.path.endsWith(ending))
      const below = [...(await entries()).values()].filter((entry) => isBelow(entry.path))
      const itself = below.find(({ path }) => path === folder)
      if (itself !== undefined)
        return [{ path: folder, unreadable: 'The program folder is not a folder', remedy: 'Name a folder.' }]
      return load(below.filter(isWanted), await disk.list(folder, endings))
    },

    async read(path) {
      const all = await entries()
      const entry = all.get(path)
      if (entry !== undefined) {
        const file = await disk.read(path)
        return (await load([entry], file === undefined ? [] : [file]))[0]
      }
      const isFolder = [...all.keys()].some((one) => one.startsWith(`${path}/`))
      return isFolder ? { path, unreadable: 'This is a folder', remedy: 'Name a file.' } : undefined
    },
  }
}

/** The name of a blob with this content, by the hash that the other name was made with. */
function blobName(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 40 ? 'sha1' : 'sha256')
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}
