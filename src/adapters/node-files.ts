import { randomUUID } from 'node:crypto'
import { closeSync, constants, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { Files, FileToWrite } from '../ports/files.ts'
import { limits as readerLimits } from '../read/limits.ts'

export interface NodeFilesLimits {
  /** Bytes of one file; a larger one is not read. */
  readonly fileBytes: number
  /** Files in one listing. */
  readonly files: number
}

const defaults: NodeFilesLimits = { fileBytes: readerLimits.fileBytes, files: 100_000 }

/**
 * The files of a work tree. A symbolic link is followed neither for reading nor for writing, whatever it points at: a
 * pull request could otherwise show files of the machine in a report, or have them replaced.
 *
 * Files are read without giving up the thread: with many small ones, handing each step to another thread and back costs
 * several times the step.
 *
 * @param root folder that nothing leaves; must exist
 */
export function nodeFiles(root: string, limits: NodeFilesLimits = defaults): Files {
  return {
    async list(folder, endings) {
      const found: SourceFile[] = []
      const start = kindOf(root, folder)
      if (start === 'missing') return []
      if (start !== 'folder') return [unreadable(folder, 'The program folder is not a folder', 'Name a folder.')]
      const open = [folder]
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        const inside = at === '' || at === '.' ? '' : `${at}/`
        let entries: { name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }[]
        try {
          entries = readdirSync(join(root, at), { withFileTypes: true })
        } catch (error) {
          found.push(unreadable(at, `The folder cannot be read (${codeOf(error)})`, 'Give it read permission.'))
          continue
        }
        for (const entry of entries) {
          const path = `${inside}${entry.name}`
          const wanted = endings.some((ending) => entry.name.endsWith(ending))
          if (entry.isDirectory()) {
            if (entry.name === '.git') continue
            if (wanted) found.push(unreadable(path, 'This is a folder, but its name is that of a file', 'Rename it.'))
            open.push(path)
          } else if (wanted || entry.isSymbolicLink()) {
            if (found.length >= limits.files) {
              const what = `There are more than ${limits.files} files`
              found.push({ ...unreadable(folder, what, 'Split the program.'), tooLarge: true })
              return found.sort(byPath)
            }
            const file = readOne(root, path, limits)
            // A link to a folder would hide what is in it; it is told, whatever its name.
            if (file !== undefined && (wanted || isLinkToFolder(root, path))) found.push(file)
          }
        }
      }
      return found.sort(byPath)
    },
    read: async (path) => readOne(root, path, limits),
    write: (files, { overwrite }) => writeAll(root, files, overwrite, limits),
  }
}

const byPath = (a: SourceFile, b: SourceFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)

const unreadable = (path: string, what: string, remedy: string): SourceFile => ({ path, unreadable: what, remedy })

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error'

function kindOf(root: string, path: string): 'missing' | 'folder' | 'file' | 'other' {
  try {
    assertNoLinkAbove(root, path)
    const stats = lstatSync(join(root, path))
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other'
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return 'missing'
    return 'other'
  }
}

function readOne(root: string, path: string, limits: NodeFilesLimits): SourceFile | undefined {
  try {
    assertNoLinkAbove(root, path)
    const stats = lstatSync(join(root, path))
    if (stats.isSymbolicLink()) {
      return unreadable(path, 'This is a symbolic link, and links are not followed', 'Put the file itself here.')
    }
    if (stats.isDirectory()) return unreadable(path, 'This is a folder, but its name is that of a file', 'Rename it.')
    if (!stats.isFile()) return unreadable(path, 'This is not a regular file', 'Remove it.')
    if (stats.size > limits.fileBytes) {
      const what = `The file has ${stats.size} bytes; the limit is ${limits.fileBytes}`
      return { ...unreadable(path, what, 'Split it into several files.'), tooLarge: true }
    }
    // The file may have become a link since it was looked at, or a pipe, whose opening would wait for a writer.
    const careful = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const handle = openSync(join(root, path), constants.O_RDONLY | careful)
    try {
      const bytes = new Uint8Array(stats.size)
      let length = 0
      while (length < bytes.length) {
        const bytesRead = readSync(handle, bytes, length, bytes.length - length, length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      return { path, bytes: bytes.subarray(0, length) }
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    if (error instanceof OutsideRoot) return unreadable(path, error.message, 'Put the file itself here.')
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    return unreadable(path, `The file cannot be read (${code})`, 'Give it read permission.')
  }
}

class OutsideRoot extends Error {}

/** Refuses a path that leaves the root, by dots or by a link in one of its folders. */
function assertNoLinkAbove(root: string, path: string): void {
  const inside = relative(root, join(root, path))
  if (isAbsolute(path) || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw new OutsideRoot('The path leads out of the repository')
  }
  const folder = dirname(join(root, path))
  const realRoot = realpathSync.native(root)
  const realFolder = realpathSync.native(folder)
  if (realFolder !== join(realRoot, relative(root, folder))) {
    throw new OutsideRoot('A folder of this path is a symbolic link, and links are not followed')
  }
}

function isLinkToFolder(root: string, path: string): boolean {
  try {
    return lstatSync(realpathSync.native(join(root, path))).isDirectory()
  } catch {
    return false
  }
}

/** Writes every file beside its place first, then moves them in: a run that is cut leaves no half of a file. */
async function writeAll(
  root: string,
  files: readonly FileToWrite[],
  overwrite: boolean,
  limits: NodeFilesLimits,
): Promise<void> {
  const written: { temporary: string; target: string }[] = []
  const linked: string[] = []
  try {
    for (const { path, text } of files) {
      const target = join(root, path)
      const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`
      await makeFolder(root, dirname(path))
      assertNoLinkAbove(root, path)
      const handle = await open(temporary, 'wx', modeOf(target))
      written.push({ temporary, target })
      try {
        await handle.writeFile(text, 'utf8')
        await handle.sync()
      } finally {
        await handle.close()
      }
    }
    for (const { path, was } of files) if (was !== undefined) assertSame(readOne(root, path, limits), was, path)
    for (const { temporary, target } of written) {
      // A hard link fails where the target exists; a rename would replace it.
      if (overwrite) await rename(temporary, target)
      else {
        await link(temporary, target)
        linked.push(target)
      }
    }
  } catch (error) {
    for (const target of linked) await rm(target, { force: true })
    if (error instanceof Refusal) throw error
    if (error instanceof OutsideRoot) throw new Refusal(exitStatus.usage, error.message, 'Choose another folder.')
    const code = codeOf(error)
    const what =
      code === 'EEXIST' ? 'A file that was to be written exists already' : `The files cannot be written (${code})`
    const remedy =
      code === 'EEXIST' ? 'Remove it, or choose another folder.' : 'Check the permissions and the space left.'
    throw new Refusal(exitStatus.usage, `${what}: ${pathOf(root, error)}`, remedy, { cause: error })
  } finally {
    for (const { temporary } of written) await rm(temporary, { force: true })
  }
}

function assertSame(file: SourceFile | undefined, was: Uint8Array, path: string): void {
  if (file !== undefined && 'bytes' in file && Buffer.compare(file.bytes, was) === 0) return
  const what = `${path} changed while the command was at work`
  throw new Refusal(exitStatus.usage, what, 'Nothing was written; run the command again.')
}

/** Permissions of the file that is replaced; a new one gets the usual ones. */
function modeOf(target: string): number {
  try {
    const stats = lstatSync(target)
    return stats.isFile() ? stats.mode & 0o777 : 0o644
  } catch {
    return 0o644
  }
}

const pathOf = (root: string, error: unknown): string => {
  const { path, dest } = error as NodeJS.ErrnoException & { dest?: string }
  return relative(root, dest ?? path ?? root) || '.'
}

/** Makes the folders of a path one by one, so that none is made behind a link. */
async function makeFolder(root: string, folder: string): Promise<void> {
  let at = '.'
  for (const part of folder.split('/')) {
    if (part === '.' || part === '') continue
    at = `${at}/${part}`
    try {
      assertNoLinkAbove(root, `${at}/x`)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      await mkdir(join(root, at))
    }
  }
}
