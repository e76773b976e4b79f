import { factsNeeded } from '../gate/facts-needed.ts'
import { exitStatus } from '../model/exit-status.ts'
import { ForgeRefused } from '../model/forge-fault.ts'
import { contextFor } from '../model/gate-status-name.ts'
import { Refusal } from '../model/refusal.ts'
import type { CommitStatus, Forge, ListedPull, PullRef } from '../ports/forge.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { statusDescription } from '../report/gate-summary.ts'
import { type JudgedPullRequest, judgePullRequest, type RulesSource } from './judge-pull-request.ts'

type Posting =
  | { readonly kind: 'posted'; readonly status: CommitStatus }
  | { readonly kind: 'not-posted'; readonly why: string }

export interface GatedPullRequest extends JudgedPullRequest {
  readonly posting: Posting
}

export interface GatePullRequestOptions {
  readonly post: boolean
  /** Page that the status links to. */
  readonly targetUrl?: string
  /** Commit whose rules apply; left out: the tip of the base, or for a merged pull request the commit before its merge. */
  readonly rulesSha?: string
}

const settingsFile = 'countersign.yaml'

/**
 * Judges a pull request by the rules of its base and, where asked, posts one commit status on the head that was judged.
 * A token that may not post changes nothing about the verdict.
 * @throws ForgeRefused, ForgeUnreachable where pull request or rules cannot be read; Refusal where the base is gone or moving
 */
export async function gatePullRequest(
  ref: PullRef,
  options: GatePullRequestOptions,
  { forge }: { readonly forge: Forge },
): Promise<GatedPullRequest> {
  // Somebody may retarget the pull request between the two readings: then once more, with the rules of the new base.
  const seen = new Map<string, ListedPull>()
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const listed = await forge.pull(ref)
    seen.set(listed.base, listed)
    try {
      const { source, facts } = await collect(ref, listed, options.rulesSha, forge)
      seen.set(facts.pull.base.ref, { ...listed, base: facts.pull.base.ref })
      if (facts.pull.base.ref !== listed.base || facts.pull.merged !== listed.merged) continue
      const judged = judgePullRequest(facts, source)
      return { ...judged, posting: await postVerdict(ref, judged, options, forge) }
    } catch (error) {
      if (options.post) await postUnknown(ref, listed, options.targetUrl, forge)
      throw error
    }
  }
  if (options.post) for (const listed of seen.values()) await postUnknown(ref, listed, options.targetUrl, forge)
  throw new Refusal(exitStatus.notDetermined, 'The pull request changed while it was judged', 'Run the gate again.')
}

async function collect(ref: PullRef, listed: ListedPull, rulesSha: string | undefined, forge: Forge) {
  const source = await rulesFor(ref, listed, rulesSha, forge)
  const { programFolder } = readSettings(source.settings).settings
  const isTip = !listed.merged && rulesSha === undefined && source.sha !== undefined
  const base = isTip ? { base: { ref: listed.base, sha: source.sha } } : {}
  const needed = factsNeeded(readProgram(source.files).model)
  return { source, facts: await forge.pullRequestFacts(ref, { ...needed, programFolder, ...base }) }
}

async function rulesFor(
  ref: PullRef,
  listed: ListedPull,
  rulesSha: string | undefined,
  forge: Forge,
): Promise<RulesSource> {
  const sha =
    rulesSha ?? (listed.merged ? await commitBeforeMerge(ref, listed, forge) : await forge.branchTip(ref, listed.base))
  if (sha === undefined) {
    throw new Refusal(exitStatus.notDetermined, `The base branch ${listed.base} does not exist`, 'Choose another base.')
  }
  const settings = (await forge.filesAt(ref, sha, settingsFile, [settingsFile])).find(
    ({ path }) => path === settingsFile,
  )
  const folder = readSettings(settings).settings.programFolder
  return { settings, files: await forge.filesAt(ref, sha, folder, programEndings), sha }
}

/** A rebase merge lands several commits: rules of any of them are those of the pull request itself, so it walks past them. */
const mostLanded = 300

async function commitBeforeMerge(ref: PullRef, { mergeSha }: ListedPull, forge: Forge): Promise<string | undefined> {
  let at = mergeSha
  for (let steps = 0; at !== undefined && steps < mostLanded; steps += 1) {
    const parents = await forge.parentsOf(ref, at)
    const [parent] = parents
    if (parent === undefined || parents.length > 1) return parent
    const pulls = await forge.pullsOfCommit(ref, parent)
    if (!pulls.some((pull) => pull.number === ref.number && pull.mergeSha === mergeSha)) return parent
    at = parent
  }
  return undefined
}

/** The head may carry a green status of an earlier run: not knowing must not leave it standing. */
async function postUnknown(
  ref: PullRef,
  { headSha, base, merged }: ListedPull,
  targetUrl: string | undefined,
  forge: Forge,
): Promise<void> {
  if (merged) return
  const description = 'Not determined: what the forge knows could not be read; see the run'
  const link = targetUrl === undefined ? {} : { targetUrl }
  try {
    await forge.postStatus(ref, { sha: headSha, context: contextFor(base), state: 'error', description, ...link })
  } catch {
    // The reading that failed is what is told: it is the cause.
  }
}

/** State of the commit status for each verdict that has one. */
export const statusState = {
  approved: 'success',
  pending: 'pending',
  refused: 'failure',
  'not-determined': 'error',
} as const

async function postVerdict(
  ref: PullRef,
  { facts, decision }: JudgedPullRequest,
  { post, targetUrl }: GatePullRequestOptions,
  forge: Forge,
): Promise<Posting> {
  const notPosted = (why: string): Posting => ({ kind: 'not-posted', why })
  if (!post) return notPosted('not asked to')
  if (decision.verdict === 'not-applicable') return notPosted('there is no verdict to post')
  if (facts.pull.state === 'closed') return notPosted('the pull request is closed')
  const now = await forge.pull(ref)
  // A status belongs to a commit: what was judged must still be what is proposed, or a newer head gets a foreign verdict.
  if (now.headSha !== facts.pull.head.sha || now.base !== facts.pull.base.ref) {
    return notPosted('the head or the base changed meanwhile; the run of that change posts its own verdict')
  }
  const status: CommitStatus = {
    sha: facts.pull.head.sha,
    context: contextFor(facts.pull.base.ref),
    state: statusState[decision.verdict],
    description: statusDescription(decision),
    ...(targetUrl === undefined ? {} : { targetUrl }),
  }
  try {
    await forge.postStatus(ref, status)
  } catch (error) {
    if (!(error instanceof ForgeRefused)) throw error
    return notPosted(error.message)
  }
  return { kind: 'posted', status }
}
