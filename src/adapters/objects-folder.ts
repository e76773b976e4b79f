import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/**
 * Folder of the objects of a local repository, found without git: it may be bare, or a work tree of another one.
 *
 * @returns undefined where it is not one of these forms, or its path cannot be named in `info/alternates`
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export async function objectsFolderOf(repository: string): Promise<string | undefined> {
  const inWorkTree = join(repository, '.git')
  const kind = await stat(inWorkTree).catch(() => undefined)
  const pointer = kind?.isFile() === true ? /^gitdir: (.+)$/m.exec(await readFile(inWorkTree, 'utf8'))?.[1] : undefined
  if (kind?.isFile() === true && pointer === undefined) return undefined
  const gitDir = kind === undefined ? repository : pointer === undefined ? inWorkTree : resolve(repository, pointer)
  const common = await readFile(join(gitDir, 'commondir'), 'utf8').catch(() => '.')
  const objects = resolve(gitDir, common.trim(), 'objects')
  const found = await stat(objects).catch(() => undefined)
  // A line is a path there, a quote or a number sign at its beginning has a meaning.
  return found?.isDirectory() === true && !/[\n\r]|^["#]/.test(objects) ? objects : undefined
}
