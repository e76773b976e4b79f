import type { ChangedFile, Reading } from '../../model/facts.ts'
import type { ChangedBlob } from './changed-files.ts'
import type { Session } from './client.ts'
import type { PullQuestion } from './pull-question.ts'
import type { PullRange } from './pull-range.ts'
import { NotKnown, notKnown, readingOf } from './reading.ts'
import { readTreeBelow, type TreeEntry } from './tree.ts'

/** The limit of the schema of facts. */
const mostFiles = 10_000

/**
 * Every file of a diff that is too long for the forge's own list, from the whole trees of its two ends. A file that was moved is
 * one that was taken away and one that was added: both names are there, which is all that a rule looks at. Not known where a
 * tree is too large for one answer.
 */
export async function readTreeDiff(
  session: Session,
  { pull, parameters, about }: PullQuestion,
  range: Reading<PullRange>,
): Promise<Reading<ChangedBlob>> {
  const [start] = range.known ? range.value : []
  if (start === undefined) return notKnown(`Where the diff begins is not known${range.known ? '' : `: ${range.why}`}.`)
  const question = { session, repository: { owner: parameters.owner, name: parameters.repo }, about }
  return readingOf(async () => {
    const [now, then] = await Promise.all([
      readTreeBelow(question, pull.facts.head.sha, ''),
      readTreeBelow(question, start.mergeBase, ''),
    ])
    if (now === undefined || then === undefined) {
      return new NotKnown(
        'The pull request changes more files than the forge lists, and its tree is too large to be read.',
      )
    }
    const files = differences(byPath(then), byPath(now))
    // Moves count twice here, so that fewer than the forge counts means that these are not the ends of its diff.
    const counted = pull.facts.totals.changedFiles
    if (files.length < counted) {
      return new NotKnown(`The pull request changes ${counted} files, and its trees differ in ${files.length} files.`)
    }
    return files.length > mostFiles
      ? new NotKnown(`The pull request changes ${files.length} files; at most ${mostFiles} are read.`)
      : files
  })
}

const byPath = (entries: readonly TreeEntry[]): ReadonlyMap<string, TreeEntry> =>
  new Map(entries.map((entry) => [entry.path, entry]))

/** Sorted by path. */
function differences(
  then: ReadonlyMap<string, TreeEntry>,
  now: ReadonlyMap<string, TreeEntry>,
): readonly ChangedBlob[] {
  const paths = [...new Set([...then.keys(), ...now.keys()])].sort()
  return paths.flatMap((path) => {
    const [before, after] = [then.get(path), now.get(path)]
    if (before?.oid === after?.oid && before?.mode === after?.mode) return []
    const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified'
    const modes = { mode: toMode(after), previousMode: toMode(before) }
    return [
      { file: { path, previousPath: null, status, ...modes, additions: null, deletions: null }, blob: after?.oid },
    ]
  })
}

const modesOfFiles: readonly ChangedFile['mode'][] = ['100644', '100755', '120000', '160000']
const toMode = (entry: TreeEntry | undefined): ChangedFile['mode'] =>
  modesOfFiles.find((mode) => mode === entry?.mode) ?? null
