import { missingApprovals } from '../gate/missing-approvals.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import type { PullConversation } from '../ports/pull-conversation.ts'
import { gateMergeGroup } from '../usecases/gate-merge-group.ts'
import {
  type GatePullRequestsOptions,
  gatePullRequests,
  gateWithoutThrowing,
  type Judged,
} from '../usecases/gate-pull-requests.ts'
import { postingRemarks } from '../usecases/publish-status.ts'
import { mayChangeRules } from '../usecases/pushed-rules.ts'
import { requestReviews } from '../usecases/request-reviews.ts'
import { keepComment } from '../usecases/sticky-comment.ts'
import { openForge, posterOf, toRepository } from '../wiring/gate-context.ts'
import { deployMode } from './deploy-mode.ts'
import { type GateTask, gateTaskOf } from './event.ts'
import { nothingToJudge, type Reported, resultOf, textOf } from './gate-result.ts'
import type { ActionContext, ModeResult } from './mode.ts'

/**
 * Judges what the event is about and posts one status for each pull request. The job fails only where a verdict could not
 * be reached, unless `enforce: job`: a red job from before the approvals would stay beside a later green one.
 */
export async function gateMode(context: ActionContext): Promise<ModeResult> {
  const { inputs, event, terminal } = context
  const task = inputs.environment === undefined ? gateTaskOf(event.name, event.payload) : deploymentOf(context)
  if (task.kind === 'deployment') return deployMode(context, task)
  if (task.kind === 'unreadable')
    throw new Refusal(exitStatus.notDetermined, capital(task.why), 'See the README for the events.')
  if (task.kind === 'nothing') return nothingToJudge(task.why)
  const repository = toRepository(terminal.environment['GITHUB_REPOSITORY'] ?? '')
  const forge = await openForge(terminal)
  const options = await optionsOf(context, forge)
  if (task.kind === 'merge-group') {
    const group = await gateMergeGroup(repository, task, options, { forge })
    const remarks = postingRemarks(group.posting)
    const reported = group.judged.map((one, at) => ({ one, remarks: at === 0 ? remarks : [] }))
    for (const one of reported) terminal.out(textOf(one))
    return resultOf(reported, inputs.enforce, group)
  }
  const judged =
    task.kind === 'pull-request'
      ? [await gateWithoutThrowing({ ...repository, number: task.number }, options, forge)]
      : await gateList(await pullsOf(task, repository, context, forge), repository, options, forge)
  if (typeof judged === 'string') return nothingToJudge(judged)
  const reported: Reported[] = []
  for (const one of judged) reported.push({ one, remarks: await tell(one, repository, context, forge) })
  for (const one of reported) terminal.out(textOf(one))
  return resultOf(reported, inputs.enforce)
}

async function optionsOf({ inputs, terminal }: ActionContext, forge: Forge): Promise<GatePullRequestsOptions> {
  const targetUrl = runUrl(terminal.environment)
  const poster = await posterOf(terminal, inputs.appSlug, forge)
  return {
    signal: terminal.signal,
    ...(targetUrl === undefined ? {} : { targetUrl }),
    ...(poster === undefined ? {} : { poster }),
  }
}

/** A job that deploys without an event of its own names the environment; what it deploys is the commit of the run. */
function deploymentOf({ inputs: { environment = '' }, event, terminal }: ActionContext): GateTask {
  if (event.name === 'deployment') {
    const task = gateTaskOf(event.name, event.payload)
    if (task.kind !== 'deployment' || task.environment === environment) return task
    const what = `The deployment is to \`${task.environment}\`, the input \`environment\` is \`${environment}\``
    throw new Refusal(exitStatus.usage, what, 'Leave the input out: the event names the environment.')
  }
  const sha = terminal.environment['GITHUB_SHA'] ?? ''
  return /^[0-9a-f]{40}$/.test(sha)
    ? { kind: 'deployment', id: null, sha, environment }
    : { kind: 'unreadable', why: 'GITHUB_SHA does not name the commit to deploy' }
}

async function gateList(
  pulls: readonly ListedPull[] | string,
  repository: RepositoryName,
  options: GatePullRequestsOptions,
  forge: Forge,
): Promise<readonly Judged[] | string> {
  if (typeof pulls === 'string') return pulls
  if (pulls.length === 0) return 'no open pull request is concerned'
  return gatePullRequests(repository, pulls, options, { forge })
}

type PullTask = Extract<GateTask, { kind: 'head' | 'all-open' }>

/** The pull requests that the event is about, or why there is nothing to do for them. */
async function pullsOf(
  task: PullTask,
  repository: RepositoryName,
  { terminal }: ActionContext,
  forge: Forge,
): Promise<readonly ListedPull[] | string> {
  switch (task.kind) {
    case 'head':
      return pullsWithHead(task, repository, forge)
    case 'all-open': {
      const base = task.base ?? terminal.environment['GITHUB_REF_NAME']
      if (base === undefined || base === '') {
        throw new Refusal(exitStatus.notDetermined, 'The branch of this run is not known', 'Run it on a branch.')
      }
      const open = await forge.openPullRequests(repository, base)
      const { pushed } = task
      if (open.length === 0 || pushed === undefined || (await mayChangeRules(repository, pushed, forge))) return open
      return 'the push changes neither the settings, nor the program, nor code owners'
    }
  }
}

/** By the commit and by the branch: neither list is promised to hold the pull requests of forks. */
async function pullsWithHead(
  { sha, from }: Extract<PullTask, { kind: 'head' }>,
  repository: RepositoryName,
  forge: Forge,
): Promise<readonly ListedPull[]> {
  const found = [
    ...(await forge.pullsOfCommit(repository, sha)),
    ...(from === undefined ? [] : await forge.openPullsFrom(repository, from.owner, from.branch)),
  ].filter(({ headSha, merged }) => headSha === sha && !merged)
  return [...new Map(found.map((pull) => [pull.number, pull])).values()].toSorted((a, b) => a.number - b.number)
}

/** What is said beside the status, where it was asked for and there is a verdict. Returns what a person should be told. */
async function tell(
  one: Judged,
  repository: RepositoryName,
  { inputs }: ActionContext,
  conversation: PullConversation,
): Promise<readonly string[]> {
  if (!('gated' in one) || one.gated.facts.pull.state !== 'open') return []
  const { facts, decision, preview, posting } = one.gated
  const ref = { ...repository, number: one.number }
  const report = { title: facts.pull.title, number: one.number, decision, preview }
  const remarks: string[] = []
  if (inputs.comment === 'on-change') {
    const author = posting.kind === 'not-posted' ? undefined : posting.by
    remarks.push(...(await keepComment(ref, report, author, conversation)))
  }
  if (inputs.requestReviews && !facts.pull.draft) {
    const wishes = missingApprovals(decision).map(({ approvals, people }) => ({
      from: (people ?? []).flatMap(({ login }) => (login === undefined ? [] : [login])),
      count: approvals,
    }))
    remarks.push(...(await requestReviews(ref, wishes, facts.pull.author?.login, conversation)))
  }
  return remarks
}

function runUrl(environment: ActionContext['terminal']['environment']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment
  return server === undefined || repository === undefined || run === undefined
    ? undefined
    : `${server}/${repository}/actions/runs/${run}`
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
