import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Settings } from '../model/settings.ts'

/** Names that mean the same to every file system and to git: none begins with a dot, as `.git` and `.github` do. */
const part = /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$/

/**
 * A folder of the repository that documents may take as a whole: `docs/compliance`.
 *
 * @returns without a slash at its end
 * @throws Refusal (2) for a path outside the repository, of git or the forge, and one that holds the program or lies in it
 */
export function toDocumentsPath(text: string, { programFolder }: Pick<Settings, 'programFolder'>): string {
  const path = text.replace(/(?<=[^/])\/$/, '')
  const parts = path.split('/')
  if (parts.length > 10 || !parts.every((name) => part.test(name)))
    throw refusal(`\`${text}\` is no folder of the repository for documents`)
  const inside = (one: string, other: string) => `${one}/`.toLowerCase().startsWith(`${other}/`.toLowerCase())
  if (programFolder === '.' || inside(path, programFolder) || inside(programFolder, path))
    throw refusal(`\`${text}\` is not apart from the program in \`${programFolder}\``)
  return path
}

const refusal = (what: string) =>
  new Refusal(
    exitStatus.usage,
    what,
    'Name a folder of its own, such as `docs/compliance`: letters, digits, `-`, `_` and `.`, no part beginning with a dot.',
  )
