import { link, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { DocumentFiles, DocumentsFolder } from '../ports/documents.ts'

/** Every rendered tree has it, with this text. A folder without is not ours to replace. */
const mark = '.gitattributes'

/**
 * Rendered documents in a folder of this machine. They are written beside it and put in its place by renaming, so a reader
 * never sees half of them and an interrupted run changes nothing.
 *
 * @param unique part of a name that no other run uses
 */
export function nodeDocumentsFolder(path: string, unique: string): DocumentsFolder {
  const folder = resolve(path)
  const beside = (what: string) => join(dirname(folder), `.${basename(folder)}.${what}-${unique}`)

  return {
    async read() {
      if ((await kindOf(folder)) === 'missing') return undefined
      const files = new Map<string, string>()
      const open = ['']
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
          const inside = at === '' ? entry.name : `${at}/${entry.name}`
          if (entry.isDirectory() && entry.name !== '.git') open.push(inside)
          else if (!entry.isDirectory())
            files.set(inside, entry.isFile() ? await readFile(join(folder, inside), 'utf8') : '')
        }
      }
      return files
    },

    async replace(files) {
      const kind = await kindOf(folder)
      if (kind === 'other') throw refusal(`${path} is not a folder`)
      if (kind === 'folder') await refuseForeign(path, folder, files)
      const [made, old] = [beside('new'), beside('old')]
      try {
        await mkdir(dirname(folder), { recursive: true })
        await mkdir(made)
        for (const [name, text] of files) {
          await mkdir(dirname(join(made, name)), { recursive: true })
          if (kind !== 'folder' || !(await isKept(join(folder, name), text, join(made, name))))
            await writeFile(join(made, name), text)
        }
        if (kind === 'folder') await rename(folder, old)
        try {
          await rename(made, folder)
        } catch (error) {
          if (kind === 'folder') await rename(old, folder)
          throw error
        }
        await rm(old, { recursive: true, force: true })
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
        throw refusal(`${path} cannot be written (${code})`, error)
      } finally {
        await rm(made, { recursive: true, force: true }).catch(() => undefined)
      }
    },
  }
}

/**
 * Gives a file that holds the text already a second name in the new folder, so that only what changed is written and has a new
 * date. Where that cannot be (a link, a file system without second names), it is written as any other.
 */
async function isKept(file: string, text: string, second: string): Promise<boolean> {
  try {
    const found = await lstat(file)
    // What has another name elsewhere would change there, or from there, with this one.
    if (!found.isFile() || found.nlink !== 1 || found.size !== Buffer.byteLength(text)) return false
    if ((await readFile(file, 'utf8')) !== text) return false
    await link(file, second)
    return true
  } catch {
    return false
  }
}

/** Only an empty folder, or one that a render made, is replaced: somebody may have mistyped the path. */
async function refuseForeign(path: string, folder: string, files: DocumentFiles): Promise<void> {
  const names = await readdir(folder)
  if (names.length === 0) return
  const found = names.includes(mark) ? await readFile(join(folder, mark), 'utf8').catch(() => undefined) : undefined
  if (found === undefined || found !== files.get(mark) || names.includes('.git'))
    throw refusal(`${path} holds files that were not rendered`)
}

async function kindOf(folder: string): Promise<'missing' | 'folder' | 'other'> {
  try {
    return (await lstat(folder)).isDirectory() ? 'folder' : 'other'
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return 'missing'
    throw error
  }
}

const refusal = (what: string, cause?: unknown) =>
  new Refusal(exitStatus.usage, what, 'Name a new or an empty folder, or one with documents from before.', { cause })
