import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

/**
 * A path as a person or an editor gives it, relative to the root of the repository. It need not be there.
 * @throws Refusal for one that leads out of the repository
 */
export function toRepositoryPath(root: string, cwd: string, path: string): string {
  const file = resolve(cwd, path)
  // Editors like to resolve the links on the way to a repository, which a shell does not.
  const inside = within(root, file) ?? within(realpathSync(root), join(realFolder(dirname(file)), basename(file)))
  if (inside === undefined) {
    throw new Refusal(exitStatus.usage, `${path} lies outside the repository`, 'Name files of the program.')
  }
  return inside
}

/** The same for a pattern, which may take away with `!` in front. @throws Refusal */
export function toPattern(root: string, cwd: string, path: string): string {
  const takesAway = path.startsWith('!') && !existsSync(resolve(cwd, path))
  return takesAway ? `!${toRepositoryPath(root, cwd, path.slice(1))}` : toRepositoryPath(root, cwd, path)
}

function within(root: string, file: string): string | undefined {
  const inside = relative(root, file).split(sep).join('/')
  return inside === '..' || inside.startsWith('../') ? undefined : inside
}

function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder
}
