import type { WorkflowRun } from '../model/facts.ts'
import type { GateRule } from '../model/records.ts'
import type { Judgement } from './judgement.ts'
import { type Judged, leafNode, plain, plainList } from './requirement.ts'
import type { RuleContext } from './rule-context.ts'
import { worstOf } from './worst-verdict.ts'

type Required = NonNullable<NonNullable<GateRule['require']>['workflows']>[number]

/**
 * The latest run of each of these workflows on the head, for each event that ran it, ended well. An older run that passed says
 * nothing, and neither does a run for another event.
 */
export function judgeWorkflows(
  { workflows = [] }: NonNullable<GateRule['require']>,
  { facts }: RuleContext,
  path: string,
): Judged {
  const { workflowRuns } = facts
  if (!workflowRuns.known) {
    const why = `the runs of workflows could not be read: ${workflowRuns.why}`
    return plain(leafNode(path, 'workflows', 'not-determined', why))
  }
  return plainList(
    path,
    'workflow',
    workflows.map((required) => judgeWorkflow(required, workflowRuns.value)),
  )
}

function judgeWorkflow({ path, event, accept = ['success'] }: Required, all: readonly WorkflowRun[]): Judgement {
  const latest = new Map<string, WorkflowRun>()
  for (const run of all) {
    if (fileOf(run.path) !== path || (event !== undefined && run.event !== event)) continue
    const known = latest.get(run.event)
    if (known === undefined || isNewer(run, known)) latest.set(run.event, run)
  }
  if (latest.size === 0) return { verdict: 'pending', message: `${path} has not run on the head` }
  const found = [...latest.values()].map(({ state, event: by }): Judgement => {
    if (accept.some((one) => one === state)) return { verdict: 'approved', message: `${path} (${by}): ${state}` }
    if (state === 'pending') return { verdict: 'pending', message: `${path} (${by}) has not ended` }
    if (state === 'unknown')
      return { verdict: 'not-determined', message: `${path} (${by}) ended in a way that is not known` }
    return { verdict: 'refused', message: `${path} (${by}): ${state}` }
  })
  const verdict = worstOf(found.map((one) => one.verdict)) ?? 'not-determined'
  const telling = found.filter((one) => one.verdict === verdict).map(({ message }) => message)
  return { verdict, message: telling.sort().join('; ') }
}

/**
 * GitHub may name the branch behind the file: `.github/workflows/ci.yml@main`. What ends like a file is a file as a whole: the
 * branch of a pull request can bring a workflow `ci.yml@x.yml`, which must not pass for `ci.yml`.
 */
const fileOf = (path: string): string => (/\.ya?ml$/.test(path) ? path : (/^(.*\.ya?ml)@/s.exec(path)?.[1] ?? path))

const isNewer = (one: WorkflowRun, other: WorkflowRun): boolean =>
  one.number === other.number
    ? one.attempt === other.attempt
      ? one.id > other.id
      : one.attempt > other.attempt
    : one.number > other.number
