import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'

const settingsName = 'countersign.yaml'

export interface FoundRoot {
  /** Absolute path of the folder that paths are relative to. */
  readonly root: string
  /** Path of the settings file relative to the root, whether or not it is there. */
  readonly settingsPath: string
  /** Whether the root is the top of a git work tree. */
  readonly isGit: boolean
}

/**
 * The root of the repository that a folder is in: the nearest folder upwards with `countersign.yaml`, but never past the top
 * of the git work tree; without one, that top; without git, the folder itself.
 *
 * @param config settings file named by a person, relative to the folder; it has to exist and to lie in the repository
 * @throws Refusal for a folder or file that is not there
 */
export function findRoot(folder: string, config?: string): FoundRoot {
  const start = resolve(folder)
  if (!existsSync(start) || !statSync(start).isDirectory()) {
    throw new Refusal(exitStatus.usage, `There is no folder ${folder}`, 'Give an existing folder with --cwd.')
  }
  const top = upwards(start, (at) => existsSync(join(at, '.git')))
  if (config !== undefined) {
    const file = resolve(start, config)
    if (!existsSync(file)) {
      throw new Refusal(exitStatus.usage, `There is no file ${config}`, 'Give the settings file with --config.')
    }
    const root = top ?? dirname(file)
    const path = relative(root, file).split(sep).join('/')
    if (path.startsWith('../') || resolve(root, path) !== file) {
      throw new Refusal(exitStatus.usage, `${config} lies outside the repository`, 'Name a file in it.')
    }
    return { root, settingsPath: path, isGit: top !== undefined }
  }
  const withSettings = upwards(start, (at) => existsSync(join(at, settingsName)), top)
  const root = withSettings ?? top ?? start
  return { root, settingsPath: settingsName, isGit: top === root }
}

function upwards(start: string, wanted: (folder: string) => boolean, last?: string): string | undefined {
  for (let at = start; ; at = dirname(at)) {
    if (wanted(at)) return at
    if (at === last || basename(at) === '' || dirname(at) === at) return undefined
  }
}
