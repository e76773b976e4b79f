import { randomUUID } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import type { SourceFile } from '../model/program-model.ts'
import { Refusal } from '../model/refusal.ts'
import type { FileToWrite } from '../ports/files.ts'
import { assertNoLinkAbove, codeOf, OutsideRoot } from './inside-root.ts'

/** Writes every file beside its place first, then moves them in: a run that is cut leaves no half of a file. */
export async function writeFiles(
  root: string,
  files: readonly FileToWrite[],
  { overwrite, read }: { overwrite: boolean; read(path: string): SourceFile | undefined },
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
    for (const { path, was } of files) if (was !== undefined) assertSame(read(path), was, path)
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
