import type { ComparedFile, Forge, RepositoryName } from '../ports/forge.ts'

/**
 * Whether commits that a queue squashed or rebased bring what a pull request brings: no parent leads from them to its head.
 * Both are compared with the commit that the queue built on; each file must end with the same content or, where the branch
 * moved in the same file, change the same lines.
 *
 * @returns a sentence that says what differs, undefined where nothing does
 * @throws ForgeRefused, ForgeUnreachable
 */
export async function differenceOf(
  repository: RepositoryName,
  { parent, last, head }: { readonly parent: string; readonly last: string; readonly head: string },
  forge: Forge,
): Promise<string | undefined> {
  const [queued, proposed] = await Promise.all([
    forge.comparison(repository, parent, last),
    forge.comparison(repository, parent, head),
  ])
  if (!queued.files.known) return `what the queue merges cannot be compared with it: ${queued.files.why}`
  if (!proposed.files.known) return `it cannot be compared with what the queue merges: ${proposed.files.why}`
  const left = new Map(proposed.files.value.map((file) => [file.path, file]))
  for (const file of queued.files.value) {
    const own = left.get(file.path)
    if (own === undefined || !isSame(file, own)) return 'the queue merges another change than its head has'
    left.delete(file.path)
  }
  return left.size === 0 ? undefined : 'the queue merges less than its head has'
}

function isSame(queued: ComparedFile, proposed: ComparedFile): boolean {
  if (queued.status !== proposed.status || queued.previousPath !== proposed.previousPath) return false
  if (queued.blob !== '' && queued.blob === proposed.blob) return true
  if (queued.patch === undefined || proposed.patch === undefined) return false
  return changedLines(queued.patch) === changedLines(proposed.patch)
}

/** Lines that a patch adds and removes, without where they are and what is around them. */
const changedLines = (patch: string): string =>
  patch
    .split('\n')
    .filter((line) => line.startsWith('+') || line.startsWith('-'))
    .join('\n')
