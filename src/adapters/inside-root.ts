import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'

/** The message says why, without the path. */
export class OutsideRoot extends Error {}

/**
 * Refuses a path that leaves the root, by dots or by a link in one of its folders.
 * @throws OutsideRoot, or the error of the file system where a folder of the path does not exist
 */
export function assertNoLinkAbove(root: string, path: string): void {
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

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error'
