import { runsOn } from './job-condition.ts'
import type { Job, Step, Workflow } from './workflow.ts'

/** What a step asks Countersign for. `deploy` is mode gate on deployments; `unknown` a mode that is no plain text. */
export type UseKind = 'check' | 'gate' | 'deploy' | 'record' | 'render' | 'unknown'

/** A step that runs Countersign, with what it stands in. */
export interface Use {
  readonly kind: UseKind
  readonly workflow: Workflow
  readonly job: Job
  readonly step: Step
  /** Events of the workflow on which the step runs, or may run where a condition is not understood. */
  readonly events: ReadonlySet<string>
  /** A condition of the job or the step that is not understood; undefined where all are. */
  readonly unclear: 'job' | 'step' | undefined
}

/** Whether a `uses:` names Countersign: a repository or a folder of that name, whoever keeps it. */
export const isCountersign = (uses: string): boolean => /(?:^|\/)countersign(?:@|\/?$)/i.test(uses)

/** The Countersign of this very repository, as its own workflows use it. */
const isOwnAction = (step: Step): boolean => step.uses === './' && step.inputs.has('mode')

export function usesIn(workflow: Workflow): readonly Use[] {
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) =>
      step.uses !== undefined && (isCountersign(step.uses) || isOwnAction(step)) ? [toUse(workflow, job, step)] : [],
    ),
  )
}

function toUse(workflow: Workflow, job: Job, step: Step): Use {
  const names = [...workflow.events.keys()]
  const jobRuns = new Map(names.map((event) => [event, runsOn(job.condition, event)]))
  const stepRuns = new Map(names.map((event) => [event, runsOn(step.condition, event)]))
  const events = names.filter((event) => jobRuns.get(event) !== false && stepRuns.get(event) !== false)
  const isUnclear = (runs: ReadonlyMap<string, boolean | undefined>) =>
    events.some((one) => runs.get(one) === undefined)
  return {
    kind: kindOf(step, events),
    workflow,
    job,
    step,
    events: new Set(events),
    unclear: isUnclear(jobRuns) ? 'job' : isUnclear(stepRuns) ? 'step' : undefined,
  }
}

function kindOf(step: Step, events: readonly string[]): UseKind {
  const mode = step.inputs.get('mode')?.trim()
  if (mode === 'check' || mode === 'record' || mode === 'render') return mode
  if (mode !== 'gate') return 'unknown'
  const onlyDeployments = events.length > 0 && events.every((event) => event === 'deployment')
  return step.inputs.has('environment') || onlyDeployments ? 'deploy' : 'gate'
}
