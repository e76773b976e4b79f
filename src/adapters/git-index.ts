import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { type Git, type GitCall, GitFailed } from './git-process.ts'
import { splitAtZero, whyUnreadable } from './git-tree.ts'

/** What the index has at a path: a regular file, or why what stands there cannot be read as one. */
export type IndexEntry =
  | { readonly path: string; readonly oid: string }
  | {
      readonly path: string
      readonly unreadable: string
      readonly remedy: string
      /** Whether it may stand for a folder of records, whatever its name. */
      readonly mayHide: boolean
    }

/** Of a file without content, in repositories with SHA-1 and with SHA-256 names. */
const emptyBlobs: ReadonlySet<string> = new Set([
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
])

/**
 * Everything that git would commit now from a folder on, by path: one process, and a second one where a file is empty. What
 * `git add --intent-to-add` only announced is left out, as it is from a commit.
 *
 * @param where `cwd` is the folder that paths are relative to; `indexFile` the index that a hook was given
 * @throws Refusal where there is no repository; GitMissing, GitFailed
 */
export async function listIndex(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'indexFile'>,
): Promise<ReadonlyMap<string, IndexEntry>> {
  const run = async (args: readonly string[]) =>
    splitAtZero((await git.run({ ...where, limitBytes: 256 * 1024 * 1024, args })).stdout)
  const lines = await run(['ls-files', '--stage', '-z']).catch((error: unknown) => {
    const isNoRepository = error instanceof GitFailed && /not a git repository/.test(error.stderr)
    if (!isNoRepository) throw error
    const what = 'There is no git repository here, so nothing is staged'
    throw new Refusal(exitStatus.usage, what, 'Leave out --staged.', { cause: error })
  })
  const found = new Map<string, IndexEntry>()
  let hasEmpty = false
  for (const line of lines) {
    const tab = line.indexOf(9)
    const fields = /^(\d{6}) ([0-9a-f]{40,64}) ([0-3])$/.exec(line.toString('latin1', 0, tab))
    if (fields === null) throw new Error(`git ls-files answered: ${line.toString('latin1').slice(0, 200)}`)
    const [, mode = '', oid = '', stage] = fields
    const name = line.subarray(tab + 1)
    const path = name.toString('utf8')
    const why =
      stage === '0'
        ? whyUnreadable(mode, name)
        : { unreadable: 'The file has a merge conflict that is not resolved', remedy: 'Resolve it and add the file.' }
    const mayHide = mode === '120000' || mode === '160000'
    found.set(path, why === undefined ? { path, oid } : { path, ...why, mayHide })
    hasEmpty ||= emptyBlobs.has(oid)
  }
  if (hasEmpty) {
    const announced = await run(['diff-files', '--name-only', '-z', '--relative', '--diff-filter=A'])
    for (const name of announced) found.delete(name.toString('utf8'))
  }
  return found
}
