import type { SourceFile } from '../model/program-model.ts'
import type { HistoricFile } from './record-history.ts'

/** Files as a commit had them. */
export interface FilesAtCommit {
  readonly files: readonly SourceFile[]
  /** The same for two commits between which nothing changed. */
  readonly state: string
}

/**
 * The files of several commits, put together from the versions that a walk of the branch gave: nothing is read again.
 *
 * @param commits the first-parent line, oldest first
 * @param versions every version of every file, each file's oldest first
 * @param places of the commits that are wanted in `commits`
 */
export function filesAtCommits(
  commits: readonly { readonly sha: string }[],
  versions: Iterable<readonly HistoricFile[]>,
  places: readonly number[],
): readonly FilesAtCommit[] {
  const placeOf = new Map(commits.map(({ sha }, place) => [sha, place]))
  const found = places.map(() => ({ files: [] as SourceFile[], state: [] as number[] }))
  for (const chain of versions) {
    const chainPlaces = chain.map(({ commit }) => placeOf.get(commit.sha) ?? Number.POSITIVE_INFINITY)
    for (const [index, place] of places.entries()) {
      const last = chainPlaces.findLastIndex((one) => one <= place)
      const file = chain[last]
      found[index]?.state.push(last)
      if (file?.bytes !== undefined) found[index]?.files.push({ path: file.path, bytes: file.bytes })
      else if (file?.unreadable !== undefined)
        found[index]?.files.push({
          path: file.path,
          unreadable: file.unreadable,
          remedy: 'Fetch the whole repository.',
        })
    }
  }
  return found.map(({ files, state }) => ({ files, state: state.join(',') }))
}
