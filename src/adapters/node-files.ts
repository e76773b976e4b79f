import { closeSync, constants, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '../model/program-model.ts'
import type { Files } from '../ports/files.ts'
import { limits as readerLimits } from '../read/limits.ts'
import { assertNoLinkAbove, codeOf, OutsideRoot } from './inside-root.ts'

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
            // It was listed a moment ago: a name that is not UTF-8 leads nowhere once it is a text.
            else if (file === undefined && entry.name.includes('\ufffd')) {
              found.push(unreadable(path, 'The name of this file is not UTF-8', 'Rename it.'))
            }
          } else if (endings.some((ending) => ending !== '.md' && entry.name.toLowerCase().endsWith(ending))) {
            found.push(unreadable(path, 'The ending of this file has capital letters and is not read', 'Rename it.'))
          }
        }
      }
      return found.sort(byPath)
    },
    read: async (path) => readOne(root, path, limits),
    async write(files, { overwrite }) {
      // Whoever only reads does not wait for what writing needs.
      const { writeFiles } = await import('./write-files.ts')
      await writeFiles(root, files, { overwrite, read: (path) => readOne(root, path, limits) })
    },
  }
}

const byPath = (a: SourceFile, b: SourceFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)

const unreadable = (path: string, what: string, remedy: string): SourceFile => ({ path, unreadable: what, remedy })

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

function isLinkToFolder(root: string, path: string): boolean {
  try {
    return lstatSync(realpathSync.native(join(root, path))).isDirectory()
  } catch {
    return false
  }
}
