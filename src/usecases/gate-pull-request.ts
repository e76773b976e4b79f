import { factsNeeded } from '../gate/facts-needed.ts'
import { exitStatus } from '../model/exit-status.ts'
import type { PullRequestFacts } from '../model/facts.ts'
import { contextFor } from '../model/gate-status-name.ts'
import { Refusal } from '../model/refusal.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import type { CommitStatus, Forge, ListedPull, PullRef, RepositoryName } from '../ports/forge.ts'
import { programEndings, readProgram } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import { statusDescription } from '../report/gate-summary.ts'
import { statusState } from './gate-status.ts'
import { type JudgedPullRequest, judgePullRequest, type RulesSource } from './judge-pull-request.ts'
import { type Posting, publishStatus, readStanding, type StandingStatus, wasOvertaken } from './publish-status.ts'

export interface GatedPullRequest extends JudgedPullRequest {
  readonly posting: Posting
}

export interface GatePullRequestOptions {
  readonly post: boolean
  /** Page that the status links to. */
  readonly targetUrl?: string
  /** Login of the account that the token posts as; left out: not known, and every status is set anew. */
  readonly poster?: string
  /** Commit whose rules apply; left out: the tip of the base, or for a merged pull request the commit before its merge. */
  readonly rulesSha?: string
  /** What started the gate, for the facts. */
  readonly trigger?: PullRequestFacts['trigger']
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
  // What it is judged by may move meanwhile: head, base, rules, or a run beside this one. Then once more.
  const seen = new Map<string, ListedPull>()
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const listed = await forge.pull(ref)
    seen.set(listed.base, listed)
    try {
      const standing = options.post && !listed.merged ? await readStanding(ref, placeOf(listed), forge) : 'unknown'
      const { source, facts } = await collect(ref, listed, options.rulesSha, forge)
      seen.set(facts.pull.base.ref, { ...listed, base: facts.pull.base.ref })
      const isSame = facts.pull.base.ref === listed.base && facts.pull.head.sha === listed.headSha
      if (!isSame || facts.pull.merged !== listed.merged) continue
      const judged = judgePullRequest({ ...facts, trigger: redactValue(options.trigger ?? null) }, source)
      const posting = await postVerdict(ref, judged, standing, options, forge)
      if (posting !== undefined) return { ...judged, posting }
    } catch (error) {
      if (options.post) await postUnknown(ref, listed, options, forge)
      throw error
    }
  }
  if (options.post) for (const listed of seen.values()) await postUnknown(ref, listed, options, forge)
  throw new Refusal(exitStatus.notDetermined, 'The pull request changed while it was judged', 'Run the gate again.')
}

const mostAttempts = 5

/** Where the status of a pull request belongs. */
const placeOf = ({ headSha, base }: ListedPull) => ({ sha: headSha, context: contextFor(base) })

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

/**
 * The head may carry a green status of an earlier run: not knowing must not leave it standing. What goes wrong here is not
 * told: the reading that failed is the cause.
 */
export async function postUnknown(
  repository: RepositoryName,
  listed: ListedPull,
  { targetUrl, poster }: Pick<GatePullRequestOptions, 'targetUrl' | 'poster'>,
  forge: Forge,
  description = 'Not determined: what the forge knows could not be read; see the run',
): Promise<void> {
  if (listed.merged) return
  const place = placeOf(listed)
  const link = targetUrl === undefined ? {} : { targetUrl }
  try {
    const standing = await readStanding(repository, place, forge)
    await publishStatus(repository, { ...place, state: 'error', description, ...link }, standing, poster, forge)
  } catch {
    // See above.
  }
}

/** undefined where the verdict does not hold any more, or may not be the newest. */
async function postVerdict(
  ref: PullRef,
  { facts, decision, rulesSha }: JudgedPullRequest,
  standing: StandingStatus,
  { post, targetUrl, poster, rulesSha: given }: GatePullRequestOptions,
  forge: Forge,
): Promise<Posting | undefined> {
  const notPosted = (why: string): Posting => ({ kind: 'not-posted', why })
  if (!post) return notPosted('not asked to')
  if (facts.pull.state === 'closed') return notPosted('the pull request is closed')
  if (decision.verdict === 'not-applicable') {
    // A green status of rules that were taken away says no more what it seems to say.
    const isGreen = standing !== undefined && standing !== 'unknown' && standing.state === 'success'
    if (!isGreen || decision.code !== 'no-configuration') return notPosted('there is no verdict to post')
  }
  const now = await forge.pull(ref)
  // A status belongs to a commit: what was judged must still be what is proposed, or a newer head gets a foreign verdict.
  if (now.headSha !== facts.pull.head.sha || now.base !== facts.pull.base.ref) {
    return notPosted('the head or the base changed meanwhile; the run of that change posts its own verdict')
  }
  // A push of other rules may have been judged already, by a run that this one would overwrite.
  if (given === undefined && (await forge.branchTip(ref, now.base)) !== rulesSha) return undefined
  const status: CommitStatus = {
    ...placeOf(now),
    ...(decision.verdict === 'not-applicable'
      ? { state: 'error', description: statusDescription({ summary: `Not determined: ${decision.summary}` }) }
      : { state: statusState[decision.verdict], description: statusDescription(decision) }),
    ...(targetUrl === undefined ? {} : { targetUrl }),
  }
  const { id, ...posting } = await publishStatus(ref, status, standing, poster, forge)
  if (id !== undefined && (await wasOvertaken(ref, status, id, standing, forge))) return undefined
  return posting
}
