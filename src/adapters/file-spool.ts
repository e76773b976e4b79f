import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Spool, WaitingFile } from '../ports/spool.ts'

/** What one run takes up of earlier ones. */
const mostFiles = 100
const totalLimitBytes = 128 * 1024 * 1024

/** Spool files in a folder, named by their content: the same records are kept once. */
export function fileSpool(folder: string): Spool {
  return {
    async keep(text) {
      const path = resolve(folder, nameOf(text))
      await mkdir(folder, { recursive: true })
      // Nobody can guess it and put a link there: the folder may be one that others write to as well.
      const draft = join(folder, `.${nameOf(text)}.${randomUUID()}`)
      try {
        await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
      return path
    },
    async waiting() {
      const names = (await namesIn(folder)).filter((name) => /^countersign-evidence-[0-9a-f]{12}\.jsonl$/.test(name))
      const files: WaitingFile[] = []
      let leftBytes = totalLimitBytes
      for (const name of names.sort().slice(0, mostFiles)) {
        const path = resolve(folder, name)
        const file = await readOwn(path, leftBytes)
        if (file === 'too much') break
        leftBytes -= 'text' in file ? Buffer.byteLength(file.text) : 0
        const isWhole = !('text' in file) || nameOf(file.text) === name
        files.push({
          path,
          ...(isWhole ? file : { unreadable: 'it was cut or changed: its name is not that of its content' }),
        })
      }
      return files
    },
    drop: (path) => rm(path, { force: true }),
  }
}

const nameOf = (text: string) =>
  `countersign-evidence-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.jsonl`

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** A regular file of the user who runs this: in a folder for everybody, others may leave files and links too. */
async function readOwn(
  path: string,
  limitBytes: number,
): Promise<{ readonly text: string } | { readonly unreadable: string } | 'too much'> {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    try {
      const { size, uid } = await file.stat()
      const isRegular = (await file.stat()).isFile()
      if (!isRegular) return { unreadable: 'it is not a file' }
      if (process.getuid !== undefined && uid !== process.getuid()) return { unreadable: 'it belongs to another user' }
      if (size > totalLimitBytes) return { unreadable: `it has ${size} bytes; the limit is ${totalLimitBytes}` }
      if (size > limitBytes) return 'too much'
      return { text: await file.readFile('utf8') }
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return { unreadable: code === 'ELOOP' ? 'it is a link' : `it cannot be read (${code})` }
  }
}
