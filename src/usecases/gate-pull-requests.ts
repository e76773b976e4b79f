import { contextFor } from '../model/gate-status-name.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import {
  type GatedPullRequest,
  type GatePullRequestOptions,
  gatePullRequest,
  postUnknown,
} from './gate-pull-request.ts'
import { readStanding } from './publish-status.ts'
import { rememberFiles } from './remember-files.ts'

/** What became of one pull request: a verdict, or why there is none. */
export type Judged =
  | { readonly number: number; readonly gated: GatedPullRequest }
  | { readonly number: number; readonly why: string }

/** Pull requests that one run judges where nothing is known about the limit of the token. */
const mostPulls = 40
/** The same for a token that may ask more. A run ends at some time. */
const mostWithBudget = 200
/** Requests that judging one costs at most, where it is not extraordinary. */
const costOfOne = 25
/** Pull requests whose status is looked at; beyond, every one is taken for green. */
const mostLookedAt = 300

export interface GatePullRequestsOptions extends Omit<GatePullRequestOptions, 'post' | 'rulesSha'> {
  /** Errors thrown after this was aborted end the run. */
  readonly signal: AbortSignal
}

/**
 * Judges pull requests one after the other and posts a status for each; one that cannot be judged does not keep the others
 * from their verdict. Where there are more than the token has requests for, those with a green status come first, and a
 * green one that is not reached is taken back before anything is judged: it would be of rules that may not hold any more.
 * @throws whatever `forge` throws where it cannot be asked at all
 */
export async function gatePullRequests(
  repository: RepositoryName,
  pulls: readonly ListedPull[],
  options: GatePullRequestsOptions,
  ports: { readonly forge: Forge },
): Promise<readonly Judged[]> {
  const forge = rememberFiles(ports.forge)
  const { taken, left } = await choose(repository, pulls, forge)
  const why = `not judged in this run, which has requests for ${taken.length} of ${pulls.length} pull requests`
  for (const { pull, green } of left) {
    if (green) await postUnknown(repository, pull, options, forge, capital(`${why}; run it on this one`))
  }
  const judged: Judged[] = []
  let { poster } = options
  for (const { number } of taken) {
    const known = poster === undefined ? {} : { poster }
    const one = await gateWithoutThrowing({ ...repository, number }, { ...options, ...known }, forge)
    if ('gated' in one && one.gated.posting.kind !== 'not-posted') poster = one.gated.posting.by ?? poster
    judged.push(one)
  }
  return [...judged, ...left.map(({ pull }) => ({ number: pull.number, why }))]
}

/** Judges one pull request; what keeps it from a verdict is told and not thrown. */
export async function gateWithoutThrowing(
  ref: RepositoryName & { readonly number: number },
  { signal, ...options }: GatePullRequestsOptions,
  forge: Forge,
): Promise<Judged> {
  const { number } = ref
  try {
    return { number, gated: await gatePullRequest(ref, { ...options, post: true }, { forge }) }
  } catch (error) {
    // Also a fault of our own: whoever finds one would else keep all pull requests at the verdict they have.
    if (signal.aborted || !(error instanceof Error)) throw error
    return { number, why: error.message }
  }
}

interface Candidate {
  readonly pull: ListedPull
  /** Whether a green status may stand on it, whoever posted it. */
  readonly green: boolean
}

async function choose(
  repository: RepositoryName,
  pulls: readonly ListedPull[],
  forge: Forge,
): Promise<{ readonly taken: readonly { readonly number: number }[]; readonly left: readonly Candidate[] }> {
  if (pulls.length <= mostPulls) return { taken: pulls, left: [] }
  const candidates: Candidate[] = []
  for (const [index, pull] of pulls.entries()) {
    const place = { sha: pull.headSha, context: contextFor(pull.base) }
    const standing = index < mostLookedAt ? await readStanding(repository, place, forge) : 'unknown'
    candidates.push({ pull, green: standing === 'unknown' || standing?.state === 'success' })
  }
  const ordered = candidates.toSorted((a, b) => Number(b.green) - Number(a.green) || a.pull.number - b.pull.number)
  const budget = await forge.requestsLeft()
  const size =
    budget === undefined
      ? mostPulls
      : Math.min(mostWithBudget, Math.max(0, Math.floor((budget - 2 * pulls.length) / costOfOne)))
  return { taken: ordered.slice(0, size).map(({ pull }) => pull), left: ordered.slice(size) }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
