import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Forge, ListedPull, RepositoryName } from '../ports/forge.ts'
import { gateMergeGroup } from '../usecases/gate-merge-group.ts'
import {
  type GatePullRequestsOptions,
  gatePullRequests,
  gateWithoutThrowing,
  type Judged,
} from '../usecases/gate-pull-requests.ts'
import { postingRemarks } from '../usecases/publish-status.ts'
import { openForge, posterOf, toRepository } from '../wiring/gate-context.ts'
import { concernedPulls } from './concerned-pulls.ts'
import { deployMode } from './deploy-mode.ts'
import { type GateTask, gateTaskOf } from './event.ts'
import { sayBeside } from './gate-conversation.ts'
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
    if (group.judged.length === 0) return nothingToJudge('the branch has the commits of the group already')
    const remarks = postingRemarks(group.posting)
    const reported = group.judged.map((one, at) => ({ one, remarks: at === 0 ? remarks : [] }))
    for (const one of reported) terminal.out(textOf(one))
    return resultOf(reported, inputs.enforce, group)
  }
  const judged =
    task.kind === 'pull-request'
      ? [await gateWithoutThrowing({ ...repository, number: task.number }, options, forge)]
      : await gateList(
          await concernedPulls(task, repository, terminal.environment['GITHUB_REF_NAME'], forge),
          repository,
          options,
          forge,
        )
  if (typeof judged === 'string') return nothingToJudge(judged)
  const reported: Reported[] = []
  for (const one of judged) reported.push({ one, remarks: await sayBeside(one, repository, inputs, forge) })
  for (const one of reported) terminal.out(textOf(one))
  return resultOf(reported, inputs.enforce)
}

async function optionsOf({ inputs, event, terminal }: ActionContext, forge: Forge): Promise<GatePullRequestsOptions> {
  const targetUrl = runUrl(terminal.environment)
  const poster = await posterOf(terminal, inputs.appSlug, forge)
  return {
    signal: terminal.signal,
    trigger: {
      event: event.name.slice(0, 100),
      actor: terminal.environment['GITHUB_ACTOR']?.slice(0, 100) ?? null,
      run: toRunId(terminal.environment['GITHUB_RUN_ID']),
    },
    ...(targetUrl === undefined ? {} : { targetUrl }),
    ...(poster === undefined ? {} : { poster }),
  }
}

function toRunId(text = ''): number | null {
  const run = Number(text)
  return /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(run) ? run : null
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

function runUrl(environment: ActionContext['terminal']['environment']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment
  return server === undefined || repository === undefined || run === undefined
    ? undefined
    : `${server}/${repository}/actions/runs/${run}`
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
