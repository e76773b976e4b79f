import type { Git, GitCall } from './git-process.ts'

/**
 * What refs point at, by their full names and nothing else. Git itself goes on to look for `refs/heads/main` among tags and
 * branches of that name (`refs/tags/refs/heads/main`), so that whoever may push a tag could put one in the place of a branch
 * that is not there.
 *
 * @param names full names, which begin with `refs/`
 * @returns object ids; a ref that is not there is left out
 * @throws GitMissing, GitFailed
 * @see https://git-scm.com/docs/gitrevisions#Documentation/gitrevisions.txt-refnameegmasterheadsmasterrefsheadsmaster
 */
export async function readRefs(
  git: Git,
  where: Pick<GitCall, 'cwd' | 'gitDir' | 'timeoutMs'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  if (names.length === 0) return found
  const wanted = new Set(names)
  const listed = await git.text({ ...where, args: ['for-each-ref', '--format=%(objectname) %(refname)', ...wanted] })
  for (const line of listed.split('\n')) {
    const space = line.indexOf(' ')
    const name = line.slice(space + 1)
    if (wanted.has(name)) found.set(name, line.slice(0, space))
  }
  return found
}
