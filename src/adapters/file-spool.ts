import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Spool } from '../ports/spool.ts'

/** Spool files in a folder, named by their content: the same records are kept once. */
export function fileSpool(folder: string): Spool {
  return {
    async keep(text) {
      const name = `countersign-evidence-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.jsonl`
      const path = resolve(folder, name)
      await mkdir(folder, { recursive: true })
      // Nobody can guess it and put a link there: the folder may be one that others write to as well.
      const draft = join(folder, `.${name}.${randomUUID()}`)
      try {
        await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
      return path
    },
    drop: (path) => rm(path, { force: true }),
  }
}
