import type { ChangedFile, Reading } from '../../model/facts.ts'
import type { ChangedBlob } from './changed-files.ts'
import type { Session } from './client.ts'
import type { PullQuestion } from './pull-question.ts'
import type { PullRange } from './pull-range.ts'
import { readingOf } from './reading.ts'
import { modes, readFolder, readTreeBelow, type TreeQuestion } from './tree.ts'

/** Folders of a tree that is too large for one answer; beyond, the mode of what is left is not known. */
const mostFolders = 200

type Mode = NonNullable<ChangedFile['mode']>
const known: ReadonlySet<string> = new Set<Mode>(['100644', '100755', '120000', '160000'])
const isMode = (value: string | undefined): value is Mode => value !== undefined && known.has(value)

/**
 * Adds to each changed file its mode on the head and on the commit that the diff starts from. null: there it is not, or its
 * mode could not be read; a removed file has none on the head, an added one none before.
 */
export async function withModes(
  session: Session,
  { pull, parameters, about }: PullQuestion,
  files: Reading<ChangedBlob>,
  range: Reading<PullRange>,
): Promise<Reading<ChangedBlob>> {
  const [start] = range.known ? range.value : []
  if (!files.known || start === undefined) return files
  const repository = { owner: parameters.owner, name: parameters.repo }
  const question = { session, repository, about }
  const paths = files.value.map(({ file }) => file.path)
  const before = files.value.map(({ file }) => file.previousPath ?? file.path)
  const [now, then] = await Promise.all([
    modesOf(question, pull.facts.head.sha, paths),
    modesOf(question, start.mergeBase, before),
  ])
  const value = files.value.map(({ file, blob }) => {
    const { path, previousPath, status } = file
    const mode = status === 'removed' ? undefined : now.get(path)
    const previousMode = status === 'added' ? undefined : then.get(previousPath ?? path)
    return {
      file: { ...file, mode: isMode(mode) ? mode : null, previousMode: isMode(previousMode) ? previousMode : null },
      blob,
    }
  })
  return { known: true, value }
}

/** Modes by path, of those that could be read. */
async function modesOf(
  question: TreeQuestion,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const read = await readingOf(async () => {
    const whole = await readTreeBelow(question, commit, '')
    return whole ?? (await entriesOnTheWay(question, commit, paths))
  })
  return new Map(read.known ? read.value.map(({ path, mode }) => [path, mode]) : [])
}

/** Entries of the folders that the paths lie in, folder by folder from the root. */
async function entriesOnTheWay(question: TreeQuestion, commit: string, paths: readonly string[]) {
  const wanted = new Set(paths.flatMap(foldersOf))
  const found = [...(await readFolder(question, commit, ''))]
  let asked = 0
  // The list grows while it is walked: folders of a folder come after it.
  for (const entry of found) {
    if (entry.mode !== modes.folder || !wanted.has(entry.path) || asked >= mostFolders) continue
    asked += 1
    found.push(...(await readFolder(question, entry.oid, entry.path)))
  }
  return found
}

/** `a/b/c.txt`: `a` and `a/b`. */
const foldersOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((_part, index, parts) => parts.slice(0, index + 1).join('/'))
