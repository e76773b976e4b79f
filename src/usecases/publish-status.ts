import { ForgeRefused, ForgeUnreachable } from '../model/forge-fault.ts'
import type { CommitStatus, Forge, PostedStatus, RepositoryName } from '../ports/forge.ts'

/** What became of a status: set, left as it stands because it says the same, or not set and why. */
export type Posting =
  | { readonly kind: 'posted'; readonly status: CommitStatus; readonly by: string | undefined }
  | { readonly kind: 'unchanged'; readonly status: CommitStatus; readonly by: string | undefined }
  | { readonly kind: 'not-posted'; readonly why: string }

/** The newest status of a name as it stood at some moment: `undefined` where there was none, `unknown` where it cannot be read. */
export type StandingStatus = PostedStatus | undefined | 'unknown'

/** Reads the newest status of a name. A token that may not read it is told again when it posts. */
export async function readStanding(
  repository: RepositoryName,
  { sha, context }: Pick<CommitStatus, 'sha' | 'context'>,
  forge: Forge,
): Promise<StandingStatus> {
  try {
    return (await forge.statusesNamed(repository, sha, context, 1))[0]
  } catch (error) {
    if (error instanceof ForgeRefused || error instanceof ForgeUnreachable) return 'unknown'
    throw error
  }
}

/**
 * Sets a status unless the newest of its name says the same and is of the account this token posts as: anybody who may write
 * statuses may have posted a like one, with a link of their own or from an account that the required status does not accept.
 *
 * @param standing the newest status of the name, read before the judgement began
 * @param poster login of the account this token posts as; undefined: not known, then the status is set again
 * @throws ForgeRefused where the refusal is not about permission, for example for a commit that has too many statuses: an
 * earlier green one would stay; ForgeUnreachable
 */
export async function publishStatus(
  repository: RepositoryName,
  status: CommitStatus,
  standing: StandingStatus,
  poster: string | undefined,
  forge: Forge,
): Promise<Posting & { readonly id?: number }> {
  if (standing !== undefined && standing !== 'unknown' && isSame(standing, status, poster)) {
    return { kind: 'unchanged', status, by: standing.creator }
  }
  try {
    const { creator, id } = await forge.postStatus(repository, status)
    return { kind: 'posted', status, by: creator, id }
  } catch (error) {
    if (!(error instanceof ForgeRefused) || (error.permission === undefined && error.status !== 401)) throw error
    return { kind: 'not-posted', why: error.message }
  }
}

function isSame(standing: PostedStatus, status: CommitStatus, poster: string | undefined): boolean {
  return (
    poster !== undefined &&
    standing.creator?.toLowerCase() === poster.toLowerCase() &&
    standing.state === status.state &&
    standing.description === status.description &&
    runless(standing.targetUrl) === runless(status.targetUrl)
  )
}

/** The page of a run without the number of the run: a later one that finds the same posts nothing. */
const runless = (url: string | undefined): string | undefined => url?.replace(/\/[0-9]+$/, '')

/**
 * Whether somebody posted under the same name between the reading of `standing` and our own status: a run beside this one
 * may have read later than we did and posted earlier.
 *
 * @param id of our status
 */
export async function wasOvertaken(
  repository: RepositoryName,
  { sha, context }: Pick<CommitStatus, 'sha' | 'context'>,
  id: number,
  standing: StandingStatus,
  forge: Forge,
): Promise<boolean> {
  if (standing === 'unknown') return false
  const found = await forge.statusesNamed(repository, sha, context, 2)
  const own = found.findIndex((one) => one.id === id)
  return own === -1 || found[own + 1]?.id !== standing?.id
}

/** What a person is told about the status, beside the verdict. */
export const postingRemarks = (posting: Posting): readonly string[] =>
  posting.kind === 'not-posted' ? [`No status was posted: ${posting.why}.`] : []
