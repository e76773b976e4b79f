import type { Use, UseKind } from './countersign-step.ts'
import type { Permissions, Step } from './workflow.ts'

type Needed = Readonly<Record<string, 'read' | 'write'>>

/** What the token of a job has to be allowed, by what Countersign does there; the README lists the same. */
const needed: Readonly<Record<UseKind, Needed>> = {
  check: { contents: 'read' },
  gate: { contents: 'read', 'pull-requests': 'read', statuses: 'write' },
  deploy: { contents: 'read', deployments: 'read', actions: 'read' },
  record: { contents: 'write', 'pull-requests': 'read', deployments: 'read', actions: 'read' },
  render: { contents: 'read' },
  unknown: {},
}

/** What the token of the job needs for one use: a gate with the token of an App asks for nothing of the job's own. */
export function neededBy({ kind, step }: Pick<Use, 'kind' | 'step'>): Needed {
  if (kind !== 'gate') return needed[kind]
  if (hasOwnToken(step)) return {}
  const says = [step.inputs.get('comment') ?? 'off', step.inputs.get('request-reviews') ?? 'false']
  return says.every((value) => ['off', 'false', ''].includes(value))
    ? needed.gate
    : { ...needed.gate, 'pull-requests': 'write' }
}

function hasOwnToken({ inputs }: Step): boolean {
  const token = inputs.get('github-token')
  return token !== undefined && !/^\$\{\{\s*(?:github\.token|secrets\.GITHUB_TOKEN)\s*\}\}$/i.test(token.trim())
}

/** What counts for a job: its own, else those of the workflow; undefined: whatever the repository gives. */
export const grantedTo = ({ job, workflow }: Pick<Use, 'job' | 'workflow'>): Permissions | undefined =>
  job.permissions ?? workflow.permissions

/** What a scope is granted. */
export const levelOf = (permissions: Permissions, scope: string): string =>
  permissions.kind === 'all' ? permissions.level : (permissions.grants.get(scope) ?? 'none')
