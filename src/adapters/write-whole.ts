import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

interface NamedBytes {
  /** With `/`, below the folder. */
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Writes a new folder whole or not at all: beside its place first, then renamed. One file is held at a time.
 *
 * @param unique part of a name that no other run uses
 * @param files each path once; where giving them fails, nothing is left behind
 * @throws Refusal (2) where the folder holds something already or cannot be written; what `files` throws
 */
export async function writeNewFolder(path: string, unique: string, files: AsyncIterable<NamedBytes>): Promise<void> {
  await writeNew(path, unique, async (made) => {
    await mkdir(made)
    const folders = new Set<string>()
    for await (const file of files) {
      const parent = join(made, dirname(file.path))
      if (!folders.has(parent)) await mkdir(parent, { recursive: true })
      folders.add(parent)
      await writeSynced(join(made, file.path), [file.bytes])
    }
  })
}

/** Writes a new file whole or not at all, a piece in memory at a time. @throws as `writeNewFolder` */
export async function writeNewFile(path: string, unique: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await writeNew(path, unique, (made) => writeSynced(made, pieces))
}

async function writeNew(path: string, unique: string, write: (made: string) => Promise<void>): Promise<void> {
  const target = resolve(path)
  const made = join(dirname(target), `.${basename(target)}.new-${unique}`)
  try {
    if (await isTaken(target)) throw refusal(`${path} is there already`)
    await mkdir(dirname(target), { recursive: true })
    await write(made)
    // Replaces an empty folder, and no other one.
    await rename(made, target)
  } catch (error) {
    // Of the file system; whatever else is thrown came from the giver of the content.
    if (error instanceof Error && 'syscall' in error && 'code' in error)
      throw refusal(`${path} cannot be written (${String(error.code)})`, error)
    throw error
  } finally {
    await rm(made, { recursive: true, force: true }).catch(() => undefined)
  }
}

async function isTaken(target: string): Promise<boolean> {
  try {
    return !(await lstat(target)).isDirectory() || (await readdir(target)).length > 0
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

async function writeSynced(path: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    for await (const piece of pieces) await handle.writeFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const refusal = (what: string, cause?: unknown) =>
  new Refusal(exitStatus.usage, what, 'Name a place where nothing is yet, with room for it.', { cause })
