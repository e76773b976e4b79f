import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { fromZip } from './zip-files.ts'

/** Bytes of one bundle, in a folder or packed. */
const limitBytes = 1024 * 1024 * 1024
const mostFiles = 100_000

/**
 * Every file of a bundle by its path. Links are read as nothing, so that they are none of the files that were listed.
 *
 * @param path of a folder or a ZIP
 * @throws Refusal (2) where it cannot be read or is larger than any that is made
 */
export async function readBundle(path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  try {
    const { isFolder, size } = await lstat(path).then((stats) => ({ isFolder: stats.isDirectory(), size: stats.size }))
    if (isFolder) return await readFolder(path)
    if (size > limitBytes) throw new RangeError(`it is larger than ${limitBytes} bytes`)
    return fromZip(await readFile(path))
  } catch (cause) {
    const why = cause instanceof RangeError ? cause.message : codeOf(cause)
    const remedy = 'Give the ZIP of a period bundle, or the folder that it was unpacked to.'
    throw new Refusal(exitStatus.usage, `\`${path}\` cannot be read (${why})`, remedy, { cause })
  }
}

async function readFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  let total = 0
  const open = ['']
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const inside = at === '' ? entry.name : `${at}/${entry.name}`
      if (entry.isDirectory()) open.push(inside)
      else files.set(inside, entry.isFile() ? await readFile(join(folder, inside)) : new Uint8Array())
      total += files.get(inside)?.length ?? 0
      if (total > limitBytes || files.size > mostFiles) throw new RangeError('it holds more than such a bundle may')
    }
  }
  return files
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  throw error
}
