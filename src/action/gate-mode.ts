import { type ExitStatus, exitStatus, statusOfGate } from '../model/exit-status.ts'
import { contextFor } from '../model/gate-status-name.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { GateVerdict } from '../model/outcome.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import { gateMarkdown, gateText, statusDescription } from '../report/gate-summary.ts'
import { type GatedPullRequest, gatePullRequest, statusState } from '../usecases/gate-pull-request.ts'
import { openForge, toRepository } from '../wiring/gate-context.ts'
import { deployMode } from './deploy-mode.ts'
import { type GateTask, gateTaskOf } from './event.ts'
import type { ActionContext, ModeResult } from './mode.ts'

/** Pull requests that one run judges; each costs some twenty requests of about a thousand an hour. */
const mostPulls = 40

/** What became of one pull request: a verdict, or why there is none. */
type Judged =
  | { readonly number: number; readonly gated: GatedPullRequest }
  | { readonly number: number; readonly why: string }

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
  if (task.kind === 'nothing') return nothing(task.why)
  const repository = toRepository(terminal.environment['GITHUB_REPOSITORY'] ?? '')
  const forge = await openForge(terminal)
  const numbers = await numbersOf(task, repository, context, forge)
  if (numbers.length === 0) return nothing('no open pull request is concerned')
  const judged: Judged[] = []
  for (const number of numbers.slice(0, mostPulls)) {
    judged.push(await judge({ ...repository, number }, context, forge, task))
  }
  for (const number of numbers.slice(mostPulls)) {
    judged.push({ number, why: `not judged in this run, which takes ${mostPulls} pull requests` })
  }
  if (task.kind === 'merge-group') await postOnGroup(task, judged, repository, context, forge)
  for (const one of judged) terminal.out(textOf(one))
  return resultOf(judged, inputs.enforce)
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

async function numbersOf(
  task: GateTask,
  repository: RepositoryName,
  { terminal }: ActionContext,
  forge: Forge,
): Promise<readonly number[]> {
  switch (task.kind) {
    case 'pull-request':
      return [task.number]
    case 'merge-group':
      return task.numbers
    case 'head':
      return (await forge.pullsOfCommit(repository, task.sha))
        .filter(({ headSha, merged }) => headSha === task.sha && !merged)
        .map(({ number }) => number)
    case 'all-open': {
      const base = task.base ?? terminal.environment['GITHUB_REF_NAME']
      if (base === undefined || base === '') {
        throw new Refusal(exitStatus.notDetermined, 'The branch of this run is not known', 'Run it on a branch.')
      }
      return (await forge.openPullRequests(repository, base)).map(({ number }) => number)
    }
    default:
      return []
  }
}

/** One pull request that cannot be read does not keep the others from their verdict. */
async function judge(
  ref: RepositoryName & { readonly number: number },
  { terminal }: ActionContext,
  forge: Forge,
  task: GateTask,
): Promise<Judged> {
  const { number } = ref
  try {
    const targetUrl = runUrl(terminal.environment)
    // A queue puts its own commit on a base that may not be the tip of the branch any more.
    const options = {
      post: task.kind !== 'merge-group',
      ...(task.kind === 'merge-group' ? { rulesSha: task.baseSha } : {}),
      ...(targetUrl === undefined ? {} : { targetUrl }),
    }
    return { number, gated: await gatePullRequest(ref, options, { forge }) }
  } catch (error) {
    // Also a fault of our own: whoever finds one would else keep all pull requests at the verdict they have.
    if (terminal.signal.aborted || !(error instanceof Error)) throw error
    return { number, why: error.message }
  }
}

/**
 * A queue merges a commit of its own, so the status goes there. The verdict counts for it only where the group holds that one
 * pull request: one commit on top of its base.
 */
async function postOnGroup(
  task: Extract<GateTask, { kind: 'merge-group' }>,
  judged: Judged[],
  repository: RepositoryName,
  { terminal }: ActionContext,
  forge: Forge,
): Promise<void> {
  const parents = await forge.parentsOf(repository, task.headSha)
  for (const [index, one] of judged.entries()) {
    if (!('gated' in one)) continue
    const isAlone = parents[0] === task.baseSha
    const isHead = parents.length < 2 || parents[1] === one.gated.facts.pull.head.sha
    if (!isAlone || !isHead) {
      const why = isAlone
        ? 'the queue merges another head than was approved'
        : 'the group holds commits of other pull requests'
      judged[index] = { number: one.number, why }
    }
  }
  const verdict = worstOf(judged)
  if (verdict === 'not-applicable') return
  const [first] = judged
  const targetUrl = runUrl(terminal.environment)
  await forge.postStatus(repository, {
    sha: task.headSha,
    context: contextFor(task.baseRef),
    state: statusState[verdict],
    description: statusDescription({ summary: first === undefined ? 'Not determined' : lineOf(first) }),
    ...(targetUrl === undefined ? {} : { targetUrl }),
  })
}

function runUrl(environment: ActionContext['terminal']['environment']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment
  return server === undefined || repository === undefined || run === undefined
    ? undefined
    : `${server}/${repository}/actions/runs/${run}`
}

const verdictOf = (one: Judged): GateVerdict => ('gated' in one ? one.gated.decision.verdict : 'not-determined')

const order: readonly GateVerdict[] = ['not-determined', 'refused', 'pending', 'approved', 'not-applicable']

function worstOf(judged: readonly Judged[]): GateVerdict {
  return order.find((verdict) => judged.some((one) => verdictOf(one) === verdict)) ?? 'not-determined'
}

const lineOf = (one: Judged): string => ('gated' in one ? one.gated.decision.summary : `Not determined: ${one.why}`)

function remarksOf({ posting }: GatedPullRequest): readonly string[] {
  return posting.kind === 'posted' ? [] : [`No status was posted: ${posting.why}.`]
}

function textOf(one: Judged): string {
  if (!('gated' in one)) return `#${one.number}: not determined: ${one.why}\n`
  const { facts, decision, preview } = one.gated
  return gateText({ title: facts.pull.title, number: one.number, decision, preview, remarks: remarksOf(one.gated) })
}

function pageOf(one: Judged): string {
  if ('gated' in one) {
    const { facts, decision, preview } = one.gated
    return gateMarkdown({
      title: facts.pull.title,
      number: one.number,
      decision,
      preview,
      remarks: remarksOf(one.gated),
    })
  }
  return `### Gate: not determined\n\nPull request ${one.number}: ${inlineText(one.why)}\n`
}

function resultOf(judged: readonly Judged[], enforce: 'status' | 'job'): ModeResult {
  const verdict = worstOf(judged)
  const status: ExitStatus = statusOfGate[verdict]
  const worst = judged.find((one) => verdictOf(one) === verdict)
  const approvers = judged.flatMap((one) =>
    'gated' in one
      ? one.gated.decision.reviewers.flatMap(({ counted, account }) =>
          counted === 'yes' && account !== undefined ? [account.login] : [],
        )
      : [],
  )
  return {
    status,
    fails: enforce === 'job' ? status !== exitStatus.ok : status === exitStatus.notDetermined,
    verdict,
    summary: worst === undefined ? 'Nothing was judged' : lineOf(worst),
    page: judged.map(pageOf).join('\n'),
    outputs: { approvers: JSON.stringify([...new Set(approvers)].sort()) },
  }
}

const nothing = (why: string): ModeResult => ({
  status: exitStatus.ok,
  fails: false,
  verdict: 'not-applicable',
  summary: `Nothing to judge: ${why}`,
  page: `### Gate: nothing to judge\n`,
  outputs: { approvers: '[]' },
})

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
