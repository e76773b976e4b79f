import { contextFor } from '../model/gate-status-name.ts'
import type { GateVerdict } from '../model/outcome.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { statusDescription } from '../report/gate-summary.ts'
import { gatePullRequest } from './gate-pull-request.ts'
import type { GatePullRequestsOptions, Judged } from './gate-pull-requests.ts'
import { statusState } from './gate-status.ts'
import { firstWith, lineOf, worstVerdict } from './judged-verdict.ts'
import { type GroupPart, type MergeGroup, readMergeGroup } from './merge-group.ts'
import { type Posting, publishStatus, readStanding } from './publish-status.ts'
import { rememberFiles } from './remember-files.ts'
import { differenceOf } from './same-change.ts'

/** Pull requests of one group that are judged; GitHub lets a group have a hundred. */
const mostParts = 40

export interface JudgedGroup {
  readonly judged: readonly Judged[]
  readonly verdict: GateVerdict
  /** One line: which pull request keeps the group from its branch, and why. */
  readonly summary: string
  readonly posting: Posting
}

/**
 * Judges every pull request that a merge queue would bring to its branch, each by the rules of the commit it is put on, and
 * posts the worst verdict on the commit of the group: that is what the queue waits for.
 * @throws ForgeRefused, ForgeUnreachable where the group cannot be read or the status cannot be set
 */
export async function gateMergeGroup(
  repository: RepositoryName,
  group: MergeGroup,
  options: GatePullRequestsOptions,
  ports: { readonly forge: Forge },
): Promise<JudgedGroup> {
  const forge = rememberFiles(ports.forge)
  const { targetUrl, poster } = options
  const place = { sha: group.headSha, context: contextFor(group.baseRef) }
  const standing = await readStanding(repository, place, forge)
  const link = targetUrl === undefined ? {} : { targetUrl }
  const post = (state: 'success' | 'pending' | 'failure' | 'error', summary: string) =>
    publishStatus(
      repository,
      { ...place, state, description: statusDescription({ summary }), ...link },
      standing,
      poster,
      forge,
    )
  try {
    const judged = await judgeGroup(repository, group, options, forge)
    // An event that comes late, or is run again: the branch has all of it.
    const verdict = judged.length === 0 ? 'not-applicable' : worstVerdict(judged)
    const summary = summaryOf(judged, verdict)
    const posting: Posting =
      verdict === 'not-applicable'
        ? { kind: 'not-posted', why: 'there is no verdict to post' }
        : await post(statusState[verdict], summary)
    return { judged, verdict, summary, posting }
  } catch (error) {
    // A queue takes what it has: an earlier status of the same commit must not stand for what could not be read.
    await post('error', 'Not determined: the group could not be read; see the run').catch(() => undefined)
    throw error
  }
}

async function judgeGroup(
  repository: RepositoryName,
  group: MergeGroup,
  options: GatePullRequestsOptions,
  forge: Forge,
): Promise<readonly Judged[]> {
  const reading = await readMergeGroup(repository, group, forge)
  if (!reading.ok) return [{ number: group.lastNumber, why: `the group cannot be read: ${reading.why}` }]
  if (reading.parts.length > mostParts) {
    const why = `the group holds ${reading.parts.length} pull requests; at most ${mostParts} are judged`
    return reading.parts.map(({ number }) => ({ number, why }))
  }
  const judged: Judged[] = []
  for (const part of reading.parts) judged.push(await judgePart(repository, part, group, options, forge))
  return judged
}

async function judgePart(
  repository: RepositoryName,
  part: GroupPart,
  { baseRef }: MergeGroup,
  { signal }: GatePullRequestsOptions,
  forge: Forge,
): Promise<Judged> {
  const { number, parent, last, mergedHead, commits } = part
  try {
    const gated = await gatePullRequest({ ...repository, number }, { post: false, rulesSha: parent }, { forge })
    const { state, base, head, totals } = gated.facts.pull
    const otherwise = (why: string): Judged => ({ number, why })
    if (state !== 'open') return otherwise('it is in the queue and not open')
    if (base.ref !== baseRef)
      return otherwise(`it is in the queue of ${baseRef}, and asks to be merged into ${base.ref}`)
    if (mergedHead !== undefined) {
      return mergedHead === head.sha ? { number, gated } : otherwise('the queue merges another head than was judged')
    }
    if (commits > totals.commits)
      return otherwise(`the queue merges ${commits} commits for it, and it has ${totals.commits}`)
    const difference = await differenceOf(repository, { parent, last, head: head.sha }, forge)
    return difference === undefined ? { number, gated } : otherwise(difference)
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error
    return { number, why: error.message }
  }
}

function summaryOf(judged: readonly Judged[], verdict: GateVerdict): string {
  const telling = firstWith(verdict, judged)
  if (telling === undefined) return 'Nothing to judge: the branch has the commits of the group already'
  const numbers = judged.map(({ number }) => `#${number}`)
  if (verdict === 'approved' && numbers.length > 1) return `Approved: ${numbers.join(', ')}`
  return `#${telling.number}: ${lineOf(telling)}`
}
