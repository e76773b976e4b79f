import { resolve } from 'node:path'
import { nodeFiles } from '../adapters/node-files.ts'
import type { FileSource } from '../ports/files.ts'
import type { Terminal } from './terminal.ts'

/** Where a check takes the files from: the work tree, what is staged, or the work tree with one text that is not saved yet. */
export interface FilesAsked {
  readonly staged: boolean
  /** Path relative to the root of what standard input holds. */
  readonly stdinPath: string | undefined
}

/** Adapters that a plain check does not need are loaded only where they are asked for. */
export async function openCheckFiles(
  root: string,
  { staged, stdinPath }: FilesAsked,
  { environment, signal }: Pick<Terminal, 'environment' | 'signal'>,
): Promise<FileSource> {
  const disk = nodeFiles(root)
  if (stdinPath !== undefined) {
    const [{ overlayFiles }, { readStdin }] = await Promise.all([
      import('../usecases/overlay-files.ts'),
      import('../adapters/read-stdin.ts'),
    ])
    return overlayFiles(disk, [await readStdin(stdinPath, signal)])
  }
  if (!staged) return disk
  const [{ gitIndexFiles }, { gitProcess }] = await Promise.all([
    import('../adapters/git-index-files.ts'),
    import('../adapters/git-process.ts'),
  ])
  const index = environment['GIT_INDEX_FILE']
  // Git names it relative to the folder in which it runs a hook.
  const where = { cwd: root, ...(index === undefined || index === '' ? {} : { indexFile: resolve(index) }) }
  return gitIndexFiles(gitProcess(environment), where, disk)
}
